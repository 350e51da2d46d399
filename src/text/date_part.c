/* Months, quarters and years as people write them (date.h). */
#include "text/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"

#define YEAR_TYPED_MIN 1900

/* In their own language wherever they are read or shown. */
static const char *const english[] = {"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
static const char *const roman[] = {"I", "II", "III", "IV"};

static int first_month(int quarter)
{
    return 3 * quarter - 2;
}

static int quarter_of(int month)
{
    return (month + 2) / 3;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What was typed, whether the calendar holds it or not. */
struct part {
    int year, number; /* of the month or quarter */
    bool found;
};

static void skip_blanks(const char **s)
{
    *s += strspn(*s, " \t");
}

/* One of the words, longer ones first; a letter behind it makes it another word. */
static bool skip_words(const char **s, const char *const *words)
{
    skip_blanks(s);
    for (; *words; words++) {
        size_t n = strlen(*words);
        if (!str_starts(*s, *words) || isalpha((unsigned char)(*s)[n]))
            continue;
        *s += n;
        skip_blanks(s);
        return true;
    }
    return false;
}

/* Exactly so many digits as stand there, from min to max. */
static bool read_digits(const char **s, size_t min, size_t max, int *ret)
{
    size_t n = strspn(*s, "0123456789");
    if (n < min || n > max)
        return false;
    *ret = atoi(*s);
    *s += n;
    return true;
}

static const char *const month_words[] = {"thang", "thg", "month", "th", "t", NULL};
static const char *const quarter_words[] = {"quarter", "quy", "q", NULL};
static const char *const year_words[] = {"nam", "year", NULL};

/* "i" … "iv" are one to four. */
static bool read_roman(const char **s, int *ret)
{
    size_t n = strspn(*s, "iv");
    for (int i = 0; i < 4; i++) {
        if (n != strlen(roman[i]) || strncasecmp(*s, roman[i], n) != 0)
            continue;
        *s += n;
        *ret = i + 1;
        return true;
    }
    return false;
}

static bool read_month_name(const char **s, int *ret)
{
    skip_blanks(s);
    size_t n = strspn(*s, "abcdefghijklmnopqrstuvwxyz");
    for (int i = 0; n >= 3 && i < 12; i++) {
        char *name = fold_plain(english[i]);
        bool found = n <= strlen(name) && !strncmp(name, *s, n);
        free(name);
        if (!found)
            continue;
        *s += n;
        *ret = i + 1;
        return true;
    }
    return false;
}

/* The number of the month or quarter, with or without its word in front. */
static bool read_number(const char **s, enum date_precision p, int *ret)
{
    bool quarter = p == DATE_QUARTER;
    bool word = skip_words(s, quarter ? quarter_words : month_words);
    /* "Q2", "T6": no blank between. */
    if (!word && **s == (quarter ? 'q' : 't') && isdigit((unsigned char)(*s)[1]))
        ++*s;
    if (quarter ? read_roman(s, ret) : !word && read_month_name(s, ret))
        return true;
    return read_digits(s, 1, 2, ret);
}

/* Between number and year stand one mark, "năm", or blanks. */
static bool skip_between(const char **s)
{
    const char *from = *s;
    skip_blanks(s);
    if (**s && strchr("/-.,", **s))
        ++*s;
    skip_words(s, year_words);
    return *s > from;
}

/* 2015-06, 2015-Q2 */
static struct part read_iso(const char *s, enum date_precision p)
{
    struct part t = {0};
    if (!read_digits(&s, 4, 4, &t.year) || *s != '-')
        return t;
    s++;
    t.found = read_number(&s, p, &t.number);
    skip_blanks(&s);
    t.found = t.found && !*s;
    return t;
}

static int full_year(int year, size_t digits)
{
    if (digits == 4)
        return year;
    return digits == 2 ? year + (year < 69 ? 2000 : 1900) : 0;
}

static struct part read_year(const char *s)
{
    struct part t = {.number = 1};
    skip_words(&s, year_words);
    t.found = read_digits(&s, 4, 4, &t.year);
    skip_blanks(&s);
    t.found = t.found && !*s;
    return t;
}

/* s is folded. */
static struct part read_folded(const char *s, enum date_precision p)
{
    if (p == DATE_YEAR)
        return read_year(s);
    struct part t = read_iso(s, p);
    if (t.found)
        return t;
    size_t digits = strspn(s, "0123456789");
    if (p == DATE_MONTH && digits == 6 && !s[6]) { /* 062015 */
        int typed = atoi(s);
        return (struct part){typed % 10000, typed / 10000, true};
    }
    if (!read_number(&s, p, &t.number) || !skip_between(&s))
        return t;
    size_t n = strspn(s, "0123456789");
    t.found = read_digits(&s, 1, 4, &t.year);
    t.year = full_year(t.year, n);
    skip_blanks(&s);
    t.found = t.found && !*s;
    return t;
}

static struct part read_part(const char *typed, enum date_precision p)
{
    char *folded = fold_plain(typed);
    const char *s = folded;
    skip_blanks(&s);
    struct part t = read_folded(s, p);
    free(folded);
    return t;
}

static int number_max(enum date_precision p)
{
    return p == DATE_MONTH ? 12 : p == DATE_QUARTER ? 4 : 1;
}

static struct date first_day(const struct part *t, enum date_precision p)
{
    return (struct date){t->year, p == DATE_QUARTER ? first_month(t->number) : t->number, 1};
}

bool date_parse_as(const char *s, enum date_precision p, struct date *ret)
{
    if (p == DATE_DAY)
        return date_parse(s, ret);
    struct part t = read_part(s, p);
    if (!t.found || t.year < YEAR_TYPED_MIN || t.number < 1 || t.number > number_max(p))
        return false;
    *ret = first_day(&t, p);
    return true;
}

char *date_why_as(const char *s, enum date_precision p)
{
    if (p == DATE_DAY)
        return date_why(s);
    struct part t = read_part(s, p);
    if (!t.found)
        return NULL;
    if (t.number < 1 || t.number > number_max(p))
        return p == DATE_MONTH ? xasprintf(_("there is no month %d"), t.number)
                               : xasprintf(_("there is no quarter %d"), t.number);
    if (t.year < 1)
        return xstrdup(_("a year has four digits"));
    if (t.year < YEAR_TYPED_MIN)
        return xasprintf(_("the year %d is before %d, perhaps a slip"), t.year, YEAR_TYPED_MIN);
    return NULL;
}

bool date_parse_stored(const char *s, enum date_precision p, struct date *ret)
{
    char again[16];
    if (p == DATE_DAY)
        return date_parse_iso(s, ret);
    struct part t = p == DATE_YEAR ? read_year(s) : read_part(s, p);
    if (!t.found || t.year < 1 || t.number < 1 || t.number > number_max(p))
        return false;
    struct date d = first_day(&t, p);
    date_stored(d, p, again);
    if (strcmp(s, again) != 0)
        return false;
    *ret = d;
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* What no calendar holds is printed as zeros rather than as a longer text. */
static struct date printable(struct date d)
{
    return date_valid(d) ? d : (struct date){0};
}

void date_stored(struct date d, enum date_precision p, char out[16])
{
    d = printable(d);
    unsigned year = (unsigned)d.year % 10000;
    switch (p) {
    case DATE_DAY:
        date_iso(d, out);
        break;
    case DATE_MONTH:
        snprintf(out, 16, "%04u-%02u", year, (unsigned)d.month % 100);
        break;
    case DATE_QUARTER:
        snprintf(out, 16, "%04u-Q%u", year, (unsigned)quarter_of(d.month) % 10);
        break;
    case DATE_YEAR:
        snprintf(out, 16, "%04u", year);
        break;
    }
}

/* d is a day of the calendar. */
static void print_english(struct date d, enum date_precision p, char out[32])
{
    if (p == DATE_MONTH)
        snprintf(out, 32, "%s %04d", english[d.month - 1], d.year);
    else if (p == DATE_QUARTER)
        snprintf(out, 32, "Q%d %04d", quarter_of(d.month), d.year);
    else
        snprintf(out, 32, "%04d", d.year);
}

static void print_vietnamese(struct date d, enum date_precision p, char out[32])
{
    if (p == DATE_MONTH)
        snprintf(out, 32, "tháng %d/%04d", d.month, d.year);
    else if (p == DATE_QUARTER)
        snprintf(out, 32, "quý %s/%04d", roman[quarter_of(d.month) - 1], d.year);
    else
        snprintf(out, 32, "năm %04d", d.year);
}

void date_print_as(struct date d, enum date_precision p, char out[32])
{
    if (p == DATE_DAY)
        date_print(d, out);
    else if (!date_valid(d))
        date_stored(d, p, out);
    else if (lang_get() == LANG_EN)
        print_english(d, p, out);
    else
        print_vietnamese(d, p, out);
}

char *date_print_period(const char *code)
{
    struct date d;
    char out[32];
    for (int p = DATE_MONTH; p <= DATE_YEAR; p++) {
        if (!date_parse_stored(code, (enum date_precision)p, &d))
            continue;
        date_print_as(d, (enum date_precision)p, out);
        return xstrdup(out);
    }
    return xstrdup(code);
}

void date_edit_as(struct date d, enum date_precision p, char out[32])
{
    if (p == DATE_DAY)
        date_print(d, out);
    else if (!date_valid(d) || p == DATE_YEAR)
        date_stored(d, p, out);
    else if (p == DATE_MONTH)
        snprintf(out, 32, "%d/%04d", d.month, d.year);
    else
        snprintf(out, 32, "Q%d/%04d", quarter_of(d.month), d.year);
}

struct date date_last_day(struct date d, enum date_precision p)
{
    static const int months[] = {[DATE_DAY] = 0, [DATE_MONTH] = 1, [DATE_QUARTER] = 3,
                                 [DATE_YEAR] = 12};
    if (p == DATE_DAY)
        return d;
    int month = d.month - 1 + months[p];
    struct date next = {d.year + month / 12, month % 12 + 1, 1};
    return date_from_days(date_days(next) - 1);
}
