/* text_clean of unicode.h: the gate for bytes from outside. */
#include "text/unicode.h"

#include <stdlib.h>

#include "text/utf8.h"

/* What no answer needs, and what could reorder or hide text on the screen. */
static const struct {
    uint32_t from, to;
} dropped[] = {
    {0x00, 0x08},     {0x0E, 0x1F},     {0x7F, 0x84},       {0x86, 0x9F},     {0xAD, 0xAD},
    {0x061C, 0x061C}, {0x180E, 0x180E}, {0x200B, 0x200F},   {0x202A, 0x202E}, {0x2060, 0x206F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

static bool is_dropped(uint32_t c)
{
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        if (c >= dropped[i].from && c <= dropped[i].to)
            return true;
    return false;
}

static bool is_line_end(uint32_t c)
{
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* What stands for the code point: NULL = itself, "" = it is dropped. */
static const char *replacement(uint32_t c, bool keep_newlines)
{
    if (is_line_end(c))
        return keep_newlines ? "\n" : " ";
    if (c == '\t')
        return keep_newlines ? NULL : " ";
    return is_dropped(c) ? "" : NULL;
}

/* Most bytes stay: they are copied in runs. */
static void filter(struct str *out, const char *s, size_t n, bool keep_newlines)
{
    size_t run = 0;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t c = utf8_decode(s + at, n - at, &len);
        if ((c >= ' ' && c < 0x7F) || (c > 0xAD && text_is_simple(c)))
            continue;
        const char *other = replacement(c, keep_newlines);
        if (!other)
            continue;
        if (c == '\r' && at + 1 < n && s[at + 1] == '\n')
            len = 2;
        str_addn(out, s + run, at - run);
        str_add(out, other);
        run = at + len;
    }
    str_addn(out, s + run, n - run);
}

bool text_clean(const char *s, size_t n, bool keep_newlines, char **ret, size_t *ret_len)
{
    if (!utf8_valid(s, n, NULL))
        return false;
    struct str out = {0};
    str_reserve(&out, n);
    filter(&out, s, n, keep_newlines);
    *ret = text_nfc(str_text(&out), out.len, ret_len);
    str_finish(&out);
    return true;
}
