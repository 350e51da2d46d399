#include "form/pattern.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"

/* A form from a stranger must not cost time or memory: repetitions multiply in a pattern, and
 * references back make matching exponential. */
#define PATTERN_MAX 200
#define REPEAT_MAX 1000

/* Product of the numbers in braces. */
static long repeats(const char *p)
{
    long product = 1;
    for (; (p = strchr(p, '{')); p++) {
        long top = 1;
        for (const char *d = p + 1; *d && *d != '}'; d++)
            if (isdigit((unsigned char)*d) && !isdigit((unsigned char)d[-1]))
                top = strtol(d, NULL, 10) > top ? strtol(d, NULL, 10) : top;
        if (top > REPEAT_MAX || (product *= top) > REPEAT_MAX)
            return REPEAT_MAX + 1;
    }
    return product;
}

static bool refers_back(const char *p)
{
    for (; *p; p++) {
        if (*p == '\\' && isdigit((unsigned char)p[1]))
            return true;
        if (*p == '\\' && p[1])
            p++;
    }
    return false;
}

const char *pattern_refused(const char *pattern)
{
    if (strlen(pattern) > PATTERN_MAX)
        return _("the pattern is too long");
    if (repeats(pattern) > REPEAT_MAX)
        return _("the pattern repeats too much");
    if (refers_back(pattern))
        return _("the pattern refers back with \\1");
    regex_t re;
    if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB))
        return _("this pattern is no regular expression");
    regfree(&re);
    return NULL;
}

/* What stands in brackets; *at is moved to the closing one. */
static bool set_takes_marks(const char **at)
{
    static const char *const classes[] = {"[:al", "[:lower", "[:upper", "[:print", "[:graph"};
    const char *p = *at + 1;
    bool takes = *p == '^';
    for (p += takes, p += *p == ']'; *p && *p != ']'; p++) {
        takes = takes || (unsigned char)*p >= 0x80;
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            takes = takes || str_starts(p, classes[i]);
        if (*p == '[' && p[1] == ':' && strstr(p, ":]"))
            p = strstr(p, ":]") + 1;
    }
    *at = *p ? p : p - 1;
    return takes;
}

bool pattern_takes_marks(const char *pattern)
{
    bool takes = false;
    for (const char *p = pattern; *p; p++) {
        if (*p == '@')
            return false;
        if (*p == '\\' && p[1])
            takes = strchr("wWSD", *++p) || takes;
        else if (*p == '[')
            takes = set_takes_marks(&p) || takes;
        else
            takes = takes || *p == '.' || (unsigned char)*p >= 0x80;
    }
    return takes;
}
