#include "cli/time_option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/date.h"

#define OUR_ZONE (7 * 3600)
#define LAST_SECOND 253402300799 /* the end of the year 9999 */

static bool zone_offset(const char *p, int64_t *ret)
{
    int h, m = 0, n = 0;
    char sign;
    if (!*p) {
        *ret = OUR_ZONE;
        return true;
    }
    if (!strcmp(p, "Z")) {
        *ret = 0;
        return true;
    }
    if (sscanf(p, "%c%2d:%2d%n", &sign, &h, &m, &n) != 3 || p[n] || (sign != '+' && sign != '-') ||
        h > 14 || m > 59)
        return false;
    *ret = (sign == '-' ? -1 : 1) * (h * 3600 + m * 60);
    return true;
}

bool time_option(const char *text, int64_t *ret)
{
    char *end;
    long long seconds = strtoll(text, &end, 10);
    if (*text && !*end) {
        if (*text < '0' || *text > '9' || seconds > LAST_SECOND)
            return false;
        *ret = seconds;
        return true;
    }
    char day[16] = "";
    struct date d;
    int hour = 0, minute = 0, second = 0, n = 0;
    snprintf(day, sizeof day, "%.10s", text);
    if (strlen(text) < 10 || !date_parse_iso(day, &d))
        return false;
    const char *p = text + 10;
    if (*p == 'T' || *p == ' ') {
        if (sscanf(++p, "%2d:%2d%n", &hour, &minute, &n) != 2)
            return false;
        p += n;
        if (*p == ':') {
            if (sscanf(++p, "%2d%n", &second, &n) != 1)
                return false;
            p += n;
        }
    }
    int64_t offset;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
        !zone_offset(p, &offset))
        return false;
    *ret = date_days(d) * 86400 + hour * 3600 + minute * 60 + second - offset;
    return true;
}

char *time_iso(int64_t t, char out[32])
{
    int64_t days = t / 86400, rest = t % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    char day[16];
    date_iso(date_from_days(days), day);
    snprintf(out, 32, "%.10sT%02d:%02d:%02dZ", day, (int)(rest / 3600), (int)(rest / 60 % 60),
             (int)(rest % 60));
    return out;
}
