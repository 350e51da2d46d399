"""A form changes: what that means for entries and drafts, and that they follow without loss."""
import os

from kit import main, ok, same, status

HEAD = """form: doi-mau
version: %d
title: Mẫu thử
units: kien-giang-2015
reporters: [{level: huyen, to: kg_tinh_doan}]
sections:
  - section: a
    title: A
    fields:
"""
FIRST = HEAD % 1 + """
      - {field: ten_cu, type: text, label: Tên}
      - {field: bo_di, type: text, label: Bỏ đi}
      - {field: so, type: text, label: Số}
      - field: bang
        type: table
        label: Bảng
        columns:
          - {field: cot_cu, type: integer, label: Cột}
"""
SECOND = HEAD % 2 + """
      - {field: ten_moi, type: text, was: ten_cu, label: Tên}
      - {field: so, type: integer, label: Số}
      - {field: them, type: text, label: Thêm}
      - field: bang
        type: table
        label: Bảng
        columns:
          - {field: cot_moi, type: integer, was: bang.cot_cu, label: Cột}
"""
THIRD = SECOND.replace("version: 2", "version: 3") + "      - {field: bo_di, type: text, label: Trở lại}\n"


def forms(p):
    p.write("1.yaml", FIRST)
    p.write("2.yaml", SECOND)
    p.write("3.yaml", THIRD)
    status(p.run("lint", "1.yaml", "2.yaml", "3.yaml"), 0, "the forms are sound")
    status(p.run("form", "add", "a.db", "1.yaml"), 0, "the first version")


def enter(p, answers, *more, unit="kg_an_bien"):
    r = p.run("enter", "a.db", "--form", "doi-mau", "--unit", unit, "--from", "-", *more, stdin=answers)
    status(r, 0, "an entry")
    return r.out.strip()


ANSWERS = {"ten_cu": "Tổ 1", "bo_di": "giữ lại", "so": "mười", "bang": [{"_row": "aaaaaaaaaaaaaaaa", "cot_cu": 5}]}


def diff(p):
    forms(p)
    enter(p, ANSWERS)
    enter(p, {"ten_cu": "Tổ 2", "so": "12"}, unit="kg_an_minh")
    before = p.disk()
    r = p.run("form", "diff", "1.yaml", "2.yaml", "a.db", "--json")
    status(r, 0, "what changes")
    told = r.json()
    same((told["entries"], told["drafts"]), (2, 0), "for two entries")
    same(told["unplaced"], [{"field": "bo_di", "entries": 1}], "one has an answer without a place")
    same(told["unfit"], [{"field": "so", "entries": 1}], "one has an answer that does not fit")
    text = p.run("form", "diff", "1.yaml", "2.yaml", "a.db").out
    ok("ten_moi" in text and "bo_di" in text and "2 phiếu" in text, "in words", text)
    same(p.disk(), before, "nothing is written")


def follows(p):
    forms(p)
    entry = enter(p, ANSWERS, "--submit")
    status(p.run("form", "add", "a.db", "2.yaml"), 0, "the second version")
    old = p.show("a.db", entry)
    same((old["version"], old["answers"]["ten_cu"]), (1, "Tổ 1"), "what was submitted stands as it was")
    r = p.run("keys", "a.db", "--as", "kg_an_bien", "-", stdin="Enter Esc")
    status(r, 0, "the entry is opened")
    new = dict(ANSWERS, them="mới")
    new["ten_moi"] = new.pop("ten_cu")
    new["so"] = {"raw": "mười"}
    new["bang"] = [{"_row": "aaaaaaaaaaaaaaaa", "cot_moi": 6}]
    del new["bo_di"]
    r = p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin=new)
    ok(r.status in (0, 1), "it goes on with the new version", r.err)
    revisions = p.show("a.db", entry)["revisions"]
    now = p.show("a.db", entry, "--revision", revisions[-1]["id"])
    same((now["version"], now["answers"]["ten_moi"], now["answers"]["bang"][0]["cot_moi"]), (2, "Tổ 1", 6), "in its places")
    same(now["answers"]["bang"][0]["_row"], "aaaaaaaaaaaaaaaa", "rows keep their ids")
    first = p.show("a.db", entry, "--revision", revisions[0]["id"])
    same((first["version"], first["answers"]["bo_di"]), (1, "giữ lại"), "and the first revision has every answer")


def keys(p, script, name):
    """Home lists the form of the file alone."""
    r = p.run("keys", "a.db", "--as", "kg_an_bien", "--author", "An", "-", stdin=script, env={"PHIEU_FORMS": p.path("none")})
    status(r, 0, name)


def draft_follows(p):
    """What somebody has typed and not yet left, when the form changes under it."""
    forms(p)
    os.mkdir(p.path("none"))
    entry = enter(p, ANSWERS)
    keys(p, "Enter text:\"Tổ mới\" Tab", "somebody types")
    same(p.sql("a.db", "SELECT path, value FROM draft_value"), [("ten_cu", '"Tổ mới"')], "it is in the draft")
    status(p.run("form", "add", "a.db", "2.yaml"), 0, "the second version")
    keys(p, "Enter", "the entry is opened again")
    revisions = p.show("a.db", entry)["revisions"]
    kept = p.show("a.db", entry, "--revision", revisions[-1]["id"])
    same((len(revisions), kept["version"], kept["answers"]["ten_cu"]), (2, 1, "Tổ mới"), "what was typed became a revision as it was typed")
    keys(p, "Enter Down text:\"12\" Tab Esc Esc", "work goes on with the new version")
    now = p.show("a.db", entry)
    same((now["version"], now["answers"]["ten_moi"], now["answers"]["bang"][0]["cot_moi"]), (2, "Tổ mới", 5), "with everything in its place")
    same(now.get("unplaced"), {"bo_di": "giữ lại"}, "and what has none is told")
    status(p.run("form", "add", "a.db", "3.yaml"), 0, "a third version asks for it again")
    keys(p, "Enter End text:\"x\" Tab Esc Esc", "opened")
    again = p.show("a.db", entry)
    same((again["version"], again["answers"].get("bo_di"), again.get("unplaced")), (3, "giữ lại", None), "it is back")


def broken(p):
    """A form whose check cannot be run is not filled in without it."""
    p.write("b.yaml", FIRST + "checks: [{check: c, that: khong_co > 1}]\n")
    status(p.run("lint", "b.yaml"), 1, "lint tells")
    status(p.run("form", "add", "b.db", "b.yaml"), 1, "it is not added to a file")
    os.mkdir(p.path("broken"))
    os.rename(p.path("b.yaml"), p.path("broken/b.yaml"))
    before = p.disk()
    r = p.run("enter", "b.db", "--form", "doi-mau", "--unit", "kg_an_bien", "--from", "-", "--submit", stdin={"so": "1"},
              env={"PHIEU_FORMS": p.path("broken")})
    status(r, 2, "nobody fills it in")
    ok("khong_co" in r.err, "and the sentence says what is wrong", r.err)
    same(p.disk(), before, "nothing was written")


OFFICE = "kg_tinh_doan"
BEFORE = HEAD % 1 + """
      - {field: bo_di, type: text, label: Ô sẽ bỏ}
      - {field: so, type: text, label: Số}
      - field: bang
        type: table
        label: Bảng
        columns:
          - {field: cot, type: integer, label: Cột}
          - {field: cot_bo, type: text, label: Cột sẽ bỏ}
"""
AFTER = HEAD % 2 + """
      - {field: so, type: text, label: Số}
      - field: bang
        type: table
        label: Bảng
        columns:
          - {field: cot, type: integer, label: Cột}
"""


def comments(p):
    """R4: what was said of a field that the form has no more, or of a row that is gone, stays where people see it."""
    p.write("1.yaml", BEFORE)
    os.mkdir(p.path("none"))
    status(p.run("form", "add", "a.db", "1.yaml"), 0, "a form")
    rows = [{"_row": "a" * 16, "cot": 1, "cot_bo": "g"}, {"_row": "b" * 16, "cot": 2, "cot_bo": "h"}]
    enter(p, {"bo_di": "x", "so": "1", "bang": rows}, "--submit", "--author", "An", unit="kg_an_bien")
    e = p.listed("a.db")[0]["entry"]
    said = {}
    for where in ("bo_di", "bang[2].cot", "bang[1].cot_bo"):
        r = p.run("comment", "a.db", e, where, f"xem lại {where}", "--as", OFFICE, "--author", "Tỉnh")
        status(r, 0, f"a comment on {where}")
        said[where] = r.out.strip()
    status(p.run("return", "a.db", e, "--reason", "xem lại", "--as", OFFICE), 0, "returned")
    p.write("2.yaml", AFTER)
    status(p.run("form", "add", "a.db", "2.yaml"), 0, "a version without the field and the column")
    status(p.run("enter", "a.db", "--entry", e, "--from", "-", "--submit", stdin={"so": "2", "bang": [{"_row": "a" * 16, "cot": 1}]}), 0,
           "the entry goes on with it, a row is gone")

    def open_ones():
        return {c["id"]: (c["open"], c["answered"]) for c in p.show("a.db", e)["comments"]}

    same(p.show("a.db", e)["version"], 2, "the newer version is shown")
    same(open_ones(), {h: (True, False) for h in said.values()}, "R4: show lists all comments, open")
    text = p.run("show", "a.db", e).out
    ok(all(f"xem lại {w}" in text for w in said), "R4: also as text", text)
    text = p.run("history", "a.db", e).out
    ok(all(f"xem lại {w}" in text for w in said), "R4: history tells them", text)

    def screen(office, script):
        return p.run("keys", "a.db", "--size", "80x40", "--as", office, "--author", "An", "-", stdin=script,
                     env={"PHIEU_FORMS": p.path("none")}).out

    seen = screen("kg_an_bien", "Enter F3")
    for label in ("Ô sẽ bỏ (không còn trong mẫu)", "A, dòng không còn › Cột", "A, dòng 1 › Cột sẽ bỏ (không"):
        ok(label in seen, f"the clerk reads: {label}", seen)
    seen = screen(OFFICE, "r Enter")
    ok(all(f"xem lại {w}" in " ".join(seen.split()) for w in said), "the reviewer reads them", seen)
    ok("Ô sẽ bỏ (không còn trong mẫu)" in seen, "with the words of the form that had the field", seen)
    # answered and closed: by commands, and by keys
    status(p.run("comment", "a.db", e, "--answer", said["bo_di"], "đã rõ", "--as", "kg_an_bien"), 0, "R4: answered by a command")
    status(p.run("comment", "a.db", e, "--close", said["bang[2].cot"], "--as", OFFICE), 0, "R4: closed by a command")
    listed = [x for x in screen("kg_an_bien", "Enter F3").splitlines() if x[:2] in (" »", " ✓")]
    (at,) = [i for i, x in enumerate(listed) if "Cột sẽ bỏ" in x]
    screen("kg_an_bien", f'Enter F3 Home{f" Down*{at}" if at else ""} M-t text:"da ro" Enter')
    same(open_ones(), {said["bo_di"]: (True, True), said["bang[2].cot"]: (False, False), said["bang[1].cot_bo"]: (True, True)},
         "R4: one is answered by keys")
    status(p.run("comment", "a.db", e, "--reopen", said["bang[2].cot"], "--as", OFFICE), 0, "R4: opened again")
    for n in range(2, 14):
        screen(OFFICE, f"r Enter Down*{n} d")
        if not any(o for o, _ in open_ones().values()):
            break
    same({o for o, _ in open_ones().values()}, {False}, "R4: all are closed by keys")


main(diff, follows, draft_follows, broken, comments)
