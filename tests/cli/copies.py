"""Whole files: `copy`, `rebuild`, `receipt`, `undo-merge`, and merges that were interrupted."""
import hashlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

from kit import FORM, PROGRAM, UNIT, code, fill, main, ok, refused, same, small_disk, status

OTHER = "kg_an_minh"
THIRD = "kg_rach_gia"


def begin(p, file="a.db", unit=UNIT, text="A"):
    p.enter(file, {"bi_thu": text}, unit=unit)
    return [e["entry"] for e in p.listed(file) if e["unit"] == unit][0]


def sets(p, file):
    return (sorted(p.sql(file, "SELECT hash, head FROM event")), sorted(p.sql(file, "SELECT hash, data FROM body")),
            sorted(p.sql(file, "SELECT hash FROM draft_copy")))


def says(p, file):
    return json.dumps(sorted((p.show(file, e["entry"]) for e in p.listed(file)), key=lambda e: e["entry"]), sort_keys=True)


def names(p):
    return sorted(os.listdir(p.folder))


# ---- copy ----------------------------------------------------------------------------------------

def copied(p):
    begin(p)
    r = p.run("copy", "a.db", "b.db", "--json")
    status(r, 0, "a copy")
    same((r.json()["path"], r.json()["code"], r.json()["events"]), ("b.db", code(p, "a.db"), p.events("a.db")), "C1: check code and counts")
    same((sets(p, "b.db"), says(p, "b.db")), (sets(p, "a.db"), says(p, "a.db")), "holds the same")
    begin(p, unit=OTHER)
    r = p.run("copy", "a.db", "b.db", "--json")
    same((r.status, r.json()["kept"], r.json()["ahead"]), (0, "b.db.bak", 0), "over an older copy, which is kept")
    same((p.events("b.db"), p.events("b.db.bak")), (p.events("a.db"), p.events("a.db") - 1), "each where it should be")
    begin(p, "b.db", THIRD)
    r = p.run("copy", "a.db", "b.db", "--json")
    same((r.status, r.json()["kept"], r.json()["ahead"]), (0, "b.db.bak", 1), "over a copy that is ahead")
    ok("merge" in r.err, "which is said", r.err)
    r = p.run("copy", "a.db", "b.db", "--json")
    same(r.json()["kept"], "b.db.bak2", "what only the kept one holds is not written over")
    os.mkdir(p.path("d"))
    status(p.run("copy", "a.db", "d"), 0, "into a folder")
    same(names(p), ["a.db", "b.db", "b.db.bak", "b.db.bak2", "d", "home"], "and nothing is left lying about")
    same(os.listdir(p.path("d")), ["a.db"], "under its own name")
    for f in ("b.db", "b.db.bak", "b.db.bak2", "d/a.db"):
        r = p.run("check", f, "--json").json()  # status 1: it lacks what was made here in the others
        same((r["bad"], r["structure"]), (0, ""), f + " is sound")


def while_open(p):
    begin(p)
    db = sqlite3.connect(p.path("a.db"), isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO meta VALUES('unfinished','1')")
    r = p.run("copy", "a.db", "b.db")
    status(r, 0, "while another program is writing")
    db.execute("ROLLBACK")
    db.close()
    same(sets(p, "b.db"), sets(p, "a.db"), "what was committed is there")
    same(p.sql("b.db", "SELECT 1 FROM meta WHERE k='unfinished'"), [], "and nothing else")


def not_over(p):
    begin(p)
    refused(p, 2, "over itself", "copy", "a.db", "a.db")
    os.link(p.path("a.db"), p.path("same.db"))
    refused(p, 2, "over itself by another name", "copy", "a.db", "same.db")
    p.write("text.db", "Xin chào")
    refused(p, 2, "over another application's file", "copy", "a.db", "text.db", says=["text.db"])
    db = sqlite3.connect(p.path("other.db"))
    db.execute("CREATE TABLE t(a)")
    db.commit()
    db.close()
    refused(p, 2, "over another application's database", "copy", "a.db", "other.db")
    refused(p, 3, "into a folder that is not there", "copy", "a.db", "nowhere/b.db")
    p.run("copy", "a.db", "b.db")
    p.write("b.db-journal", b"x" * 600)
    refused(p, 3, "over a file that somebody has open", "copy", "a.db", "b.db")
    p.write("c.db-journal", b"x" * 600)
    refused(p, 3, "beside a journal that would be taken for its own", "copy", "a.db", "c.db")
    refused(p, 3, "of a file that is not there", "copy", "nowhere.db", "d.db")
    p.write("e.db.bak", "the user's own")
    p.run("copy", "a.db", "e.db")
    same(p.run("copy", "a.db", "e.db", "--json").json()["kept"], "e.db.bak2", "a .bak that is none of ours stays")
    same(p.read("e.db.bak"), b"the user's own", "as it was")


def limited(p, size, *args):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return subprocess.run([PROGRAM, *args], cwd=p.folder, env=p.env, preexec_fn=limit, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


def failing(p):
    begin(p)
    p.run("copy", "a.db", "b.db")
    begin(p, unit=OTHER)
    before = p.disk()
    for size in (0, 8192, 100000):
        r = limited(p, size, "copy", "a.db", "b.db")
        ok(r.returncode in (3, 4) and r.stderr, f"no room after {size} bytes", r.stderr)
        same(p.disk(), before, "C1: the old copy stands, alone")
    p.sql("a.db", "UPDATE body SET data=replace(data,'\"A\"','\"Z\"')", write=True)
    before = p.disk()
    status(p.run("copy", "a.db", "b.db"), 4, "a damaged file is not spread")
    same(p.disk(), before, "the old copy stands")


def no_room(p):
    """A target that is really full: how much is missing is said, the old copy stands, and nothing is left beside it."""
    begin(p)
    os.mkdir(p.path("usb"))
    with small_disk(p.path("usb"), 2 << 20) as mounted:
        if not mounted:
            return
        p.run("copy", "a.db", "usb/b.db")
        begin(p, unit=OTHER)
        size = len(p.read("a.db"))
        fill(p.path("usb/big"), 20 << 10)
        before = p.disk()
        for name in ("usb/b.db", "usb/new.db", "usb"):
            r = p.run("copy", "a.db", name)
            ok(r.status == 3 and "thiếu %d kB" % round((size - (20 << 10)) / 1000) in r.err and " — " in r.err, name + ": no room", r.err)
            same(p.disk(), before, "C1: " + name + ": the old copy stands, alone")
        os.unlink(p.path("usb/big"))
        status(p.run("copy", "a.db", "usb/b.db"), 0, "with room it is made")
        same(sets(p, "usb/b.db"), sets(p, "a.db"), "and holds the same")


# ---- rebuild -------------------------------------------------------------------------------------

def rebuilt(p):
    entry = begin(p)
    r = p.run("rebuild", "a.db", "--json")
    same((r.status, r.json()["entries"], r.json()["changed"]), (0, 1, False), "lists that were right")
    p.sql("a.db", "UPDATE x_state SET unit='kg_kien_luong', state='accepted'", write=True)
    r = p.run("rebuild", "a.db", "--json")
    same((r.status, r.json()["changed"]), (0, True), "lists that were not")
    same([(e["unit"], e["state"], e["entry"]) for e in p.listed("a.db")], [(UNIT, "draft", entry)], "are right again")
    status(p.run("rebuild", "nowhere.db"), 3, "no such file")


# ---- receipts ------------------------------------------------------------------------------------

def receipt(p, a, b, *more):
    r = p.run("receipt", a, b, "--json", *more)
    return r.status, r.json()["received"], r.json()["made"], [x["lacks"] for x in r.json()["lacking"]]


def receipts(p):
    begin(p)
    p.run("copy", "a.db", "province.db")
    entry = begin(p, unit=OTHER)
    same(receipt(p, "a.db", "province.db"), (1, 1, 2, ["event"]), "what was made since is not there yet")
    r = p.run("receipt", "a.db", "province.db", "--lang", "en")
    ok("1 of 2 received" in r.out, "said in so many words", r.out)
    p.run("merge", "province.db", "a.db")
    before = p.disk()
    same(receipt(p, "a.db", "province.db"), (0, 2, 2, []), "after merging all is")
    same(p.disk(), before, "asking changes nothing")
    p.sql("province.db", "UPDATE event SET head=replace(head,'draft','drbft') WHERE head LIKE '%an_minh%'", write=True)
    same(receipt(p, "a.db", "province.db"), (1, 1, 2, ["damaged"]), "a name without its bytes is no receipt")
    p.run("copy", "a.db", "second.db")
    p.sql("second.db", "DELETE FROM body WHERE hash IN (SELECT x.body FROM x_event AS x WHERE unit=?)", OTHER, write=True)
    same(receipt(p, "a.db", "second.db"), (1, 1, 2, ["body"]), "nor is an event without what it says")
    status(p.run("receipt", "a.db", "nowhere.db"), 3, "no such file")
    p.write("text.db", "Xin chào")
    status(p.run("receipt", "a.db", "text.db"), 4, "none of ours")


def receipts_of_office(p):
    begin(p)
    env = {"XDG_STATE_HOME": p.path("other")}
    p.enter("b.db", {"bi_thu": "B"}, unit=OTHER, env=env)
    p.run("merge", "a.db", "b.db")
    same(receipt(p, "a.db", "b.db"), (1, 0, 1, ["event"]), "what came from another computer is not asked for")
    same(receipt(p, "a.db", "b.db", "--as", OTHER), (1, 1, 2, ["event"]), "what the acting office made is")


# ---- undo ----------------------------------------------------------------------------------------

def undone(p):
    begin(p)
    begin(p, "b.db", OTHER, "B")
    begin(p, "c.db", THIRD, "C")
    p.run("keys", "c.db", "--as", THIRD, "-", stdin="Enter End text:\"dở dang\" wait:3000".encode())
    first = sets(p, "a.db"), says(p, "a.db"), code(p, "a.db")
    p.run("merge", "a.db", "b.db")
    second = sets(p, "a.db"), says(p, "a.db"), code(p, "a.db")
    p.run("merge", "a.db", "c.db")
    third = sets(p, "a.db")
    p.run("merge", "a.db", "c.db")
    r = p.run("undo-merge", "a.db", "--json")
    status(r, 0, "undone")
    same((r.json()["name"], r.json()["code"]), ("c.db", second[2]), "the last import that brought something")
    same((sets(p, "a.db"), says(p, "a.db"), code(p, "a.db")), second, "exactly the set before it, and the same states")
    same(sets(p, r.json()["kept"]), third, "the file as it was is kept")
    status(p.run("check", "a.db", "--quiet"), 0, "the new one is sound")
    r = p.run("undo-merge", "a.db", "--json")
    same((r.status, r.json()["name"]), (0, "b.db"), "and one more")
    same((sets(p, "a.db"), says(p, "a.db"), code(p, "a.db")), first, "exactly as at first")
    same(sets(p, "a.db.bak"), third, "what only the first kept one holds is not written over")
    ok(b"an_minh\",\"v\"" not in p.read("a.db"), "nothing of it is left in the bytes")
    refused(p, 1, "no import is left", "undo-merge", "a.db")
    p.run("merge", "a.db", "b.db", "c.db")
    same(sets(p, "a.db"), third, "taking them in again brings everything back")


def undone_then_same(p):
    """As many entries of our own as came: the number alone must not say that the file is known."""
    begin(p)
    begin(p, "b.db", OTHER)
    status(p.run("merge", "a.db", "b.db"), 0, "b comes")
    status(p.run("merge", "a.db", "b.db"), 0, "and once more, which brings nothing")
    both = sets(p, "a.db")
    status(p.run("undo-merge", "a.db"), 0, "it is taken out again")
    same(p.events("a.db"), p.events("b.db"), "so each holds as many as the other")
    r = p.run("merge", "a.db", "b.db", "--json")
    same((r.status, sets(p, "a.db")), (0, both), "and comes again")
    same([x["new"] for x in r.json()["entries"]], [1], "as something new")


def undo_keeps_own_work(p):
    entry = begin(p)
    begin(p, "b.db", OTHER, "B")
    p.run("merge", "a.db", "b.db")
    mine = begin(p, unit=THIRD)
    status(p.run("undo-merge", "a.db"), 0, "own work made since")
    same(sorted(e["entry"] for e in p.listed("a.db")), sorted([entry, mine]), "stays")


def undo_refused(p):
    begin(p)
    entry = begin(p, "b.db", OTHER, "B")
    p.run("merge", "a.db", "b.db")
    p.run("copy", "a.db", "draft.db")
    p.run("copy", "a.db", "open.db")
    r = p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin={"bi_thu": "changed here"})
    status(r, 0, "somebody goes on with what came")
    refused(p, 1, "then it is not undone", "undo-merge", "a.db")
    p.run("keys", "draft.db", "--as", OTHER, "-", stdin="Enter End text:\"dở dang\" wait:3000".encode())
    if p.sql("draft.db", "SELECT count(*) FROM draft")[0][0]:
        refused(p, 1, "nor under an unfinished entry", "undo-merge", "draft.db")
    p.write("open.db-journal", b"")
    refused(p, 3, "nor while somebody has the file open", "undo-merge", "open.db")
    refused(p, 3, "nor of a file that is not there", "undo-merge", "nowhere.db")


def undo_refused_form(p):
    begin(p)
    p.run("form", "add", "b.db", os.path.join(p.env["PHIEU_FORMS"], "tn-chi-tieu-2021.yaml"))
    begin(p, "b.db", OTHER, "B")
    had = p.events("a.db")
    p.run("merge", "a.db", "b.db")
    r = p.run("enter", "a.db", "--form", "tn-chi-tieu-2021", "--unit", "tn_go_dau", "--period", "2021", "--from", "-", stdin=b"{}")
    if r.status == 0 and p.events("a.db") > had:
        refused(p, 1, "an entry made with a form that came", "undo-merge", "a.db")


# ---- killed --------------------------------------------------------------------------------------

ROUNDS = 12


def killed(p, seconds, *args):
    """Starts it and kills it (-9) after so long; whether it had not ended by then."""
    run = subprocess.Popen([PROGRAM, *args], cwd=p.folder, env=p.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        return True


def many(p, file, unit, n):
    """A file with so many revisions."""
    entry = begin(p, file, unit, "0")
    db = sqlite3.connect(p.path(file))
    (head, body), = db.execute("SELECT head, data FROM event JOIN body ON lower(hex(body.hash)) = head ->> '$.body'"
                               " WHERE head ->> '$.kind' = 'revision'").fetchall()
    name = lambda kind, text: hashlib.sha256(b"phieu-%s-1\0" % kind + text.encode()).digest()
    for i in range(n):
        text = body.replace(':"0"', ':"%d"' % i, 1)
        at = json.loads(head)
        at.update(body=name(b"body", text).hex(), entry="%032x" % i)
        line = json.dumps(at, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        db.execute("INSERT INTO body(hash,data) VALUES(?,?) ON CONFLICT DO NOTHING", (name(b"body", text), text))
        db.execute("INSERT INTO event(hash,head) VALUES(?,?) ON CONFLICT DO NOTHING", (name(b"event", line), line))
    db.commit()
    db.close()
    status(p.run("rebuild", file, "--quiet"), 0, "%d entries" % n)
    return entry


def times(p, *args):
    """Moments spread over as long as it takes."""
    begun = time.monotonic()
    status(p.run(*args), 0, " ".join(args))
    whole = time.monotonic() - begun
    return [whole * (i + 0.5) / ROUNDS for i in range(ROUNDS)]


def copy_killed(p):
    many(p, "a.db", UNIT, 300)
    old, new = None, sets(p, "a.db")
    moments = times(p, "copy", "a.db", "b.db")
    begin(p, "other.db", OTHER)
    seen = set()
    for at in moments:
        shutil.copy(p.path("other.db"), p.path("b.db"))
        old = sets(p, "b.db")
        killed(p, at, "copy", "a.db", "b.db")
        here = sets(p, "b.db")
        ok(here in (old, new), "C1: killed after %.3f s: the old copy or the new one" % at)
        seen.add(here == new)
        for name in names(p):
            if name.startswith("b.db"):
                os.unlink(p.path(name))
    same(sets(p, "a.db"), new, "the file itself is as it was")
    print("#", seen)


def merge_killed(p):
    begin(p, "base.db", UNIT)
    many(p, "b.db", OTHER, 300)
    shutil.copy(p.path("base.db"), p.path("a.db"))
    moments = times(p, "merge", "a.db", "b.db")
    want = sets(p, "a.db")
    for at in moments:
        shutil.copy(p.path("base.db"), p.path("a.db"))
        killed(p, at, "merge", "a.db", "b.db")
        status(p.run("check", "a.db", "--quiet"), 0, "U4: killed after %.3f s: a sound file" % at)
        p.run("merge", "a.db", "b.db")
        same(sets(p, "a.db"), want, "U4: merging again completes it")
        same(p.run("check", "a.db", "--json").json()["interrupted"], [], "and nothing is said to be interrupted")
    r = p.run("undo-merge", "a.db")
    status(r, 0, "what came in two parts")
    while p.run("undo-merge", "a.db").status == 0:
        pass
    same(sets(p, "a.db"), sets(p, "base.db"), "can be undone as a whole")


def undo_killed(p):
    begin(p, "base.db", UNIT)
    many(p, "b.db", OTHER, 300)
    before = sets(p, "base.db")
    p.run("merge", "base.db", "b.db")
    after = sets(p, "base.db")
    shutil.copy(p.path("base.db"), p.path("a.db"))
    for at in times(p, "undo-merge", "a.db"):
        for name in names(p):
            if name.startswith("a.db"):
                os.unlink(p.path(name))
        shutil.copy(p.path("base.db"), p.path("a.db"))
        killed(p, at, "undo-merge", "a.db")
        here = sets(p, "a.db")
        ok(here in (before, after), "killed after %.3f s: before or after" % at)
        ok(here == after or any(sets(p, n) == after for n in names(p) if n.startswith("a.db.") and "journal" not in n),
           "and what was there is still somewhere")


# ---- interrupted ---------------------------------------------------------------------------------

def interrupted(p):
    begin(p)
    begin(p, "b.db", OTHER, "B")
    r = p.run("merge", "a.db", "b.db")
    same((r.err, p.run("check", "a.db", "--json").json()["interrupted"]), ("", []), "nothing to say")
    p.sql("a.db", "UPDATE import_log SET done=0", write=True)
    r = p.run("check", "a.db", "--json")
    same(r.json()["interrupted"], ["b.db"], "an interrupted merge is told by check")
    begin(p, "c.db", THIRD)
    r = p.run("merge", "a.db", "c.db", "--lang", "en")
    ok("b.db" in r.err and "again" in r.err, "and by the next merge", r.err)
    p.run("merge", "a.db", "b.db")
    same((p.run("merge", "a.db", "b.db").err, p.run("check", "a.db", "--json").json()["interrupted"]), ("", []),
         "until the same file was taken in to its end")


if __name__ == "__main__":
    main(copied, while_open, not_over, failing, no_room, rebuilt, receipts, receipts_of_office, undone, undone_then_same,
         undo_keeps_own_work, undo_refused,
         undo_refused_form, interrupted, copy_killed, merge_killed, undo_killed)
