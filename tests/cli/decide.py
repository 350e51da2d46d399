"""Deciding conflicts: whatever stands against each other, either side can be taken, and stays."""
import json
import shutil

from kit import UNIT, main, ok, same, status

ROW = {"_row": "aaaaaaaaaaaaaaaa", "ten_loai_hinh": "Tổ 1", "so_mo_hinh": 1, "tl_den_2010": 1}


def change(p, file, answers, at):
    entry = p.listed(file)[0]["entry"]
    now = dict(p.show(file, entry)["answers"], **answers)
    now = {k: v for k, v in now.items() if v is not None}
    status(p.run("enter", file, "--entry", entry, "--from", "-", "--at", at, stdin=json.dumps(now)), 0, f"{file} is changed")


def both(p, base, a, b):
    """The entry, as two machines have changed it, in m.db."""
    p.enter("a.db", base, "--at", "2015-06-01")
    shutil.copy(p.path("a.db"), p.path("b.db"))
    change(p, "a.db", a, "2015-06-02")
    change(p, "b.db", b, "2015-06-03")
    shutil.copy(p.path("a.db"), p.path("m.db"))
    p.run("merge", "m.db", "b.db")
    return p.listed("m.db")[0]["entry"]


def take(p, entry, path, value):
    c = [x for x in p.show("m.db", entry)["conflicts"] if x["path"] == path][0]
    n = [x["value"] for x in c["candidates"]].index(value) + 1
    status(p.run("resolve", "m.db", entry, path, "--take", str(n)), 0, f"{path}: {value!r} is taken")


def beside(p):
    """What stands beside the answers has no field, and is decided all the same."""
    for side in "AB":
        entry = both(p, {"bi_thu": "x", "_reasons": {"c5_c6": "gốc"}, "_notes": {"bi_thu": "gốc"}},
                     {"_reasons": {"c5_c6": "A"}, "_notes": {"bi_thu": "A"}}, {"_reasons": {"c5_c6": "B"}, "_notes": {"bi_thu": "B"}})
        same([c["path"] for c in p.show("m.db", entry)["conflicts"]], ["_notes/bi_thu", "_reasons/c5_c6"], "both are asked")
        take(p, entry, "_notes/bi_thu", side)
        take(p, entry, "_reasons/c5_c6", side)
        s = p.show("m.db", entry)
        same((s["conflicts"], s["answers"]["_reasons"], s["answers"]["_notes"]), ([], {"c5_c6": side}, {"bi_thu": side}), "decided")
        change(p, "m.db", {"bi_thu": "y"}, "2015-06-05")
        same(p.show("m.db", entry)["answers"]["_reasons"], {"c5_c6": side}, "and so it stays")
        for f in "abm":
            shutil.os.unlink(p.path(f + ".db"))


def kept_row(p):
    """A row that one removed and the other changed: who keeps it keeps all of it."""
    entry = both(p, {"bi_thu": "x", "phu_luc": [ROW]}, {"phu_luc": [dict(ROW, so_mo_hinh=2)]}, {"phu_luc": None})
    path = "phu_luc/aaaaaaaaaaaaaaaa/$alive"
    same([c["path"] for c in p.show("m.db", entry)["conflicts"]], [path], "the row is the question, nothing else")
    same(p.show("m.db", entry)["answers"]["phu_luc"], [dict(ROW, so_mo_hinh=2)], "until then it is seen, whole")
    take(p, entry, path, True)
    same(p.show("m.db", entry)["answers"]["phu_luc"], [dict(ROW, so_mo_hinh=2)], "and whole it stays")
    p.run("merge", "m.db", "b.db")
    same(p.show("m.db", entry)["conflicts"], [], "it is not asked again")


def removed_row(p):
    entry = both(p, {"bi_thu": "x", "phu_luc": [ROW]}, {"phu_luc": [dict(ROW, so_mo_hinh=2)]}, {"phu_luc": None})
    take(p, entry, "phu_luc/aaaaaaaaaaaaaaaa/$alive", None)
    s = p.show("m.db", entry)
    same((s["answers"].get("phu_luc"), s["conflicts"]), (None, []), "who removes it removes it")


main(beside, kept_row, removed_row)
