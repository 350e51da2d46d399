/* The merged header and the printed column numbers. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "text/unicode.h"
#include "text/wrap.h"
#include "tui/grid.h"

/* A line of a label in the middle of its room; blanks at its ends do not count. */
static void put_centred(struct surface *f, int y, int x, int columns, const char *text, size_t n,
                        enum style style, bool cut)
{
    if (cut)
        n = text_take(text, n, columns - 1, NULL);
    while (n && text[n - 1] == ' ')
        n--;
    int width = text_width(text, n) + cut;
    int used = width < columns ? (columns - width) / 2 : 0;
    int drawn = surface_putn(f, y, x + used, columns - used - cut, style, text, n);
    if (cut)
        surface_put(f, y, x + used + drawn, 1, style, "…");
}

/* A label in a box: wrapped, in the middle; what does not fit is cut by a mark. */
static void put_lines(struct surface *f, struct rect r, const char *text,
                      const struct wrap_lines *lines)
{
    int n = (int)lines->n < r.rows ? (int)lines->n : r.rows;
    int y = r.y + (r.rows - n) / 2;
    for (int i = 0; i < n; i++)
        put_centred(f, y + i, r.x, r.columns, text + lines->v[i].from,
                    lines->v[i].to - lines->v[i].from, STYLE_LABEL,
                    i == n - 1 && n < (int)lines->n);
}

static void put_label(struct surface *f, struct rect r, const char *text)
{
    struct wrap_lines lines = {0};
    wrap(text, strlen(text), r.columns, &lines);
    put_lines(f, r, text, &lines);
    vec_finish(&lines);
}

/* Breaking a label costs more than drawing it: kept until the width is another. */
static const struct wrap_lines *broken(struct grid *g, const struct header_cell *c, int columns)
{
    struct grid_header_lines *kept = &g->labels.header.v[c - grid_table(g)->header.v];
    const char *text = grid_header_label(g, c);
    if (kept->width != columns)
        wrap(text, strlen(text), columns, &kept->lines);
    kept->width = columns;
    return &kept->lines;
}

/* The columns of a header cell that are in sight: x and width; false when there are none. */
static bool visible_span(const struct grid *g, const struct header_cell *c, int *ret_x,
                         int *ret_columns)
{
    int from = -1, to = -1;
    for (int i = c->first; i < c->first + c->span; i++) {
        const struct grid_column *col = &g->layout.columns.v[i];
        if (col->x < 0)
            continue;
        from = from < 0 ? col->x : from;
        to = col->x + col->shown;
    }
    *ret_x = from;
    *ret_columns = to - from;
    return from >= 0;
}

/* Where the label stands in the table; false: out of sight. */
static bool cell_rect(const struct grid *g, const struct header_cell *c, struct rect *ret)
{
    *ret = (struct rect){0, 0, 0, 0};
    for (int i = 0; i < c->level + c->depth; i++)
        *(i < c->level ? &ret->y : &ret->rows) += g->layout.levels.v[i];
    return visible_span(g, c, &ret->x, &ret->columns);
}

const char *grid_header_label(const struct grid *g, const struct header_cell *c)
{
    bool leaf = c->span == 1 && c->level + c->depth == grid_table(g)->header_levels;
    return leaf ? g->labels.columns.v[c->first] : text_of(&c->label);
}

static void draw_cell(struct grid *g, struct surface *f, struct rect r, const struct header_cell *c)
{
    struct rect cell;
    if (!cell_rect(g, c, &cell))
        return;
    cell.y += r.y;
    cell.x += r.x;
    put_lines(f, cell, grid_header_label(g, c), broken(g, c, cell.columns));
}

static bool label_fits(struct grid *g, const struct header_cell *c)
{
    struct rect cell;
    return cell_rect(g, c, &cell) && (int)broken(g, c, cell.columns)->n <= cell.rows;
}

char *grid_header_path(struct grid *g)
{
    const struct table *t = grid_table(g);
    const char *number = grid_field(g, g->column)->number;
    struct str out = {0};
    int cells = 0;
    bool cut = false;
    if (number)
        str_addf(&out, _("Column %s"), number);
    for (size_t i = 0; i < t->header.n; i++) {
        const struct header_cell *c = &t->header.v[i];
        if (g->column < c->first || g->column >= c->first + c->span)
            continue;
        str_addf(&out, "%s%s", cells ? " › " : number ? ": " : "",
                 grid_header_label(g, c));
        cut = cut || !label_fits(g, c);
        cells++;
    }
    if (cells > 1 || cut)
        return str_take(&out);
    str_finish(&out);
    return NULL;
}

static void draw_numbers(struct grid *g, struct surface *f, struct rect r)
{
    const struct grid_layout *l = &g->layout;
    int y = r.y + l->number_row;
    if (l->number_row < 0)
        return;
    if (grid_table(g)->row_number && l->number_width)
        surface_put_right(f, y, r.x + 2, l->number_width, STYLE_DIM, grid_table(g)->row_number);
    if (grid_fixed(g) && grid_table(g)->rows_number)
        put_centred(f, y, r.x + l->label_x, l->label_width, grid_table(g)->rows_number,
                    strlen(grid_table(g)->rows_number), STYLE_DIM, false);
    for (int i = 0; i < grid_columns(g); i++) {
        const struct grid_column *c = &l->columns.v[i];
        const char *number = grid_field(g, i)->number;
        if (c->x < 0 || !number)
            continue;
        int width = text_width(number, strlen(number));
        int left = width < c->shown ? (c->shown - width) / 2 : 0;
        surface_put(f, y, r.x + c->x + left, c->shown - left, STYLE_DIM, number);
    }
}

/* More columns at a side: in the line above the data. */
static void draw_more(struct grid *g, struct surface *f, struct rect r)
{
    const struct grid_layout *l = &g->layout;
    int y = r.y + l->body - 2;
    if (l->more_left)
        surface_put(f, y, r.x + l->frozen_end + 1, 1, STYLE_HEADING, f->ascii ? "<" : "‹");
    if (l->more_right)
        surface_put(f, y, r.x + r.columns - 1, 1, STYLE_HEADING, f->ascii ? ">" : "›");
}

static void draw_stub_header(struct grid *g, struct surface *f, struct rect r)
{
    const struct grid_layout *l = &g->layout;
    const char *title = text_of(&grid_table(g)->row_title);
    struct rect box = {r.y, r.x, l->header_rows, 0};
    if (l->number_width) {
        box.x = r.x + 2;
        box.columns = l->number_width + 1;
        put_label(f, box, title);
    }
    box.x = r.x + l->label_x;
    box.columns = l->label_width;
    put_label(f, box, text_of(&grid_table(g)->rows_label));
    box.x = r.x + l->measure_x;
    box.columns = l->measure_width;
    if (l->measure_width)
        put_label(f, box, _("Unit of measure"));
}

void grid_header_draw(struct grid *g, struct surface *f, struct rect r)
{
    const struct table *t = grid_table(g);
    const struct grid_layout *l = &g->layout;
    if (grid_fixed(g))
        draw_stub_header(g, f, r);
    else
        put_label(f, (struct rect){r.y, r.x + 1, l->header_rows, l->number_width + 1},
              text_of(&t->row_title));
    for (size_t i = 0; i < t->header.n; i++)
        draw_cell(g, f, r, &t->header.v[i]);
    draw_numbers(g, f, r);
    draw_more(g, f, r);
}
