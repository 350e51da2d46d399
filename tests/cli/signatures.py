"""Signatures are a set of their own (U1, U5, S3): merged, counted, copied, kept and taken back like events; none of
them says anything about the bytes of an event, and a bad one takes nothing with it."""
import glob
import hashlib
import os
import shutil

from kit import main, ok, same, status

OTHER = "kg_an_minh"


def sign(p, file, event, who, sig=None, signer=None):
    signer = hashlib.sha256(who.encode()).digest() if signer is None else signer
    sig = hashlib.sha512((who + event.hex()).encode()).digest() if sig is None else sig
    p.sql(file, "INSERT INTO signature VALUES(?,?,?)", event, signer, sig, write=True)


def signed(p, file):
    return p.sql(file, "SELECT hex(event), hex(signer), hex(sig) FROM signature ORDER BY 1, 2, 3")


def revisions(p, file):
    return [r[0] for r in p.sql(file, "SELECT hash FROM event JOIN x_event USING(eid) WHERE kind=0 ORDER BY hash")]


def sets(p, file):
    """All that a file holds, but for its own log."""
    return [p.sql(file, q) for q in (
        "SELECT hash, head FROM event ORDER BY 1", "SELECT hash, data FROM body ORDER BY 1",
        "SELECT * FROM signature ORDER BY 1, 2, 3", "SELECT hash, data FROM draft_copy ORDER BY 1",
        "SELECT raw, reason FROM quarantine", "SELECT * FROM import_signature")]


def two_files(p):
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("b.db", {"bi_thu": "B"}, unit=OTHER)
    a, b = revisions(p, "a.db")[0], revisions(p, "b.db")[0]
    sign(p, "a.db", a, "xã")
    sign(p, "b.db", b, "huyện")
    sign(p, "b.db", b, "tỉnh")
    return a, b


def merge(p, *args, want=0, name="a file with signatures is taken in"):
    r = p.run("merge", *args, "--json")
    status(r, want, name)
    return r.json()["files"][0] if r.out else {}


def union(p):
    two_files(p)
    for f in "a", "b":
        shutil.copy(p.path(f + ".db"), p.path(f + "2.db"))
    f = merge(p, "a.db", "b2.db")
    same(f["signatures"], {"seen": 2, "known": 0, "added": 2, "quarantined": 0}, "U5: they are counted")
    same(f["seen"], f["known"] + f["added"] + f["quarantined"] + f["refused"], "U5: and in the sum")
    merge(p, "b.db", "a2.db")
    same(signed(p, "a.db"), signed(p, "b.db"), "U1: A + B = B + A on signatures")
    same(len(signed(p, "a.db")), 3, "all of them are there")
    before = sets(p, "a.db")
    f = merge(p, "a.db", "b2.db")
    same(f["signatures"], {"seen": 2, "known": 2, "added": 0, "quarantined": 0}, "A + A = A: none is new")
    same(sets(p, "a.db"), before, "and nothing changed")


def said(p):
    two_files(p)
    p.enter("plain.db", {"bi_thu": "C"}, unit="kg_chau_thanh")
    ok("signatures" not in merge(p, "b.db", "plain.db"), "a file without any: nothing is said of them")
    r = p.run("merge", "a.db", "b.db", "--dry-run", "--json")
    same(r.json()["files"][0]["signatures"]["added"], 2, "a trial counts them")
    same(len(signed(p, "a.db")), 1, "and takes none")
    r = p.run("merge", "a.db", "b.db")
    ok("trong đó chữ ký: 2, mới ở đây: 2" in r.out, "in words", r.out)
    r = p.run("check", "plain.db", "--json")
    ok("signatures" not in r.json(), "check says nothing of none")


def later(p):
    """Files whose events are the same, and the signature comes afterwards."""
    a, _ = two_files(p)
    shutil.copy(p.path("a.db"), p.path("signed.db"))
    merge(p, "a.db", "signed.db")
    sign(p, "signed.db", a, "tỉnh")
    f = merge(p, "a.db", "signed.db", name="the same events once more")
    same([f["signatures"]["added"], f["events"]], [1, 0], "the new signature comes, with no event")
    sign(p, "a.db", b"\7" * 32, "xã")
    r = p.run("check", "a.db", "--json").json()
    same([r["signatures"], r["signatures_without_event"]], [3, 1], "check: one is of an event that is not here")
    status(p.run("check", "a.db"), 0, "which is no fault")
    ok("chữ ký: 3, của sự kiện không có ở đây: 1" in p.run("check", "a.db").out, "and is said")


def bad(p):
    _, b = two_files(p)
    sign(p, "b.db", b"short", "xã")
    sign(p, "b.db", b, "", signer=b"")
    sign(p, "b.db", b, "", signer=b"x" * 129)
    whole = [r[0] for r in p.sql("b.db", "SELECT hash FROM event ORDER BY 1")]
    f = merge(p, "a.db", "b.db", want=1, name="S3: a file with rows that are no signatures: taken, and said")
    same(f["signatures"], {"seen": 5, "known": 0, "added": 2, "quarantined": 3}, "S3: the good ones come, the bad are put apart")
    same(f["quarantined"], 3, "and are counted among what was put apart")
    same(sorted(r[0] for r in p.sql("a.db", "SELECT reason FROM quarantine")),
         ["not a signer", "not a signer", "not the signature of an event"], "with the reason")
    have = {r[0] for r in p.sql("a.db", "SELECT hash FROM event")}
    ok(have.issuperset(whole), "S3: a bad signature keeps no event from coming")
    before = sets(p, "a.db")[:4]
    f = merge(p, "a.db", "b.db", want=1, name="the same again")
    same(sets(p, "a.db")[:4], before, "S3: nor takes one away")
    same(len(p.sql("a.db", "SELECT 1 FROM quarantine")), 6, "what is put apart is noted with each import")


def many(p):
    _, b = two_files(p)
    p.sql("b.db", "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<99999) INSERT INTO signature"
                  " SELECT ?, CAST(printf('%032d', i) AS BLOB), zeroblob(64) FROM n", b, write=True)
    before = sets(p, "a.db")
    f = merge(p, "a.db", "b.db", want=1, name="100,000 signatures of one event: refused until somebody says so")
    ok(f.get("large") and "64" in f.get("error", ""), "it says why", f)
    same(sets(p, "a.db"), before, "nothing came")
    f = merge(p, "a.db", "b.db", "--large", name="with --large they are taken")
    same(f["signatures"]["added"], 100002, "all of them")
    f = merge(p, "a.db", "b.db", name="what is here already is not asked about again")
    same(f["signatures"]["known"], 100002, "it is known")


def undone(p):
    a, b = two_files(p)
    before = sets(p, "a.db")
    merge(p, "a.db", "b.db")
    r = p.run("undo-merge", "a.db", "--json")
    status(r, 0, "the merge is undone")
    same(r.json()["signatures"], 2, "signatures went, too")
    same(sets(p, "a.db"), before, "exactly the set before")
    same(p.run("restore", "a.db", "--dry-run", "--json").json().get("events", 0), 0, "nothing is missed by the second copy")
    # an import that brings nothing else, and a signature that was here before it
    shutil.copy(p.path("a.db"), p.path("signed.db"))
    sign(p, "signed.db", a, "tỉnh")
    before = sets(p, "a.db")
    same(merge(p, "a.db", "signed.db")["signatures"], {"seen": 2, "known": 1, "added": 1, "quarantined": 0}, "one is new")
    r = p.run("undo-merge", "a.db")
    status(r, 0, "undone")
    ok("Chữ ký đi cùng: 1" in r.out, "and said", r.out)
    same(sets(p, "a.db"), before, "the other stays")


def carried(p):
    a, b = two_files(p)
    sign(p, "a.db", b"\7" * 32, "của sự kiện khác")
    want = signed(p, "a.db")
    status(p.run("copy", "a.db", "copy.db"), 0, "a copy")
    same(signed(p, "copy.db"), want, "carries them")
    status(p.run("rebuild", "a.db"), 0, "rebuilding")
    same(signed(p, "a.db"), want, "keeps them")
    r = p.run("diff", "a.db", "copy.db", "--json")
    ok(r.status == 0 and r.json()["equal"] and "signatures_here" not in r.json(), "two equal files", r.out + r.err)
    sign(p, "copy.db", a, "tỉnh")
    r = p.run("diff", "a.db", "copy.db", "--json")
    status(r, 1, "diff sees a signature more")
    same([r.json()["signatures_here"], r.json()["signatures_there"]], [0, 1], "on that side")
    ok("chữ ký: 1 chỉ có ở đây, 0 chỉ có ở kia" in p.run("diff", "copy.db", "a.db").out, "in words")
    r = p.run("copy", "a.db", "copy.db", "--json")
    same(r.json().get("ahead"), 1, "a copy that gives way and holds one more is told of")
    same(len(signed(p, "copy.db.bak")), 3, "and kept")
    status(p.run("copy", "a.db", "copy.db"), 0, "the next copy")
    same(len(signed(p, "copy.db.bak")), 3, "does not write over it")


def kept(p):
    """The second copy on this computer holds the signatures of what it holds."""
    p.enter("a.db", {"bi_thu": "A"})
    first = revisions(p, "a.db")[0]
    sign(p, "a.db", first, "xã")
    entry = p.listed("a.db")[0]["entry"]
    p.enter_again("a.db", entry, {"bi_thu": "B"})
    (safety,) = glob.glob(p.path("home/state/phieu/safety/*.db"))
    same(signed(p, safety), signed(p, "a.db"), "the signature of what is kept is kept")
    os.remove(p.path("a.db"))
    code = os.path.basename(safety)[:32]
    status(p.run("restore", "new.db", "--from", code), 0, "a file made anew from it")
    same(len(signed(p, "new.db")), 1, "has it")
    same(len(revisions(p, "new.db")), 2, "beside the events")


def damaged(p):
    """Pages of the set that name each other, or are cut, are told of."""
    _, b = two_files(p)
    p.sql("b.db", "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<999) INSERT INTO signature"
                  " SELECT CAST(printf('%032d', i) AS BLOB), CAST(printf('%032d', i) AS BLOB), zeroblob(64) FROM n", write=True)
    page = p.sql("b.db", "SELECT rootpage FROM sqlite_schema WHERE name='signature'")[0][0]
    data = bytearray(p.read("b.db"))
    at = (page - 1) * 8192
    ok(data[at] == 2, "the root is an inner page")
    cell = int.from_bytes(data[at + 12:at + 14], "big")
    data[at + cell:at + cell + 4] = page.to_bytes(4, "big")  # its first child is itself
    p.write("b.db", bytes(data))
    f = merge(p, "a.db", "b.db", want=1, name="a set that goes in circles")
    ok(f["torn"], "is said to be damaged", f)
    have = {r[0] for r in p.sql("a.db", "SELECT hash FROM event")}
    ok(b in have, "S3: the events came all the same")
    status(p.run("check", "a.db"), 0, "what was taken is sound")


main(union, said, later, bad, many, undone, carried, kept, damaged)
