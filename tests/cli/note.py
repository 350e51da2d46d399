"""`phieu note`: the page that goes with a file from hand to hand."""
from kit import UNIT, main, ok, refused, same, status, survey


def lines(text):
    return text.splitlines()


def one_page(place):
    r = place.enter("a.db", survey(), "--submit", "--as", UNIT)
    status(r, 0, "a survey is submitted")
    r = place.run("note", "a.db", "--as", UNIT)
    status(r, 0, "the note")
    code = place.run("check", "a.db", "--json").json()["code"]
    ok(code in r.out, "it bears the check code", r.out)
    for word in ("a.db", "NGƯỜI GIAO", "NGƯỜI NHẬN", "1 phiếu", "1 lần nộp", "Huyện Đoàn An Biên", "đóng dấu"):
        ok(word in r.out, "it says " + word, r.out)
    ok("DELIVERY NOTE" in place.run("note", "a.db", "--lang", "en").out, "in English, too")
    r = place.run("note", "a.db", "-o", "note.txt")
    same((r.status, r.out), (0, ""), "into a file")
    refused(place, 2, "never over another one", "note", "a.db", "-o", "note.txt")
    refused(place, 3, "of no file", "note", "nowhere.db")


def many(place):
    """However much there is in it."""
    form = open(place.env["PHIEU_FORMS"] + "/tn-chi-tieu-2021.yaml").read()
    ok("period: year" in form, "a form of every year")
    for year in range(2000, 2020):
        r = place.run("enter", "a.db", "--form", "tn-chi-tieu-2021", "--unit", "tn_go_dau", "--period", str(year),
                      "--as", "tn_go_dau", stdin="{}")
        if r.status > 1:
            ok(False, "entries of %d" % year, r.err)
    r = place.run("note", "a.db")
    status(r, 0, "the note of twenty years")
    ok(len(lines(r.out)) <= 60 and max(map(len, lines(r.out))) <= 80, "it stays one page", r.out)
    ok("9 dòng nữa" in r.out, "and says what is summed up", r.out)


if __name__ == "__main__":
    main(one_page, many)
