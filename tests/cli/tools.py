"""phieu check, keys, type, help and --version."""
import os
import re
import shutil

from kit import FORM, UNIT, main, ok, refused, same, status, survey


def check_counts(p):
    p.enter("a.db", survey(), "--submit")
    r = p.run("check", "a.db", "--json")
    status(r, 0, "check of a sound file")
    found = r.json()
    same((found["bad"], found["problems"]), (0, []), "nothing is bad")
    same(found["events"], p.events("a.db"), "all events are counted")
    ok(re.fullmatch(r"[A-HJKMNP-TV-Z]{4}(-[A-HJKMNP-TV-Z]{4}){3}", found["code"]),
       "the code is 16 letters in fours", found["code"])
    ok(found["code"] in p.run("check", "a.db").out, "and stands in the readable form")
    shutil.copy(p.path("a.db"), p.path("b.db"))
    same(p.run("check", "b.db", "--json").json()["code"], found["code"], "a copy has the same code")
    p.sql("b.db", "VACUUM", write=True)
    same(p.run("check", "b.db", "--json").json()["code"], found["code"],
         "and one written anew by another program")
    same(p.run("check", "a.db", "--json").json(), found, "checking changes nothing")
    p.enter("b.db", survey(), unit="kg_ha_tien")
    ok(p.run("check", "b.db", "--json").json()["code"] != found["code"], "more events, another code")


def check_rules(p):
    bad = survey()
    bad["phu_luc"][0]["tl_den_2010"] = 13
    entry = p.enter("a.db", bad).out.strip()
    p.enter("a.db", survey(), unit="kg_ha_tien")
    r = p.run("check", "a.db", "--json")
    status(r, 1, "check with a failed rule")
    problems = r.json()["problems"]
    same([(x["entry"], x["unit"], x["form"], x["check"]) for x in problems],
         [(entry, UNIT, FORM, "c5_c6")], "says where")
    r = p.run("check", "a.db")
    ok("13 + 8 ≠ 20" in r.err and UNIT in r.err, "and in words", r.err)
    status(p.run("check", "a.db", entry), 1, "check of that entry")
    status(p.run("check", "a.db", FORM + "/kg_ha_tien"), 0, "check of the other one")
    same(p.run("check", "a.db", "--quiet").err, "", "--quiet says nothing more")


def first_start(p):
    p.write("start.keys", "# the first start: office, name, typing method\n"
            "text:\"An Biên\" Enter text:\"Lê Thị Út\" Enter Enter\n")
    r = p.run("keys", "a.db", "start.keys")
    status(r, 0, "keys of the first start")
    ok("Huyện Đoàn An Biên" in r.out, "the home screen of the office", r.out)
    r = p.run("keys", "a.db", "--size", "100x30", "-", stdin="Enter")
    status(r, 0, "then a key opens the form")
    ok("Tình hình chung" in r.out and "Phụ lục số liệu" in r.out, "its sections are there", r.out)
    same(len(r.out.splitlines()), 30, "the screen has the size asked for")
    shown = p.run("keys", "a.db", "--json", "-", stdin="Enter").json()
    ok(any("Tình hình chung" in line for line in shown["screen"]), "keys --json")
    p.run("keys", "a.db", "-", stdin="Enter Tab Enter text:\"Nhiều thuận lợi.\"")
    ok(os.path.exists(p.path("home/config/phieu/settings.json")), "the office is kept in the settings")
    entries = p.listed("a.db")
    same([e["unit"] for e in entries], [UNIT], "what was typed is an entry")
    text = str(p.show("a.db", entries[0]["entry"])["answers"])
    ok("Nhiều thuận lợi." in text, "with what was typed", text)
    refused(p, 2, "the office of the settings acts", "enter", "a.db", "--form", FORM, "--unit",
            "kg_ha_tien", "--from", "-", stdin="{}")
    for script in ("Frobnicate", "Down*", "text:\"open"):
        refused(p, 2, "a script with “%s”" % script, "keys", "b.db", "-", stdin=script)
    refused(p, 2, "a size that is none", "keys", "b.db", "--size", "big", "-")


TELEX = [("Vieejt Nam", "Việt Nam"), ("tieengs Vieejt", "tiếng Việt"), ("dduwowngf", "đường"),
         ("hoaf", "hòa"), ("nguwowif", "người"), ("Ddoanf vieen", "Đoàn viên"), ("quyeets", "quyết"),
         ("tie⌫", "ti"), ("a⌫⌫b", "b"), ("", ""), ("723-CV/TDDTN", "723-CV/TĐTN")]
VNI = [("Vie65t", "Việt"), ("d9u7o7ng2", "đường"), ("toa2n", "toàn"), ("ngu7o7i2", "người")]


def typing(p):
    def typed(cases, *args):
        r = p.run("type", *args, stdin="".join(k + "\n" for k, _ in cases))
        status(r, 0, "type " + " ".join(args))
        same(r.out.split("\n")[:-1], [w for _, w in cases], "makes the words")
    typed(TELEX, "--method", "telex")
    typed(VNI, "--method", "vni")
    typed([("hoaf", "hoà"), ("thuyr", "thuỷ")], "--method", "telex", "--style", "new")
    typed([("hoaf", "hòa"), ("thuyr", "thủy")], "--method", "telex", "--style", "old")
    typed([("m[", "mơ"), ("]", "ư"), ("tw", "tư")], "--method", "telex", "--spell", "off")
    typed([("[a", "[a"), ("tw", "tư")], "--method", "telex", "--variant", "simple-telex-2")
    same(p.run("type", "--method", "telex", "--json", stdin="as\naf\n").json(), ["á", "à"],
         "type --json")
    same(p.run("type", "--method", "telex", stdin="as").out, "á\n", "a last line without its end")
    status(p.run("type", "--method", "telex", stdin=b"a\xffs\xc3\n"), 0, "bytes that are no letters")


def help_and_version(p):
    r = p.run("--version")
    status(r, 0, "--version")
    ok(re.fullmatch(r"phieu \d+\.\d+\.\d+\n", r.out), "prints the version", r.out)
    overview = p.run("help")
    status(overview, 0, "help")
    same(p.run("--help").status, 0, "--help")
    for name in ("lint", "form", "enter", "list", "show", "check", "submit", "keys", "type", "help"):
        ok("phieu " + name in overview.out, "help lists " + name)
        r = p.run("help", name)
        status(r, 0, "help " + name)
        ok(r.out.startswith("phieu " + name), "shows its use", r.out)
        same(p.run(name, "--help").out, r.out, name + " --help is the same")
    ok(re.search("[ạảãàáăắằẳẵặâấầẩẫậđ]", overview.out), "in Vietnamese")
    ok("Exit status" in p.run("help", "--lang", "en").out, "and in English")
    same(len(p.run("help", "--json").json()) >= 11, True, "help --json")


def no_terminal(p):
    refused(p, 2, "the screens without a terminal", "a.db")


main(check_counts, check_rules, first_start, typing, help_and_version, no_terminal)
