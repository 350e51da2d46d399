"""Exit statuses 2, 3 and 4: each says why, and leaves the disk as it was."""
import os
import sqlite3

from kit import FORM, UNIT, main, ok, refused, same, status, survey

ENTER = ("--form", FORM, "--unit", UNIT)


def wrong_calls(p):
    p.enter("a.db", survey())
    answers = p.write("answers.json", survey())
    for name, args in (
            ("an unknown command", ("frobnicate", "a.db")),
            ("a mistyped command without a file", ("lits",)),
            ("an unknown option", ("list", "a.db", "--colour")),
            ("an option of another command", ("show", "a.db", FORM + "/" + UNIT, "--submit")),
            ("an option without its value", ("list", "a.db", "--form")),
            ("no arguments", ("show",)),
            ("one argument too few", ("submit", "a.db")),
            ("too many arguments", ("list", "a.db", "b.db")),
            ("an unknown language", ("list", "a.db", "--lang", "fr")),
            ("a time that is none", ("list", "a.db", "--at", "hôm qua")),
            ("a time after the year 9999", ("list", "a.db", "--at", "99999999999999999999")),
            ("an author that is no text", ("list", "a.db", "--author", b"\xff\xfe")),
            ("an unknown state", ("list", "a.db", "--state", "xong")),
            ("an unknown form in a filter", ("list", "a.db", "--form", "kg-khao-sat")),
            ("an unknown unit in a filter", ("list", "a.db", "--unit", "kg_xa_xoi")),
            ("an unknown entry", ("show", "a.db", "abcdef")),
            ("an entry prefix that is too short", ("show", "a.db", "a")),
            ("an unknown revision", ("show", "a.db", FORM + "/" + UNIT, "--revision", "abcdef")),
            ("submit of an unknown entry", ("submit", "a.db", "abcdef")),
            ("check of an unknown entry", ("check", "a.db", "abcdef")),
            ("enter without an entry", ("enter", "a.db", "--from", answers)),
            ("enter with a form but no unit", ("enter", "a.db", "--form", FORM)),
            ("enter with both form and entry",
             ("enter", "a.db", *ENTER, "--entry", FORM + "/" + UNIT, "--from", answers)),
            ("--entry without answers", ("enter", "a.db", "--entry", FORM + "/" + UNIT)),
            ("an unknown form part", ("form", "frob", "a.db")),
            ("form without an argument", ("form", "list")),
            ("an unknown form", ("form", "show", "a.db", "no-such-form")),
            ("type without a method", ("type",)),
            ("type with an unknown method", ("type", "--method", "viqr")),
            ("type with an unknown style", ("type", "--method", "vni", "--style", "newest")),
            ("help of an unknown command", ("help", "frobnicate"))):
        refused(p, 2, name, *args)


def wrong_entries(p):
    """In a file that is there, and in one that is not: no file may be made then."""
    p.enter("there.db", survey())
    answers = p.write("answers.json", survey())
    for file in ("there.db", "new.db"):
        def enter(name, *args, **kw):
            refused(p, 2, "%s (%s)" % (name, file), "enter", file, *args, **kw)
        enter("an unknown unit", "--form", FORM, "--unit", "kg_sai", "--from", answers)
        enter("an office instead of a unit", "--form", FORM, "--unit", UNIT + "/youth",
              "--from", answers)
        enter("an unknown form", "--form", "kg-khao-sat-2016", "--unit", UNIT, "--from", answers,
              says=[FORM])
        enter("a period where the form has none", *ENTER, "--period", "2015", "--from", answers)
        enter("another district", *ENTER, "--as", "kg_an_minh", "--from", answers,
              says=["Huyện Đoàn An Biên"])
        enter("an office that does not exist", *ENTER, "--as", UNIT + "/office", "--from", answers)
        for name, text, say in (
                ("invalid JSON", '{"iv_uu_diem": "Tốt"', ":1:"),
                ("an empty text", "", ""),
                ("a list", "[]", ""),
                ("a text", '"Tốt"', ""),
                ("not UTF-8", b'{"iv_uu_diem": "T\xf4t"}', "UTF-8"),
                ("a key twice", '{"iv_uu_diem": "a", "iv_uu_diem": "b"}', ""),
                ("an unknown field", '{"uu_diem": "Tốt"}', "uu_diem"),
                ("an unknown column", '{"phu_luc": [{"ten": "CLB"}]}', "phu_luc[1].ten"),
                ("a number for a narrative", '{"iv_uu_diem": 5}', "iv_uu_diem"),
                ("a truth for a number", '{"phu_luc": [{"so_mo_hinh": true}]}',
                 "phu_luc[1].so_mo_hinh"),
                ("letters for a number", '{"phu_luc": [{"so_mo_hinh": "mười"}]}', "so_mo_hinh"),
                ("a fraction for a whole number", '{"phu_luc": [{"so_mo_hinh": 1.5}]}',
                 "so_mo_hinh"),
                ("a day that is none", '{"ngay_bao_cao": "2015-02-30"}', "ngay_bao_cao"),
                ("an unknown option", '{"phu_luc": [{"yeu_cau_tap_hop": "vui"}]}', "so_thich"),
                ("an object for a table", '{"phu_luc": {}}', "phu_luc"),
                ("a row that is none", '{"phu_luc": [1]}', "phu_luc[1]"),
                ("a row id twice", '{"phu_luc": [{"_row": "r", "so_mo_hinh": 1},'
                 ' {"_row": "r", "so_mo_hinh": 2}]}', "_row")):
            enter(name, *ENTER, "--from", "-", stdin=text, says=[say])
    ok(not os.path.exists(p.path("new.db")), "no file was made")
    r = p.enter("new.db", {"uu_diem": 1, "nhuoc_diem": 2})
    ok("uu_diem" in r.err and "nhuoc_diem" in r.err, "all problems are told at once", r.err)


def offices(p):
    for office in (UNIT, UNIT + "/youth", UNIT + "/party", "kg_tinh_doan"):
        status(p.enter(office.replace("/", "-") + ".db", survey(), "--as", office), 0,
               "entered as " + office)
    entry = p.enter("a.db", survey()).out.strip()
    for args in (("submit", "a.db", entry, "--as", "kg_ha_tien"),
                 ("enter", "a.db", "--entry", entry, "--from", "-", "--as", "kg_ha_tien")):
        refused(p, 2, args[0] + " of another district's entry", *args, stdin="{}")
    status(p.run("show", "a.db", entry, "--as", "kg_ha_tien"), 0, "anybody may read it")


def files_that_are_not_there(p):
    answers = p.write("answers.json", survey())
    os.mkdir(p.path("folder"))
    for name, args in (
            ("list of a missing file", ("list", "no.db")),
            ("show in a missing file", ("show", "no.db", "abcdef")),
            ("check of a missing file", ("check", "no.db")),
            ("submit in a missing file", ("submit", "no.db", "abcdef")),
            ("form list of a missing file", ("form", "list", "no.db")),
            ("--entry in a missing file", ("enter", "no.db", "--entry", "abcdef", "--from", answers)),
            ("enter into a missing folder", ("enter", "no/a.db", *ENTER, "--from", answers)),
            ("missing answers", ("enter", "new.db", *ENTER, "--from", "no.json")),
            ("a folder as answers", ("enter", "new.db", *ENTER, "--from", "folder")),
            ("a folder as file", ("list", "folder")),
            ("enter into a folder", ("enter", "folder", *ENTER, "--from", answers)),
            ("lint of a missing form", ("lint", "no.yaml")),
            ("lint of a folder", ("lint", "folder")),
            ("form add of a missing form", ("form", "add", "new.db", "no.yaml")),
            ("keys of a missing script", ("keys", "new.db", "no.keys")),
            ("a device", ("list", "/dev/null")),
            ("no name", ("enter", "", *ENTER, "--from", answers))):
        refused(p, 3, name, *args)
    if os.geteuid() == 0:
        ok(True, "unwritable files # SKIP the administrator may write everywhere")
        return
    p.enter("a.db", survey())
    os.chmod(p.path("a.db"), 0o400)
    refused(p, 3, "enter into a file that may not be written", "enter", "a.db", *ENTER,
            "--from", answers)
    status(p.run("list", "a.db"), 0, "which may be read")
    os.chmod(p.path("folder"), 0o500)
    refused(p, 3, "a folder that may not be written", "enter", "folder/a.db", *ENTER,
            "--from", answers)
    os.chmod(p.path("folder"), 0o700)


def no_forms(p):
    r = refused(p, 2, "no form is known", "enter", "a.db", *ENTER,
                env={"PHIEU_FORMS": p.path("home")})
    ok("PHIEU_FORMS" in r.err, "says where forms are looked for", r.err)


def unwritable_place(p):
    """Nobody, not even the administrator, makes files there."""
    answers = p.write("answers.json", survey())
    refused(p, 3, "a place where nothing can be written", "enter", "/proc/phieu.db", *ENTER,
            "--from", answers)


def everything_refuses(p, file, name, reading=4):
    p.write("answers.json", survey())
    for args in (("list", file), ("show", file, FORM + "/" + UNIT), ("check", file)):
        if reading:
            refused(p, reading, "%s: %s" % (name, args[0]), *args)
        else:
            status(p.run(*args), 0, "%s: %s" % (name, args[0]))
    for args in (("submit", file, FORM + "/" + UNIT),
                 ("enter", file, *ENTER, "--from", "answers.json"),
                 ("form", "add", file, os.path.join(p.env["PHIEU_FORMS"], FORM + ".yaml"))):
        refused(p, 4, "%s: %s" % (name, args[0]), *args)


def files_that_are_not_ours(p):
    p.write("text.db", "Đây không phải là tệp dữ liệu.\n" * 400)
    everything_refuses(p, "text.db", "a text")
    p.write("empty.db", "")
    everything_refuses(p, "empty.db", "an empty file")
    db = sqlite3.connect(p.path("other.db"))
    db.executescript("PRAGMA application_id=7; CREATE TABLE event(a); INSERT INTO event VALUES(1);")
    db.close()
    everything_refuses(p, "other.db", "another application's database")


def damaged_files(p):
    p.enter("whole.db", survey(), "--submit")
    whole = p.read("whole.db")
    p.write("cut.db", whole[:len(whole) // 2])
    everything_refuses(p, "cut.db", "a file cut in half")
    p.write("odd.db", whole[:-1000])
    everything_refuses(p, "odd.db", "a file without its end")
    p.write("shape.db", whole)
    p.sql("shape.db", "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM body; END",
          write=True)
    everything_refuses(p, "shape.db", "a file with a trigger")


def flipped_byte(p):
    p.enter("a.db", survey(), "--submit")
    p.enter("a.db", survey(iv_uu_diem="Đơn vị khác."), "--submit", unit="kg_ha_tien")
    whole = bytearray(p.read("a.db"))
    at = whole.find("Tham mưu cho cấp ủy".encode())
    ok(at > 0, "the test finds the text in the file")
    whole[at] ^= 1
    p.write("a.db", bytes(whole))
    r = refused(p, 4, "check of a file with one flipped byte", "check", "a.db")
    r = p.run("check", "a.db", "--json")
    status(r, 4, "check --json of it")
    same((r.json()["bad"], r.json()["events"]), (1, 4), "counts what is bad")
    ok("hỏng" in r.err, "says so", r.err)
    same(len(p.listed("a.db")), 2, "both entries are listed still")


def newer_files(p):
    p.enter("a.db", survey(), "--submit")
    p.sql("a.db", "UPDATE meta SET v='2' WHERE k='min_write'", write=True)
    everything_refuses(p, "a.db", "a file that a newer program writes", reading=0)
    p.sql("a.db", "UPDATE meta SET v='2' WHERE k='min_read'", write=True)
    everything_refuses(p, "a.db", "a file that a newer program reads")
    r = p.run("list", "a.db")
    ok("mới hơn" in r.err, "which is said", r.err)


def output_that_does_not_arrive(p):
    p.enter("a.db", survey())
    if not os.path.exists("/dev/full"):
        ok(True, "a full disk # SKIP no /dev/full")
        return
    import subprocess
    from kit import PROGRAM
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "list", "a.db"], stdout=full, stderr=subprocess.PIPE,
                              cwd=p.folder, env=p.env)
    same(done.returncode, 3, "what is printed and does not arrive is status 3")


main(wrong_calls, wrong_entries, offices, files_that_are_not_there, no_forms, unwritable_place,
     files_that_are_not_ours, damaged_files, flipped_byte, newer_files,
     output_that_does_not_arrive)
