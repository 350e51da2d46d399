#include "cli/say.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/unicode.h"
#include "text/utf8.h"

void say(FILE *out, const char *fmt, ...)
{
    struct str said = {0};
    va_list ap;
    va_start(ap, fmt);
    str_addvf(&said, fmt, ap);
    va_end(ap);
    char *clean = NULL;
    size_t len;
    if (text_clean(str_text(&said), said.len, true, &clean, &len)) {
        fputs(clean, out);
    } else {
        str_hide_controls(&said);
        fputs(str_text(&said), out);
    }
    free(clean);
    str_finish(&said);
}

/* JSON escapes only the first 32 control characters; terminals obey more. */
static bool is_command(uint32_t c)
{
    return (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void say_json(const char *text)
{
    const char *from = text;
    for (size_t n = strlen(text), len; n; text += len, n -= len) {
        uint32_t c = (unsigned char)*text < 0x7F ? (len = 1, 0) : utf8_decode(text, n, &len);
        if (!is_command(c))
            continue;
        fwrite(from, 1, (size_t)(text - from), stdout);
        printf("\\u%04X", (unsigned)c);
        from = text + len;
    }
    puts(from);
}

void say_cell(const char *text, int width)
{
    struct str cell = {0};
    int used = text_fit(&cell, text, width);
    say(stdout, "%s%*s ", str_text(&cell), width - used, "");
    str_finish(&cell);
}
