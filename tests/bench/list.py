"""TAP: the screen of all entries shows what “phieu list” lists, in its order, wherever it goes.

    list.py PHIEU BENCH_DATA SOURCE"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

PHIEU, DATA, SOURCE = map(os.path.abspath, sys.argv[1:4])
FOLDER = tempfile.mkdtemp(prefix="phieu-list-")
ENV = {**os.environ, "HOME": FOLDER, "XDG_CACHE_HOME": FOLDER, "XDG_CONFIG_HOME": FOLDER,
       "XDG_STATE_HOME": FOLDER, "XDG_DATA_HOME": FOLDER, "PHIEU_FORMS": SOURCE + "/forms",
       "PHIEU_DATA": SOURCE + "/data", "LC_ALL": "C.UTF-8"}
FILE = os.path.join(FOLDER, "data.db")
PAGE = 17  # a page moves by one row less than is shown: 24 rows without title, rules, heads, keys
ENTRIES = 330
count = failed = 0


def ok(good, name, detail=""):
    global count, failed
    count += 1
    failed += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if not good:
        print("\n".join("#  " + line for line in str(detail).splitlines()[:30]))


def screen(script, office="kg_an_bien"):
    path = os.path.join(FOLDER, "script")
    with open(path, "w", encoding="utf-8") as f:
        f.write(script + "\n")
    done = subprocess.run([PHIEU, "keys", FILE, path, "--as", office, "--size", "160x24"], env=ENV, timeout=200,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.stderr or done.returncode:
        ok(False, script[:60], done.stderr.decode(errors="replace"))
    return done.stdout.decode()


def shown(text, periods):
    """Indexes of the rows on the screen, and which has the cursor."""
    rows, at = [], None
    for line in text.splitlines()[3:]:
        index = next((i for i, p in enumerate(periods) if " %s  " % p in line), None)
        if index is not None:
            if "▸" in line:
                at = index
            rows.append(index)
    return rows, at


def check(script, want, periods, office="kg_an_bien"):
    text = screen(script, office)
    rows, at = shown(text, periods)
    ok(at == want and rows == list(range(rows[0], rows[0] + len(rows))) if rows else False,
       "row %d after: %s" % (want, script[:70].replace("\n", " ")), text)


def travel(seed, periods):
    """A random way up and down, and where it must end."""
    chance, at, keys = random.Random(seed), 0, []
    for _ in range(25):
        key = chance.choice(["Down", "Down", "Up", "PgDn", "PgDn", "PgUp"])
        times = chance.randint(1, 40 if key in ("Down", "Up") else 4)
        step = {"Down": 1, "Up": -1, "PgDn": PAGE, "PgUp": -PAGE}[key]
        for _ in range(times):
            at = min(max(at + step, 0), len(periods) - 1)
        keys.append("%s*%d" % (key, times))
    check("e " + " ".join(keys), at, periods)


def main():
    subprocess.run([DATA, FILE, SOURCE + "/tests/bench/giao-ban.yaml", SOURCE + "/data/units/kien-giang-2015.yaml",
                    str(ENTRIES)], check=True)
    subprocess.run([PHIEU, "form", "approve", FILE, "kg-giao-ban"], env=ENV, check=True, stdout=subprocess.DEVNULL)
    listed = json.loads(subprocess.run([PHIEU, "list", FILE, "--json"], env=ENV, check=True,
                                       stdout=subprocess.PIPE).stdout)
    periods = [e["period"] for e in listed]
    last = len(periods) - 1
    ok(len(set(periods)) == ENTRIES, "the list holds them all")
    health = subprocess.run([PHIEU, "check", FILE], env=ENV, stdout=subprocess.DEVNULL)
    ok(health.returncode in (0, 1), "phieu check finds the made data sound")
    check("e", 0, periods)
    check("e Down*5", 5, periods)
    check("e Down*200", 200, periods)
    check("e End", last, periods)
    check("e End Up*200", last - 200, periods)
    check("e PgDn*9", 9 * PAGE, periods)
    check("e Down*400", last, periods)
    check("e End PgUp*50", 0, periods)
    check("Down*30", 30, periods, "kg_tinh_doan")
    unit = next(i for i, e in enumerate(listed) if e["unit"] == "kg_phu_quoc")
    check("e /\ntext:'Phú Quốc'\nEnter", unit, periods)
    check("e End /\ntext:'Phú Quốc'\nEnter Down*2", unit + 2, periods)
    for seed in range(6):
        travel(seed, periods)
    text = screen("Down*30 Enter", "kg_tinh_doan")
    ok("Thông tin chung" in text or "THÔNG TIN CHUNG" in text, "Enter opens the entry", text)
    check("Down*30 Enter Esc", 30, periods, "kg_tinh_doan")
    print("1..%d" % count)
    shutil.rmtree(FOLDER)
    sys.exit(1 if failed else 0)


main()
