"""`phieu report`: the document for signing, as plain text."""
import re
import unicodedata

from kit import FORM, OUTLINE, UNIT, main, ok, same, status, survey


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in line)


def squeezed(text):
    return re.sub(r"\s+", " ", text)


def full_survey():
    return survey(bi_thu="Nguyễn Văn An", noi_lap="An Biên", ngay_bao_cao="2015-06-02", ngay_lap="2015-06-19",
                  so_bao_cao="12-BC/ĐTN", nguoi_tong_hop="Trần Thị Bé")


def document(p):
    p.enter("a.db", full_survey(), "--submit")
    r = p.run("report", "a.db", f"{FORM}/{UNIT}")
    status(r, 0, "an entry is printed")
    outline, annex = r.out.split("\f")
    ok(all(width(line) <= 80 for line in outline.split("\n")), "no line of the outline is wider than 80 columns")
    ok(all(width(line) <= 128 for line in annex.split("\n")), "no line of the annex is wider than 128")
    ok(not re.search(r"[ \t]$", r.out, re.M), "no line ends with blanks")
    text = squeezed(outline)
    missing = [a for a in OUTLINE.values() for part in a.split("\n") if part.strip() and squeezed(part.strip()) not in text]
    same(missing, [], "every paragraph of every answer stands in the outline")
    numbers = ["I/ TÌNH HÌNH CHUNG", "II/ TÌNH HÌNH TRIỂN KHAI", "III/ KẾT QUẢ", "1. Nâng cao", "2. Đa dạng", "3. Công tác",
               "IV/ NHẬN XÉT", "1. Ưu điểm", "2. Khuyết điểm", "V/ NHỮNG KINH NGHIỆM", "VI/ CÁC BIỆN PHÁP", "* Ghi chú"]
    at = [text.find(n) for n in numbers]
    ok(-1 not in at and at == sorted(at), "in the order and numbering of the form", str(at))
    ok("ngày 02 tháng 6 năm 2015" in text, "days below ten have a zero")
    ok("Số: 12-BC/ĐTN" in text and "Kính gửi" in text, "number and addressee stand above")
    ok("TM. BAN THƯỜNG VỤ" in outline and "Nguyễn Văn An" in outline, "the signer stands below")


def table(p):
    p.enter("a.db", full_survey())
    annex = p.run("report", "a.db", f"{FORM}/{UNIT}").out.split("\f")[1]
    ok("Huyện Đoàn An Biên" in annex, "the annex names the unit")
    cells = [[c.strip() for c in line.strip("│").split("│")] for line in annex.split("\n") if line.startswith("│")]
    ok([str(i) for i in range(1, 13)] in cells, "the column numbers 1 to 12 stand below the header")
    totals = [c for c in cells if "Cộng" in c]
    same([c[3:9] for c in totals], [["77", "31", "46", "735", "100", "107"]], "the totals are right")
    same([c[2] for c in cells if c[0] == "2"][-1], "CLB đan lát", "the second row")
    ok(annex.index("NGƯỜI TỔNG HỢP") < annex.index("Trần Thị Bé"), "the compiler signs")
    ok("ngày 19 tháng 6 năm 2015" in annex, "the day of the annex")
    plain = p.run("report", "a.db", f"{FORM}/{UNIT}", "--ascii").out
    ok(not re.search("[\u2500-\u257f]", plain) and "+-----" in plain, "--ascii rules tables with + - |")


def blank(p):
    p.enter("a.db", {})
    r = p.run("report", "a.db", FORM)
    status(r, 0, "a blank form is printed")
    ok("…………………" in r.out, "with dots to write on")
    ok("Nguyễn Văn An" not in r.out and "VI/ CÁC BIỆN PHÁP" in r.out, "and nothing else")
    r = p.run("report", "a.db", f"{FORM}/{UNIT}")
    ok("ngày ……… tháng ……… năm ………" in r.out, "a blank day stays dots")
    ok(re.search(r"BÍ THƯ\n+\s*$", r.out.split("\f")[0]), "a blank signer stays blank", r.out.split("\f")[0][-200:])
    ok("SỐ, NGÀY VÀ NGƯỜI KÝ" not in r.out, "extra questions left blank are not printed")


def refused(p):
    p.enter("a.db", {})
    status(p.run("report", "a.db", "nowhere"), 2, "an entry that is not there")
    status(p.run("report", "a.db", FORM, "-o", "x.docx"), 2, "another kind of document")
    r = p.run("report", "a.db", FORM, "-o", "x.txt")
    status(r, 0, "into a file")
    same(r.out, "", "nothing is printed then")
    with open(p.path("x.txt"), encoding="utf-8") as f:
        ok("KÍNH GỬI" in f.read().upper(), "the file holds it")


main(document, table, blank, refused)
