"""The survey of 2015 and the targets of 2021: their forms miss nothing of the papers
(tests/cli/seeds), their samples (data/samples) are entered without errors, level by level."""
import json
import os
import re

from kit import KINDS, SOURCE, main, ok, same, status

SURVEY = "kg-khao-sat-2015"
TARGETS = "tn-chi-tieu-2021"


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as f:
        return f.read()


def even(text):
    """One space wherever there is white space."""
    return " ".join(text.split())


def form_words(form):
    """The texts of a form, also those folded over several lines."""
    lines = [line for line in read("forms", form + ".yaml").split("\n")
             if not line.lstrip().startswith("#")]
    return even("\n".join(lines).replace("\\\"", "\""))


def sample(name):
    return json.loads(read("data/samples", name + ".json"))


# ---- nothing of the papers is missing ------------------------------------------------------------

def missing_of(form, paper):
    words = form_words(form)
    bare = re.compile(r"^\s*(?:[-*]+|[IVX]+[./]|\d+(?:\.\d+)*\.)\s*")
    missing = []
    for line in paper.split("\n"):
        line = even(line)
        if line and line not in words and bare.sub("", line) not in words:
            missing.append(line)
    return missing


# Faults of transcription that the form mends, with the right words.
TARGETS_MENDED = {
    "- Phân đầu hằng năm": "- Phấn đấu hằng năm", "Phân đầu\n": "Phấn đấu\n",
    "phân đấu các đồng chí": "phấn đấu các đồng chí", "chi đoàn áp": "chi đoàn ấp",
    "hoạt động dân đi vào": "hoạt động dần đi vào", "BTCTWD": "BTC TW Đoàn",
    "có đóng góp, có đóng góp, có đóng góp và": "có đóng góp và",
}


def targets_are_whole(p):
    paper = read("tests/cli/seeds", TARGETS + ".txt")
    for fault, right in TARGETS_MENDED.items():
        ok(fault in paper, "the paper has the fault “%s”" % fault.strip())
        paper = paper.replace(fault, right)
    notes = re.findall(r"\n[¹²³] .*", paper)
    paper = re.sub(r"\n[¹²³] .*\n", "\n", paper).replace("*", "")
    # Sentences that a footnote cuts at the end of a page.
    paper = re.sub(r"(kịp thời|Phấn đấu)\s*\n+\s*(định hướng|đến năm)", r"\1 \2", paper)
    # What the program prints by itself, and the word that heads the lost first page.
    same([x for x in missing_of(TARGETS, paper + "".join(notes)) if x not in ("KẾ HOẠCH", "Nơi nhận:")],
         [], "every sentence of the plan stands in the form")
    same(len(notes), 3, "with its three footnotes")


def survey_is_whole(p):
    paper = read("tests/cli/seeds", SURVEY + ".txt")
    letter, _, annex = paper.partition("ĐƠN VỊ: …")
    for fault, right in (("BÁO BÁO", "BÁO CÁO"), ("đáng giá", "đánh giá"), ("đại phương", "địa phương")):
        letter = letter.replace(fault, right)
    letter = letter[letter.index("Căn cứ"):]
    # The title, the subject and the letterhead stand on several lines of the paper.
    head = even(letter[letter.index("ĐỀ CƯƠNG"):letter.index("-----------")])
    ok(head.replace("ĐỀ CƯƠNG BÁO CÁO ", "") in form_words(SURVEY), "the title of the outline")
    # A heading and its explanation in brackets stand apart in the form.
    letter = letter.replace(" (tập trung đánh giá", "\n(tập trung đánh giá")
    body = letter[:letter.index("TM. BAN THƯỜNG VỤ")] + letter[letter.index("-----------"):]
    printed = {"-----------", "IV/ NHẬN XÉT, ĐÁNH GIÁ CHUNG"}
    same([x for x in missing_of(SURVEY, body) if x not in printed], [],
         "every sentence of the letter and of the outline stands in the form")
    cells = [even(x) for x in annex.split("\n") if even(x)]
    heads = cells[cells.index("STT"):cells.index("1")]
    words = form_words(SURVEY)
    same([x for x in heads if x not in words], [], "every head of the annex")
    same(len(heads), 15, "there are 15")


def tasks(p):
    ids = re.findall(r"row: (nv_\d_\d_[a-z])\n", read("forms", TARGETS + ".yaml"))
    same((len(ids), len(set(ids))), (41, 41), "41 tasks")
    same(len([i for i in ids if not i.startswith("nv_4")]), 35, "35 of part III")
    rows = [row["_row"] for name in (TARGETS, TARGETS + "-tinh") for table in ("nv_1", "nv_2", "nv_3", "nv_4")
            for row in sample(name)[table]]
    same(sorted(rows), sorted(ids), "district and province together answer them all")


# ---- through the program -------------------------------------------------------------------------

def enter(p, file, form, answers, unit, *more):
    return p.run("enter", file, "--form", form, "--unit", unit, "--from", "-", *more, stdin=answers)


def without_new_row_ids(answers, given):
    """Rows that the sample gives no id have got one."""
    answers = dict(answers)
    for field, rows in given.items():
        if isinstance(rows, list) and field in answers:
            answers[field] = [{k: v for k, v in got.items() if k != "_row" or "_row" in want}
                              for got, want in zip(answers[field], rows)] + answers[field][len(rows):]
    return answers


def goes_through(p, form, name, unit, *more):
    given = sample(name)
    r = enter(p, "a.db", form, given, unit, *more, "--submit")
    status(r, 0, name + ": the sample is submitted")
    shown = p.show("a.db", r.out.strip())
    same([x for x in shown.get("problems", [shown]) if x.get("level") == "error"], [],
         name + ": it has no errors")
    answers = without_new_row_ids(shown.get("answers", {}), given)
    same(sorted(answers), sorted(given), name + ": every field comes back")
    for field, value in given.items():
        if answers.get(field) != value:
            same(answers.get(field), value, name + ": " + field + " is unchanged")
            return shown
    ok(True, name + ": every letter and figure is unchanged")
    return shown


def survey_goes_through(p):
    rows = sample(SURVEY)["phu_luc"]
    same(rows, KINDS, "the sample has the example rows of the paper")
    shown = goes_through(p, SURVEY, SURVEY, "kg_an_bien")
    same(shown.get("problems"), [], "and nothing to point out")


def district_goes_through(p):
    shown = goes_through(p, TARGETS, TARGETS, "tn_tan_bien", "--period", "2022")
    same(shown.get("problems"), [], "a good year has nothing to point out")
    text = even(p.run("report", "a.db", shown["entry"]).out)
    ok("6. Mở ít nhất 01 lớp tập huấn" in text, "its report has its targets", text[:3000])
    ok("1. Tổ chức được ít nhất 01 lớp tập huấn" not in text, "and not those of the province")
    ok("Tỷ lệ đạt chỉ tiêu 8: 100,0%" in text and "Tỷ lệ đạt chỉ tiêu 9: 40,0%" in text,
       "and what is computed")


def province_goes_through(p):
    goes_through(p, TARGETS, TARGETS + "-tinh", "tn_tinh_doan", "--period", "2022")


def hidden_is_not_required(p):
    """The province owes nothing of the districts, and a district nothing of the province."""
    for unit, wants, hides in (("tn_tinh_doan", "ct1_so_lop", "ct6_so_lop"),
                               ("tn_go_dau", "ct6_so_lop", "ct1_so_lop")):
        r = enter(p, unit + ".db", TARGETS, {}, unit, "--period", "2022")
        fields = [x["field"] for x in p.show(unit + ".db", r.out.strip())["problems"]]
        ok(wants in fields and hides not in fields, unit + " owes its own", fields)


def year_before_is_seen(p):
    """The cycle of target 2: what the report of 2021 has, the report of 2022 reckons with."""
    event = {"ngay": "2021-10-01", "hinh_thuc": "hoi_thi", "doi_tuong": "bi_thu_gioi"}
    enter(p, "a.db", TARGETS, {"ct2_so_hoat_dong": 1, "ct2_hoat_dong": [event]}, "tn_tinh_doan",
          "--period", "2021")
    r = enter(p, "a.db", TARGETS, {"ct2_so_hoat_dong": 0}, "tn_tinh_doan", "--period", "2022")
    status(r, 0, "a draft of the second year is no error")
    text = even(p.run("report", "a.db", r.out.strip()).out)
    ok("Năm thứ mấy của chu kỳ 2 năm: 2 -" in text, "the second year of the cycle", text[:3000])
    ok("Đã tổ chức trong năm đầu của chu kỳ: 1 hoạt động" in text, "knows of the first", text[:3000])
    alone = enter(p, "b.db", TARGETS, {"ct2_so_hoat_dong": 0}, "tn_tinh_doan", "--period", "2022")
    text = even(p.run("report", "b.db", alone.out.strip()).out)
    ok("Đã tổ chức trong chu kỳ: 0" not in text, "without that report nothing is claimed", text[:3000])


# ---- roll-ups ------------------------------------------------------------------------------------

def cells(p, form, name, unit=None):
    """The cells of a roll-up: of the line of a unit, or over all."""
    r = p.run("rollup", "a.db", "--form", form, name, "--json")
    table = json.loads(r.out)[0] if r.status == 0 else {"all": {"cells": {}}, "lines": []}
    line = [x for x in table["lines"] if x["keys"].get("_unit") == unit] if unit else [table["all"]]
    return {k: v["value"] and float(v["value"]) for k, v in line[0]["cells"].items()} if line else {}


def survey_adds_up(p):
    for unit in ("kg_an_bien", "kg_go_quao"):
        enter(p, "a.db", SURVEY, sample(SURVEY), unit, "--submit")
    one, all_of_them = cells(p, SURVEY, "theo_don_vi", "kg_an_bien"), cells(p, SURVEY, "toan_tinh")
    for column, want in (("so_mo_hinh", 77), ("tl_den_2010", 31), ("tl_sau_2010", 46), ("ng_doan_vien", 735),
                         ("ng_quan_chung", 100), ("ng_dang_vien", 107), ("tong_nguoi", 942)):
        same((one.get(column), all_of_them.get(column)), (want, 2 * want), "the sum of " + column)
    same(all_of_them.get("moi"), 59.7, "46 of 77 were set up after 2010")
    same([all_of_them.get(x, 0) for x in ("dt_phat_huy", "hieu_qua", "hieu_qua_duy_tri", "duy_tri", "khong_con")],
         [None] * 5, "columns 11 and 12 are blank: nothing is claimed")


def targets_add_up(p):
    good = sample(TARGETS)
    enter(p, "a.db", TARGETS, good, "tn_tan_bien", "--period", "2022", "--submit")
    worse = sample(TARGETS)
    worse["ct8"][0]["ngay_hoan_thanh"] = "2022-04-01"
    worse["ct9"][0]["q2"] = 0
    worse["ct6_so_lop"] = 0
    del worse["ct6_lop"]
    enter(p, "a.db", TARGETS, worse, "tn_go_dau", "--period", "2022", "--submit")
    enter(p, "a.db", TARGETS, sample(TARGETS + "-tinh"), "tn_tinh_doan", "--period", "2022", "--submit")
    for name, unit, column, want in (
            ("cap_tinh", None, "ct1", 2), ("can_bo_di_co_so", None, "ty_le", 100), ("can_bo_di_co_so", None, "thap_nhat", 60),
            ("can_bo_duoi_muc", None, "so_ngay", 28), ("cap_huyen_toan_tinh", None, "ct6_dat", 1),
            ("cap_huyen_toan_tinh", None, "ct6_ty_le", 50), ("cap_huyen_toan_tinh", None, "ct7_ty_le", 100),
            ("ra_soat_theo_huyen", "tn_go_dau", "ty_le", 90), ("ra_soat_toan_tinh", None, "ty_le", 95),
            ("ra_soat_tre", None, "so_dong", 1), ("hoat_dong_theo_huyen", "tn_tan_bien", "ty_le", 40),
            ("hoat_dong_toan_tinh", None, "du_quy", 7), ("quy_trong", None, "q2", 0),
            ("duy_tri_toan_tinh", None, "ty_le", 91.9), ("duy_tri_bien_gioi", "tn_go_dau", "so_xa", 3),
            ("nhiem_vu_3", "tn_tinh_doan", "chua_lam", 1), ("so_lieu_nhiem_vu", None, "gioi_thieu", 28.8)):
        same(cells(p, TARGETS, name, unit).get(column), want, "%s: %s" % (name, column))


def dates_lie_in_the_year(p):
    lesson = {"ngay": "2021-12-30", "doi_tuong": ["can_bo_xa"]}
    r = enter(p, "a.db", TARGETS, {"ct6_so_lop": 1, "ct6_lop": [lesson]}, "tn_go_dau", "--period", "2022")
    checks = [x["check"] for x in p.show("a.db", r.out.strip())["problems"]]
    ok("ct6_trong_nam" in checks, "a class of the year before is refused", checks)
    lesson["ngay"] = "2022-01-01"
    r = enter(p, "b.db", TARGETS, {"ct6_so_lop": 1, "ct6_lop": [lesson]}, "tn_go_dau", "--period", "2022")
    checks = [x["check"] for x in p.show("b.db", r.out.strip())["problems"]]
    ok("ct6_trong_nam" not in checks, "one of the first day is taken", checks)


main(targets_are_whole, survey_is_whole, tasks, survey_goes_through, district_goes_through,
     province_goes_through, hidden_is_not_required, year_before_is_seen,
     dates_lie_in_the_year, survey_adds_up, targets_add_up)
