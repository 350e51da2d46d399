"""What was made here is not lost with the file: older copies put over newer ones, lost sticks, damaged
safety stores, files closed elsewhere, network drives (doc/safety.md)."""
import os
import shutil
import sqlite3
import subprocess

from kit import FORM, PROGRAM, UNIT, Result, code, copy, fill, main, ok, refused, same, small_disk, status

OTHER = "kg_an_minh"


def begin(p, file="a.db", unit=UNIT, text="A"):
    status(p.enter(file, {"bi_thu": text}, unit=unit), 0, "an entry")
    return [e["entry"] for e in p.listed(file) if e["unit"] == unit][0]


def told(r):
    """What was said beside what the command is about."""
    return [line for line in r.err.splitlines() if line.startswith("phieu: ")]


def safety(p):
    folder = p.path("home/state/phieu/safety")
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.endswith(".db")] if os.path.isdir(folder) else []


def older_copy(p):
    begin(p)
    copy(p, "a.db", "old.db")
    entry = begin(p, unit=OTHER)
    whole = code(p, "a.db")
    copy(p, "old.db", "a.db")
    r = p.run("list", "a.db", "--json")
    same((r.status, len(r.json())), (0, 1), "U9: the older copy is read")
    ok("phieu restore a.db" in r.err, "U9: what it lacks is said, with what to do", r.err)
    r = p.run("check", "a.db", "--json")
    same((r.status, r.json()["missing"]), (1, 1), "U9: check counts it")
    before = p.disk()
    r = p.run("restore", "a.db", "--dry-run", "--json")
    same((r.status, [(e["entry"], e["unit"], e["revisions"]) for e in r.json()["entries"]]), (1, [(entry, OTHER, 1)]),
         "U9: entry by entry")
    same(p.disk(), before, "and nothing is written")
    r = p.run("restore", "a.db", "--json")
    same((r.status, r.json()["restored"]["events"], r.json()["restored"]["bad"]), (0, 1, 0), "U9: it is taken back")
    same(code(p, "a.db"), whole, "the file is what it was")
    r = p.run("restore", "a.db", "--json")
    same((r.status, r.json()["events"]), (0, 0), "again: nothing is missing")
    r = p.run("list", "a.db")
    same((r.status, r.err), (0, ""), "and nothing is said any more")


def lost_stick(p):
    os.mkdir(p.path("stick"))
    begin(p, "stick/a.db")
    begin(p, "stick/a.db", OTHER)
    whole = code(p, "stick/a.db")
    shutil.rmtree(p.path("stick"))
    r = p.run("restore", "--json")
    same((r.status, [c["path"] for c in r.json()]), (0, [p.path("stick/a.db")]), "what was on a lost stick is known")
    r = p.run("restore", "new.db", "--from", r.json()[0]["code"][:8])
    status(r, 0, "a new file is made of it")
    same(code(p, "new.db"), whole, "with all that was made here")
    same(sorted(e["unit"] for e in p.listed("new.db")), sorted([UNIT, OTHER]), "entry by entry")
    status(p.enter("new.db", {"bi_thu": "C"}, unit="kg_rach_gia"), 0, "and work goes on in it")
    refused(p, 2, "over a file that is there", "restore", "new.db", "--from", "0")
    refused(p, 2, "of a code that is not known", "restore", "other.db", "--from", "ffffffff")


def in_the_way(p):
    begin(p)
    state = p.path("home/state/phieu/safety")
    shutil.rmtree(state)
    p.write("home/state/phieu/safety", "in the way")
    r = p.enter("a.db", {"bi_thu": "B"}, unit=OTHER)
    status(r, 0, "I4: work goes on when the safety store cannot be written")
    same(len(told(r)), 1, "I4: which is said once")
    same(len(p.listed("a.db")), 2, "and the work is in the file")
    os.unlink(state)
    r = p.enter("a.db", {"bi_thu": "C"}, unit="kg_rach_gia")
    same((r.status, told(r)), (0, []), "I4: when it can again, nothing is said")
    db = sqlite3.connect(safety(p)[0])
    same(db.execute("SELECT count(*) FROM event").fetchone()[0], p.events("a.db"), "I4: and it holds what it missed")
    db.close()


def readonly_home(p):
    env = {"XDG_STATE_HOME": "/proc/nowhere", "HOME": "/proc/nowhere"}
    r = p.enter("a.db", {"bi_thu": "B"}, env=env)
    status(r, 0, "without any place for a safety store")
    same(len(told(r)), 1, "it is said once")
    r = p.run("list", "a.db", "--json", env=env)
    same((r.status, len(r.json()), r.err), (0, 1, ""), "reading needs none")


def two_copies(p):
    begin(p)
    status(p.run("copy", "a.db", "b.db"), 0, "a copy is made on purpose")
    begin(p, "a.db", OTHER)
    begin(p, "b.db", "kg_rach_gia")
    for file in ("a.db", "b.db"):
        same(p.run("restore", file, "--dry-run", "--json").json()["events"], 1, "U9: each lacks what was made in the other")
        status(p.run("restore", file), 0, file + " takes it")
    same(code(p, "a.db"), code(p, "b.db"), "both are the same")


def reading_writes_nothing(p):
    begin(p)
    files = safety(p)
    with open(files[0], "rb") as f:
        before = f.read()
    stat = os.stat(files[0])
    for args in (("list", "a.db"), ("check", "a.db"), ("restore",), ("copy", "a.db", "c.db"), ("list", "c.db")):
        p.run(*args)
    with open(files[0], "rb") as f:
        same(f.read() == before, True, "reading leaves the safety store as it is")
    same(os.stat(files[0]).st_mtime_ns, stat.st_mtime_ns, "untouched")


def undone(p):
    """U9: what a merge had brought and its undoing takes away again: of others it is not missed, one's own is."""
    elsewhere = {"XDG_STATE_HOME": p.path("home/elsewhere"), "XDG_CONFIG_HOME": p.path("home/elsewhere")}
    begin(p)
    copy(p, "a.db", "b.db")
    copy(p, "a.db", "old.db")
    p.enter("b.db", {"bi_thu": "của nơi khác"}, unit=OTHER, env=elsewhere)
    missing = lambda: p.run("check", "a.db", "--json").json()["missing"]  # noqa: E731
    status(p.run("merge", "a.db", "b.db"), 0, "another office's work is taken in")
    status(p.run("undo-merge", "a.db"), 0, "and taken back")
    same((missing(), p.run("list", "a.db").err), (0, ""), "U9: nothing of it is missed here")
    begin(p, "a.db", "kg_hon_dat", "mới")
    copy(p, "a.db", "mine.db")
    whole = code(p, "a.db")
    copy(p, "old.db", "a.db")
    same(missing(), 1, "U9: under an older copy one's own work is missed")
    status(p.run("merge", "a.db", "mine.db"), 0, "it comes back with a file")
    same(missing(), 0, "U9: and is missed no more")
    status(p.run("undo-merge", "a.db"), 0, "that merge is taken back")
    same(missing(), 1, "U9: so it is missed, as before the merge")
    status(p.run("restore", "a.db"), 0, "and the safety store still has it")
    same((missing(), code(p, "a.db")), (0, whole), "U9: all of it")


# ---- files closed elsewhere ----------------------------------------------------------------------

def elsewhere(p):
    begin(p)
    copy(p, "a.db", "b.db")
    p.sql("b.db", "UPDATE body SET data=replace(data,'\"A\"','\"Z\"')", write=True)
    r = p.run("list", "b.db")
    ok(r.status == 0 and "b.db" in r.err, "16: a changed row is found before a file from elsewhere is read", r.err)
    refused(p, 4, "16: and nobody writes to it", "enter", "b.db", "--form", FORM, "--unit", OTHER, "--from", "-",
            stdin=b"{}", says=["b.db"])
    status(p.run("check", "b.db"), 4, "check says the same")
    status(p.run("list", "a.db"), 0, "the file itself")
    p.sql("a.db", "UPDATE body SET data=replace(data,'\"A\"','\"Z\"')", write=True)
    r = p.run("list", "a.db")
    ok(r.err, "16: a file that was closed here, and changed by another program, is looked through", r.err)


def note(p, file):
    """What is remembered of the file says that it is as it stands now: a disk that rots changes no times."""
    st = os.stat(p.path(file))
    stamp = "%d.%d.%d.%d.%d.%d.%d" % (st.st_ino, st.st_size, st.st_mtime_ns // 10**9, st.st_mtime_ns % 10**9,
                                      st.st_ctime_ns // 10**9, st.st_ctime_ns % 10**9,
                                      int.from_bytes(p.read(file)[24:28], "big"))
    folder = p.path("home/state/phieu/seen")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name)) as f:
            lines = f.read().split("\n")
        with open(os.path.join(folder, name), "w") as f:
            f.write("\n".join("closed " + stamp if x.startswith("closed ") else x for x in lines))


def rotten(p):
    """I1: some rows are hashed at each opening, also of a file that nobody touched."""
    begin(p)
    note(p, "a.db")
    same(p.run("list", "a.db").err, "", "I1: as it was closed: nothing is said")
    whole, before = p.read("a.db"), p.events("a.db")
    for what, at in (("an answer", whole.index(b'"bi_thu":"A"') + 10), ("a header", whole.index(b'"kind":"revision"') + 8)):
        bad = bytearray(whole)
        bad[at] ^= 1
        with open(p.path("a.db"), "r+b") as f:  # the same place on the disk
            f.write(bad)
        note(p, "a.db")
        r = p.run("list", "a.db")
        ok(r.status == 0 and "phieu check" in r.err and "phieu merge" in r.err,
           "I1: a bit of %s flipped: it is only read, and said what to do" % what, r.err)
        note(p, "a.db")
        refused(p, 4, "I1: %s: nobody writes to it" % what, "enter", "a.db", "--form", FORM, "--unit", OTHER,
                "--from", "-", stdin=b"{}", says=["a.db", "phieu check"])
    with open(p.path("a.db"), "r+b") as f:
        f.write(whole)
    status(p.run("list", "a.db"), 0, "I1: with its own bytes again it is looked through")
    same((p.run("list", "a.db").err, p.events("a.db")), ("", before), "and as before")


def known(p):
    """S2: nothing in the file can say that it was looked through."""
    begin(p)
    copy(p, "a.db", "b.db")
    for _ in range(2):
        p.sql("b.db", "UPDATE body SET data=data||' '", write=True)
        ok(p.run("list", "b.db").err, "S2: changed again, looked through again")


# ---- where a file stands -------------------------------------------------------------------------

def mounts(p, kind):
    p.write("mounts", "27 1 254:0 / / rw - ext4 /dev/vda rw\n40 27 0:99 / %s rw - %s /dev/x rw\n" % (p.path("m"), kind))
    return {"PHIEU_TEST_MOUNTS": p.path("mounts")}


def network(p):
    os.mkdir(p.path("m"))
    begin(p)
    copy(p, "a.db", "m/a.db")
    env = mounts(p, "cifs")
    refused(p, 3, "34: nobody edits on a network drive", "enter", "m/a.db", "--form", FORM, "--unit", OTHER, "--from", "-",
            stdin=b"{}", env=env, says=["m/a.db"])
    same(len(p.run("list", "m/a.db", "--json", env=env).json()), 1, "34: reading is allowed")
    status(p.run("copy", "m/a.db", "own.db", env=env), 0, "34: a working copy")
    begin(p, "own.db", OTHER)
    status(p.run("merge", "own.db", "m/a.db", env=env), 0, "34: takes in what others did")
    status(p.run("copy", "own.db", "m/a.db", env=env), 0, "34: and is put there again")
    same(len(p.run("list", "m/a.db", "--json", env=env).json()), 2, "34: with all of it")
    screen = p.run("keys", "m/a.db", "--as", UNIT, "-", stdin=b"Enter", env=env)
    ok(screen.status == 0, "34: the screens show it", screen.err)


def stick(p):
    os.mkdir(p.path("m"))
    env = mounts(p, "vfat")
    status(p.enter("m/a.db", {"bi_thu": "A"}, env=env), 0, "30: work on a stick")
    same(os.listdir(p.path("m")), ["a.db"], "30: nothing lies beside it afterwards")
    status(p.run("submit", "m/a.db", FORM + "/" + UNIT, env=env), 1, "30: a refusal is one there, too")
    same(len(p.run("list", "m/a.db", "--json", env=env).json()), 1, "30: and it is there")


# ---- what killed programs left -------------------------------------------------------------------

def leftovers(p):
    begin(p)
    child = subprocess.Popen(["true"])
    child.wait()
    with open("/proc/sys/kernel/random/boot_id") as f:
        boot = f.read().strip()
    import hashlib
    mark = hashlib.sha256(boot.encode()).hexdigest()[:8]
    dead = "a.db.new-%s-%d-1234-1" % (mark, child.pid)
    with open("/proc/self/stat") as f:
        start = f.read().rsplit(")", 1)[1].split()[19]
    alive = "a.db.new-%s-%d-%s-1" % (mark, os.getpid(), start)
    others = ["a.db.new-0123456789abcdef", "a.db.new-", "a.db.newer", "a.db.new-00000000-1-1-1", "b.db.new-%s-1-1-1" % mark]
    for name in [dead, alive, *others]:
        p.write(name, "x")
    os.mkdir(p.path("tmp"))
    folder = p.path("tmp/phieu-%s-%d-1234-abcdef" % (mark, child.pid))
    os.mkdir(folder)
    for name in ("data.db", "data.db-journal"):
        with open(os.path.join(folder, name), "w") as f:
            f.write("x")
    env = {"TMPDIR": p.path("tmp")}
    p.enter("a.db", {"bi_thu": "B"}, unit=OTHER)
    ok(not os.path.exists(p.path(dead)), "what a killed program left beside the file is taken away")
    ok(os.path.exists(p.path(alive)), "not what a running one makes")
    same([n for n in others if os.path.exists(p.path(n))], others, "nor what is not ours, or of another computer")
    copy(p, "a.db", "c.db")
    p.run("merge", "a.db", "c.db", env=env)
    ok(not os.path.exists(folder), "and its private folder")


# ---- a safety store that cannot be used ----------------------------------------------------------

def kept(p):
    """Events that stand in safety stores."""
    return {row[0] for path in safety(p) for row in p.sql(os.path.relpath(path, p.folder), "SELECT hash FROM event")}


def made(p, file="a.db"):
    return {row[0] for row in p.sql(file, "SELECT hash FROM event")}


def work(p, n, run):
    """Work goes on: the entry is saved. What was said of the safety store."""
    r = run("enter", "a.db", "--form", FORM, "--unit", UNIT, "--from", "-", stdin=b'{"bi_thu":"%d"}' % n)
    ok(r.status in (0, 1), "work goes on", "%d %s" % (r.status, r.err))
    return [line for line in r.err.splitlines() if "lưu phòng" in line]


def damaged(p):
    begin(p)
    path, = safety(p)
    whole = p.read(path)
    for n, (name, bytes_) in enumerate((("damaged", b"\0" * 100 + whole[100:]), ("another program's", b"SQLite format 3\0" + b"x" * 500),
                                        ("cut short", whole[:len(whole) // 2]), ("empty", b""), ("a folder", None))):
        os.unlink(path)
        if bytes_ is None:
            os.mkdir(path)
        else:
            p.write(path, bytes_)
        before = p.disk(), sorted(os.listdir(os.path.dirname(path)))
        r = p.run("list", "a.db")
        ok(r.status == 0 and "không đọc được bản lưu phòng" in r.err and " — " in r.err, name + ": who only reads is told", r.err)
        same((p.disk(), sorted(os.listdir(os.path.dirname(path)))), before, name + ": and nothing is changed")
        said = work(p, n, p.run)
        ok(len(said) == 1 and ".bad%d" % (n + 1) in said[0], name + ": told once, it is kept, and a new one was begun", said)
        ok(made(p) <= kept(p), name + ": and holds all that was made here")
        said = work(p, n, p.run)
        same(said, [], name + ": then nothing is said any more")


def another_user(p):
    """A way to run the program for whom rights count: root has all."""
    if os.geteuid():
        return p.run
    shutil.copy(PROGRAM, p.path("phieu"))
    shutil.copytree(p.env["PHIEU_FORMS"], p.path("forms"))
    shutil.copytree(p.env["PHIEU_DATA"], p.path("data"))
    for root, folders, files in os.walk(p.folder):
        for name in [root] + [os.path.join(root, f) for f in folders + files]:
            os.chown(name, 65534, 65534)
    env = {**p.env, "PHIEU_FORMS": p.path("forms"), "PHIEU_DATA": p.path("data")}

    def run(*args, stdin=b""):
        done = subprocess.run([p.path("phieu"), *args], input=stdin, cwd=p.folder, env=env, user=65534, group=65534, extra_groups=[],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    return run


def unusable(p):
    begin(p)
    run = another_user(p)
    path, = safety(p)
    folder = os.path.dirname(path)
    status(run("list", "a.db"), 0, "a first look")
    cases = (("unreadable", lambda: os.chmod(path, 0), lambda: os.chmod(path, 0o600), True),
             ("read-only", lambda: os.chmod(path, 0o400), lambda: os.chmod(path, 0o600), False),
             ("in a read-only folder", lambda: os.chmod(folder, 0o500), lambda: os.chmod(folder, 0o700), False),
             ("in a closed folder", lambda: os.chmod(folder, 0), lambda: os.chmod(folder, 0o700), True))
    for n, (name, break_it, mend, blind) in enumerate(cases):
        break_it()
        r = run("list", "a.db")
        same((r.status, "không đọc được bản lưu phòng" in r.err), (0, blind and name != "in a closed folder"), name + ": who reads")
        said = work(p, n, run)
        ok(len(said) == 1 and "chưa có bản lưu phòng" in said[0] and folder in said[0] and "xin người quản trị máy" in said[0],
           name + ": who writes is told once, with what to do", said)
        mend()
        said = work(p, n, run)
        same((said, made(p) <= kept(p)), ([], True), name + ": when it is mended all is kept, without a word")


def no_room(p):
    begin(p)
    state = p.path("home/state")
    shutil.move(state, state + ".large")
    os.mkdir(state)
    with small_disk(state, 3 << 20) as mounted:
        if not mounted:
            return
        shutil.copytree(state + ".large", state, dirs_exist_ok=True)
        fill(os.path.join(state, "big"))
        said = work(p, 1, p.run)
        ok(len(said) == 1 and "chưa có bản lưu phòng" in said[0] and "chỗ trống" in said[0], "a full disk: told once, with what to do", said)
        os.unlink(os.path.join(state, "big"))
        said = work(p, 2, p.run)
        same((said, made(p) <= kept(p)), ([], True), "when there is room again all is kept")


main(older_copy, lost_stick, damaged, unusable, no_room, in_the_way, readonly_home, two_copies, reading_writes_nothing, undone, elsewhere, known, rotten,
     network, stick, leftovers)
