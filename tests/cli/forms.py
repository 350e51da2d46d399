"""phieu lint and phieu form: what is wrong with a form, and what stands in one."""
import os
import re

from kit import FORM, SOURCE, main, ok, refused, same, status, survey

PATH = os.path.join(SOURCE, "forms", FORM + ".yaml")

SMALL = """form: thu-nghiem
version: 1
title: Phiếu thử nghiệm
units: kien-giang-2015
period: year
reporters:
  - {level: huyen, due: 11-05, inclusive: false, to: kg_tinh_doan}
sections:
  - section: a
    title: Phần A
    fields:
      - {field: so_doan_vien, type: integer, min: 0, required: true, label: Số đoàn viên}
      - {field: so_nu, type: integer, min: 0, label: Trong đó nữ}
      - {field: ghi_chu, type: narrative, label: Ghi chú}
checks:
  - {check: nu_it_hon, that: so_nu <= so_doan_vien, message: "Số nữ {so_nu} lớn hơn {so_doan_vien}."}
"""


def lint_good(p):
    r = p.run("lint", PATH)
    status(r, 0, "the survey of 2015 has no errors")
    ok("lỗi:" not in r.out and not r.err, "none is printed", r.out + r.err)
    p.write("nho.yaml", SMALL)
    status(p.run("lint", "nho.yaml", PATH), 0, "two forms at once")


def lint_broken(p):
    broken = SMALL.replace("type: integer, min: 0, label: Trong", "type: interger, min: 0, label: Trong")
    broken = broken.replace("so_nu <= so_doan_vien", "so_nu <= so_doan_vie")
    p.write("hong.yaml", broken.replace("period: year", "peroid: year"))
    p.write("nho.yaml", SMALL)
    r = p.run("lint", "nho.yaml", "hong.yaml")
    status(r, 1, "a form with errors")
    lines = r.out.splitlines()
    ok(lines and all(re.match(r"(hong|nho)\.yaml:\d+:\d+: (lỗi|cảnh báo|lưu ý): ", x) for x in lines),
       "every line is file:line:column: level: what", r.out)
    ok(any(x.startswith("hong.yaml:5:1: lỗi:") and "peroid" in x for x in lines),
       "the unknown key has its place", r.out)
    ok(any(x.startswith("hong.yaml:13:") and "interger" in x for x in lines),
       "the unknown type has its place", r.out)
    english = p.run("lint", "hong.yaml", "--lang", "en").out
    ok(": error: " in english and "lỗi" not in english, "--lang en", english)
    listed = p.run("lint", "hong.yaml", "--json")
    status(listed, 1, "lint --json of it")
    for x in listed.json():
        same(set(x) - {"remedy"}, {"file", "line", "column", "level", "message"},
             "a problem has its members")
    same(len(listed.json()), len(english.splitlines()), "one object a line")
    same(p.run("lint", "nho.yaml", "--json").json(), [], "a good form has an empty list")
    status(p.run("lint", "hong.yaml", "khong-co.yaml"), 3, "a missing file beside a broken one")
    p.write("hong.yaml", "form: [\n")
    status(p.run("lint", "hong.yaml"), 1, "broken YAML")
    p.write("hong.yaml", b"\xff\xfe\x00")
    status(p.run("lint", "hong.yaml"), 1, "bytes that are no YAML")
    p.write("hong.yaml", "")
    status(p.run("lint", "hong.yaml"), 1, "an empty file")
    name = os.path.join(p.folder.encode(), b"ten-la-\xff.yaml")
    with open(name, "wb") as f:
        f.write(b"form: x\n")
    r = p.run("lint", name, "--json")
    status(r, 1, "a file name that is no text")
    ok(r.json() and "ten-la-\ufffd" in r.json()[0]["file"], "is told as well as it can be", r.out)


def form_commands(p):
    p.write("nho.yaml", SMALL)
    r = p.run("form", "add", "a.db", "nho.yaml")
    status(r, 0, "form add makes the file")
    events = p.events("a.db")
    status(p.run("form", "add", "a.db", "nho.yaml"), 0, "the same form again")
    same(p.events("a.db"), events, "is one event")
    same([f["form"] for f in p.run("form", "list", "a.db", "--json").json()], ["thu-nghiem"],
         "form list")
    ok("thu-nghiem" in p.run("form", "list", "a.db").out, "form list, readable")
    r = p.run("form", "show", "a.db", "thu-nghiem")
    status(r, 0, "form show of a form in a file")
    for word in ("Phiếu thử nghiệm", "Phần A", "so_doan_vien", "Số đoàn viên", "nu_it_hon"):
        ok(word in r.out, "the outline has " + word, r.out)
    same(p.run("form", "show", "nho.yaml").out, r.out, "form show of the YAML is the same")
    shown = p.run("form", "show", PATH, "--json").json()
    fields = [f for s in shown["sections"] for f in s["fields"]]
    same(sum(f["type"] == "narrative" and f["required"] for f in fields), 21,
         "the survey has its 21 narratives")
    table = [f for f in fields if f["type"] == "table"][0]
    same([c["number"] for c in table["columns"]], [str(n) for n in range(3, 13)],
         "and the columns 3 to 12")
    same(sorted(c["check"] for c in shown["checks"] if c["level"] == "error"),
         ["c11_c12", "c5_c6"], "and its two rules")
    same((shown["reporters"][0]["due"], shown["reporters"][0]["inclusive"]), ("2015-06-25", False),
         "and its day")
    # An entry of the form that only the file knows.
    r = p.run("enter", "a.db", "--form", "thu-nghiem", "--unit", "kg_an_bien", "--period", "2021",
              "--from", "-", "--submit", stdin='{"so_doan_vien": 10, "so_nu": 4}')
    status(r, 0, "an entry of a form that stands only in the file")
    same(p.show("a.db", "thu-nghiem/kg_an_bien/2021")["period"], "2021", "is named with its period")
    for period in ("2021-Q1", "21", "2021-13", "once", ""):
        refused(p, 2, "not a year: “%s”" % period, "enter", "a.db", "--form", "thu-nghiem", "--unit",
                "kg_an_bien", "--period", period, "--from", "-", stdin="{}")
    refused(p, 2, "no period where the form has one", "enter", "a.db", "--form", "thu-nghiem",
            "--unit", "kg_an_bien", "--from", "-", stdin="{}")


def form_versions(p):
    p.write("nho.yaml", SMALL)
    p.write("nho2.yaml", SMALL.replace("version: 1", "version: 2")
            .replace("Trong đó nữ", "Số nữ").replace("11-05", "11-10")
            .replace("      - {field: ghi_chu, type: narrative, label: Ghi chú}\n", ""))
    r = p.run("form", "diff", "nho.yaml", "nho2.yaml")
    status(r, 0, "form diff of two files")
    ok("so_nu" in r.out and "Số nữ" in r.out and "ghi_chu" in r.out, "tells the fields", r.out)
    same(len(p.run("form", "diff", "nho.yaml", "nho2.yaml", "--json").json()["differences"]),
         len(r.out.splitlines()), "form diff --json")
    same(p.run("form", "diff", "nho.yaml", "nho.yaml", "--json").json(), {"differences": []},
         "no difference")
    p.run("form", "add", "a.db", "nho.yaml")
    p.run("form", "add", "a.db", "nho2.yaml")
    same(sorted(f["version"] for f in p.run("form", "list", "a.db", "--json").json()), [1, 2],
         "both versions stand in the file")
    status(p.run("form", "diff", "nho.yaml", "thu-nghiem", "a.db"), 0, "form diff with a file")
    p.run("enter", "a.db", "--form", "thu-nghiem", "--unit", "kg_an_bien", "--period", "2021",
          "--from", "-", stdin='{"so_doan_vien": 10}')
    same(p.listed("a.db")[0]["version"], 2, "the higher version is used")
    p.write("nho3.yaml", SMALL.replace("Phần A", "Phần a"))
    r = p.run("form", "add", "a.db", "nho3.yaml")
    status(r, 0, "another form of the same version")
    ok("version" in r.err and "nho3" not in r.out, "is taken with a warning", r.err)


def form_refusals(p):
    p.write("hong.yaml", SMALL.replace("so_nu <= ", "so_nu <== "))
    r = refused(p, 1, "form add of a broken form", "form", "add", "a.db", "hong.yaml")
    ok("hong.yaml:" in r.err, "shows its place", r.err)
    refused(p, 1, "form show of a broken form", "form", "show", "hong.yaml")


main(lint_good, lint_broken, form_commands, form_versions, form_refusals)
