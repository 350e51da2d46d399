/* What stands at the left of fixed rows: their numbers, labels and units of measure; and the words
 * above the columns. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "tui/grid.h"

#define INDENT 2
#define LABEL_LEAST 20
#define LABEL_MOST 60
#define LABEL_LINES 3 /* of a row that has not got the cursor */
#define NUMBER_MOST 6
#define MEASURE_LEAST 6
#define STUB_SHARE 54 /* of the screen, in hundredths, where the columns want more than there is */

static int width_of(const char *text)
{
    return text_width(text, strlen(text));
}

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* ---- the words ------------------------------------------------------------------------------- */

/* "Amount (million dong)"; the measure is not said twice. */
static char *column_label(const struct field *f)
{
    const char *label = text_of(&f->label), *measure = text_of(&f->measure);
    if (!*measure || fold_find(label, measure, NULL) >= 0)
        return xstrdup(label);
    return xasprintf("%s (%s)", label, measure);
}

static void clear_labels(struct grid_labels *l)
{
    for (size_t i = 0; i < l->columns.n; i++)
        free(l->columns.v[i]);
    vec_clear(&l->columns);
    for (size_t i = 0; i < l->header.n; i++)
        vec_finish(&l->header.v[i].lines);
    vec_clear(&l->header);
}

void grid_labels_finish(struct grid *g)
{
    clear_labels(&g->labels);
    vec_finish(&g->labels.columns);
    vec_finish(&g->labels.header);
    vec_finish(&g->labels.lines);
    vec_finish(&g->labels.first);
}

static int indent_of(const struct fixed_row *row, int width)
{
    return min(row->level * INDENT, width / 3);
}

void grid_labels_make(struct grid *g)
{
    struct grid_labels *l = &g->labels;
    const struct table *t = grid_table(g);
    if (l->made && l->lang == lang_get())
        return;
    clear_labels(l);
    for (size_t i = 0; i < t->columns.n; i++)
        *vec_add(&l->columns) = column_label(t->columns.v[i]);
    for (size_t i = 0; i < t->header.n; i++)
        (void)vec_add(&l->header);
    l->number = l->label = l->measure = 0;
    for (size_t i = 0; i < t->rows.n; i++) {
        const struct fixed_row *row = &t->rows.v[i];
        l->number = max(l->number, row->number ? width_of(row->number) : 0);
        l->label = max(l->label, row->level * INDENT + width_of(text_of(&row->label)));
        l->measure = max(l->measure, width_of(text_of(&row->measure)));
    }
    l->made = true;
    l->lang = lang_get();
    l->width = 0;
}

static void wrap_labels(struct grid *g, int width)
{
    struct grid_labels *l = &g->labels;
    const struct table *t = grid_table(g);
    struct wrap_lines lines = {0};
    if (l->width == width)
        return;
    vec_clear(&l->lines);
    vec_clear(&l->first);
    for (size_t i = 0; i < t->rows.n; i++) {
        const char *text = text_of(&t->rows.v[i].label);
        wrap(text, strlen(text), max(1, width - indent_of(&t->rows.v[i], width)), &lines);
        *vec_add(&l->first) = (int)l->lines.n;
        for (size_t k = 0; k < lines.n; k++)
            *vec_add(&l->lines) = lines.v[k];
    }
    *vec_add(&l->first) = (int)l->lines.n;
    l->width = width;
    vec_finish(&lines);
}

/* ---- places ---------------------------------------------------------------------------------- */

/* The labels take what the columns leave; where that is too little, their share. */
void grid_stub_place(struct grid *g, int columns, int data)
{
    struct grid_layout *l = &g->layout;
    const struct grid_labels *w = &g->labels;
    int wish = max(width_of(text_of(&grid_table(g)->rows_label)), min(w->label, LABEL_MOST));
    l->number_width = min(w->number, NUMBER_MOST);
    l->measure_width = w->measure ? min(max(w->measure, MEASURE_LEAST), columns * 3 / 20) : 0;
    l->label_x = 3 + (l->number_width ? l->number_width + 1 : 0);
    int rest = l->label_x + 1 + (l->measure_width ? l->measure_width + 1 : 0);
    int room = columns - 1 - rest - data; /* so that all columns are in sight */
    if (room < min(wish, LABEL_LEAST))
        room = columns * STUB_SHARE / 100 - rest;
    l->label_width = max(min(wish, room), min(wish, LABEL_LEAST));
    l->measure_x = l->label_x + l->label_width + 1;
    l->frozen = 0;
    l->frozen_end = l->measure_width ? l->measure_x + l->measure_width + 1
                                     : l->label_x + l->label_width + 1;
    wrap_labels(g, l->label_width);
}

int grid_row_height(const struct grid *g, int row)
{
    const struct grid_labels *l = &g->labels;
    if (!grid_fixed(g) || grid_is_folded(g, row))
        return 1;
    int lines = l->first.v[row + 1] - l->first.v[row];
    int most = row == g->row ? g->layout.body_rows : LABEL_LINES;
    return max(1, min(lines, most));
}

int grid_row_y(const struct grid *g, int row)
{
    int y = g->layout.body, to = grid_shown_index(g, row);
    if (!grid_fixed(g))
        return y + to - g->top;
    for (int i = g->top; i < to; i++)
        y += grid_row_height(g, grid_shown_row(g, i));
    return y;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* A folded group: "+ Label (7 rows)" on one line. */
static void draw_folded(const struct grid_frame *d, int y, int row, enum style style)
{
    const struct grid *g = d->g;
    const struct fixed_row *fixed = grid_fixed_row(g, row);
    int in = indent_of(fixed, g->layout.label_width), width = g->layout.label_width - in;
    int x = d->r.x + g->layout.label_x + in;
    char *count = xasprintf(_(" (%d rows)"), grid_group_rows(g, row));
    int rest = max(1, width - 2 - width_of(count));
    surface_put(d->f, y, x, 2, STYLE_KEY, "+");
    int used = surface_put(d->f, y, x + 2, rest, style, text_of(&fixed->label));
    surface_put(d->f, y, x + 2 + used, width - 2 - used, STYLE_DIM, count);
    free(count);
}

static void draw_label(const struct grid_frame *d, int y, int row, enum style style)
{
    const struct grid *g = d->g;
    const struct grid_labels *l = &g->labels;
    const struct fixed_row *fixed = grid_fixed_row(g, row);
    const char *text = text_of(&fixed->label);
    int in = indent_of(fixed, g->layout.label_width), width = g->layout.label_width - in;
    int first = l->first.v[row], n = grid_row_height(g, row), x = d->r.x + g->layout.label_x + in;
    for (int i = 0; i < n; i++) {
        const struct wrap_line *line = &l->lines.v[first + i];
        size_t from = line->from, len = line->to - from;
        if (i == n - 1 && first + n < l->first.v[row + 1])
            len = strlen(text) - from; /* the cut is shown by a mark */
        else
            while (len && (text[from + len - 1] == ' ' || text[from + len - 1] == '\n'))
                len--;
        surface_putn(d->f, y + i, x, width, style, text + from, len);
    }
}

void grid_stub_draw(const struct grid_frame *d, int y, int row)
{
    const struct grid *g = d->g;
    const struct fixed_row *fixed = grid_fixed_row(g, row);
    const struct grid_layout *l = &g->layout;
    bool here = d->focused && row == g->row, folded = grid_is_folded(g, row);
    bool stands = here && folded && !grid_is_open(g, row, g->column);
    enum style style = stands                             ? STYLE_FOCUS
                       : here || fixed->heading           ? STYLE_HEADING
                                                          : STYLE_NORMAL;
    if (fixed->number)
        surface_put(d->f, y, d->r.x + 3, l->number_width, style, fixed->number);
    (folded ? draw_folded : draw_label)(d, y, row, style);
    if (l->measure_width)
        surface_put(d->f, y, d->r.x + l->measure_x, l->measure_width, STYLE_DIM,
                    text_of(&fixed->measure));
    if (stands) {
        d->f->cursor_y = y;
        d->f->cursor_x = d->r.x + l->label_x;
    }
}
