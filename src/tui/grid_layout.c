/* Where the columns and rows of a table stand. */
#include <stdlib.h>
#include <string.h>

#include "text/number.h"
#include "text/unicode.h"
#include "text/wrap.h"
#include "tui/grid.h"

#define BODY_WISHED 8     /* data rows that the header leaves at least, where that can be */
#define HEADER_LINES 3    /* a column grows so that its label takes no more lines */
#define HEADER_WIDTH 12   /* … but not beyond this width */
#define GROUP_LINES 2
#define LABEL_WIDTH 16    /* of the wish of a choice */
#define TEXT_GROWN 40     /* text columns take room that is left over, up to this */

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

static bool is_text(const struct grid *g, int column)
{
    const struct field_type *type = grid_field(g, column)->type;
    return type == &field_types[TYPE_TEXT] || type == &field_types[TYPE_NARRATIVE];
}

/* ---- widths ---------------------------------------------------------------------------------- */

static int number_width(int64_t n)
{
    char out[32];
    return width_of(number_print(n, out));
}

static int decimal_width(struct decimal d)
{
    char out[40];
    return width_of(decimal_print(d, out));
}

static int figure_width(struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    const struct grid_total *total = grid_total(g, column);
    int width = f->has_max ? decimal_width(f->max) : 0;
    return max(min(width, 9), max(5, total ? decimal_width(total->sum.size) : 0));
}

static int longest_option(const struct grid *g, int column)
{
    int width = 8;
    for (int i = 0; i < grid_option_count(g, column); i++)
        width = max(width, width_of(grid_option_label(g, column, i)));
    return width;
}

static int data_width(struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    static const int by_type[TYPE_COUNT] = {
        [TYPE_TEXT] = 16, [TYPE_NARRATIVE] = 20, [TYPE_DATE] = 10, [TYPE_UNIT] = 16,
    };
    if (f->type == &field_types[TYPE_INTEGER])
        return figure_width(g, column);
    if (f->type == &field_types[TYPE_CHOICE])
        return min(longest_option(g, column), LABEL_WIDTH);
    return by_type[field_type_id(f->type)];
}

static int label_lines(const char *label, int width)
{
    struct wrap_lines lines = {0};
    wrap(label, strlen(label), width, &lines);
    int n = (int)lines.n;
    vec_finish(&lines);
    return n;
}

static int longest_word(const char *label)
{
    int longest = 0;
    for (const char *p = label; *p;) {
        size_t n = strcspn(p, " ");
        longest = max(longest, text_width(p, n));
        p += n + (p[n] == ' ');
    }
    return longest;
}

/* A column as wide as its data, and wide enough for its label. */
static int column_width(struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    const char *label = text_of(&f->label);
    if (f->width)
        return f->width;
    int width = max(data_width(g, column), min(longest_word(label), HEADER_WIDTH));
    while (width < HEADER_WIDTH && label_lines(label, width) > HEADER_LINES)
        width++;
    return width;
}

static int span_width(const struct grid_layout *l, int first, int span)
{
    int width = span - 1;
    for (int i = first; i < first + span; i++)
        width += l->columns.v[i].width;
    return width;
}

/* Groups with long labels widen their columns in turn. */
static void fit_groups(struct grid *g)
{
    const struct table *t = grid_table(g);
    for (size_t i = 0; i < t->header.n; i++) {
        const struct header_cell *c = &t->header.v[i];
        const char *label = text_of(&c->label);
        int least = min(longest_word(label), c->span * HEADER_WIDTH);
        for (int k = 0; c->span > 1; k = (k + 1) % c->span) {
            int width = span_width(&g->layout, c->first, c->span);
            if (width >= c->span * HEADER_WIDTH ||
                (width >= least && label_lines(label, width) <= GROUP_LINES))
                break;
            g->layout.columns.v[c->first + k].width++;
        }
    }
}

static void mark_groups(struct grid *g)
{
    const struct table *t = grid_table(g);
    struct grid_layout *l = &g->layout;
    for (size_t i = 0; i < t->header.n; i++) {
        const struct header_cell *c = &t->header.v[i];
        int next = c->first + c->span;
        if (c->level != 0 || c->span < 2)
            continue;
        l->columns.v[c->first].starts = l->columns.v[next - 1].ends = true;
        if (c->first > 0)
            l->columns.v[c->first - 1].ends = true;
        if (next < (int)l->columns.n)
            l->columns.v[next].starts = true;
    }
}

static void make_columns(struct grid *g)
{
    struct grid_layout *l = &g->layout;
    vec_clear(&l->columns);
    for (int i = 0; i < grid_columns(g); i++)
        vec_add(&l->columns)->width = column_width(g, i);
    mark_groups(g);
    fit_groups(g);
    l->columns.v[0].starts = l->columns.v[l->columns.n - 1].ends = true;
}

/* ---- places sideways ------------------------------------------------------------------------- */

/* What a column takes: a line where a group starts, a blank before and one behind the group. The
 * column behind the frozen ones has its line anyway. */
static int lead(const struct grid_layout *l, int i, bool first)
{
    return (l->columns.v[i].starts && !first) + 1;
}

static int tail(const struct grid_layout *l, int i)
{
    return l->columns.v[i].ends;
}

static void freeze(struct grid *g, int columns)
{
    struct grid_layout *l = &g->layout;
    int rows = max(grid_last_row(g) + 1, 10);
    l->number_width = max(width_of(text_of(&grid_table(g)->row_title)) - 1, number_width(rows));
    l->number_width = min(l->number_width, 7);
    int x = 2 + l->number_width, n = 0, last = (int)l->columns.n - 1;
    for (; n < last && is_text(g, n); n++) {
        struct grid_column *c = &l->columns.v[n];
        if (n > 0 && x + lead(l, n, false) + c->width > columns / 2)
            break;
        c->width = max(8, min(c->width, columns / 3));
        c->x = x + lead(l, n, n == 0);
        c->shown = c->width;
        x = c->x + c->width + tail(l, n);
    }
    l->frozen = n;
    l->frozen_end = x + (n == 0 || !l->columns.v[n - 1].ends); /* a blank before the line */
}

/* Places the scrolling columns from `left` on; returns the first that is not wholly in sight. */
static int place_columns(struct grid *g, int columns)
{
    struct grid_layout *l = &g->layout;
    int x = l->frozen_end + 1, room = columns - 1, end = g->left, n = (int)l->columns.n;
    for (int i = l->frozen; i < n; i++)
        l->columns.v[i].x = -1;
    for (; end < n; end++) {
        struct grid_column *c = &l->columns.v[end];
        int at = x + lead(l, end, end == g->left);
        c->shown = min(c->width, room - at);
        if (c->shown == c->width || (c->shown >= 6 && !grid_field(g, end)->type->right))
            c->x = at;
        if (c->shown < c->width)
            break;
        x = at + c->width + tail(l, end);
    }
    l->more_left = g->left > l->frozen;
    l->more_right = end < n;
    return end;
}

/* Room that is left over goes to the texts, then to the choices. */
static void widen_texts(struct grid *g, int columns)
{
    struct grid_layout *l = &g->layout;
    int x = l->frozen_end + 1, n = (int)l->columns.n;
    for (int i = l->frozen; i < n; i++)
        x += lead(l, i, i == l->frozen) + l->columns.v[i].width + tail(l, i);
    for (int i = 0; i < n && x < columns - 1; i++) {
        bool choice = grid_option_count(g, i) > 0;
        int wish = is_text(g, i) ? TEXT_GROWN : choice ? longest_option(g, i) : 0;
        int more = min(columns - 1 - x, min(wish, TEXT_GROWN) - l->columns.v[i].width);
        if (more <= 0)
            continue;
        l->columns.v[i].width += more;
        x += more;
    }
}

static void scroll_sideways(struct grid *g, int columns)
{
    struct grid_layout *l = &g->layout;
    int last = (int)l->columns.n - 1;
    g->left = max(l->frozen, min(g->left, last));
    /* From the frozen columns one reads on to the right: what stands next to them. */
    if (g->column < l->frozen)
        g->left = l->frozen;
    else if (g->column < g->left)
        g->left = g->column;
    int end = place_columns(g, columns);
    while (g->column >= end && g->left < g->column) {
        g->left++;
        end = place_columns(g, columns);
    }
    while (end > last && g->left > l->frozen) {
        g->left--;
        end = place_columns(g, columns);
        if (end > last && g->column < end)
            continue;
        g->left++;
        place_columns(g, columns);
        break;
    }
}

/* ---- places downwards ------------------------------------------------------------------------ */

static void grow_levels(struct grid *g, const struct header_cell *c)
{
    struct int_list *levels = &g->layout.levels;
    int lines = label_lines(text_of(&c->label), span_width(&g->layout, c->first, c->span));
    int rows = 0;
    for (int i = c->level; i < c->level + c->depth; i++)
        rows += levels->v[i];
    if (lines > rows)
        levels->v[c->level + c->depth - 1] += lines - rows;
}

/* The tallest level gives rows up, the lower one first, until the header fits. */
static int shrink_levels(struct int_list *levels, int most)
{
    int rows = 0;
    for (size_t i = 0; i < levels->n; i++)
        rows += levels->v[i];
    for (; rows > most; rows--) {
        size_t tallest = 0;
        for (size_t i = 1; i < levels->n; i++)
            if (levels->v[i] >= levels->v[tallest])
                tallest = i;
        if (levels->v[tallest] <= 1)
            break;
        levels->v[tallest]--;
    }
    return rows;
}

static void make_levels(struct grid *g, int most)
{
    const struct table *t = grid_table(g);
    struct grid_layout *l = &g->layout;
    vec_clear(&l->levels);
    for (int i = 0; i < max(t->header_levels, 1); i++)
        *vec_add(&l->levels) = 1;
    for (int depth = 1; depth <= t->header_levels; depth++)
        for (size_t i = 0; i < t->header.n; i++)
            if (t->header.v[i].depth == depth)
                grow_levels(g, &t->header.v[i]);
    l->header_rows = shrink_levels(&l->levels, most);
}

static void make_rows(struct grid *g, int rows)
{
    const struct table *t = grid_table(g);
    struct grid_layout *l = &g->layout;
    int fixed = t->number_row + 1 + 1 + (t->totals.n > 0); /* numbers, rule, foot, totals */
    make_levels(g, max(1, rows - fixed - BODY_WISHED));
    l->number_row = t->number_row ? l->header_rows : -1;
    l->body = l->header_rows + t->number_row + 1;
    l->body_rows = max(1, rows - fixed - l->header_rows);
    l->foot = l->body + l->body_rows;
    l->totals = t->totals.n > 0 ? l->foot + 1 : -1;
}

static void scroll_down(struct grid *g)
{
    int rows = g->layout.body_rows, last = grid_last_row(g);
    if (g->top > last - rows + 1)
        g->top = max(0, last - rows + 1);
    if (g->row < g->top)
        g->top = g->row;
    if (g->row >= g->top + rows)
        g->top = g->row - rows + 1;
}

void grid_layout_make(struct grid *g, int rows, int columns)
{
    make_columns(g);
    freeze(g, columns);
    widen_texts(g, columns);
    freeze(g, columns);
    scroll_sideways(g, columns);
    make_rows(g, rows);
    scroll_down(g);
}
