"""Answers that come from outside: what is JSON is read, what is not is refused with status 2, and
nothing makes the program fall over."""
import json
import re

from kit import main, ok, refused, same, status, survey

ENTER = "enter", "a.db", "--form", "kg-khao-sat-2015", "--unit", "kg_an_bien", "--from", "-"

# What stands behind "_notes", a place that takes any JSON.
GOOD = [
    b"null", b"true", b"false", b"[]", b"{}", b"[[]]", b"[{}]", b'""', b"0", b"-0", b"-1", b"123",
    b"9007199254740992", b"-9223372036854775808", b"9223372036854775807", b" [1 , 2]\r\n", b"[1\t]",
    b'"\\u0041"', b'"\\"\\\\\\/\\b\\f\\n\\r\\t"', b'"\\u1ec7"', b'"\\uD83D\\uDE42"',
    "\"ệ\"".encode(), b'"\x7f"', "\"\ufeff\"".encode(), "\"\u2028\"".encode(), b'"\xf4\x8f\xbf\xbf"',
    b'{"":0}', b'{"a":{"a":{"a":[]}}}', b'["a","a"]', b"[" * 20 + b"]" * 20,
]

# The whole text.
BAD = [
    b"", b" ", b"{", b"}", b"[", b'{"a"', b'{"a":', b'{"a":1', b'{"a":1,', b'{"a":1,}', b"{,}",
    b'{"a" 1}', b'{"a":1 "b":2}', b'{"a":1}}', b'{"a":1},', b'{"a":1}{"b":1}', b"{a:1}", b"{'a':1}",
    b"{1:1}", b'{"a":1}#', b'{"a":/**/1}', b'{"a":1//\n}', b'{"a":01}', b'{"a":-01}', b'{"a":+1}',
    b'{"a":.5}', b'{"a":5.}', b'{"a":1e}', b'{"a":1e+}', b'{"a":0x1F}', b'{"a":1 000}', b'{"a":-}',
    b'{"a":- 1}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}', b'{"a":nul}', b'{"a":True}',
    b'{"a":undefined}', b'{"a":"}', b'{"a":"\n"}', b'{"a":"\t"}', b'{"a":"\x00"}', b'{"a":"\x1f"}',
    b'{"a":"\\u0000"}', b'{"\\u0000":1}', b'{"a":"\\x41"}', b'{"a":"\\u12"}', b'{"a":"\\u12g4"}',
    b'{"a":"\\uD800"}', b'{"a":"\\uDC00\\uD800"}', b'{"a":"\\uD800x"}', b'{"a":"\xff"}',
    b'{"a":"\xc0\xaf"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\xf4\x90\x80\x80"}', b'{"a":"\xe1\xbb"}',
    b'{"a":1,"a":1}', b'{"a":{"b":1,"b":2}}', b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b"{}\x00",
    b"\x00{}", b'{"a":1e400}', b'{"a":-1e400}', b'{"a":9223372036854775808}',
    b'{"a":100000000000000000000}', b"[" * 100000, b'{"a":' * 100000, b"[" * 100000 + b"]" * 100000,
    b'{"_notes":' + b"[" * 40 + b"]" * 40 + b"}", b"*", b"\xe2\x81\xa0{}", b"{}\xc2\xa0", b"---\n{}",
]


def json_texts(p):
    for text in GOOD:
        r = p.enter("good.db", b'{"_notes":{"x":' + text + b"}}")
        if r.status > 1:
            ok(False, "is JSON: %r" % text[:60], r.err)
    ok(True, "%d texts that are JSON" % len(GOOD))
    before = p.disk()
    for text in BAD:
        r = p.run(*ENTER, stdin=text)
        if r.status != 2 or p.disk() != before or not r.err:
            ok(False, "is not JSON: %r" % text[:60], "status %d\n%s" % (r.status, r.err))
    ok(True, "%d texts that are not" % len(BAD))
    r = p.run(*ENTER, stdin=b'{\n  "iv_uu_diem": "a",\n  "phu_luc": [}\n')
    ok(":3:" in r.err, "the line of a mistake is told", r.err)
    for text in (b'{"a"', b'{"a" 1}', b'{"a":1}x', b'{"a":1,"a":1}'):
        said = p.run(*ENTER, stdin=text).err
        ok("near" not in said and "expected" not in said, "in Vietnamese: %r" % text, said)


def numbers(p):
    def cell(text):
        p.run("enter", "a.db", "--form", "kg-khao-sat-2015", "--unit", "kg_an_bien", "--from", "-",
              stdin='{"phu_luc":[{"_row":"r1","ng_quan_chung":%s}]}' % text)
        entries = p.listed("a.db")
        known = [e["entry"] for e in entries]
        new = [e for e in known if e not in cell.seen]
        cell.seen.update(known)
        rows = p.show("a.db", new[0])["answers"].get("phu_luc") if new else None
        return rows[0]["ng_quan_chung"] if rows else rows
    cell.seen = set()
    for text, want in (("0", 0), ("-0", 0), ("1240", 1240), ("12.0", 12), ("1e3", 1000),
                       ('"1.240"', 1240), ('"1240"', 1240), ("999999999999999", 999999999999999),
                       ("1000000000000000", "1000000000000000"),
                       ("9007199254740992", "9007199254740992"),
                       ('"9007199254740991"', "9007199254740991"), ("-5", -5), ("null", None),
                       ('""', None)):
        same(cell(text), want, "a whole number written " + text)
    for text in ("1.5", '"1,5"', "true", "[]", "{}", '"12a"', '"12 34"', "1e300", "1e18",
                 '"mười"'):
        refused(p, 2, "not a whole number: " + text, *ENTER,
                stdin='{"phu_luc":[{"ng_quan_chung":%s}]}' % text)


PLACES = [  # text, what stands before the words, and what the words name
    ('{"bi_thu": 5}', ":1:2: ", "bi_thu: "),
    ('{\n  "bi_thu": "a", "khong_co": 5}', ":2:18: ", "khong_co: "),
    ('{"bi_thu": "Đỗ",\n "phu_luc": [\n  {"so_mo_hinh": 1},\n  {"so_mo_hinh": "x"}]}', ":4:4: ",
     "phu_luc[2].so_mo_hinh: "),
    ('{"phu_luc": [{"so_mo_hinh": 1},\n\n7]}', ":3:1: ", "phu_luc[2]: "),
    ('{"phu_luc": [{"so_mo_hinh": 1, "_row": "a b"}]}', ":1:14: ", "phu_luc[1]: "),
    ('{"_notes": {"bi_thu": ["]", "{", "\\"{"]},\n"phu_luc": 7}', ":2:1: ", "phu_luc: "),
]


def places(p):
    """Line and column of the text, and the field in words."""
    p.write("good.json", {"bi_thu": "a"})
    for text, at, name in PLACES:
        p.write("answers.json", text)
        for lang, word in (("vi", "lỗi: "), ("en", "error: ")):
            r = p.run(*ENTER[:-1], "answers.json", "--lang", lang)
            ok("answers.json" + at + word + name in r.err, "%r (%s): %s%s" % (text, lang, at, name), r.err)
            r = p.run(*ENTER, "--lang", lang, stdin=text)
            ok(at + word + name in r.err, "the same from standard input", r.err)
    text = '{\n"phu_luc": [%s],\n"x": 1}' % ",\n".join('{"so_mo_hinh": "?", "y": 1}' for _ in range(300))
    r = p.run(*ENTER, "--lang", "en", stdin=text)
    found = re.findall(r"^[^:]*:(\d+:\d+): error", r.err, re.M)
    want = ["%d:%d" % (i + 2, n + 12 * (i == 0)) for i in range(300) for n in (2, 21)]
    same(found, want + ["302:1"], "of each of many problems")


def negative(p):
    r = p.enter("a.db", survey(phu_luc=[{"ten_loai_hinh": "CLB", "so_mo_hinh": -1}]), "--submit")
    status(r, 1, "a negative count is refused by the rules")
    same([x["check"] for x in p.show("a.db", r.out.strip())["problems"]], ["min"], "by its limit")


def dates(p):
    for text, want in (("2015-06-22", "2015-06-22"), ("22/6/2015", "2015-06-22"),
                       ("22-06-2015", "2015-06-22")):
        r = p.enter(text.replace("/", "_") + ".db", {"ngay_bao_cao": text})
        status(r, 0, "the day " + text)
        same(p.show(text.replace("/", "_") + ".db", r.out.strip())["answers"],
             {"ngay_bao_cao": want}, "is " + want)


def blanks(p):
    r = p.enter("a.db", {"iv_uu_diem": "", "so_bao_cao": None, "phu_luc": [{}, {"_row": "x"}],
                         "bi_thu": "   "})
    status(r, 0, "blank answers of all shapes")
    same(p.show("a.db", r.out.strip())["answers"], {}, "are no answers")


def special_letters(p):
    text = "Tab\tgiữa chữ; “ngoặc” ‘đơn’ … – — № ½ ² ‰ € 𝟙 🙂 ð đ Ð Đ\nDòng hai\n\nDòng bốn"
    r = p.enter("a.db", {"iv_uu_diem": text})
    status(r, 0, "letters of all kinds")
    got = p.show("a.db", r.out.strip())["answers"]["iv_uu_diem"]
    same(got.replace("\t", " "), text.replace("\t", " "), "come back")
    r = p.enter("b.db", '{"iv_uu_diem": "Một\\r\\nHai\\rBa"}')
    same(p.show("b.db", r.out.strip())["answers"]["iv_uu_diem"], "Một\nHai\nBa",
         "line ends of other systems become ours")
    r = p.enter("c.db", '{"iv_uu_diem": "\\u001b[31mĐỏ\\u0007"}')
    if r.status == 0:
        out = p.run("show", "c.db", r.out.strip()).out
        ok("\x1b" not in out and "\x07" not in out, "no control character reaches the terminal", out)
    else:
        status(r, 2, "control characters are refused")


def beside(p):
    answers = {"_notes": {"iv_uu_diem": "xem lại"}, "_reasons": {"c5_c6": "chưa rõ"}}
    r = p.enter("a.db", answers)
    same(p.show("a.db", r.out.strip())["answers"], answers, "reasons and notes are kept")


def very_long(p):
    text = ("Nội dung rất dài. " * 600000)[:10_000_000].strip()
    answers = p.write("long.json", {"iv_uu_diem": text})
    r = p.run("enter", "a.db", "--form", "kg-khao-sat-2015", "--unit", "kg_an_bien", "--from",
              answers)
    ok(r.status in (0, 2), "ten million letters are taken or refused", "%d %s" % (r.status, r.err))
    if r.status == 0:
        same(p.show("a.db", r.out.strip())["answers"]["iv_uu_diem"] == text, True,
             "and come back whole")
    else:
        same(p.disk().keys(), {p.path(answers)}, "and nothing was made")
    status(p.run("check", "a.db") if r.status == 0 else r, r.status, "and the file is sound")


def many_rows(p):
    rows = [{"ten_loai_hinh": "Mô hình %d" % i, "so_mo_hinh": i} for i in range(1500)]
    r = p.enter("a.db", survey(phu_luc=rows), "--submit")
    status(r, 0, "1,500 rows")
    got = p.show("a.db", r.out.strip())["answers"]["phu_luc"]
    same([x["so_mo_hinh"] for x in got], list(range(1500)), "come back in their order")


main(json_texts, numbers, places, negative, dates, blanks, special_letters, beside, very_long, many_rows)
