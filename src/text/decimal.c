#include "text/decimal.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "text/number.h"

#define DIGITS_MAX (INT64_C(1) << 53)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits after the point, which end the text but for blanks. */
static bool read_places(const char *s, struct decimal *d)
{
    size_t n = strspn(s, "0123456789");
    if (!n || n > DECIMAL_PLACES_MAX || s[n + strspn(s + n, " \t")])
        return false;
    for (size_t i = 0; i < n; i++) {
        if (d->digits > DIGITS_MAX / 10)
            return false;
        d->digits = d->digits * 10 + (s[i] - '0');
    }
    d->places = (int)n;
    return d->digits <= DIGITS_MAX;
}

/* The part before the point, by the rules of whole numbers; nothing there is 0. */
static bool read_whole(const char *s, size_t n, struct decimal *d, bool *ret_negative)
{
    char whole[64];
    while (n && (*s == ' ' || *s == '\t'))
        s++, n--;
    *ret_negative = n && *s == '-';
    if (*ret_negative)
        s++, n--;
    if (n >= sizeof whole || (n && !is_digit(*s)))
        return false;
    memcpy(whole, s, n);
    whole[n] = '\0';
    return n == 0 || number_parse(whole, &d->digits);
}

static bool read_fraction(const char *s, const char *point, struct decimal *ret)
{
    struct decimal d = {0};
    bool negative;
    if (!read_whole(s, (size_t)(point - s), &d, &negative) || !read_places(point + 1, &d))
        return false;
    *ret = (struct decimal){negative ? -d.digits : d.digits, d.places};
    return true;
}

bool decimal_parse(const char *s, struct decimal *ret)
{
    const char *comma = strchr(s, ','), *point = strchr(s, '.');
    int64_t whole;
    if (comma)
        return !strchr(comma + 1, ',') && read_fraction(s, comma, ret);
    if (number_parse(s, &whole)) {
        *ret = decimal_of(whole);
        return true;
    }
    return point && !strchr(point + 1, '.') && read_fraction(s, point, ret);
}

bool decimal_parse_canonical(const char *s, struct decimal *ret)
{
    const char *p = s + (*s == '-');
    size_t n = strspn(p, "0123456789");
    if (!n || n > 16 || (p[n] && p[n] != '.'))
        return false;
    struct decimal d = {0};
    for (size_t i = 0; i < n; i++)
        d.digits = d.digits * 10 + (p[i] - '0');
    if (d.digits > DIGITS_MAX || (p[n] && (!is_digit(p[n + 1]) || !read_places(p + n + 1, &d))))
        return false;
    *ret = (struct decimal){*s == '-' ? -d.digits : d.digits, d.places};
    return !strchr(s, ' ') && !strchr(s, '\t');
}

static int64_t power(int places)
{
    int64_t p = 1;
    for (int i = 0; i < places; i++)
        p *= 10;
    return p;
}

/* What stands before the point, with its sign, and behind it without; the sign of -0.5 is its own. */
static const char *split(struct decimal d, int64_t *ret_whole, int64_t *ret_rest)
{
    int64_t rest = d.digits % power(d.places);
    *ret_whole = d.digits / power(d.places);
    *ret_rest = rest < 0 ? -rest : rest;
    return d.digits < 0 && !*ret_whole ? "-" : "";
}

void decimal_canonical(struct decimal d, char out[32])
{
    int64_t whole, rest;
    const char *sign = split(d, &whole, &rest);
    int n = snprintf(out, 32, "%s%lld", sign, (long long)whole);
    if (d.places)
        snprintf(out + n, 32 - (size_t)n, ".%0*lld", d.places, (long long)rest);
}

char *decimal_print(struct decimal d, char out[40])
{
    int64_t whole, rest;
    char digits[32];
    const char *sign = split(d, &whole, &rest);
    int n = snprintf(out, 40, "%s%s", sign, number_print(whole, digits));
    if (d.places)
        snprintf(out + n, 40 - (size_t)n, "%c%0*lld", lang_get() == LANG_VI ? ',' : '.', d.places,
                 (long long)rest);
    return out;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    if (a.places == b.places)
        return (a.digits > b.digits) - (a.digits < b.digits);
    __int128 left = (__int128)a.digits * power(b.places);
    __int128 right = (__int128)b.digits * power(a.places);
    return (left > right) - (left < right);
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret)
{
    int places = a.places > b.places ? a.places : b.places;
    __int128 sum = (__int128)a.digits * power(places - a.places) +
                   (__int128)b.digits * power(places - b.places);
    if (sum > DIGITS_MAX || sum < -(__int128)DIGITS_MAX)
        return false;
    *ret = (struct decimal){(int64_t)sum, places};
    return true;
}

double decimal_double(struct decimal d)
{
    return (double)d.digits / (double)power(d.places);
}

struct decimal decimal_of(int64_t whole)
{
    return (struct decimal){whole, 0};
}
