"""Bytes from a terminal that are no keys: random ones, broken sequences, half letters. The real program on
a pty; it ends neither by a signal nor by itself but on its own keys, `phieu check` passes afterwards,
and nothing recorded or typed earlier is lost.

Random bytes take PHIEU_RANDOM_SECONDS (6; 60 for a minute, which the fuzzer of tests/fuzz/keys.c takes
in tools/test.sh) from the seed PHIEU_RANDOM_SEED (1) and the two after it."""
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time

from guard import HANGS, PROGRAM, SANITIZERS, main, ok, run, unhurt
from kit import FORM, UNIT, same, status, survey

ENTRY = FORM + "/" + UNIT
RANDOM_SECONDS = float(os.environ.get("PHIEU_RANDOM_SECONDS") or 6)
PIECES_MIN = 10  # also on a slow machine
SEED = int(os.environ.get("PHIEU_RANDOM_SEED") or 1)
MARK = re.compile(rb"\x1b\]7770;(\d+);(\d+);(\d+)\x07")


class Screen:
    """The program behind a pty; with PHIEU_SYNC=1 it tells how many bytes it has understood."""

    def __init__(self, p, file):
        env = {**p.env, "TERM": "xterm-256color", "PHIEU_SYNC": "1", "PHIEU_TEST_CLOCK": "1435200000",
               "ASAN_OPTIONS": "log_path=" + p.path("home/san"), "UBSAN_OPTIONS": "log_path=" + p.path("home/san")}
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(p.folder)
            os.execve(PROGRAM, [PROGRAM, file, "--as", UNIT], env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.sent, self.seen, self.read, self.text, self.status = 0, -1, -1, b"", None
        self.wait(lambda: self.seen >= 0)

    def take(self, seconds):
        """What the program writes meanwhile; False when it has ended."""
        if self.status is not None:
            return False
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                piece = os.read(self.fd, 65536)
            except OSError:
                piece = b""
            if not piece:
                _, raw = os.waitpid(self.pid, 0)
                self.status = os.waitstatus_to_exitcode(raw)
                os.close(self.fd)
                return False
            self.text = (self.text + piece)[-400000:]
            marks = MARK.findall(self.text)
            if marks:
                self.seen, self.read = int(marks[-1][0]), int(marks[-1][2])
        return True

    def used(self):
        """Seconds of the processor; what else the machine does is not counted."""
        try:
            with open("/proc/%d/stat" % self.pid) as f:
                return sum(map(int, f.read().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return 0

    def wait(self, enough, seconds=40):
        """False: it did not answer though it had time, or stood still for minutes, which is a hang."""
        used, end = self.used(), time.monotonic() + HANGS
        while not enough() and self.used() < used + seconds and time.monotonic() < end:
            if not self.take(0.2):
                return True
        return enough()

    def send(self, data):
        self.sent += len(data)
        while data and self.status is None:
            if select.select([], [self.fd], [], 0.1)[1]:
                try:
                    data = data[os.write(self.fd, data[:512]):]
                except OSError:
                    pass
            self.take(0)

    def feed(self, data):
        """Sends, and waits until it is read: an ESC at the end may still wait for more."""
        self.send(data)
        return self.wait(lambda: self.read >= self.sent)

    def settle(self):
        """Lets an unfinished sequence end."""
        return self.wait(lambda: self.seen >= self.sent)

    def end(self):
        """As when the window is closed: everything is stored, it ends by itself."""
        if self.status is None:
            os.kill(self.pid, signal.SIGTERM)
            if not self.wait(lambda: self.status is not None):
                os.kill(self.pid, signal.SIGKILL)
                self.wait(lambda: self.status is not None)
        return self.status


def clean(p, name, file, before):
    reports = [x for x in os.listdir(p.path("home")) if x.startswith("san")]
    ok(not reports, name + ": no sanitizer's report",
       "".join(p.read("home/" + x).decode(errors="replace")[:3000] for x in reports))
    r = run(p, "check", file, "--json")
    ok(r.status in (0, 1) and r.json()["bad"] == 0 and not r.json()["structure"], name + ": check passes",
       "%d %s%s" % (r.status, r.out[:500], r.err[:500]))
    events = set(p.sql(file, "SELECT hash, head FROM event")) | set(p.sql(file, "SELECT hash, data FROM body"))
    ok(before <= events, name + ": everything that was recorded before is still there")


def recorded(p, file):
    return set(p.sql(file, "SELECT hash, head FROM event")) | set(p.sql(file, "SELECT hash, data FROM body"))


# Pieces of what terminals send, whole and broken.
PIECES = [b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[1;5", b"\x1b[200~", b"\x1b[201~",
          b"\x1b[5~", b"\x1b[6~", b"\x1b[3~", b"\x1bOP", b"\x1bOQ", b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b]0;x", b"\x1bP",
          b"\x07", b"\x1b\\", b"\r", b"\t", b"\x7f", b"\x08", b"\xe1\xbb\x87", b"\xe1\xbb", b"\xe1", b"\x87", b"\xcc\x81",
          b"\xf0\x9f\x99\x82", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"aa", b"dd", b"tieengs", b"12", b"/", b"?", b"\x00"]


def garbage(rng):
    kind = rng.random()
    if kind < 0.4:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(1, 200)))
    if kind < 0.9:
        return b"".join(rng.choice(PIECES) for _ in range(rng.randrange(1, 60)))
    return rng.choice(PIECES) * rng.randrange(1, 300)


def random_bytes(p, seed):
    """Some sequences leave the program, as they should: then it is started again on the same file."""
    file = "r%d.db" % seed
    p.enter(file, survey(), "--submit")
    p.enter(file, {"iv_uu_diem": "Chưa xong"}, unit="kg_ha_tien")
    before, rng, starts, total, pieces = recorded(p, file), random.Random(seed), 0, 0, 0
    end = time.monotonic() + RANDOM_SECONDS / 3
    while pieces < PIECES_MIN or time.monotonic() < end:
        s = Screen(p, file)
        starts += 1
        s.feed(b"\r")
        while s.status is None and (pieces < PIECES_MIN or time.monotonic() < end):
            pieces += 1
            if not s.feed(garbage(rng)):
                ok(False, "seed %d: no answer after %d bytes" % (seed, total + s.sent))
                pieces, end = PIECES_MIN, 0
                break
        total += s.sent
        if s.end() != 0:
            ok(False, "seed %d: ended with %s" % (seed, s.status), s.text[-1500:].decode(errors="replace"))
        if starts > 500:
            break
    ok(pieces >= PIECES_MIN, "seed %d: %d random bytes in %d pieces, %d starts" % (seed, total, pieces, starts))
    clean(p, "seed %d" % seed, file, before)


def random_1(p):
    random_bytes(p, SEED)


def random_2(p):
    random_bytes(p, SEED + 1)


def random_3(p):
    random_bytes(p, SEED + 2)


# Nothing of this is a key or a letter: whoever sends it has changed nothing.
NOISE = [b"\x1b[99~", b"\x1b[?1;2c", b"\x1b[>0;276;0c", b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1b]52;c;SGVsbG8=\x07",
         b"\x1bP1$r0m\x1b\\", b"\x1b_Gi=31;OK\x1b\\", b"\x1b[24;80R", b"\x1b[<0;10;10M", b"\x1b[I", b"\x1b[O", b"\x1b[8;24;80t",
         b"\x1b[1;99999999999999999999Z", b"\x1b[" + b"1;" * 500 + b"z", b"\x1b]" + b"x" * 4000 + b"\x07", b"\xff\xfe\xfd",
         b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\x80\x80\x80"]


def noise(p):
    """A text that is being typed, then noise in every cut, then the rest of the text: all of it is there."""
    file = "n.db"
    p.enter(file, {"bi_thu": "Nguyễn Thị Phượng"})
    before = recorded(p, file)
    s = Screen(p, file)
    s.feed(b"\r")
    s.settle()
    s.feed("Thuận lợi ".encode())
    rng, good = random.Random(7), True
    for _ in range(150):
        data = b"".join(rng.choice(NOISE) for _ in range(rng.randrange(1, 5)))
        at = 0
        while at < len(data):
            n = rng.choice((1, 2, 7, len(data)) if len(data) < 200 else (500, 3000))
            good = good and s.feed(data[at:at + n])
            at += n
        good = good and s.settle()
    ok(good and s.status is None, "noise is read, and the program goes on")
    for piece in ("và khó khăn".encode()[i:i + 1] for i in range(len("và khó khăn".encode()))):
        s.feed(piece)
    s.settle()
    same(s.end(), 0, "ends when it is told")
    r = run(p, "show", file, ENTRY, "--json")
    answers = r.json()["answers"] if r.status == 0 else r.err
    same(answers, {"bi_thu": "Nguyễn Thị Phượng", "i_thuan_loi_kho_khan": "Thuận lợi và khó khăn"},
         "the text is what was typed, nothing more and nothing less")
    clean(p, "noise", file, before)


# Beginnings and ends of letters, and what begins a sequence that never comes.
HALVES = [b"\xe1", b"\xe1\xbb", b"\xc6", b"\xf0", b"\xf0\x9f", b"\xf0\x9f\x99", b"\x80", b"\xbb\x87", b"\xe1\xc6", b"\xff\xe1"]


def halves(p):
    """Half a letter, then a whole one, in one write and in two: the whole ones are there, nothing else."""
    file = "h.db"
    p.enter(file, {"bi_thu": "a"})
    before = recorded(p, file)
    s = Screen(p, file)
    s.feed(b"\r")
    s.settle()
    for half in HALVES:
        s.feed(half + "ế".encode())
        s.feed(half)
        s.feed("ộ ".encode())
    for half in HALVES:
        s.feed(half)
        s.feed(b"\x1b[D")
        s.feed(half + b"\x1b[C")
    s.feed("hết".encode())
    ok(s.settle() and s.status is None, "half letters are read, and the program goes on")
    same(s.end(), 0, "ends when it is told")
    r = run(p, "show", file, ENTRY, "--json")
    answers = r.json()["answers"] if r.status == 0 else r.err
    same(answers, {"bi_thu": "a", "i_thuan_loi_kho_khan": "ếộ " * len(HALVES) + "hết"}, "the whole letters are there")
    clean(p, "halves", file, before)


def paste(p):
    """Two megabytes at once, controls in them, and one that never ends."""
    file = "p.db"
    p.enter(file, {"bi_thu": "a"})
    before = recorded(p, file)
    s = Screen(p, file)
    s.feed(b"\r")
    ok(s.feed(b"\x1b[200~" + b"Xin ch\xc3\xa0o \x1b[31m\x07\x00\x9b " * 100000 + b"\x1b[201~") and s.status is None,
       "a paste of two megabytes full of controls is read")
    s.settle()
    ok(s.feed(b"\x1b[200~abc") and s.settle() and s.status is None, "one that never ends is ended by silence")
    ok(s.feed(b"\t" + b"x" * 10000) and s.settle() and s.status is None, "10,000 letters at once")
    same(s.end(), 0, "ends when it is told")
    clean(p, "paste", file, before)


def scripts(p):
    """`phieu keys` with scripts that are none."""
    p.enter("s.db", {"bi_thu": "a"})
    for text in (b"", b"\x00", b"\xff\xfe", b"Down*99999999999", b"F99", b'text:"abc', b"wait:x", b"resize:0x0", b"resize:99999x99999",
                 b"text:\"\\x\"", b"Down*-1", b"*", b":", b"paste:" + b"x" * 1000000, b"\x1b[A", b"Down " * 4000):
        p.write("script", text)
        unhurt(p, "a script %r" % text[:30], "keys", "s.db", "--as", UNIT, "script", statuses=(0, 2))
    status(run(p, "check", "s.db"), 0, "the file is sound")


main(noise, halves, paste, scripts, random_1, random_2, random_3)
