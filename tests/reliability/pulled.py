"""The real program is killed at a change of the disk, meets errors of the disk, and works on sticks that
are pulled, in `merge` (also on trial), `copy`, `rebuild`, `undo-merge`. tests/reliability/calls.c is loaded
before it and decides; nothing depends on time. What it says to its user is looked at too.

    pulled.py PHIEU CALLS_MODULE        PHIEU_EVERY=1: every change of the disk, one after the other"""
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
from kit import PROGRAM, SANITIZERS, main, ok, status  # noqa: E402

MODULE = os.path.abspath(sys.argv[2])
EVERY = int(os.environ.get("PHIEU_EVERY", "0"))
READ, WRITE, SYNC, NAME, OPEN, ALL = 1, 2, 4, 8, 16, 255  # calls.h
COMMANDS = {
    "merge on trial": ("merge", "a.db", "one.db", "stick/two.db", "--dry-run"),
    "merge": ("merge", "a.db", "one.db", "stick/two.db"),
    "rebuild": ("rebuild", "a.db"),
    "copy": ("copy", "a.db", "stick/copy.db"),
    "undo-merge": ("undo-merge", "a.db"),
}


class Files:
    """A file of ours, two from elsewhere (one on a stick), and an older copy on the stick."""

    def __init__(self, p):
        self.p = p
        os.mkdir(p.path("stick"))
        os.mkdir(p.path("tmp"))
        p.env["TMPDIR"] = p.path("tmp")
        p.enter("a.db", {"bi_thu": "A"})
        for name, unit in (("one.db", "kg_an_minh"), ("stick/two.db", "kg_rach_gia"), ("stick/copy.db", None)):
            shutil.copyfile(p.path("a.db"), p.path(name))
            if unit:
                p.enter(name, {"bi_thu": name}, unit=unit)
        p.enter("a.db", {"bi_thu": "B"}, unit="kg_kien_luong")
        self.keep("begun")
        self.codes = {"begun": self.code("a.db")}
        for name in ("merge", "undo-merge"):
            status(p.run(*COMMANDS[name]), 0, "undisturbed: " + name)
            self.codes[name] = self.code("a.db")
            self.keep(name)

    def keep(self, name):
        """The state a step has left, to begin with again."""
        shutil.copytree(self.p.folder, self.p.path("home/kept/" + name), ignore=lambda f, n: ["home"] if f == self.p.folder else [])

    def restore(self, name):
        for x in os.listdir(self.p.folder):
            whole = self.p.path(x)
            if x != "home":
                (shutil.rmtree if os.path.isdir(whole) else os.unlink)(whole)
        shutil.copytree(self.p.path("home/kept/" + name), self.p.folder, dirs_exist_ok=True)

    def begin(self, command):
        """As it was before an undisturbed run of it."""
        self.restore("merge" if command in ("undo-merge", "rebuild", "copy") else "begun")

    def code(self, file):
        r = self.p.run("check", file, "--json")
        return r.json()["code"] if r.status in (0, 1) else r.err

    def run(self, *args, folder="", **calls):
        """The program with calls.c before it."""
        p = self.p
        env = {**p.env, "LD_PRELOAD": MODULE, "CALLS_FOLDER": p.path(folder).rstrip("/"), "CALLS_TELL": p.path("home/told")}
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0:detect_leaks=0"
        env.update({"CALLS_" + k.upper(): str(v) for k, v in calls.items()})
        if os.path.exists(p.path("home/told")):
            os.unlink(p.path("home/told"))
        done = subprocess.run([PROGRAM, *args], cwd=p.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        err = done.stderr.decode(errors="replace")
        if any(s in err for s in SANITIZERS):
            ok(False, "no sanitizer report", err)
        return done.returncode, err

    def told(self):
        """How many changes, how many calls of each kind, whether one failed, which."""
        words = self.p.read("home/told").decode().split()
        return int(words[0]), [int(n) for n in words[1:9]], words[9] == "1", " ".join(words[10:])

    def count(self, command, folder=""):
        """All calls of an undisturbed run, by kind."""
        self.begin(command)
        code, err = self.run(*COMMANDS[command], folder=folder, on=ALL, fail=0)
        ok(code == 0, command + ": undisturbed", err)
        return self.told()[:2]

    def whole(self, command):
        """What is wrong after a run that was cut short; then it is run again. None: nothing."""
        p = self.p
        before = {"begun", "merge"} if command.startswith("merge") else {"merge", "undo-merge"} if command == "undo-merge" else {"merge"}
        now = self.code("a.db")
        if "merge" != command and now not in {self.codes[b] for b in before}:
            return "I4: a.db is another: " + now
        if command == "copy" and p.run("check", "stick/copy.db", "--quiet").status > 1:
            return "C1: stick/copy.db is not whole"
        if command == "undo-merge" and now == self.codes["undo-merge"]:
            return self.left()
        again = p.run(*COMMANDS[command])
        if again.status != 0:
            return f"U4: again: {again.status} {again.err}"
        want = {"merge": "merge", "undo-merge": "undo-merge", "merge on trial": "begun"}.get(command, "merge")
        if self.code("a.db") != self.codes[want]:
            return "U4: not what an undisturbed run gives"
        return self.left()

    def left(self):
        names = [x for f in ("", "stick", "tmp") for x in os.listdir(self.p.path(f))]
        return next(("I5: left lying about: " + x for x in names if "new-" in x or "private" in x or "journal" in x), None)


def sample(all_, n):
    """About n numbers of 1 to all_."""
    if EVERY:
        return range(1, all_ + 1, EVERY)
    return sorted({max(1, (2 * i + 1) * all_ // (2 * n)) for i in range(n)}) if all_ else []


def kills(p):
    f = Files(p)
    for command, args in COMMANDS.items():
        changes, bad, n = f.count(command)[0], [], 0
        for n, k in enumerate(sample(changes, 2), 1):
            f.begin(command)
            code, err = f.run(*args, kill=k)
            wrong = f.whole(command) if code == -signal.SIGKILL else f"ended with {code} {err}"
            bad += [f"before change {k}: {wrong}"] if wrong else []
        ok(not bad and n, f"I4, I5, U4, C1: {command}: killed {n} times among {changes} changes of the disk", "\n".join(bad))


def faults(p):
    f = Files(p)
    for command, args in COMMANDS.items():
        bad, errors, calls = [], 0, f.count(command)[1]
        for on, error in ((WRITE, errno.ENOSPC), (SYNC, errno.EIO), (OPEN | NAME, errno.EACCES), (READ, errno.EIO)):
            for n in sample(calls[on.bit_length() - 1] if on != OPEN | NAME else calls[3] + calls[4], 1):
                f.begin(command)
                code, err = f.run(*args, on=on, fail=n, error=error, for_ever=1)
                _, _, failed, where = f.told()
                errors += code == 3
                wrong = None
                if failed and code not in (0, 1, 3):
                    wrong = f"status {code}: {err}"
                elif code == 3 and not says_what_to_do(err):
                    wrong = "says: " + err
                wrong = wrong or f.whole(command)
                bad += [f"{where} {n}, {os.strerror(error)}: {wrong}"] if wrong else []
        ok(not bad and errors, f"I4, I5, U4, C1, U6: {command}: {errors} errors, status 3, with what happened and what to do", "\n".join(bad))


def says_what_to_do(err):
    """“phieu: PLACE: what happened — what to do”; the place is a name that the person knows."""
    return err.startswith("phieu: ") and ".db" in err and " — " in err and ".new-" not in err and "private" not in err


def sticks(p):
    f = Files(p)
    for command, args, whose in (("merge", COMMANDS["merge"], "two.db"), ("copy", COMMANDS["copy"], "copy.db")):
        eligible, bad, n = sum(f.count(command, "stick")[1]), [], 0
        for n, k in enumerate(sample(eligible, 4), 1):
            f.begin(command)
            code, err = f.run(*args, folder="stick", on=ALL, fail=k, error=errno.EIO, for_ever=1)
            wrong = None
            if command == "copy" and code != 3:
                wrong = f"status {code}: {err}"
            elif code not in (0, 1, 3):
                wrong = f"status {code}: {err}"
            elif code and whose not in err:
                wrong = "does not name the file: " + err
            wrong = wrong or f.whole(command)
            bad += [f"at call {k}: {wrong}"] if wrong else []
        ok(not bad and n, f"U4, C1: {command}: the stick with {whose} is pulled at {n} of {eligible} moments", "\n".join(bad))


def own_stick(p):
    """Our own file stands on the stick: everything of it fails from one moment on."""
    f = Files(p)
    for command in ("merge", "rebuild", "undo-merge"):
        args = COMMANDS[command]
        eligible, bad, n = sum(f.count(command)[1]), [], 0
        for n, k in enumerate(sample(eligible, 3), 1):
            f.begin(command)
            code, err = f.run(*args, on=ALL, fail=k, error=errno.EIO, for_ever=1)
            wrong = None if code in (0, 1, 3) and (not code or ".db" in err) else f"status {code}: {err}"
            wrong = wrong or f.whole(command)
            bad += [f"at call {k} of {eligible}: {wrong}"] if wrong else []
        ok(not bad and n, f"I4, U4: {command}: the stick with everything is pulled at {n} moments", "\n".join(bad))


def limited(p, size, *args):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return subprocess.run([PROGRAM, *args], cwd=p.folder, env=p.env, preexec_fn=limit, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def no_room(p):
    f = Files(p)
    for command in ("merge", "undo-merge"):
        bad = []
        size = os.path.getsize(p.path("a.db"))
        for most in (size // 2,):
            f.begin(command)
            r = limited(p, most, *COMMANDS[command])
            wrong = None if r.returncode in (0, 3) else f"status {r.returncode}: {r.stderr}"
            wrong = wrong or f.whole(command)
            bad += [f"{most} bytes: {wrong}"] if wrong else []
        ok(not bad, f"I4, U4: {command}: no room (ulimit -f)", "\n".join(bad))
    small = p.path("home/small")
    os.mkdir(small)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", small], stderr=subprocess.DEVNULL).returncode:
        ok(True, "a disk that is really full # SKIP no right to mount a small one")
        return
    try:
        f.begin("copy")
        shutil.copyfile(p.path("stick/copy.db"), small + "/copy.db")
        old = open(small + "/copy.db", "rb").read()
        open(small + "/filler", "wb").write(b"x" * (1500 * 1024 - len(old) - 60000))
        r = p.run("copy", "a.db", small + "/copy.db")
        status(r, 3, "C1: a copy to a disk that is really full")
        ok(open(small + "/copy.db", "rb").read() == old and sorted(os.listdir(small)) == ["copy.db", "filler"], "the old copy stands, alone", os.listdir(small))
        os.unlink(small + "/filler")
        status(p.run("copy", "a.db", small + "/copy.db"), 0, "the second try, with room, succeeds")
        os.unlink(small + "/copy.db.bak")
        open(small + "/filler", "wb").write(b"x" * (1500 * 1024 - os.path.getsize(small + "/copy.db") - 40000))
        shutil.copyfile(p.path("home/kept/begun/stick/two.db"), p.path("two.db"))
        r = p.run("merge", small + "/copy.db", "two.db")
        ok(r.status in (0, 3), "taking in on a disk that is nearly full", r.err)
        status(p.run("check", small + "/copy.db", "--quiet"), 0, "I4: is whole")
    finally:
        subprocess.run(["umount", small])


main(kills, faults, sticks, own_stick, no_room)
