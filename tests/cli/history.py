"""What happened to an entry, and what differs: `history`, `diff`, `withdraw`."""
import json

from kit import FORM, KINDS, UNIT, copy, main, ok, same, status

OTHER = "kg_an_minh"
ROWS = [{"_row": "aaaaaaaaaaaaaaaa", "ten_loai_hinh": "Tổ 1", "so_mo_hinh": 1},
        {"_row": "bbbbbbbbbbbbbbbb", "ten_loai_hinh": "Tổ 2", "so_mo_hinh": 2}]


def change(p, file, entry, answers, at, *more):
    now = p.show(file, entry)["answers"]
    now.update(answers)
    now = {k: v for k, v in now.items() if v is not None}
    r = p.run("enter", file, "--entry", entry, "--from", "-", "--at", at, *more, stdin=json.dumps(now).encode())
    status(r, 0, "a new revision")


def begin(p):
    p.enter("a.db", {"bi_thu": "A", "phu_luc": ROWS}, "--at", "2015-06-01", "--author", "An")
    return p.listed("a.db")[0]["entry"]


def history(p, file, entry):
    r = p.run("history", file, entry, "--json")
    status(r, 0, "history")
    return r.json()


def values(changes):
    return {c["field"]: (c["before"], c["after"]) for c in changes if c["path"][0] != "$"}


def in_order(p):
    entry = begin(p)
    change(p, "a.db", entry, {"bi_thu": "B", "noi_lap": "Rạch Giá"}, "1970-01-02", "--author", "Bình", "--as", "kg_tinh_doan")
    change(p, "a.db", entry, {"noi_lap": None}, "2015-06-03")
    h = history(p, "a.db", entry)
    same([(x["kind"], x["author"], x["office"], x["at"][:10]) for x in h],
         [("revision", "An", UNIT, "2015-05-31"), ("revision", "Bình", "kg_tinh_doan", "1970-01-01"), ("revision", None, UNIT, "2015-06-02")],
         "each after the one it follows, whatever the clocks said")
    same(values(h[1]["changes"]), {"bi_thu": ("A", "B"), "noi_lap": (None, "Rạch Giá")}, "what changed, before and after")
    same(values(h[2]["changes"]), {"noi_lap": ("Rạch Giá", None)}, "also what became blank")
    same([x["parents"] for x in h], [[], [h[0]["id"]], [h[1]["id"]]], "and what it follows")
    text = p.run("history", "a.db", entry, "--lang", "en").out
    ok("bi_thu: A → B" in text and "Bình" in text and "$" not in text, "the same as text", text)
    status(p.run("history", "a.db", "khong-co/kg_an_bien"), 2, "no such entry")
    status(p.run("history", "nowhere.db", entry), 3, "no such file")


def rows(p):
    entry = begin(p)
    change(p, "a.db", entry, {"phu_luc": [dict(ROWS[1], so_mo_hinh=5)]}, "2015-06-02")
    c = history(p, "a.db", entry)[1]["changes"]
    same([(x["path"], x["after"]) for x in c], [("phu_luc/aaaaaaaaaaaaaaaa/$alive", None), ("phu_luc/bbbbbbbbbbbbbbbb/so_mo_hinh", 5)],
         "a row that went is one change; the order of those that stay is none")
    change(p, "a.db", entry, {"phu_luc": [dict(ROWS[1], so_mo_hinh=5), ROWS[0]]}, "2015-06-03")
    change(p, "a.db", entry, {"phu_luc": [ROWS[0], dict(ROWS[1], so_mo_hinh=5)]}, "2015-06-04")
    same([x["path"] for x in history(p, "a.db", entry)[3]["changes"]], ["phu_luc/$order"], "rows moved are one change")


def joined(p):
    entry = begin(p)
    copy(p, "a.db", "b.db")
    change(p, "a.db", entry, {"bi_thu": "X", "noi_lap": "X"}, "2015-06-02")
    change(p, "b.db", entry, {"bi_thu": "Y", "nguoi_tong_hop": "Y"}, "2015-06-02")
    p.run("merge", "a.db", "b.db")
    shown = p.show("a.db", entry)
    n = [c["value"] for c in shown["conflicts"][0]["candidates"]].index("Y") + 1
    status(p.run("resolve", "a.db", entry, "bi_thu", "--take", str(n), "--author", "Chi"), 0, "decided")
    h = history(p, "a.db", entry)
    same((len(h), h[3]["author"], len(h[3]["parents"])), (4, "Chi", 2), "a revision that follows two")
    same(values(h[3]["changes"]), {"bi_thu": (None, "Y")}, "says only what it decided")


def no_text(p):
    entry = begin(p)
    change(p, "a.db", entry, {"bi_thu": "B"}, "2015-06-02")
    first = p.show("a.db", entry)["revisions"][0]["id"]
    p.sql("a.db", "DELETE FROM body WHERE hash=(SELECT x.body FROM x_event AS x JOIN event USING(eid) WHERE event.hash=?)",
          bytes.fromhex(first), write=True)
    h = history(p, "a.db", entry)
    same([x["changes"] for x in h], [None, None], "what is no longer stored is not made up")
    status(p.run("diff", "a.db", entry), 1, "and diff says so")


def diff_revisions(p):
    entry = begin(p)
    change(p, "a.db", entry, {"bi_thu": "B"}, "2015-06-02")
    change(p, "a.db", entry, {"noi_lap": "C"}, "2015-06-03")
    ids = [r["id"] for r in p.show("a.db", entry)["revisions"]]
    r = p.run("diff", "a.db", entry, "--json")
    status(r, 0, "diff of an entry")
    same((values(r.json()["changes"]), r.json()["from"], r.json()["to"]), ({"noi_lap": (None, "C")}, [ids[1]], ids[2]),
         "the newest against the one before")
    r = p.run("diff", "a.db", entry, ids[0][:8], ids[2][:8], "--json")
    same(values(r.json()["changes"]), {"bi_thu": ("A", "B"), "noi_lap": (None, "C")}, "two that are named")
    r = p.run("diff", "a.db", entry, ids[2], ids[0], "--json")
    same(values(r.json()["changes"]), {"bi_thu": ("B", "A"), "noi_lap": ("C", None)}, "the other way round")
    same(p.run("diff", "a.db", entry, ids[0], ids[0], "--json").json()["changes"], [], "with itself: nothing")
    status(p.run("diff", "a.db", entry, ids[0]), 2, "one revision is too few")
    status(p.run("diff", "a.db", entry, ids[0], "abcdef99"), 2, "no such revision")


def diff_entries(p):
    """The same report typed in twice: rows are told apart by what stands in them, not by their ids."""
    first = begin(p)
    kinds = [dict(x) for x in KINDS]
    status(p.enter_again("a.db", first, {"bi_thu": "A", "phu_luc": kinds}), 0, "with an annex")
    other = [dict(kinds[1]), dict(kinds[0]), dict(kinds[2], so_mo_hinh=16)]
    second = p.enter("a.db", {"bi_thu": "B", "phu_luc": other}).out.split()[0]
    r = p.run("diff", "a.db", first, second, "--json")
    status(r, 0, "two entries")
    found = {c["field"]: (c["before"], c["after"]) for c in r.json()["changes"]}
    same({k: v for k, v in found.items() if "[" not in k and not k.startswith("phu_luc")}, {"bi_thu": ("A", "B")}, "a field")
    same(found.get("phu_luc[3].so_mo_hinh"), (15, 16), "a cell of a row that stands elsewhere")
    same(sum("phu_luc[4" in k for k in found), 1, "a row that only one of them has, once")
    same(p.run("diff", "a.db", first, first, "--json").json()["changes"], [], "one with itself: nothing")


def diff_files(p):
    entry = begin(p)
    p.enter("a.db", {"bi_thu": "both"}, unit="kg_rach_gia")
    copy(p, "a.db", "b.db")
    r = p.run("diff", "a.db", "b.db", "--json")
    status(r, 0, "a copy is the same")
    ok(r.json()["equal"] and r.json()["entries"] == [], "nothing differs", r.out)
    change(p, "a.db", entry, {"bi_thu": "B"}, "2015-06-02")
    p.enter("b.db", {"bi_thu": "new"}, unit=OTHER)
    before = p.disk()
    r = p.run("diff", "a.db", "b.db", "--json")
    status(r, 1, "files that differ")
    same({(e["unit"], e["only_here"], e["only_there"], e["different"], e["same"]) for e in r.json()["entries"]},
         {(UNIT, 0, 0, 1, 0), (OTHER, 0, 1, 0, 0)}, "per form, unit and period")
    same([(e["where"], e["events_here"], e["events_there"]) for e in r.json()["differ"]], [("both", 1, 0), ("there", 0, 1)],
         "and entry by entry")
    same(p.disk(), before, "nothing is written")
    r = p.run("diff", "b.db", "a.db", "--json")
    same([(e["where"], e["events_here"], e["events_there"]) for e in r.json()["differ"]], [("both", 0, 1), ("here", 1, 0)],
         "the other way round, mirrored")
    p.run("merge", "a.db", "b.db")
    p.run("merge", "b.db", "a.db")
    status(p.run("diff", "a.db", "b.db"), 0, "after merging both ways they are the same")
    p.write("text.db", "Xin chào")
    status(p.run("diff", "a.db", "text.db"), 4, "a file that is none of ours")
    p.sql("b.db", "UPDATE body SET data=replace(data,'both','lie!') WHERE data LIKE '%\"both\"%'", write=True)
    status(p.run("diff", "a.db", "b.db"), 1, "bytes that lie under a known name differ")


def withdraw(p):
    entry = begin(p)
    status(p.run("withdraw", "a.db", entry, "--as", OTHER), 2, "another office's entry is not taken back")
    r = p.run("withdraw", "a.db", entry, "--json")
    status(r, 0, "withdrawn")
    same((r.json()["state"], p.show("a.db", entry)["state"], p.show("a.db", entry)["answers"]["bi_thu"]), ("withdrawn", "withdrawn", "A"),
         "with what it said")
    same(history(p, "a.db", entry)[1]["changes"], [], "nothing else changed")
    status(p.run("withdraw", "a.db", entry), 1, "twice is refused")
    status(p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin=b"{}"), 2, "and nobody writes to it")
    p.enter("a.db", {"bi_thu": "again"})
    same([e["flags"] for e in p.listed("a.db")], [[], []], "another one in its place is no duplicate")
    status(p.run("withdraw", "a.db", entry, "--undo", "--as", OTHER), 2, "nor does another office undo it")
    r = p.run("withdraw", "a.db", entry, "--undo", "--json")
    status(r, 0, "undone by a new revision")
    same((r.json()["state"], len(history(p, "a.db", entry))), ("draft", 3), "it is a draft again")
    status(p.run("withdraw", "a.db", entry, "--undo"), 1, "which is not done twice")


def withdrawn_elsewhere(p):
    entry = begin(p)
    copy(p, "a.db", "b.db")
    status(p.run("withdraw", "a.db", entry), 0, "withdrawn here")
    change(p, "b.db", entry, {"bi_thu": "B"}, "2015-06-02")
    p.run("merge", "a.db", "b.db")
    shown = p.show("a.db", entry)
    same((shown["state"], [c["path"] for c in shown["conflicts"]]), ("conflict", ["$status"]), "and edited there: somebody decides")


if __name__ == "__main__":
    main(in_order, rows, joined, no_text, diff_revisions, diff_entries, diff_files, withdraw, withdrawn_elsewhere)
