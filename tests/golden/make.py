"""Makes the golden files of one format version, with what they must show. Run by hand, once a format version, with the
program that writes that version; what is checked in is never made again by a test:

    make.py build/src/phieu v1

`whole.db` holds every kind of event, heads that stand beside each other, conflicts, a draft and a carried one. `newer.db` is what
a newer program could have made of it: kinds, keys, tables, settings that this one does not know."""
import hashlib
import json
import os
import shutil
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import show  # noqa: E402  (takes the program's path from the arguments)

FORM = "mau-nho"
ROWS = [{"_row": "aaaaaaaaaaaaaaaa", "ten": "Tổ một", "so": 1}, {"_row": "bbbbbbbbbbbbbbbb", "ten": "Tổ hai", "so": 2}]
BASE = {"bi_thu": "Nguyễn Thị Phượng", "so_xa": 9, "ty_le": "80.50", "ngay": "2015-06-25", "nhan_xet": "Một.\n\nHai “ba”.",
        "loai": "tot", "mo_hinh": ROWS, "theo_cap": [{"_row": "huyen", "nam": 3, "nu": 4}, {"_row": "xa", "nam": 30, "nu": 40}]}


def canonical(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def name(kind, text):
    return hashlib.sha256(b"phieu-%s-1\0" % kind.encode() + text.encode()).digest()


class Maker:
    def __init__(self, p):
        self.p, self.clock = p, 1435190400

    def run(self, *args, want=(0, 1), state="one", **kw):
        self.clock += 3600
        r = self.p.run(*args, env={"PHIEU_TEST_CLOCK": str(self.clock), "PHIEU_TEST_SEED": str(self.clock),
                                   "XDG_STATE_HOME": self.p.path(state)}, **kw)
        if r.status not in want:
            sys.exit("%s: status %d\n%s" % (" ".join(args), r.status, r.err))
        return r

    def enter(self, file, unit, answers, *more, **kw):
        r = self.run("enter", file, "--form", FORM, "--unit", unit, "--period", "2015", "--from", "-", "--author",
                     "Nguyễn Văn An", *more, stdin=answers, **kw)
        return r.out.split()[0]

    def change(self, file, entry, answers, *more, **kw):
        now = {**self.p.show(file, entry)["answers"], **answers}
        self.run("enter", file, "--entry", entry, "--from", "-", *more, stdin=now, **kw)


def put(p, file, rows):
    db = sqlite3.connect(p.path(file))
    for kind, text in rows:
        column = {"event": "head", "body": "data"}[kind]
        db.execute(f"INSERT INTO {kind}(hash,{column}) VALUES(?,?)", (name(kind, text), text))
    db.commit()
    db.close()


def others(entry):
    """Kinds that have no command of their own, or not yet: as doc/file-format.md shows them."""
    salt, who = "000102030405060708090a0b0c0d0e0f", {"author": "Trần Văn Bình", "inst": "0" * 31 + "7", "office": "tinh", "time": 60, "v": 1}
    words = canonical({"salt": salt, "text": "ed25519:1f2e3d"})
    lists = "list: mau-nho\nunits:\n- {id: u1, name: Xã Một}\n"
    return [("body", words), ("body", lists),
            ("event", canonical({"kind": "key", "body": name("body", words).hex(), **who})),
            ("event", canonical({"kind": "list", "id": "mau-nho", "body": name("body", lists).hex(), "v": 1})),
            ("event", canonical({"kind": "erase", "bodies": ["ab" * 32], **who})),
            ("event", canonical({"kind": "dismiss", "target": "cd" * 32, **who})),
            ("event", canonical({"kind": "unjoin", "entry": entry, "other": "0" * 32, "supersedes": ["ef" * 32], **who}))]


def begin_work(m, file, office, **kw):
    """Somebody types into an entry and does not come to an end."""
    m.run("keys", file, "--as", office, "-", stdin=b"Down*4 Enter End type:xx Tab wait:3000", **kw)
    if not m.p.sql(file, "SELECT 1 FROM draft_value"):
        sys.exit("no draft was begun in " + file)


def whole(m):
    p = m.p
    plain = m.enter("whole.db", "u1", BASE, "--submit")
    m.run("return", "whole.db", plain, "--reason", "Thiếu số liệu", "--author", "Trần Văn Bình", "--as", "tinh_doan")
    m.run("comment", "whole.db", plain, "mo_hinh[2].so", "Xem lại con số này", "--author", "Trần Văn Bình", "--as", "tinh_doan")
    m.change("whole.db", plain, {"so_xa": 10, "_notes": {"so_xa": "đã đếm lại"}}, "--submit")
    m.run("accept", "whole.db", plain, "--author", "Trần Văn Bình", "--as", "tinh_doan")
    split = m.enter("whole.db", "u2", BASE)
    gone = m.enter("whole.db", "u3", {"bi_thu": "Lê Văn Chín"})
    m.run("withdraw", "whole.db", gone)
    twins = [m.enter("whole.db", "u4", {"bi_thu": "Phạm Thị Dung"}), m.enter("whole.db", "u4", {"so_xa": 4})]
    m.run("join", "whole.db", *twins)
    m.enter("whole.db", "u5", {"so_xa": 5})
    m.enter("whole.db", "u5", {"so_xa": 6})
    shutil.copy(p.path("whole.db"), p.path("other.db"))
    m.change("whole.db", split, {"so_xa": 11, "mo_hinh": ROWS[:1]})
    m.change("other.db", split, {"so_xa": 12, "bi_thu": "Trần Thị Bính", "mo_hinh": [ROWS[0], dict(ROWS[1], so=7)]}, state="two")
    begin_work(m, "other.db", "u2", state="two")
    m.run("merge", "whole.db", "other.db")
    put(p, "whole.db", others(plain))
    m.run("rebuild", "whole.db", "--quiet")
    begin_work(m, "whole.db", "u5")


def newer(m):
    """What may come, as far as doc/file-format.md leaves room for it."""
    p = m.p
    shutil.copy(p.path("whole.db"), p.path("newer.db"))
    (head,), = p.sql("newer.db", "SELECT head FROM event WHERE head ->> '$.kind'='revision' AND head ->> '$.parents' IS NULL"
                                 " ORDER BY eid LIMIT 1")
    more = {**json.loads(head), "entry": "e" * 32, "mood": {"of": ["the", "day"]}, "unit": "u9"}
    seal = canonical({"salt": "0" * 32, "wax": "red"})
    put(p, "newer.db", [("body", seal), ("event", canonical(more)), ("event", canonical({"kind": "telepathy", "to": ["all"], "v": 1})),
                        ("event", canonical({"kind": "review", "v": 2, "stars": 5, "body": name("body", seal).hex()}))])
    m.run("rebuild", "newer.db", "--quiet")
    db = sqlite3.connect(p.path("newer.db"))
    db.execute("CREATE TABLE delivery(id INTEGER PRIMARY KEY, note TEXT) STRICT")
    db.execute("CREATE INDEX delivery_note ON delivery(note)")
    db.execute("INSERT INTO delivery VALUES(1, 'sealed')")
    db.execute("UPDATE meta SET v='2' WHERE k='min_write'")
    db.execute("INSERT INTO meta VALUES('colour', 'red')")
    db.commit()
    db.close()


def main():
    folder = os.path.join(HERE, sys.argv[2])
    if os.path.exists(folder):
        sys.exit("%s is there already: what was released is not made again" % folder)
    p = show.place()
    maker = Maker(p)
    whole(maker)
    newer(maker)
    os.mkdir(folder)
    for file in ("whole.db", "newer.db"):
        shutil.copy(p.path(file), os.path.join(folder, file))
        with open(os.path.join(folder, file.replace(".db", ".json")), "w", encoding="utf-8") as f:
            json.dump(show.shown(p, file), f, ensure_ascii=False, indent=1, sort_keys=True)
            f.write("\n")
    p.close()


if __name__ == "__main__":
    main()
