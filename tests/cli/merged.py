"""What stands when revisions stand beside each other: rules (M6), versions of a form (M7), who makes a revision (M8)."""
import shutil

from kit import UNIT, main, ok, same, status

FORM = """form: thu
version: %d
title: Thử
units: kien-giang-2015
period: once
reporters:
  - {level: huyen, due: 2015-06-25, to: kg_tinh_doan}
sections:
  - section: s
    title: Mục
    fields:
      - {field: nam, label: Nam, type: integer}
      - {field: nu, label: Nữ, type: integer}
      - {field: ten, label: Tên, type: text}
%s
checks:
  - {check: tong, that: nam + nu <= 10, message: Không quá 10 người, at: [nam]}
"""
NEW = "      - {field: moi, label: Mới, type: integer}"


def copy(p, a, b):
    shutil.copy(p.path(a), p.path(b))


def enter(p, file, entry, answers, *more):
    status(p.run("enter", file, "--entry", entry, "--from", "-", *more, stdin=answers), 0, f"{file} is changed")


def begin(p, *copies):
    """An entry of version 1, in a file that is copied."""
    status(p.run("form", "add", "base.db", p.write("v1.yaml", FORM % (1, ""))), 0, "a form")
    p.run("enter", "base.db", "--form", "thu", "--unit", UNIT, "--from", "-", "--at", "2015-06-01",
          stdin={"nam": 1, "nu": 1, "ten": "gốc"})
    for f in copies:
        copy(p, "base.db", f)
    return p.listed("base.db")[0]["entry"]


def code(p, file):
    return p.run("check", file, "--json").json()["code"]


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
    status(p.run("form", "add", "b.db", p.write("v2.yaml", FORM % (2, NEW))), 0, "b has the newer version")
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
    r = p.run("form", "add", "b.db", p.write("v1b.yaml", FORM % (1, NEW)))
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


if __name__ == "__main__":
    main(rules, versions, same_version, settled_alike)
