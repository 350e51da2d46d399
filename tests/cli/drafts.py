"""Unfinished work of others: it is shown, never merged by the machine; a person takes it over or dismisses it."""
import json

from kit import FORM, UNIT, copy, draft, main, ok, same, status

OTHER = "kg_an_minh"


def begin(p):
    """One entry in a file that two machines have."""
    p.enter("a.db", {"bi_thu": "gốc", "noi_lap": "gốc"}, "--at", "2015-06-01")
    copy(p, "a.db", "b.db")
    return p.listed("a.db")[0]["entry"]


def drafts(p, file, *more):
    r = p.run("drafts", file, "--json", *more)
    status(r, 0, "the list")
    return r.json()


def shown(p):
    entry = begin(p)
    same(drafts(p, "a.db"), [], "nothing yet")
    draft(p, "b.db", entry, {"bi_thu": "dở", "noi_lap": None}, 1433500000)
    code = p.run("check", "a.db", "--json").json()["code"]
    status(p.run("merge", "a.db", "b.db"), 0, "the other file is taken in")
    d = drafts(p, "a.db")
    same([(x["author"], x["office"], x["unit"], x["form"], x["answers"], x["values"]) for x in d],
         [("Bình", UNIT + "/youth", UNIT, FORM, 1, {"bi_thu": "dở", "noi_lap": None})], "who, where, how much, and what")
    same(p.show("a.db", entry)["answers"]["bi_thu"], "gốc", "the entry says what it said")
    same(p.run("check", "a.db", "--json").json()["code"], code, "no event was made")
    text = p.run("drafts", "a.db", "--lang", "en").out
    ok("Bình" in text and "1 answers" in text, "the same as text", text)


def d1(p):
    """D1: another installation never edits it, but copies it into a draft of its own."""
    entry = begin(p)
    draft(p, "b.db", entry, {"bi_thu": "dở"}, 1433500000)
    p.run("merge", "a.db", "b.db")
    theirs = p.sql("b.db", "SELECT * FROM draft")
    one = drafts(p, "a.db")[0]["id"]
    status(p.run("drafts", "a.db", "--take", one, "--as", OTHER), 2, "D1: not by another office")
    status(p.run("drafts", "a.db", "--take", "ffffff"), 2, "nor what is not there")
    r = p.run("drafts", "a.db", "--take", one[:10])
    status(r, 0, "D1: taken over")
    same(r.out.strip(), entry, "into this entry")
    own = p.sql("a.db", "SELECT draft_id, inst, base FROM draft")
    ok(len(own) == 1 and own[0][0] != b"\7" * 16 and own[0][1] != b"\2" * 16, "D1: a draft of one's own", str(own))
    same(json.loads(own[0][2]), p.show("a.db", entry)["heads"], "that goes on from the same revision")
    same(p.sql("b.db", "SELECT * FROM draft"), theirs, "theirs is as it was")
    same(drafts(p, "a.db"), [], "and what was taken over is not offered again")
    same(len(drafts(p, "a.db", "--all")), 1, "D3: but it is still in the file")
    draft(p, "b.db", entry, {"bi_thu": "dở", "nguoi_tong_hop": "thêm"}, 1433600000)
    p.run("merge", "a.db", "b.db")
    same([x["values"] for x in drafts(p, "a.db")], [{"bi_thu": "dở", "nguoi_tong_hop": "thêm"}], "what they typed since is news")
    status(p.run("drafts", "a.db", "--take", drafts(p, "a.db")[0]["id"]), 0, "taken over, too")
    s = p.show("a.db", entry)
    same(len(s["revisions"]), 2, "what was typed here before became a revision first")
    same(s["state"], "draft", "never a submission")


def d3(p):
    """D3: never deleted by a merge; hidden when dismissed, or when the entry says all of it."""
    entry = begin(p)
    draft(p, "b.db", entry, {"bi_thu": "dở"}, 1433500000)
    p.run("merge", "a.db", "b.db")
    copy(p, "a.db", "c.db")
    one = drafts(p, "a.db")[0]["id"]
    status(p.run("drafts", "a.db", "--dismiss", one, "--author", "An"), 0, "D3: dismissed")
    same((drafts(p, "a.db"), len(drafts(p, "a.db", "--all"))), ([], 1), "D3: hidden, and still there")
    p.run("merge", "a.db", "b.db")
    same(drafts(p, "a.db"), [], "D3: it does not come back")
    p.run("merge", "c.db", "a.db")
    same(drafts(p, "c.db"), [], "D3: the dismissal travels")
    copy(p, "b.db", "d.db")
    draft(p, "d.db", entry, {"bi_thu": "dở"}, 1433500000, draft_id=b"\x08" * 16)
    now = dict(p.show("c.db", entry)["answers"], bi_thu="dở")
    status(p.run("enter", "c.db", "--entry", entry, "--from", "-", stdin=json.dumps(now)), 0, "somebody writes the same")
    p.run("merge", "c.db", "d.db")
    same(drafts(p, "c.db"), [], "D3: what the entry says already is not offered")
    status(p.run("check", "c.db", "--quiet"), 0, "the file is sound")


def states_of_one(p):
    entry = begin(p)
    for i, text in enumerate(["d", "dở", "dở dang"]):
        draft(p, "b.db", entry, {"bi_thu": text}, 1433500000 + i)
        p.run("merge", "a.db", "b.db")
    same([x["values"]["bi_thu"] for x in drafts(p, "a.db")], ["dở dang"], "of one draft only its newest state is offered")
    same(len(drafts(p, "a.db", "--all")), 3, "D3: all of them are kept")


def without_parent(p):
    entry = begin(p)
    draft(p, "b.db", entry, {"bi_thu": "dở"}, 1433500000, parents=["ab" * 32])
    p.run("merge", "a.db", "b.db")
    status(p.run("drafts", "a.db", "--take", drafts(p, "a.db")[0]["id"]), 1, "what it goes on from is not here: refused")
    same(p.sql("a.db", "SELECT count(*) FROM draft"), [(0,)], "and nothing was made")


def withdrawn(p):
    entry = begin(p)
    draft(p, "b.db", entry, {"bi_thu": "dở"}, 1433500000)
    p.run("merge", "a.db", "b.db")
    status(p.run("withdraw", "a.db", entry), 0, "withdrawn meanwhile")
    one = drafts(p, "a.db")[0]["id"]
    status(p.run("drafts", "a.db", "--take", one), 1, "nobody goes on with it")
    same(len(drafts(p, "a.db")), 1, "and it still waits")


def new_entry(p):
    """Somebody has begun an entry and never left it: nobody else knows that entry."""
    p.enter("a.db", {"bi_thu": "x"}, unit=OTHER)
    entry = "12" * 16
    copy(p, "a.db", "b.db")
    draft(p, "b.db", entry, {"bi_thu": "mới"}, 1433500000, parents=[])
    p.run("merge", "a.db", "b.db")
    d = drafts(p, "a.db")
    same([(x["unit"], x["form"]) for x in d], [(UNIT, FORM)], "it says itself whose it is")
    status(p.run("drafts", "a.db", "--take", d[0]["id"]), 0, "taken over")
    same([(e["unit"], e["state"]) for e in p.listed("a.db") if e["entry"] == entry], [(UNIT, "draft")], "an entry with a draft")


main(shown, d1, d3, states_of_one, without_parent, withdrawn, new_entry)
