"""Two machines edit copies of one file, and both come back through a third: the same result in every order,
conflicts only where they are real, nothing missing; clocks in 1970 and 2100; receipts; old copies; partial files."""
import hashlib
import itertools
import json
import os
import shutil
import sqlite3

from kit import FORM, UNIT, code, copy, main, ok, refused, same, status

# One entry a unit; what each office does to it is in the two tables below.
SAME, APART, MOVED, REMOVED, TAKEN_BACK, EQUAL, TWICE = (
    "kg_an_bien", "kg_an_minh", "kg_chau_thanh", "kg_go_quao", "kg_ha_tien", "kg_hon_dat", "kg_rach_gia")
ROWS = [{"_row": letter * 16, "ten_loai_hinh": f"Tổ {letter}", "so_mo_hinh": n} for n, letter in enumerate("abc", 1)]
HERE = {
    SAME: {"bi_thu": "Nguyễn Văn Ất"}, APART: {"bi_thu": "Nguyễn Văn Ất"}, MOVED: {"phu_luc": [ROWS[2], ROWS[0], ROWS[1]]},
    REMOVED: {"phu_luc": [ROWS[0], ROWS[2]]}, TAKEN_BACK: "withdrawn", EQUAL: {"noi_lap": "Rạch Giá"},
}
THERE = {
    SAME: {"bi_thu": "Trần Thị Bính"}, APART: {"noi_lap": "An Minh"}, MOVED: {"phu_luc": [ROWS[0], dict(ROWS[1], so_mo_hinh=20), ROWS[2]]},
    REMOVED: {"phu_luc": [ROWS[0], dict(ROWS[1], so_mo_hinh=7), ROWS[2]]}, TAKEN_BACK: {"bi_thu": "Trần Thị Bính"},
    EQUAL: {"noi_lap": "Rạch Giá"},
}


class Office:
    """A computer of its own: installation, user, clock."""

    def __init__(self, place, name, clock, author):
        self.place, self.author = place, author
        self.env = {"XDG_STATE_HOME": place.path("state-" + name), "PHIEU_TEST_CLOCK": str(clock)}

    def run(self, *args, want=0, **kw):
        r = self.place.run(*args, env=self.env, **kw)
        status(r, want, f"{self.author}: {' '.join(args)[:80]}")
        return r

    def change(self, file, entry, answers):
        if answers == "withdrawn":
            return self.run("withdraw", file, entry, "--author", self.author)
        now = {**self.place.show(file, entry)["answers"], **answers}
        return self.run("enter", file, "--entry", entry, "--from", "-", "--author", self.author, stdin=now)


def sets(p, *files):
    """The union of what the files hold, as any SQLite program sees it."""
    events, bodies = set(), set()
    for f in files:
        events |= {h for h, in p.sql(f, "SELECT hash FROM event")}
        bodies |= {h for h, in p.sql(f, "SELECT hash FROM body")}
    return events, bodies


def says(p, file):
    listed = p.listed(file)
    return json.dumps([listed, [p.show(file, e["entry"]) for e in listed], p.run("conflicts", file, "--json").json()],
                      sort_keys=True, ensure_ascii=False)


def entry_of(p, file, unit):
    return [e["entry"] for e in p.listed(file) if e["unit"] == unit][0]


def offices(p):
    return (Office(p, "huyen", 0, "Ất"), Office(p, "xa", 4102444800, "Bính"), Office(p, "tinh", 1435190400, "Giáp"))


def work(p):
    """base.db of the third office; a.db and b.db, copies of it that two others went on with."""
    here, there, third = offices(p)
    for unit in HERE:
        third.run("enter", "base.db", "--form", FORM, "--unit", unit, "--from", "-", "--author", third.author,
                  stdin={"bi_thu": "gốc", "phu_luc": ROWS})
    for office, file, changes in ((here, "a.db", HERE), (there, "b.db", THERE)):
        third.run("copy", "base.db", file)
        for unit, answers in changes.items():
            office.change(file, entry_of(p, file, unit), answers)
        office.run("enter", file, "--form", FORM, "--unit", TWICE, "--from", "-", "--author", office.author,
                   stdin={"bi_thu": office.author})
    return here, there, third


def merge(office, file, *others):
    r = office.place.run("merge", file, *others, "--json", env=office.env)
    ok(r.status in (0, 1), f"{office.author}: merge {file} {' '.join(others)}", r.err)
    for f in r.json()["files"]:
        same(f["seen"], f["known"] + f["added"] + f["quarantined"] + f["refused"], "U5: the counts add up")


def orders(p, third):
    """Every way in which both come back through a third file."""
    ways = {"ab": ("a.db", "b.db"), "ba": ("b.db", "a.db"), "aba": ("a.db", "b.db", "a.db")}
    for name, files in ways.items():
        copy(p, "base.db", name + ".db")
        for f in files:
            merge(third, name + ".db", f)
    copy(p, "a.db", "a2.db")
    copy(p, "b.db", "b2.db")
    merge(third, "a2.db", "b.db")
    merge(third, "b2.db", "a.db")
    for name, through in (("through_a", "a2.db"), ("through_b", "b2.db")):
        copy(p, "base.db", name + ".db")
        merge(third, name + ".db", through)
    copy(p, "base.db", "once.db")
    merge(third, "once.db", "a.db", "b.db")
    return [n + ".db" for n in (*ways, "through_a", "through_b", "once")] + ["a2.db", "b2.db"]


def every_order(p):
    here, there, third = work(p)
    everything = sets(p, "base.db", "a.db", "b.db")
    files = orders(p, third)
    for f in files:
        same(sets(p, f), everything, f"U1, U2: {f}: the union of the three, nothing missing and nothing made up")
    checked = [p.run("check", f, "--json").json() for f in files]
    same(len({c["code"] for c in checked}), 1, "U1: one check code")
    same({(c["bad"], c["structure"]) for c in checked}, {(0, "")}, "I1: all are sound")
    same(len({says(p, f) for f in ("ab.db", "ba.db", "through_b.db", "a2.db")}), 1,
         "U1, U3: one state and list of conflicts, whatever clocks said")
    asked = {(c["unit"], c["path"]) for c in p.run("conflicts", "ab.db", "--json").json()}
    row = f"phu_luc/{ROWS[1]['_row']}/$alive"
    same(asked, {(SAME, "bi_thu"), (REMOVED, row), (TAKEN_BACK, "$status")}, "M3, M5: asked only where it is real")
    shown = {u: p.show("ab.db", entry_of(p, "ab.db", u)) for u in HERE}
    same([shown[APART]["answers"][k] for k in ("bi_thu", "noi_lap")], ["Nguyễn Văn Ất", "An Minh"], "different fields: both stand")
    same(shown[EQUAL]["answers"]["noi_lap"], "Rạch Giá", "equal values are no conflict")
    moved = shown[MOVED]["answers"]["phu_luc"]
    same({(r["_row"][0], r["so_mo_hinh"]) for r in moved}, {("a", 1), ("b", 20), ("c", 3)}, "the moved row is there, with the change")
    twins = [e for e in p.listed("ab.db") if e["unit"] == TWICE]
    same([e["flags"] for e in twins], [["possible_duplicate"]] * 2, "the same unit and period created twice: both, and said so")


def settled(p):
    """Decided once, in one place: nobody is asked again, wherever the decision comes to."""
    here, there, third = work(p)
    copy(p, "base.db", "c.db")
    merge(third, "c.db", "a.db", "b.db")
    for c in p.run("conflicts", "c.db", "--json").json():
        third.run("resolve", "c.db", c["entry"], c["path"], "--take", "1", "--author", third.author)
    same(p.run("conflicts", "c.db", "--json").json(), [], "M4: everything is settled")
    for office, file in ((here, "a.db"), (there, "b.db")):
        merge(office, file, "c.db")
        same(p.run("conflicts", file, "--json").json(), [], f"M4: nobody is asked in {file}")
    merge(third, "c.db", "a.db", "b.db")
    same(p.run("conflicts", "c.db", "--json").json(), [], "M4: nor when both come again")
    same(len({code(p, f) for f in ("a.db", "b.db", "c.db")}), 1, "and all hold the same")
    same(len({says(p, f) for f in ("a.db", "b.db", "c.db")}), 1, "and say the same")


def name(kind, text):
    return hashlib.sha256(b"phieu-%s-1\0" % kind.encode() + text.encode()).digest()


def add(p, file, rows):
    """Rows (kind, text) under their own names, as another program would write them."""
    db = sqlite3.connect(p.path(file))
    for kind, text in rows:
        column = {"event": "head", "body": "data"}[kind]
        db.execute(f"INSERT INTO {kind}(hash,{column}) VALUES(?,?) ON CONFLICT DO NOTHING", (name(kind, text), text))
    db.commit()
    db.close()


def canonical(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def revisions(p, file):
    return p.sql(file, "SELECT head, data FROM event JOIN body ON lower(hex(body.hash)) = head ->> '$.body'"
                       " WHERE head ->> '$.kind' = 'revision' ORDER BY eid")


def receipt(p):
    """C2: 312 revisions of this computer go to the province and come back."""
    here, there, third = offices(p)
    here.run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin={"bi_thu": "0"})
    (head, body), = revisions(p, "a.db")
    made = []
    for i in range(1, 312):
        text = body.replace(':"0"', f':"{i}"', 1)
        made += [("body", text), ("event", canonical({**json.loads(head), "body": name("body", text).hex(), "entry": "%032x" % i}))]
    add(p, "a.db", made)
    here.run("rebuild", "a.db", "--quiet")
    p.enter("province.db", {"bi_thu": "tỉnh"}, unit=TWICE)
    r = here.run("receipt", "a.db", "province.db", want=1)
    ok("0 trên 312" in r.out, "C2: nothing has come yet", r.out)
    merge(third, "province.db", "a.db")
    third.run("copy", "province.db", "back.db")
    r = here.run("receipt", "a.db", "back.db")
    ok("312 trên 312" in r.out, "C2: the returned file says so in so many words", r.out)
    r = here.run("receipt", "a.db", "back.db", "--lang", "en", "--json")
    same((r.json()["made"], r.json()["received"], r.json()["lacking"]), (312, 312, []), "C2: 312 of 312 received")


def parents_later(p):
    """M1: a file with the newest revisions only: said to be incomplete, and right once the others come."""
    here, there, third = offices(p)
    here.run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin={"bi_thu": "một"})
    entry = entry_of(p, "a.db", UNIT)
    for word in ("hai", "ba"):
        here.change("a.db", entry, {"bi_thu": word})
    p.enter("part.db", {"bi_thu": "khác"}, unit=TWICE)
    copy(p, "part.db", "c.db")
    rows = revisions(p, "a.db")
    add(p, "part.db", [("body", rows[2][1]), ("event", rows[2][0])])
    merge(third, "c.db", "part.db")
    shown = p.show("c.db", entry)
    same((shown["flags"], shown["answers"]["bi_thu"]), (["parents_missing"], "ba"), "M1: it is shown, and said what is missing")
    add(p, "part.db", [("event", rows[0][0])])
    merge(third, "c.db", "part.db")
    same(p.show("c.db", entry)["flags"], ["parents_missing"], "M1: one of two has come, without its answers")
    merge(third, "c.db", "a.db")
    shown = p.show("c.db", entry)
    same((shown["flags"], len(shown["heads"]), shown["answers"]["bi_thu"]), ([], 1, "ba"), "M1: all there: nothing is said any more")
    same(p.show("a.db", entry), shown, "U1: and it is what the first office has")


def bodies_later(p):
    """U7: an event that is here without its body takes the body from whoever has it."""
    here, there, third = offices(p)
    here.run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin={"bi_thu": "một"})
    copy(p, "a.db", "c.db")
    p.sql("c.db", "DELETE FROM body WHERE data LIKE '%một%'", write=True)
    entry = entry_of(p, "c.db", UNIT)
    ok("failed" in p.show("c.db", entry) or "bi_thu" not in p.show("c.db", entry)["answers"], "its answers are not here")
    p.enter("c.db", {"bi_thu": "khác"}, unit=TWICE)
    r = p.run("check", "c.db", "--json")
    status(r, 1, "check says so")
    same(([x["entry"] for x in r.json()["problems"] if x["check"] == "damaged"], r.json()["bad"]), ([entry], 0), "and judges the rest")
    ok(entry in p.run("check", "c.db").err, "as text too")
    merge(third, "c.db", "a.db")
    same(p.show("c.db", entry)["answers"]["bi_thu"], "một", "U7: and then they are")
    ok(sets(p, "c.db")[1] > sets(p, "a.db")[1], "U7: bodies are united on their own")


def disk_image(p):
    """Row 1: two computers with the same installation id work on copies of one file; nothing depends on it."""
    here, there, third = offices(p)
    here.run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin={"bi_thu": "gốc"})
    shutil.copytree(here.env["XDG_STATE_HOME"], p.path("image"))
    twin = Office(p, "image", 0, "Ất")
    twin.env["XDG_STATE_HOME"] = p.path("image")
    copy(p, "a.db", "b.db")
    entry = entry_of(p, "a.db", UNIT)
    here.change("a.db", entry, {"bi_thu": "A"})
    twin.change("b.db", entry, {"noi_lap": "B"})
    insts = {json.loads(h).get("inst") for h, _ in revisions(p, "b.db")}
    same(len(insts), 1, "both are one installation to everybody else")
    merge(here, "a.db", "b.db")
    merge(twin, "b.db", "a.db")
    shown = p.show("a.db", entry)
    same((shown["answers"]["bi_thu"], shown["answers"]["noi_lap"], shown["conflicts"]), ("A", "B", []), "U1: both changes stand")
    same((says(p, "a.db"), code(p, "a.db")), (says(p, "b.db"), code(p, "b.db")), "U1: on both computers")


def virtual_merges(p):
    """Row 20: files that only merge and send back to each other for ever grow by nothing."""
    here, there, third = work(p)
    for _ in range(2):
        merge(here, "a.db", "b.db")
        merge(there, "b.db", "a.db")
    same(sets(p, "a.db"), sets(p, "b.db"), "U1: both hold the same")
    before = sets(p, "a.db")
    merge(here, "a.db", "b.db")
    merge(there, "b.db", "a.db")
    same((sets(p, "a.db"), sets(p, "b.db")), (before, before), "U2, M8: merging makes no event, however often")


def another_form(p):
    """M7: two heads under two versions of the form: answers that the newer one does not know are kept."""
    here, there, third = offices(p)
    with open(os.path.join(p.env["PHIEU_FORMS"], FORM + ".yaml"), encoding="utf-8") as f:
        text = f.read()
    shutil.copytree(p.env["PHIEU_FORMS"], p.path("forms"))
    p.write("forms/v2.yaml", text.replace("version: 1", "version: 2", 1))
    here.run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin={"bi_thu": "gốc"})
    entry = entry_of(p, "a.db", UNIT)
    copy(p, "a.db", "b.db")
    here.change("a.db", entry, {"bi_thu": "A"})
    p.env["PHIEU_FORMS"] = p.path("forms")  # everybody has the newer version by now, and knows it
    there.run("form", "add", "b.db", "forms/v2.yaml")
    there.change("b.db", entry, {"noi_lap": "B"})
    forms = {json.loads(h)["form"] for h, _ in revisions(p, "b.db")}
    same(len(forms), 2, "two versions of the form are among the revisions")
    copy(p, "a.db", "c.db")
    merge(third, "c.db", "b.db")
    merge(there, "b.db", "a.db")
    shown = p.show("c.db", entry)
    same((shown["answers"]["bi_thu"], shown["answers"]["noi_lap"], shown["conflicts"]), ("A", "B", []), "M7: both changes stand")
    same((says(p, "c.db"), code(p, "c.db")), (says(p, "b.db"), code(p, "b.db")), "U1: the same both ways")


def sums(p):
    """M6, row 45: each of two changes keeps a sum right, both together do not: a problem, whoever looks."""
    here, there, third = offices(p)
    row = {"_row": "a" * 16, "ten_loai_hinh": "Tổ góp vốn", "so_mo_hinh": 20, "tl_den_2010": 12, "tl_sau_2010": 8}
    here.run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin={"phu_luc": [row]})
    copy(p, "a.db", "b.db")
    entry = entry_of(p, "a.db", UNIT)
    errors = lambda file: [x["field"] for x in p.show(file, entry)["problems"] if x["check"] == "c5_c6"]
    here.change("a.db", entry, {"phu_luc": [{**row, "so_mo_hinh": 21, "tl_den_2010": 13}]})
    there.change("b.db", entry, {"phu_luc": [{**row, "so_mo_hinh": 21, "tl_sau_2010": 9}]})
    same((errors("a.db"), errors("b.db")), ([], []), "each sum is right")
    merge(third, "a.db", "b.db")
    same(p.show("a.db", entry)["conflicts"], [], "different cells: nobody wrote the same one")
    ok(errors("a.db"), "M6: but the sum is wrong now, and that is said")
    status(p.run("submit", "a.db", entry), 1, "M6: and it cannot be submitted so")


def copied_while_writing(p):
    """Rows 26 to 29: a file copied in the middle of a write, with its journal, without it, and with another file's."""
    here, there, third = offices(p)
    for i, unit in enumerate((SAME, APART)):
        there.run("enter", "b.db", "--form", FORM, "--unit", unit, "--from", "-", stdin={"iv_uu_diem": "x" * 20000 + str(i)})
    whole, true = sets(p, "b.db"), dict(p.sql("b.db", "SELECT hash, data FROM body"))
    db = sqlite3.connect(p.path("b.db"), isolation_level=None)
    db.execute("PRAGMA cache_size=2")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE body SET data = replace(data, 'x', 'y')")
    for name_, journal in (("with.db", "with.db-journal"), ("without.db", None), ("renamed.db", "b.db-journal2")):
        copy(p, "b.db", name_)
        if journal:
            copy(p, "b.db-journal", journal)
    db.execute("ROLLBACK")
    db.close()
    ok(p.sql("without.db", "SELECT 1 FROM body WHERE data LIKE '%yyyy%'"), "the file alone is torn")
    copy(p, "with.db-journal", "wrong.db-journal")
    p.enter("wrong.db.", {"bi_thu": "khác"}, unit=TWICE)
    os.rename(p.path("wrong.db."), p.path("wrong.db"))
    for name_ in ("with.db", "without.db", "renamed.db", "wrong.db"):
        p.enter("c-" + name_, {"bi_thu": "c"}, unit=TAKEN_BACK)
        before = {k: v for k, v in p.disk().items() if "c-" not in k}
        r = p.run("merge", "c-" + name_, name_, "--json")
        ok(r.status in (0, 1, 3, 4) and r.out + r.err, f"{name_}: taken in or refused, with words", r.err)
        same({k: v for k, v in p.disk().items() if "c-" not in k}, before, f"{name_}: stays as it is, the journal too")
        bodies = dict(p.sql("c-" + name_, "SELECT hash, data FROM body"))
        ok(all(bodies[h] == true[h] for h in bodies if h in true), f"I1: {name_}: never another value under a known name")
        same(p.run("check", "c-" + name_, "--json").json()["bad"], 0, f"I1: {name_}: nothing bad came in")
    same(sets(p, "c-with.db")[0] >= whole[0] and sets(p, "c-with.db")[1] >= whole[1], True, "with its journal all of it comes")


def words_from_elsewhere(p):
    """Row 40, S1: a name full of controls from another office reaches neither terminal nor state as such."""
    here, there, third = offices(p)
    there.run("enter", "b.db", "--form", FORM, "--unit", UNIT, "--from", "-", "--author", "x\x1b[2J\u202ey",
              stdin={"bi_thu": "a"})
    p.enter("a.db", {"bi_thu": "A"}, unit=TWICE)
    merge(third, "a.db", "b.db")
    for args in (("list", "a.db"), ("history", "a.db", entry_of(p, "a.db", UNIT)), ("show", "a.db", entry_of(p, "a.db", UNIT))):
        r = p.run(*args)
        ok("\x1b" not in r.out and "\u202e" not in r.out, f"S1: {args[0]} prints no control", repr(r.out[:200]))


if __name__ == "__main__":
    main(every_order, settled, receipt, parents_later, bodies_later, disk_image, virtual_merges, another_form, sums, copied_while_writing,
         words_from_elsewhere)
