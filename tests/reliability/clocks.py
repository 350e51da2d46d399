"""Clocks that stand at 1970 and at 2100 on one of the machines: what is merged is the same; people are told.
    clocks.py PHIEU"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
from kit import UNIT, main, ok, same, status  # noqa: E402

GOOD, EARLY, LATE = 1434770000, 3600, 4102444800  # 2015, 1970, 2100
OTHER = "kg_an_minh"


def work(p, clock):
    """Two offices; the second one's clock is given. What each file says in the end, times left out."""
    state = lambda office: {"PHIEU_TEST_CLOCK": str(clock if office == "b" else GOOD), "XDG_STATE_HOME": p.path("home/" + office),  # noqa: E731
                            "PHIEU_TEST_SEED": "7" if office == "a" else "8"}
    a, b = f"a{clock}.db", f"b{clock}.db"
    p.enter(a, {"bi_thu": "A"}, env=state("a"))
    entry = p.listed(a)[0]["entry"]
    status(p.run("copy", a, b, env=state("a")), 0, "a copy goes out")
    status(p.run("enter", b, "--entry", entry, "--from", "-", stdin={"bi_thu": "A", "iv_uu_diem": "B"}, env=state("b")), 0, "goes on there")
    p.enter(b, {"bi_thu": "C"}, unit=OTHER, env=state("b"))
    status(p.run("enter", a, "--entry", entry, "--from", "-", stdin={"bi_thu": "D"}, env=state("a")), 0, "and here")
    for x, y in ((a, b), (b, a), (a, b)):
        r = p.run("merge", x, y, env=state("a"))
        ok(r.status in (0, 1), "merged", r.err)
    said = []
    for f in (a, b):
        e = {e["unit"]: p.show(f, e["entry"]) for e in p.listed(f)}
        said.append(json.dumps({u: (x.get("answers"), x.get("state"), x.get("conflicts")) for u, x in e.items()}, sort_keys=True, default=str))
    return a, entry, said


def without_times(text):
    data = json.loads(text)

    def strip(x):
        if isinstance(x, dict):
            return {k: strip(v) for k, v in x.items() if k not in ("at", "time", "revision", "id", "writers")}
        return [strip(v) for v in x] if isinstance(x, list) else x
    return json.dumps(strip(data), sort_keys=True)


def clocks(p):
    found = {clock: work(p, clock) for clock in (GOOD, EARLY, LATE)}
    for clock, (_, _, said) in found.items():
        same(said[0], said[1], "U3: both files say the same with a clock at %d" % clock)
        same(without_times(said[0]), without_times(found[GOOD][2][0]), "U3: and what they say with good clocks")
    now = {"PHIEU_TEST_CLOCK": str(GOOD + 86400)}
    for clock, reversed_, ahead in ((GOOD, 0, False), (EARLY, 1, False), (LATE, 0, True)):
        f, entry, _ = found[clock]
        r = p.run("check", f, "--json", env=now)
        same(r.json()["times_reversed"], reversed_, "#7: events before what they follow are counted (%d)" % clock)
        ok(("2100" in r.err) == ahead, "#7: the clock here is doubted only where work stands after it", r.err)
        marked = [x for x in p.run("history", f, entry, "--json").json() if x.get("time_reversed")]
        same(len(marked), reversed_, "#7: history marks them")
    r = p.run("check", found[GOOD][0], env={"PHIEU_TEST_CLOCK": "3600"})
    ok("2015" in r.err and "1970" in r.err, "#7: a clock that went back to 1970 is told from the file", r.err)


main(clocks)
