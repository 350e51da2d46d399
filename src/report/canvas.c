#include "report/canvas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "text/unicode.h"
#include "text/wrap.h"

#define LETTER_MAX 24 /* bytes of a grapheme; longer ones are cut to their base */

enum { RULE_UP = 1, RULE_DOWN = 2, RULE_LEFT = 4, RULE_RIGHT = 8 };

struct cell {
    char letter[LETTER_MAX]; /* "": blank */
    unsigned char rules;
    bool covered; /* the right half of a wide letter */
};

struct canvas {
    int columns;
    VEC(struct cell *) rows;
};

struct canvas *canvas_create(int columns)
{
    struct canvas *c = xcalloc(1, sizeof *c);
    c->columns = columns;
    return c;
}

void canvas_destroy(struct canvas *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->rows.n; i++)
        free(c->rows.v[i]);
    vec_finish(&c->rows);
    free(c);
}

static struct cell *cell_at(struct canvas *c, int row, int column)
{
    assert(row >= 0 && column >= 0 && column < c->columns);
    while ((size_t)row >= c->rows.n)
        *vec_add(&c->rows) = xcalloc((size_t)c->columns, sizeof(struct cell));
    return &c->rows.v[row][column];
}

void canvas_rule_across(struct canvas *c, int row, int from, int to)
{
    for (int x = from; x <= to; x++)
        cell_at(c, row, x)->rules |=
            (unsigned char)((x > from ? RULE_LEFT : 0) | (x < to ? RULE_RIGHT : 0));
}

void canvas_rule_down(struct canvas *c, int column, int from, int to)
{
    for (int y = from; y <= to; y++)
        cell_at(c, y, column)->rules |=
            (unsigned char)((y > from ? RULE_UP : 0) | (y < to ? RULE_DOWN : 0));
}

void canvas_line(struct canvas *c, int row, int at, int width, enum align align, const char *s,
                 size_t n)
{
    int used;
    n = text_take(s, n, width, &used);
    int x = at + (align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? width - used : (width - used) / 2);
    for (size_t i = 0, len; i < n; i += len) {
        len = text_grapheme(s + i, n - i);
        int columns = text_grapheme_width(s + i, len);
        if (columns < 1)
            continue;
        struct cell *cell = cell_at(c, row, x);
        memset(cell->letter, 0, sizeof cell->letter);
        memcpy(cell->letter, s + i, len < LETTER_MAX ? len : 0);
        for (int k = 1; k < columns; k++)
            cell_at(c, row, x + k)->covered = true;
        x += columns;
    }
}

int canvas_text(struct canvas *c, int row, int at, int width, enum align align, const char *s)
{
    struct wrap_lines lines = {0};
    int count = 0;
    if (!*s)
        return 0;
    wrap(s, strlen(s), width, &lines);
    for (size_t i = 0; i < lines.n; i++, count++) {
        size_t to = lines.v[i].to;
        while (to > lines.v[i].from && strchr(" \t\n", s[to - 1]))
            to--;
        if (c)
            canvas_line(c, row + count, at, width, align, s + lines.v[i].from,
                        to - lines.v[i].from);
    }
    vec_finish(&lines);
    return count;
}

static const char *rule_sign(unsigned rules, bool ascii)
{
    static const char *const signs[16] = {" ", "│", "│", "│", "─", "┘", "┐", "┤",
                                          "─", "└", "┌", "├", "─", "┴", "┬", "┼"};
    static const char plain[16][2] = {" ", "|", "|", "|", "-", "+", "+", "+",
                                      "-", "+", "+", "+", "-", "+", "+", "+"};
    return ascii ? plain[rules] : signs[rules];
}

void canvas_write(const struct canvas *c, bool ascii, struct str *out)
{
    for (size_t y = 0; y < c->rows.n; y++) {
        int end = c->columns;
        const struct cell *row = c->rows.v[y];
        while (end > 0 && !row[end - 1].rules && !*row[end - 1].letter && !row[end - 1].covered)
            end--;
        for (int x = 0; x < end; x++)
            if (!row[x].covered)
                str_add(out, *row[x].letter ? row[x].letter : rule_sign(row[x].rules, ascii));
        str_addc(out, '\n');
    }
}
