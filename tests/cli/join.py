"""Two entries that are one: `join`, `join --undo`, in every order of merging (M9)."""
import itertools
import json

from kit import FORM, UNIT, code, copy, main, ok, refused, same, small_form, status

OTHER = "kg_an_minh"
ROWS = [{"_row": "aaaaaaaaaaaaaaaa", "ten_loai_hinh": "Tổ 1", "so_mo_hinh": 1}]


def twins(p, file="f.db", **second):
    """Two entries of one unit and period; ids in the order in which they were made."""
    p.enter(file, {"bi_thu": "A", "noi_lap": "một nơi", "phu_luc": ROWS}, "--at", "2015-06-01")
    first = p.listed(file)[0]["entry"]
    p.enter(file, {"bi_thu": "B", "noi_lap": "một nơi", "nguoi_tong_hop": "B"}, "--at", "2015-06-02", **second)
    other = [e["entry"] for e in p.listed(file) if e["entry"] != first][0]
    return first, other


def states(p, file):
    entries = [p.show(file, e["entry"]) for e in p.listed(file)]
    return json.dumps(sorted(entries, key=lambda e: e["entry"]), sort_keys=True, ensure_ascii=False)


def sound(p, file):
    is_ = p.run("check", file, "--json").json()
    same((is_["bad"], is_["structure"]), (0, ""), "I1, I3: sound, and the lists are those of the events")


def joins(p):
    a, b = twins(p)
    before = states(p, "f.db")
    same([e["flags"] for e in p.listed("f.db")], [["possible_duplicate"]] * 2, "M9: made twice, and said so")
    r = p.run("join", "f.db", a, b, "--json", "--author", "An", "--as", UNIT)
    status(r, 1, "M9: joined; somebody has to decide what differs")
    root = min(a, b)
    listed = p.listed("f.db")
    same([(e["entry"], e["flags"], e["state"], len(e["heads"])) for e in listed], [(root, [], "conflict", 2)],
         "M9: one entry, under the smaller id, no longer a duplicate")
    shown = p.show("f.db", max(a, b)[:8])
    same(shown["entry"], root, "M9: a prefix of the other id leads to it")
    same([(c["field"], c["base"], sorted(x["value"] for x in c["candidates"])) for c in shown["conflicts"]],
         [("bi_thu", None, ["A", "B"])], "M9: what both wrote differently is asked, without a value before")
    same((shown["answers"]["noi_lap"], shown["answers"]["nguoi_tong_hop"], len(shown["answers"]["phu_luc"])),
         ("một nơi", "B", 1), "M9: equal values and what one of them had stand")
    kinds = [h["kind"] for h in p.run("history", "f.db", root, "--json").json()]
    same(kinds, ["revision", "revision", "join"], "the history knows both, and the join")
    sound(p, "f.db")
    status(p.run("join", "f.db", b, a, "--undo"), 0, "taken back")
    same(states(p, "f.db"), before, "M9: exactly the states before")
    status(p.run("join", "f.db", a, b), 1, "M9: a later join connects them again")
    take = [x["value"] for x in p.show("f.db", root)["conflicts"][0]["candidates"]].index("B") + 1
    status(p.run("resolve", "f.db", root, "bi_thu", "--take", str(take)), 0, "decided")
    shown = p.show("f.db", root)
    same((shown["state"], shown["answers"]["bi_thu"], len(shown["heads"]), len(shown["revisions"][-1]["parents"])),
         ("draft", "B", 1, 2), "a revision that follows both")
    status(p.run("join", "f.db", a, b, "--undo"), 0, "taken back after that")
    one, two = (p.show("f.db", x) for x in (root, max(a, b)))
    same((one["answers"]["bi_thu"], two["answers"]["bi_thu"]), ("B", "A" if max(a, b) == a else "B"),
         "M9: what was decided stays with the one that gave its name, the other is as before")
    sound(p, "f.db")


def refusals(p):
    a, b = twins(p)
    refused(p, 2, "an entry that is not there", "join", "f.db", a, "ffffffff")
    refused(p, 1, "an entry with itself", "join", "f.db", a, a)
    refused(p, 1, "two that were never joined", "join", "f.db", a, b, "--undo")
    refused(p, 2, "another office", "join", "f.db", a, b, "--as", OTHER)
    same(len(p.listed("f.db")), 2, "nothing was joined")
    refused(p, 2, "two names of which one fits both", "join", "f.db", f"{FORM}/{UNIT}", b)
    status(p.run("form", "add", "f.db", p.write("g.yaml", small_form("khac", "a: integer"))), 0, "another form")
    status(p.run("enter", "f.db", "--form", "khac", "--unit", UNIT, "--from", "-", stdin=b"{\"a\": 1}"), 0, "an entry of it")
    c = [e["entry"] for e in p.listed("f.db") if e["form"] == "khac"][0]
    refused(p, 2, "entries of two forms", "join", "f.db", a, c, says=("khac",))


def other_unit(p):
    a, b = twins(p, unit=OTHER)
    r = p.run("join", "f.db", a, b, "--as", "kg_tinh_doan")
    status(r, 1, "entries of two units")
    ok("$unit" in r.err, "are joined with a warning", r.err)
    root = min(a, b)
    fields = {c["field"]: c for c in p.show("f.db", root)["conflicts"]}
    same(sorted(fields), ["$unit", "bi_thu"], "the unit is a question like any other")
    n = [x["value"] for x in fields["$unit"]["candidates"]].index(OTHER) + 1
    status(p.run("resolve", "f.db", root, "$unit", "--take", str(n), "--as", "kg_tinh_doan"), 0, "the unit is chosen")
    status(p.run("resolve", "f.db", root, "bi_thu", "--take", "1", "--as", "kg_tinh_doan"), 0, "and the rest")
    same([(e["unit"], e["state"]) for e in p.listed("f.db")], [(OTHER, "draft")], "one entry of that unit")


def three_in_every_order(p):
    """Joined here, taken back there, written on elsewhere."""
    a, b = twins(p, "base.db")
    p.enter("base.db", {"bi_thu": "C"}, "--at", "2015-06-03")
    c = [e["entry"] for e in p.listed("base.db") if e["entry"] not in (a, b)][0]
    for f in ("x.db", "y.db", "z.db"):
        copy(p, "base.db", f)
    p.run("join", "x.db", a, b)
    copy(p, "x.db", "y.db")
    status(p.run("join", "y.db", a, b, "--undo"), 0, "taken back at one place")
    p.run("join", "z.db", b, c, "--at", "1970-01-02")
    p.run("join", "z.db", a, b, "--at", "1970-01-02")
    all_said = set()
    for i, order in enumerate(itertools.permutations(("x.db", "y.db", "z.db"))):
        copy(p, "base.db", f"m{i}.db")
        status(p.run("merge", f"m{i}.db", *order, "--quiet"), 1, "taken in: " + " ".join(order))
        all_said.add(states(p, f"m{i}.db") + code(p, f"m{i}.db"))
    sound(p, "m0.db")
    same(len(all_said), 1, "U1, M9: every order of merging gives the same")
    same([e["entry"] for e in p.listed("m0.db")], [min(a, b, c)], "a join made elsewhere meanwhile stands: three are one")


def reports(p):
    a, b = twins(p)
    copy(p, "f.db", "g.db")
    p.run("join", "g.db", a, b)
    r = p.run("merge", "f.db", "g.db", "--json")
    same([(e["unit"], e["changed"], e["conflicting"]) for e in r.json()["entries"]], [(UNIT, 1, 1)],
         "a join that comes counts as one entry changed, and in conflict")
    r = p.run("undo-merge", "f.db")
    status(r, 0, "the import is taken back")
    same(len(p.listed("f.db")), 2, "two again")


def drafts(p):
    a, b = twins(p)
    low, high = min(a, b), max(a, b)
    status(p.run("withdraw", "f.db", low), 0, "the one with the smaller id is put aside for a moment")
    status(p.run("keys", "f.db", "--as", UNIT, "-", stdin="Enter End text:\"dở dang\" wait:3000".encode()), 0, "somebody begins")
    held = p.sql("f.db", "SELECT lower(hex(entry)) FROM draft JOIN draft_value USING(draft_id)")
    if not ok(len(held) > 0 and held[0][0] == high, "work on the other is unfinished", str(held)):
        return
    status(p.run("withdraw", "f.db", low, "--undo"), 0, "back")
    p.run("join", "f.db", a, b)
    same([(e["entry"], "unfinished" in e["flags"]) for e in p.listed("f.db")], [(low, True)],
         "M9: the draft of a member is found under the root")


if __name__ == "__main__":
    main(joins, refusals, other_unit, three_in_every_order, reports, drafts)
