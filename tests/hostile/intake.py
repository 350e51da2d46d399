"""T6: files from strangers, taken in, compared, asked for a receipt, and opened. Each is refused as a whole,
or row by row with counts; what comes in is what it says it is (I1), nothing that was here is lost (U1), the
counts add up (U5), nothing hangs, and nothing of them reaches the terminal as a command.

    intake.py PROGRAM [PART…]"""
import hashlib
import json
import os
import socket
import sqlite3
import struct
import sys

from guard import FULL, main, ok, peak, run, unhurt
from kit import FORM, UNIT, same, status
from stranger import BODIES, DRAFTS, ENTRY, EVENTS, LISTS, File, canonical, deep, make, name

PAGE = 8192


# ---- what must hold whatever came -------------------------------------------------------------------

def rows(p, file):
    db = sqlite3.connect("file:%s?mode=ro" % p.path(file), uri=True)
    db.text_factory = bytes
    try:
        return {t: set(db.execute("SELECT hash, %s FROM %s" % (column, t)))
                for t, column in (("event", "head"), ("body", "data"))}
    finally:
        db.close()


def sound(p, file, before, what):
    """I1 and U1: rows are what their names say, and those that were here are here."""
    now = rows(p, file)
    wrong = [h.hex() for t, prefix in (("event", b"phieu-event-1"), ("body", b"phieu-body-1"))
             for h, data in now[t] if name(prefix, data) != h]
    if wrong or any(before[t] - now[t] for t in now):
        ok(False, "I1, U1: " + what, "wrong: %s; lost: %s" % (wrong, {t: len(before[t] - now[t]) for t in now}))
    return now


def counted(files, what):
    """U5, file by file."""
    for f in files:
        if "error" in f:
            continue
        if f["seen"] != f["known"] + f["added"] + f["quarantined"] + f["refused"]:
            ok(False, "U5: %s: %s" % (what, f["name"]), f)


def take(p, what, *files, ours="ours.db", more=()):
    """Takes the files in; the report of each."""
    before = rows(p, ours)
    r = unhurt(p, what + ": merge", "merge", ours, *files, "--json", *more)
    try:
        report = r.json()["files"]
    except ValueError:
        ok(False, what + ": merge tells of it as JSON", r.out[:1000] + r.err[:1000])
        return []
    counted(report, what)
    sound(p, ours, before, what)
    same(len(report), len(files), what + ": each file is told of")
    return report


def refused_as_whole(p, what, *files):
    """None of them is taken, by any command; our own file stays as it is, byte for byte."""
    whole = p.read("ours.db")
    for f in take(p, what, *files):
        ok(" — " in f.get("error", ""), "%s: %s is refused, with a reason and a remedy" % (what, f["name"]), f)
        if p.read("ours.db") != whole:
            ok(False, "%s: our own file stays as it is" % what)
    for file in files:
        for args in (("merge", "ours.db", file, "--dry-run"), ("diff", "ours.db", file), ("receipt", "ours.db", file)):
            r = unhurt(p, "%s: %s %s" % (what, args[0], file), *args)
            if r.status not in (3, 4) and (args[0] != "diff" or os.path.exists(p.path(file))):
                ok(False, "%s: %s refuses %s" % (what, args[0], file), "%d %s%s" % (r.status, r.out, r.err))


def read_all(p, what, file="ours.db"):
    """Every way of looking at what came."""
    r = unhurt(p, what + ": check", "check", file, "--json", statuses=(0, 1))
    if r.status < 2:
        found = r.json()
        ok(not found.get("bad") and not found.get("structure"), "I1: %s: check finds our file whole" % what, r.out[:600])
    entries = ["/".join(x for x in (e["form"], e["unit"], e["period"]) if x) for e in p.listed(file)][:6]
    for args in (("list", file), ("conflicts", file), ("form", "list", file), ("form", "approve", file),
                 ("keys", file, "--as", UNIT, "keys")):
        unhurt(p, "%s: %s" % (what, args[0]), *args)
    for entry in [ENTRY, *entries]:
        for args in (("show", file, entry), ("history", file, entry)):
            unhurt(p, "%s: %s %s" % (what, args[0], entry[:40]), *args)


def begin(p):
    """ours.db, and good.db, which is the same and more: what strangers begin with."""
    whole = make(p)
    p.write("ours.db", whole)
    status(p.enter("good.db", {"iv_uu_diem": "Của nơi khác"}, unit="kg_hon_dat"), 0, "a file of another office")
    return p.read("good.db")


def take_all(p, what, files, extra):
    """The files, a few in each call, and a good one behind them."""
    report = []
    for i in range(0, len(files), 12):
        report += take(p, what, *files[i:i + 12], more=extra)
    return report + take(p, what, "good.db", more=extra)


# ---- contents --------------------------------------------------------------------------------------

def contents(p, cases, what, extra=()):
    whole, files = begin(p), []
    for number, (title, do) in enumerate(cases):
        f = File(p, whole)
        if isinstance(do, str):
            f.db.executescript(do)
        else:
            do(f)
        f.done()
        files.append("%s%02d.db" % (what, number))
        os.rename(p.path("bad.db"), p.path(files[-1]))
    p.write("good.db", whole)
    report = take_all(p, what, files, extra)
    if report:
        ok("error" not in report[-1], "%s: the good file behind them is taken" % what, report[-1])
        ok(all(f["seen"] > 0 or "error" in f for f in report), "%s: each was looked at" % what)
    for i, (title, _) in enumerate(cases):
        if i % 5 == 0:
            unhurt(p, "%s: %s: diff" % (what, title), "diff", "ours.db", files[i])
            unhurt(p, "%s: %s: receipt" % (what, title), "receipt", "ours.db", files[i])
    read_all(p, what)
    again = take_all(p, what + ", again", files, extra)
    ok(sum(f["added"] for f in again if "error" not in f) == 0, "U1: %s: once more brings nothing" % what,
       [f for f in again if f.get("added")])


def lying(title):
    return title.startswith(("a forged", "the bytes of one", "a parent of itself", "a cycle", "bytes that are no",
                             "blanks", "keys in", "a key twice", "a fraction", "no JSON", "nothing"))


def events(p):
    contents(p, EVENTS, "events", ("--large",))


def bodies(p):
    File.divide = 1 if FULL else 10  # all of them are heads of one entry
    contents(p, BODIES, "bodies")


def drafts(p):
    contents(p, DRAFTS, "drafts")


def lists(p):
    contents(p, LISTS, "lists")


def quarantined(p):
    """Row by row: a lie is counted, and what stands beside it comes."""
    whole = begin(p)
    p.enter("other.db", {"iv_uu_diem": "Tệp của nơi thứ ba"}, unit="kg_hon_dat")
    other = p.read("other.db")
    for title, do in EVENTS:
        if not lying(title):
            continue
        f = File(p, whole)
        do(f)
        f.done()
        p.write("other.db", other)
        r = take(p, title, "bad.db", ours="other.db")
        ok(r and r[0].get("quarantined", 0) >= 1, "U5: %s: is put apart and counted" % title, r)


def controls(p):
    """S1: nothing in a file is a command to the terminal, in whatever place it stands."""
    evil = "x\x1b[31m\x9b2J\u202e\u2066\x07\ry"
    whole = begin(p)
    f = File(p, whole)
    other = "77" * 16
    first = f.answers({"iv_uu_diem": evil, "bi_thu": evil, "phu_luc": [{"_row": "r1", "ten_loai_hinh": evil}],
                       "_notes": {"bi_thu": evil}, "_reasons": {"bi_thu": evil}}, entry=other, parents=None, author=evil,
                      office=evil, unit="kg_hon_dat", period=evil, time=5)
    for text in (evil + "1", evil + "2"):
        f.answers({"iv_uu_diem": text}, entry=other, parents=[first.hex()], author=evil, office=evil, unit=evil,
                  period=evil)
    f.answers({"bi_thu": evil}, author=evil, office=evil)
    f.answers({"bi_thu": evil + "2"}, author=evil, office=evil)
    body = f.put_body(canonical({"salt": "00" * 16, "text": evil}))
    f.put_event(dict(kind="review", entry=f.entry.hex(), target=f.head.hex(), verdict="return", v=1, body=body.hex(),
                     author=evil, office=evil))
    f.put_event(dict(kind="comment", entry=f.entry.hex(), target=f.head.hex(), body=body.hex(), v=1, field=evil,
                     author=evil, office=evil))
    f.put_event(dict(kind="form", id=evil, v=1, body=f.put_body("form: " + evil).hex()))
    f.draft(("bi_thu", json.dumps(evil)), author=evil, office=evil, unit=evil, form_id=evil, period=evil, cursor=evil)
    f.done()
    bad = "xấu\x1b[31m\u202e.db"
    os.rename(p.path("bad.db"), p.path(bad))
    for args in (("merge", "ours.db", bad, "--dry-run"), ("diff", "ours.db", bad), ("receipt", "ours.db", bad),
                 ("merge", "ours.db", bad), ("merge", "ours.db", bad), ("diff", bad, "ours.db"), ("receipt", bad, "ours.db")):
        r = unhurt(p, "S1: " + args[0], *args)
        ok("\u202e" not in r.out + r.err and "\u2066" not in r.out + r.err, "S1: %s prints no letter that turns the text"
           % args[0], r.out + r.err)
    read_all(p, "S1: controls")
    for args in (("list", "ours.db"), ("conflicts", "ours.db"), ("history", "ours.db", other), ("show", "ours.db", other),
                 ("show", "ours.db", ENTRY), ("history", "ours.db", ENTRY), ("diff", "ours.db", ENTRY),
                 ("report", "ours.db", ENTRY), ("rollup", "ours.db", "--form", FORM), ("undo-merge", "ours.db")):
        for more in ((), ("--json",)):
            r = unhurt(p, "S1: " + args[0], *args, *more)
            ok("\u202e" not in r.out + r.err, "S1: %s %s: the text is not turned" % (args[0], *more) if more else
               "S1: %s: the text is not turned" % args[0], r.out[:2000] + r.err)


# ---- schemas ---------------------------------------------------------------------------------------

def schema(sql):
    """What stands in sqlite_schema, written over: what SQLite itself would never write."""
    return ("PRAGMA writable_schema=ON; %s; PRAGMA writable_schema=OFF; VACUUM" if "VACUUM" in sql else
            "PRAGMA writable_schema=ON; %s; PRAGMA writable_schema=OFF") % sql


OTHER = "CREATE TABLE other(a, b);"
SCHEMAS = (
    ("a view", "CREATE VIEW v AS SELECT 1"),
    ("a view of events", "ALTER TABLE event RENAME TO e2; CREATE VIEW event AS WITH RECURSIVE c(eid,hash,head) AS"
     " (SELECT 1,x'00','' UNION ALL SELECT eid+1,hash,head FROM c) SELECT * FROM c"),
    ("a trigger", OTHER + "CREATE TRIGGER t AFTER INSERT ON other BEGIN DELETE FROM event; END"),
    ("a virtual table", "CREATE VIRTUAL TABLE ft USING fts5(x)"),
    ("a virtual table of events", "DROP TABLE event; CREATE VIRTUAL TABLE event USING fts5(eid,hash,head)"),
    ("an rtree", "CREATE VIRTUAL TABLE rt USING rtree(id,a,b)"),
    ("a generated column", "CREATE TABLE g(a, b AS (a+1))"),
    ("a stored column", "CREATE TABLE g(a, b GENERATED ALWAYS AS (hex(a)) STORED)"),
    ("a check", "CREATE TABLE g(a CHECK(a IN (SELECT 1)))".replace("IN (SELECT 1)", "> 1")),
    ("a default", "CREATE TABLE g(a DEFAULT (random()))"),
    ("a collation", "CREATE TABLE g(a TEXT COLLATE nocase)"),
    ("a foreign key", "CREATE TABLE g(a REFERENCES event(eid))"),
    ("an index on events", "CREATE INDEX i ON event(head)"),
    ("an index on expressions", OTHER + "CREATE INDEX i ON other(hex(a))"),
    ("a partial index", OTHER + "CREATE INDEX i ON other(a) WHERE b > 1"),
    ("an index with json", "CREATE INDEX i ON event(json_extract(head,'$.kind'))"),
    ("statistics", "ANALYZE"),
    ("events without their check", schema("UPDATE sqlite_schema SET sql=replace(sql,' CHECK(length(hash)=32)','')"
                                          " WHERE name='event'")),
    ("events with a column more", "ALTER TABLE event ADD COLUMN x TEXT"),
    ("events that are not strict", schema("UPDATE sqlite_schema SET sql=replace(sql,') STRICT',')') WHERE name='event'")),
    ("no events", "DROP TABLE event"),
    ("no settings", "DROP TABLE meta"),
    ("300 tables", "".join("CREATE TABLE t%d(a);" % i for i in range(300))),
    ("a definition of 1 MB", "CREATE TABLE t(%s)" % ",".join("c%d" % i for i in range(1900)) + ";" +
     schema("UPDATE sqlite_schema SET sql=sql||' --'||hex(zeroblob(500000)) WHERE name='t'")),
    ("2,000 columns", "CREATE TABLE t(%s)" % ",".join("c%d" % i for i in range(2000))),
    ("a definition that is deep", schema("INSERT INTO sqlite_schema VALUES('table','t','t',0,'CREATE TABLE t(a CHECK(%s1%s))')"
                                         % ("(" * 400, ")" * 400))),
    ("a name with a NUL", schema("UPDATE sqlite_schema SET name='event'||char(0)||'x' WHERE name='event'")),
    ("a definition with a NUL", schema("UPDATE sqlite_schema SET sql=sql||char(0)||', x' WHERE name='quarantine'")),
    ("a definition that is a number", schema("UPDATE sqlite_schema SET sql=7 WHERE name='quarantine'")),
    ("a definition that is no SQL", schema("UPDATE sqlite_schema SET sql='CREATE TABLE' WHERE name='quarantine'")),
    ("a definition that is something else", schema("UPDATE sqlite_schema SET sql='DELETE FROM event' WHERE name='quarantine'")),
    ("events twice", schema("INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name='event'")),
    ("no root", schema("UPDATE sqlite_schema SET rootpage=0 WHERE name='event'")),
    ("a root far away", schema("UPDATE sqlite_schema SET rootpage=99999 WHERE name='event'")),
    ("the root of the schema", schema("UPDATE sqlite_schema SET rootpage=1 WHERE name='event'")),
    ("the root of a negative number", schema("UPDATE sqlite_schema SET rootpage=-5 WHERE name='event'")),
)
# Nothing of these runs, and what can be read is what it says; it may be taken.
READABLE = {"a definition with a NUL", "a name with a NUL", "a partial index", "no root"}


def schemas(p):
    whole, files = begin(p), []
    for number, (title, sql) in enumerate(SCHEMAS):
        file = "schema%02d.db" % number
        p.write(file, whole)
        db = sqlite3.connect(p.path(file))
        try:
            db.executescript(sql)
            db.commit()
        except sqlite3.Error as e:
            if "vtable" not in str(e) and "no such module" not in str(e) and "malformed" not in str(e):
                ok(False, "%s can be made" % title, e)
        db.close()
        if title not in READABLE:
            files.append(file)
    whole = p.read("ours.db")
    report = take(p, "schemas", *files)
    for f, (title, _) in zip(report, [c for c in SCHEMAS if c[0] not in READABLE]):
        ok(" — " in f.get("error", ""), "S1: %s is refused, with a reason and a remedy" % title, f)
    ok(p.read("ours.db") == whole, "S1: our own file stays as it is, byte for byte")
    take(p, "odd schemas", *("schema%02d.db" % i for i, c in enumerate(SCHEMAS) if c[0] in READABLE))
    for i, file in enumerate(files):
        args = (("list", file), ("diff", "ours.db", file), ("receipt", "ours.db", file), ("check", file))[i % 4]
        r = unhurt(p, "%s: %s" % (file, args[0]), *args)
        if r.status not in (3, 4):
            ok(False, "S1: %s is refused by %s" % (file, args[0]), "%d %s" % (r.status, r.err))


# ---- places ----------------------------------------------------------------------------------------

def journal(name, pages, victim=None):
    """A hot journal; victim: the file that it names as that of a larger transaction."""
    magic = bytes.fromhex("d9d505f920a163d7")
    bytes_ = (magic + struct.pack(">IIIII", 0, 0, pages, 512, PAGE)).ljust(512, b"\0")
    if victim:
        text = victim.encode()
        sum_ = sum(c - 256 if c > 127 else c for c in text) & 0xffffffff
        bytes_ += struct.pack(">I", 0x40000000 // PAGE + 1) + text + struct.pack(">II", len(text), sum_) + magic
    return bytes_


def places(p):
    whole = begin(p)
    os.mkdir(p.path("folder.db"))
    os.mkfifo(p.path("fifo.db"))
    os.symlink("round.db", p.path("round.db"))
    os.symlink("/dev/zero", p.path("zero.db"))
    os.symlink("/dev/full", p.path("full.db"))
    p.write("empty.db", "")
    p.write("short.db", whole[:99])
    with open(p.path("sparse.db"), "wb") as f:
        f.truncate(4 << 30)
    with open(p.path("sparse2.db"), "wb") as f:
        f.write(whole[:100])
        f.truncate(4 << 30)
    s = socket.socket(socket.AF_UNIX)
    s.bind(p.path("socket.db"))
    bad = ("folder.db", "fifo.db", "round.db", "zero.db", "full.db", "empty.db", "short.db", "sparse.db", "sparse2.db",
           "socket.db", "none.db")
    refused_as_whole(p, "places", *bad)
    report = take(p, "bad ones and a good one", *bad, "good.db")
    ok(report and "error" not in report[-1] and report[-1]["added"] > 0, "a good file among bad ones is taken", report[-1:])
    s.close()


def journals(p):
    """What stands beside a file that is taken in."""
    whole = begin(p)
    pages = len(whole) // PAGE
    p.write("victim.txt", "quý giá")
    for command in (("merge", "ours.db", "good.db"), ("diff", "ours.db", "good.db"), ("receipt", "ours.db", "good.db"),
                    ("list", "good.db"), ("check", "good.db"), ("keys", "good.db", "keys"),
                    ("enter", "good.db", "--entry", ENTRY, "--from", "answers.json"), ("copy", "good.db", "copy.db")):
        p.write("good.db", whole)
        p.write("good.db-journal", journal("good.db", pages, p.path("victim.txt")))
        r = unhurt(p, "S1: a journal that names another file: " + command[0], *command)
        ok(r.status == 4 and os.path.exists(p.path("victim.txt")),
           "S1: %s with a journal that names another file: refused, and that file stays" % command[0],
           "%d %s" % (r.status, r.err))
    # Journals that are none, of another file, and real ones.
    other = make_hot(p)
    for what, bytes_ in (("random bytes", os.urandom(9000)), ("zeros", bytes(9000)), ("a folder", None),
                         ("of another file", other), ("cut", other[:700]), ("of no pages", journal("x", pages)),
                         ("of 4 billion pages", journal("x", 0xffffffff)), ("of no page at all", journal("x", 0))):
        p.write("good.db", whole)
        if os.path.isfile(p.path("good.db-journal")):
            os.unlink(p.path("good.db-journal"))
        if bytes_ is None:
            os.mkdir(p.path("good.db-journal"))
        else:
            p.write("good.db-journal", bytes_)
        ours = p.read("ours.db")
        report = take(p, "a journal: " + what, "good.db")
        same(p.read("good.db"), whole, "a journal (%s): the file itself stays as it is" % what)
        if bytes_ is None:
            os.rmdir(p.path("good.db-journal"))
        p.write("ours.db", ours)
        ok(report, "a journal (%s): told of" % what)
    os.unlink(p.path("good.db-journal"))
    for suffix in ("-wal", "-shm"):
        p.write("good.db" + suffix, os.urandom(5000))
        report = take(p, "something in " + suffix, "good.db")
        ok(report and ("error" in report[0]) == (suffix == "-wal"), "%s: refused, or never read" % suffix, report)
        os.unlink(p.path("good.db" + suffix))
    # Hot journal without its file.
    os.unlink(p.path("good.db"))
    p.write("good.db-journal", other)
    refused_as_whole(p, "a journal alone", "good.db")
    p.write("good.db", whole[:18] + b"\2\2" + whole[20:])
    os.unlink(p.path("good.db-journal"))
    refused_as_whole(p, "WAL mode", "good.db")


def make_hot(p):
    """The journal of a transaction in another data file that was cut off."""
    p.write("hot.db", p.read("good.db"))
    db = sqlite3.connect(p.path("hot.db"), isolation_level=None)
    db.execute("PRAGMA cache_size=1")
    db.execute("PRAGMA cache_spill=1")
    db.execute("BEGIN")
    db.execute("INSERT INTO quarantine(import,reason,raw) VALUES(0,'x',zeroblob(400000))")
    with open(p.path("hot.db-journal"), "rb") as f:
        bytes_ = f.read()
    db.execute("ROLLBACK")
    db.close()
    return bytes_


# ---- bytes -----------------------------------------------------------------------------------------

def put(whole, at, bytes_):
    return whole[:at] + bytes_ + whole[at + len(bytes_):]


def roots(p, file):
    return dict(p.sql(file, "SELECT name, rootpage FROM sqlite_schema"))


def interior(pages, key=lambda i: i + 1, last=None):
    """A page of a table that names other pages."""
    cells, pointers, at = b"", b"", PAGE
    for i, page in enumerate(pages):
        number = key(i)
        varint = bytes([number]) if number < 128 else bytes([0x80 | number >> 7, number & 0x7f])
        cell = struct.pack(">I", page) + varint
        at -= len(cell)
        cells = cell + cells
        pointers += struct.pack(">H", at)
    head = struct.pack(">BHHHBI", 5, 0, len(pages), at, 0, last or pages[-1]) + pointers
    return head + bytes(PAGE - len(head) - len(cells)) + cells


def tower(whole, root, leaf, levels=18, fan=400):
    """Pages one above the other, each of which names the next one 400 times: a tree of 400^18 rows."""
    first = len(whole) // PAGE + 1
    pages = [interior([first + i + 1 if i + 1 < levels else leaf] * fan) for i in range(levels)]
    whole = put(whole, (root - 1) * PAGE, interior([first] * fan))
    whole += b"".join(pages)
    return put(whole, 28, struct.pack(">I", len(whole) // PAGE))


def bytes_cases(p, whole):
    r = roots(p, "good.db")
    at = {n: (page - 1) * PAGE for n, page in r.items() if page}
    yield "page size of 512", put(whole, 16, b"\x02\x00")
    yield "page size of 65536", put(whole, 16, b"\x00\x01")
    yield "page size of 3", put(whole, 16, b"\x00\x03")
    yield "page size of 0", put(whole, 16, b"\x00\x00")
    yield "more pages than there are", put(whole, 28, b"\xff\xff\xff\xff")
    yield "fewer pages than there are", put(whole, 28, struct.pack(">I", 3))
    yield "no pages", put(whole, 28, bytes(4))
    yield "reserved bytes", put(whole, 20, b"\xff")
    yield "a free list in a circle", put(put(whole, 32, struct.pack(">II", 2, 5)), PAGE, struct.pack(">II", 2, 1))
    yield "a free list of events", put(whole, 32, struct.pack(">II", r["event"], 9))
    yield "a text encoding of 3", put(whole, 56, struct.pack(">I", 3))
    yield "UTF-16", put(whole, 56, struct.pack(">I", 2))
    yield "no text encoding", put(whole, 56, struct.pack(">I", 99))
    yield "a schema format of 9", put(whole, 44, struct.pack(">I", 9))
    yield "auto vacuum", put(whole, 52, struct.pack(">I", 4))
    yield "a negative cache", put(whole, 48, b"\x80\x00\x00\x00")
    yield "an index page for events", put(whole, at["event"], b"\x0a")
    yield "an unknown page for events", put(whole, at["event"], b"\x77")
    yield "cells beyond the page", put(whole, at["event"] + 8, b"\xff" * 40)
    yield "65,535 cells", put(whole, at["event"] + 3, b"\xff\xff")
    yield "events that are the schema", put(whole, at["event"], whole[100:100 + 4000])
    yield "events that are bodies", put(whole, at["event"], whole[at["body"]:at["body"] + PAGE])
    yield "an empty page for events", put(whole, at["event"], bytes(PAGE))
    yield "an index in a circle", put(whole, at["sqlite_autoindex_event_1"], struct.pack(
        ">BHHHBI", 2, 0, 0, 0, 0, r["sqlite_autoindex_event_1"]))
    yield "events in a circle", put(whole, at["event"], interior([r["event"]] * 400))
    for n in ("event", "body", "draft", "draft_value", "quarantine"):
        yield "a tower of pages for " + n, tower(whole, r[n], r["import_log"])
    yield "a tower of pages over real events", tower(
        put(whole + whole[at["event"]:at["event"] + PAGE], 28, struct.pack(">I", len(whole) // PAGE + 1)), r["event"],
        len(whole) // PAGE + 1)
    yield "a schema of a tower", schema_tower(whole)


def schema_tower(whole):
    """The first page names one page of the schema for ever."""
    leaf = len(whole) // PAGE + 1
    page = bytearray(whole[:PAGE])
    # the content of the first page moves to a page of its own
    cells = struct.unpack(">H", page[103:105])[0]
    moved = bytearray(PAGE)
    moved[0:8] = page[100:108]
    pointers = [struct.unpack(">H", page[108 + 2 * i:110 + 2 * i])[0] for i in range(cells)]
    moved[8:8 + 2 * cells] = b"".join(struct.pack(">H", x) for x in pointers)
    low = min(pointers) if pointers else PAGE
    moved[low:] = page[low:]
    levels, fan = 15, 300
    pages = [interior([leaf + i + 2 if i + 1 < levels else leaf] * fan) for i in range(levels)]
    top = interior([leaf + 1] * fan)
    page[100:] = top[:12 + 2 * fan] + bytes(PAGE - 100 - 12 - 2 * fan)
    low = min(struct.unpack(">%dH" % fan, top[12:12 + 2 * fan]))
    page[low:] = top[low:]
    whole = bytes(page) + whole[PAGE:] + bytes(moved) + b"".join(pages)
    return put(whole, 28, struct.pack(">I", len(whole) // PAGE))


def pages(p):
    whole = begin(p)
    titles, files = [], []
    for number, (title, bytes_) in enumerate(bytes_cases(p, whole)):
        titles.append(title)
        files.append("page%02d.db" % number)
        p.write(files[-1], bytes_)
    start = peak["seconds"]
    report = take(p, "pages", *files, "good.db")
    ok(report and "error" not in report[-1], "pages: the good file behind them is taken", report[-1:])
    for title, f in zip(titles, report):
        ok("error" in f or f["torn"] or f["known"] + f["added"] + f["quarantined"] == f["seen"],
           "U5: %s: refused, or read as far as it goes" % title, f)
    for i, file in enumerate(files):
        for args in ((("list", file), ("diff", "ours.db", file)), (("check", file), ("receipt", "ours.db", file)))[i % 2]:
            unhurt(p, "%s: %s" % (titles[i], args[0]), *args)
    read_all(p, "pages")
    del start


# ---- numbers ---------------------------------------------------------------------------------------

def crowd(f, n, **more):
    """Heads side by side."""
    heads = (canonical(f.revision(time=i + 1, **more)) for i in range(n))
    f.db.executemany("INSERT INTO event(hash,head) VALUES(?,?)", ((name(b"phieu-event-1", h), h) for h in heads))


def chain(f, n):
    last = f.head.hex()
    rows_ = []
    for i in range(n):
        head = canonical(f.revision(parents=[last], time=i + 1))
        rows_.append((name(b"phieu-event-1", head), head))
        last = rows_[-1][0].hex()
    f.db.executemany("INSERT INTO event(hash,head) VALUES(?,?)", rows_)


def form_events(f, n):
    for i in range(n):
        f.put_event(dict(kind="form", id="f%d" % i, v=1, body=f.body.hex()))


NUMBERS = (
    ("heads of one entry", lambda f: crowd(f, 100000)),
    ("versions in a row", lambda f: chain(f, 100000)),
    ("65 heads of one entry", lambda f: crowd(f, 66)),
    ("forms", lambda f: form_events(f, 5000)),
    ("entries under a nested name", lambda f: crowd(f, 2000, a={"entry": "00" * 16})),
)


def numbers(p):
    whole = begin(p)
    plain = take_time(p, "good.db")
    for title, do in NUMBERS:
        f = File(p, whole)
        do(f)
        f.done()
        ours = p.read("ours.db")
        size = os.path.getsize(p.path("bad.db"))
        peak["seconds"], before = 0, peak["seconds"]
        report = take(p, title, "bad.db")
        used = peak["seconds"]
        peak["seconds"] = max(before, used)
        ok(report and report[0].get("large") and "--large" in report[0]["error"],
           "%s: more than an office would send: asked before" % title, report)
        same(p.read("ours.db"), ours, "%s: nothing was written" % title)
        ok(used < plain * (10 + size / 20000), "%s: asked after %.2f s (a plain file: %.2f s)" % (title, used, plain))
        unhurt(p, "%s: list" % title, "list", "bad.db")
    f = File(p, whole)
    crowd(f, 64)
    f.done()
    report = take(p, "64 heads", "bad.db")
    ok(report and "error" not in report[0], "64 heads of one entry are taken", report)
    read_all(p, "64 heads")


def take_time(p, file):
    peak["seconds"], before = 0, peak["seconds"]
    p.write("trial.db", p.read("ours.db"))
    take(p, "a plain file", file, ours="trial.db")
    used = peak["seconds"]
    peak["seconds"] = max(before, used)
    return used


def large(p):
    """Taken in all the same: it takes long, but it ends, and memory is bounded."""
    n = 100000 if FULL else 3000
    for title, do in (("heads", crowd), ("versions in a row", chain)):
        f = File(p, begin(p))
        do(f, n)
        f.done()
        report = take(p, "%d %s" % (n, title), "bad.db", more=("--large",))
        ok(report and report[0].get("events", 0) >= n, "%d %s: --large takes them" % (n, title), report)
        for args in (("list", "ours.db"), ("check", "ours.db"), ("list", "ours.db", "--json")):
            unhurt(p, "%d %s: %s" % (n, title, args[0]), *args)
        os.unlink(p.path("good.db"))
        os.unlink(p.path("ours.db"))


def leftovers(p):
    """A file that is refused leaves nothing in the temporary folder."""
    whole = begin(p)
    os.mkdir(p.path("tmp"))
    env = {"TMPDIR": p.path("tmp"), "XDG_RUNTIME_DIR": p.path("tmp")}
    p.write("text.db", "không phải")
    p.write("torn.db", put(whole, PAGE * 3, bytes(PAGE)))
    p.write("wrong.db", whole)
    p.sql("wrong.db", "CREATE VIEW v AS SELECT 1", write=True)
    for file in ("text.db", "torn.db", "wrong.db", "none.db", "good.db"):
        for args in (("merge", "ours.db", file), ("merge", "ours.db", file, "--dry-run"), ("diff", "ours.db", file),
                     ("receipt", "ours.db", file)):
            run(p, *args, env=env)
            if os.listdir(p.path("tmp")):
                ok(False, "%s %s leaves nothing behind" % (args[0], file), os.listdir(p.path("tmp")))
    same(os.listdir(p.path("tmp")), [], "nothing is left in the temporary folder")


PARTS = {f.__name__: f for f in (events, bodies, drafts, lists, quarantined, controls, schemas, places, journals, pages,
                                 numbers, large, leftovers)}
if __name__ == "__main__":
    main(*(PARTS[part] for part in sys.argv[2:] or PARTS))
