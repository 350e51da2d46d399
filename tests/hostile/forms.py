"""Forms that are no good YAML: each is refused with its place, in both languages."""
import json
import os

from guard import disk, main, ok, refused, run, unhurt
from kit import same, status, survey

HEAD = "form: thu\nversion: 1\ntitle: Biểu thử\n"
BODY = "sections:\n- section: s\n  title: S\n  fields:\n  - {field: x, type: integer, label: X}\n"

CASES = [  # name, bytes, line:column, Vietnamese, English
    ("an unclosed quote", HEAD + 'short: "abc\n' + BODY, "4:8", "dấu ngoặc kép này", "quotation mark is never closed"),
    ("a tab", HEAD + "sections:\n\t- section: s\n", "5:1", "dấu tab", "a tab stands"),
    ("a duplicate key", HEAD + "version: 2\n" + BODY, "4:1", "version", "a second time (first in line 2)"),
    ("an alias", HEAD + BODY + "print: *x\n", "9:8", "(*", "an alias (*name)"),
    ("an anchor", HEAD + BODY + "print: &x 1\n", "9:8", "(&", "an anchor (&name)"),
    ("a tag", HEAD + BODY + "print: !!python/object:os.system x\n", "9:8", "(!", "a tag (!name)"),
    ("a merge key", HEAD + BODY + "<<: {a: 1}\n", "9:1", "(<<)", "a merge key"),
    ("an unknown key", HEAD + "tilte: T\n" + BODY, "4:1", "tilte", "unknown key “tilte”"),
    ("an unknown key of a field", HEAD + BODY.replace("label", "lable"), "8:31", "lable", "unknown key “lable”"),
    ("bad UTF-8", HEAD.encode() + b"short: a\xff\n" + BODY.encode(), "4:9", "không phải UTF-8", "not UTF-8"),
    ("half a letter at the end", HEAD.encode() + BODY.encode() + b"# \xe1\xbb", "9:3", "không phải UTF-8", "not UTF-8"),
    ("an old Vietnamese encoding", HEAD.encode("utf-8") + "short: Báo cáo\n".encode("latin-1") + BODY.encode(),
     "4:9", "không phải UTF-8", "not UTF-8"),
    ("UTF-16 with a mark", (HEAD + BODY).encode("utf-16"), "1:1", "UTF-16", "UTF-16"),
    ("UTF-16 without one", "form: thu\n".encode("utf-16-le"), "1:2", "NUL", "NUL"),
    ("a NUL", HEAD.encode() + b"short: a\x00b\n" + BODY.encode(), "4:9", "NUL", "NUL"),
    ("a NUL that is spelt", HEAD + 'short: "a\\0b"\n' + BODY, "4:8", "NUL", "NUL"),
    ("a control character", HEAD + "short: a\x1b[31m\n" + BODY, "4:", "", ""),
    ("two documents", HEAD + BODY + "---\n" + HEAD + BODY, "9:1", "", "second document"),
    ("a depth of 100", HEAD + "print: " + "[" * 100 + "]" * 100 + "\n" + BODY, "4:", "quá sâu", "too deep"),
    ("a depth of 100 by indentation",
     HEAD + "print:\n" + "".join(" " * i + "a:\n" for i in range(1, 101)) + BODY, "", "quá sâu", "too deep"),
    ("100,000 opening brackets", "[" * 100000, "1:41", "quá sâu", "too deep"),
    ("100,000 opening braces", "{a: " * 100000, "1:", "quá sâu", "too deep"),
    ("100,000 list marks", "- " * 100000, "1:", "quá sâu", "too deep"),
    ("100,000 question marks", "? " * 100000, "1:", "quá sâu", "too deep"),
    ("100,000 bombs", HEAD + "print:\n" + "".join("  a%d: *a%d\n" % (i, i - 1) for i in range(1, 100000)),
     "5:", "(*", "alias"),
    ("100,000 keys", "".join("k%d: 1\n" % i for i in range(100000)), "1001:1", "quá nhiều", "too many keys"),
    ("60,000 fields", HEAD + BODY + "".join("  - {field: x%d, type: integer, label: X}\n" % i
                                             for i in range(60000)), "", "quá nhiều", "too many"),
    ("100,000 quotation marks", "'" * 100001, "1:1", "", "never closed"),
    ("an empty file", "", "1:1", "trống", "empty"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "1:1", "không phải UTF-8", "not UTF-8"),
]


# ---- fixed rows, values, relevance, parts, targets, roll-ups ---------------------------------------

PLAIN = HEAD + "sections:\n- section: s\n  title: S\n  fields:\n"
TWO = PLAIN + "  - {field: a, type: integer, label: A}\n  - {field: b, type: integer, label: B}\n"


def rows(n, more=lambda i: "", columns=1):
    return PLAIN + "  - field: t\n    type: table\n    label: T\n    columns:\n" + "".join(
        "    - {field: k%d, type: integer, label: K}\n" % i for i in range(columns)) + "    rows:\n" + "".join(
            "    - {row: r%d, label: R%s}\n" % (i, more(i)) for i in range(n))


def fields(n, key):
    """Each needs the next one; the last needs the first."""
    return PLAIN + "".join("  - {field: f%d, type: integer, label: F, %s: f%d + 1 > 1}\n" % (i, key, (i + 1) % n)
                           for i in range(n))


LATER = [
    ("an anchor in rows", rows(1, lambda i: "}\n    - &x {row: x, label: X").replace("R}\n", "R}\n", 1), "15:7", "(&", "an anchor"),
    ("an alias among rows", rows(1) + "    - *x\n", "15:7", "(*", "an alias"),
    ("100,000 fixed rows", rows(100000), "", "quá nhiều", "too many"),
    ("2,001 fixed rows", rows(2001), "2013:7", "quá nhiều", "too many"),
    ("a row summed into itself", rows(2, lambda i: ", sum_of: [r0]" if not i else ""), "14:35", "cộng vào chính nó",
     "summed into itself"),
    ("1,999 rows summed in a circle", rows(1999, lambda i: ", sum_of: [r%d]" % ((i + 1) % 1999)), "14:35",
     "cộng vào chính nó", "summed into itself"),
    ("the sum of 100,000 rows", rows(2, lambda i: ", sum_of: [%s]" % ", ".join(["r1"] * 100000) if not i else ""), "14:40",
     "lần thứ hai", "a second time"),
    ("100,000 closed columns", rows(1, lambda i: ", closed: [%s]" % ", ".join(["k0"] * 100000)), "14:", "quá nhiều",
     "too many"),
    ("900 values in a circle", fields(900, "value"), "8:", "nó cần đến chính nó", "it needs itself"),
    ("900 fields asked in a circle", fields(900, "when"), "8:", "nó cần đến chính nó", "it needs itself"),
    ("parts of 100,000", TWO + "parts:\n- {whole: a, of: [%s]}\n" % ", ".join(["b"] * 100000), "11:22", "", ""),
    ("100,000 divisions", TWO + "of_which:\n" + "- {whole: a, of: [b]}\n" * 100000, "", "quá nhiều", "too many"),
    ("100,000 targets", TWO + "targets:\n" + "".join(
        "- {target: t%d, label: A, period: year, figure: a}\n" % i for i in range(70000)), "", "quá nhiều", "too many"),
    ("100,000 columns of a roll-up", TWO + "rollups:\n- rollup: r\n  title: R\n  columns:\n" + "".join(
        "  - {column: c%d, sum: a}\n" % i for i in range(100000)), "", "quá nhiều", "too many"),
    ("places of 20 digits", TWO + "  - {field: c, type: decimal, places: 99999999999999999999, label: C}\n", "10:39",
     "không phải số nguyên", "is no whole number"),
    ("a scale of 300 digits", TWO + "  - {field: c, type: money, measure: x, scale: 1%s, label: C}\n" % ("0" * 300), "10:",
     "", ""),
]

WIDE = [  # what is within all bounds is taken, and an entry can be made of it
    ("1,990 rows, each the sum of the next", rows(1990, lambda i: ", sum_of: [r%d]" % (i + 1) if i < 1989 else ""),
     {"t": [{"_row": "r1989", "k0": 4}]}, 0),
    ("sums that double 100 times", rows(200, lambda i: ", sum_of: [r%d, r%d]" % (i + 1, i + 2) if i < 198 else ""),
     {"t": [{"_row": "r199", "k0": 4}, {"_row": "r198", "k0": 4}]}, 1),
    ("1,990 rows with 200 columns", rows(1990, columns=200), {"t": [{"_row": "r%d" % i, "k7": i} for i in range(1990)]}, 0),
    ("300 rows that depend on a figure", rows(300, lambda i: ", when: r0.k0 > %d" % i if i else ""),
     {"t": [{"_row": "r0", "k0": 100}, {"_row": "r5", "k0": 7}]}, 0),
    ("900 values, each from the next", PLAIN + "".join(
        "  - {field: f%d, type: integer, label: F%s}\n" % (i, ", value: f%d + 1" % (i + 1) if i < 899 else "")
        for i in range(900)), {"f899": 1}, 0),
    ("100 values that double", PLAIN + "".join(
        "  - {field: f%d, type: integer, label: F%s}\n" % (i, ", value: f%d * 2" % (i + 1) if i < 99 else "")
        for i in range(100)), {"f99": 1}, 1),
    ("100 fields, each asked if the next is", PLAIN + "".join(
        "  - {field: f%d, type: integer, label: F%s}\n" % (i, ", when: f%d > 0" % (i + 1) if i < 99 else "")
        for i in range(100)), {"f99": 1, "f98": 1, "f3": 1}, 0),
    ("a proposed text of 3 MB", PLAIN + "  - {field: a, type: narrative, label: A, proposed: %s}\n" % ("x " * 1500000), {}, 0),
    ("200 roll-ups of 100 columns", TWO + "rollups:\n" + "".join("- {rollup: r%d, title: R, columns: [%s]}\n" % (
        i, ", ".join("{column: c%d, label: C, sum: a + %d}" % (k, k) for k in range(100))) for i in range(200)), {"a": 1}, 0),
]


def later(p):
    for name, content, place, vi, en in LATER:
        p.write("form.yaml", content)
        refused(p, 1, name, "lint", "form.yaml", place="form.yaml:" + place, vi=vi, en=en)


    p.write("form.yaml", rows(2, lambda i: ", sum_of: [%s]" % ", ".join(["r1"] * 5) if not i else ""))
    lines = run(p, "lint", "form.yaml").out.splitlines()
    same([x.split(":")[2] for x in lines], ["40", "44", "48", "52"], "each place once")


def wide(p):
    os.mkdir(p.path("forms"))
    env = {"PHIEU_FORMS": p.path("forms")}
    for name, content, answers, want in WIDE:
        p.write("forms/f.yaml", content.replace("sections:", "units: kien-giang-2015\nsections:", 1))
        status(run(p, "lint", "forms/f.yaml"), 0, name + " is taken")
        r = run(p, "enter", "a.db", "--form", "thu", "--unit", "kg_an_bien", "--from", "-", stdin=json.dumps(answers),
                env=env)
        status(r, want, "an entry of it")
        status(run(p, "show", "a.db", "thu/kg_an_bien", env=env), 0, "is shown")
        status(run(p, "check", "a.db", env=env), want, "and is sound")
        os.unlink(p.path("a.db"))


def yaml(p):
    for name, content, place, vi, en in CASES:
        p.write("form.yaml", content)
        refused(p, 1, name, "lint", "form.yaml", place="form.yaml:" + place, vi=vi, en=en)


def large(p):
    """One hundred megabytes are not even read."""
    for name, block in (("100 MB of one key", b"a" * (1 << 20)), ("100 MB of brackets", b"[" * (1 << 20)),
                        ("100 MB of zeros", bytes(1 << 20))):
        with open(p.path("large.yaml"), "wb") as f:
            for _ in range(100):
                f.write(block)
        refused(p, 3, name, "lint", "large.yaml", place="large.yaml", vi="4194304", en="4194304")
        os.unlink(p.path("large.yaml"))
    with open(p.path("sparse.yaml"), "wb") as f:
        f.truncate(1 << 40)
    refused(p, 3, "a terabyte of nothing", "lint", "sparse.yaml", place="sparse.yaml", vi="4194304",
            en="4194304")
    os.unlink(p.path("sparse.yaml"))


def places(p):
    """What is no file at all."""
    os.mkdir(p.path("folder.yaml"))
    refused(p, 3, "a folder", "lint", "folder.yaml", place="folder.yaml", vi="không phải", en="not a regular file")
    os.mkfifo(p.path("fifo.yaml"))
    refused(p, 3, "a FIFO", "lint", "fifo.yaml", place="fifo.yaml", vi="không phải", en="not a regular file")
    os.symlink("loop.yaml", p.path("loop.yaml"))
    unhurt(p, "a link to itself", "lint", "loop.yaml", statuses=(3,))
    unhurt(p, "a device", "lint", "/dev/zero", statuses=(3,))


def everywhere(p):
    """A bad form stops no other command: not beside the good ones, not as an argument."""
    os.mkdir(p.path("forms"))
    for name in os.listdir(p.env["PHIEU_FORMS"]):
        with open(os.path.join(p.env["PHIEU_FORMS"], name), "rb") as f:
            p.write("forms/" + name, f.read())
    for i, (name, content, *_) in enumerate(CASES + LATER):
        p.write("forms/bad%d.yaml" % i, content)
    os.mkfifo(p.path("forms/fifo.yaml"))
    env = {"PHIEU_FORMS": p.path("forms")}
    r = run(p, "enter", "a.db", "--form", "kg-khao-sat-2015", "--unit", "kg_an_bien", "--from", "-",
            "--submit", stdin=json.dumps(survey()), env=env)
    status(r, 0, "an entry is made and submitted beside %d bad forms" % len(CASES + LATER))
    status(run(p, "list", "a.db", env=env), 0, "and listed")
    status(run(p, "check", "a.db", env=env), 0, "and is sound")
    status(run(p, "keys", "a.db", "-", "--as", "kg_an_bien", stdin="Down Enter", env=env), 0, "and shown")
    before = disk(p)
    for i, (name, *_) in enumerate(CASES + LATER):
        r = unhurt(p, "form add: " + name, "form", "add", "a.db", "forms/bad%d.yaml" % i)
        if r.status == 0:
            ok(False, "form add takes " + name)
    same(disk(p), before, "none of them gets into the data file")


main(yaml, later, wide, large, places, everywhere)
