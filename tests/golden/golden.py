"""T8: files of every format version that was released (tests/golden/v*, made by make.py, never by this test) are opened by
this program and show what they showed; more may be shown, nothing else. What a newer program wrote is merged without losing
a byte and refused for editing (U8)."""
import glob
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import show  # noqa: E402
from kit import ok, refused, same, status  # noqa: E402


def differs(want, got, where=""):
    """Where something that was shown is not any more."""
    if isinstance(want, dict) and isinstance(got, dict):
        return [d for k in want for d in (differs(want[k], got[k], f"{where}/{k}") if k in got else [f"{where}/{k} is not shown"])]
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        return [d for i, (a, b) in enumerate(zip(want, got)) for d in differs(a, b, f"{where}/{i}")]
    return [] if want == got else [f"{where}: {got!r}, not {want!r}"]


def sets(p, file):
    return (set(p.sql(file, "SELECT hash, head FROM event")), set(p.sql(file, "SELECT hash, data FROM body")))


def drafts(p, file):
    return set(p.sql(file, "SELECT hash FROM draft_copy"))


def copied(p, path, to):
    shutil.copy(path, p.path(to))
    os.chmod(p.path(to), 0o600)
    return to


def shows(p, path):
    file = copied(p, path, "old.db")
    with open(path.replace(".db", ".json"), encoding="utf-8") as f:
        want = json.load(f)
    wrong = differs(want, show.shown(p, file))
    ok(not wrong, f"{path[len(HERE) + 1:]}: shows what it showed", "\n".join(wrong[:10]))


def merges(p, path):
    """Into a file of this program's, and on from there: every byte arrives."""
    file, what = copied(p, path, "old.db"), path[len(HERE) + 1:]
    events, bodies = sets(p, file)
    status(p.run("form", "add", "new.db", os.path.join(HERE, "forms", "mau-nho.yaml")), 0, "a file of this program")
    r = p.run("merge", "new.db", file, "--json")
    ok(r.status in (0, 1) and r.json()["files"][0]["quarantined"] == 0, f"{what}: is taken in as a whole", r.err)
    ok(sets(p, "new.db")[0] >= events and sets(p, "new.db")[1] >= bodies, f"U8: {what}: no byte of any event or body is lost")
    ok(drafts(p, "new.db") >= drafts(p, file) and len(drafts(p, "new.db")) >= 2, "nor a draft, begun there or carried there")
    p.run("copy", "new.db", "further.db")
    p.run("merge", "third.db", "further.db") if os.path.exists(p.path("third.db")) else shutil.copy(p.path("new.db"), p.path("third.db"))
    same(sets(p, "third.db"), sets(p, "new.db"), f"U8: {what}: and they are handed on")
    same(p.run("check", "new.db", "--json").json()["bad"], 0, "I1: all hashes are right")


def older(p, path):
    """Of an older or the same program: goes on being worked with."""
    file = copied(p, path, "old.db")
    before = sets(p, file)
    r = p.run("enter", file, "--form", "mau-nho", "--unit", "u3", "--period", "2016", "--from", "-", stdin={"so_xa": 1})
    status(r, 0, f"{path[len(HERE) + 1:]}: is written to")
    after = sets(p, file)
    ok(before[0] < after[0] and before[1] < after[1], "and everything stays")


def newer(p, path):
    file, what = copied(p, path, "newer.db"), path[len(HERE) + 1:]
    entry = p.listed(file)[0]["entry"]
    for args in (("enter", file, "--entry", entry, "--from", "-"), ("withdraw", file, entry), ("merge", file, file),
                 ("rebuild", file), ("join", file, entry, entry)):
        r = refused(p, 4, f"U8: {what}: refused for {args[0]}", *args, stdin=b"{}")
        ok("mới hơn" in r.err, "with the reason", r.err)


def main():
    p = None
    versions = sorted(glob.glob(os.path.join(HERE, "v*")))
    ok(versions, "there are golden files")
    for folder in versions:
        for name, tests in (("whole.db", (shows, merges, older)), ("newer.db", (shows, merges, newer))):
            for test in tests:
                p = show.place()
                test(p, os.path.join(folder, name))
                p.close()
    import kit
    print("1..%d" % kit._count)
    sys.exit(1 if kit._failed else 0)


if __name__ == "__main__":
    main()
