/* The calendar under a date: what a text that is still being typed means, going on by keys, the line
 * as it is drawn. */
#include "tui/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "tap.h"

static const struct date around = {2015, 6, 25};

static const struct {
    enum date_precision p;
    const char *typed, *stored;
    bool chosen;
} meant[] = {
    {DATE_DAY, "", "2015-06-25", false},
    {DATE_DAY, "1", "2015-06-01", false},
    {DATE_DAY, "31", "2015-06-25", false}, /* June has no such day */
    {DATE_DAY, "31/7", "2015-07-31", false},
    {DATE_DAY, "31/7/", "2015-07-31", false},
    {DATE_DAY, "31/7/2016", "2016-07-31", true},
    {DATE_DAY, "31/7/16", "2016-07-31", true},
    {DATE_DAY, "31/6/2015", "2015-06-25", false},
    {DATE_DAY, "99999999999999/3", "2015-06-25", false},
    {DATE_DAY, "abc", "2015-06-25", false},
    {DATE_MONTH, "", "2015-06", false},
    {DATE_MONTH, "2", "2015-02", false},
    {DATE_MONTH, "13", "2015-06", false},
    {DATE_MONTH, "2/2016", "2016-02", true},
    {DATE_QUARTER, "3", "2015-Q3", false},
    {DATE_QUARTER, "II/2016", "2016-Q2", true},
    {DATE_YEAR, "20", "2015", false},
    {DATE_YEAR, "2016", "2016", true},
};

static void what_is_meant(void)
{
    for (size_t i = 0; i < sizeof meant / sizeof *meant; i++) {
        char stored[16];
        struct calendar c = calendar_of(meant[i].typed, meant[i].p, around);
        date_stored(c.day, meant[i].p, stored);
        is(meant[i].stored, stored, meant[i].typed);
        is_int(meant[i].chosen, c.chosen, "… whether that is named wholly");
    }
}

static const struct {
    enum date_precision p;
    struct date from;
    bool far;
    int direction;
    struct date to;
} steps[] = {
    {DATE_DAY, {2015, 6, 30}, false, 1, {2015, 7, 1}},
    {DATE_DAY, {2016, 3, 1}, false, -1, {2016, 2, 29}},
    {DATE_DAY, {2015, 12, 28}, true, 1, {2016, 1, 4}},
    {DATE_DAY, {1900, 1, 1}, false, -1, {1900, 1, 1}},
    {DATE_DAY, {9999, 12, 31}, true, 1, {9999, 12, 31}},
    {DATE_MONTH, {2015, 12, 1}, false, 1, {2016, 1, 1}},
    {DATE_MONTH, {2015, 12, 1}, true, -1, {2014, 12, 1}},
    {DATE_QUARTER, {2015, 1, 1}, false, -1, {2014, 10, 1}},
    {DATE_QUARTER, {2015, 1, 1}, true, 1, {2016, 1, 1}},
    {DATE_YEAR, {2015, 1, 1}, false, 1, {2016, 1, 1}},
    {DATE_YEAR, {2015, 1, 1}, true, -1, {2005, 1, 1}},
    {DATE_YEAR, {1905, 1, 1}, true, -1, {1905, 1, 1}},
};

static void going_on(void)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char wanted[16], got[16];
        struct date d = calendar_step(steps[i].from, steps[i].p, steps[i].far, steps[i].direction);
        date_iso(steps[i].to, wanted);
        date_iso(d, got);
        is(wanted, got, "a step");
    }
}

static const struct {
    enum date_precision p;
    const char *typed, *vi, *en;
} lines[] = {
    {DATE_DAY, "", " T2 22/6 T3 23 T4 24 T5 25 T6 26 T7 27 CN 28\n",
     " Mo 06-22 Tu 23 We 24 Th 25 Fr 26 Sa 27 Su 28\n"},
    {DATE_DAY, "25/6/2015", " T2 22/6 T3 23 T4 24[T5 25]T6 26 T7 27 CN 28\n",
     " Mo 06-22 Tu 23 We 24[Th 25]Fr 26 Sa 27 Su 28\n"},
    {DATE_DAY, "22/6/2015", "[T2 22/6]T3 23 T4 24 T5 25 T6 26 T7 27 CN 28\n", NULL},
    {DATE_DAY, "28/6/2015", " T2 22/6 T3 23 T4 24 T5 25 T6 26 T7 27[CN 28]\n", NULL},
    {DATE_DAY, "1/1/2016", " T2 28/12 T3 29 T4 30 T5 31[T6 1/1]T7 2 CN 3\n", NULL},
    {DATE_DAY, "1/1/1900", "[T2 1/1]T3 2 T4 3 T5 4 T6 5 T7 6 CN 7\n", NULL},
    {DATE_MONTH, "12/2014", " 2014: 1 2 3 4 5 6 7 8 9 10 11[12]\n", NULL},
    {DATE_QUARTER, "", " 2015: I II III IV\n", NULL},
    {DATE_QUARTER, "quý 3 2014", " 2014: I II[III]IV\n", NULL},
    {DATE_YEAR, "2014", " 2011 2012 2013[2014]2015 2016 2017\n", NULL},
};

static void draws(struct surface *f, size_t i, const char *wanted)
{
    struct calendar c = calendar_of(lines[i].typed, lines[i].p, around);
    surface_fill(f, (struct rect){0, 0, 1, f->columns}, STYLE_NORMAL);
    calendar_draw(f, (struct rect){0, 0, 1, f->columns}, &c, lines[i].p);
    char *text = surface_text(f);
    is(wanted, text, lines[i].typed);
    free(text);
}

static void drawing(void)
{
    struct surface *f = surface_create(1, 60), *narrow = surface_create(1, 12);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        lang_set(LANG_VI);
        draws(f, i, lines[i].vi);
        lang_set(LANG_EN);
        if (lines[i].en)
            draws(f, i, lines[i].en);
    }
    lang_set(LANG_VI);
    draws(narrow, 1, " T2 22/6 T3…\n");
    for (enum date_precision p = DATE_DAY; p <= DATE_YEAR; p++)
        ok(*calendar_hint(p), "there is a hint");
    surface_destroy(f);
    surface_destroy(narrow);
}

int main(void)
{
    lang_set(LANG_VI);
    what_is_meant();
    going_on();
    drawing();
    return tap_done();
}
