"""The sample entries of data/samples: they go through the program unchanged, and miss nothing of the
papers that they were taken from (tests/cli/seeds)."""
import collections
import decimal
import json
import os
import re

from kit import SOURCE, main, ok, same, status

TEN_YEARS = "kt-tong-ket-2019"
FIVE_YEARS = "bt-so-ket-2014"


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as f:
        return f.read()


def sample(form):
    return json.loads(read("data/samples", form + ".json"), parse_float=decimal.Decimal)


def even(text):
    """One space wherever there is white space."""
    return " ".join(text.split())


def form_words(form):
    """The texts of a form, also those folded over several lines."""
    lines = [line for line in read("forms", form + ".yaml").split("\n")
             if not line.lstrip().startswith("#")]
    return even("\n".join(lines))


def paragraphs(form):
    """The lines of the paper. Where a footnote stood the paper has a line break: taken out here."""
    joined = []
    for line in read("tests/cli/seeds", form + ".txt").split("\n"):
        if line.strip() and line[0] in ";,. " and joined:
            joined[-1] += line.rstrip()
        elif line.strip():
            joined.append(line.rstrip())
    return [even(p.lstrip("\ufffd")) for p in joined]


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for k, v in value.items():
            if k != "_reasons":
                yield from strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)


def words_of(answers):
    """All texts of the answers without the marks of the footnotes."""
    return "\n".join(even(re.sub(r"\[\d+\]", "", s)) for s in strings(answers))


# ---- through the program -------------------------------------------------------------------------

def plain(value):
    """Figures compare as numbers, however they are written: 98191, "98191", 80.5, "80.50"."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return decimal.Decimal(value)
    return value


def enter(p, file, form, unit, *more):
    answers = os.path.join(SOURCE, "data/samples", form + ".json")
    return p.run("enter", file, "--form", form, "--unit", unit, "--from", answers, *more)


def shown(p, file, entry):
    r = p.run("show", file, entry, "--json")
    return json.loads(r.out, parse_float=decimal.Decimal) if r.status == 0 else {"failed": r.err}


def without_new_row_ids(answers, given):
    """Rows that the sample gives no id have got one."""
    answers = dict(answers)
    for field, rows in given.items():
        if isinstance(rows, list) and field in answers:
            answers[field] = [{k: v for k, v in got.items() if k != "_row" or "_row" in want}
                              for got, want in zip(answers[field], rows)] + \
                answers[field][len(rows):]
    return answers


def goes_through(p, form, unit):
    given = sample(form)
    r = enter(p, "a.db", form, unit, "--submit")
    status(r, 0, form + ": the sample is submitted")
    got = shown(p, "a.db", r.out.strip())
    same([x for x in got.get("problems", [got]) if x.get("level") == "error"], [],
         form + ": it has no errors")
    answers = plain(without_new_row_ids(got.get("answers", {}), given))
    same(sorted(answers), sorted(given), form + ": every field comes back")
    for field, value in given.items():
        if answers.get(field) != plain(value):
            same(answers.get(field), plain(value), form + ": " + field + " is unchanged")
            return got
    ok(True, form + ": every letter and figure is unchanged")
    p.write("again.json", json.dumps(got["answers"], ensure_ascii=False, default=str))
    again = p.run("enter", "b.db", "--form", form, "--unit", unit, "--from", "again.json")
    status(again, 0, form + ": what show prints, enter reads")
    same(plain(shown(p, "b.db", again.out.strip()).get("answers")), plain(got["answers"]),
         form + ": and it is the same again")
    return got


def ten_years_go_through(p):
    got = goes_through(p, TEN_YEARS, "kt_tinh_uy")
    kept = {x["check"] for x in got.get("problems", [])}
    ok(kept <= {"vb_truoc_ket_luan", "vb_thieu"},
       "only documents older than the conclusion, and one without a date, are pointed out", kept)
    text = p.run("report", "a.db", got["entry"]).out
    for figure in ("80,50%", "78,20%", "85,67%", "95%", "trên 2.500", "trên 1,7"):
        ok(figure in text, "the paper has %s as it was printed" % figure)
    for figure in ("70,71%", "76,62%", "402", "67.747", "8.008"):
        ok(figure in text, "and computes " + figure)
    for figure in ("98.191", "128.153", "67.747,00", "128.242"):
        ok(re.search("│ +%s │" % figure, text), "figures stay whole in narrow columns: " + figure)


def five_years_go_through(p):
    got = goes_through(p, FIVE_YEARS, "bt_ham_thuan_bac")
    text = p.run("report", "a.db", got["entry"]).out
    ok(text.count("T/M BAN THƯỜNG VỤ") == 1 and "Ký thay mặt" not in text,
       "what stands in the letterhead and under the report is not asked again on paper")
    for share in ("98,1%", "95,4%", "71,4%", "67,3%"):
        ok(share in text, "the share of those who took part: " + share)


def groups_of_the_five_years(p):
    """Who holds a conference and who has the body approve, and the due day of each group."""
    for unit, group, due in (("bt_phu_quy", 1, "20/10/2014"), ("bt_du_khoi_dn", 2, "20/10/2014"),
                             ("bt_mttq", 3, "10/10/2014"), ("bt_tinh_doan", 3, "10/10/2014"),
                             ("bt_du_bien_phong", 4, "10/10/2014")):
        for how, good in (("hoi_nghi", group < 4), ("thong_qua_tap_the", group == 4)):
            r = p.run("enter", how + ".db", "--form", FIVE_YEARS, "--unit", unit, "--from", "-",
                      stdin={"hinh_thuc": how})
            said = [x["message"] for x in shown(p, how + ".db", r.out.strip())["problems"]
                    if x["check"] == "hinh_thuc_theo_nhom"]
            same(len(said), 0 if good else 1, "%s: %s" % (unit, how))
            ok(all("nhóm %d." % group in x for x in said), "the group is told", said)
        home = p.run("keys", "none.db", "--as", unit, "-").out
        ok("trước " + due in home, "%s: due before %s" % (unit, due), home)


# ---- nothing of the papers is missing ------------------------------------------------------------

def ten_years_are_whole(p):
    answers, form = words_of(sample(TEN_YEARS)), form_words(TEN_YEARS)
    # What the print description makes of answers, and what the program prints by itself.
    printed = {"TỈNH ỦY KON TUM", "*", "Số 410-BC/TU", "ĐẢNG CỘNG SẢN VIỆT NAM",
               "Kon Tum, ngày 13 tháng 5 năm 2019", "Nơi nhận:", "T/M BAN THƯỜNG VỤ"}
    missing, count = [], 0
    for p in paragraphs(TEN_YEARS):
        count += 1
        heading, _, rest = re.sub(r"^(?:[IVX]+|\d+)\. ", "", p).partition(": ")
        if p not in answers and p not in printed and even(heading + ": " + rest).strip(": ") \
                not in form and not (heading in form and rest and rest in answers):
            missing.append(p)
    same(missing, [], "every paragraph of the report stands in the sample or in the form")
    same(count, 87, "the report has 87 paragraphs")
    for part in ("410-BC/TU", "Kon Tum", "2019-05-13", "PHÓ BÍ THƯ", "A Pớt"):
        ok(part in answers.split("\n"), "number, place, date and signer: " + part)


def footnotes_have_their_marks(p):
    answers = sample(TEN_YEARS)
    marks = [m for s in answers.values() if isinstance(s, str)
             for m in re.findall(r"\[\d+\]", s)]
    same(marks, ["[%d]" % i for i in range(1, 19)], "18 marks stand in the text, in order")
    same([row["neo"] for row in answers["chu_thich"]], marks, "and each has its footnote")
    notes = [even(x.lstrip("\ufffd")) for x in read("tests/cli/seeds", TEN_YEARS + ".txt").split("\n")
             if x.startswith("\ufffd")]
    same([even(row["noi_dung"]) for row in answers["chu_thich"]], notes, "letter for letter")


# Numerals that are no figures: names, numbers of terms, places, the items of part IV.
NO_FIGURES = [r"\d+(?= năm thực hiện)", r"4(?= đồng hành)", r"(?<=thôn )7", r"(?<=Trung ương )[467]",
              r"(?<=khóa )\d+", r"^[123]\. ", r"(?<=khu vực m)2", r"(?<=\dm)2\b"]
# Numbers, days and years of documents and of events.
DATES = [r"số ?\d\S*", r"ngày \d+-\d+-\d{4}", r"\d{4}-\d{4}", r"năm \d{4}"]
NUMERAL = r"\d+(?:\.\d{3})*(?:,\d+)?"


def figure(text):
    return decimal.Decimal(text.replace(".", "").replace(",", "."))


def every_figure_is_in_the_table(p):
    body = read("tests/cli/seeds", TEN_YEARS + ".txt")
    body = body[body.index("Thực hiện Công văn"):]
    found = collections.Counter()
    for line in body.split("\n"):
        if re.match(r"^\d\. ", line) and len(line) < 260 and not line.endswith("./."):
            line = line[3:]  # a heading
        for pattern in NO_FIGURES + DATES:
            line = re.sub(pattern, "·", line)
        found.update(figure(x) for x in re.findall(NUMERAL, line))
    table = collections.Counter()
    rows = sample(TEN_YEARS)["chi_so"]
    for row in rows:
        for cell in ("gia_tri", "mau_so", "ty_le_in", "tang_giam"):
            value = row.get(cell)
            if value is not None:
                value = value["value"] if isinstance(value, dict) else value
                table[decimal.Decimal(str(value))] += 1
    same((found - table, table - found), (collections.Counter(), collections.Counter()),
         "the table of figures has every figure of the report as often as the report")
    same(sum(table.values()), 54, "54 figures")
    bounds = [r["ma"] for r in rows if isinstance(r.get("gia_tri"), dict)]
    same(len(bounds), len(re.findall(r"(?:trên|hơn) \d", body)), "with every lower bound")
    for words in ("hàng trăm sổ tiết kiệm", "hàng chục mô hình"):
        ok(words in body and words in [r.get("bang_loi") for r in rows], "and in words: " + words)


def every_document_is_registered(p):
    body = read("tests/cli/seeds", TEN_YEARS + ".txt")
    named = re.findall(r"[Ss]ố ?(\d+[-/] ?[\w/-]*\w)(?:, ngày (\d+)-(\d+)-(\d{4}))?", body)
    rows = sample(TEN_YEARS)["van_ban"]
    register = {row["so"]: row.get("ngay") for row in rows if "so" in row}
    days = collections.defaultdict(set)
    for number, day, month, year in named:
        days[number.replace(" ", "")].update(
            ["%s-%02d-%02d" % (year, int(month), int(day))] if year else [])
    same(sorted(set(days) ^ set(register)), [], "the register has every number of the report")
    same([(n, d, days[n]) for n, d in register.items()
          if n in days and ({d} if d else set()) != days[n] and n != "410-BC/TU"], [],
         "with its day")
    same((len(rows), len(register)), (50, 47), "50 documents, 47 of them numbered")


# Faults of transcription that the form mends.
MENDED = {"thực hiện thực hiện": "thực hiện", "văn bản hóa": "văn bản cụ thể hóa"}


def five_years_are_whole(p):
    form = form_words(FIVE_YEARS)
    text = read("tests/cli/seeds", FIVE_YEARS + ".txt").replace("*", "")
    for fault, right in MENDED.items():
        text = text.replace(fault, right)
    # Pages that end in the middle of a sentence.
    text = re.sub(r"(?<=[a-zà-ỹ])\s*\n+(?=gửi báo cáo|Quyết định 2720|1623-CV)", " ", text)
    missing = []
    for line in text.split("\n"):
        line = even(re.sub(r"^\s*(?:[A-C]-|[IVX]+\.|\d-|\d\.|-) ?", "", line))
        line = line.replace("Nơi nhận:", "")
        if line and line not in form:
            missing.append(line)
    same(missing, [], "every sentence of the plan and its outline stands in the form")


main(ten_years_go_through, five_years_go_through, groups_of_the_five_years, ten_years_are_whole,
     footnotes_have_their_marks, every_figure_is_in_the_table, every_document_is_registered,
     five_years_are_whole)
