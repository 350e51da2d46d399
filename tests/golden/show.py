"""What a golden file shows, through the program: for make.py, which writes it down, and golden.py, which compares."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))


def place():
    """A folder of its own, where the small form of these files is one of the program's own."""
    from kit import Place
    p = Place()
    p.env.update(PHIEU_FORMS=os.path.join(HERE, "forms"), PHIEU_DATA=os.path.join(HERE, "data"))
    return p


def shown(p, file):
    def told(*args):
        r = p.run(*args, "--json")
        return r.json() if r.out else {"status": r.status}
    check = told("check", file)
    listed = told("list", file)
    entries = [e["entry"] for e in listed]
    return {"code": check["code"], "events": check["events"], "bad": check["bad"], "list": listed,
            "show": {e: told("show", file, e) for e in entries}, "history": {e: told("history", file, e) for e in entries},
            "conflicts": told("conflicts", file)}
