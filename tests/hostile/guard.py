"""What the tests of bad input share, on top of tests/cli/kit.py: a run that is watched for time and
memory, and a refusal that is clear in both languages."""
import hashlib
import os
import re
import stat
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import kit  # noqa: E402
from kit import PROGRAM, SANITIZERS, ok  # noqa: E402

with open(PROGRAM, "rb") as f:
    SANITIZED = b"__asan_init" in f.read()
# Sanitizers cost memory and time several times over; the true figures are those of a plain build.
MEGABYTES = 700 if SANITIZED else 200
SECONDS = 20 if SANITIZED else 4  # of the processor: what else the machine does is not counted
HANGS = 30  # of the wall: a program that waits for ever
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

peak = {"megabytes": 0, "seconds": 0.0, "runs": 0}


class Watched(kit.Result):
    pass


def run(p, *args, stdin=b"", env=None):
    """Like Place.run, but a signal, a sanitizer's report, too much memory or time is a failed check, and
    so is a control character in what a person reads."""
    env = {"ASAN_OPTIONS": "quarantine_size_mb=16:allocator_may_return_null=1", **p.env, **(env or {})}
    out, err = open(p.path(".out"), "w+b"), open(p.path(".err"), "w+b")
    child = subprocess.Popen([PROGRAM, *args], cwd=p.folder, env=env, stdout=out, stderr=err,
                             stdin=subprocess.PIPE)
    timer = subprocess.threading.Timer(HANGS, child.kill)
    timer.start()
    try:
        child.stdin.write(stdin.encode() if isinstance(stdin, str) else stdin)
        child.stdin.close()
    except BrokenPipeError:
        pass
    _, status, used = os.wait4(child.pid, 0)
    timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    texts = []
    for f in (out, err):
        f.seek(0)
        texts.append(f.read().decode(errors="replace"))
        f.close()
        os.unlink(f.name)
    what = "phieu " + " ".join(str(a) for a in args)[:120]
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    peak["seconds"] = max(peak["seconds"], seconds)
    peak["megabytes"] = max(peak["megabytes"], megabytes)
    peak["runs"] += 1
    if child.returncode < 0:
        ok(False, "ended by signal %d: %s" % (-child.returncode, what), texts[1])
    if any(s in texts[1] for s in SANITIZERS):
        ok(False, "a sanitizer's report: " + what, texts[1])
    if seconds > SECONDS or megabytes > MEGABYTES:
        ok(False, "%.1f s, %d MB: %s" % (seconds, megabytes, what))
    if CONTROLS.search(texts[0] + texts[1]):
        ok(False, "a control character is printed: " + what, repr(texts[0] + texts[1])[:2000])
    return Watched(child.returncode, *texts)


def disk(p):
    """Like Place.disk, but knows FIFOs and files that are too large to be read."""
    found = {}
    for root, folders, files in os.walk(p.folder):
        for path in (os.path.join(root, name) for name in folders + files):
            if path.startswith(p.path("home")):
                continue
            s = os.lstat(path)
            found[path] = (s.st_mode, s.st_size)
            if stat.S_ISREG(s.st_mode) and s.st_size < 300 << 20:
                with open(path, "rb") as f:
                    found[path] += (hashlib.sha256(f.read()).hexdigest(),)
    return found


def refused(p, want, name, *args, place, vi, en, **kw):
    """Status, place, reason and remedy in both languages, and the disk stays as it was."""
    before = disk(p)
    for lang, word in (("vi", vi), ("en", en)):
        r = run(p, *args, "--lang", lang, **kw)
        text = r.out + r.err
        line = next((x for x in text.splitlines() if place in x and word in x), "")
        good = r.status == want and line and re.search(" — .{5}", text)
        ok(good, "%s (%s): status %d, place, reason, remedy" % (name, lang, want),
           "status %d; wanted “%s” and “%s”, and what to do, in\n%s" % (r.status, place, word, text[:1500]))
    ok(disk(p) == before, name + ": nothing changed on disk")


def unhurt(p, name, *args, statuses=(0, 1, 2, 3, 4), **kw):
    """Any of the statuses of the contract, and words when it is none of the good ones."""
    r = run(p, *args, **kw)
    if r.status not in statuses or (r.status > 1 and not r.err.strip()):
        ok(False, name, "status %d\n%s" % (r.status, (r.out + r.err)[:1500]))
    return r


def main(*tests):
    def figures(p):
        ok(peak["megabytes"] <= MEGABYTES and peak["seconds"] <= SECONDS,
           "%d runs: at most %.1f s and %d MB" % (peak["runs"], peak["seconds"], peak["megabytes"]))
    kit.main(*tests, figures)
