/* Letters and lines on a surface. */
#include "tui/surface.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* Puts one cell where the clip allows. Of a wide letter that is half outside a blank is shown. */
static void put_cell(struct surface *s, int y, int x, const struct cell *c)
{
    const struct rect *clip = &s->clip;
    int right = clip->x + clip->columns;
    struct cell half = {.c = {' '}, .width = 1, .style = c->style};
    if (c->width == 2 && (x + 1 == clip->x || x + 1 == right)) {
        x = x + 1 == right ? x : x + 1;
        c = &half;
    }
    if (y < clip->y || y >= clip->y + clip->rows || x < clip->x || x >= right)
        return;
    struct cell *to = surface_cell(s, y, x);
    struct cell *end = to + c->width;
    if (to->width == 0 && x > 0)
        to[-1] = (struct cell){.c = {' '}, .width = 1, .style = to[-1].style};
    if (x + c->width < s->columns && end->width == 0)
        *end = (struct cell){.c = {' '}, .width = 1, .style = end->style};
    *to = *c;
    if (c->width == 2)
        to[1] = (struct cell){.style = c->style};
    s->touched[y] = true;
}

/* What is joined to a letter and belongs on the terminal: marks. Joiners and invisible signs do
 * not, and neither does what they would join. */
static bool is_joined(uint32_t c)
{
    return c >= 0x300 && text_is_word(c);
}

/* Reads one letter into a cell; returns its bytes. A cell of width 0 is not to be drawn. */
static size_t read_letter(const struct surface *s, const char *text, size_t n, struct cell *c)
{
    size_t used;
    uint32_t first = utf8_decode(text, n, &used), next = 0;
    size_t next_used;
    if (used < n)
        next = utf8_decode(text + used, n - used, &next_used);
    bool control = first < ' ' || (first >= 0x7F && first < 0xA0);
    c->width = 1;
    c->c[0] = control ? ' ' : first == 0xAD ? '-' : s->ascii ? surface_ascii(first) : first;
    c->c[1] = 0;
    if (first < ' ' || (text_is_simple(first) && text_is_simple(next)))
        return used;
    size_t length = text_grapheme(text, n), at = used;
    c->width = (uint8_t)text_grapheme_width(text, length);
    for (size_t i = 1; i < CELL_LETTERS; at += used) {
        uint32_t joined = at < length ? utf8_decode(text + at, length - at, &used) : 0;
        if (joined == 0 || is_joined(joined))
            c->c[i++] = joined;
    }
    return length ? length : used;
}

/* The letter at s when it is one of those that stand alone and take one column, as nearly all text
 * here does; returns its bytes, 0 for anything else. */
static inline size_t plain_letter(const char *text, size_t n, uint32_t *ret)
{
    const unsigned char *s = (const unsigned char *)text;
    if (n == 0)
        return 0;
    *ret = s[0];
    if (s[0] < 0x80)
        return s[0] >= ' ' && s[0] != 0x7F;
    if (n >= 2 && s[0] >= 0xC3 && s[0] <= 0xCB) { /* U+00C0 … U+02FF */
        *ret = (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
        return *ret == 0xD7 || *ret == 0xF7 ? 0 : 2; /* × ÷ are signs */
    }
    if (n >= 3 && s[0] == 0xE1 && s[1] >= 0xB8 && s[1] <= 0xBB) { /* U+1E00 … U+1EFF */
        *ret = 0x1000u | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        return 3;
    }
    return 0;
}

/* Draws plain letters up to the first that is not (or may be joined by what follows), at most
 * `columns`. Returns the bytes, *ret_used the columns. */
static size_t put_plain(struct surface *s, int y, int x, int columns, enum style style,
                        const char *text, size_t n, int *ret_used)
{
    const struct rect *clip = &s->clip;
    bool row_seen = y >= clip->y && y < clip->y + clip->rows;
    int from = clip->x, to = row_seen ? clip->x + clip->columns : from, used = 0;
    struct cell *row = surface_cell(s, y, 0), c = {.width = 1, .style = (uint8_t)style};
    size_t at = 0, length = plain_letter(text, n, &c.c[0]);
    while (length && used < columns) {
        uint32_t following;
        size_t next = plain_letter(text + at + length, n - at - length, &following);
        if (!next && at + length < n)
            break;
        if (x + used >= from && x + used < to)
            row[x + used] = c;
        used++;
        at += length;
        length = next;
        c.c[0] = following;
    }
    *ret_used = used;
    int first = x > from ? x : from, end = x + used < to ? x + used : to;
    if (first < end) {
        if (first > 0 && row[first - 1].width == 2)
            row[first - 1] = (struct cell){.c = {' '}, .width = 1, .style = row[first - 1].style};
        if (end < s->columns && row[end].width == 0)
            row[end] = (struct cell){.c = {' '}, .width = 1, .style = row[end].style};
        s->touched[y] = true;
    }
    return at;
}

/* What does not fit is shown by a mark over the last letter that did. */
static void put_cut(struct surface *s, int y, int x, int columns, enum style style, int last)
{
    struct cell c = {.c = {' '}, .width = 1, .style = (uint8_t)style};
    if (columns - last == 2)
        put_cell(s, y, x + last + 1, &c);
    c.c[0] = s->ascii ? surface_ascii(0x2026) : 0x2026;
    put_cell(s, y, x + last, &c);
}

int surface_putn(struct surface *s, int y, int x, int columns, enum style style, const char *text,
                 size_t n)
{
    if (columns < 0 || columns > s->columns - x)
        columns = s->columns - x;
    if (columns <= 0 || y < 0 || y >= s->rows)
        return 0;
    struct cell c = {.style = (uint8_t)style};
    int used = 0, last = 0;
    for (size_t at = 0; at < n;) {
        int plain;
        at += put_plain(s, y, x + used, columns - used, style, text + at, n - at, &plain);
        used += plain;
        last = plain ? used - 1 : last;
        if (at == n)
            break;
        at += read_letter(s, text + at, n - at, &c);
        if (c.width == 0)
            continue;
        if (used + c.width > columns) {
            put_cut(s, y, x, columns, style, used < columns ? used : last);
            return used < columns ? used + 1 : columns;
        }
        put_cell(s, y, x + used, &c);
        last = used;
        used += c.width;
    }
    return used;
}

int surface_put(struct surface *s, int y, int x, int columns, enum style style, const char *text)
{
    return surface_putn(s, y, x, columns, style, text, strlen(text));
}

void surface_put_right(struct surface *s, int y, int x, int columns, enum style style,
                       const char *text)
{
    int width = text_width(text, strlen(text));
    int left = width < columns ? columns - width : 0;
    surface_put(s, y, x + left, columns - left, style, text);
}

int surface_putf(struct surface *s, int y, int x, int columns, enum style style, const char *fmt,
                 ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = xvasprintf(fmt, ap);
    va_end(ap);
    int used = surface_put(s, y, x, columns, style, text);
    free(text);
    return used;
}

/* Index: which ways a line leaves the cell. A lone end is drawn as the whole line. */
static const uint16_t line_letters[16] = {
    [LINE_UP] = 0x2502,
    [LINE_DOWN] = 0x2502,
    [LINE_UP | LINE_DOWN] = 0x2502,
    [LINE_LEFT] = 0x2500,
    [LINE_RIGHT] = 0x2500,
    [LINE_LEFT | LINE_RIGHT] = 0x2500,
    [LINE_DOWN | LINE_RIGHT] = 0x250C,
    [LINE_DOWN | LINE_LEFT] = 0x2510,
    [LINE_UP | LINE_RIGHT] = 0x2514,
    [LINE_UP | LINE_LEFT] = 0x2518,
    [LINE_UP | LINE_DOWN | LINE_RIGHT] = 0x251C,
    [LINE_UP | LINE_DOWN | LINE_LEFT] = 0x2524,
    [LINE_DOWN | LINE_LEFT | LINE_RIGHT] = 0x252C,
    [LINE_UP | LINE_LEFT | LINE_RIGHT] = 0x2534,
    [LINE_UP | LINE_DOWN | LINE_LEFT | LINE_RIGHT] = 0x253C,
};

static uint32_t line_letter(const struct surface *s, unsigned lines)
{
    if (!s->ascii)
        return line_letters[lines];
    if (!(lines & (LINE_LEFT | LINE_RIGHT)))
        return '|';
    return lines & (LINE_UP | LINE_DOWN) ? '+' : '-';
}

static void put_line(struct surface *s, int y, int x, unsigned lines)
{
    const struct rect *clip = &s->clip;
    if (y < clip->y || y >= clip->y + clip->rows || x < clip->x || x >= clip->x + clip->columns)
        return;
    struct cell *to = surface_cell(s, y, x);
    lines |= to->lines;
    struct cell c = {.width = 1, .style = STYLE_LINE, .lines = (uint8_t)lines};
    c.c[0] = line_letter(s, lines);
    if (to->width == 1)
        *to = c;
    else
        put_cell(s, y, x, &c);
    s->touched[y] = true;
}

void surface_hline(struct surface *s, int y, int x, int columns)
{
    for (int i = 0; i < columns; i++) {
        unsigned lines = (i ? LINE_LEFT : 0u) | (i < columns - 1 ? LINE_RIGHT : 0u);
        put_line(s, y, x + i, lines ? lines : LINE_LEFT | LINE_RIGHT);
    }
}

void surface_vline(struct surface *s, int y, int x, int rows)
{
    for (int i = 0; i < rows; i++) {
        unsigned lines = (i ? LINE_UP : 0u) | (i < rows - 1 ? LINE_DOWN : 0u);
        put_line(s, y + i, x, lines ? lines : LINE_UP | LINE_DOWN);
    }
}

void surface_box(struct surface *s, struct rect r)
{
    surface_hline(s, r.y, r.x, r.columns);
    surface_hline(s, r.y + r.rows - 1, r.x, r.columns);
    surface_vline(s, r.y, r.x, r.rows);
    surface_vline(s, r.y, r.x + r.columns - 1, r.rows);
}

const char *surface_mark(const struct surface *s, enum surface_mark m)
{
    static const char *const marks[][2] = {
        [MARK_OK] = {"✓", "+"},      [MARK_BAD] = {"!", "!"},  [MARK_NOTE] = {"•", "*"},
        [MARK_CHANGED] = {"~", "~"}, [MARK_HERE] = {"▸", ">"},
    };
    return marks[m][s->ascii];
}
