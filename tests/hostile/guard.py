"""What the tests of bad input share, on top of tests/cli/kit.py: a run that is watched for time and
memory, and a refusal that is clear in both languages."""
import atexit
import hashlib
import itertools
import json
import os
import re
import stat
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import kit  # noqa: E402
from kit import PROGRAM, SANITIZERS, ok  # noqa: E402

FULL = os.environ.get("PHIEU_HOSTILE_FULL")  # larger rounds, each refusal in both languages
HANGS = 400  # seconds of the wall: a program that waits for ever


def serve(requests, answers):
    """Runs what is asked for, in a process that stays small: what Linux tells of the memory of a program
    includes what the process had that started it, and tests may hold 100 MB."""
    for line in requests:
        job = json.loads(line)
        with open(job["in"], "rb") as i, open(job["out"], "wb") as o, open(job["err"], "wb") as e:
            child = subprocess.Popen(job["args"], cwd=job["cwd"], env=job["env"], stdin=i, stdout=o, stderr=e)
        timer = threading.Timer(HANGS, child.kill)
        timer.start()
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        print(json.dumps([child.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]), file=answers,
              flush=True)


def start_server():
    (ask, tell), (got, said) = (os.pipe() for _ in range(2))
    child = os.fork()
    if not child:
        os.close(tell), os.close(got)
        serve(os.fdopen(ask), os.fdopen(said, "w"))
        os._exit(0)
    os.close(ask), os.close(said)
    jobs = os.fdopen(tell, "w")
    atexit.register(lambda: (jobs.close(), os.waitpid(child, 0)))
    return jobs, os.fdopen(got)


requests, answers = start_server()
with open(PROGRAM, "rb") as f:
    SANITIZED = b"__asan_init" in f.read()
# Sanitizers cost memory and time several times over; the true figures are those of a plain build.
MEGABYTES = 700 if SANITIZED else 200
# Of the processor: what else the machine does is not counted. The longest work is one entry with 28 revisions of
# up to 100,000 answers beside each other.
SECONDS = 60 if SANITIZED else 6
CONTROLS = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f]")  # a form feed parts the pages of a report

peak = {"megabytes": 0, "seconds": 0.0, "runs": 0}


class Watched(kit.Result):
    pass


def run(p, *args, stdin=b"", env=None):
    """Like Place.run, but a signal, a sanitizer's report, too much memory or time is a failed check, and
    so is a control character in what a person reads."""
    env = {**p.env, **(env or {})}
    env["ASAN_OPTIONS"] = kit.sanitizers(str(args[0]), env.get("ASAN_OPTIONS", "quarantine_size_mb=16") + ":allocator_may_return_null=1")
    files = {name: p.path("." + name) for name in ("in", "out", "err")}
    with open(files["in"], "wb") as f:
        f.write(stdin.encode() if isinstance(stdin, str) else stdin)
    print(json.dumps({**files, "args": [PROGRAM, *args], "cwd": p.folder, "env": env}), file=requests, flush=True)
    returned, seconds, megabytes = json.loads(answers.readline())
    texts = []
    for name in ("out", "err"):
        with open(files[name], "rb") as f:
            texts.append(f.read().decode(errors="replace"))
    for path in files.values():
        os.unlink(path)
    what = "phieu " + " ".join(str(a) for a in args)[:120]
    peak["seconds"] = max(peak["seconds"], seconds)
    peak["megabytes"] = max(peak["megabytes"], megabytes)
    peak["runs"] += 1
    if returned < 0:
        ok(False, "ended by signal %d: %s" % (-returned, what), texts[1])
    if any(s in texts[1] for s in SANITIZERS):
        ok(False, "a sanitizer's report: " + what, texts[1])
    if seconds > SECONDS or megabytes > MEGABYTES:
        ok(False, "%.1f s, %d MB: %s" % (seconds, megabytes, what))
    if CONTROLS.search(texts[0] + texts[1]):
        ok(False, "a control character is printed: " + what, repr(texts[0] + texts[1])[:2000])
    return Watched(returned, *texts)


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


def languages(vi, en, turn=itertools.count()):
    """One after the other takes the next language, with its word; all of them in a full run."""
    both = ("vi", vi), ("en", en)
    return both if FULL else (both[next(turn) % 2],)


def refused(p, want, name, *args, place, vi, en, **kw):
    """Status, place, reason and remedy, and the disk stays as it was."""
    before = disk(p)
    for lang, word in languages(vi, en):
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
