"""Erasing on request: what goes, what stays, who decides (U7)."""
import os
import pty
import subprocess

from kit import FORM, PROGRAM, UNIT, copy, draft, main, ok, refused, same, status, survey

OTHER = "kg_an_minh"
SECRET = "Nguyễn Thị Bí Mật 0912345678"
WHY = "theo đơn của người dân"


def made(p, file="f.db", answers=None):
    """An entry with the secret, and another."""
    p.enter(file, answers or {"bi_thu": SECRET, "noi_lap": "một nơi"}, "--at", "2015-06-01")
    entry = p.listed(file)[0]["entry"]
    p.enter(file, {"bi_thu": "B"}, unit=OTHER)
    return entry


def bytes_of(p, file):
    """The file and everything beside it that begins with its name."""
    return b"".join(p.read(n) for n in sorted(os.listdir(p.folder)) if n.startswith(file))


def anywhere(p, text=SECRET):
    """Names of all files, also in the user's home, that hold it."""
    found = []
    for root, _, names in os.walk(p.folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as f:
                if text.encode() in f.read():
                    found.append(name)
    return found


def holds(p, file, text=SECRET):
    return text.encode() in bytes_of(p, file)


def sound(p, file):
    r = p.run("check", file, "--json")
    h = r.json()
    same((h["bad"], h["structure"]), (0, ""), "U7: checks do not count it as damage")


def whole(p):
    entry = made(p, answers=survey(bi_thu=SECRET))
    status(p.run("submit", "f.db", entry), 0, "submitted")
    ok(holds(p, "f.db"), "the file holds it")
    before = p.events("f.db")
    r = refused(p, 2, "without a yes", "erase", "f.db", entry, "--reason", WHY, says=("2 phiên bản",))
    refused(p, 2, "without a reason", "erase", "f.db", entry, "--yes")
    refused(p, 2, "another office", "erase", "f.db", entry, "--yes", "--reason", WHY, "--as", OTHER)
    p.run("copy", "f.db", "f.db.bak")
    r = p.run("erase", "f.db", entry, "--reason", WHY, "--yes", "--json")
    status(r, 0, "U7: erased")
    same(r.json()["leftovers"], ["f.db.bak"], "older copies beside it are named")
    os.unlink(p.path("f.db.bak"))
    same(anywhere(p), [], "U7: no byte of it is left: not in the file, beside it, nor in the safety store")
    same(p.events("f.db"), before + 1, "U7: headers stay; the request is an event")
    listed = {e["entry"]: e for e in p.listed("f.db")}
    ok("erased" in listed[entry]["flags"] and listed[entry]["problems"] == [], "the list says so", str(listed[entry]))
    shown = p.show("f.db", entry)
    same((shown["answers"], len(shown["revisions"])), (None, len(shown["revisions"])), "show has no answers, not empty ones")
    r = p.run("show", "f.db", entry)
    ok(r.status == 0 and "đã xoá theo yêu cầu" in r.out, "and says why", r.out + r.err)
    ok("đã xoá theo yêu cầu" in p.run("history", "f.db", entry).out, "so does the history")
    status(p.run("enter", "f.db", "--entry", entry, "--from", "-", stdin=b"{}"), 1, "nobody goes on with it")
    sound(p, "f.db")
    r = p.run("rollup", "f.db", "--form", FORM)
    ok(r.status == 0 and "đã xoá theo yêu cầu" in r.out, "a roll-up says that it is not counted", r.out + r.err)
    refused(p, 1, "again: nothing is left", "erase", "f.db", entry, "--reason", WHY, "--yes")
    status(p.enter("f.db", {"bi_thu": "C"}), 0, "the unit reports anew")
    same(sorted(bool(e["flags"]) for e in p.listed("f.db") if e["unit"] == UNIT), [False, True],
         "in an entry of its own, which is no duplicate")
    status(p.run("rebuild", "f.db"), 0, "rebuilt")
    sound(p, "f.db")


def carried(p):
    """Unfinished work that came along goes with the entry, and does not come back from where it came."""
    entry = made(p, "a.db")
    copy(p, "a.db", "b.db")
    draft(p, "b.db", entry, {"noi_lap": SECRET + " dở"}, 1433500000)
    p.run("merge", "a.db", "b.db")
    same(len(p.run("drafts", "a.db", "--json").json()), 1, "unfinished work of another office came along")
    status(p.run("erase", "a.db", entry, "--reason", WHY, "--yes"), 0, "erased")
    ok(not holds(p, "a.db"), "U7: with it")
    status(p.run("merge", "a.db", "b.db"), 0, "the same file again")
    same(p.sql("a.db", "SELECT count(*) FROM draft_copy")[0][0], 0, "U7: it does not come back")
    ok(not holds(p, "a.db"), "U7: no byte of it")


def undone(p):
    """A merge whose erasures were carried out is not taken back: nothing brings the answers back."""
    entry = made(p, "a.db")
    for file in ("b.db", "c.db", "d.db"):
        copy(p, "a.db", file)
    status(p.run("erase", "a.db", entry, "--reason", WHY, "--yes"), 0, "erased at a")
    p.run("merge", "b.db", "a.db")
    before = p.read("b.db")
    event = p.run("erase", "b.db", "--pending", "--json").json()[0]["event"]
    status(p.run("undo-merge", "b.db"), 0, "before anybody said yes, the merge is taken back")
    same(p.run("erase", "b.db", "--pending", "--json").json(), [], "and with it the request")
    p.write("b.db", before)
    status(p.run("erase", "b.db", "--confirm", event, "--yes"), 0, "somebody says yes")
    refused(p, 1, "U7: then not any more", "undo-merge", "b.db", says=("1 ",))
    # What came, and was erased here by an order of one's own.
    p.enter_again("c.db", entry, {"bi_thu": SECRET, "noi_lap": "nơi khác"})
    p.run("merge", "d.db", "c.db")
    status(p.run("erase", "d.db", entry, "--reason", WHY, "--yes"), 0, "what came is erased by an order from here")
    refused(p, 1, "U7: nor that", "undo-merge", "d.db")
    # An erasure that has nothing to do with what came.
    other = next(e["entry"] for e in p.listed("c.db") if e["unit"] == OTHER)
    p.enter("a.db", {"bi_thu": "của a"}, unit="kg_hon_dat")
    p.run("merge", "c.db", "a.db")
    status(p.run("erase", "c.db", other, "--reason", WHY, "--yes"), 0, "an older entry is erased")
    status(p.run("undo-merge", "c.db"), 0, "that hinders nothing")
    ok(p.show("c.db", other)["answers"] is None, "U7: and it stays erased")


def traces(p):
    """What a full disk or another program kept from being written anew is written at the next opening."""
    entry = made(p, "a.db")
    status(p.run("erase", "a.db", entry, "--reason", WHY, "--yes"), 0, "erased")
    p.sql("a.db", "INSERT INTO meta VALUES('scrub','1')", write=True)  # as if the last step had failed
    before = p.read("a.db")
    status(p.run("list", "a.db"), 0, "reading")
    same(p.read("a.db"), before, "writes nothing")
    status(p.enter("a.db", {"bi_thu": "D"}, unit="kg_hon_dat"), 0, "U7: at the next writing")
    same(p.sql("a.db", "SELECT count(*) FROM meta WHERE k='scrub'")[0][0], 0, "the traces go")


def put_apart(p):
    """A damaged row that came with a file may be a piece of what is erased."""
    entry = made(p, "a.db")
    copy(p, "a.db", "b.db")
    p.enter_again("b.db", entry, {"bi_thu": SECRET, "noi_lap": "hai nơi"})
    p.sql("b.db", "UPDATE body SET data=replace(data,'hai nơi','ba nơi')", write=True)
    r = p.run("merge", "a.db", "b.db", "--json").json()["files"][0]
    same(r["quarantined"], 1, "a damaged copy of it is put apart")
    status(p.run("erase", "a.db", entry, "--reason", WHY, "--yes"), 0, "erased")
    ok(not holds(p, "a.db"), "U7: with what had been put apart")
    same(p.sql("a.db", "SELECT count(*), count(raw) FROM quarantine")[0], (1, 0), "that a row was bad is still known")


def on_stick(p):
    """Unfinished work on a stick stands in the safety store, too."""
    os.mkdir(p.path("m"))
    p.write("mounts", "27 1 254:0 / / rw - ext4 /dev/vda rw\n40 27 0:99 / %s rw - vfat /dev/x rw\n" % p.path("m"))
    env = {"PHIEU_TEST_MOUNTS": p.path("mounts")}
    p.enter("m/f.db", {"noi_lap": "một nơi"}, env=env)
    entry = p.run("list", "m/f.db", "--json", env=env).json()[0]["entry"]
    p.run("keys", "m/f.db", "--as", UNIT, "-", stdin="Enter text:secretanswer Tab text:x", env=env)
    ok("secretanswer".encode() in p.read("m/f.db"), "unfinished work stands on the stick")
    ok(any(n.endswith(".db") and n != "f.db" for n in anywhere(p, "secretanswer")), "and in the safety store",
       anywhere(p, "secretanswer"))
    status(p.run("erase", "m/f.db", entry, "--reason", WHY, "--yes", env=env), 0, "the entry is erased")
    same(anywhere(p, "secretanswer"), [], "U7: no byte of it is left anywhere")


def from_elsewhere(p):
    """It comes to others as a question, and never comes back to where it was erased."""
    entry = made(p, "a.db")
    copy(p, "a.db", "b.db")
    copy(p, "a.db", "stick.db")
    status(p.run("erase", "a.db", entry, "--reason", WHY, "--yes"), 0, "erased at a")
    r = p.run("merge", "a.db", "stick.db", "--json").json()["files"][0]
    same((r["refused"], r["added"], r["seen"]), (1, 0, r["known"] + r["added"] + r["quarantined"] + r["refused"]),
         "U5, U7: a stick brings it: refused, and counted")
    ok(not holds(p, "a.db"), "U7: it never returns")
    r = p.run("merge", "b.db", "a.db")
    ok("yêu cầu xoá chờ xác nhận: 1" in r.out, "b is told that one request came", r.out + r.err)
    same(p.show("b.db", entry)["answers"]["bi_thu"], SECRET, "U7: and still has the answers")
    pending = p.run("erase", "b.db", "--pending", "--json").json()
    same([(x["reason"], x["here"], [e["entry"] for e in x["entries"]]) for x in pending], [(WHY, 1, [entry])],
         "the request says why, and what it is about")
    event = pending[0]["event"]
    refused(p, 2, "confirmed by nobody", "erase", "b.db", "--confirm", event)
    refused(p, 2, "another event", "erase", "b.db", "--confirm", "ffffffff", "--yes")
    status(p.run("erase", "b.db", "--confirm", event[:10], "--yes"), 0, "a person says yes")
    ok(not holds(p, "b.db"), "U7: gone here, too")
    same(p.run("erase", "b.db", "--pending", "--json").json(), [], "nothing waits")
    for f in ("a.db", "b.db"):
        p.run("merge", f, "stick.db")
    p.run("merge", "a.db", "b.db")
    p.run("merge", "b.db", "a.db")
    codes = [p.run("check", f, "--json").json()["code"] for f in ("a.db", "b.db")]
    same(codes[0], codes[1], "U1: with equal erased sets the same events")
    same([p.show("a.db", e["entry"]) for e in p.listed("a.db")], [p.show("b.db", e["entry"]) for e in p.listed("b.db")],
         "U1: and the same states")
    same(p.sql("a.db", "SELECT hash FROM body ORDER BY hash"), p.sql("b.db", "SELECT hash FROM body ORDER BY hash"),
         "U7: bodies = union minus erased")
    sound(p, "b.db")


def one_revision(p):
    entry = made(p)
    first = p.show("f.db", entry)["revisions"][0]["id"]
    p.run("enter", "f.db", "--entry", entry, "--from", "-", stdin={"bi_thu": "X", "noi_lap": "một nơi"})
    status(p.run("erase", "f.db", entry, "--revision", first[:8], "--reason", WHY, "--yes"), 0, "one revision")
    ok(not holds(p, "f.db"), "U7: is gone")
    shown = p.show("f.db", entry)
    same((shown["answers"], shown["flags"]), ({"bi_thu": "X", "noi_lap": "một nơi"}, []), "the newest stands")
    refused(p, 1, "the erased one is not shown", "show", "f.db", entry, "--revision", first[:8], says=("đã xoá",))
    status(p.run("enter", "f.db", "--entry", entry, "--from", "-", stdin={"bi_thu": "Y"}), 0, "and people go on")
    sound(p, "f.db")


def merging_skips(p):
    """What was erased writes nothing: the other side's value stands, nobody is asked."""
    p.enter("base.db", {"bi_thu": "gốc", "noi_lap": "gốc"}, "--at", "2015-06-01")
    entry = p.listed("base.db")[0]["entry"]
    for f, name in (("a.db", SECRET), ("b.db", "B")):
        copy(p, "base.db", f)
        p.run("enter", f, "--entry", entry, "--from", "-", stdin={"bi_thu": name, "noi_lap": "gốc"})
    p.run("merge", "a.db", "b.db")
    same(p.show("a.db", entry)["state"], "conflict", "two names in one place")
    mine = [r["id"] for r in p.show("a.db", entry)["revisions"]
            if p.show("a.db", entry, "--revision", r["id"])["answers"]["bi_thu"] == SECRET][0]
    status(p.run("erase", "a.db", entry, "--revision", mine, "--reason", WHY, "--yes"), 0, "one of the two is erased")
    listed = p.listed("a.db")[0]
    same((listed["state"], len(listed["heads"]), listed["flags"]), ("draft", 2, []), "U7: nobody is asked any more")
    same(p.show("a.db", entry)["answers"]["bi_thu"], "B", "U7: what the other wrote stands")
    p.run("rebuild", "a.db")
    same(p.listed("a.db")[0]["state"], "draft", "I3: rebuilt it is the same")
    sound(p, "a.db")


def words(p):
    entry = made(p)
    status(p.run("comment", "f.db", entry, "bi_thu", "Gọi " + SECRET, "--as", UNIT), 0, "a comment")
    c = [h["id"] for h in p.run("history", "f.db", entry, "--json").json() if h["kind"] == "comment"][0]
    status(p.run("erase", "f.db", entry, "--comment", c[:8], "--reason", WHY, "--yes"), 0, "its words are erased")
    ok(not holds(p, "f.db", "Gọi " + SECRET) and holds(p, "f.db"), "U7: the words are gone, the answers stand")
    ok("đã xoá theo yêu cầu" in p.run("history", "f.db", entry).out, "the history says so")


def typed(p):
    """At a terminal a person types the beginning of the id."""
    entry = made(p)
    for letters, want in (("zzzzzz\n", 2), (entry[:6] + "\n", 0)):
        main_fd, side = pty.openpty()
        run = subprocess.Popen([PROGRAM, "erase", "f.db", entry, "--reason", WHY], cwd=p.folder, env=p.env,
                               stdin=side, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.write(main_fd, letters.encode())
        out, err = run.communicate(timeout=100)
        os.close(main_fd)
        os.close(side)
        ok(run.returncode == want, f"typed {letters.strip()}: {want}", err.decode())
    ok(not holds(p, "f.db"), "then it is gone")


if __name__ == "__main__":
    main(whole, carried, undone, traces, put_apart, on_stick, from_elsewhere, one_revision, merging_skips, words, typed)
