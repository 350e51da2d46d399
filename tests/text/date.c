#include "text/date.h"

#include <stdlib.h>

#include "base/lang.h"
#include "tap.h"

static void test_parse(void)
{
    static const char *const good[][2] = {
        {"25/6/2015", "2015-06-25"},  {"25/06/2015", "2015-06-25"},
        {"25-06-2015", "2015-06-25"}, {"25.6.2015", "2015-06-25"},
        {"2015-06-25", "2015-06-25"}, {"07-10-2003", "2003-10-07"},
        {"01-6-2010", "2010-06-01"},  {" 25/6/2015\t", "2015-06-25"},
        {"25/6/15", "2015-06-25"},    {"1/1/00", "2000-01-01"},
        {"31/12/68", "2068-12-31"},   {"1/1/69", "1969-01-01"},
        {"2/9/45", "2045-09-02"},     {"31/12/99", "1999-12-31"},
        {"29/2/2016", "2016-02-29"},  {"29/02/2000", "2000-02-29"},
        {"2015-6-5", "2015-06-05"},   {" 2015-06-25 ", "2015-06-25"},
        {"1/1/1900", "1900-01-01"},   {"31/12/9999", "9999-12-31"},
        {"25 / 6 / 2015", "2015-06-25"}, {"25062015", "2015-06-25"},
        {" 01022015 ", "2015-02-01"},  {"25 tháng 6 2015", "2015-06-25"},
        {"25 tháng 6 năm 2015", "2015-06-25"},
        {"ngày 25 tháng 6 năm 2015", "2015-06-25"},
        {"Ngày 05 Tháng 06 Năm 2015", "2015-06-05"},
        {"ngay 25 thang 6 nam 15", "2015-06-25"}, {"ngày 25/6/2015", "2015-06-25"},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct date d = {0};
        char out[16];
        ok(date_parse(good[i][0], &d), "\"%s\" is a date", good[i][0]);
        date_iso(d, out);
        is(good[i][1], out, "namely this");
    }
    static const char *const bad[] = {
        "",           " ",           "31/02/2015",  "29/2/2015",   "29/2/1900",
        "31/4/2015",  "0/1/2015",    "1/0/2015",    "1/13/2015",   "32/1/2015",
        "25/6",       "25/6/",       "25/6/5",      "25/6/201",    "25/6/20155",
        "25/6-2015",  "25-6/2015",   "2015/06/25",  "2015-06-25-", "2015-06",
        "025/6/2015", "25/006/2015", "x25/6/2015",  "25/6/2015x",  "25 6 2015",
        "25/6/0000",  "-1/6/2015",   "2015-06-251", "20150625",    "25//2015",
        "25,6,2015",  "31/12/1899",  "1/1/0001",    "25 tháng 6",  "tháng 6 2015",
        "ngày",       "25 tháng 6/2015", "250620150", "2506201",   "31022015",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct date d = {7, 7, 7};
        ok(!date_parse(bad[i], &d) && d.year == 7, "\"%s\" is none", bad[i]);
    }
}

static void test_why(void)
{
    static const char *const cases[][2] = {
        {"29/2/2015", "tháng 2 năm 2015 chỉ có 28 ngày"},
        {"ngày 31 tháng 4 năm 2015", "tháng 4 năm 2015 chỉ có 30 ngày"},
        {"2015-06-31", "tháng 6 năm 2015 chỉ có 30 ngày"},
        {"25/13/2015", "không có tháng 13"},
        {"0/6/2015", "không có ngày 0"},
        {"25/6/1015", "năm 1015 trước năm 1900, có thể gõ nhầm"},
        {"25/6/201", "năm phải có bốn chữ số"},
        {"25/6", "thiếu năm"},
        {"25 tháng 6", "thiếu năm"},
        {"25/6/2015", "-"},
        {"hôm qua", "-"},
        {"", "-"},
    };
    lang_set(LANG_VI);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *why = date_why(cases[i][0]);
        is(cases[i][1], why ? why : "-", cases[i][0]);
        free(why);
    }
}

static void test_parse_iso(void)
{
    struct date d;
    ok(date_parse_iso("1815-06-25", &d) && d.year == 1815, "an old year, as it is stored");
    ok(date_parse_iso("2015-06-25", &d) && d.year == 2015 && d.month == 6 && d.day == 25,
       "the stored form is read");
    static const char *const bad[] = {"",           "2015-6-25",  " 2015-06-25", "2015-06-25 ",
                                      "25/06/2015", "2015-02-30", "2015-06-2",   "2015-06-255",
                                      "0000-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!date_parse_iso(bad[i], &d), "\"%s\" is not that form", bad[i]);
}

static void test_print(void)
{
    static const struct {
        struct date d;
        const char *vi, *en;
    } cases[] = {
        {{2015, 6, 25}, "25/6/2015", "2015-06-25"},  {{2026, 2, 5}, "05/02/2026", "2026-02-05"},
        {{2026, 5, 27}, "27/5/2026", "2026-05-27"},  {{2026, 1, 31}, "31/01/2026", "2026-01-31"},
        {{2026, 12, 9}, "09/12/2026", "2026-12-09"}, {{2026, 3, 1}, "01/3/2026", "2026-03-01"},
    };
    char out[16];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lang_set(LANG_VI);
        date_print(cases[i].d, out);
        is(cases[i].vi, out, "printed in Vietnamese");
        lang_set(LANG_EN);
        date_print(cases[i].d, out);
        is(cases[i].en, out, "and in English");
    }
    lang_set(LANG_VI);
}

/* Every day of the calendar, one after the other. */
static void test_days(void)
{
    is_int(0, date_days((struct date){1970, 1, 1}), "the first day is 0");
    is_int(-1, date_days((struct date){1969, 12, 31}), "before it comes -1");
    is_int(16611, date_days((struct date){2015, 6, 25}), "25/6/2015");
    size_t wrong = 0;
    int64_t first = date_days((struct date){1, 1, 1}),
            last = date_days((struct date){9999, 12, 31});
    struct date before = {0, 12, 31};
    for (int64_t day = first; day <= last; day++) {
        struct date d = date_from_days(day);
        bool next = d.day == before.day + 1 || (d.day == 1 && d.month == before.month % 12 + 1);
        wrong += !date_valid(d) || date_days(d) != day || !next;
        before = d;
    }
    is_int(0, (long long)wrong, "all days of the years 1 to 9999 go there and back");
    is_int(3652059, last - first + 1, "and that many there are");
}

static void test_time(void)
{
    char time[32], clock[8], day[16];
    date_print_time(1435109460, time); /* 2015-06-24 01:31 UTC */
    is("24/6/2015 08:31", time, "a time is shown in UTC+7");
    date_print_clock(1435109460, clock);
    is("08:31", clock, "and its clock");
    date_iso(date_of_time(1435164600), day); /* 2015-06-24 16:50 UTC */
    is("2015-06-24", day, "ten to midnight is still this day");
    date_iso(date_of_time(1435165200), day); /* 17:00 UTC */
    is("2015-06-25", day, "midnight in UTC+7 begins the next");
    date_iso(date_of_time(-25201), day);
    is("1969-12-31", day, "times before 1970 too");
    date_print_clock(-25201, clock);
    is("23:59", clock, "with their clock");
    date_print_time(INT64_MAX, time);
    is("31/12/9999 23:59", time, "a time beyond the calendar is its last");
    date_print_time(INT64_MIN, time);
    is("01/01/0001 00:00", time, "or its first");
    lang_set(LANG_EN);
    date_print_time(1435109460, time);
    is("2015-06-24 08:31", time, "in English the day is written as it is stored");
    lang_set(LANG_VI);
}

static void test_parts(void)
{
    static const struct {
        enum date_precision p;
        const char *typed, *stored;
    } good[] = {
        {DATE_DAY, "25/6/2015", "2015-06-25"},
        {DATE_MONTH, "6/2015", "2015-06"},
        {DATE_MONTH, "06-2015", "2015-06"},
        {DATE_MONTH, " 6 . 2015 ", "2015-06"},
        {DATE_MONTH, "6 2015", "2015-06"},
        {DATE_MONTH, "6/15", "2015-06"},
        {DATE_MONTH, "12/69", "1969-12"},
        {DATE_MONTH, "T6/2015", "2015-06"},
        {DATE_MONTH, "t.6/2015", NULL},
        {DATE_MONTH, "tháng 6/2015", "2015-06"},
        {DATE_MONTH, "THÁNG 6 NĂM 2015", "2015-06"},
        {DATE_MONTH, "thg 6 2015", "2015-06"},
        {DATE_MONTH, "062015", "2015-06"},
        {DATE_MONTH, "2015-06", "2015-06"},
        {DATE_MONTH, "June 2015", "2015-06"},
        {DATE_MONTH, "sep 2015", "2015-09"},
        {DATE_MONTH, "0/2015", NULL},
        {DATE_MONTH, "13/2015", NULL},
        {DATE_MONTH, "6", NULL},
        {DATE_MONTH, "6/", NULL},
        {DATE_MONTH, "2015", NULL},
        {DATE_MONTH, "6/2015/1", NULL},
        {DATE_MONTH, "25/6/2015", NULL},
        {DATE_MONTH, "quý 2/2015", NULL},
        {DATE_MONTH, "6/1015", NULL},
        {DATE_MONTH, "ju 2015", NULL},
        {DATE_MONTH, "", NULL},
        {DATE_QUARTER, "Quý II/2015", "2015-Q2"},
        {DATE_QUARTER, "quý IV năm 2015", "2015-Q4"},
        {DATE_QUARTER, "quý iii 2015", "2015-Q3"},
        {DATE_QUARTER, "quý 2 2015", "2015-Q2"},
        {DATE_QUARTER, "q2/2015", "2015-Q2"},
        {DATE_QUARTER, "Q2 2015", "2015-Q2"},
        {DATE_QUARTER, "2/2015", "2015-Q2"},
        {DATE_QUARTER, "II/2015", "2015-Q2"},
        {DATE_QUARTER, "2015-Q2", "2015-Q2"},
        {DATE_QUARTER, "2015-q2", "2015-Q2"},
        {DATE_QUARTER, "I-2015", "2015-Q1"},
        {DATE_QUARTER, "5/2015", NULL},
        {DATE_QUARTER, "V/2015", NULL},
        {DATE_QUARTER, "tháng 2/2015", NULL},
        {DATE_QUARTER, "quý 2", NULL},
        {DATE_YEAR, "2015", "2015"},
        {DATE_YEAR, " năm 2015 ", "2015"},
        {DATE_YEAR, "15", NULL},
        {DATE_YEAR, "20155", NULL},
        {DATE_YEAR, "1899", NULL},
        {DATE_YEAR, "2015-06", NULL},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct date d = {7, 7, 7}, again;
        char stored[16], shown[32];
        bool found = date_parse_as(good[i].typed, good[i].p, &d);
        ok(found == (good[i].stored != NULL) && (found || d.year == 7), "\"%s\" (%d)",
           good[i].typed, (int)good[i].p);
        if (!found)
            continue;
        date_stored(d, good[i].p, stored);
        is(good[i].stored, stored, "what is stored");
        ok(date_parse_stored(stored, good[i].p, &again) && date_days(d) == date_days(again),
           "and read");
        for (enum lang l = LANG_VI; l <= LANG_EN; l++) {
            lang_set(l);
            date_print_as(d, good[i].p, shown);
            bool printed = date_parse_as(shown, good[i].p, &again) &&
                           date_days(d) == date_days(again);
            date_edit_as(d, good[i].p, shown);
            ok(printed && date_parse_as(shown, good[i].p, &again) &&
                   date_days(d) == date_days(again), "typed as it is shown: %s", shown);
        }
        lang_set(LANG_VI);
    }
    static const char *const not_stored[] = {"2015-6", "2015-13", "2015-Q5", "2015-q2", "Q2/2015",
                                             "02015", "2015 ", " 2015", "0000", "", "2015-06-25"};
    struct date d;
    bool none = true;
    for (size_t i = 0; i < sizeof not_stored / sizeof *not_stored; i++)
        for (enum date_precision p = DATE_MONTH; p <= DATE_YEAR; p++)
            none = none && !date_parse_stored(not_stored[i], p, &d);
    ok(none, "no other spelling is a stored one");
    ok(date_parse_stored("0850", DATE_YEAR, &d) && d.year == 850, "old years too, when stored");
    char *why = date_why_as("quý 5/2015", DATE_QUARTER);
    is("không có quý 5", why, "why it is none");
    free(why);
    ok(!date_why_as("?", DATE_MONTH) && !date_why_as("6/2015", DATE_MONTH), "nothing to say");
    char iso[16];
    static const char *const last[] = {[DATE_DAY] = "2015-10-01", [DATE_MONTH] = "2015-10-31",
                                       [DATE_QUARTER] = "2015-12-31", [DATE_YEAR] = "2015-12-31"};
    for (enum date_precision p = DATE_DAY; p <= DATE_YEAR; p++) {
        date_iso(date_last_day((struct date){2015, p == DATE_YEAR ? 1 : 10, 1}, p), iso);
        is(last[p], iso, "the last day");
    }
}

int main(void)
{
    lang_set(LANG_VI);
    test_parts();
    test_parse();
    test_why();
    test_parse_iso();
    test_print();
    test_days();
    test_time();
    return tap_done();
}
