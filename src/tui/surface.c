#include "tui/surface.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/utf8.h"

static const struct cell blank = {.c = {' '}, .width = 1};

struct surface *surface_create(int rows, int columns)
{
    struct surface *s = xcalloc(1, sizeof *s);
    surface_resize(s, rows, columns);
    return s;
}

void surface_destroy(struct surface *s)
{
    if (!s)
        return;
    free(s->cells);
    free(s->touched);
    free(s);
}

void surface_resize(struct surface *s, int rows, int columns)
{
    assert(rows > 0 && columns > 0);
    s->rows = rows;
    s->columns = columns;
    s->cells = xreallocarray(s->cells, (size_t)rows * (size_t)columns, sizeof *s->cells);
    s->touched = xreallocarray(s->touched, (size_t)rows, sizeof *s->touched);
    s->clip = (struct rect){0, 0, rows, columns};
    s->cursor_y = s->cursor_x = -1;
    surface_fill(s, s->clip, STYLE_NORMAL);
}

struct cell *surface_cell(struct surface *s, int y, int x)
{
    assert(y >= 0 && y < s->rows && x >= 0 && x < s->columns);
    return &s->cells[(size_t)y * (size_t)s->columns + (size_t)x];
}

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

static struct rect intersect(struct rect a, struct rect b)
{
    struct rect r = {.y = max(a.y, b.y), .x = max(a.x, b.x)};
    r.rows = max(0, min(a.y + a.rows, b.y + b.rows) - r.y);
    r.columns = max(0, min(a.x + a.columns, b.x + b.columns) - r.x);
    return r;
}

struct rect surface_clip(struct surface *s, struct rect r)
{
    struct rect old = s->clip;
    s->clip = intersect(s->clip, r);
    return old;
}

void surface_unclip(struct surface *s, struct rect old)
{
    s->clip = old;
}

/* A wide letter that loses one half to something drawn over it loses the other half too. */
static void mend_edges(struct surface *s, int y, int from, int to)
{
    if (from > 0 && from < s->columns && surface_cell(s, y, from)->width == 0) {
        struct cell *left = surface_cell(s, y, from - 1);
        *left = (struct cell){.c = {' '}, .width = 1, .style = left->style};
    }
    if (to < s->columns && surface_cell(s, y, to)->width == 0) {
        struct cell *right = surface_cell(s, y, to);
        *right = (struct cell){.c = {' '}, .width = 1, .style = right->style};
    }
}

void surface_fill(struct surface *s, struct rect r, enum style style)
{
    r = intersect(s->clip, r);
    if (r.columns == 0)
        return;
    struct cell c = blank;
    c.style = (uint8_t)style;
    for (int y = r.y; y < r.y + r.rows; y++) {
        if (r.columns < s->columns)
            mend_edges(s, y, r.x, r.x + r.columns);
        struct cell *row = surface_cell(s, y, r.x);
        for (int x = 0; x < r.columns; x++)
            row[x] = c;
        s->touched[y] = true;
    }
}

static void note_scroll(struct surface *s, struct rect r, int by)
{
    bool first = !s->scrolled_by;
    bool again = s->scrolled_by && !memcmp(&s->scrolled, &r, sizeof r);
    bool whole = r.x == 0 && r.columns == s->columns;
    s->scrolled_by = whole && first ? by : whole && again ? s->scrolled_by + by : 0;
    s->scrolled = r;
}

void surface_scroll(struct surface *s, struct rect r, int by)
{
    r = intersect((struct rect){0, 0, s->rows, s->columns}, r);
    int n = by < 0 ? -by : by, kept = r.rows - n;
    note_scroll(s, r, by);
    if (kept <= 0 || !r.columns) {
        surface_fill(s, r, STYLE_NORMAL);
        return;
    }
    for (int i = 0; i < kept; i++) {
        int to = by > 0 ? r.y + i : r.y + r.rows - 1 - i;
        memcpy(surface_cell(s, to, r.x), surface_cell(s, to + by, r.x),
               (size_t)r.columns * sizeof *s->cells);
        s->touched[to] = true;
    }
    surface_fill(s, (struct rect){by > 0 ? r.y + kept : r.y, r.x, n, r.columns}, STYLE_NORMAL);
}

void surface_style(struct surface *s, int y, int x, int columns, enum style style)
{
    struct rect r = intersect(s->clip, (struct rect){y, x, 1, columns});
    if (r.rows == 0)
        return;
    for (int i = r.x; i < r.x + r.columns; i++)
        surface_cell(s, y, i)->style = (uint8_t)style;
    s->touched[y] = true;
}

char *surface_text(const struct surface *s)
{
    struct str out = {0};
    for (int y = 0; y < s->rows; y++) {
        size_t kept = out.len;
        const struct cell *row = &s->cells[(size_t)y * (size_t)s->columns];
        for (int x = 0; x < s->columns; x++) {
            for (int i = 0; i < CELL_LETTERS && row[x].c[i]; i++) {
                char bytes[4];
                str_addn(&out, bytes, utf8_encode(row[x].c[i], bytes));
            }
            if (row[x].c[0] && row[x].c[0] != ' ')
                kept = out.len;
        }
        out.len = kept;
        str_addc(&out, '\n');
    }
    return str_take(&out);
}
