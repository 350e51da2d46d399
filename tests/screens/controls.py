"""Makes in the present folder what a stranger may send: forms/ and data/ whose titles, labels, messages and
names hold control characters and signs of direction, and stranger.db whose answers, authors, units and
drafts do. Everything else about them is sound."""
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess

SOURCE, PHIEU = os.environ["PHIEU_SOURCE"], os.environ["PHIEU"]
FORM, UNIT = "kg-khao-sat-2015", "kg_an_bien"
# A title for the window, printing, clearing the screen, C1 twins of these, next line, right to left,
# isolates, no width, a byte order mark, DEL, bell, shift out.
POISON = "\x1b]0;ALARM\x07\x1b[5i\x1b[2J\x9b5i\x85\u202e\u202a\u202c\u2066\u2069\ufeff\u200b\u200f\u2028\x7f\x07\x0e"
YAML = json.dumps(POISON).strip('"').replace("\\u007f", "\\x7f").replace("\x7f", "\\x7f")


def poison_yaml(path, *patterns):
    """After each of the patterns' first group stands a double-quoted text; poison goes to its front."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for pattern in patterns:
        text, n = re.subn(pattern, lambda m: "%s%s%s" % (m[1], YAML, m[2]), text, flags=re.M)
        assert n, pattern
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def canonical(j):
    text = json.dumps(j, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return re.sub(r"\\u00..", lambda m: m[0][:2] + m[0][2:].upper(), text)


def put(db, table, column, prefix, text):
    hash = hashlib.sha256(prefix + b"\0" + text.encode()).digest()
    db.execute("INSERT INTO %s(hash,%s) VALUES(?,?)" % (table, column), (hash, text))
    return hash


def poisoned(value):
    return "Xin " + POISON + value if isinstance(value, str) else value


def stranger():
    """One entry whose every text is poisoned, one of a unit of that name, and a draft."""
    env = {**os.environ, "PHIEU_FORMS": os.path.join(SOURCE, "forms"), "PHIEU_DATA": os.path.join(SOURCE, "data")}
    answers = os.path.join(SOURCE, "tests/screens/survey.json")
    subprocess.run([PHIEU, "enter", "stranger.db", "--as", UNIT, "--form", FORM, "--unit", UNIT, "--from", answers],
                   env=env, check=True)
    db = sqlite3.connect("stranger.db")
    for hash, head in db.execute("SELECT hash, head FROM event").fetchall():
        head = json.loads(head)
        if head["kind"] == "revision":
            break
    body = json.loads(db.execute("SELECT data FROM body WHERE hash=?", (bytes.fromhex(head["body"]),)).fetchone()[0])
    answers = body["answers"]
    for key, value in answers.items():
        answers[key] = ([{k: poisoned(v) for k, v in row.items()} for row in value] if isinstance(value, list)
                        else poisoned(value))
    head["body"] = put(db, "body", "data", b"phieu-body-1", canonical(body)).hex()
    head["author"] = POISON + "Người lạ"
    put(db, "event", "head", b"phieu-event-1", canonical({**head, "parents": [hash.hex()], "time": head["time"] + 1}))
    other = {**head, "unit": POISON + "don_vi_la", "entry": "ab" * 16, "office": POISON + "noi_la"}
    put(db, "event", "head", b"phieu-event-1", canonical(other))
    db.execute("UPDATE meta SET v='old' WHERE k='rule'")
    db.commit()


shutil.copytree(os.path.join(SOURCE, "data"), "data")
os.mkdir("forms")
form = shutil.copy(os.path.join(SOURCE, "forms", FORM + ".yaml"), "forms")
with open(form, encoding="utf-8") as f:  # every text of one line in double quotes
    lines = f.read()
lines = re.sub(r'((?<![a-z_])(?:vi|en): )([^">|{\[\n][^\n{},"]*)(?=[,}\n])', r'\1"\2"', lines)
with open(form, "w", encoding="utf-8") as f:
    f.write(lines)
poison_yaml(form, r'((?<![a-z_])(?:vi|en): ")(.)')
poison_yaml("data/units/kien-giang-2015.yaml", r'(name: ")(.)')
stranger()
