"""Reviewing by commands: accept, return, comment, and what each side sees, over copied files."""
import kit
from kit import FORM, UNIT, ok, refused, same, status, survey

REVIEWER = ("--as", "kg_tinh_doan", "--author", "Trần Văn Bình")
CLERK = ("--as", UNIT + "/youth", "--author", "Nguyễn Thị Phượng")


def submitted(place, file="a.db", **changes):
    r = place.enter(file, survey(**changes), "--submit", *CLERK)
    status(r, 0, "a survey is submitted")
    return r.out.split()[0]


def by_place(shown):
    """Threads on a place first: those of one second have no order that people could see."""
    return sorted(shown["comments"], key=lambda c: c["path"] == "")


def accepting(place):
    entry = submitted(place)
    refused(place, 2, "another district may not accept", "accept", "a.db", entry, "--as", "kg_rach_gia")
    refused(place, 2, "nor may the unit itself", "accept", "a.db", entry, *CLERK)
    r = place.run("accept", "a.db", entry, *REVIEWER, "--json")
    status(r, 0, "the receiving office accepts")
    same(r.json()["state"], "accepted", "R1: accepted")
    refused(place, 1, "a second time is refused", "accept", "a.db", entry, *REVIEWER)
    shown = place.show("a.db", entry)
    same([x["verdict"] for x in shown["reviews"]], ["accept"], "the review is shown")
    same(shown["reviews"][0]["revision"], shown["heads"][0], "it names the revision that was looked at")
    r = place.run("return", "a.db", entry, *REVIEWER, "--reason", "Thiếu phụ lục", "--json")
    same(r.json()["state"], "returned", "R3: the same reviewer returns it after all")
    second = [x for x in place.show("a.db", entry)["reviews"] if x["verdict"] == "return"]
    same([x["supersedes"] for x in second], [[shown["reviews"][0]["id"]]],
         "R3: the new review names what it replaces")
    status(place.run("accept", "a.db", entry, *REVIEWER), 0, "and accepts it again")
    same(place.show("a.db", entry)["state"], "accepted", "accepted again")


def offices(place):
    entry = submitted(place)
    status(place.run("accept", "a.db", entry, "--as", "kg_ban_tckt"), 0, "the office it is handed to may decide")
    entry = submitted(place, "b.db")
    status(place.run("accept", "b.db", entry), 0, "a script without an office acts as the receiver")


def returning(place):
    entry = submitted(place)
    refused(place, 2, "returning without a word is refused", "return", "a.db", entry, *REVIEWER)
    refused(place, 2, "so is an empty reason", "return", "a.db", entry, *REVIEWER, "--reason", "  ")
    r = place.run("comment", "a.db", entry, "phu_luc[3].so_mo_hinh", "5 + 6 phải bằng cột 4.", *REVIEWER)
    status(r, 0, "a cell is commented on")
    status(place.run("return", "a.db", entry, *REVIEWER), 0, "returned with the comment as its reason")
    shown = place.show("a.db", entry)
    same(shown["state"], "returned", "it is returned")
    c = shown["comments"][0]
    same((c["field"], c["open"], c["answered"], c["changed"]), ("phu_luc[3].so_mo_hinh", True, False, False),
         "the comment stands at its cell, open")
    text = place.run("show", "a.db", entry)
    ok("5 + 6 phải bằng cột 4." in text.out, "show prints it", text.out[-600:])


def threads(place):
    entry = submitted(place)
    said = place.run("comment", "a.db", entry, "iii1_tuyen_truyen_giao_duc#1", "Cho số liệu cụ thể.",
                     *REVIEWER).out.strip()
    place.run("comment", "a.db", entry, "-", "Nộp muộn hai ngày.", *REVIEWER)
    refused(place, 2, "a place that is not there", "comment", "a.db", entry, "khong_co", "Gì?", *REVIEWER)
    refused(place, 2, "a paragraph that is not there", "comment", "a.db", entry,
            "iii1_tuyen_truyen_giao_duc#9", "Gì?", *REVIEWER)
    refused(place, 2, "an empty comment", "comment", "a.db", entry, "-", " \n ", *REVIEWER)
    refused(place, 2, "somebody else's business", "comment", "a.db", entry, "-", "Gì?", "--as", "kg_rach_gia")
    place.run("return", "a.db", entry, *REVIEWER, "--reason", "Xem góp ý")

    status(place.run("copy", "a.db", "clerk.db"), 0, "the file goes back to the clerk")
    answers = place.show("clerk.db", entry)["answers"]
    answers["iii1_tuyen_truyen_giao_duc"] = "Tuyên truyền miệng 92 cuộc."
    status(place.enter_again("clerk.db", entry, answers, "--submit", *CLERK), 0, "who corrects and submits again")
    status(place.run("comment", "clerk.db", entry, "--answer", said, "Đã bổ sung số cuộc.", *CLERK), 0,
           "and answers in place")
    status(place.run("merge", "a.db", "clerk.db"), 0, "which comes back")
    shown = place.show("a.db", entry)
    same((shown["state"], shown["submission"]), ("submitted", 2), "submitted a second time")
    first, second = by_place(shown)
    same((first["answered"], first["changed"], len(first["answers"])), (True, True, 1),
         "the thread is answered, and its paragraph changed")
    same(first["answers"][0]["text"], "Đã bổ sung số cuộc.", "the answer stands under it")
    same((second["field"], second["changed"]), ("", True), "what was said of the whole entry: it changed too")

    status(place.run("comment", "a.db", entry, "--close", said, *REVIEWER), 0, "the reviewer closes it")
    refused(place, 1, "closing twice is refused", "comment", "a.db", entry, "--close", said, *REVIEWER)
    same([c["open"] for c in by_place(place.show("a.db", entry))], [False, True], "closed")
    status(place.run("comment", "clerk.db", entry, "--close", said, *CLERK), 0, "the clerk's copy closes it too")
    status(place.run("comment", "clerk.db", entry, "--reopen", said, *CLERK), 0, "and opens it again there")
    place.run("merge", "a.db", "clerk.db")
    same(by_place(place.show("a.db", entry))[0]["open"], True, "R4: where copies disagree, open wins")
    status(place.run("comment", "a.db", entry, "--close", said, *REVIEWER), 0, "naming both states")
    same(by_place(place.show("a.db", entry))[0]["open"], False, "R4: closes it for all")


def disagreeing(place):
    entry = submitted(place)
    place.run("copy", "a.db", "b.db")
    place.run("accept", "a.db", entry, *REVIEWER)
    place.run("return", "b.db", entry, "--as", "kg_tinh_doan", "--author", "Lê Thị Hoa", "--reason", "Chưa rõ")
    for into, other in ("a.db", "b.db"), ("b.db", "a.db"):
        place.run("merge", into, other)
    for file in "a.db", "b.db":
        shown = place.show(file, entry)
        same((shown["state"], "reviewers_disagree" in shown["flags"]), ("returned", True),
             "R1: two reviewers disagree, in %s: counts as returned" % file)
    status(place.run("accept", "a.db", entry, *REVIEWER), 0, "one of them decides, naming both")
    place.run("merge", "b.db", "a.db")
    same(place.show("b.db", entry)["state"], "accepted", "and it holds everywhere")


def edited_meanwhile(place):
    entry = submitted(place)
    place.run("copy", "a.db", "clerk.db")
    status(place.run("accept", "a.db", entry, *REVIEWER), 0, "accepted here")
    answers = place.show("clerk.db", entry)["answers"]
    answers["bi_thu"] = "Nguyễn Thị Phượng Em"
    place.enter_again("clerk.db", entry, answers, "--submit", *CLERK)
    place.run("merge", "a.db", "clerk.db")
    shown = place.show("a.db", entry)
    same((shown["state"], "changed_after_acceptance" in shown["flags"]), ("submitted", True),
         "R2: accepted and edited at the same time: both stay to be seen")


def unready(place):
    r = place.enter("a.db", {"bi_thu": "Nguyễn Thị Phượng"}, *CLERK)
    entry = r.out.split()[0]
    refused(place, 1, "a draft cannot be accepted", "accept", "a.db", entry, *REVIEWER)
    refused(place, 1, "nor returned", "return", "a.db", entry, "--reason", "Thiếu", *REVIEWER)
    refused(place, 2, "an entry that is not there", "accept", "a.db", "0123456789abcdef", *REVIEWER)


def statuses(place):
    """Sent on the 20th and the 25th, which is the first late day; one accepted; one only begun."""
    def send(unit, day, *more):
        r = place.enter("a.db", survey(), *more, "--as", unit, "--at", day + "T09:00:00+07:00", unit=unit)
        status(r, 0, "%s sends" % unit)
        return r.out.split()[0]
    first = send("kg_an_bien", "2015-06-20", "--submit")
    send("kg_rach_gia", "2015-06-25", "--submit")
    send("kg_ha_tien", "2015-06-20")
    status(place.run("accept", "a.db", first, *REVIEWER), 0, "one is accepted")
    r = place.run("status", "a.db", "--form", FORM, "--json", "--at", "2015-06-26T09:00:00+07:00")
    status(r, 0, "status")
    found = {u["unit"]: u for u in r.json()["units"]}
    same(len(found), 15, "every unit that owes one is listed")
    same([found["kg_an_bien"][k] for k in ("state", "received", "complete", "on_time", "late", "accepted", "due", "to")],
         ["accepted", True, True, True, 0, True, "2015-06-25", "kg_tinh_doan"], "in time, complete, accepted")
    same([found["kg_rach_gia"][k] for k in ("state", "received", "on_time", "late")], ["submitted", True, False, 1],
         "on the day itself is one day late: the form says before")
    same([found["kg_ha_tien"][k] for k in ("state", "received", "sent", "late")], ["draft", False, None, 2],
         "begun, not sent: overdue until today")
    same([found["kg_u_minh_thuong"][k] for k in ("state", "entry", "late")], ["missing", None, 2], "nothing at all")
    same(r.json()["totals"], {"owe": 15, "received": 2, "complete": 2, "on_time": 1, "late": 14, "accepted": 1,
                              "returned": 0, "waiting": 1, "missing": 13}, "totals")
    same([found["kg_an_bien"][k] for k in ("level", "sent", "came")], ["huyen", "2015-06-20T02:00:00Z", "2015-06-20T02:00:00Z"],
         "made in this file: received when it was sent")
    status(place.run("merge", "b.db", "a.db", "--at", "2015-07-01T09:00:00+07:00"), 0, "a copy takes it in")
    r = place.run("status", "b.db", "--form", FORM, "--json", "--at", "2015-07-02T09:00:00+07:00")
    other = {u["unit"]: u for u in r.json()["units"]}
    same([other["kg_rach_gia"][k] for k in ("sent", "came", "late", "on_time")],
         ["2015-06-25T02:00:00Z", "2015-07-01T02:00:00Z", 1, False], "received later; the day it was sent decides")
    r = place.run("status", "a.db", "--form", FORM, "--csv", "--at", "2015-06-26T09:00:00+07:00")
    same((len(r.out.splitlines()), r.out.splitlines()[0].split(",")[0]), (16, '"unit"'), "CSV: a line a unit")
    ok('"kg_an_bien","Huyện Đoàn An Biên","2015-06-25","accepted",1,"2015-06-20",1,1,0,1' in r.out, "a line of it", r.out)
    r = place.run("status", "a.db", "--form", FORM, "--at", "2015-06-26T09:00:00+07:00")
    ok("2/15" in r.out or "2 trên 15" in r.out, "for people", r.out[:400])
    refused(place, 2, "a form must be named", "status", "a.db")
    refused(place, 2, "one that is known", "status", "a.db", "--form", "khong-co")
    refused(place, 2, "a period that fits", "status", "a.db", "--form", FORM, "--period", "2015-Q9")


if __name__ == "__main__":
    kit.main(accepting, offices, returning, threads, disagreeing, edited_meanwhile, unready, statuses)
