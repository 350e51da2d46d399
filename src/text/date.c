#include "text/date.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"

#define DAY        86400
#define UTC_PLUS_7 (7 * 3600)
#define YEAR_MAX   9999

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

/* At most max digits; how many there were. */
static int read_digits(const char **s, int max, int *ret)
{
    int count = 0;
    for (*ret = 0; count < max && **s >= '0' && **s <= '9'; count++)
        *ret = *ret * 10 + *(*s)++ - '0';
    return count;
}

/* Three numbers with the same mark between them; the count of digits of each. */
static bool read_three(const char *s, int number[3], int digits[3])
{
    s += strspn(s, " \t");
    char mark = '\0';
    for (int i = 0; i < 3; i++) {
        digits[i] = read_digits(&s, 4, &number[i]);
        if (!digits[i])
            return false;
        if (i == 0)
            mark = *s;
        if (i < 2 && (!*s || !strchr("/-.", *s) || *s++ != mark))
            return false;
    }
    s += strspn(s, " \t");
    return !*s;
}

static int full_year(int year, int digits)
{
    if (digits == 4)
        return year;
    return digits == 2 ? year + (year < 69 ? 2000 : 1900) : 0;
}

bool date_parse(const char *s, struct date *ret)
{
    int n[3], digits[3];
    if (!read_three(s, n, digits))
        return false;
    bool iso = digits[0] == 4 && s[strspn(s, " \t") + 4] == '-';
    struct date d = {full_year(n[2], digits[2]), n[1], n[0]};
    if (iso)
        d = (struct date){n[0], n[1], n[2]};
    if (!date_valid(d) || digits[iso ? 2 : 0] > 2 || digits[1] > 2)
        return false;
    *ret = d;
    return true;
}

bool date_parse_iso(const char *s, struct date *ret)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
            return false;
    return date_parse(s, ret);
}

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
