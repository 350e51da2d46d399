#include "form/pattern.h"

#include <ctype.h>
#include <regex.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

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
