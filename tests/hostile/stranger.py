"""Data files in the hands of a stranger: ours by their header and schema, with contents that no program of
ours would write. Tables of cases (a name, and what the stranger does) for the tests that open such files
and for those that take them in."""
import hashlib
import json
import os
import re
import sqlite3

from kit import FORM, UNIT, status, survey

ENTRY = FORM + "/" + UNIT
ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
NOWHERE = "ab" * 32
SALT = "000102030405060708090a0b0c0d0e0f"
KEYS = "Down Enter Down Down Enter F6 Esc text:abc Tab Down Esc Esc Esc Esc\n"


def canonical(j):
    text = json.dumps(j, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return re.sub(r"\\u00..", lambda m: m[0][:2] + m[0][2:].upper(), text)


def name(prefix, data):
    data = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    return hashlib.sha256(prefix + b"\0" + data).digest()


class File:
    """A data file in the hands of a stranger."""

    divide = 1

    def __init__(self, p, whole):
        p.write("bad.db", whole)
        self.db = sqlite3.connect(p.path("bad.db"))
        self.db.text_factory = bytes
        self.form = self.value("SELECT form FROM x_state WHERE form_id=?", FORM)
        self.entry = self.value("SELECT entry FROM x_state WHERE unit=?", UNIT.encode().decode())
        self.head = self.value("SELECT head FROM x_state WHERE unit=?", UNIT)
        self.body = self.value("SELECT x.body FROM x_event x JOIN event USING(eid) WHERE hash=?", self.head)

    def value(self, sql, *args):
        return self.db.execute(sql, args).fetchone()[0]

    def sql(self, sql, *args):
        self.db.execute(sql, args)

    def put(self, table, column, prefix, data, hash=None):
        hash = hash or name(prefix, data)
        text = "CAST(? AS TEXT)" if isinstance(data, bytes) else "?"
        self.db.execute("INSERT INTO %s(hash,%s) VALUES(?,%s)" % (table, column, text), (hash, data))
        return hash

    def put_body(self, data, hash=None):
        return self.put("body", "data", b"phieu-body-1", data, hash)

    def put_event(self, head, hash=None):
        if isinstance(head, dict):
            head = canonical(head)
        return self.put("event", "head", b"phieu-event-1", head, hash)

    def revision(self, body=None, **more):
        """A sound revision of the entry that is there, but for what the case says."""
        head = dict(body=(body or self.body).hex(), entry=self.entry.hex(), form=self.form.hex(), kind="revision",
                    status="submitted", unit=UNIT, v=1, parents=[self.head.hex()], time=1435190400)
        head.update(more)
        return {k: v for k, v in head.items() if v is not None}

    def answers(self, answers, **more):
        body = self.put_body(canonical({"answers": answers, "salt": SALT}))
        return self.put_event(self.revision(body, **more))

    def draft(self, *values, entry=None, base="[]", inst=None, **more):
        row = dict(draft_id=os.urandom(16), inst=inst or self.inst, entry=entry or self.entry, base=base,
                   form=self.form, form_id=FORM, unit=UNIT, touched=1435190400)
        row.update(more)
        self.db.execute("INSERT INTO draft(%s) VALUES(%s)" % (",".join(row), ",".join("?" * len(row))),
                        tuple(row.values()))
        for path, value in values:
            self.db.execute("INSERT INTO draft_value VALUES(?,?,?)", (row["draft_id"], path, value))

    def rebuild(self):
        """The lists are to be made anew from the events."""
        self.db.execute("UPDATE meta SET v='old' WHERE k='rule'")

    def done(self):
        self.db.commit()
        self.db.close()


def deep(n, inner="1"):
    return "[" * n + inner + "]" * n


# ---- events: name, what a stranger does; the lists are made anew -------------------------------------

EVENTS = (
    ("a forged hash", lambda f: f.put_event(f.revision(), os.urandom(32))),
    ("the bytes of one event under the hash of another",
     lambda f: f.sql("UPDATE event SET head=(SELECT head FROM event ORDER BY eid LIMIT 1) WHERE hash=?", f.head)),
    ("a parent of itself", lambda f: f.put_event(f.revision(parents=["11" * 32]), b"\x11" * 32)),
    ("a cycle of parents", lambda f: (f.put_event(f.revision(parents=["22" * 32]), b"\x11" * 32),
                                      f.put_event(f.revision(parents=["11" * 32]), b"\x22" * 32))),
    ("missing parents", lambda f: f.put_event(f.revision(parents=[NOWHERE]))),
    ("64 missing parents", lambda f: f.put_event(f.revision(parents=sorted("%064x" % i for i in range(64))))),
    ("65 parents", lambda f: f.put_event(f.revision(parents=sorted("%064x" % i for i in range(65))))),
    ("a parent in another entry", lambda f: f.put_event(f.revision(entry=ID))),
    ("a missing body", lambda f: f.put_event(f.revision(body=b"\xab" * 32))),
    ("a missing form", lambda f: f.put_event(f.revision(form=NOWHERE))),
    ("answers as a form", lambda f: f.put_event(f.revision(form=f.body.hex()))),
    ("a form as answers", lambda f: f.put_event(f.revision(body=f.form))),
    ("blanks in the JSON", lambda f: f.put_event(json.dumps(f.revision(), sort_keys=True))),
    ("keys in another order", lambda f: f.put_event(json.dumps(dict(reversed(sorted(f.revision().items()))),
                                                               separators=(",", ":")))),
    ("a key twice", lambda f: f.put_event('{"kind":"revision",' + canonical(f.revision())[1:])),
    ("a fraction", lambda f: f.put_event(f.revision(time=1.5))),
    ("a null", lambda f: f.put_event(canonical(f.revision())[:-1] + ',"x":null}')),
    ("a number of 400 digits", lambda f: f.put_event(canonical(f.revision())[:-1] + ',"x":' + "9" * 400 + "}")),
    ("a time beyond all", lambda f: f.put_event(f.revision(time=1 << 53))),
    ("a time before all", lambda f: f.put_event(f.revision(time=-(1 << 53)))),
    ("the next version", lambda f: f.put_event(f.revision(v=2))),
    ("an unknown kind", lambda f: f.put_event(f.revision(kind="later"))),
    ("an unknown key", lambda f: f.put_event(f.revision(zzz=[1, {"a": [True]}]))),
    ("an unknown status", lambda f: f.put_event(f.revision(status="perhaps"))),
    ("a list for a text", lambda f: f.put_event(f.revision(unit=["a"]))),
    ("an empty unit", lambda f: f.put_event(f.revision(unit=""))),
    ("an unknown unit", lambda f: f.put_event(f.revision(entry=ID, unit="không có/ở đâu", parents=None))),
    ("a unit of 60 KB", lambda f: f.put_event(f.revision(entry=ID, unit="a" * 60000, parents=None))),
    ("an author of 60 KB", lambda f: f.put_event(f.revision(author="ê" * 30000))),
    ("an author of 10 MB", lambda f: f.put_event(f.revision(author="a" * (10 << 20)))),
    ("control characters", lambda f: f.put_event(
        f.revision(author="\x1b]0;x\x07", office="a\x1b[2Jb", unit="x\x1b[31m", period="\r\n\x08", entry=ID,
                   parents=None))),
    ("C1 and letters that turn the text", lambda f: f.put_event(
        f.revision(author="a\x9b31m\u202eb", unit="\u202e\u2066x", entry=ID, parents=None))),
    ("a NUL that is spelt", lambda f: f.put_event(canonical(f.revision())[:-1] + ',"x":"\\u0000"}')),
    ("a NUL", lambda f: f.put_event(canonical(f.revision()).replace("time", "ti\0e"))),
    ("bytes that are no UTF-8", lambda f: f.put_event(canonical(f.revision()).encode() + b"\xff\xfe")),
    ("a depth of 10,000", lambda f: f.put_event('{"a":' + deep(10000) + "}")),
    ("10 MB of brackets", lambda f: f.put_event("[" * (10 << 20))),
    ("no JSON", lambda f: f.put_event("xin chào")),
    ("nothing", lambda f: f.put_event("")),
    ("a thousand heads", lambda f: [f.put_event(f.revision(time=i + 1)) for i in range(1000)]),
    ("a chain of a thousand", lambda f: chain(f, 1000)),
    ("reviews of nothing", lambda f: [f.put_event(
        dict(kind="review", entry=e, target=NOWHERE, verdict="accept", v=1)) for e in (ID, f.entry.hex())]),
    ("reviews that replace each other", lambda f: (
        f.put_event(review(f, supersedes=["22" * 32]), b"\x11" * 32),
        f.put_event(review(f, supersedes=["11" * 32]), b"\x22" * 32))),
    ("a review without a reason", lambda f: f.put_event(review(f, verdict="return", body=NOWHERE))),
    ("a comment on no field", lambda f: f.put_event(
        dict(kind="comment", entry=f.entry.hex(), target=f.head.hex(), body=f.body.hex(), v=1,
             field="../../\x1b[31m"))),
    ("an erasure of all", lambda f: f.put_event(dict(kind="erase", bodies=[f.body.hex()], v=1))),
    ("a join with itself", lambda f: f.put_event(
        dict(kind="join", entry=f.entry.hex(), other=f.entry.hex(), v=1))),
    ("a form that is none", lambda f: f.put_event(
        dict(kind="form", id="x", v=1, body=f.put_body("form: [1\n").hex()))),
    ("a form under another id", lambda f: f.put_event(dict(kind="form", id="aa", v=1, body=f.form.hex()))),
    ("a form whose id is a path", lambda f: f.put_event(
        dict(kind="form", id="../../etc/passwd", v=1, body=f.put_body(form_text("../../etc")).hex()))),
    ("a form of 3 MB of brackets", lambda f: f.put_event(
        dict(kind="form", id="big", v=1, body=f.put_body("[" * (3 << 20)).hex()))),
    ("500 forms", lambda f: [f.put_event(
        dict(kind="form", id="f%d" % i, v=1, body=f.put_body(form_text("f%d" % i)).hex())) for i in range(500)]),
    ("a list that is none", lambda f: f.put_event(
        dict(kind="list", id="kien-giang-2015", v=1, body=f.put_body("- &a [*a]\n").hex()))),
)


def chain(f, n):
    last = f.head
    for i in range(n):
        last = f.put_event(f.revision(parents=[last.hex()], time=i + 1))


def review(f, **more):
    return {**dict(kind="review", entry=f.entry.hex(), target=f.head.hex(), verdict="accept", v=1), **more}


def form_text(id):
    return ("form: %s\nversion: 1\ntitle: T\nsections:\n- section: s\n  title: S\n  fields:\n"
            "  - {field: x, type: integer, label: X}\n" % id)


# ---- bodies ----------------------------------------------------------------------------------------

ROW = {"_row": "a", "so_mo_hinh": 1}


def crowd_of(f, n):
    """So many answers, or fewer where many such bodies meet in one entry."""
    return n // f.divide


BODIES = (
    ("another text under the hash", lambda f: f.sql(
        "UPDATE body SET data=replace(data,'a','b') WHERE hash=?", f.body)),
    ("another body under the hash", lambda f: f.sql(
        "UPDATE body SET data='{\"answers\":{},\"salt\":\"" + SALT + "\"}' WHERE hash=?", f.body)),
    ("an empty body", lambda f: f.sql("UPDATE body SET data='' WHERE hash=?", f.body)),
    ("the form's bytes changed", lambda f: f.sql("UPDATE body SET data=data||'#' WHERE hash=?", f.form)),
    ("no bodies at all", lambda f: f.sql("DELETE FROM body")),
    ("no events at all", lambda f: f.sql("DELETE FROM event")),
    ("a body that is a list", lambda f: f.put_event(f.revision(f.put_body("[1]")))),
    ("a body of 3 MB of brackets", lambda f: f.put_event(f.revision(f.put_body("[" * (3 << 20))))),
    ("a body of 10 MB", lambda f: f.put_event(f.revision(f.put_body(
        canonical({"answers": {"iv_uu_diem": "a" * (10 << 20)}, "salt": SALT}))))),
    ("a body of 60 MB", lambda f: f.put_event(f.revision(f.put_body("a" * (60 << 20))))),
    ("a body of 60 MB of zeros", lambda f: f.put_event(f.revision(f.put_body(bytes(60 << 20))))),
    ("bytes that are no UTF-8", lambda f: f.put_event(f.revision(f.put_body(
        b'{"answers":{"bi_thu":"\xff"},"salt":"' + SALT.encode() + b'"}')))),
    ("a NUL", lambda f: f.put_event(f.revision(f.put_body(b'{"answers":{}\0,"salt":""}')))),
    ("answers 10,000 deep", lambda f: f.put_event(f.revision(f.put_body(
        '{"answers":{"bi_thu":' + deep(10000) + '},"salt":"' + SALT + '"}')))),
    ("answers 30 deep", lambda f: f.put_event(f.revision(f.put_body(
        '{"answers":{"bi_thu":' + deep(29) + ',"x":' + deep(29) + '},"salt":"' + SALT + '"}')))),
    ("answers without salt", lambda f: f.put_event(f.revision(f.put_body('{"answers":{"bi_thu":"Đức"}}')))),
    ("answers that are a list", lambda f: f.answers([1, 2])),
    ("answers that are not canonical", lambda f: f.put_event(f.revision(f.put_body(
        '{ "salt": "", "answers" : {"x":1e3, "bi_thu":1.5, "y": null, "phu_luc": [{"so_mo_hinh": 1.25}]}}')))),
    ("a text for a table", lambda f: f.answers({"phu_luc": "x", "bi_thu": {"a": {"b": 1}}})),
    ("rows that are no objects", lambda f: f.answers({"phu_luc": [1, "x", [ROW], None, True]})),
    ("rows of one id", lambda f: f.answers({"phu_luc": [ROW, ROW, ROW]})),
    ("row ids of all shapes", lambda f: f.answers({"phu_luc": [
        {"_row": x, "so_mo_hinh": 1} for x in (1, None, [], {}, "", "a/b", "$order", "\x1b[31m", "a" * 70000)]})),
    ("values of all shapes", lambda f: f.answers({
        "bi_thu": {"raw": 1}, "iv_uu_diem": {"missing": "x"}, "ngay_bao_cao": {"value": "khac", "text": 5},
        "phu_luc": [{"_row": "r%d" % i, "so_mo_hinh": x, "ten_loai_hinh": x, "yeu_cau_tap_hop": x} for i, x in
                    enumerate((True, False, [], {}, [1], {"raw": ""}, {"raw": "\x1b[31m"}, {"missing": "kcsl"},
                               {"value": "khac", "text": "\x1b[2J\n\x07"}, {"value": 100, "at_least": True},
                               -(1 << 53), 1 << 53, "\x1b[31m", "9" * 400, "1\n2"))]})),
    ("control characters everywhere", lambda f: f.answers({
        "bi_thu": "\x1b[31m\x07", "iv_uu_diem": "\x1b]0;x\x07\x9b2J\u202e\r", "ngay_bao_cao": "\x1b[1m",
        "\x1b[31m": "\x1b", "_notes": {"\x1b": "\x1b"}, "_reasons": ["\x1b"], "_from": "\x1b"})),
    ("notes of other shapes", lambda f: f.answers({"_notes": 1, "_reasons": [[]], "_from": {"a": [{}]}})),
    ("100,000 unknown answers", lambda f: f.answers(
        {"x%d" % i: i for i in range(crowd_of(f, 100000))})),
    ("50,000 rows", lambda f: f.answers({"phu_luc": [
        {"_row": "r%d" % i, "so_mo_hinh": i} for i in range(crowd_of(f, 50000))]})),
    ("20,000 rows whose ids meet in one place", lambda f: f.answers({"phu_luc": [
        {"_row": "r" + "".join("AB"[i >> k & 1] for k in range(15)), "so_mo_hinh": 1} for i in range(crowd_of(f, 20000))]})),
)


# ---- drafts ----------------------------------------------------------------------------------------

DRAFTS = (
    ("paths to nowhere", lambda f: f.draft(*((x, '"a"') for x in (
        "", "/", "//", "///", "x", "phu_luc", "phu_luc/", "phu_luc//", "phu_luc//so_mo_hinh", "phu_luc/r/x",
        "phu_luc/r", "phu_luc/r/so_mo_hinh/y", "bi_thu/x", "bi_thu/r/so_mo_hinh", "$order", "phu_luc/$order",
        "phu_luc/r/$alive/x", "../../x", "\x1b[31m", "a" * 100000, "phu_luc/" + "a" * 100000 + "/so_mo_hinh",
        "phu_luc/" + "a" * 64 + "/so_mo_hinh", "phu_luc/" + "a" * 65 + "/so_mo_hinh")))),
    ("a value for a whole table", lambda f: f.draft(("phu_luc", "1"))),
    ("a value for a whole row", lambda f: f.draft(("phu_luc/r/so_mo_hinh", "1"), ("phu_luc/r", "1"))),
    ("a value for a row of the answers", lambda f: f.draft(*(("phu_luc/%s" % r, "1") for r in rows_of(f)))),
    ("values that are no JSON", lambda f: f.draft(
        ("bi_thu", "x"), ("iv_uu_diem", '"'), ("ngay_bao_cao", "[" * 100000), ("phu_luc/r/so_mo_hinh", "9" * 400),
        ("phu_luc/s/so_mo_hinh", "\x1b"))),
    ("values of other types", lambda f: f.draft(
        ("bi_thu", "1"), ("iv_uu_diem", "true"), ("ngay_bao_cao", "[1]"), ("phu_luc/r/so_mo_hinh", '"x"'),
        ("phu_luc/s/so_mo_hinh", '{"a":1}'), ("phu_luc/t/yeu_cau_tap_hop", '"x"'), ("phu_luc/t/ten_loai_hinh", "null"))),
    ("fractions", lambda f: f.draft(("bi_thu", "1.5"), ("phu_luc/r/so_mo_hinh", "1.5"), ("iv_uu_diem", "[1.5]"))),
    ("values that are not canonical", lambda f: f.draft(("bi_thu", ' "a" '), ("iv_uu_diem", '{ "b":1, "a":2 }'))),
    ("control characters", lambda f: f.draft(
        ("bi_thu", '"\\u001b[31m\\u0007"'), ("iv_uu_diem", '"\\u001b]0;x\\u0007\\r\\n\\u202e"'),
        ("phu_luc/\x1b[31m/so_mo_hinh", "1"), ("phu_luc/r\n/ten_loai_hinh", '"\\u009b2J"'))),
    ("bytes that are no UTF-8", lambda f: (
        f.draft(), f.sql("INSERT INTO draft_value SELECT draft_id, CAST(x'7068755f6c75632fff2f736f5f6d6f5f68696e68'"
                         " AS TEXT), '1' FROM draft"),
        f.sql("INSERT INTO draft_value SELECT draft_id, 'bi_thu', CAST(x'22ff22' AS TEXT) FROM draft"))),
    ("huge orders", lambda f: f.draft(*(
        ("phu_luc/r%d/%s" % (i, key), value) for i, order in enumerate(
            (9223372036854775807, -9223372036854775808, 9223372036854775806, 0, 0, 10 ** 30))
        for key, value in (("so_mo_hinh", str(i + 1)), ("$order", str(order)))))),
    ("orders that are none", lambda f: f.draft(
        ("phu_luc/a/$order", '"x"'), ("phu_luc/b/$order", "[]"), ("phu_luc/c/$order", ""), ("phu_luc/c/$alive", "7"),
        ("phu_luc/d/$alive", '"\\u001b"'), ("phu_luc/e/$alive", "{}"))),
    ("10,000 dead rows", lambda f: f.draft(*(("phu_luc/r%d/$alive" % i, "false") for i in range(10000)))),
    ("10,000 rows", lambda f: f.draft(*(("phu_luc/r%05d/so_mo_hinh" % i, "1") for i in range(10000)))),
    ("a value of 10 MB", lambda f: f.draft(("iv_uu_diem", '"' + "a" * (10 << 20) + '"'))),
    ("a form that is none", lambda f: f.draft(("bi_thu", '"a"'), form=os.urandom(32), entry=os.urandom(16))),
    ("a form of another length", lambda f: f.draft(("bi_thu", '"a"'), form=b"x", entry=os.urandom(16))),
    ("ids of other lengths", lambda f: (
        f.draft(("bi_thu", '"a"'), entry=b"x", draft_id=b"y"), f.draft(("bi_thu", '"a"'), entry=b"", draft_id=b""),
        f.draft(("bi_thu", '"a"'), entry=b"x" * 1000, draft_id=b"z" * 1000))),
    ("texts of other kinds", lambda f: f.draft(
        ("bi_thu", '"a"'), entry=os.urandom(16), unit="\x1b[31m", form_id="\x1b[2J", period="\n\x1b", author="\x1b",
        office="\x1b/x", cursor="\x1b[31m")),
    ("texts that are no UTF-8", lambda f: (
        f.draft(("bi_thu", '"a"'), entry=os.urandom(16)),
        f.sql("UPDATE draft SET unit=CAST(x'ff' AS TEXT), form_id=CAST(x'fe61' AS TEXT), period=CAST(x'ff' AS TEXT),"
              " author=CAST(x'ff' AS TEXT), office=CAST(x'ff' AS TEXT), cursor=CAST(x'ff' AS TEXT)"))),
    ("the same, in a draft of the entry", lambda f: (
        f.draft(("bi_thu", '"a"'), base='["%s"]' % f.head.hex()),
        f.sql("UPDATE draft SET unit=CAST(x'ff' AS TEXT), form_id=CAST(x'fe61' AS TEXT), period=CAST(x'ff' AS TEXT),"
              " author=CAST(x'ff' AS TEXT), office=CAST(x'ff' AS TEXT), cursor=CAST(x'ff' AS TEXT)"))),
    ("a base that is none", lambda f: f.draft(("bi_thu", '"a"'), base="{")),
    ("a base of a thousand", lambda f: f.draft(
        ("bi_thu", '"a"'), base=json.dumps(["%064x" % i for i in range(1000)]))),
    ("a base 10,000 deep", lambda f: f.draft(("bi_thu", '"a"'), base=deep(10000))),
    ("a cursor far away", lambda f: f.draft(("bi_thu", '"a"'), cursor="phu_luc/zz/so_mo_hinh/99999999999999999999")),
    ("other cursors", lambda f: f.draft(("bi_thu", '"a"'), cursor="bi_thu:99999999999999999999:-5" + "x" * 100000)),
    ("a lease of process 1", lambda f: f.draft(("bi_thu", '"a"'), lease_pid=1, lease_boot="x")),
    ("a lease of no process", lambda f: f.draft(("bi_thu", '"a"'), lease_pid=-1, lease_boot="")),
    ("a lease of all processes", lambda f: f.draft(("bi_thu", '"a"'), lease_pid=1 << 62, lease_boot="x" * 100000)),
    ("a thousand drafts of one entry", lambda f: [f.draft(("bi_thu", '"a"')) for _ in range(1000)]),
    ("a touch beyond all", lambda f: f.draft(("bi_thu", '"a"'), touched=(1 << 63) - 1)),
    ("a touch before all", lambda f: f.draft(("bi_thu", '"a"'), touched=-(1 << 63))),
)


def rows_of(f):
    data = json.loads(f.value("SELECT data FROM body WHERE hash=?", f.body))
    return [row["_row"] for row in data["answers"]["phu_luc"]]


# ---- what the file says of itself: the lists, as they would come with it -------------------------------

def many(f, sql, n=200):
    for i in range(n):
        f.sql(sql, i)


STATE = ("INSERT INTO x_state SELECT %s, form_id, %s, period, form, state, flags, submission, heads, ts, submitted,"
         " head, shown FROM x_state WHERE length(entry)=16 AND unit='" + UNIT + "' LIMIT 1")
LISTS = (
    ("another unit", "UPDATE x_state SET unit='kg_ha_tien'"),
    ("another state", "UPDATE x_state SET state='accepted'"),
    ("an unknown state", "UPDATE x_state SET state=char(27)||'[31m'"),
    ("another entry's revision", "UPDATE x_state SET head=(SELECT hash FROM event ORDER BY eid DESC LIMIT 1),"
     " shown=(SELECT hash FROM event ORDER BY eid DESC LIMIT 1)"),
    ("a revision that is not there", "UPDATE x_state SET head=randomblob(32), shown=randomblob(32)"),
    ("hashes of other lengths", "UPDATE x_state SET head=x'00', shown=x'', form=x'0102'"),
    ("an entry's id of other length", "UPDATE x_state SET entry=x'0102' WHERE unit='" + UNIT + "'"),
    ("ids of other lengths", lambda f: many(f, STATE % ("zeroblob(?+17)", "unit"))),
    ("short ids", lambda f: many(f, STATE % ("CAST('x'||? AS BLOB)", "unit"))),
    ("units with a NUL", lambda f: many(f, STATE % ("randomblob(16)", "'a'||char(0)||?"))),
    ("texts that are no UTF-8", "UPDATE x_state SET unit=CAST(x'ff' AS TEXT), period=CAST(x'ff' AS TEXT),"
     " form_id=CAST(x'ff' AS TEXT)"),
    ("texts with control characters", "UPDATE x_state SET unit=char(27)||'[31m', period=char(27), form_id=char(27)"),
    ("numbers beyond all", "UPDATE x_state SET flags=-1, submission=9223372036854775807, heads=9223372036854775807,"
     " ts=9223372036854775807, submitted=-9223372036854775807"),
    ("numbers below all", "UPDATE x_state SET heads=-1, submission=-1, ts=-9223372036854775807-1"),
    ("no heads", "UPDATE x_state SET heads=0"),
    ("a head of itself", "INSERT INTO x_edge SELECT eid, hash FROM event"),
    ("a cycle", "INSERT INTO x_edge SELECT a.eid, b.hash FROM event a, event b WHERE a.eid<>b.eid ON CONFLICT DO NOTHING"),
    ("no edges", "DELETE FROM x_edge"),
    ("edges of no hash", "UPDATE x_edge SET parent=x'00'"),
    ("all of one kind", "UPDATE x_event SET kind=0"),
    ("an unknown kind", "UPDATE x_event SET kind=99"),
    ("another body", "UPDATE x_event SET body=(SELECT hash FROM body ORDER BY bid LIMIT 1)"),
    ("another entry", "UPDATE x_event SET entry=(SELECT entry FROM x_state ORDER BY unit DESC LIMIT 1) WHERE kind=0"),
    ("another status", "UPDATE x_event SET status='withdrawn'"),
    ("generations beyond all", "UPDATE x_event SET gen=9223372036854775807"),
    ("texts of events that are no UTF-8", "UPDATE x_event SET unit=CAST(x'ff' AS TEXT), period=CAST(x'ff' AS TEXT),"
     " status=CAST(x'ff' AS TEXT), text_id=CAST(x'ff' AS TEXT), author=CAST(x'ff' AS TEXT)"),
    ("ids of forms that are paths", "UPDATE x_event SET text_id='../../'||char(27) WHERE text_id IS NOT NULL"),
    ("empty lists", "DELETE FROM x_event; DELETE FROM x_state; DELETE FROM x_edge"),
    ("no events behind the lists", "DELETE FROM event"),
    ("bookmarks of other kinds", "INSERT INTO bookmark SELECT entry, zeroblob(16), char(27)||'[31m'||hex(zeroblob(100000))"
     " FROM x_state"),
    ("drafts copied from nowhere", "INSERT INTO draft_copy VALUES(x'',x'',x'',x'',char(27),x'',char(27),-1)"),
    ("signatures of nothing", "INSERT INTO signature VALUES(x'',x'',zeroblob(64))"),
    ("all bodies erased", "INSERT INTO erased SELECT hash, hash, 0 FROM body"),
    ("no lineage", "DELETE FROM meta WHERE k='lineage'"),
    ("a rule of 1 MB", "UPDATE meta SET v=hex(zeroblob(500000)) WHERE k='rule'"),
    ("a rule that is no UTF-8", "UPDATE meta SET v=CAST(x'ff' AS TEXT) WHERE k='rule'"),
)


# ---- the file before that ------------------------------------------------------------------------------

def make(p):
    """One entry submitted in its second revision, and another one; the installation's id."""
    p.write("answers.json", survey())
    status(p.enter("good.db", survey(iv_uu_diem="Bản đầu.")), 0, "a first revision")
    status(p.run("enter", "good.db", "--entry", ENTRY, "--from", "answers.json", "--submit"), 0, "a second one")
    p.enter("good.db", {"iv_uu_diem": "Chưa xong"}, unit="kg_ha_tien")
    File.inst = p.sql("good.db", "SELECT json_extract(head,'$.inst') FROM event WHERE json_extract(head,'$.inst')"
                      " IS NOT NULL")[0][0]
    File.inst = bytes.fromhex(File.inst)
    p.write("keys", KEYS)
    return p.read("good.db")
