"""TAP: what README.md and doc/architecture.md name exists: files, functions, commands, options, keys,
variables, links; and every test that doc/red-team.md names.

    docs.py SOURCE_FOLDER"""
import glob
import os
import re
import sys

ROOT = sys.argv[1]
LAYERS = ["base", "text", "form", "db", "rules", "store", "entry", "tui", "cli"]
FOLDERS = ["src", "tests", "tools", "doc", "po", "forms", "data"]
ENDINGS = "c|h|def|py|sh|po|tsv|txt|scn|build|yaml|md"

count = failed = 0


def ok(good, name):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def sources(folder, endings):
    for place, _, names in os.walk(os.path.join(ROOT, folder)):
        for name in sorted(names):
            if name.endswith(endings):
                yield read(place, name)


def exists(path):
    """Paths are those of the tree, or written from src/; * stands for any letters."""
    if path.split("/")[0] in LAYERS:
        path = os.path.join("src", path)
    return bool(glob.glob(os.path.join(ROOT, path)))


def check_files(name, text):
    pattern = rf"(?<![\w/~$-])(?:{'|'.join(FOLDERS + LAYERS)})(?:/[\w.*-]+)*/[\w*-]+\.(?:{ENDINGS})\b"
    for path in sorted(set(re.findall(pattern, text))):
        ok(exists(path), f"{name}: {path}")


def check_links(name, text, folder):
    for link in sorted(set(re.findall(r"\]\(([^)#:]+)\)", text))):
        ok(os.path.exists(os.path.join(ROOT, folder, link)), f"{name} links to {link}")


def check_functions(name, text):
    code = "\n".join(sources("src", (".c", ".h")))
    for function in sorted(set(re.findall(r"\b([a-z_][a-z0-9_]*)\(\)", text))):
        ok(re.search(rf"\b{function}\)?\(", code), f"{name}: {function}()")


def spans(text):
    """Everything that is written as code."""
    return "\n".join(a or b for a, b in re.findall(r"```(.*?)```|`([^`\n]+)`", text, re.S))


def check_commands(name, text):
    cli = "\n".join(sources("src/cli", (".c",)))
    known = set(re.findall(r'^\s*\.name = "([a-z-]+)"', cli, re.M))
    ok(len(known) > 5, f"{len(known)} commands are known")
    named = set(re.findall(r"(?<![\w/.-])phieu ([a-z]+(?:-[a-z]+)*)(?![\w./-])", text))
    for command in sorted(named):
        ok(command in known, f"{name}: phieu {command}")
    for command in sorted(known - {"screens"}):
        ok(command in named, f"phieu {command} stands in {name}")
    own = " ".join(re.findall(r'\.options = "([^"]*)"', cli)).replace("=", "").split()
    options = set(own) | set(re.findall(r'\{"([a-z]+)", (?:no|required)_argument', cli))
    for option in sorted(set(re.findall(r"(?<![\w-])--([a-z][a-z-]*)", text))):
        ok(option in options, f"{name}: --{option}")


def check_keys(name, text):
    table = read("src", "tui", "action.def")
    keys = set(" ".join(re.findall(r'PLACE_\w+, "([^"]+)"', table)).split())
    shown = {"Ctrl-": "C-", "Alt-": "M-", "Shift-": "S-"}
    for key in sorted(set(re.findall(r"`((?:Ctrl-|Alt-|Shift-)?(?:F\d+|[A-Z]|Tab|Space|Esc))`", text))):
        short = key
        for long, letter in shown.items():
            short = short.replace(long, letter)
        if re.fullmatch(r"[CM]-[A-Z]", short):
            short = short[:2] + short[2:].lower()
        ok(short in keys or short == "C-o", f"{name}: {key}")


def check_variables(name, text):
    code = "\n".join(list(sources("src", (".c",))) + list(sources("tools", (".sh",))))
    for variable in sorted(set(re.findall(r"\bPHIEU_[A-Z_]+\b", text))):
        ok(variable in code, f"{name}: {variable}")


def check_language(name, text):
    """Every key that forms and unit lists may have is explained, and every type and limit."""
    code = "\n".join(sources("src/form", (".c",)))
    keys = set(re.findall(r'^    \{"(\w+)", \w+, [^{}]*(?:true|false)\},$', code, re.M))
    ok(len(keys) > 100, f"{len(keys)} keys of forms are known")
    shown = set(re.findall(r"\w+", spans(text)))
    for key in sorted(keys):
        ok(key in shown, f"{name} explains {key}")
    for kind in sorted(set(re.findall(r'\.name = "(\w+)"', read("src", "form", "type.c")))):
        ok(f"| `{kind}` |" in text, f"{name} explains the type {kind}")
    limits = re.search(r"limits\[\] = \{(.*?)\}", read("src", "form", "id.c"), re.S).group(1)
    for limit in re.findall(r'"(\w+)"', limits):
        ok(text.count(f"`{limit}`") > 1, f"{name} names the limit {limit}")


PROMISES = [f"{letter}{n}" for letter, last in (("I", 5), ("U", 9), ("M", 9), ("R", 4), ("D", 3), ("C", 2), ("S", 3))
            for n in range(1, last + 1)]


def check_proofs(name, text):
    """Each line of the tables names tests that exist and are run, or says why there is none; a test that is named for a
    promise says its number."""
    lines = {m.group(1): m.group(0) for m in re.finditer(r"^\| (\d+|[A-Z]\d) \|.*$", text, re.M)}
    for key in [str(n) for n in range(1, 46)] + PROMISES:
        line = lines.get(key, "")
        named = re.findall(r"`(\w+/\w+\.(?:c|py|scn|sh))(?::(\w+))?`", line)
        ok(named or "not tested here" in line, f"{name}: {key} names a test")
        for path, function in named:
            there = os.path.exists(os.path.join(ROOT, "tests", path))
            used = there and (not function or len(re.findall(rf"\b{function}\b", read("tests", path))) > 1)
            ok(used, f"{name}: {key}: {path}{':' + function if function else ''}")
        if key in PROMISES and named:
            texts = "".join(read("tests", path) for path, _ in named if os.path.exists(os.path.join(ROOT, "tests", path)))
            ok(re.search(rf"\b{key}\b", texts), f"{name}: a test of {key} says its number")


readme, architecture = read("README.md"), read("doc", "architecture.md")
for title, page, place in (("README.md", readme, ""), ("architecture.md", architecture, "doc")):
    check_files(title, page)
    check_links(title, page, place)
    check_variables(title, page)
check_functions("architecture.md", architecture)
check_language("form-language.md", read("doc", "form-language.md"))
red_team = read("doc", "red-team.md")
check_proofs("red-team.md", red_team)
check_links("red-team.md", red_team, "doc")
check_commands("README.md", spans(readme))
check_keys("README.md", readme)
print(f"1..{count}")
sys.exit(1 if failed else 0)
