#include "text/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"

#define DAY        86400
#define UTC_PLUS_7 (7 * 3600)
#define YEAR_MAX   9999
#define YEAR_TYPED_MIN 1900

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool date_valid(struct date d)
{
    return d.year >= 1 && d.year <= YEAR_MAX && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= month_days(d.year, d.month);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* At most max digits; how many there were. */
static int read_digits(const char **s, int max, int *ret)
{
    int count = 0;
    for (*ret = 0; count < max && **s >= '0' && **s <= '9'; count++)
        *ret = *ret * 10 + *(*s)++ - '0';
    return count;
}

static void skip_blanks(const char **s)
{
    *s += strspn(*s, " \t");
}

static bool skip_word(const char **s, const char *word)
{
    skip_blanks(s);
    bool found = str_starts(*s, word);
    *s += found ? strlen(word) : 0;
    skip_blanks(s);
    return found;
}

/* What was typed for a day, whether such a day exists or not. */
struct typed_date {
    int count;     /* numbers: 3, or 2 when only the year is missing; 0: it is no date at all */
    int digits[3]; /* of each number */
    int number[3];
    bool iso;      /* the year stands first */
};

static bool read_number(const char **s, struct typed_date *t)
{
    t->digits[t->count] = read_digits(s, 4, &t->number[t->count]);
    return t->digits[t->count] && ++t->count;
}

/* Between the numbers stands the same mark, or "tháng" and perhaps "năm". */
static bool read_between(const char **s, const struct typed_date *t, char *mark)
{
    bool first = t->count == 1;
    if (first && skip_word(s, "thang")) {
        *mark = '\0';
        return true;
    }
    if (!first && !*mark)
        return skip_word(s, "nam") || **s;
    skip_blanks(s);
    if (!**s || !strchr("/-.", **s) || (!first && **s != *mark))
        return false;
    *mark = *(*s)++;
    skip_blanks(s);
    return true;
}

/* 25062015 */
static struct typed_date read_block(const char *s)
{
    struct typed_date t = {.count = 3, .digits = {2, 2, 4}};
    for (int i = 0; i < 3; i++)
        read_digits(&s, t.digits[i], &t.number[i]);
    return t;
}

/* s is folded. */
static struct typed_date read_typed(const char *s)
{
    const struct typed_date none = {0};
    struct typed_date t = {0};
    char mark = '\0';
    skip_word(&s, "ngay");
    size_t digits = strspn(s, "0123456789");
    if (digits == 8 && !s[8 + strspn(s + 8, " \t")])
        return read_block(s);
    while (read_number(&s, &t) && t.count < 3 && read_between(&s, &t, &mark))
        continue;
    skip_blanks(&s);
    if (*s || t.count < 2)
        return none;
    t.iso = t.digits[0] == 4 && mark == '-';
    if (t.digits[1] > 2 || (t.count == 3 && t.digits[t.iso ? 2 : 0] > 2))
        return none;
    return t;
}

static int full_year(int year, int digits)
{
    if (digits == 4)
        return year;
    return digits == 2 ? year + (year < 69 ? 2000 : 1900) : 0;
}

static struct date date_of(const struct typed_date *t)
{
    if (t->iso)
        return (struct date){t->number[0], t->number[1], t->number[2]};
    return (struct date){full_year(t->number[2], t->digits[2]), t->number[1], t->number[0]};
}

static struct typed_date read_date(const char *typed)
{
    char *folded = fold_plain(typed);
    struct typed_date t = read_typed(folded);
    free(folded);
    return t;
}

bool date_parse(const char *s, struct date *ret)
{
    struct typed_date t = read_date(s);
    struct date d = date_of(&t);
    if (t.count < 3 || d.year < YEAR_TYPED_MIN || !date_valid(d))
        return false;
    *ret = d;
    return true;
}

char *date_why(const char *s)
{
    struct typed_date t = read_date(s);
    struct date d = date_of(&t);
    if (t.count == 2 && !t.iso)
        return xstrdup(_("the year is missing"));
    if (t.count < 3)
        return NULL;
    if (d.month < 1 || d.month > 12)
        return xasprintf(_("there is no month %d"), d.month);
    if (d.year < 1)
        return xstrdup(_("a year has four digits"));
    if (d.year < YEAR_TYPED_MIN)
        return xasprintf(_("the year %d is before %d, perhaps a slip"), d.year, YEAR_TYPED_MIN);
    int days = month_days(d.year, d.month);
    if (d.day < 1)
        return xasprintf(_("there is no day %d"), d.day);
    if (d.day > days)
        return xasprintf(_("month %d of %d has only %d days"), d.month, d.year, days);
    return NULL;
}

bool date_parse_iso(const char *s, struct date *ret)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
            return false;
    struct typed_date t = read_typed(s);
    struct date d = date_of(&t);
    if (!date_valid(d))
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

void date_iso(struct date d, char out[16])
{
    d = printable(d);
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100,
             (unsigned)d.day % 100);
}

void date_print(struct date d, char out[16])
{
    if (lang_get() == LANG_EN) {
        date_iso(d, out);
        return;
    }
    d = printable(d);
    snprintf(out, 16, d.month < 3 ? "%02u/%02u/%04u" : "%02u/%u/%04u", (unsigned)d.day % 100,
             (unsigned)d.month % 100, (unsigned)d.year % 10000);
}

/* Years are counted from March, so that the leap day is the last; 400 years are 146097 days. */
int64_t date_days(struct date d)
{
    int64_t year = d.year - (d.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int day = (int)(of_year - (153 * month + 2) / 5 + 1);
    month += month < 10 ? 3 : -9;
    return (struct date){(int)(year + era * 400 + (month <= 2)), (int)month, day};
}

/* Seconds since 1970 by the clock on the wall; times that no calendar here holds (they come only
 * from foreign files) are brought to its first or last day. */
static int64_t local_seconds(int64_t t)
{
    const int64_t first = date_days((struct date){1, 1, 1}) * DAY;
    const int64_t last = date_days((struct date){YEAR_MAX, 12, 31}) * DAY + DAY - 1;
    if (t < first)
        return first;
    return t > last - UTC_PLUS_7 ? last : t + UTC_PLUS_7;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct date date_of_time(int64_t t)
{
    return date_from_days(floor_div(local_seconds(t), DAY));
}

void date_print_clock(int64_t t, char out[8])
{
    int64_t seconds = local_seconds(t);
    unsigned minutes = (unsigned)(seconds - floor_div(seconds, DAY) * DAY) / 60;
    snprintf(out, 8, "%02u:%02u", minutes / 60 % 24, minutes % 60);
}

void date_print_time(int64_t t, char out[32])
{
    char day[16], clock[8];
    date_print(date_of_time(t), day);
    date_print_clock(t, clock);
    snprintf(out, 32, "%s %s", day, clock);
}
