"""Files that are no good data files: each is refused with status 3 or 4, place, reason and remedy, in both
languages, and stays as it is; one changed byte is either without effect on what is recorded, or noticed."""
import os
import random
import socket
import sqlite3

from guard import FULL, disk, main, ok, refused, run, unhurt
from kit import FORM, UNIT, same, status, survey

ENTRY = FORM + "/" + UNIT
ENTER = ("--form", FORM, "--unit", UNIT, "--from", "answers.json")


def make(p, name="good.db"):
    """Two entries: one submitted in its second revision, one unfinished."""
    p.write("answers.json", survey())
    status(p.enter(name, survey(iv_uu_diem="Bản đầu.")), 0, "a first revision")
    r = p.run("enter", name, "--entry", ENTRY, "--from", "answers.json", "--submit")
    status(r, 0, "a second one, submitted")
    p.enter(name, {"iv_uu_diem": "Chưa xong"}, unit="kg_ha_tien")
    return p.read(name)


def commands(file):
    return (("list", file), ("show", file, ENTRY), ("check", file), ("submit", file, ENTRY),
            ("keys", file, "keys"), ("form", "list", file), ("enter", file, *ENTER),
            ("form", "add", file, "form.yaml"))


def refuse_all(p, file, want, name, vi, en):
    """Every command refuses it, and nothing appears beside it."""
    p.write("keys", "Down Enter type:abc Esc Esc\n")
    with open(os.path.join(p.env["PHIEU_FORMS"], FORM + ".yaml"), "rb") as f:
        p.write("form.yaml", f.read())
    p.write("answers.json", survey())
    for args in commands(file):
        refused(p, want, "%s: %s" % (name, args[0]), *args, place=file, vi=vi, en=en)


def places(p):
    os.mkdir(p.path("folder.db"))
    refuse_all(p, "folder.db", 3, "a folder", "thư mục", "folder")
    os.mkfifo(p.path("fifo.db"))
    refuse_all(p, "fifo.db", 3, "a FIFO", "không phải", "not a regular file")
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(p.path("socket.db"))
        refuse_all(p, "socket.db", 3, "a socket", "", "")
    os.symlink("round.db", p.path("round.db"))
    refuse_all(p, "round.db", 3, "a link to itself", "", "")
    os.symlink("/dev/zero", p.path("zero.db"))
    refuse_all(p, "zero.db", 3, "a device", "không phải", "not a regular file")
    p.write("empty.db", "")
    refuse_all(p, "empty.db", 4, "zero length", "trống", "empty")


def neighbours(p):
    """Bad things beside a good file, under the names that SQLite uses."""
    whole = make(p)
    for suffix in ("-journal", "-wal"):
        for what, put, away in (("a FIFO", os.mkfifo, os.unlink), ("a folder", os.mkdir, os.rmdir)):
            put(p.path("good.db" + suffix))
            for args in (("list", "good.db"), ("check", "good.db"),
                         ("enter", "good.db", "--entry", ENTRY, "--from", "answers.json")):
                refused(p, 3 if suffix == "-journal" else 4, "%s as %s: %s" % (what, suffix, args[0]), *args,
                        place="good.db" + suffix, vi="cạnh tệp dữ liệu", en="beside the data file")
            away(p.path("good.db" + suffix))
            status(run(p, "check", "good.db"), 0, "%s as %s: the file is sound afterwards" % (what, suffix))
    for suffix in ("-journal", "-wal"):
        for what, content in (("random bytes", os.urandom(5000)), ("zeros", bytes(9000)),
                              ("a journal's first bytes", bytes.fromhex("d9d505f920a163d7") + os.urandom(4000))):
            p.write("good.db", whole)
            p.write("good.db" + suffix, content)
            unhurt(p, "%s in %s" % (what, suffix), "list", "good.db")
            if suffix == "-wal":
                os.unlink(p.path("good.db-wal"))
            r = unhurt(p, "%s in %s" % (what, suffix), "check", "good.db")
            if os.path.exists(p.path("good.db" + suffix)):
                os.unlink(p.path("good.db" + suffix))
            rows = p.sql("good.db", "SELECT count(*) FROM event")
            ok(r.status == 0 and rows[0][0] >= 5, "%s in %s: no event is lost" % (what, suffix),
               "%d %s" % (r.status, rows))
    # A write-ahead log that was really written to this file by another program.
    p.write("good.db", whole)
    db = sqlite3.connect(p.path("good.db"), isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE VIEW v AS SELECT 1")
    with open(p.path("good.db-wal"), "rb") as f:
        log = f.read()
    db.close()
    p.write("good.db", whole)
    p.write("good.db-wal", log)
    refused(p, 4, "another program's log", "list", "good.db", place="good.db-wal", vi="WAL",
            en="write-ahead log")
    os.unlink(p.path("good.db-wal"))
    status(run(p, "check", "good.db"), 0, "the file itself is sound")


def contents(p):
    whole = make(p)
    p.write("text.db", "Đây không phải là tệp dữ liệu.\n" * 400)
    refuse_all(p, "text.db", 4, "no database", "không phải", "not a data file")
    p.write("short.db", whole[:99])
    refuse_all(p, "short.db", 4, "99 bytes", "không phải", "not a data file")
    db = sqlite3.connect(p.path("other.db"))
    db.executescript("PRAGMA application_id=7; CREATE TABLE event(a)")
    db.close()
    refuse_all(p, "other.db", 4, "another application's", "không phải", "not a data file")
    p.write("plain.db", whole)
    p.sql("plain.db", "PRAGMA application_id=0", write=True)
    refuse_all(p, "plain.db", 4, "no application", "không phải", "not a data file")
    p.write("cut.db", whole[:len(whole) // 2])
    refuse_all(p, "cut.db", 4, "cut in half", "cuối", "the end of the file is missing")
    p.write("wal.db", whole[:18] + b"\2\2" + whole[20:])
    refuse_all(p, "wal.db", 4, "WAL mode", "WAL", "WAL")
    p.write("newer.db", whole)
    p.sql("newer.db", "UPDATE meta SET v='2' WHERE k='min_read'", write=True)
    refuse_all(p, "newer.db", 4, "newer", "mới hơn", "newer than this program can read")
    for i, value in enumerate(("99999999999999999999", "4294967297", "9" * 1000, "2x", "", "-1")):
        p.write("odd%d.db" % i, whole)
        p.sql("odd%d.db" % i, "UPDATE meta SET v=? WHERE k='min_read'", value, write=True)
        r = run(p, "list", "odd%d.db" % i)
        ok(r.status == 4 and "mới hơn" in r.err, "min_read = %s is newer, or no number" % value[:30],
           "%d %s" % (r.status, r.err))


def truncated(p):
    whole = make(p)
    step = 8192 // 2
    for n in [*range(1, 120, 17), *range(step - 1, len(whole), step * 3)]:
        p.write("cut.db", whole[:n])
        before = disk(p)
        r = unhurt(p, "cut to %d bytes" % n, "list", "cut.db", statuses=(4,))
        if "cut.db" not in r.err or " — " not in r.err or disk(p) != before:
            ok(False, "cut to %d bytes: says it, changes nothing" % n, r.err)
    ok(True, "every length is refused")


def recorded(p, file):
    """All that is said to a person: the two sets, and the lists made from them."""
    try:
        return [p.sql(file, q) for q in ("SELECT hash, head FROM event ORDER BY hash",
                                         "SELECT hash, data FROM body ORDER BY hash",
                                         "SELECT * FROM x_state ORDER BY entry", "SELECT * FROM x_event ORDER BY eid",
                                         "SELECT * FROM x_edge ORDER BY child")]
    except (sqlite3.Error, UnicodeDecodeError) as e:
        return str(e)


def flips(p, whole, want, count=int(os.environ.get("PHIEU_FLIPS", "60"))):
    """One bit anywhere: refused, or found by the check, or without effect on anything recorded. The
    places come from a fixed seed; PHIEU_FLIPS=3000 tries more."""
    chance = random.Random(1)
    used = [at for at in range(len(whole)) if whole[at]]  # most of a page is empty
    noticed = 0
    for i in range(count):
        at, bit = chance.choice(used) if i % 4 else chance.randrange(len(whole)), chance.randrange(8)
        bad = bytearray(whole)
        bad[at] ^= 1 << bit
        p.write("bad.db", bytes(bad))
        r = unhurt(p, "check with bit %d of byte %d flipped" % (bit, at), "check", "bad.db", statuses=(0, 1, 3, 4))
        noticed += r.status > 1
        if r.status < 2 and recorded(p, "bad.db") != want:
            ok(False, "bit %d of byte %d: not noticed, but something recorded is another" % (bit, at), r.out + r.err)
        if i % 5 == 0:
            unhurt(p, "list with bit %d of byte %d flipped" % (bit, at), "list", "bad.db", "--json")
            unhurt(p, "show with bit %d of byte %d flipped" % (bit, at), "show", "bad.db", ENTRY, "--json")
    ok(noticed > count // 2, "%d of %d flipped bits are noticed, the others change nothing" % (noticed, count))


def changed_bytes(p):
    """Every byte of the header, and some in every page."""
    whole = make(p)
    want = recorded(p, "good.db")
    spots = [*range(0, 112, 3 if FULL else 5), *range(112, len(whole), max(1, len(whole) // (110 if FULL else 50)))]
    noticed = unread = 0
    for at in spots:
        bad = bytearray(whole)
        bad[at] ^= 0xFF if at % 2 else 0x01
        p.write("bad.db", bytes(bad))
        before = disk(p)
        r = unhurt(p, "check with byte %d changed" % at, "check", "bad.db", statuses=(0, 1, 3, 4))
        unhurt(p, "show with byte %d changed" % at, "show", "bad.db", ENTRY, statuses=(0, 1, 2, 3, 4))
        if disk(p) != before:
            ok(False, "byte %d changed: reading changes nothing on disk" % at)
        noticed += r.status == 4
        unread += r.status < 2
        if r.status < 2 and recorded(p, "bad.db") != want:
            ok(False, "byte %d changed: not noticed, but something recorded is another" % at, r.out + r.err)
        if r.status > 1 and ("bad.db" not in r.err or " " not in r.err):
            ok(False, "byte %d changed: says which file" % at, r.err)
    ok(noticed > len(spots) // 8 and unread > 5, "%d of %d changed bytes are noticed, the others say nothing else" %
       (noticed, len(spots)))
    flips(p, whole, want)
    for at in spots[::6]:
        bad = bytearray(whole)
        bad[at] ^= 0x80
        p.write("bad.db", bytes(bad))
        p.write("keys", "Down Enter Down Down text:abc Tab Esc Esc Esc\n")
        unhurt(p, "enter with byte %d changed" % at, "enter", "bad.db", "--entry", ENTRY, "--from", "answers.json")
        unhurt(p, "screens with byte %d changed" % at, "keys", "bad.db", "--as", UNIT, "keys")
    ok(True, "writing into such files hurts nothing")


SCHEMAS = (
    ("a view", "CREATE VIEW v AS SELECT 1"),
    ("a view in place of the events",
     "DROP TABLE event; CREATE VIEW event AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c)"
     " SELECT x AS eid, randomblob(32) AS hash, 'x' AS head FROM c"),
    ("a trigger", "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM body; END"),
    ("a virtual table", "CREATE VIRTUAL TABLE v USING fts5(x)"),
    ("a virtual table in place of the events", "DROP TABLE event; CREATE VIRTUAL TABLE event USING fts5(eid,hash,head)"),
    ("a generated column", "CREATE TABLE g(a, b AS (hex(zeroblob(1000000))))"),
    ("a check", "CREATE TABLE g(a CHECK(length(a) > 1))"),
    ("a default", "CREATE TABLE g(a DEFAULT (randomblob(1000000)))"),
    ("an index over an expression", "CREATE INDEX i ON meta(hex(v))"),
    ("an index over the events", "CREATE UNIQUE INDEX i ON event(head)"),
    ("a foreign key that deletes", "CREATE TABLE g(a REFERENCES event(eid) ON DELETE CASCADE)"),
    ("another column of the events", "ALTER TABLE event ADD COLUMN more TEXT"),
    ("no bodies", "DROP TABLE body"),
)


def schemas(p):
    whole = make(p)
    for name, sql in SCHEMAS:
        p.write("bad.db", whole)
        db = sqlite3.connect(p.path("bad.db"))
        try:
            db.executescript(sql)
        except sqlite3.OperationalError as e:
            ok("no such module" in str(e), "%s # SKIP %s" % (name, e))
            continue
        finally:
            db.close()
        for args in (("list", "bad.db"), ("check", "bad.db"), ("enter", "bad.db", *ENTER),
                     ("keys", "bad.db", "answers.json")):
            vi, en = ("thiếu", "missing") if name == "no bodies" else ("bảng", "table")
            if args[0] == "keys":
                unhurt(p, name + ": screens", *args, statuses=(2, 4))
            else:
                refused(p, 4, "%s: %s" % (name, args[0]), *args, place="bad.db", vi=vi, en=en)


main(places, neighbours, contents, truncated, changed_bytes, schemas)
