"""Commune → district → province and back, over copied files only: in whatever order the copies arrive, and
however often, every file says the same, and every comment stands where it belongs."""
import random
import shutil

import kit
import levels
from kit import ok, same, status
from levels import COMMUNE, DISTRICT, PROVINCE, UNITS

FORM = levels.FORM % "dau_moi" + """      - field: bang
        type: table
        label: Bảng
        columns:
          - {field: ten, type: text, label: Tên}
          - {field: n, type: integer, label: Số lượng}
"""
R1, R2 = {"_row": "a" * 16, "ten": "Một", "n": 1}, {"_row": "b" * 16, "ten": "Hai", "n": 2}


class Way:
    """The files of the three offices, and every copy that was ever carried."""

    def __init__(self, place):
        import os
        self.p, self.carried = place, []
        os.mkdir(place.path("forms")), os.mkdir(place.path("units"))
        place.write("forms/f.yaml", FORM)
        place.write("units/u.yaml", UNITS)
        place.env.update(PHIEU_FORMS=place.path("forms"), PHIEU_DATA=place.folder)

    def carry(self, of, to=None):
        """A copy of one office's file, taken in by another."""
        name = "copy%d.db" % len(self.carried)
        status(self.p.run("copy", of, name), 0, "a copy of " + of)
        self.carried.append(name)
        if to:
            ok(self.p.run("merge", to, name).status in (0, 1), "is taken in by " + to)

    def do(self, command, file, entry, *args):
        status(self.p.run(command, file, entry, *args), 0, "%s in %s" % (command, file))


def facts(place, file, entry):
    """What everybody must see: the state, the answers, who decided what, what was said where."""
    x = place.show(file, entry)
    return {k: x[k] for k in ("state", "flags", "submission", "answers", "heads", "conflicts", "reviews", "comments", "turn") if k in x}


def any_order(way, entry, want):
    for seed in range(4):
        order = way.carried * 2
        random.Random(seed).shuffle(order)
        file = "order%d.db" % seed
        shutil.copyfile(way.p.path(order[0]), way.p.path(file))
        for other in order[1:]:
            way.p.run("merge", file, other, "--quiet")
        got = facts(way.p, file, entry)
        for k in want:
            same(got.get(k), want[k], "U1, R1 to R4: order %d, every copy twice: the same %s" % (seed, k))


def back_and_forth(place):
    w = Way(place)
    first = {"so": 1, "nhan_xet": "Đoạn một.\nĐoạn hai.", "bang": [R1, R2]}
    r = place.run("enter", "xa.db", "--form", "f", "--unit", "x1", "--from", "-", "--submit", *COMMUNE, stdin=first)
    entry = r.out.split()[0]
    w.carry("xa.db", "h.db")
    w.do("comment", "h.db", entry, "bang[2].n", "Xem lại dòng Hai.", *DISTRICT)
    w.do("comment", "h.db", entry, "nhan_xet#2", "Nói rõ đoạn này.", *DISTRICT)
    w.do("comment", "h.db", entry, "-", "Thiếu chữ ký.", *DISTRICT)
    w.do("return", "h.db", entry, "--reason", "Sửa theo góp ý.", *DISTRICT)
    w.carry("h.db", "xa.db")
    same(facts(place, "xa.db", entry)["state"], "returned", "the commune sees that it came back")
    # the row moves, another paragraph comes before the one that was commented on, an answer is given
    said = {c["text"]: c for c in place.show("xa.db", entry)["comments"]}
    w.do("comment", "xa.db", entry, "--answer", said["Thiếu chữ ký."]["id"], "Đã ký.", *COMMUNE)
    second = {"so": 1, "nhan_xet": "Mở đầu.\nĐoạn một.\nĐoạn hai.", "bang": [R2, R1]}
    place.enter_again("xa.db", entry, second, "--submit", *COMMUNE)
    w.carry("xa.db", "h.db")
    x = place.show("h.db", entry)
    same((x["state"], x["submission"]), ("submitted", 2), "submitted a second time, at the district as well")
    said = {c["text"]: c for c in x["comments"] if c["text"]}
    same((said["Xem lại dòng Hai."]["field"], said["Xem lại dòng Hai."]["changed"]), ("bang[1].n", False), "R4: the comment went with its row")
    same((said["Nói rõ đoạn này."]["open"], said["Nói rõ đoạn này."]["changed"]), (True, False), "R4: and with its paragraph")
    same(said["Thiếu chữ ký."]["answered"], True, "the answer is seen")
    w.do("accept", "h.db", entry, *DISTRICT)
    w.carry("h.db", "tinh.db")
    w.do("accept", "tinh.db", entry, *PROVINCE)
    w.carry("tinh.db", "h.db")
    w.carry("h.db", "xa.db")
    want = facts(place, "tinh.db", entry)
    same(want["state"], "accepted", "the province has the last word")
    for file in ("h.db", "xa.db"):
        same(facts(place, file, entry), want, "the same in " + file)
    any_order(w, entry, want)


def apart(place):
    """The province accepts in one copy while the commune changes and submits in another, and the district returns in a third."""
    w = Way(place)
    r = place.run("enter", "xa.db", "--form", "f", "--unit", "x1", "--from", "-", "--submit", *COMMUNE, stdin={"so": 1, "bang": [R1]})
    entry = r.out.split()[0]
    w.carry("xa.db", "h.db")
    w.carry("xa.db", "tinh.db")
    w.do("accept", "tinh.db", entry, *PROVINCE)
    place.enter_again("xa.db", entry, {"so": 2, "bang": [R1]}, "--submit", *COMMUNE)
    w.carry("tinh.db", "xa.db")
    x = facts(place, "xa.db", entry)
    same((x["state"], x["answers"]["so"], "changed_after_acceptance" in x["flags"]), ("submitted", 2, True), "R2: accepted there and changed here: both are seen")
    ok(any(v["verdict"] == "accept" for v in x["reviews"]), "R2: the acceptance stays with what was accepted", x["reviews"])
    w.do("return", "h.db", entry, "--reason", "Thiếu số.", *DISTRICT)
    w.carry("xa.db", "tinh.db")
    w.carry("h.db", "tinh.db")
    w.carry("h.db", "xa.db")
    want = facts(place, "tinh.db", entry)
    same(sorted(v["verdict"] for v in want["reviews"]), ["accept", "return"], "R1: both words about the first submission are there")
    same(facts(place, "xa.db", entry), want, "the same at the commune")
    any_order(w, entry, want)


if __name__ == "__main__":
    kit.main(back_and_forth, apart)
