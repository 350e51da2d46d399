"""What taking in files costs, beside a plain INSERT … SELECT of the same bytes in the same run.

    python3 tests/bench/merge.py SOURCE FOLDER     (or: meson test --benchmark merge)

100,000 entries of 2 to 4 KB; PHIEU_BENCH_ENTRIES makes it smaller. The floor (union.c) copies the rows of
a file over ATTACH into tables without index, check or list, in one transaction with the syncs of a
merge. Compared is CPU time (user and system, the least of some runs): it repeats to a tenth even where
other work shares disk and processor; time on the clock is told beside it. What opening costs is counted in
instructions (callgrind). The status is 0 whatever they are: this is a measurement, not a test."""
import hashlib
import os
import shutil
import subprocess
import sys
import time

import page
from page import say
from terminal import instructions

SOURCE, FOLDER = map(os.path.abspath, sys.argv[1:3])
ENTRIES = int(os.environ.get("PHIEU_BENCH_ENTRIES", 100000))
RUNS = int(os.environ.get("PHIEU_BENCH_RUNS", 3))
FILES = 200
TEXT = 1600  # so an entry, answers and header, has 2 to 4 KB
MEMORY = 64 << 10
FINE = (0, 1)  # 1: a form that came with the file waits for somebody's yes
HOME = os.path.join(FOLDER, "home-merge")
FORMS = os.path.join(FOLDER, "no-forms")
ENV = {"PATH": os.environ["PATH"], "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PHIEU_FORMS": FORMS,
       "PHIEU_DATA": os.path.join(SOURCE, "data")}
BUILD = os.path.join(FOLDER, "release")
OWN = os.path.join(FOLDER, "own.db")


class Cost:
    def __init__(self, cpu, wall, memory):
        self.cpu, self.wall, self.memory = cpu, wall, memory

    def of(self, floor):
        return "%.2f s of %.2f s CPU; on the clock %.1f s of %.1f s" % (self.cpu, floor.cpu, self.wall, floor.wall)


def once(command):
    begin = time.monotonic()
    child = subprocess.Popen(command, env=ENV, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in FINE:
        raise SystemExit("bench: %s ends with %d" % (" ".join(command)[:200], child.returncode))
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - begin, used.ru_maxrss)


def least(command, prepare, runs=RUNS):
    """The cheapest of some runs; what they need is made before each. Memory: the most of all."""
    costs = []
    for _ in range(runs):
        prepare()
        costs.append(once(command))
    best = min(costs, key=lambda c: c.cpu)
    return Cost(best.cpu, min(c.wall for c in costs), max(c.memory for c in costs))


def phieu(*words):
    return [os.path.join(BUILD, "src/phieu"), *words]


def finding_nothing(path):
    return phieu("list", path, "--form", "kg-giao-ban", "--unit", "kg_tinh_doan", "--period", "1999")


def put(source=None):
    """Our own file: none, or a copy of this one, which was looked through because it came from elsewhere; and
    the disk is quiet."""
    for name in (OWN, OWN + "-journal", OWN + ".copy", OWN + ".cp"):
        if os.path.exists(name):
            os.unlink(name)
    if source:
        shutil.copy(source, OWN)
        once(finding_nothing(OWN))
    os.sync()


def taken_in(source, others):
    """The same, where this computer took them in: the log of another one is not believed."""
    put(source)
    once(phieu("merge", OWN, *others, "--quiet"))
    os.sync()


def made(name, first, n):
    return page.make(BUILD, SOURCE, os.path.join(FOLDER, "%s-%d-%d.db" % (name, n, TEXT)), n, first, TEXT)


def files():
    """FILES files of a part each, as they come back from as many offices."""
    folder, part = os.path.join(FOLDER, "parts-%d" % ENTRIES), ENTRIES // FILES
    os.makedirs(folder, exist_ok=True)
    return [page.make(BUILD, SOURCE, os.path.join(folder, "%03d.db" % i), part, i * part, TEXT)
            for i in range(FILES)]


def merges(large, empty, floor):
    most = int(ENTRIES * 0.9)
    begun = made("begun", 0, most)
    once(phieu("rebuild", begun))
    cases = [("into an empty file (aim: 6)", empty, [large], 8), ("90 % of it here already", begun, [large], 1.5),
             ("the same file again", None, [large], 0.3)]
    memory = 0
    for what, own, others, limit in cases:
        again = own is None
        if again:  # a file that took the other in: not a copy of it
            put(empty)
            once(phieu("merge", OWN, large, "--quiet"))
            own = os.path.join(FOLDER, "merged.db")
            shutil.move(OWN, own)
        cost = least(phieu("merge", OWN, *others, "--quiet"), lambda: taken_in(own, others) if again else put(own))
        say("merge: " + what, cost.cpu / floor.cpu, "x", limit, cost.of(floor))
        memory = max(memory, cost.memory)
    cost = least(phieu("merge", OWN, *files(), "--quiet"), lambda: put(empty), 1)
    say("merge: %d files of %d entries in one call" % (FILES, ENTRIES // FILES), cost.cpu / floor.cpu, "x", None,
        cost.of(floor))
    memory = max(memory, cost.memory)
    say("merge: peak memory of all these", memory, "kB", MEMORY)


def copies(large):
    """“phieu copy” syncs, and reads back from the disk; so does the plain way."""
    plain = least(["sh", "-c", "cp %s %s && sync %s && sha256sum %s" % (large, OWN + ".cp", OWN + ".cp", OWN + ".cp")],
                  put)
    cost = least(phieu("copy", large, OWN + ".copy", "--quiet"), put)
    say("copy, of cp, sync and sha256sum", cost.cpu / plain.cpu, "x", 3, cost.of(plain))
    say("copy: peak memory", cost.memory, "kB", MEMORY)
    begin = time.process_time()
    with open(large, "rb") as f:
        hashlib.file_digest(f, "sha256")
    say("the same with the SHA-256 of Python", cost.cpu / (time.process_time() - begin), "x", None,
        "without the cp, and with the processor's own help where it has it")
    checked = least(phieu("check", large, "--quiet"), put, 1)
    say("check, of cp, sync and sha256sum", checked.cpu / plain.cpu, "x", None, checked.of(plain))


def counted(command):
    """Instructions of a program that needs no terminal."""
    out = os.path.join(FOLDER, "callgrind.out")
    done = subprocess.run(["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=" + out, *command], env=ENV,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in FINE:
        raise SystemExit("bench: %s ends with %d" % (" ".join(command)[:200], done.returncode))
    with open(out) as f:
        return next(int(l.split()[1]) for l in f if l.startswith(("summary:", "totals:")))


def opening(large, empty):
    few, many = counted(finding_nothing(empty)), counted(finding_nothing(large))
    say("opening for a command that finds nothing, of an empty file", many / few, "x", 2,
        "%.2f M of %.2f M instructions" % (many / 1e6, few / 1e6))
    for office in ("kg_tinh_doan", "kg_an_bien"):
        few, many = (instructions(phieu(path, "--as", office), ENV, "", "", "q") for path in (empty, large))
        say("opening to the first frame and end (%s)" % office, many / few, "x", 2,
            "%.2f M of %.2f M instructions" % (many / 1e6, few / 1e6))


def main():
    for folder in (HOME, FORMS):
        os.makedirs(folder, exist_ok=True)
    page.build(SOURCE, FOLDER, ["src/phieu", "tests/bench/bench_union", "tests/bench/bench_data"])
    union = os.path.join(BUILD, "tests/bench/bench_union")
    large, empty = made("whole", 0, ENTRIES), made("empty", 0, 0)
    for path in (large, empty):  # an older program may have made them
        once(phieu("rebuild", path))
    floor = least([union, "raw", large, OWN], put)
    say("floor: INSERT … SELECT, no index, no check", floor.cpu, "s", None,
        "CPU; %.1f s on the clock; a file of %d MB" % (floor.wall, os.path.getsize(large) >> 20))
    upsert = least([union, "upsert", large, OWN], put)
    say("ATTACH and upsert, unique hashes, no check", upsert.cpu / floor.cpu, "x", None, upsert.of(floor))
    merges(large, empty, floor)
    copies(large)
    if shutil.which("valgrind"):
        opening(large, empty)
    put()
    page.end()


main()
