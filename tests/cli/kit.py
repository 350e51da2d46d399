"""What the tests of the command line share: a fresh folder with its own home, running phieu, TAP.

Every test program is called with the path of the built program."""
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.abspath(sys.argv[1])
SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
FORM = "kg-khao-sat-2015"
UNIT = "kg_an_bien"
SANITIZERS = "ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error:"

# Looking for leaks takes half of a short run's time, and whoever leaks does so each time it comes there: one run of
# four of each command looks. PHIEU_LEAKS=1: all.
LEAKS_EVERY = 1 if os.environ.get("PHIEU_LEAKS") else 4

_count = 0
_failed = 0
_runs = {}


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def json(self):
        return json.loads(self.out)


def memory():
    """A folder in memory with room, else None: what syncs cost is measured elsewhere."""
    try:
        fs = os.statvfs("/dev/shm")
    except OSError:
        return None
    return "/dev/shm" if fs.f_bavail * fs.f_frsize > 2 << 30 and os.access("/dev/shm", os.W_OK) else None


def sanitizers(command, options=""):
    """What the sanitizers are told for the next run of a command."""
    number = _runs[command] = _runs.get(command, -1) + 1
    return "%s:detect_leaks=%d" % (options, number % LEAKS_EVERY == 0)


class Place:
    """A folder of its own, and the program in it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="phieu-cli-", dir=memory())
        self.env = {k: os.environ[k] for k in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
                    if k in os.environ}
        self.env.update(PHIEU_FORMS=os.path.join(SOURCE, "forms"),
                        PHIEU_DATA=os.path.join(SOURCE, "data"), LC_ALL="C.UTF-8", TZ="UTC", HOME=self.path("home"),
                        XDG_CONFIG_HOME=self.path("home/config"),
                        XDG_DATA_HOME=self.path("home/data"),
                        XDG_STATE_HOME=self.path("home/state"))
        os.mkdir(self.path("home"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content, ensure_ascii=False)
        if isinstance(content, str):
            content = content.encode()
        with open(self.path(name), "wb") as f:
            f.write(content)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def run(self, *args, stdin=b"", env=None):
        if not isinstance(stdin, (str, bytes)):
            stdin = json.dumps(stdin, ensure_ascii=False)
        if isinstance(stdin, str):
            stdin = stdin.encode()
        env = {**self.env, **(env or {})}
        env["ASAN_OPTIONS"] = sanitizers(args[0] if args else "", env.get("ASAN_OPTIONS", ""))
        done = subprocess.run([PROGRAM, *args], input=stdin, cwd=self.folder, timeout=100, env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        err = done.stderr.decode(errors="replace")
        if any(s in err for s in SANITIZERS):
            ok(False, "no sanitizer report from phieu " + " ".join(map(str, args))[:100], err)
        return Result(done.returncode, done.stdout.decode(errors="replace"), err)

    def enter(self, file, answers, *more, unit=UNIT, **kw):
        """Answers (an object, text or bytes) through standard input."""
        return self.run("enter", file, "--form", FORM, "--unit", unit, "--from", "-", *more,
                        stdin=answers, **kw)

    def enter_again(self, file, entry, answers, *more, **kw):
        """A new revision of an entry that is there."""
        return self.run("enter", file, "--entry", entry, "--from", "-", *more, stdin=answers, **kw)

    def show(self, file, entry, *more):
        r = self.run("show", file, entry, "--json", *more)
        return r.json() if r.status == 0 else {"failed": r.err}

    def listed(self, file, *more):
        r = self.run("list", file, "--json", *more)
        return r.json() if r.status == 0 else [{"failed": r.err}]

    def sql(self, file, query, *args, write=False):
        """Rows, as any other SQLite program sees them."""
        uri = "file:%s?mode=%s" % (self.path(file), "rw" if write else "ro")
        db = sqlite3.connect(uri, uri=True)
        try:
            rows = db.execute(query, args).fetchall()
            db.commit()
            return rows
        finally:
            db.close()

    def events(self, file):
        return self.sql(file, "SELECT count(*) FROM event")[0][0]

    def disk(self):
        """Everything that stands in the folder, but for what belongs to the user's home."""
        found = {}
        for root, _, files in os.walk(self.folder):
            for name in files:
                whole = os.path.join(root, name)
                if not whole.startswith((self.path("home") + os.sep, self.path("home.kept") + os.sep)):
                    with open(whole, "rb") as f:
                        found[whole] = hashlib.sha256(f.read()).hexdigest()
        return found

    def keep_home(self):
        """What the user's folders hold now; home_again() brings it back."""
        shutil.copytree(self.path("home"), self.path("home.kept"), dirs_exist_ok=True)

    def home_again(self):
        shutil.rmtree(self.path("home"))
        shutil.copytree(self.path("home.kept"), self.path("home"))

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def small_disk(folder, size):
    """A disk of its own of that many bytes at the folder; whether it could be mounted (which root may)."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % size, "tmpfs", folder],
                             stderr=subprocess.DEVNULL).returncode == 0
    if not mounted:
        print("# no right to mount a small disk: skipped")
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", folder])


def fill(path, leave=0):
    """Writes a file until the disk is full but for so many bytes."""
    fs = os.statvfs(os.path.dirname(path))
    with open(path, "wb") as f:
        f.write(bytes(fs.f_bavail * fs.f_frsize - leave))


def ok(good, name, detail=""):
    global _count, _failed
    _count += 1
    _failed += not good
    print("%sok %d - %s" % ("" if good else "not ", _count, name))
    if not good:
        for line in str(detail).splitlines()[:40]:
            print("#  ", line[:400])
    return good


def same(got, want, name):
    return ok(got == want, name, "got:  %r\nwant: %r" % (got, want))


def status(result, want, name):
    return ok(result.status == want, name,
              "status %d, not %d\n%s%s" % (result.status, want, result.out[:500], result.err[:2500]))


def refused(place, want, name, *args, says=(), **kw):
    """The call ends with this status, says why, and leaves the disk as it was."""
    before = place.disk()
    r = place.run(*args, **kw)
    good = status(r, want, name)
    if good:
        ok(place.disk() == before, name + ": nothing changed on disk",
           "before %s\nafter %s" % (sorted(before.items()), sorted(place.disk().items())))
        ok(r.err.strip() and all(s in r.err for s in says), name + ": says why", r.err)
    return r


def main(*tests):
    for test in tests:
        place = Place()
        try:
            test(place)
        except Exception:  # a broken test is a failed test, and the others still run
            ok(False, test.__name__, traceback.format_exc())
        finally:
            place.close()
    print("1..%d" % _count)
    sys.exit(1 if _failed else 0)


def copy(p, a, b):
    shutil.copyfile(p.path(a), p.path(b))


def code(p, file):
    """The check code."""
    return p.run("check", file, "--json").json()["code"]


def small_form(name, fields, version=1, more="", title="Thử"):
    """A form of one section; fields: "nam: integer, ten: text"."""
    rows = "".join("      - {field: %s, label: %s, type: %s}\n" % (f, f.capitalize(), t)
                   for f, t in (x.split(": ") for x in fields.split(", ")))
    return """form: %s
version: %d
title: %s
units: kien-giang-2015
period: once
reporters:
  - {level: huyen, due: 2015-06-25, to: kg_tinh_doan}
sections:
  - section: s
    title: Mục
    fields:
%s%s""" % (name, version, title, rows, more)


def draft(p, file, entry, values, touched, inst=b"\2" * 16, draft_id=b"\7" * 16, parents=None):
    """Somebody on another PC is in the middle of typing."""
    head = p.show(file, entry)["heads"] if parents is None else parents
    form = p.sql(file, "SELECT form FROM x_state")[0][0]
    p.sql(file, "DELETE FROM draft_value WHERE draft_id=?", draft_id, write=True)
    p.sql(file, "DELETE FROM draft WHERE draft_id=?", draft_id, write=True)
    p.sql(file, "INSERT INTO draft VALUES(?,?,?,?,?,?,?,NULL,'Bình',?,NULL,?,NULL,NULL)", draft_id, inst,
          bytes.fromhex(entry), json.dumps(head, separators=(",", ":")), form, FORM, UNIT, UNIT + "/youth", touched, write=True)
    for path, value in values.items():
        bytes_ = "" if value is None else json.dumps(value, ensure_ascii=False)
        p.sql(file, "INSERT INTO draft_value VALUES(?,?,?)", draft_id, path, bytes_, write=True)


# ---- answers -------------------------------------------------------------------------------------

KINDS = [  # the example rows of the paper
    {"ten_loai_hinh": "Tổ góp vốn xoay vòng", "so_mo_hinh": 20, "tl_den_2010": 12, "tl_sau_2010": 8,
     "ng_doan_vien": 150, "ng_quan_chung": 30, "ng_dang_vien": 12, "yeu_cau_tap_hop": "so_thich"},
    {"ten_loai_hinh": "CLB đan lát", "so_mo_hinh": 12, "tl_den_2010": 8, "tl_sau_2010": 4,
     "ng_doan_vien": 100, "ng_quan_chung": 20, "ng_dang_vien": 10, "yeu_cau_tap_hop": "nganh_nghe"},
    {"ten_loai_hinh": "CLB …….", "so_mo_hinh": 15, "tl_den_2010": 11, "tl_sau_2010": 4,
     "ng_doan_vien": 75, "ng_quan_chung": 0, "ng_dang_vien": 25, "yeu_cau_tap_hop": "nguyen_vong"},
    {"ten_loai_hinh": "CLB………", "so_mo_hinh": 30, "tl_den_2010": 0, "tl_sau_2010": 30,
     "ng_doan_vien": 410, "ng_quan_chung": 50, "ng_dang_vien": 60, "yeu_cau_tap_hop": "nhiem_vu"},
]

OUTLINE = {
    "i_thuan_loi_kho_khan":
        "Thuận lợi: được Huyện ủy quan tâm, hệ thống Đoàn đủ từ huyện đến ấp.\n"
        "Khó khăn: địa bàn sông nước chia cắt, đoàn viên đi làm ăn xa chiếm gần một phần ba.",
    "i_van_de_dat_ra":
        "Cần đổi mới cách sinh hoạt chi đoàn, gắn nghĩa vụ với quyền lợi của đoàn viên.",
    "ii_trien_khai_quan_triet":
        "Đã mở 12 lớp quán triệt cho 1.240 lượt cán bộ, hội viên; tỷ lệ dự học 96,5%.\n\n"
        "Cách làm mới: sân khấu hóa nội dung, phát thanh bằng xuồng máy dọc các kênh.",
    "ii_van_ban_cu_the_hoa":
        "Kế hoạch số 17-KH/HĐ, Hướng dẫn số 05-HD/HĐ; sơ kết vào tháng 11 hằng năm.",
    "ii_chuyen_bien_nhan_thuc": "Cán bộ hiểu rõ “nghe dân nói, nói dân hiểu, làm dân tin”.",
    "ii_so_ket_dinh_ky": "Sơ kết đúng hạn; năm 2014 có 9/9 xã, thị trấn nộp báo cáo.",
    "iii1_tuyen_truyen_giao_duc":
        "Tuyên truyền miệng 86 cuộc, có 5.312 lượt người nghe, tăng 18% so với năm 2010.",
    "iii1_phat_trien_kinh_te":
        "Vận động góp vốn xoay vòng được 480 triệu đồng, giúp 37 hộ thoát nghèo.",
    "iii1_bieu_duong_nhan_rong": "Biểu dương 24 gương “Dân vận khéo” tại Hội nghị tuyên dương.",
    "iii2_doi_moi_noi_dung": "Từ năm 2010 đến nay lập thêm 46 mô hình; 31 mô hình cũ còn sinh hoạt.",
    "iii2_sang_tao": "Tổ “xuồng cứu hộ”: ứng trực mùa lũ, chở học sinh qua sông Xẻo Rô.",
    "iii3_tham_muu": "Tham mưu cho cấp ủy 14 văn bản; thuận lợi là chính, khó nhất là kinh phí.",
    "iii3_giam_sat_phan_bien": "Giám sát 6 công trình đường giao thông nông thôn, kiến nghị 11 việc.",
    "iii3_giai_quyet_buc_xuc": "Hòa giải thành 43/51 vụ; giới thiệu việc làm cho 212 thanh niên.",
    "iii3_phoi_hop_chinh_quyen": "Ký 5 chương trình phối hợp, đã sơ kết 3 chương trình.",
    "iii3_kinh_phi_thi_dua": "Mỗi xã được cấp 15.000.000 đồng/năm – còn thấp so với nhu cầu.",
    "iii3_trang_thiet_bi": "6/9 Đoàn xã có máy vi tính; đề nghị trang bị thêm 3 bộ.",
    "iv_uu_diem": "1. Nội dung sát cơ sở.\n2. Hình thức phong phú.\n3. Thu hút được quần chúng.",
    "iv_khuyet_diem_nguyen_nhan": "Một số nơi còn hành chính hóa. Nguyên nhân: cán bộ kiêm nhiệm.",
    "v_kinh_nghiem_kien_nghi": "Kiến nghị Tỉnh Đoàn tập huấn kỹ năng mỗi năm hai kỳ.",
    "vi_bien_phap": "Quyết tâm: 100% chi đoàn ấp có ít nhất một mô hình hoạt động thường xuyên.",
}


def survey(**changes):
    """A complete survey; changes by field id."""
    answers = dict(OUTLINE)
    answers["phu_luc"] = [dict(row) for row in KINDS]
    answers["so_bao_cao"] = "35-BC/HĐ"
    answers["ngay_bao_cao"] = "2015-06-22"
    answers["bi_thu"] = "Nguyễn Thị Phượng"
    answers.update(changes)
    return answers


def without_row_ids(answers):
    answers = dict(answers)
    if "phu_luc" in answers:
        answers["phu_luc"] = [{k: v for k, v in row.items() if k != "_row"}
                              for row in answers["phu_luc"]]
    return answers
