"""T5: torn copies, taken in. What comes is only what stood in the whole file; what does not is said to be
missing: put apart, torn, or refused (never a different value under a known hash, U5). Afterwards our own
file is sound (I1), and the whole file brings exactly the rest (U1).

    torn.py PROGRAM [ROUNDS]   a seed a round; PHIEU_TORN=20 does more rounds"""
import os
import random
import sqlite3
import sys

from guard import main, ok, unhurt
from kit import UNIT, same, status
from intake import PAGE, put, rows, take
from stranger import File, make

SEED = int(os.environ.get("PHIEU_SEED", "5"))
ROUNDS = int(os.environ.get("PHIEU_TORN", "1"))
GROUP = 12  # files that are taken in one after the other, into a file that knows nothing of them


def grow(f, first, n):
    """Entries of other offices, with a text each; some are changed later."""
    for i in range(first, first + n):
        entry = "%032x" % (0xabc000 + i)
        h = f.answers({"iv_uu_diem": "Ưu điểm %d. " % i * (1 + i % 40)}, entry=entry, unit="kg_u_%d" % (i % 50), parents=None,
                      time=1000 + i)
        if i % 3 == 0:
            f.answers({"iv_uu_diem": "Sửa %d" % i}, entry=entry, unit="kg_u_%d" % (i % 50), parents=[h.hex()], time=2000 + i)


def begin(p):
    """ours.db, old.db (an older copy of whole.db), whole.db."""
    base = make(p)
    f = File(p, base)
    grow(f, 0, 120)
    f.done()
    old = p.read("bad.db")
    f = File(p, old)
    grow(f, 120, 120)
    f.done()
    whole = p.read("bad.db")
    p.write("whole.db", whole)
    p.write("old.db", old)
    p.enter("ours.db", {"iv_uu_diem": "Của chúng tôi"}, unit="kg_hon_dat")
    return p.read("ours.db"), old, whole


def variants(chance, old, whole):
    pages = len(whole) // PAGE
    used = [i for i in range(len(whole)) if whole[i]]
    for i in sorted(chance.sample(range(1, pages), 6)):
        yield "cut at page %d" % i, whole[:i * PAGE]
    for i in range(4):
        n = chance.randrange(len(whole))
        yield "cut at byte %d" % n, whole[:n]
    for i in sorted(chance.sample(range(1, pages), 12)):
        yield "page %d of zeros" % (i + 1), put(whole, i * PAGE, bytes(PAGE))
    for i in range(4):
        some = put(whole, 28, whole[28:32])
        for page in chance.sample(range(1, pages), 4):
            some = put(some, page * PAGE, bytes(PAGE))
        yield "four pages of zeros (%d)" % i, some
    for i in range(8):
        mixed = whole
        for page in chance.sample(range(len(old) // PAGE), chance.choice((1, 3, len(old) // PAGE // 2))):
            mixed = put(mixed, page * PAGE, old[page * PAGE:(page + 1) * PAGE])
        yield "pages of an older copy (%d)" % i, mixed
    yield "the first half of an older copy", old[:len(old) // 2] + whole[len(old) // 2:]
    yield "the second half of an older copy", put(whole, len(old) // 2, old[len(old) // 2:])
    for i in range(24):
        at = chance.choice(used) if i % 6 else chance.randrange(100)
        yield "bit of byte %d" % at, put(whole, at, bytes([whole[at] ^ 1 << chance.randrange(8)]))
    for i in range(4):
        at = chance.randrange(1, pages) * PAGE
        yield "noise in page %d" % (at // PAGE + 1), put(whole, at, chance.randbytes(PAGE))
    for i in range(3):
        a, b = chance.sample(range(1, pages), 2)
        yield "pages %d and %d exchanged" % (a + 1, b + 1), put(
            put(whole, a * PAGE, whole[b * PAGE:(b + 1) * PAGE]), b * PAGE, whole[a * PAGE:(a + 1) * PAGE])


def cases(p):
    ours, old, whole = begin(p)
    total = sum(len(x) for x in rows(p, "whole.db").values())
    held = rows(p, "whole.db")
    mine = rows(p, "ours.db")
    union = {t: held[t] | mine[t] for t in held}
    for round_ in range(ROUNDS):
        chance = random.Random(SEED + round_)
        all_ = list(variants(chance, old, whole))
        chance.shuffle(all_)
        for first in range(0, len(all_), GROUP):
            group(p, "seed %d, files %d…" % (SEED + round_, first), ours, all_[first:first + GROUP], union, total)


def group(p, what, ours, some, union, total):
    p.write("ours.db", ours)
    files = []
    for i, (title, bytes_) in enumerate(some):
        files.append("torn%02d.db" % i)
        p.write(files[-1], bytes_)
    report = take(p, what, *files)
    for (title, bytes_), f in zip(some, report):
        said = "error" in f or f["torn"] or f["quarantined"] > 0
        if not said and f["seen"] < total and "older" not in title:
            ok(False, "U5: %s: %s: what is missing is said" % (what, title), "%d rows of %d\n%s" % (f["seen"], total, f))
    now = rows(p, "ours.db")
    strange = {t: len(now[t] - union[t]) for t in now}
    ok(not any(strange.values()), "I1: %s: nothing came that the whole file does not hold" % what,
       "%s\n%s" % (strange, [t for t, _ in some]))
    r = unhurt(p, what + ": check", "check", "ours.db", "--json", statuses=(0, 1))
    found = r.json() if r.status < 2 else {"bad": r.err}
    ok(found["bad"] == 0 and not found.get("structure"), "I1: %s: our file is sound" % what, r.out[:500] + r.err)
    report = take(p, what + ", whole", "whole.db")
    ok(report and report[0].get("quarantined") == 0 and not report[0]["torn"], "%s: the whole file is taken" % what, report)
    same({t: len(x) for t, x in rows(p, "ours.db").items()}, {t: len(x) for t, x in union.items()},
         "U1: %s: and all of it is here" % what)
    ok(rows(p, "ours.db") == union, "U1: %s: exactly the union" % what)
    for file in files:
        os.unlink(p.path(file))


def leaves(whole, held):
    """Pages of rows, and which rows stand on each: of event, of body."""
    found = {t: {} for t in held}
    for at in range(0, len(whole), PAGE):
        page = whole[at:at + PAGE]
        for t in held:
            on = {h for h, _ in held[t] if h in page} if page[0] == 0x0d else set()
            if len(on) > 1:
                found[t][at] = on
    return found


def one_page(p):
    """One page is lost, or another stands in its place: every row of the other pages comes."""
    ours, _, whole = begin(p)
    held = rows(p, "whole.db")
    pages = leaves(whole, held)
    chance = random.Random(SEED)
    for t, other in (("event", "body"), ("body", "event")):
        places = sorted(pages[t])
        ok(len(places) > 5, "%s has pages" % t, places)
        for at in chance.sample(places[:-1], 5):
            page = chance.choice(sorted(pages[other]))
            for what, bytes_ in (("zeros", bytes(PAGE)), ("a page of %s" % other, whole[page:page + PAGE])):
                p.write("ours.db", ours)
                p.write("bad.db", put(whole, at, bytes_))
                report = take(p, "page %d of %s: %s" % (at // PAGE + 1, t, what), "bad.db")
                now = {s: {h for h, _ in x} for s, x in rows(p, "ours.db").items()}
                lost = {s: {h for h, _ in held[s]} - now[s] for s in held}
                ok(lost[t] == pages[t][at] and not lost[other] and report[0]["torn"],
                   "U1: page %d of %s: %s: what stands on others comes" % (at // PAGE + 1, t, what),
                   "%s of %d\n%s" % ({s: len(x) for s, x in lost.items()}, len(pages[t][at]), report))


def cut_off(p):
    """Copies of a file in the middle of a transaction: with its journal they are what the file was before;
    without it, or with that of another file, they are torn."""
    ours, old, whole = begin(p)
    union = {t: x | rows(p, "ours.db")[t] for t, x in rows(p, "whole.db").items()}
    before = rows(p, "old.db")
    p.write("bad.db", old)
    db = sqlite3.connect(p.path("bad.db"), isolation_level=None)
    db.execute("PRAGMA cache_size=5")
    db.execute("BEGIN IMMEDIATE")
    other = sqlite3.connect(p.path("whole.db"))
    for hash_, head in other.execute("SELECT hash, head FROM event WHERE eid>(SELECT count(*) FROM event)/2"):
        db.execute("INSERT INTO event(hash,head) VALUES(?,?) ON CONFLICT DO NOTHING", (hash_, head))
    for hash_, data in other.execute("SELECT hash, data FROM body"):
        db.execute("INSERT INTO body(hash,data) VALUES(?,?) ON CONFLICT DO NOTHING", (hash_, data))
    half, log = p.read("bad.db"), p.read("bad.db-journal")
    db.execute("ROLLBACK")
    db.close()
    other.close()
    ok(half != old, "the transaction was cut off halfway", len(half))
    p.write("with.db", half)
    p.write("with.db-journal", log)
    p.write("without.db", half)
    p.write("other.db", whole)
    p.write("other.db-journal", log)
    p.write("cut.db", half)
    p.write("cut.db-journal", log[:len(log) // 2])
    report = take(p, "cut off", "with.db")
    same(rows(p, "ours.db"), {t: x | before[t] for t, x in rows_of(p, ours).items()},
         "a copy with its journal is what the file was before the transaction")
    ok(report and not report[0].get("torn"), "and not torn", report)
    p.write("ours.db", ours)
    report = take(p, "cut off", "without.db", "other.db", "cut.db")
    now = rows(p, "ours.db")
    ok(all(now[t] <= union[t] for t in now), "I1: what came is what it says it is",
       {t: len(now[t] - union[t]) for t in now})
    status(unhurt(p, "check", "check", "ours.db", "--quiet", statuses=(0, 1)), 1, "I1: our file is sound (rules fail)")
    p.write("other.db-journal", b"")
    take(p, "then the whole", "whole.db")
    ok(rows(p, "ours.db") == union, "U1: the whole file completes it")


def rows_of(p, bytes_):
    p.write("tmp.db", bytes_)
    return rows(p, "tmp.db")


if __name__ == "__main__":
    main(cases, one_page, cut_off)
