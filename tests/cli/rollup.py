"""`phieu rollup`: figures over all that was submitted, with what stands behind each."""
import copy

from kit import FORM, main, ok, same, status, survey


def lines(p, name, *more):
    r = p.run("rollup", "a.db", "--form", FORM, name, "--json", *more)
    return r, r.json()[0] if r.out else None


def adds_up(p):
    twice = survey()
    half = copy.deepcopy(survey())
    half["phu_luc"] = half["phu_luc"][:2]
    p.enter("a.db", twice, "--submit", unit="kg_an_bien")
    p.enter("a.db", half, "--submit", unit="kg_an_minh")
    p.enter("a.db", twice, unit="kg_rach_gia")
    names = [x["rollup"] for x in p.run("rollup", "a.db", "--form", FORM, "--json").json()]
    ok(len(names) >= 3, "the form has several roll-ups", str(names))
    by_unit = [n for n in names if "huyen" in n or "don_vi" in n][0]
    r, found = lines(p, by_unit)
    status(r, 0, "one of them")
    same(found["entries"], 2, "a draft is not counted")
    models = {x["keys"]["_unit"]: x["cells"]["so_mo_hinh"]["value"] for x in found["lines"]}
    same(models, {"kg_an_bien": 77, "kg_an_minh": 32}, "models by unit")
    first = found["all"]["cells"]["so_mo_hinh"]
    same((first["value"], first["rows"], found["all"]["units"], found["all"]["rows"]), (109, 6, 2, 6),
         "and all together, with how many rows and units stand behind it")
    shares = [c["value"] for c in found["all"]["cells"].values() if isinstance(c["value"], str) and "." in c["value"]]
    ok("53.2" in shares, "a share is the sum of the parts over the sum of the wholes: 58/109", str(found["all"]))
    r, found = lines(p, by_unit, "--accepted")
    same((found["entries"], found["lines"]), (0, []), "nothing was accepted yet")
    text = p.run("rollup", "a.db", "--form", FORM)
    ok("Huyện Đoàn An Biên" in text.out and "Tất cả" in text.out and "_unit" not in text.out, "the table speaks Vietnamese", text.out[:2000])
    ok(not any(l != l.rstrip() for l in text.out.split("\n")), "without blanks at the ends of lines")


def left_out(p):
    p.enter("a.db", survey(), "--submit")
    p.enter("a.db", survey(), "--submit")
    r, found = lines(p, p.run("rollup", "a.db", "--form", FORM, "--json").json()[0]["rollup"])
    status(r, 1, "the same report twice")
    same((found["entries"], found["left_out"]), (0, 2), "is not counted, and said")


def refused(p):
    p.enter("a.db", {})
    status(p.run("rollup", "a.db"), 2, "no form")
    status(p.run("rollup", "a.db", "--form", FORM, "nowhere"), 2, "no roll-up of this name")
    status(p.run("rollup", "a.db", "--form", "nowhere"), 2, "no form of this name")
    status(p.run("rollup", "none.db", "--form", FORM), 3, "no file")


main(adds_up, left_out, refused)
