"""Naming entries, second entries, new revisions, open drafts, lists, and what makes a call
reproducible."""
import copy
import json

from kit import FORM, KINDS, UNIT, main, ok, refused, same, status, survey, without_row_ids

KEY = FORM + "/" + UNIT


def possible_duplicate(p):
    first = p.enter("a.db", survey())
    status(first, 0, "the first entry of a unit")
    second = p.enter("a.db", survey(iv_uu_diem="Bản thứ hai."))
    status(second, 1, "the second entry of a form, unit and period")
    ok("--entry" in second.err, "says how to change the first instead", second.err)
    same([e["flags"] for e in p.listed("a.db")], [["possible_duplicate"]] * 2, "both are flagged")
    refused(p, 2, "form/unit names two entries then", "show", "a.db", KEY)
    same(p.enter("a.db", survey(), unit="kg_ha_tien").status, 0, "another unit has its own")
    r = p.enter("a.db", survey(), "--json")
    same((r.status, r.json()["flags"]), (1, ["possible_duplicate"]), "enter --json tells the flag")
    ok({"entry", "state", "problems"} <= set(r.json()), "and the entry")


def naming(p):
    entry = p.enter("a.db", survey(), "--at", "2015-06-20", env={"PHIEU_TEST_SEED": "1"}).out.strip()
    for name, ref in (("its id", entry), ("a prefix of 6", entry[:6]), ("a prefix of 20", entry[:20]),
                      ("form/unit", KEY), ("form/unit/period", KEY + "/once")):
        r = p.run("show", "a.db", ref, "--json")
        if status(r, 0, "named by " + name):
            same(r.json()["entry"], entry, "is that entry")
    for ref in (entry[:5], entry + "0", entry[:31] + "g", FORM, KEY + "/2015", "/", "//", ""):
        refused(p, 2, "not an entry: “%s”" % ref, "show", "a.db", ref)


def ambiguous_prefix(p):
    for unit in (UNIT, "kg_ha_tien"):
        p.enter("a.db", survey(), unit=unit)
    first, second = (e["entry"] for e in p.listed("a.db"))
    # Two random ids do not begin alike: a draft of our own with the same beginning stands in.
    twin = first[:31] + ("0" if first[31] != "0" else "1")
    r = p.sql("a.db", "SELECT form FROM x_state")
    p.sql("a.db", "INSERT INTO draft(draft_id, inst, entry, base, form, form_id, unit, period, "
          "author, office, cursor, touched) SELECT randomblob(16), randomblob(16), ?, '[]', ?, ?, "
          "'kg_kien_hai', NULL, NULL, NULL, NULL, 0", bytes.fromhex(twin), r[0][0], FORM, write=True)
    refused(p, 2, "a prefix of two entries", "show", "a.db", first[:12], says=[first[:12]])
    status(p.run("show", "a.db", second[:12]), 0, "the prefix of another one")


def new_revision(p):
    answers = survey(nguoi_tong_hop="Lê Văn Tám")
    entry = p.enter("a.db", answers).out.strip()
    stored = p.show("a.db", entry)
    # Rows keep their ids; the first is changed, the second leaves, a new one comes.
    changed = copy.deepcopy(stored["answers"])
    del changed["nguoi_tong_hop"]
    rows = changed["phu_luc"]
    gone = rows.pop(1)
    rows[0]["ten_loai_hinh"] = "Tổ hùn vốn"
    rows.append(dict(KINDS[1], ten_loai_hinh="Đội đờn ca tài tử"))
    r = p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin=changed)
    status(r, 0, "--entry makes a new revision")
    same(r.out.strip(), entry, "and prints the entry's id")
    shown = p.show("a.db", entry)
    same(without_row_ids(shown["answers"]), without_row_ids(changed), "with the new answers")
    ok("nguoi_tong_hop" not in shown["answers"], "a field left out is blank")
    ids = [row["_row"] for row in shown["answers"]["phu_luc"]]
    same(ids[:3], [row["_row"] for row in rows[:3]], "rows are matched by _row")
    ok(gone["_row"] not in ids and len(set(ids)) == 4, "a row left out is gone, a new one has an id")
    same([r["parents"] for r in shown["revisions"]], [[], [stored["heads"][0]]],
         "the new revision follows the old one")
    old = p.show("a.db", entry, "--revision", stored["heads"][0])
    same(old["answers"], stored["answers"], "--revision shows the old answers")
    old = p.show("a.db", entry, "--revision", stored["heads"][0][:8])
    same(old["answers"], stored["answers"], "by a prefix too")


def unchanged_answers(p):
    entry = p.enter("a.db", survey(), "--submit").out.strip()
    before = p.show("a.db", entry)
    events = p.events("a.db")
    r = p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin=before["answers"])
    status(r, 0, "the same answers again")
    same(p.events("a.db"), events, "make no event")
    same(p.show("a.db", entry), before, "and change nothing")
    r = p.run("enter", "a.db", "--entry", entry, "--submit", "--from", "-", stdin=before["answers"])
    status(r, 1, "submitting the same answers again is refused")
    same(p.events("a.db"), events, "and makes no event")


def after_submission(p):
    entry = p.enter("a.db", survey(), "--submit").out.strip()
    answers = p.show("a.db", entry)["answers"]
    answers["iv_uu_diem"] = "Sửa lại sau khi nộp."
    status(p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin=answers), 0,
           "an edit after the submission")
    shown = p.show("a.db", entry)
    same((shown["state"], shown["flags"]), ("submitted", ["edited_since"]), "hides it not")
    same(shown["answers"]["iv_uu_diem"], survey()["iv_uu_diem"], "the submitted answers count")
    r = p.run("enter", "a.db", "--entry", entry, "--submit", "--from", "-", stdin=answers)
    status(r, 0, "submitting the edit")
    shown = p.show("a.db", entry)
    same((shown["submission"], shown["flags"]), (2, []), "is the second submission")
    same(shown["answers"]["iv_uu_diem"], "Sửa lại sau khi nộp.", "and counts from then on")
    answers["phu_luc"][0]["so_mo_hinh"] = 1
    status(p.run("enter", "a.db", "--entry", entry, "--submit", "--from", "-", stdin=answers), 1,
           "an edit with errors is not submitted")
    shown = p.show("a.db", entry)
    same((shown["submission"], shown["state"]), (2, "submitted"), "the second submission stands")


def make_draft(p, file):
    """An open draft, as the screens leave it when the power goes: path and value pairs."""
    entry = p.enter(file, survey()).out.strip()
    (root, form), = p.sql(file, "SELECT head, form FROM x_state")
    inst = json.loads(p.sql(file, "SELECT head FROM event")[-1][0])["inst"]
    draft = bytes(range(16))
    p.sql(file, "INSERT INTO draft(draft_id, inst, entry, base, form, form_id, unit, period, author,"
          " office, cursor, touched) VALUES(?,?,?,?,?,?,?,NULL,NULL,?,NULL,1434700000)",
          draft, bytes.fromhex(inst), bytes.fromhex(entry), json.dumps([root.hex()]), form, FORM,
          UNIT, UNIT, write=True)
    p.sql(file, "INSERT INTO draft_value(draft_id, path, value) VALUES(?,?,?)", draft,
          "vi_bien_phap", '"Đang gõ dở dang."', write=True)
    return entry


def open_draft(p):
    entry = make_draft(p, "a.db")
    before = p.disk()
    shown = p.show("a.db", entry)
    same(shown.get("answers", shown).get("vi_bien_phap"), "Đang gõ dở dang.",
         "an open draft is shown over the answers")
    ok("unfinished" in shown.get("flags", []), "and told by a flag", shown)
    status(p.run("check", "a.db"), 0, "and checked")
    same(len(p.listed("a.db")), 1, "and listed")
    ok(p.disk() == before, "reading leaves the file as it is")
    refused(p, 2, "wrong answers over an open draft", "enter", "a.db", "--entry", entry, "--from",
            "-", stdin='{"khong_co": 1}')
    refused(p, 2, "another district over an open draft", "submit", "a.db", entry, "--as",
            "kg_ha_tien")
    status(p.run("enter", "a.db", "--entry", entry, "--from", "-", stdin=survey()), 0,
           "answers over an open draft")
    shown = p.show("a.db", entry)
    same(len(shown["revisions"]), 3, "the draft became a revision of its own first")
    kept = p.show("a.db", entry, "--revision", shown["revisions"][1]["id"])
    same(kept["answers"]["vi_bien_phap"], "Đang gõ dở dang.", "so that nothing is lost")
    same(without_row_ids(shown["answers"]), survey(), "and the new answers count")


def submit_open_draft(p):
    entry = make_draft(p, "a.db")
    status(p.run("submit", "a.db", entry), 0, "submit takes the open draft")
    shown = p.show("a.db", entry)
    same((shown["state"], shown["answers"]["vi_bien_phap"]), ("submitted", "Đang gõ dở dang."),
         "with what was typed")


def empty_entry(p):
    r = p.run("enter", "a.db", "--form", FORM, "--unit", UNIT)
    status(r, 0, "an entry without answers")
    same([e["entry"] for e in p.listed("a.db")], [r.out.strip()], "is an entry")
    same(p.show("a.db", r.out.strip())["answers"], {}, "without answers")
    r = p.run("enter", "b.db", "--form", FORM, "--unit", UNIT, "--submit")
    status(r, 1, "which cannot be submitted")


def lists(p):
    p.enter("a.db", survey(), "--submit", "--at", "2015-06-20T08:00")
    p.enter("a.db", survey(), unit="kg_ha_tien")
    bad = survey()
    bad["phu_luc"][0]["tl_den_2010"] = 13
    p.enter("a.db", bad, unit="kg_kien_hai")
    everything = p.listed("a.db")
    same([(e["unit"], e["state"]) for e in everything],
         [(UNIT, "submitted"), ("kg_ha_tien", "draft"), ("kg_kien_hai", "draft")],
         "all entries in the order of form, unit and period")
    same(set(everything[0]), {"entry", "form", "version", "unit", "period", "state", "heads",
                              "flags", "submission", "turn", "problems", "conflicts", "comments"},
         "an object has what show prints without answers and history")
    same([len(e["problems"]) for e in everything], [0, 0, 1], "problems are told")
    for args, want in ((("--unit", "kg_ha_tien"), ["kg_ha_tien"]),
                       (("--state", "submitted"), [UNIT]),
                       (("--state", "draft"), ["kg_ha_tien", "kg_kien_hai"]),
                       (("--state", "accepted"), []),
                       (("--form", FORM, "--unit", UNIT), [UNIT]),
                       (("--period", "once", "--unit", UNIT), [UNIT]),
                       (("--unit", "kg_phu_quoc"), [])):
        r = p.run("list", "a.db", "--json", *args)
        status(r, 0, "list " + " ".join(args))
        same([e["unit"] for e in r.json()], want, "finds those")
    lines = p.run("list", "a.db").out.splitlines()
    same(len(lines), 3, "a line each without --json")
    ok(everything[0]["entry"] in lines[0] and UNIT in lines[0], "with id and unit", lines)
    same(p.run("--json", "list", "a.db").json(), everything, "--json may stand in front")
    same(p.run("list", "--json", "--unit=kg_ha_tien", "a.db").json(), everything[1:2],
         "options may stand anywhere")


def reproducible(p):
    said = ("--at", "2015-06-20T08:30:00+07:00", "--author", "Trần Văn Hai", "--as",
            UNIT + "/youth", "--submit")
    p.enter("z.db", {})  # makes the installation's own id, once
    ids = []
    for file in ("a.db", "b.db"):
        r = p.enter(file, survey(), *said, env={"PHIEU_TEST_SEED": "7"})
        status(r, 0, "entered with --at and --author")
        ids.append((r.out, p.show(file, r.out.strip())))
    same(ids[0], ids[1], "the same seed, time and author make the same entry and revision")
    revision = ids[0][1]["revisions"][0]
    same((revision["at"], revision["author"], revision["office"]),
         ("2015-06-20T01:30:00Z", "Trần Văn Hai", UNIT + "/youth"), "and say who and when")
    codes = [p.run("check", f, "--json").json()["code"] for f in ("a.db", "b.db")]
    same(codes[0], codes[1], "and the same check code")
    r = p.enter("c.db", survey(), "--author", "Trần Văn Hai ", "--at", "1434763800")
    revision = p.show("c.db", r.out.strip())["revisions"][0]
    same((revision["at"], revision["author"]), ("2015-06-20T01:30:00Z", "Trần Văn Hai"),
         "the author's name is made clean; seconds are a time too")


def languages(p):
    answers = survey()
    answers["phu_luc"][0]["tl_den_2010"] = 13
    r = p.enter("a.db", answers, "--lang", "en")
    ok("Columns 5 + 6 must equal column 4" in r.err, "--lang en: the form's words", r.err)
    r = p.run("show", "a.db", "abcdef", "--lang", "en")
    ok("there is no entry" in r.err, "--lang en: the program's words", r.err)
    r = p.run("show", "a.db", "abcdef")
    ok("không có phiếu" in r.err, "Vietnamese by default", r.err)
    r = p.run("show", "a.db", "abcdef", env={"PHIEU_LANG": "en"})
    ok("there is no entry" in r.err, "PHIEU_LANG", r.err)


main(possible_duplicate, naming, ambiguous_prefix, new_revision, unchanged_answers,
     after_submission, open_draft, submit_open_draft, empty_entry, lists, reproducible, languages)
