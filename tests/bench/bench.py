"""One page of ratios: what phieu costs, beside the least that its libraries allow.

    python3 tests/bench/bench.py SOURCE FOLDER [--entries N]     (or: meson test --benchmark)

Builds a release of SOURCE and the data in FOLDER, once. Instructions (callgrind), bytes, memory and
syncs repeat from run to run and are judged; times are only told. The status is 0 whatever they are:
this is a measurement, not a test."""
import json
import os
import shutil
import subprocess
import sys
import time

import page
from page import say
from terminal import Terminal, instructions, keys, run

SOURCE, FOLDER = map(os.path.abspath, sys.argv[1:3])
MILLION = int(sys.argv[sys.argv.index("--entries") + 1]) if "--entries" in sys.argv else 1000000
BUILD = os.path.join(FOLDER, "release")
HOME = os.path.join(FOLDER, "home")
FORMS = os.path.join(FOLDER, "forms")  # the one form that the floor reads
FORM = os.path.join(FORMS, "kg-khao-sat-2015.yaml")
ENV = {"PATH": os.environ["PATH"], "HOME": HOME, "LC_ALL": "C.UTF-8", "TZ": "UTC",
       "PHIEU_FORMS": FORMS, "PHIEU_DATA": os.path.join(SOURCE, "data")}
# A clock that stands still, and the input that moves it by a second (src/tui/term.h): then forms are
# checked when the bench says so.
STILL = {**ENV, "PHIEU_TEST_CLOCK": "1435200000"}
SECOND = b"\x1b]7771;1000\x07"
SENTENCE = "Mô hình sinh hoạt đều mỗi tháng một kỳ, được bà con trong ấp đồng tình hưởng ứng."


def built(name):
    return os.path.join(BUILD, name)


def data(entries):
    return looked_through(page.make(BUILD, SOURCE, os.path.join(FOLDER, "entries-%d.db" % entries), entries))


def looked_through(path):
    """A file that was last closed elsewhere is hashed as a whole when it is opened: once, and not here."""
    subprocess.run([built("src/phieu"), "list", path, "--period", "1999"], env=ENV, check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path


def filled(answers):
    """A file with one survey, fresh."""
    path = os.path.join(FOLDER, "survey.db")
    if os.path.exists(path):
        os.unlink(path)
    subprocess.run([built("src/phieu"), "enter", path, "--form", "kg-khao-sat-2015", "--unit", "kg_an_bien",
                    "--from", "-"], input=json.dumps(answers).encode(), env=ENV, check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path


def phieu(path, office):
    return [built("src/phieu"), path, "--as", office]


def floor(path):
    return [built("tests/bench/bench_floor"), path, FORM]


def per_key(command, before, measured, leave, at_once=False):
    """Instructions a key. Programs change their file: command() makes a fresh one."""
    n = 1 if at_once else len(keys(measured))
    less = instructions(command(), ENV, before, "", leave)
    return (instructions(command(), ENV, before, measured, leave, at_once) - less) / n


# ---- the page --------------------------------------------------------------------------------------


def first_start(small, office, checked):
    """Without a cache of forms; checked: so many forms are read as a whole afterwards."""
    shutil.rmtree(os.path.join(HOME, ".cache"), ignore_errors=True)
    return instructions(phieu(small, office), STILL, "", [SECOND] * checked, "q")


def start(small, large):
    least = instructions(floor(small), ENV, "", "", "q")
    for office in ("kg_tinh_doan", "kg_an_bien"):
        cost = first_start(small, office, 0)
        say("the first start of all to home (%s), of the floor" % office, cost / least, "x", 1.5,
            "%.2f M of %.2f M" % (cost / 1e6, least / 1e6))
    say("checking its forms afterwards, while nobody types", (first_start(small, office, 2) - cost) / 1e6,
        "M instr.", None, "leaves the cache for the next start")
    for office, what in (("kg_tinh_doan", "all entries"), ("kg_an_bien", "what a unit owes")):
        cost = instructions(phieu(small, office), ENV, "", "", "q")
        say("start to home (%s) and end, of the floor" % what, cost / least, "x", 1.5, "%.2f M of %.2f M" %
            (cost / 1e6, least / 1e6))
        more = instructions(phieu(large, office), ENV, "", "", "q")
        say("the same with %d entries, of that" % MILLION, more / cost, "x", 1.05)


def memory(small, large):
    least = run(floor(small), ENV, "", "", "q")[1]
    at_start = run(phieu(small, "kg_tinh_doan"), ENV, "", "", "q")[1]
    hundred = run(phieu(large, "kg_tinh_doan"), ENV, "", "PgDn*100", "q")[1]
    thousand = run(phieu(large, "kg_tinh_doan"), ENV, "", "PgDn*1000", "q")[1]
    say("peak memory at home, of the floor", at_start / least, "x", 1.5, "%d kB of %d kB" % (at_start, least))
    same = run(floor(large), ENV, "", "PgDn*1000", "q")[1]
    say("peak after 1,000 pages of %d entries, of the floor" % MILLION, thousand / same, "x", 1.5,
        "%d kB of %d kB" % (thousand, same))
    say("peak after 1,000 pages, of that after 100", thousand / hundred, "x", 1.1)


def lists(small, large):
    mine, least = lambda: phieu(small, "kg_tinh_doan"), lambda: floor(small)
    row = per_key(least, "", "Down*40", "q")
    say("Down inside a page", per_key(mine, "Down*2", "Down*10", "q") / 1e6, "M instr.", 0.1)
    say("Down at the edge, of the floor", per_key(mine, "Down*30", "Down*100", "q") / row, "x", 0.5,
        "floor %.2f M" % (row / 1e6))
    page = per_key(least, "", "PgDn*20", "q")
    say("Page down, of the floor", per_key(mine, "Down*30", "PgDn*20", "q") / page, "x", 1.2)
    first = per_key(lambda: phieu(large, "kg_tinh_doan"), "Down*30", "PgDn*20", "q")
    last = per_key(lambda: phieu(large, "kg_tinh_doan"), "End", "PgUp*20", "q")
    say("a page at the end of %d entries, of one at their start" % MILLION, last / first, "x", 1.2)
    end = per_key(lambda: phieu(large, "kg_tinh_doan"), "", "End", "q")
    say("the first End in %d entries, of a page" % MILLION, end / first, "x", None)
    many = per_key(least, "", "Down*500", "q", True)
    say("500 Down in one write, of the floor", per_key(mine, "Down*2", "Down*500", "q", True) / many, "x", 0.25)


def communes():
    """A country of 11,000 communes, and a form that all of them owe; the folder with both."""
    folder = os.path.join(FOLDER, "communes")
    for name in ("units", "forms"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    lines = ["province: {id: ca_nuoc, name: Cả nước}", "units:"]
    lines += ["  - {id: h%d, name: Châu Thành %d, kind: huyen}" % (i, i) for i in range(700)]
    lines += ["  - {id: x%d, name: Tân Hòa %d, kind: xa, parent: h%d}" % (i, i, i % 700) for i in range(11000)]
    lines += ["organisations:", "  - {id: trung_uong, name: Ban Tổng hợp, role: tong_hop}"]
    with open(os.path.join(folder, "units", "ca-nuoc.yaml"), "w") as f:
        f.write("\n".join(lines) + "\n")
    with open(os.path.join(SOURCE, "tests/bench/giao-ban.yaml")) as f:
        form = f.read().replace("units: kien-giang-2015", "units: ca-nuoc").replace("period: free", "period: once")
    form = form.replace("{level: huyen, to: kg_tinh_doan}", "{level: xa, due: 2015-06-25, to: trung_uong}")
    with open(os.path.join(folder, "forms", "kg-giao-ban.yaml"), "w") as f:
        f.write(form)
    return folder


def reported():
    """Who has reported: 11,000 communes beside 15 districts."""
    folder = communes()
    many = {**STILL, "PHIEU_FORMS": folder + "/forms", "PHIEU_DATA": folder}

    def cost(env, office, before, measured, n):
        command = phieu(os.path.join(FOLDER, "reported-%s.db" % office), office)
        run(command, env, "", "t", "Esc q")  # what is read once only
        less = instructions(command, env, before, "", "Esc q")
        return (instructions(command, env, before, measured, "Esc q") - less) / n / 1e6

    walk = "Down*7 Up*7 Down*7 Up*7"
    few = cost(STILL, "kg_tinh_doan", "t", walk, 28)
    say("who has reported: Down among 11,000 units, of 15", cost(many, "trung_uong", "t", walk, 28) / few, "x", 1.5,
        "%.3f M instr." % few)
    say("Down at the edge, of one inside", cost(many, "trung_uong", "t Down*20", "Down*100", 100) / few, "x", 3)
    first = cost(many, "trung_uong", "t Down*20", "PgDn*40", 40)
    say("a page at their end, of one at their start", cost(many, "trung_uong", "t End", "PgUp*40", 40) / first, "x", 1.3,
        "%.2f M instr." % first)
    say("opening it, counting included", cost(many, "trung_uong", "", "t", 1), "M instr.", None)


def typing():
    empty, leave = lambda: phieu(filled({}), "kg_an_bien"), "Esc q"
    say("a letter at the end of a narrative", per_key(empty, "Enter x x", "n*20", leave) / 1e6, "M instr.", 0.05)
    say("its bytes", run(empty(), ENV, "Enter x x", "n*20", leave)[0] / 20, "bytes", 4)
    cell = "Enter Tab*22 x x"
    say("a letter at the end of a cell of a table", per_key(empty, cell, "n*12", "Esc Esc q") / 1e6, "M instr.", 0.05)
    say("its bytes", run(empty(), ENV, cell, "n*12", "Esc Esc q")[0] / 12, "bytes", 4)
    line = "Enter F5 End Enter x x"
    say("a letter at the end of a line", per_key(empty, line, "n*12", "Esc Esc q") / 1e6, "M instr.", 0.05)
    say("its bytes", run(empty(), ENV, line, "n*12", "Esc Esc q")[0] / 12, "bytes", 4)
    long = {"i_thuan_loi_kho_khan": "\n".join([" ".join([SENTENCE] * 6)] * 92)}
    size = len(long["i_thuan_loi_kho_khan"].encode())
    middle = per_key(lambda: phieu(filled(long), "kg_an_bien"), "Enter C-Home PgDn*3 Down*3 End x x", "n*20", leave)
    say("a letter in the middle of a narrative of %d kB" % (size / 1000), middle / 1e6, "M instr.", 0.3)


def methods():
    """Keys of `phieu type`, beside counting letters: the least that anybody can do with UTF-8."""
    line = "Huyeenj DDoanf cos nhieeuf thuaajn lowij, dduwowcj caaps uyr quan taam lanhx ddaoj; hoaf binhf.\n"
    path = os.path.join(FOLDER, "telex.txt")

    def count(command, lines):
        out = os.path.join(FOLDER, "type.out")
        with open(path, "w", encoding="utf-8") as f:
            f.write(line * lines)
        with open(path, "rb") as f:
            subprocess.run(["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=" + out, *command], env=ENV,
                           stdin=f, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        with open(out) as f:
            return next(int(l.split()[1]) for l in f if l.startswith(("summary:", "totals:")))

    typing_keys = [built("src/phieu"), "type", "--method", "telex"]
    key, letter = ((count(c, 2000) - count(c, 1000)) / (1000 * len(line)) for c in (typing_keys, ["wc", "-m"]))
    say("a key of phieu type, of a letter counted by wc -m", key / letter, "x", None,
        "%.0f instructions of %.0f" % (key, letter))
    with open(path, "w", encoding="utf-8") as f:
        f.write(line * 50000)
    with open(path, "rb") as f:
        begin = os.times()
        subprocess.run(typing_keys, env=ENV, stdin=f, stdout=subprocess.DEVNULL, check=False)
        end = os.times()
    took = end.children_user + end.children_system - begin.children_user - begin.children_system
    say("keys a second, by CPU time", 50000 * len(line) / took / 1e6, "million", None, "aim: more than 1")


def large_entry():
    """A key where there are 100 narratives and 1,000 rows, beside the same key in an empty entry."""
    forms = os.path.join(FOLDER, "large_forms")
    os.makedirs(forms, exist_ok=True)
    with open(os.path.join(forms, "lon.yaml"), "w", encoding="utf-8") as f:
        f.write("form: lon\nversion: 1\ntitle: {vi: Phiếu lớn, en: A large form}\nunits: kien-giang-2015\nperiod: once\n"
                "reporters:\n  - {level: huyen, due: 2015-12-31, inclusive: true, to: kg_tinh_doan}\nsections:\n"
                "  - section: chung\n    title: CHUNG\n    fields:\n")
        for i in range(100):
            f.write("      - {field: doan_%d, type: narrative, label: Đoạn %d}\n" % (i, i))
        f.write("  - section: bang\n    title: BẢNG\n    fields:\n      - field: bang\n        type: table\n        label: Bảng\n        columns:\n"
                "          - {field: ten, type: text, label: Tên}\n          - {field: so, type: integer, label: Số}\n")
    env = {**ENV, "PHIEU_FORMS": forms}
    full = {"doan_%d" % i: " ".join([SENTENCE] * 5) for i in range(100)}
    full["bang"] = [{"ten": "CLB số %d" % i, "so": i} for i in range(1000)]
    whole = json.dumps(full, ensure_ascii=False)
    path = os.path.join(FOLDER, "large.db")

    def cost(answers, before, measured, leave):
        def fresh():
            if os.path.exists(path):
                os.unlink(path)
            subprocess.run([built("src/phieu"), "enter", path, "--form", "lon", "--unit", "kg_an_bien", "--from", "-"],
                           input=answers.encode(), env=env, check=False, stdout=subprocess.DEVNULL)
            return phieu(path, "kg_an_bien")
        less = instructions(fresh(), env, before, "", leave)
        return (instructions(fresh(), env, before, measured, leave) - less) / len(keys(measured))

    one = json.dumps({"doan_0": full["doan_0"], "bang": full["bang"][:1]}, ensure_ascii=False)
    for what, before in (("narrative", "Enter x x"), ("cell", "Enter F5 End Enter x x")):
        alone = cost(one, before, "n*20", "Esc Esc q")
        say("a key in a %s, 100 narratives and 1,000 rows, of one of each" % what,
            cost(whole, before, "n*20", "Esc Esc q") / alone, "x", 1.2, "%.3f M" % (alone / 1e6))


def quiet(small):
    t = Terminal(phieu(small, "kg_tinh_doan"), ENV)
    t.wait()
    while t.read(0.5):
        pass
    bytes_before, (ticks, switches) = t.bytes, t.cpu()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        t.read(max(0.01, end - time.monotonic()))
    ticks_after, switches_after = t.cpu()
    say("10 idle seconds: bytes", t.bytes - bytes_before, "bytes", 0)
    say("10 idle seconds: CPU and wake-ups", ticks_after - ticks + switches_after - switches, "", 0)
    took = []
    for _ in range(15):
        t.press([b"e"])
        begin = time.monotonic()
        t.press([keys("Esc")[0]])
        took.append((time.monotonic() - begin) * 1000)
    t.finish(keys("q"))
    say("Esc answers (median of 15; 25 ms are the wait itself)", sorted(took)[7], "ms", 30)


def syncs():
    counts = []
    for leave in ("q", "Enter Tab*3 Esc q"):
        path, told = filled({"i_van_de_dat_ra": SENTENCE}), os.path.join(FOLDER, "syncs")
        if os.path.exists(told):
            os.unlink(told)
        env = {**ENV, "LD_PRELOAD": built("tests/bench/libbench_syncs.so"), "BENCH_SYNCS": told}
        each = keys(leave)
        t = Terminal(phieu(path, "kg_an_bien"), env)
        t.wait()
        t.press(each[:-1])
        t.finish(each[-1:])
        with open(told) as f:
            counts.append(int(f.read().split()[-1]))
    say("syncs of a form opened, looked through and left unchanged", counts[1] - counts[0], "syncs", 0)


def annex():
    def cost(mode):
        runs = [[built("tests/bench/bench_rules"), FORM, mode, "10000", str(n)] for n in (1, 2)]
        return count(runs[1]) - count(runs[0])

    def count(command):
        out = os.path.join(FOLDER, "rules.out")
        subprocess.run(["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=" + out, *command], env=ENV,
                       stderr=subprocess.DEVNULL, check=False)
        with open(out) as f:
            return next(int(l.split()[1]) for l in f if l.startswith(("summary:", "totals:")))

    sql, stage, load = cost("sql"), cost("stage"), cost("load")
    say("all rules over 10,000 rows of the annex, of their SQL", (load - stage) / sql, "x", 2,
        "%.1f M of %.1f M; staging %.1f M" % ((load - stage) / 1e6, sql / 1e6, stage / 1e6))


def main():
    os.makedirs(HOME, exist_ok=True)
    if not shutil.which("valgrind"):
        raise SystemExit("bench: install valgrind (tools/packages.sh: bench_packages)")
    page.build(SOURCE, FOLDER, ["src/phieu"] + ["tests/bench/" + n for n in (
        "bench_floor", "bench_data", "bench_rules", "libbench_syncs.so")])
    os.makedirs(FORMS, exist_ok=True)
    shutil.copy(os.path.join(SOURCE, "forms", os.path.basename(FORM)), FORM)
    small, large = data(100000), data(MILLION)
    start(small, large)
    memory(small, large)
    lists(small, large)
    reported()
    typing()
    methods()
    large_entry()
    quiet(small)
    syncs()
    annex()
    page.end()


main()
