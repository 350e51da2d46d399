"""TAP: no #include points against the layers, no library is included past its one door, and SQL
that could overwrite a row stands nowhere (doc/architecture.md).

    layers.py SOURCE_FOLDER"""
import os
import re
import sys

ROOT = os.path.join(sys.argv[1], "src")
USES = {  # layer: the layers it may include besides itself
    "base": [],
    "text": ["base"],
    "form": ["base", "text"],
    "db": ["base", "text"],
    "rules": ["base", "text", "form", "db"],
    "store": ["base", "text", "form", "db"],
    "entry": ["base", "text", "form", "db", "rules", "store"],
    "report": ["base", "text", "form", "db", "rules", "store", "entry"],
    "tui": ["base", "text", "form", "db", "rules", "store", "entry", "report"],
    "cli": ["base", "text", "form", "db", "rules", "store", "entry", "report", "tui"],
    ".": ["cli"],
}
DOORS = {  # header of a library: the files that may include it
    r"nettle/": r"base/hash\.c",
    r"jansson\.h": r"base/json\.c",
    r"utf8proc\.h": r"text/unicode\.c",
    r"yaml\.h": r"form/yaml\.c",
    r"sqlite3\.h": r"db/.*\.[ch]",
    r"(n?curses\w*/)?n?curses\.h|term\.h|panel\.h|form\.h": r"tui/term(_write)?\.c",
    r"pthread\.h": r"tui/work\.c",
    r"sys/random\.h|time\.h": r"base/(clock|random)\.c",
}
FORBIDDEN = ["OR IGNORE", "OR REPLACE", "REPLACE INTO"]

count = failed = 0


def ok(good, name):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")


for folder, _, names in sorted(os.walk(ROOT)):
    layer = os.path.relpath(folder, ROOT)
    for name in sorted(names):
        if not name.endswith((".c", ".h", ".def")):
            continue
        path = os.path.join(layer, name) if layer != "." else name
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            text = f.read()
        wrong = []
        for other in re.findall(r'^\s*#\s*include\s*"([^"]+)"', text, re.M):
            target = other.split("/")[0]
            if target != layer and target not in USES[layer]:
                wrong.append(other)
        ok(not wrong, f"{path} includes only layers below it {' '.join(wrong)}")
        past = []
        for header in re.findall(r"^\s*#\s*include\s*<([^>]+)>", text, re.M):
            for library, door in DOORS.items():
                if re.fullmatch(library, header) and not re.fullmatch(door, path):
                    past.append(header)
        ok(not past, f"{path} goes through the doors {' '.join(past)}")
        code = re.sub(r"/\*.*?\*/", "", text, flags=re.S).upper()
        bad = [word for word in FORBIDDEN if word in code]
        ok(not bad, f"{path} holds no SQL that overwrites rows {' '.join(bad)}")
        if layer in ("db", "rules", "store"):
            continue
        sql = re.findall(r'"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE) [^"]*"', text)
        ok(not sql, f"{path} holds no SQL {' '.join(sql)}")
print(f"1..{count}")
sys.exit(1 if failed else 0)
