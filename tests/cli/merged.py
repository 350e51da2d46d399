"""What stands when revisions stand beside each other: rules (M6), versions of a form (M7), who makes a revision (M8)."""
import hashlib
import json

from kit import UNIT, code, copy, main, ok, refused, same, small_form, status

CHECKS = """checks:
  - {check: tong, that: nam + nu <= 10, message: Không quá 10 người, at: [nam]}
"""
FIELDS = "nam: integer, nu: integer, ten: text"
NEW = FIELDS + ", moi: integer"


def enter(p, file, entry, answers, *more):
    status(p.run("enter", file, "--entry", entry, "--from", "-", *more, stdin=answers), 0, f"{file} is changed")


def begin(p, *copies):
    """An entry of version 1, in a file that is copied."""
    status(p.run("form", "add", "base.db", p.write("v1.yaml", small_form("thu", FIELDS, 1, CHECKS))), 0, "a form")
    p.run("enter", "base.db", "--form", "thu", "--unit", UNIT, "--from", "-", "--at", "2015-06-01",
          stdin={"nam": 1, "nu": 1, "ten": "gốc"})
    for f in copies:
        copy(p, "base.db", f)
    return p.listed("base.db")[0]["entry"]


def rules(p):
    entry = begin(p, "a.db", "b.db")
    enter(p, "a.db", entry, {"nam": 8, "nu": 1, "ten": "gốc"})
    enter(p, "b.db", entry, {"nam": 1, "nu": 8, "ten": "gốc"})
    for f in ("a.db", "b.db"):
        same(p.show(f, entry)["problems"], [], "each alone keeps the rule")
    p.run("merge", "a.db", "b.db")
    shown = p.show("a.db", entry)
    same((shown["answers"]["nam"], shown["answers"]["nu"], shown["conflicts"], shown["state"]), (8, 8, [], "draft"),
         "M3: both changes stand, nobody is asked")
    same([x["check"] for x in shown["problems"]], ["tong"], "M6: a rule that holds in each and not in both is a problem on reading")
    status(p.run("submit", "a.db", entry), 1, "M6: and nobody submits it so")
    same(len(p.show("a.db", entry)["heads"]), 2, "M8: reading and being refused made no revision")


def versions(p):
    entry = begin(p, "a.db", "b.db")
    status(p.run("form", "add", "b.db", p.write("v2.yaml", small_form("thu", NEW, 2, CHECKS))), 0, "b has the newer version")
    enter(p, "b.db", entry, {"nam": 1, "nu": 1, "ten": "B", "moi": 5})
    same(p.show("b.db", entry)["version"], 2, "and uses it")
    enter(p, "a.db", entry, {"nam": 2, "nu": 1, "ten": "gốc"})
    enter(p, "a.db", entry, {"nam": 3, "nu": 1, "ten": "A"})
    copy(p, "a.db", "c.db")
    p.run("merge", "a.db", "b.db")
    p.run("merge", "b.db", "c.db")
    for f in ("a.db", "b.db"):
        shown = p.show(f, entry)
        same((shown["version"], shown["answers"].get("moi"), shown["answers"]["nam"], [c["field"] for c in shown["conflicts"]]),
             (2, 5, 3, ["ten"]), "M7: the higher version leads, whichever revision is newer; no answer is lost")
    take = [x["value"] for x in p.show("a.db", entry)["conflicts"][0]["candidates"]].index("A") + 1
    status(p.run("resolve", "a.db", entry, "ten", "--take", str(take)), 0, "decided")
    shown = p.show("a.db", entry)
    same((shown["version"], shown["answers"]), (2, {"nam": 3, "nu": 1, "ten": "A", "moi": 5}), "M7: with the higher version")


def same_version(p):
    """Two makers of one version: a warning to them, never a question to a clerk."""
    entry = begin(p, "a.db", "b.db")
    r = p.run("form", "add", "b.db", p.write("v1b.yaml", small_form("thu", NEW, 1, CHECKS)))
    status(r, 0, "the same version with other bytes is taken")
    ok(r.err.strip() != "", "with a warning", r.out + r.err)
    enter(p, "a.db", entry, {"nam": 2, "nu": 1, "ten": "gốc"})
    enter(p, "b.db", entry, {"nam": 1, "nu": 2, "ten": "gốc"})
    copy(p, "a.db", "c.db")
    p.run("merge", "a.db", "b.db")
    p.run("merge", "b.db", "c.db")
    said = [p.show(f, entry) for f in ("a.db", "b.db")]
    same(said[0]["conflicts"], [], "M7: no conflict")
    same(said[0], said[1], "M7: and the same on both sides")


def settled_alike(p):
    entry = begin(p, "a.db", "b.db")
    enter(p, "a.db", entry, {"nam": 1, "nu": 1, "ten": "A"})
    enter(p, "b.db", entry, {"nam": 1, "nu": 1, "ten": "B"})
    copy(p, "a.db", "c.db")
    p.run("merge", "a.db", "b.db")
    p.run("merge", "b.db", "c.db")
    before = p.events("a.db")
    p.show("a.db", entry)
    p.run("conflicts", "a.db")
    p.run("merge", "a.db", "b.db")
    same((p.events("a.db"), code(p, "a.db")), (before, code(p, "b.db")), "M8: looking and merging make no revision")
    for f in ("a.db", "b.db"):
        take = [x["value"] for x in p.show(f, entry)["conflicts"][0]["candidates"]].index("A") + 1
        status(p.run("resolve", f, entry, "ten", "--take", str(take)), 0, f"settled at {f}")
    same((p.events("a.db"), p.events("b.db")), (before + 1, before + 1), "M8: a person who decides makes one")
    copy(p, "a.db", "c.db")
    p.run("merge", "a.db", "b.db")
    p.run("merge", "b.db", "c.db")
    for f in ("a.db", "b.db"):
        shown = p.show(f, entry)
        same((shown["conflicts"], shown["answers"]["ten"], shown["state"]), ([], "A", "draft"),
             "M8: two who settled it alike are not asked again")
    same(code(p, "a.db"), code(p, "b.db"), "U1: the same set")
    enter(p, "a.db", entry, {"nam": 1, "nu": 1, "ten": "C"})
    same(len(p.show("a.db", entry)["heads"]), 1, "M8: the next revision follows both")


OTHER = small_form("khac", "ten: text, rieng: integer", 3, title="Phiếu khác")


def put_event(p, file, event):
    """What a program that asks nobody could have written."""
    head = json.dumps(event, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    p.sql(file, "INSERT INTO event(hash,head) VALUES(?,?)",
          hashlib.sha256(b"phieu-event-1\0" + head.encode()).digest(), head, write=True)


def two_forms(p):
    """Entries of two forms in one file, and a second file that says that they are one."""
    for name, text in (("thu.yaml", small_form("thu", FIELDS, 1, CHECKS)), ("khac.yaml", OTHER)):
        status(p.run("form", "add", "a.db", p.write(name, text)), 0, "a form")
    p.run("enter", "a.db", "--form", "thu", "--unit", UNIT, "--from", "-", "--at", "2015-06-01", "--author", "An",
          stdin={"nam": 1, "nu": 2, "ten": "chung"})
    p.run("enter", "a.db", "--form", "khac", "--unit", UNIT, "--from", "-", "--at", "2015-06-02", "--author", "Bình",
          stdin={"ten": "chung", "rieng": 7})
    ids = sorted(e["entry"] for e in p.listed("a.db"))
    copy(p, "a.db", "b.db")
    put_event(p, "b.db", {"author": "Bình", "entry": ids[0], "kind": "join", "office": UNIT, "other": ids[1],
                          "time": 1435190400, "v": 1})
    status(p.run("rebuild", "b.db"), 0, "the other file's lists")
    return ids


def form_question(p, file, entry):
    c = p.show(file, entry)["conflicts"]
    same([x["path"] for x in c], ["$form"], f"M7: {file}: the form is the one question")
    same(sorted(x["value"] for x in c[0]["candidates"]), ["khac", "thu"], "M3: with exactly these candidates")
    return [x["value"] for x in c[0]["candidates"]]


def forms(p):
    ids = two_forms(p)
    status(p.run("join", "a.db", *ids), 2, "entries of two forms are not joined here")
    r = p.run("merge", "a.db", "b.db", "--json")
    status(r, 1, "M9: a join of them comes")
    same(sum(e["conflicting"] for e in r.json()["entries"]), 1, "and is told as a conflict")
    (row,) = p.listed("a.db")
    same((row["entry"], row["state"]), (ids[0], "conflict"), "M9: they are one, under the smaller id, and wait")
    for f in ("a.db", "b.db"):
        values = form_question(p, f, ids[0])
    r = p.run("conflicts", "a.db")
    ok("Thử (thu), phiên bản 1" in r.out and "Phiếu khác (khac), phiên bản 3" in r.out, "in words, by title and version", r.out)
    copy(p, "a.db", "other.db")
    copy(p, "a.db", "keys.db")
    r = p.run("keys", "keys.db", "--as", UNIT, "--author", "An", "-", stdin="x Enter")
    ok("Mẫu của phiếu" in r.out and "Phiếu khác (khac), phiên bản 3" in r.out, "M7: the screen asks the same", r.out)
    p.run("keys", "keys.db", "--as", UNIT, "--author", "An", "-", stdin=f"x Enter {values.index('thu') + 1}")
    same((p.show("keys.db", ids[0])["form"], p.show("keys.db", ids[0])["conflicts"]), ("thu", []), "M4: one key settles it")
    for f, want, kept in (("a.db", "thu", "rieng"), ("other.db", "khac", "nam")):
        refused(p, 2, "another form is no answer", "resolve", f, ids[0], "$form", "--value", '"kg-khao-sat-2015"')
        status(p.run("resolve", f, ids[0], "$form", "--take", str(values.index(want) + 1)), 0, f"{want} is chosen")
        shown = p.show(f, ids[0])
        same((shown["form"], shown["conflicts"], shown["state"], shown["answers"]["ten"]), (want, [], "draft", "chung"),
             "M7: the entry goes on with it")
        ok(kept in json.dumps(shown), "and no answer of the other form is lost", json.dumps(shown)[:600])
        status(p.run("merge", f, "b.db"), 0, "M4: it is not asked again")
        same(p.show(f, ids[0])["conflicts"], [], "M4: settled")
    copy(p, "a.db", "c.db")
    p.run("merge", "a.db", "other.db")
    p.run("merge", "other.db", "c.db")
    for f in ("a.db", "other.db"):
        form_question(p, f, ids[0])
    same(p.show("a.db", ids[0]), p.show("other.db", ids[0]), "U1: two who chose otherwise are asked, the same on both sides")


def form_to_come(p):
    """While the form of one side is not here, nobody can say that it is another one."""
    ids = two_forms(p)
    form = p.sql("b.db", "SELECT hash, head FROM event WHERE json_extract(head,'$.id')='khac'")[0]
    copy(p, "b.db", "part.db")
    p.sql("part.db", "DELETE FROM event WHERE hash=?", form[0], write=True)
    status(p.run("rebuild", "part.db"), 0, "a part of a file")
    same([x["state"] for x in p.listed("part.db")], ["draft"], "M3: without the form there is no question")
    p.run("merge", "part.db", "a.db")
    same([x["state"] for x in p.listed("part.db")], ["conflict"], "M7: with it there is")
    form_question(p, "part.db", ids[0])
    same(code(p, "part.db"), code(p, "b.db"), "U1: the same set")
    same(p.show("part.db", ids[0])["conflicts"], p.show("b.db", ids[0])["conflicts"], "U3: and the same question")


def undone(p):
    """What a join of two forms, or a stranger's name for our form, has brought goes with it when the merge is undone."""
    ids = two_forms(p)
    form = p.sql("a.db", "SELECT json_extract(head,'$.body') FROM event WHERE json_extract(head,'$.id')='thu'")[0][0]
    put_event(p, "b.db", {"body": form, "id": "aaa-gia-mao", "kind": "form", "v": 1})
    queries = ("SELECT hash, head FROM event ORDER BY 1", "SELECT hash FROM body ORDER BY 1", "SELECT * FROM x_state ORDER BY 1",
               "SELECT hex(body), text_id FROM x_event WHERE text_id IS NOT NULL ORDER BY 1, 2", "SELECT * FROM x_root")
    before = [p.sql("a.db", q) for q in queries]
    p.run("merge", "a.db", "b.db")
    same([x["form"] for x in p.listed("a.db")][0] in ("thu", "khac"), True, "S2: a stranger's name is no form's name")
    same(len(p.run("form", "list", "a.db", "--json").json()), 2, "S2: and no form is listed under it")
    status(p.run("undo-merge", "a.db"), 0, "the merge is undone")
    same([p.sql("a.db", q) for q in queries], before, "exactly the sets, and the lists, as before")
    same(sorted(x["entry"] for x in p.listed("a.db")), ids, "two entries again")
    status(p.run("check", "a.db"), 0, "the file is sound")
    same(p.run("check", "a.db", "--json").json()["missing"], 0, "U9: and the second copy misses nothing")


def another_form_of_an_entry(p):
    """One side made a revision with another form."""
    status(p.run("form", "add", "a.db", p.write("thu.yaml", small_form("thu", FIELDS, 1, CHECKS))), 0, "a form")
    status(p.run("form", "add", "a.db", p.write("khac.yaml", OTHER)), 0, "another form")
    p.run("enter", "a.db", "--form", "thu", "--unit", UNIT, "--from", "-", stdin={"nam": 1, "nu": 2, "ten": "chung"})
    entry = p.listed("a.db")[0]["entry"]
    (head,) = p.sql("a.db", "SELECT hash, head FROM event WHERE json_extract(head,'$.kind')='revision'")
    (other,) = p.sql("a.db", "SELECT json_extract(head,'$.body') FROM event WHERE json_extract(head,'$.id')='khac'")
    copy(p, "a.db", "b.db")
    put_event(p, "b.db", {**json.loads(head[1]), "form": other[0], "parents": [head[0].hex()], "time": 1435190400})
    status(p.run("rebuild", "b.db"), 0, "b goes on with another form")
    enter(p, "a.db", entry, {"nam": 5, "nu": 2, "ten": "chung"})
    r = p.run("merge", "a.db", "b.db")
    status(r, 0, "M2: who only goes on with the old form has not written it")
    shown = p.show("a.db", entry)
    same((shown["conflicts"], len(shown["heads"])), ([], 2), "M3: one of them chose another form: nobody is asked")
    same((shown["form"], shown["version"]), ("khac", 3), "M3: and that one stands")
    enter(p, "a.db", entry, {"ten": "chung", "rieng": 1})
    (row,) = p.sql("a.db", "SELECT form_id, heads FROM x_state")
    same(row, ("khac", 1), "the next revision goes on with it")


def another_unit_of_an_entry(p):
    """Facts of the entry are merged like answers: what one side changed is not taken back by who goes on."""
    status(p.run("form", "add", "a.db", p.write("thu.yaml", small_form("thu", FIELDS, 1, CHECKS))), 0, "a form")
    p.run("enter", "a.db", "--form", "thu", "--unit", UNIT, "--from", "-", stdin={"nam": 1})
    entry = p.listed("a.db")[0]["entry"]
    (head,) = p.sql("a.db", "SELECT hash, head FROM event WHERE json_extract(head,'$.kind')='revision'")
    copy(p, "a.db", "b.db")
    put_event(p, "b.db", {**json.loads(head[1]), "unit": "kg_an_minh", "parents": [head[0].hex()], "time": 1435190400})
    status(p.run("rebuild", "b.db"), 0, "b moves it to another unit")
    for n in (2, 3):
        enter(p, "a.db", entry, {"nam": n})
    p.run("merge", "a.db", "b.db")
    same(p.show("a.db", entry)["conflicts"], [], "M3: nobody is asked")
    enter(p, "a.db", entry, {"nam": 4})
    same(p.show("a.db", entry)["unit"], "kg_an_minh", "M3: and whoever goes on does not take it back")


if __name__ == "__main__":
    main(rules, versions, same_version, settled_alike, forms, form_to_come, undone, another_form_of_an_entry,
         another_unit_of_an_entry)
