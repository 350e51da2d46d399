#include "rules/parts.h"

#include <ctype.h>
#include <string.h>

#include "text/unicode.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Byte where a mark stands in the YAML; -1 when it is not there. */
static long mark_byte(const struct form *f, struct mark at)
{
    const char *s = f->yaml, *end = f->yaml + f->yaml_len;
    for (int line = 1; line < at.line; line++) {
        s = memchr(s, '\n', (size_t)(end - s));
        if (!s++)
            return -1;
    }
    for (int column = 1; column < at.column; column++) {
        if (s >= end || *s == '\n')
            return -1;
        s += text_grapheme(s, (size_t)(end - s));
    }
    return s - f->yaml;
}

static struct mark byte_mark(const struct form *f, size_t byte)
{
    struct mark at = {1, 1};
    size_t start = 0;
    for (size_t i = 0; i < byte; i++) {
        if (f->yaml[i] != '\n')
            continue;
        at.line++;
        start = i + 1;
    }
    at.column = 1 + (int)text_letters(f->yaml + start, byte - start);
    return at;
}

/* Walks the expression and its YAML side by side: blanks match any blanks (block scalars are
 * indented and folded), doubled quotes and backslashes of quoted scalars are stepped over. */
static bool walk(const struct form *f, const char *e, struct mark begin, size_t offset,
                 struct mark *ret)
{
    long from = f->yaml ? mark_byte(f, begin) : -1;
    if (from < 0)
        return false;
    size_t at = (size_t)from, n = f->yaml_len;
    char quote = from > 0 ? f->yaml[from - 1] : 0;
    for (size_t i = 0; i < offset && e[i]; i++) {
        if (is_space(e[i])) {
            while (at < n && is_space(f->yaml[at]))
                at++;
            continue;
        }
        while (at < n && is_space(f->yaml[at]))
            at++;
        if (at + 1 < n && quote == '"' && f->yaml[at] == '\\')
            at++;
        if (at >= n || f->yaml[at] != e[i])
            return false;
        at += 1 + (at + 1 < n && quote == '\'' && e[i] == '\'' && f->yaml[at + 1] == '\'');
    }
    while (at < n && e[offset] && !is_space(e[offset]) && is_space(f->yaml[at]))
        at++;
    *ret = byte_mark(f, at);
    return true;
}

struct mark expression_mark(const struct form *f, const char *text, struct mark begin,
                            size_t offset)
{
    struct mark at = begin;
    if (walk(f, text, begin, offset, &at))
        return at;
    size_t start = 0;
    for (size_t i = 0; i < offset && text[i]; i++) {
        if (text[i] != '\n')
            continue;
        at.line++;
        start = i + 1;
    }
    at.column += (int)text_letters(text + start, offset - start);
    return at;
}
