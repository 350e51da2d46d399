"""Expressions from strangers (tests/db/sandbox_hostile.tsv) inside a form: each is refused with a place
that points into it, whatever way the YAML quotes it; what may run is bounded."""
import json
import os
import re

from guard import languages, main, ok, run
from kit import SOURCE, same, status

HEAD = """form: thu
version: 1
title: Biểu thử
units: kien-giang-2015
sections:
- section: s
  title: S
  fields:
  - {field: a, type: integer, label: A}
  - {field: b, type: integer, label: B}
  - {field: c, type: integer, label: C}
  - {field: ten, type: text, label: T}
  - {field: dai, type: text, label: D}
  - {field: trong, type: integer, label: E}
  - field: t
    type: table
    label: B
    columns:
    - {field: n, type: integer, label: N}
    - {field: ghi_chu, type: text, label: G}
checks:
"""


def cases(*kinds):
    with open(os.path.join(SOURCE, "tests", "db", "sandbox_hostile.tsv"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            expression, kind, offset, part = line.rstrip("\n").split("\t")
            if kind in kinds and expression.strip():
                yield (re.sub(r"\b([xyz]|t)\.a\b", r"\1.n", expression), kind,
                       None if offset == "-" else int(offset), part)


def literal(e):
    """As it stands, below a |-; where the first letter is."""
    return "|-\n    " + e, 1, 5, lambda n: n


def single(e):
    return "'" + e.replace("'", "''") + "'", 0, 10, lambda n: n + e[:n].count("'")


def double(e):
    def width(n):
        return n + e[:n].count('"') + e[:n].count("\\")
    return '"' + e.replace("\\", "\\\\").replace('"', '\\"') + '"', 0, 10, width


def refusals(p, how):
    form, wanted = HEAD, []
    for i, (e, _, offset, part) in enumerate(cases("refused")):
        text, down, column, width = how(e)
        line = form.count("\n") + 2 + down
        letters = len(e.encode()[:offset].decode())
        wanted.append((e, "%d:%d: " % (line, column + width(letters)), part))
        form += "- check: k%d\n  that: %s\n  at: [a]\n  message: M\n" % (i, text)
    p.write("form.yaml", form)
    for lang in ("en", "vi"):
        r = run(p, "lint", "form.yaml", "--lang", lang)
        status(r, 1, "%s: refused in %s" % (how.__name__, lang))
        lines = r.out.splitlines()
        same(len(lines), len(wanted), "one problem each")
        for e, place, part in wanted:
            found = [x for x in lines if x.startswith("form.yaml:" + place)]
            if not found or (lang == "en" and part not in found[0]):
                near = [x for x in lines if x.startswith("form.yaml:" + place.split(":")[0] + ":")]
                ok(False, "%s: %s points into it" % (how.__name__, e), "wanted %s%s\ngot %s" % (place, part, near))
        if lang == "vi":
            english = [x for x in lines if re.search(r"\b(the|this|is not|unknown|write)\b", x)]
            same(english, [], "all in Vietnamese")
    ok(True, "%s: %d expressions, each with its place" % (how.__name__, len(wanted)))


def quoting(p):
    for how in (literal, single, double):
        refusals(p, how)


def bounded(p):
    """They run, or fail with a reason; an entry with them can be made, shown and changed."""
    form = HEAD
    for i, (e, _, _, _) in enumerate(cases("bounded", "null", "ok")):
        form += "- check: k%d\n  that: |-\n    %s\n  at: [a]\n  message: M\n" % (i, e)
    p.write("form.yaml", form)
    r = run(p, "lint", "form.yaml")
    for e, _, _, _ in cases("bounded"):
        same(e in form, True, "is in the form: " + e[:60])
    good = r.status in (0, 1)
    ok(good, "lint ends", r.out + r.err)
    # Each alone too, so that none hides behind the others.
    os.mkdir(p.path("forms"))
    env = {"PHIEU_FORMS": p.path("forms")}
    rows = [{"n": i, "ghi_chu": "x%d" % i} for i in range(2000)]
    answers = {"a": 3, "b": 4, "c": 7, "ten": "Đức", "dai": "a" * 8000, "t": rows}
    made = 0
    for i, (e, _, _, _) in enumerate(cases("bounded", "null", "ok")):
        text = HEAD.replace("form: thu", "form: thu%d" % i)
        text += "- check: k\n  that: |-\n    %s\n  at: [a]\n  message: M\n" % e
        p.write("one.yaml", text)
        if run(p, "lint", "one.yaml").status:
            continue
        p.write("forms/one.yaml", text)
        r = run(p, "enter", "b%d.db" % i, "--form", "thu%d" % i, "--unit", "kg_an_bien", "--from", "-",
                stdin=json.dumps(answers), env=env)
        made += r.status in (0, 1)
        if r.status not in (0, 1):
            ok(False, "an entry with " + e, r.err)
    ok(made > 3, "%d entries are judged by such expressions" % made)


def large(p):
    """Long, deep and many."""
    for name, e, part in (("100,000 brackets", "(" * 100000 + "1" + ")" * 100000, "too deep"),
                          ("100,000 signs", "-" * 100000 + "1", "comment"),
                          ("100,000 pluses", "+" * 100000 + "1", "too"),
                          ("100,000 terms", "a" + " + a" * 100000 + " = 1", "too"),
                          ("100,000 NOTs", "NOT " * 100000 + "a", "too"),
                          ("100,000 CASEs", "CASE WHEN " * 100000 + "a", "too"),
                          ("100,000 names", "a IN (" + ", ".join(["b"] * 100000) + ")", "too"),
                          ("a text of 100,000 letters", "ten = '" + "a" * 100000 + "'", "too"),
                          ("100,000 comparisons", "a" + " = a" * 100000, "chained")):
        p.write("form.yaml", HEAD + "- check: k\n  that: |-\n    %s\n  at: [a]\n  message: M\n" % e)
        r = run(p, "lint", "form.yaml", "--lang", "en")
        ok(r.status == 1 and part in r.out and re.search(r"form.yaml:24:\d+: ", r.out) and len(r.out) < 5000,
           name, r.out[:600] + r.err)
    many = "".join("- {check: k%d, that: a >= %d, at: [a], message: M}\n" % (i, i) for i in range(3000))
    p.write("form.yaml", HEAD + many)
    r = run(p, "lint", "form.yaml")
    ok(r.status in (0, 1), "3,000 checks", r.out[:500])


# Every other key that takes an expression: what stands before it, where @ is, and what behind.
KEYS = {
    "when of a section": HEAD.replace("title: S\n", "title: S\n  when: @\n", 1).replace("checks:\n", ""),
    "when of a field": HEAD.replace("label: C", "label: C, when: @").replace("checks:\n", ""),
    "value": HEAD.replace("label: E", "label: E, value: @").replace("checks:\n", ""),
    "when of a row": HEAD.replace("checks:\n", "  - field: u\n    type: table\n    label: U\n    columns:\n"
                                  "    - {field: k, type: integer, label: K}\n    rows:\n"
                                  "    - {row: r1, label: R, when: @}\n"),
}
KEYS.update((key, HEAD.replace("checks:\n", text)) for key, text in (
    ("figure", "targets:\n- {target: z, label: Z, period: year, figure: @, at_least: 1}\n"),
    ("figures", "targets:\n- {target: z, label: Z, period: quarter, figures: [a, b, @, c], at_least: 1}\n"),
    ("applies", "targets:\n- {target: z, label: Z, period: year, figure: a > 1, applies: @}\n"),
    ("sum", "rollups:\n- {rollup: r, title: R, columns: [{column: x, label: X, sum: @}]}\n"),
    ("count", "rollups:\n- {rollup: r, title: R, columns: [{column: x, label: X, count: @}]}\n"),
    ("in", "rollups:\n- {rollup: r, title: R, columns: [{column: x, label: X, share: a, in: @}]}\n"),
    ("max", "rollups:\n- {rollup: r, title: R, columns: [{column: x, label: X, max: @}]}\n"),
    ("where", "rollups:\n- {rollup: r, title: R, from: t, where: @, columns: [{column: x, sum: n}]}\n"),
    ("by", "rollups:\n- {rollup: r, title: R, from: t, by: [ghi_chu, @], columns: [{column: x, sum: n}]}\n")))
FORBIDDEN = [  # expression, where in it
    ("(select count(*) from sqlite_master)", 0), ("(select 1 from pragma_table_info('t'))", 0),
    ("load_extension('x')", 0), ("randomblob(9)", 0), ("zeroblob(1000000000)", 0), ("a + ten__missing__", 4),
    ("a; select 1", 1), ("(select x from entry)", 15), ("a + __value", 4), ("a + _rowid_", 4), ("attach 'x' as y", 7),
    ("(" * 100000 + "a" + ")" * 100000, None),
    ("(with recursive r(i) as (select 1 union all select i + 1 from r) select max(i) from r)", 0)]


def everywhere(p):
    """What a check may not read, nothing else in a form may."""
    for key, text in KEYS.items():
        bad = []
        for e, offset in FORBIDDEN:
            before = text[:text.index("@")]
            place = "%d:" % (before.count("\n") + 1)
            if offset is not None:
                place += "%d: " % (len(before) - before.rfind("\n") + 1 + offset)
            p.write("form.yaml", text.replace("@", '"%s"' % e))
            for lang, word in languages(" lỗi: ", " error: "):
                r = run(p, "lint", "form.yaml", "--lang", lang)
                first = (r.out.splitlines() or [""])[0]
                if r.status != 1 or not first.startswith("form.yaml:" + place) or word not in first:
                    bad.append("%s: wanted %s\n%s" % (e[:80], place, first[:300]))
        same(bad, [], "%s: %d expressions are refused, each with its place" % (key, len(FORBIDDEN)))


SLOW = "(select count(*) from t, t as x, t as y, t as z)"  # 2000 rows: 16,000,000,000,000


def slow(p):
    """What may run ends, and the entry is stored all the same."""
    os.mkdir(p.path("forms"))
    env = {"PHIEU_FORMS": p.path("forms")}
    answers = {"a": 3, "b": 4, "c": 7, "t": [{"n": i % 7, "ghi_chu": "x%d" % i} for i in range(2000)]}
    for key, text in KEYS.items():
        p.write("forms/form.yaml", text.replace("@", '"%s"' % SLOW))
        r = run(p, "enter", "a.db", "--form", "thu", "--unit", "kg_an_bien", "--from", "-",
                stdin=json.dumps(answers), env=env)
        if key == "when of a section":  # of the table that it counts: the form is wrong, and nobody fills it in
            status(r, 2, "an entry with %s that needs itself" % key)
            continue
        ok(r.status in (0, 1), "an entry with %s that never ends" % key, r.err[:500])
        status(run(p, "show", "a.db", "thu/kg_an_bien", env=env), 0, "is shown")
        if "rollup" in text:
            r = run(p, "rollup", "a.db", "--form", "thu", "r", env=env)
            ok(r.status in (0, 1, 2), "and its roll-up ends", "status %d %s" % (r.status, r.err[:500]))
        os.unlink(p.path("a.db"))


main(quoting, bounded, large, everywhere, slow)
