#include "text/number.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"

#define NUMBER_MAX  (INT64_C(1) << 53)
#define NBSP        "\u00A0"
#define NARROW_NBSP "\u202F"
#define MINUS       "\u2212"

/* Whether *s begins with the text; then steps over it. */
static bool skip(const char **s, const char *text)
{
    size_t n = strlen(text);
    if (strncmp(*s, text, n) != 0)
        return false;
    *s += n;
    return true;
}

static void skip_blanks(const char **s)
{
    while (skip(s, " ") || skip(s, "\t") || skip(s, NBSP) || skip(s, NARROW_NBSP))
        ;
}

/* Adds digits to *n; how many there were. Beyond the limit *n stays too large. */
static size_t read_digits(const char **s, int64_t *n)
{
    size_t count = strspn(*s, "0123456789");
    for (size_t i = 0; i < count; i++)
        if (*n <= NUMBER_MAX)
            *n = *n * 10 + ((*s)[i] - '0');
    *s += count;
    return count;
}

/* ".240.000": groups of three digits, all after this separator. False for other groups. */
static bool read_groups(const char **s, const char *separator, int64_t *n)
{
    const char *p = *s;
    while (skip(&p, separator) && *p >= '0' && *p <= '9') {
        if (read_digits(&p, n) != 3)
            return false;
        *s = p;
    }
    return true;
}

/* Reads the shape of a whole number; one beyond the limit stays above NUMBER_MAX. */
static bool read_number(const char *s, int64_t *ret, bool *ret_negative)
{
    static const char *const separators[] = {".", " ", NBSP, NARROW_NBSP};
    int64_t n = 0;
    skip_blanks(&s);
    bool negative = skip(&s, "-") || skip(&s, MINUS);
    if (!negative)
        skip(&s, "+");
    const char *first = s;
    size_t digits = read_digits(&s, &n);
    const char *end = s;
    if (!digits)
        return false;
    for (size_t i = 0; s == end && i < sizeof separators / sizeof *separators; i++)
        if (!read_groups(&s, separators[i], &n))
            return false;
    if (s != end && (digits > 3 || *first == '0'))
        return false;
    skip_blanks(&s);
    *ret = n;
    *ret_negative = negative;
    return !*s;
}

bool number_parse(const char *s, int64_t *ret)
{
    int64_t n;
    bool negative;
    if (!read_number(s, &n, &negative) || n > NUMBER_MAX)
        return false;
    *ret = negative ? -n : n;
    return true;
}

bool number_too_large(const char *s)
{
    int64_t n;
    bool negative;
    return read_number(s, &n, &negative) && n > NUMBER_MAX;
}

char *number_print(int64_t n, char out[32])
{
    char digits[24];
    uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n;
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)size);
    char separator = lang_get() == LANG_VI ? '.' : ',';
    char *p = out;
    if (n < 0)
        *p++ = '-';
    for (int i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0)
            *p++ = separator;
        *p++ = digits[i];
    }
    *p = '\0';
    return out;
}

char *number_bytes(int64_t bytes, char out[24])
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    double amount = (double)bytes;
    while (amount >= 999.5 && unit < 4) {
        amount /= 1000;
        unit++;
    }
    int n = snprintf(out, 24, unit && amount < 9.95 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
    for (int i = 0; i < n && lang_get() == LANG_VI; i++)
        if (out[i] == '.')
            out[i] = ',';
    return out;
}
