"""Copies of one file, changed in two places, brought together again: `merge`, `conflicts`, `resolve`."""
import hashlib
import itertools
import json
import os
import pty
import signal
import sqlite3
import subprocess

from kit import FORM, PROGRAM, UNIT, code, copy, main, ok, same, status, without_row_ids

OTHER = "kg_an_minh"


def change(p, file, answers, at, *more):
    """A new revision: what is shown, changed."""
    entry = p.listed(file)[0]["entry"]
    now = p.show(file, entry)["answers"]
    now.update(answers)
    now = {k: v for k, v in now.items() if v is not None}
    r = p.run("enter", file, "--entry", entry, "--from", "-", "--at", at, *more, stdin=json.dumps(now).encode())
    status(r, 0, f"{file} is changed")


def merge(p, file, *others, **kw):
    r = p.run("merge", file, *others, "--json", **kw)
    return r, r.json() if r.out else None


def sound(p, *files):
    for f in files:
        status(p.run("check", f, "--quiet"), 0, f"{f} is sound")


def everything(p, file):
    """What a file says of its entries, whatever the order in which it learned it."""
    entries = [p.show(file, e["entry"]) for e in p.listed(file)]
    return json.dumps(sorted(entries, key=lambda e: e["entry"]), sort_keys=True, ensure_ascii=False)


def union(p):
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("b.db", {"bi_thu": "B"}, unit=OTHER)
    r, report = merge(p, "a.db", "b.db")
    status(r, 0, "another file is taken in")
    f = report["files"][0]
    same(f["seen"], f["known"] + f["added"] + f["quarantined"] + f["refused"], "the counts add up")
    ok(f["known"] >= 2 and f["added"] >= 2, "the form was known, the entry was not", str(f))
    same([(e["unit"], e["new"], e["changed"], e["same"], e["conflicting"]) for e in report["entries"]],
         [(OTHER, 1, 0, 0, 0)], "one new entry")
    same(sorted(e["unit"] for e in p.listed("a.db")), [UNIT, OTHER], "both are here")
    before = code(p, "a.db")
    r, report = merge(p, "a.db", "b.db")
    same([report["files"][0]["added"], report["entries"][0]["same"]], [0, 1], "again: nothing new")
    same(code(p, "a.db"), before, "and nothing changed")
    merge(p, "b.db", "a.db")
    same(code(p, "b.db"), before, "the other way round gives the same set")
    same(everything(p, "b.db"), everything(p, "a.db"), "and the same states")
    sound(p, "a.db", "b.db")


def trial(p):
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("b.db", {"bi_thu": "B"}, unit=OTHER)
    before = p.disk()
    r, report = merge(p, "a.db", "b.db", "--dry-run")
    status(r, 0, "a trial")
    same([e["new"] for e in report["entries"]], [1], "tells what would come")
    same(p.disk(), before, "and writes nothing")


def split(p):
    """One entry in a common file, copied to two machines."""
    p.enter("base.db", {"bi_thu": "gốc", "noi_lap": "gốc", "nguoi_tong_hop": "gốc",
                        "phu_luc": [{"_row": "aaaaaaaaaaaaaaaa", "ten_loai_hinh": "Tổ 1", "so_mo_hinh": 1},
                                    {"_row": "bbbbbbbbbbbbbbbb", "ten_loai_hinh": "Tổ 2", "so_mo_hinh": 2}]},
            "--at", "2015-06-01")
    copy(p, "base.db", "a.db")
    copy(p, "base.db", "b.db")


def together(p, *files):
    """Merges in every order into fresh copies of the base; all must agree. Returns what they say."""
    said = set()
    for i, order in enumerate(itertools.permutations(files)):
        copy(p, "base.db", f"m{i}.db")
        for f in order:
            merge(p, f"m{i}.db", f)
        said.add(everything(p, f"m{i}.db") + code(p, f"m{i}.db"))
    same(len(said), 1, "every order of merging gives the same")
    return p.show("m0.db", p.listed("m0.db")[0]["entry"])


def different_fields(p):
    split(p)
    change(p, "a.db", {"bi_thu": "A"}, "2015-06-02")
    change(p, "b.db", {"noi_lap": "B"}, "1970-01-01")
    shown = together(p, "a.db", "b.db")
    same(shown["conflicts"], [], "different fields never ask")
    same((shown["answers"]["bi_thu"], shown["answers"]["noi_lap"], shown["state"], len(shown["heads"])),
         ("A", "B", "draft", 2), "both changes stand, a clock in 1970 or not")
    change(p, "m0.db", {"nguoi_tong_hop": "C"}, "2015-06-03")
    shown = p.show("m0.db", shown["entry"])
    same((shown["answers"]["bi_thu"], shown["answers"]["noi_lap"], len(shown["heads"])), ("A", "B", 1),
         "the next revision joins the two")


def same_field(p):
    split(p)
    change(p, "a.db", {"bi_thu": "A"}, "2015-06-02", "--author", "An", "--as", UNIT)
    change(p, "b.db", {"bi_thu": "B", "noi_lap": "B"}, "2015-06-03")
    shown = together(p, "a.db", "b.db")
    same((shown["state"], [c["field"] for c in shown["conflicts"]]), ("conflict", ["bi_thu"]), "the same field asks")
    c = shown["conflicts"][0]
    same((sorted(x["value"] for x in c["candidates"]), c["base"]), (["A", "B"], "gốc"), "with both candidates and what was before")
    ok({"An", None} == {x["author"] for x in c["candidates"]}, "and who wrote them", str(c))
    r = p.run("conflicts", "m0.db", "--json")
    status(r, 1, "conflicts lists it")
    same([x["field"] for x in r.json()], ["bi_thu"], "this one")
    status(p.run("enter", "m0.db", "--entry", shown["entry"], "--from", "-", stdin=b"{}"), 2, "meanwhile nobody writes over it")
    status(p.run("resolve", "m0.db", shown["entry"], "noi_lap", "--take", "1"), 2, "a field without conflict")
    status(p.run("resolve", "m0.db", shown["entry"], "bi_thu", "--take", "9"), 2, "no such candidate")
    n = [x["value"] for x in c["candidates"]].index("A") + 1
    status(p.run("resolve", "m0.db", shown["entry"], "bi_thu", "--take", str(n)), 0, "decided")
    after = p.show("m0.db", shown["entry"])
    same((after["state"], after["answers"]["bi_thu"], after["answers"]["noi_lap"], len(after["heads"])),
         ("draft", "A", "B", 1), "the choice stands, with what nobody asked about")
    for f in ("a.db", "b.db"):
        merge(p, "m0.db", f)
    same(p.show("m0.db", shown["entry"])["conflicts"], [], "a settled field is not asked again")
    sound(p, "m0.db")
    change(p, "b.db", {"bi_thu": "C"}, "2015-06-04")
    merge(p, "m0.db", "b.db")
    again = p.show("m0.db", shown["entry"])["conflicts"]
    same([sorted(x["value"] for x in c["candidates"]) for c in again], [["A", "C"]], "but what is newer is")


def two_conflicts(p):
    split(p)
    change(p, "a.db", {"bi_thu": "A", "noi_lap": "A"}, "2015-06-02")
    change(p, "b.db", {"bi_thu": "B", "noi_lap": None}, "2015-06-03")
    shown = together(p, "a.db", "b.db")
    same([c["field"] for c in shown["conflicts"]], ["bi_thu", "noi_lap"], "two places")
    status(p.run("resolve", "m0.db", shown["entry"], "bi_thu", "--value", '"D"'), 0, "one is decided, with another value")
    half = p.show("m0.db", shown["entry"])
    same((half["state"], len(half["heads"])), ("conflict", 2), "the other still waits")
    blank = [x["value"] for x in half["conflicts"][1]["candidates"]].index(None) + 1
    status(p.run("resolve", "m0.db", shown["entry"], "noi_lap", "--take", str(blank)), 0, "then the other")
    after = p.show("m0.db", shown["entry"])
    same((after["state"], after["answers"]["bi_thu"], "noi_lap" in after["answers"]), ("draft", "D", False), "both choices stand")


def rows(p):
    split(p)
    base = p.show("base.db", p.listed("base.db")[0]["entry"])["answers"]["phu_luc"]
    one, two = base
    change(p, "a.db", {"phu_luc": [dict(one, so_mo_hinh=10), two, {"ten_loai_hinh": "Tổ A"}]}, "2015-06-02")
    change(p, "b.db", {"phu_luc": [two, one, {"ten_loai_hinh": "Tổ B"}]}, "2015-06-03")
    shown = together(p, "a.db", "b.db")
    same(shown["conflicts"], [], "a row changed here, moved there; one added on each side: nobody is asked")
    names = [r["ten_loai_hinh"] for r in shown["answers"]["phu_luc"]]
    same(sorted(names), ["Tổ 1", "Tổ 2", "Tổ A", "Tổ B"], "every row is there")
    same([r["so_mo_hinh"] for r in shown["answers"]["phu_luc"] if r["ten_loai_hinh"] == "Tổ 1"], [10], "with the change")


def row_removed(p):
    split(p)
    one, two = p.show("base.db", p.listed("base.db")[0]["entry"])["answers"]["phu_luc"]
    change(p, "a.db", {"phu_luc": [two]}, "2015-06-02")
    change(p, "b.db", {"phu_luc": [dict(one, so_mo_hinh=7), two]}, "2015-06-03")
    shown = together(p, "a.db", "b.db")
    same([c["path"] for c in shown["conflicts"]], [f"phu_luc/{one['_row']}/$alive"], "removed here, changed there: one question")
    ok(any(r["so_mo_hinh"] == 7 for r in shown["answers"]["phu_luc"]), "the changed row stays in sight")
    field = shown["conflicts"][0]["field"]
    gone = [x["value"] for x in shown["conflicts"][0]["candidates"]].index(None) + 1
    copy(p, "m0.db", "m9.db")
    status(p.run("resolve", "m0.db", shown["entry"], field, "--take", str(gone)), 0, "removed after all")
    same([r["ten_loai_hinh"] for r in p.show("m0.db", shown["entry"])["answers"]["phu_luc"]], ["Tổ 2"], "the row is gone")
    status(p.run("resolve", "m9.db", shown["entry"], field, "--take", str(3 - gone)), 0, "or kept")
    same([r["so_mo_hinh"] for r in p.show("m9.db", shown["entry"])["answers"]["phu_luc"]], [7, 2], "then it is there, changed")


def created_twice(p):
    p.enter("base.db", {"bi_thu": "x"}, unit=OTHER)
    copy(p, "base.db", "a.db")
    copy(p, "base.db", "b.db")
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("b.db", {"bi_thu": "B"})
    merge(p, "a.db", "b.db")
    twins = [e for e in p.listed("a.db") if e["unit"] == UNIT]
    same([e["flags"] for e in twins], [["possible_duplicate"]] * 2, "the same unit and period created twice: both are kept, and said")


def submitted(p):
    split(p)
    change(p, "a.db", {"bi_thu": "A"}, "2015-06-02")
    entry = p.listed("a.db")[0]["entry"]
    change(p, "b.db", {"noi_lap": "B"}, "2015-06-03")
    merge(p, "b.db", "a.db")
    shown = p.show("b.db", entry)
    same((shown["state"], len(shown["heads"])), ("draft", 2), "drafts of both")
    sound(p, "b.db")


def damaged(p):
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("b.db", {"bi_thu": "B" * 50}, unit=OTHER)
    p.enter("b.db", {"bi_thu": "C"}, unit="kg_rach_gia")
    copy(p, "b.db", "lied.db")
    p.sql("lied.db", "UPDATE body SET data = replace(data, 'BBBB', 'XXXX') WHERE data LIKE '%BBBB%'", write=True)
    r, report = merge(p, "a.db", "lied.db")
    status(r, 1, "a body that is not what its name says")
    same((report["files"][0]["quarantined"], sorted(e["unit"] for e in p.listed("a.db"))[-1]), (1, "kg_rach_gia"),
         "is put apart; the rest is taken")
    ok(not p.sql("a.db", "SELECT 1 FROM body WHERE data LIKE '%XXXX%'"), "never a different value under a known hash")
    r, report = merge(p, "a.db", "b.db")
    status(r, 0, "the sound file brings it")
    same(report["files"][0]["added"], 1, "one body")
    before = p.disk()
    for name, content in (("zero.db", b""), ("text.db", b"Xin chao"), ("cut.db", p.read("b.db")[:8192 * 3])):
        p.write(name, content)
        r = p.run("merge", "a.db", name)
        ok(r.status in (3, 4) and name in r.err, f"{name} is refused by name", r.err)
    r = p.run("merge", "a.db", "nowhere.db", "b.db", "--json")
    status(r, 1, "one of several is not there")
    ok("error" in r.json()["files"][0] and r.json()["files"][1]["known"] > 0, "the other is taken all the same")
    sound(p, "a.db")


def drafts(p):
    p.enter("base.db", {"bi_thu": "x"})
    copy(p, "base.db", "b.db")
    status(p.run("keys", "b.db", "--as", UNIT, "-", stdin="Enter End text:\"dở dang\" wait:3000".encode()), 0, "somebody begins")
    has = p.sql("b.db", "SELECT count(*) FROM draft_value")[0][0]
    if not has:
        return
    r, report = merge(p, "base.db", "b.db")
    same(report["files"][0]["drafts"], 1, "unfinished work comes along")
    same(p.sql("base.db", "SELECT count(*) FROM draft")[0][0], 0, "and is nobody's draft here")
    r, report = merge(p, "base.db", "b.db")
    same(report["files"][0]["drafts"], 0, "once")


def many(p, file, n):
    """Other entries like the one of the file; its lists are not made, which a merge never reads."""
    db = sqlite3.connect(p.path(file))
    head, data = db.execute("SELECT head, data FROM event, body WHERE head LIKE '%\"revision\"%'"
                            " AND data LIKE '{\"answers\"%'").fetchone()
    head, data = json.loads(head), json.loads(data)
    for i in range(n):
        head["entry"] = data["salt"] = "%032x" % (i + 1)
        head["unit"] = "unit-%d" % i
        rows = []
        for prefix, value in ((b"phieu-body-1\0", data), (b"phieu-event-1\0", head)):
            text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            rows += [hashlib.sha256(prefix + text.encode()).digest(), text]
            head["body"] = rows[0].hex()
        db.execute("INSERT INTO body(hash, data) VALUES(?, ?)", rows[:2])
        db.execute("INSERT INTO event(hash, head) VALUES(?, ?)", rows[2:])
    db.commit()
    db.close()


def stopped(p):
    """U4: Ctrl-C in the middle leaves a sound file, and merging again goes on. The first line that tells
    how far it is says when to press it."""
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("big.db", {"bi_thu": "B"}, unit=OTHER)
    many(p, "big.db", 4000)
    os.mkdir(p.path("tmp"))
    terminal, stderr = pty.openpty()
    env = {**p.env, "TMPDIR": p.path("tmp"), "PHIEU_TEST_BAR": "1"}
    child = subprocess.Popen([PROGRAM, "merge", "a.db", "big.db"], cwd=p.folder, env=env, stdout=subprocess.PIPE,
                             stderr=stderr)
    os.close(stderr)
    said = b""
    while b"big.db" not in said:
        said += os.read(terminal, 4096)
    child.send_signal(signal.SIGINT)
    child.communicate()
    ok("1/1 big.db" in said.decode(), "which file of how many", str(said))
    same(child.returncode, 1, "Ctrl-C ends it with status 1")
    os.set_blocking(terminal, False)
    try:
        said += os.read(terminal, 65536)
    except OSError:
        pass
    os.close(terminal)
    ok("phieu: big.db" in said.decode(), "it says that the file is to be taken in again", said.decode())
    same(os.listdir(p.path("tmp")), [], "nothing is left in the folder for copies")
    status(p.run("copy", "a.db", "half.db"), 0, "what came is sound")
    ok(p.sql("a.db", "SELECT count(*) FROM event")[0][0] < 4000, "not everything came")
    r, report = merge(p, "a.db", "big.db")
    same([r.status, report["files"][0]["quarantined"]], [0, 0], "merging again goes on")
    same(p.sql("a.db", "SELECT count(*) FROM x_state")[0][0], 4002, "to the end")
    status(p.run("copy", "a.db", "whole.db"), 0, "and is sound")


def watched(p, *args, until=None, **env):
    """A command whose standard error is a terminal: its status, and what stood there. until: what must be read before
    Ctrl-C is pressed."""
    terminal, stderr = pty.openpty()
    child = subprocess.Popen([PROGRAM, *args], cwd=p.folder, env={**p.env, "TMPDIR": p.path("tmp"), **env},
                             stdout=subprocess.DEVNULL, stderr=stderr)
    os.close(stderr)
    said = b""
    while True:
        if until and until.encode() in said:
            child.send_signal(signal.SIGINT)
            until = None
        try:
            more = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        said += more
    child.communicate()
    os.close(terminal)
    return child.returncode, said.decode(errors="replace")


def told(p):
    """diff, receipt and the private copy of a file tell how far they are, and end at Ctrl-C."""
    now = {"PHIEU_TEST_BAR": "1"}  # without it: after half a second
    p.enter("a.db", {"bi_thu": "A"})
    p.enter("big.db", {"bi_thu": "B"}, unit=OTHER)
    many(p, "big.db", 4000)
    os.mkdir(p.path("tmp"))
    before = {f: p.read(f) for f in ("a.db", "big.db")}
    code, said = watched(p, "diff", "a.db", "big.db", **now)
    ok(code == 1 and "đang so với big.db" in said and "%" in said, "diff tells how far it is", said)
    code, said = watched(p, "diff", "a.db", "big.db", "--quiet", **now)
    same((code, said), (1, ""), "with --quiet nothing is told")
    same(p.run("diff", "a.db", "big.db", env=now).err, "", "nor into a pipe")
    code, said = watched(p, "diff", "a.db", "big.db", until="big.db", **now)
    ok(code == 1 and "đã dừng trước khi đọc hết" in said, "Ctrl-C ends it, and it says so", said)
    code, said = watched(p, "receipt", "a.db", "big.db", **now)
    ok("đang đọc big.db" in said, "receipt tells what it reads", said)
    same({f: p.read(f) for f in before}, before, "no file was changed")
    p.write("big.db-journal", bytes(512))  # beside which it is not read in place
    code, said = watched(p, "merge", "a.db", "big.db", until="big.db", **now)
    ok(code == 1 and "1/1 big.db" in said, "copying a file from elsewhere can be stopped", said)
    ok(p.events("a.db") < 4000, "not everything came")
    same(os.listdir(p.path("tmp")), [], "no copy is left")
    r, report = merge(p, "a.db", "big.db")
    same((r.status, p.sql("a.db", "SELECT count(*) FROM x_state")[0][0]), (0, 4002), "merging again goes on to the end")


if __name__ == "__main__":
    main(stopped, told, union, trial, different_fields, same_field, two_conflicts, rows, row_removed, created_twice, submitted, damaged, drafts)
