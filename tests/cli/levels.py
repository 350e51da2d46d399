"""Commune → district → province: a submission goes from desk to desk, over copied files only."""
import kit
from kit import ok, refused, same, status

UNITS = """province: {id: tinh_x, name: X}
units:
  - {id: h1, name: Huyện Một, kind: huyen, parent: dau_moi}
  - {id: h2, name: Huyện Hai, kind: huyen, parent: dau_moi}
  - {id: x1, name: Xã Một, kind: xa, parent: h1}
  - {id: x2, name: Xã Hai, kind: xa, parent: h2}
organisations:
  - {id: dau_moi, name: Đầu mối, role: tong_hop}
"""
FORM = """form: f
version: 1
title: Tình hình xã
units: u
period: once
reporters:
  - {level: xa, due: 2015-06-25, to: parent, then: [%s]}
sections:
  - section: a
    title: A
    fields:
      - {field: so, type: integer, label: Số}
      - {field: nhan_xet, type: narrative, label: Nhận xét}
"""
COMMUNE, DISTRICT, PROVINCE = ("--as", "x1"), ("--as", "h1"), ("--as", "dau_moi")


def offices(place, then="dau_moi"):
    import os
    os.mkdir(place.path("forms")), os.mkdir(place.path("units"))
    place.write("forms/f.yaml", FORM % then)
    place.write("units/u.yaml", UNITS)
    place.env.update(PHIEU_FORMS=place.path("forms"), PHIEU_DATA=place.folder)


def enter(place, file="a.db", so=1, *more):
    r = place.run("enter", file, "--form", "f", "--unit", "x1", "--from", "-", "--submit", *COMMUNE, *more, stdin={"so": so})
    status(r, 0, "the commune submits")
    return r.out.split()[0]


def state(place, file, entry):
    x = place.show(file, entry)
    return x["state"], "passed_on" in x["flags"], x.get("turn")


def chain(place):
    offices(place)
    entry = enter(place)
    same(state(place, "a.db", entry), ("submitted", False, "h1"), "it waits for the district")
    refused(place, 2, "another district may not accept it", "accept", "a.db", entry, "--as", "h2")
    refused(place, 2, "nor the commune itself", "accept", "a.db", entry, *COMMUNE)
    status(place.run("copy", "a.db", "h1.db"), 0, "to the district")
    r = place.run("accept", "h1.db", entry, *DISTRICT, "--received", "24/6/2015", "--json")
    status(r, 0, "which accepts")
    same((r.json()["state"], r.json()["flags"], r.json()["turn"]), ("submitted", ["passed_on"], "dau_moi"),
         "that hands it on, and is not the last word")
    review = place.show("h1.db", entry)["reviews"][0]
    same((review["verdict"], review["next"], review["received"]), ("pass_on", "dau_moi", "2015-06-24"), "as the review says")
    refused(place, 1, "the district has no second word", "accept", "h1.db", entry, *DISTRICT)
    text = place.run("show", "h1.db", entry).out
    ok("Đầu mối" in text.splitlines()[1], "show says whose turn it is", text[:300])
    shown = place.run("status", "h1.db", "--form", "f", "--json").json()
    same([(u["state"], u["turn"], u["accepted"]) for u in shown["units"] if u["unit"] == "x1"], [("submitted", "dau_moi", False)],
         "status says the same")
    status(place.run("copy", "h1.db", "tinh.db"), 0, "to the province")
    status(place.run("accept", "tinh.db", entry, *PROVINCE), 0, "which accepts")
    same(state(place, "tinh.db", entry), ("accepted", False, None), "now it is accepted")
    refused(place, 1, "the district cannot return what the province accepted", "return", "tinh.db", entry, "--reason", "Sai", *DISTRICT)
    for file in ("h1.db", "a.db", "h1.db"):
        place.run("merge", file, "tinh.db")
        same(state(place, file, entry), ("accepted", False, None), "the same in " + file)


def back_down(place):
    offices(place, "parent")
    entry = enter(place)
    place.run("accept", "a.db", entry, *DISTRICT)
    same(state(place, "a.db", entry), ("submitted", True, "dau_moi"), "handed on to the unit above the district")
    status(place.run("return", "a.db", entry, "--reason", "Cho biết nguồn.", *PROVINCE), 0, "the province returns it")
    same(state(place, "a.db", entry), ("returned", False, None), "to the commune")
    place.enter_again("a.db", entry, {"so": 2}, "--submit", *COMMUNE)
    same(state(place, "a.db", entry), ("submitted", False, "h1"), "the next submission begins at the district again")


def jumping(place):
    offices(place)
    entry = enter(place)
    status(place.run("accept", "a.db", entry, *PROVINCE), 0, "the province may decide before its turn")
    same(state(place, "a.db", entry), ("accepted", False, None), "and has the last word")


def apart(place):
    """The district hands it on in one copy, the province returns it in another."""
    offices(place)
    entry = enter(place)
    place.run("copy", "a.db", "h1.db"), place.run("copy", "a.db", "tinh.db")
    place.run("accept", "h1.db", entry, *DISTRICT)
    place.run("return", "tinh.db", entry, "--reason", "Thiếu", *PROVINCE)
    place.run("merge", "h1.db", "tinh.db"), place.run("merge", "tinh.db", "h1.db")
    for file in ("h1.db", "tinh.db"):
        x = place.show(file, entry)
        same((x["state"], x["flags"], x["turn"]), ("returned", ["reviewers_disagree"], "dau_moi"),
             "R1: they disagree, and the office further up is asked")
    refused(place, 1, "not the district", "accept", "h1.db", entry, *DISTRICT)
    status(place.run("accept", "tinh.db", entry, *PROVINCE), 0, "which settles it")
    place.run("merge", "h1.db", "tinh.db")
    same(state(place, "h1.db", entry), ("accepted", False, None), "everywhere")


def undoing(place):
    offices(place)
    entry = enter(place)
    refused(place, 1, "nothing to take back", "undo-review", "a.db", entry, *DISTRICT)
    place.run("accept", "a.db", entry, *DISTRICT)
    status(place.run("undo-review", "a.db", entry, *DISTRICT), 0, "R3: handing on is taken back")
    same(state(place, "a.db", entry), ("submitted", False, "h1"), "as if nobody had decided")
    refused(place, 1, "once", "undo-review", "a.db", entry, *DISTRICT)
    place.run("accept", "a.db", entry, *DISTRICT)
    place.run("accept", "a.db", entry, *PROVINCE)
    refused(place, 1, "not what somebody further up has built on", "undo-review", "a.db", entry, *DISTRICT)
    status(place.run("undo-review", "a.db", entry, *PROVINCE), 0, "the province takes its own back")
    same(state(place, "a.db", entry), ("submitted", True, "dau_moi"), "so that the district's word counts again")
    place.run("return", "a.db", entry, "--reason", "Thiếu", *PROVINCE)
    place.run("accept", "a.db", entry, *PROVINCE)
    place.run("undo-review", "a.db", entry, *PROVINCE)
    x = place.show("a.db", entry)
    same((x["state"], [v["text"] for v in x["reviews"] if v["verdict"] == "return"]), ("returned", ["Thiếu"] * 2), "what was returned before is returned again, with its reason")
    r = place.run("history", "a.db", entry)
    status(r, 0, "history")
    refused(place, 2, "a day that is none", "accept", "a.db", entry, "--received", "31/02/2015", *PROVINCE)


def lint(place):
    place.write("u.yaml", UNITS)
    for then, says in (("nowhere", "nowhere"), ("parent, parent", "dau_moi"), ("h1", "h1"), ("h1, h1", "h1")):
        offices_file = FORM % then
        import os
        os.makedirs(place.path("units"), exist_ok=True)
        place.write("units/u.yaml", UNITS)
        place.write("f.yaml", offices_file)
        r = place.run("lint", "f.yaml", env={"PHIEU_DATA": place.folder})
        status(r, 1, "then: [%s] is an error" % then)
        ok(says in r.out + r.err and "f.yaml:7:" in r.out + r.err, "with its place", r.out + r.err)


if __name__ == "__main__":
    kit.main(chain, back_down, jumping, apart, undoing, lint)
