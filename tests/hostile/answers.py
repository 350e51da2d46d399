"""Answers that are none: each is refused with its place, and nothing is stored. What
tests/cli/answers.py proves of JSON itself is not repeated here."""
import json
import os

from guard import FULL, main, ok, refused, run, unhurt
from kit import FORM, UNIT, same, status, survey

ENTER = ("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "answers.json")


def table(cell):
    return b'{"phu_luc": [{"ten_loai_hinh": "CLB"}, {"so_mo_hinh": ' + cell + b"}]}"


CASES = [  # name, bytes, place, Vietnamese, English
    ("an unknown field", b'{"iv_uu_diem": "a", "khong_co": 1}', "khong_co", "không có ô này", "no such field"),
    ("an unknown column", b'{"phu_luc": [{"a": 1}]}', "phu_luc[1].a", "không có ô này", "no such field"),
    ("an unknown field with a control character", b'{"a\\u001b[31m": 1}', "a", "không có ô này", "no such field"),
    ("an unknown field with a long name", b'{"' + b"a" * 100000 + b'": 1}', "aaa", "không có ô này", "no such field"),
    ("a text for a number", table(b'"12a"'), "phu_luc[2].so_mo_hinh", "12a", "found \"12a\""),
    ("a truth for a number", table(b"true"), "phu_luc[2].so_mo_hinh", "true", "found true"),
    ("a list for a number", table(b"[1]"), "phu_luc[2].so_mo_hinh", "[…]", "found a list"),
    ("an object for a number", table(b'{"x": 1}'), "phu_luc[2].so_mo_hinh", "{…}", "found an object"),
    ("a fraction", table(b"1.5"), "phu_luc[2].so_mo_hinh", "1.5", "found 1.5"),
    ("a number for a text", b'{"bi_thu": 5}', "bi_thu", "5", "found 5"),
    ("a number for a day", b'{"ngay_bao_cao": 20150622}', "ngay_bao_cao", "20150622", "found 20150622"),
    ("a day that does not exist", b'{"ngay_bao_cao": "2015-02-30"}', "ngay_bao_cao", "2015-02-30", "2015-02-30"),
    ("an unknown option", b'{"phu_luc": [{"yeu_cau_tap_hop": "x"}]}', "phu_luc[1].yeu_cau_tap_hop", '"x"', '"x"'),
    ("an object for a table", b'{"phu_luc": {}}', "phu_luc", "{…}", "found an object"),
    ("a number for a row", b'{"phu_luc": [1]}', "phu_luc[1]", "1", "found 1"),
    ("a bad row id", b'{"phu_luc": [{"_row": "a b", "so_mo_hinh": 1}]}', "phu_luc[1]", "_row", "_row"),
    ("a row id with a control character", b'{"phu_luc": [{"_row": "\\u001b[31m", "so_mo_hinh": 1}]}', "phu_luc[1]",
     "_row", "_row"),
    ("a row id twice", b'{"phu_luc": [{"_row": "a", "so_mo_hinh": 1}, {"_row": "a", "so_mo_hinh": 1}]}',
     "phu_luc[2]", "_row", "_row"),
    ("a huge number", table(b"9" * 400), "answers.json:1:", "quá lớn", "too large"),
    ("a number above 64 bits", table(b"9223372036854775808"), "answers.json:1:", "quá lớn", "too large"),
    ("a number above 53 bits", table(b"9007199254740993"), "phu_luc[2].so_mo_hinh", "9007199254740993", "9007199254740993"),
    ("a huge exponent", table(b"1e999999999"), "answers.json:1:", "quá lớn", "too large"),
    ("a number of a megabyte", table(b"1" * (1 << 20)), "answers.json:1:", "quá lớn", "too large"),
    ("a key twice", b'{"bi_thu": "a",\n "bi_thu": "b"}', "answers.json:2:", "hai lần", "twice"),
    ("a key of a row twice", b'{"phu_luc": [{"so_mo_hinh": 1, "so_mo_hinh": 2}]}', "answers.json:1:", "hai lần", "twice"),
    ("a NUL", b'{"bi_thu":\n"a\x00"}', "answers.json:2:3", "NUL", "NUL"),
    ("a NUL that is spelt", b'{"bi_thu": "a\\u0000"}', "answers.json:1:", "NUL", "NUL"),
    ("a NUL behind the end", b"{}\x00", "answers.json:1:3", "NUL", "NUL"),
    ("a depth of 33", b'{"_notes": ' + b"[" * 33 + b"]" * 33 + b"}", "answers.json:1:43", "quá sâu", "too deep"),
    ("100,000 brackets", b"[" * 100000, "answers.json:1:33", "quá sâu", "too deep"),
    ("10 MB of brackets", b"[" * (10 << 20), "answers.json:1:33", "quá sâu", "too deep"),
    ("bad UTF-8", b'{"bi_thu": "\xff"}', "answers.json:1:", "UTF-8", "UTF-8"),
    ("UTF-16", '{"bi_thu": "a"}'.encode("utf-16"), "answers.json:1:", "", ""),
    ("no JSON", b"bi_thu: a\n", "answers.json:1:", "JSON", "JSON"),
    ("a control character that is not JSON", b"{\x1b[31m}", "answers.json:1:", "JSON", "JSON"),
    ("a list", b"[]", "answers", "đối tượng", "one JSON object"),
    ("a text", b'"x"', "answers", "đối tượng", "one JSON object"),
    ("the end is missing", b'{"bi_thu": "a"', "answers.json:1:", "JSON", "the end is missing"),
    ("nothing", b"", "answers.json:1:", "JSON", "the end is missing"),
]


def refusals(p):
    p.write("answers.json", survey())
    status(run(p, *ENTER), 0, "an entry that is there before")
    for name, content, place, vi, en in CASES:
        p.write("answers.json", content)
        refused(p, 2, name, *ENTER, place=place, vi=vi, en=en)
        refused(p, 2, name + " for an entry", "enter", "a.db", "--entry", FORM + "/" + UNIT, "--from",
                "answers.json", place=place, vi=vi, en=en)
    status(run(p, "check", "a.db"), 0, "the file is sound")


def of_size(p, mega):
    """So many bytes in every shape: taken or refused, quickly, and never half."""
    name_of = "%d MB: " % (mega >> 20)
    shapes = (
        ("one text", lambda: {"iv_uu_diem": "Dài. " * (mega // 5)}),
        ("one line", lambda: {"bi_thu": "a" * mega}),
        ("many rows", lambda: {"phu_luc": [{"ten_loai_hinh": "CLB %d" % i} for i in range(mega // 32)]}),
        ("many unknown fields", lambda: {"x%d" % i: 1 for i in range(mega // 14)}),
        ("many unknown columns", lambda: {"phu_luc": [{"x%d" % i: 1 for i in range(mega // 14)}]}),
        ("many bad cells", lambda: {"phu_luc": [{"so_mo_hinh": "x"}] * (mega // 24)}),
        ("one long row id", lambda: {"phu_luc": [{"_row": "a" * mega, "so_mo_hinh": 1}]}),
        ("notes", lambda: {"_notes": {"n%d" % i: "x" for i in range(mega // 16)}}),
        ("escapes", None),
        ("spaces", None),
    )
    for name, make in shapes if FULL or mega < 4 << 20 else shapes[::4]:
        if make:
            text = json.dumps(make(), ensure_ascii=False).encode()
        else:
            text = b'{"iv_uu_diem": "' + b"\\u1ec7" * (mega // 6) + b'"}' if name == "escapes" else b" " * mega + b"{}"
        p.write("answers.json", text)
        r = unhurt(p, name_of + name, *ENTER, statuses=(0, 1, 2))
        ok(len(r.out) + len(r.err) < 1 << 20, "%s%s: status %d, and not too many words" % (name_of, name, r.status),
           "%d bytes" % (len(r.out) + len(r.err)))
        if os.path.exists(p.path("a.db")):
            status(run(p, "check", "a.db"), r.status, name_of + name + ": the file is sound")
            os.unlink(p.path("a.db"))


def sizes(p):
    of_size(p, 3 << 20)
    of_size(p, 10 << 20)
    with open(p.path("answers.json"), "wb") as f:
        f.truncate(100 << 20)
    refused(p, 3, "100 MB", *ENTER, place="answers.json", vi="lớn hơn", en="larger than")
    os.unlink(p.path("answers.json"))
    os.mkfifo(p.path("answers.json"))
    refused(p, 3, "a FIFO", *ENTER, place="answers.json", vi="không phải", en="not a regular file")
    same(os.path.exists(p.path("a.db")), False, "no file was made")


main(refusals, sizes)
