"""Data for review_many.scn: a form of 40 narratives, 50 units that have submitted it, and one of them a second time with
one word changed. Called with the program and the file."""
import json
import os
import subprocess
import sys

PROGRAM, FILE = sys.argv[1:3]
FIELDS = 40
TEXT = ("Trong kỳ báo cáo, đơn vị đã tổ chức nhiều hoạt động thiết thực, có sự tham gia của đông đảo đoàn viên, hội viên. " * 9).strip()

os.makedirs("forms", exist_ok=True), os.makedirs("data/units", exist_ok=True)
with open("data/units/u.yaml", "w") as f:
    f.write("province: {id: tinh_x, name: X}\nunits:\n")
    f.writelines("  - {id: h%02d, name: Số %02d, kind: huyen, parent: dau_moi}\n" % (i, i) for i in range(1, 51))
    f.write("organisations:\n  - {id: dau_moi, name: Đầu mối, role: tong_hop}\n")
with open("forms/f.yaml", "w") as f:
    f.write("form: f\nversion: 1\ntitle: Bốn mươi câu\nunits: u\nperiod: once\n"
            "reporters:\n  - {level: huyen, to: dau_moi}\nsections:\n  - section: a\n    title: A\n    fields:\n")
    f.writelines("      - {field: c%02d, type: narrative, label: Câu hỏi %02d}\n" % (i, i) for i in range(1, FIELDS + 1))
    f.write("      - {field: so, type: integer, label: Số lớp}\nchecks:\n"
            "  - {check: nhieu, that: so <= 10, level: warning, message: Số lớp có vẻ nhiều, at: [so]}\n")


def run(seed, *args, stdin=None):
    done = subprocess.run([PROGRAM, *args], input=stdin, text=True, stdout=subprocess.PIPE,
                          env=dict(os.environ, PHIEU_FORMS="forms", PHIEU_DATA="data", PHIEU_TEST_SEED=str(seed)))
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


answers = {"c%02d" % i: TEXT for i in range(1, FIELDS + 1)}
for i in range(1, 51):
    run(i, "enter", FILE, "--form", "f", "--unit", "h%02d" % i, "--as", "h%02d" % i, "--from", "-", "--submit", "--quiet",
        stdin=json.dumps(answers if i == 1 else {"c01": "Đủ."}))
run(60, "return", FILE, "f/h01", "--reason", "Câu 27 chưa đúng", "--as", "dau_moi")
answers["so"] = 20
answers["c27"] = TEXT[:500] + TEXT[500:].replace("nhiều", "mười", 1)
run(61, "enter", FILE, "--entry", "f/h01", "--as", "h01", "--from", "-", "--submit", "--quiet", stdin=json.dumps(answers))
