"""The survey of 2015 from the first entry to the submission, letter by letter, and its rules."""
import json
import unicodedata

from kit import FORM, KINDS, OUTLINE, UNIT, main, ok, same, status, survey, without_row_ids


def problems_of(shown, check):
    return [p for p in shown.get("problems", []) if p["check"] == check]


def rows(**cells):
    row = {"ten_loai_hinh": "Tổ hợp tác", "so_mo_hinh": 20}
    row.update(cells)
    return survey(phu_luc=[row])


def submits(p):
    r = p.enter("a.db", survey(), "--submit")
    status(r, 0, "a complete survey is submitted")
    entry = r.out.strip()
    ok(len(entry) == 32 and set(entry) <= set("0123456789abcdef"), "prints its id", r.out)
    shown = p.show("a.db", entry)
    same(shown["state"], "submitted", "its state is submitted")
    same(shown["submission"], 1, "it is the first submission")
    same(shown["problems"], [], "it has no problems")
    same(shown["flags"], [], "it has no flags")
    same((shown["form"], shown["version"], shown["unit"], shown["period"]), (FORM, 1, UNIT, None),
         "form, version, unit and period are told")
    same(without_row_ids(shown["answers"]), survey(), "every letter comes back")
    same(set(shown), {"entry", "form", "version", "unit", "period", "state", "heads", "answers",
                      "flags", "submission", "turn", "problems", "conflicts", "comments", "revisions"},
         "the object has the members of the contract")
    same(len(shown["revisions"]), 1, "one revision")
    same(set(shown["revisions"][0]), {"id", "author", "office", "at", "state", "parents"},
         "a revision has the members of the contract")
    same(shown["heads"], [shown["revisions"][0]["id"]], "the revision is the head")
    text = p.run("show", "a.db", entry)
    for letters in OUTLINE.values():
        for line in filter(None, letters.split("\n")):
            if line not in text.out:
                ok(False, "the readable form has every line", line)
                return
    ok("735" in text.out and "46" in text.out, "the readable form has the sums", text.out[-2000:])


def same_bytes_elsewhere(p):
    answers = survey()
    entry = p.enter("a.db", answers, "--submit").out.strip()
    shown = p.show("a.db", entry)["answers"]
    status(p.enter("b.db", shown), 0, "what show prints, enter reads")
    bodies = []
    for file in ("a.db", "b.db"):
        texts = [t for (t,) in p.sql(file, "SELECT data FROM body") if t.startswith('{"answers"')]
        same(len(texts), 1, "one body of answers in " + file)
        bodies.append(texts[0])
    first, second = (json.loads(b) for b in bodies)
    ok(first["salt"] != second["salt"], "the salts differ")
    same(bodies[0].split('"salt":')[0], bodies[1].split('"salt":')[0],
         "the answers of the body are the same bytes")


def decomposed_letters(p):
    nfd = {k: unicodedata.normalize("NFD", v) for k, v in OUTLINE.items()}
    ok(nfd != OUTLINE, "the test has decomposed letters")
    r = p.enter("a.db", survey(**nfd), "--submit")
    status(r, 0, "decomposed letters are taken")
    same(without_row_ids(p.show("a.db", r.out.strip())["answers"]), survey(),
         "and come out composed")


def long_narrative(p):
    words = "Đoàn viên thanh niên ấp Xẻo Rô tích cực tham gia phong trào, góp sức xây dựng quê hương"
    paragraphs = []
    for i in range(200):
        paragraphs.append(("%d. %s" % (i + 1, (words + " – ") * 2))[:100].rstrip())
    text = "\n".join(paragraphs)
    text += " " + "ườ" * ((20000 - len(text)) // 2)
    text = text[:20000].rstrip()
    ok(len(text) >= 19990 and text.count("\n") == 199, "the test has 20,000 letters in 200 paragraphs",
       "%d %d" % (len(text), text.count("\n")))
    r = p.enter("a.db", survey(iv_uu_diem=text), "--submit")
    status(r, 0, "a narrative of 20,000 letters is submitted")
    same(p.show("a.db", r.out.strip())["answers"]["iv_uu_diem"] == text, True,
         "it comes back byte for byte")


def draft_then_submit(p):
    entry = p.enter("a.db", survey()).out.strip()
    same(p.show("a.db", entry)["state"], "draft", "without --submit it is a draft")
    r = p.run("submit", "a.db", entry)
    status(r, 0, "a draft is submitted")
    shown = p.show("a.db", entry)
    same(shown["state"], "submitted", "then its state is submitted")
    same(r.out.strip(), shown["heads"][0], "and the revision is printed")
    same(shown["revisions"][1]["parents"], [shown["revisions"][0]["id"]],
         "the submission follows the draft")
    heads = [json.loads(h) for (h,) in p.sql("a.db", "SELECT head FROM event")]
    bodies = {h["body"] for h in heads if h["kind"] == "revision"}
    same(len(bodies), 1, "a submission without change has the body of the draft")
    before = p.disk()
    r = p.run("submit", "a.db", entry)
    status(r, 1, "submitting again without change is refused")
    ok(p.disk() == before, "and changes nothing")
    ok("phiếu đã nộp rồi" in r.err, "and says so in Vietnamese", r.err)


def submit_with_errors(p):
    answers = survey()
    answers["phu_luc"][0]["tl_den_2010"] = 13
    entry = p.enter("a.db", answers).out.strip()
    before = p.disk()
    r = p.run("submit", "a.db", entry)
    status(r, 1, "a survey with errors is not submitted")
    ok(p.disk() == before, "and nothing changes on disk")
    ok("phu_luc[1]" in r.err and "13 + 8 ≠ 20" in r.err, "the place and the numbers are told", r.err)
    same(p.show("a.db", entry)["state"], "draft", "it is a draft still")


def enter_submit_with_errors(p):
    answers = survey()
    del answers["iv_uu_diem"]
    r = p.enter("a.db", answers, "--submit")
    status(r, 1, "enter --submit with a required field left out")
    ok("iv_uu_diem" in r.err, "the field is named", r.err)
    shown = p.show("a.db", r.out.strip())
    same(shown["state"], "draft", "the draft is kept")
    same(without_row_ids(shown["answers"]), answers, "with all its answers")
    same([(x["field"], x["level"]) for x in problems_of(shown, "required")],
         [("iv_uu_diem", "error")], "the problem is told")
    status(p.enter("b.db", answers), 0, "a draft may be unfinished")


def columns_five_and_six(p):
    r = p.enter("a.db", rows(tl_den_2010=13, tl_sau_2010=8))
    status(r, 1, "13 + 8 is not 20")
    found = problems_of(p.show("a.db", r.out.strip()), "c5_c6")
    same(len(found), 1, "c5_c6 is a problem")
    same(found[0]["level"], "error", "of level error")
    ok(all(n in found[0]["message"] for n in ("13", "8", "20")), "with its numbers", found)
    ok(found[0]["field"].startswith("phu_luc[1]."), "in its row", found)
    same(found[0]["message"], "Cột 5 + 6 phải bằng cột 4 (13 + 8 ≠ 20).", "in Vietnamese")
    english = p.show("a.db", r.out.strip(), "--lang", "en")
    same(problems_of(english, "c5_c6")[0]["message"],
         "Columns 5 + 6 must equal column 4 (13 + 8 ≠ 20).", "and in English")


def columns_eleven_and_twelve(p):
    for name, cells, want in (
            ("blank", {}, []),
            ("one blank", {"dt_phat_huy": 25}, []),
            ("less", {"dt_phat_huy": 3, "dt_khong_phat_huy": 4}, []),
            ("equal", {"dt_phat_huy": 15, "dt_khong_phat_huy": 5}, []),
            ("greater", {"dt_phat_huy": 16, "dt_khong_phat_huy": 5}, ["c11_c12"])):
        r = p.enter(name + ".db", rows(tl_den_2010=12, tl_sau_2010=8, **cells), "--submit")
        status(r, 1 if want else 0, "columns 11 + 12 %s" % name)
        same([x["check"] for x in p.show(name + ".db", r.out.strip())["problems"]], want,
             "the problems of %s" % name)


def blank_is_not_zero(p):
    r = p.enter("a.db", rows(tl_den_2010=20), "--submit")
    status(r, 0, "column 6 blank: not yet decided")
    r = p.enter("b.db", rows(tl_den_2010=20, tl_sau_2010=0), "--submit")
    status(r, 0, "column 6 zero")
    cell = p.show("b.db", r.out.strip())["answers"]["phu_luc"][0]
    same(cell["tl_sau_2010"], 0, "zero stays zero")
    r = p.enter("c.db", survey(phu_luc=[{"ten_loai_hinh": "Đội văn nghệ"}]), "--submit")
    status(r, 1, "the number of models is required")


def other_gathering(p):
    other = {"value": "khac", "text": "theo địa bàn"}
    r = p.enter("a.db", survey(phu_luc=[dict(KINDS[0], yeu_cau_tap_hop=other)]), "--submit")
    status(r, 0, "another basis with its words")
    same(p.show("a.db", r.out.strip())["answers"]["phu_luc"][0]["yeu_cau_tap_hop"], other,
         "comes back")


main(submits, same_bytes_elsewhere, decomposed_letters, long_narrative, draft_then_submit,
     submit_with_errors, enter_submit_with_errors, columns_five_and_six, columns_eleven_and_twelve,
     blank_is_not_zero, other_gathering)
