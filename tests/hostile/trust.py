"""A form that comes with a file is a stranger's code: it is stored and travels on, and nothing of it runs
until somebody on this PC has said yes (S1). The list of what was said yes to is no part of a data file
(S2)."""
import os
import sqlite3

from guard import main, ok, run, unhurt
from kit import FORM, UNIT, same, status, survey
from stranger import File, canonical, name

ID = "mau-la"
YAML = """form: %s
version: 1
title: "Mẫu đến từ nơi khác"
source: { number: "12-KH/TĐ", issuer: "Tỉnh đoàn" }
units: kien-giang-2015
period: once
reporters:
  - { level: huyen, to: kg_tinh_doan }
sections:
  - section: a
    title: "A"
    fields:
      - { field: so, label: "Số đoàn viên", type: integer }
checks:
  - { check: it_hon, that: "so < 100", message: "Ít hơn 100.", at: [so] }
"""
ELSEWHERE = "kg_an_bien"


def stranger(p):
    """Settings of another person on another PC."""
    return {"XDG_STATE_HOME": p.path("home/other/state"), "XDG_CONFIG_HOME": p.path("home/other/config"),
            "XDG_CACHE_HOME": p.path("home/other/cache")}


def enter(p, file, so, **kw):
    return run(p, "enter", file, "--form", ID, "--unit", ELSEWHERE, "--from", "-", stdin='{"so": %d}' % so, **kw)


def make(p):
    """theirs.db, made elsewhere with a form that nobody here has seen; 200 breaks its rule."""
    p.write("la.yaml", YAML % ID)
    status(run(p, "form", "add", "theirs.db", "la.yaml", env=stranger(p)), 0, "a form of another place")
    status(enter(p, "theirs.db", 200, env=stranger(p)), 1, "with an entry that breaks its rule")


def waits(p, file, what):
    """All that needs the form says why not, and what to do; the rest works."""
    entry = "%s/%s" % (ID, ELSEWHERE)
    for args in (("show", file, entry), ("enter", file, "--form", ID, "--unit", ELSEWHERE, "--from", "a.json"),
                 ("enter", file, "--entry", entry, "--from", "a.json"), ("rollup", file, "--form", ID),
                 ("submit", file, entry), ("report", file, entry)):
        p.write("a.json", '{"so": 3}')
        r = run(p, *args)
        ok(r.status == 1 and "chấp thuận" in r.err and " — " in r.err, "%s: %s waits" % (what, args[0]),
           "%d %s" % (r.status, r.err))
    rows = p.listed(file)
    ok(any(x["form"] == ID for x in rows), what + ": the entry is listed", rows)
    r = unhurt(p, what + ": check", "check", file, "--json")
    ok("it_hon" not in r.out, what + ": no rule of it ran", r.out)
    p.write("keys", "Down Enter type:abc Esc Esc Down Enter F6 Esc Esc\n")
    unhurt(p, what + ": the screens", "keys", file, "keys")
    listed = [x for x in run(p, "form", "list", file, "--json").json() if x["form"] == ID]
    same([x.get("approved") for x in listed], [False], what + ": form list says so")
    return listed[0] if listed else {}


def merged(p):
    make(p)
    status(run(p, "form", "add", "ours.db", os.path.join(p.env["PHIEU_FORMS"], FORM + ".yaml")), 0, "our own file")
    r = run(p, "merge", "ours.db", "theirs.db")
    ok(r.status == 0 and "chờ chấp thuận: 1" in r.err, "S1: merge says that a form waits", "%d %s" % (r.status, r.err))
    form = waits(p, "ours.db", "S1: after a merge")
    same(form.get("from"), "theirs.db", "S1: and what brought it is known")
    r = run(p, "form", "approve", "ours.db")
    for word in ("Mẫu đến từ nơi khác", "12-KH/TĐ", "Tỉnh đoàn", "theirs.db", "Số đoàn viên", "so < 100"):
        ok(word in r.out, "S1: who decides sees " + word, r.out)
    status(run(p, "form", "approve", "ours.db", "khong-co"), 2, "a form that does not wait")
    status(run(p, "form", "approve", "ours.db", form["hash"][:8]), 0, "S1: approved by its hash")
    r = run(p, "check", "ours.db", "--json")
    ok(r.status == 1 and "it_hon" in r.out, "S1: now its rule runs", r.out)
    status(enter(p, "ours.db", 5), 1, "S1: and it can be filled in (the second entry of its unit)")
    same(run(p, "form", "approve", "ours.db", "--json").json(), [], "S1: nothing waits any more")


def opened(p):
    """People open a file instead of merging it."""
    make(p)
    waits(p, "theirs.db", "S1: a file opened")
    status(run(p, "form", "approve", "theirs.db", ID), 0, "S1: approved by its id")
    status(run(p, "show", "theirs.db", "%s/%s" % (ID, ELSEWHERE)), 0, "S1: and opened")


def anchors(p):
    """S2: nothing in a data file makes its own form good."""
    make(p)
    for k in ("trust", "approved", "forms", "approved_forms"):
        p.sql("theirs.db", "INSERT INTO meta(k,v) VALUES(?,'1')", k, write=True)
    p.sql("theirs.db", "UPDATE meta SET v='x' WHERE k='lineage'", write=True)
    waits(p, "theirs.db", "S2: settings in the file")
    folder = p.path("home/state/phieu/forms")
    os.makedirs(folder, exist_ok=True)
    for name in ("x.json", "0" * 64 + ".json", ".json"):
        with open(os.path.join(folder, name), "w") as f:
            f.write("{}")
    waits(p, "theirs.db", "S2: other things in the folder")


def same_bytes(p):
    """The bytes of a form in the program's folder are approved silently, also when a newer program has
    another version of it."""
    forms = p.path("forms")
    os.mkdir(forms)
    p.env["PHIEU_FORMS"] = forms
    p.write("forms/la.yaml", YAML % ID)
    make(p)
    status(run(p, "show", "theirs.db", "%s/%s" % (ID, ELSEWHERE)), 0, "S1: the program's own form needs no yes")
    p.write("forms/la.yaml", (YAML % ID).replace("version: 1", "version: 2"))
    status(run(p, "show", "theirs.db", "%s/%s" % (ID, ELSEWHERE)), 0, "S1: nor after the program was renewed")


def bad_forms(p):
    """What cannot be read cannot be approved, and its event is no harm."""
    make(p)
    for what, text in (("no YAML", "form: [\n"), ("aliases", "a: &a [x]\nb: *a\n"), ("empty", ""),
                       ("deep", "a: " + "[" * 5000), ("control characters", YAML.replace("Mẫu", "M\x1b[31mẫu")),
                       ("turned round", YAML.replace("Mẫu", "M\u202eẫu") % ID)):
        p.write("bad.db", p.read("theirs.db"))
        db = sqlite3.connect(p.path("bad.db"))
        body, event = text.encode(), canonical({"body": name(b"phieu-body-1", text).hex(), "id": "hong", "kind": "form", "v": 1})
        db.execute("INSERT INTO body(hash,data) VALUES(?,CAST(? AS TEXT))", (name(b"phieu-body-1", body), body))
        db.execute("INSERT INTO event(hash,head) VALUES(?,?)", (name(b"phieu-event-1", event), event))
        db.execute("UPDATE meta SET v='old' WHERE k='rule'")
        db.commit()
        db.close()
        run(p, "rebuild", "bad.db")
        unhurt(p, what + ": list", "form", "list", "bad.db")
        shown = unhurt(p, what + ": shown", "form", "approve", "bad.db")
        ok("\u202e" not in shown.out, what + ": is not printed as it is", shown.out)
        r = unhurt(p, what + ": approve", "form", "approve", "bad.db", "hong")
        ok(r.status in (2, 4) or "\u202e" in text, what + ": is not approved", "%d %s%s" % (r.status, r.out, r.err))


def errors_of_others(p):
    """Another program can submit what ours would refuse: then it cannot be accepted here, only returned."""
    p.enter("a.db", survey(), "--submit", "--as", UNIT)
    wrong = survey()
    wrong["phu_luc"][0]["tl_den_2010"] = 13
    f = File(p, p.read("a.db"))
    f.answers(wrong, status="submitted")
    f.done()
    status(run(p, "merge", "a.db", "bad.db"), 0, "a submission with an error is taken in")
    entry = p.listed("a.db")[0]["entry"]
    r = run(p, "accept", "a.db", entry, "--as", "kg_tinh_doan", "--lang", "en")
    status(r, 1, "it is not accepted")
    ok("13 + 8" in r.out + r.err, "the error is named", r.out + r.err)
    same(p.listed("a.db")[0]["state"], "submitted", "nothing was decided")
    status(run(p, "return", "a.db", entry, "--reason", "Cột 5 + 6", "--as", "kg_tinh_doan"), 0, "it can be returned")


def counts(r):
    return {k: r.json()["files"][0][k] for k in ("seen", "known", "added")} if r.status < 2 else r.err


def log_of_others(p):
    """A file that comes from elsewhere tells in its log that it took a file in, whose entry it never held."""
    p.enter("theirs.db", {"iv_uu_diem": "Của Hòn Đất"}, unit="kg_hon_dat")
    p.enter("other.db", {"iv_uu_diem": "Của Hòn Đất"})
    p.enter("ours.db", {"iv_uu_diem": "Của An Biên"})
    status(run(p, "merge", "other.db", "theirs.db"), 0, "somebody takes a file in")
    row = p.sql("other.db", "SELECT at, name, code, seen, added, bad, done FROM import_log")[0]
    ok(row[2] and row[3] == p.events("ours.db"), "and its log knows it as a whole", row)
    p.sql("ours.db", "INSERT INTO import_log(at,name,code,seen,added,bad,done) VALUES(?,?,?,?,?,?,?)", *row, write=True)
    status(run(p, "list", "ours.db"), 0, "a file with that line is read, which looks it through")
    new = {"seen": 6, "known": 4, "added": 2}
    same(counts(run(p, "merge", "ours.db", "theirs.db", "--dry-run", "--json")), new, "U5: on trial its line is not believed")
    same(counts(run(p, "merge", "ours.db", "theirs.db", "--json")), new, "U1: nor when the file is taken in")
    same(sorted(e["unit"] for e in p.listed("ours.db")), sorted([UNIT, "kg_hon_dat"]), "U1: the entry is here")
    same(counts(run(p, "merge", "ours.db", "theirs.db", "--json")), {"seen": 6, "known": 6, "added": 0}, "then it is known")
    codes = p.sql("ours.db", "SELECT count(*) FROM import_log WHERE code<>''")[0][0]
    same(codes, 2, "and what was noted here stays noted")


def lists_of_others(p):
    """Lists of a file from elsewhere with zeros in their words: the report of a merge reads no further."""
    for unit in ("kg_hon_dat", "kg_ha_tien", UNIT):
        p.enter("ours.db", {"iv_uu_diem": "Của " + unit}, unit=unit)
    p.write("same.db", p.read("ours.db"))
    p.sql("ours.db", "UPDATE x_state SET unit='kg_a', period=CASE rowid WHEN (SELECT min(rowid) FROM x_state) THEN '2'"
                     " ELSE CAST(x'3200787878' AS TEXT)||printf('%0300d',7) END", write=True)
    r = unhurt(p, "zeros in the lists", "merge", "ours.db", "same.db", "--json")
    same(sum(e["same"] for e in r.json()["entries"]), 3, "U5: all entries are told of")


main(errors_of_others, merged, opened, anchors, same_bytes, bad_forms, log_of_others, lists_of_others)
