#include "text/wrap.h"

#include <stdbool.h>

#include "text/unicode.h"

/* One letter and the columns it takes; plain ASCII needs no looking up. */
static size_t next_letter(const char *s, size_t n, int *ret_width)
{
    unsigned char c = (unsigned char)s[0], after = n > 1 ? (unsigned char)s[1] : ' ';
    *ret_width = 1;
    if (c >= ' ' && c < 0x7F && after < 0x80)
        return 1;
    size_t len = text_grapheme(s, n);
    *ret_width = text_grapheme_width(s, len);
    return len;
}

static void add_line(struct wrap_lines *lines, size_t from, size_t to)
{
    struct wrap_line *line = vec_add(lines);
    line->from = from;
    line->to = to;
}

void wrap(const char *s, size_t n, int columns, struct wrap_lines *lines)
{
    vec_clear(lines);
    size_t from = 0, gap = 0;   /* start of the line; just behind its last spaces */
    int used = 0, gap_used = 0; /* columns from `from`; of them, up to `gap` */
    int width;
    for (size_t at = 0, len; at < n; at += len) {
        len = next_letter(s + at, n - at, &width);
        if (s[at] == '\n') {
            add_line(lines, from, at + len);
            from = gap = at + len;
            used = 0;
            continue;
        }
        if (s[at] == ' ' || s[at] == '\t') {
            used += width;
            gap = at + len;
            gap_used = used;
            continue;
        }
        if (used + width > columns && gap > from) {
            add_line(lines, from, gap);
            from = gap;
            used -= gap_used;
        }
        if (used + width > columns && at > from) {
            add_line(lines, from, at);
            from = at;
            used = 0;
        }
        used += width;
    }
    if (from < n || !lines->n)
        add_line(lines, from, n);
}
