#include <stdio.h>

#include "rules/parts.h"

#define UNIT_PLACES 9
#define DIGITS_MAX ((int64_t)1 << 53)

static int64_t power(int places)
{
    int64_t p = 1;
    while (places-- > 0)
        p *= 10;
    return p;
}

/* Digits without trailing zeros behind the point. */
static struct decimal shorten(__int128 digits, int places)
{
    while (places > 0 && digits % 10 == 0) {
        digits /= 10;
        places--;
    }
    return (struct decimal){(int64_t)digits, places};
}

/* What a fraction of SQL means as a person would write it: 15 digits, at most 9 behind the point. */
struct decimal decimal_of_real(double x)
{
    char text[64];
    int places = 14;
    for (double size = x < 0 ? -x : x; size >= 10; size /= 10)
        places--;
    places = places < 0 ? 0 : places > UNIT_PLACES ? UNIT_PLACES : places;
    snprintf(text, sizeof text, "%.*f", places, x);
    __int128 digits = 0;
    for (const char *p = text; *p; p++)
        if (*p >= '0' && *p <= '9')
            digits = digits * 10 + (*p - '0');
    return shorten(*text == '-' ? -digits : digits, places);
}

struct decimal decimal_round(struct decimal d, int places)
{
    if (d.places <= places) {
        __int128 digits = (__int128)d.digits * power(places - d.places);
        if (digits > DIGITS_MAX || digits < -DIGITS_MAX)
            return d;
        return (struct decimal){(int64_t)digits, places};
    }
    int64_t unit = power(d.places - places), half = d.digits < 0 ? -unit / 2 : unit / 2;
    return (struct decimal){(d.digits + half) / unit, places};
}

bool sandbox_figure(struct sandbox_stmt *st, int column, struct decimal *ret)
{
    if (sandbox_is_int(st, column)) {
        int64_t i = sandbox_int(st, column);
        if (i > DIGITS_MAX || i < -DIGITS_MAX)
            return false;
        *ret = decimal_of(i);
        return true;
    }
    double x = sandbox_real(st, column);
    if (!sandbox_is_real(st, column) || !(x >= -(double)DIGITS_MAX && x <= (double)DIGITS_MAX))
        return false;
    *ret = decimal_of_real(x);
    return true;
}

void total_add(struct total *t, struct decimal d)
{
    t->digits += (__int128)d.digits * power(UNIT_PLACES - d.places);
    t->places = d.places > t->places ? d.places : t->places;
    t->count++;
}

bool total_read(const struct total *t, struct decimal *ret)
{
    __int128 digits = t->digits / power(UNIT_PLACES - t->places);
    if (!t->count || digits > DIGITS_MAX || digits < -DIGITS_MAX)
        return false;
    *ret = (struct decimal){(int64_t)digits, t->places};
    return true;
}
