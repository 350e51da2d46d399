#ifndef PHIEU_TEXT_DATE_H
#define PHIEU_TEXT_DATE_H
/* Days of the Gregorian calendar, as people here write them. Stored as "2015-06-25". */
#include <stdbool.h>
#include <stdint.h>

struct date {
    int year, month, day;
};

/* How exactly a day is named; stored as 2015-06-25, 2015-06, 2015-Q2, 2015. */
enum date_precision { DATE_DAY, DATE_MONTH, DATE_QUARTER, DATE_YEAR };

bool date_valid(struct date d);
/* Accepts 25/6/2015, 25-06-2015, 25.6.2015, 2015-06-25 (also 25/6/15 → 2015: two-digit years are
 * 2000-2068 and 1969-1999), 25062015, "ngày 25 tháng 6 năm 2015", "25 tháng 6 2015", blanks
 * anywhere between. False for 31/02, and for years before 1900, which are slips. */
bool date_parse(const char *s, struct date *ret);
/* Why date_parse refuses it ("month 2 of 2015 has only 28 days"), freshly allocated; NULL when it
 * is a date, or nothing like one. */
char *date_why(const char *s);
/* Only "2015-06-25", of any year. */
bool date_parse_iso(const char *s, struct date *ret);
void date_iso(struct date d, char out[16]);
/* 25/6/2015: days below 10 and months 1, 2 get a zero (05/02/2026, 27/5/2026). In English
 * 2015-06-25. */
void date_print(struct date d, char out[16]);
/* ---- days named less exactly: the first day of the month, quarter, year stands for it --------- */

/* Also: month 6/2015, 06-2015, "tháng 6 năm 2015", T6/2015, 062015, "June 2015"; quarter
 * "Quý II/2015", "quý 2 2015", Q2/2015, 2/2015; year 2015, "năm 2015"; and the stored spellings. */
bool date_parse_as(const char *s, enum date_precision p, struct date *ret);
/* Like date_why. */
char *date_why_as(const char *s, enum date_precision p);
/* Only the stored spelling of this precision. */
bool date_parse_stored(const char *s, enum date_precision p, struct date *ret);
void date_stored(struct date d, enum date_precision p, char out[16]);
/* "tháng 6/2015", "quý II/2015", "năm 2015"; in English "June 2015", "Q2 2015", "2015". */
void date_print_as(struct date d, enum date_precision p, char out[32]);
/* The same of a stored spelling, "2015-Q2"; anything else as it is. Freshly allocated. */
char *date_print_period(const char *code);
/* Shorter, as one types it: 6/2015, Q2/2015, 2015. */
void date_edit_as(struct date d, enum date_precision p, char out[32]);
/* The last day that is meant. */
struct date date_last_day(struct date d, enum date_precision p);

/* Days since 1970-01-01. */
int64_t date_days(struct date d);
struct date date_from_days(int64_t days);
/* The day in UTC+7 of a time in seconds UTC. */
struct date date_of_time(int64_t t);
/* "24/6/2015 08:31" in UTC+7; out holds 32. */
void date_print_time(int64_t t, char out[32]);
/* "14:02" in UTC+7; out holds 8. */
void date_print_clock(int64_t t, char out[8]);

#endif
