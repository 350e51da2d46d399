"""Data files that are ours by their header and schema, with contents from a stranger: events, bodies,
drafts and lists that no program of ours would write. Every command ends with words and a status; no row of
the two sets is lost; what can be read is still shown."""
import hashlib
import sqlite3
import sys

from guard import main, ok, unhurt
from kit import FORM, UNIT
from stranger import BODIES, DRAFTS, ENTRY, EVENTS, LISTS, File, make


def sets(p):
    db = sqlite3.connect(p.path("bad.db"))
    db.text_factory = bytes
    rows = {(t, hash, hashlib.sha256(data).digest()) for t, column in (("event", "head"), ("body", "data"))
            for hash, data in db.execute("SELECT hash, %s FROM %s" % (column, t))}
    db.close()
    return rows


# Two ways of reading the same: every other case takes the other.
READING = ((("check", "bad.db"), ("list", "bad.db"), ("show", "bad.db", ENTRY, "--json"), ("form", "list", "bad.db")),
           (("check", "bad.db"), ("list", "bad.db", "--json"), ("show", "bad.db", ENTRY), ("form", "show", "bad.db", FORM)))
WRITING = (("keys", "bad.db", "--as", UNIT, "keys"),
           ("enter", "bad.db", "--entry", ENTRY, "--from", "answers.json", "--submit"), ("submit", "bad.db", ENTRY),
           ("list", "bad.db"))


def attack(p, cases, what, rebuild):
    whole = make(p)
    p.keep_home()
    for number, (title, do) in enumerate(cases):
        p.home_again()  # what the safety store keeps of one case is no matter of the next
        f = File(p, whole)
        if isinstance(do, str):
            f.db.executescript(do)
        else:
            do(f)
        if rebuild:
            f.rebuild()
        f.done()
        before = sets(p)
        if rebuild:
            unhurt(p, "%s: %s: the lists are made anew" % (what, title), "submit", "bad.db", "000000")
        for args in READING[number % 2] + WRITING:
            r = unhurt(p, "%s: %s: %s" % (what, title, args[0]), *args)
            if r.status in (3, 4) and "bad.db" not in r.err:
                ok(False, "%s: %s: %s says which file" % (what, title, args[0]), r.err[:1000])
        ok(before <= sets(p), "%s: %s: nothing is lost" % (what, title))


def events(p):
    attack(p, EVENTS, "events", True)


def bodies(p):
    attack(p, BODIES, "bodies", True)


def drafts(p):
    attack(p, DRAFTS, "drafts", False)


def lists(p):
    attack(p, LISTS, "lists", False)


PARTS = {"events": events, "bodies": bodies, "drafts": drafts, "lists": lists}
main(*(PARTS[name] for name in sys.argv[2:] or PARTS))
