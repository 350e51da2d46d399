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
#define FIGURE_MOST 24
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

static bool is_unit(const struct grid *g, int column)
{
    return grid_field(g, column)->type == &field_types[TYPE_UNIT];
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

/* Figures are never cut: their column grows with them. */
static void find_widest(struct grid *g, int column)
{
    int rows = grid_rows(g);
    if (g->widest[column] >= 0)
        return;
    g->widest[column] = 0;
    for (int row = 0; row < rows; row++)
        grid_widen(g, column, grid_cell(g, row, column), grid_value(g, row, column));
}

static int figure_width(struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    const struct grid_total *total = grid_total(g, column);
    int width = f->has_max ? decimal_width(f->max) + f->places : 0;
    find_widest(g, column);
    width = max(min(width, 9), max(5, total ? decimal_width(total->sum.size) : 0));
    return max(width, min(g->widest[column], FIGURE_MOST));
}

static int longest_option(const struct grid *g, int column)
{
    int width = 8;
    const struct field *f = grid_field(g, column);
    for (int i = 0; i < grid_option_count(g, f); i++)
        width = max(width, width_of(grid_option_label(g, f, i)));
    return width;
}

static int data_width(struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    static const int by_type[TYPE_COUNT] = {
        [TYPE_TEXT] = 16, [TYPE_NARRATIVE] = 20, [TYPE_UNIT] = 16, [TYPE_BOOLEAN] = 5,
    };
    static const int by_precision[] = {
        [DATE_DAY] = 10, [DATE_MONTH] = 13, [DATE_QUARTER] = 12, [DATE_YEAR] = 8,
    };
    if (f->type->figure)
        return figure_width(g, column);
    if (f->type == &field_types[TYPE_DATE])
        return by_precision[f->precision];
    if (f->several)
        return LABEL_WIDTH;
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
    const char *label = g->labels.columns.v[column];
    if (!grid_column_shown(g, column))
        return 0;
    if (f->width)
        return f->width;
    int width = max(data_width(g, column), min(longest_word(label), HEADER_WIDTH));
    while (width < HEADER_WIDTH && label_lines(label, width) > HEADER_LINES)
        width++;
    return width;
}

static int span_width(const struct grid_layout *l, int first, int span)
{
    int width = -1;
    for (int i = first; i < first + span; i++)
        width += l->columns.v[i].width ? l->columns.v[i].width + 1 : 0;
    return max(width, 0);
}

/* How many columns under a header cell are shown. */
static int span_shown(const struct grid_layout *l, const struct header_cell *c)
{
    int n = 0;
    for (int i = c->first; i < c->first + c->span; i++)
        n += l->columns.v[i].width > 0;
    return n;
}

/* The column shown behind this one, or before it; as many as there are or -1: none. */
static int shown_from(const struct grid_layout *l, int i, int by)
{
    while (i >= 0 && i < (int)l->columns.n && !l->columns.v[i].width)
        i += by;
    return i;
}

/* Groups with long labels widen their columns in turn. */
static void fit_groups(struct grid *g)
{
    const struct table *t = grid_table(g);
    for (size_t i = 0; i < t->header.n; i++) {
        const struct header_cell *c = &t->header.v[i];
        const char *label = text_of(&c->label);
        int span = span_shown(&g->layout, c), least = min(longest_word(label), span * HEADER_WIDTH);
        for (int k = 0; c->span > 1 && span > 0; k = (k + 1) % c->span) {
            int width = span_width(&g->layout, c->first, c->span);
            if (width >= span * HEADER_WIDTH ||
                (width >= least && label_lines(label, width) <= GROUP_LINES))
                break;
            g->layout.columns.v[c->first + k].width += g->layout.columns.v[c->first + k].width > 0;
        }
    }
}

static void mark_groups(struct grid *g)
{
    const struct table *t = grid_table(g);
    struct grid_layout *l = &g->layout;
    for (size_t i = 0; i < t->header.n; i++) {
        const struct header_cell *c = &t->header.v[i];
        if (c->level != 0 || c->span < 2 || !span_shown(l, c))
            continue;
        int first = shown_from(l, c->first, 1), last = shown_from(l, c->first + c->span - 1, -1);
        int before = shown_from(l, first - 1, -1), next = shown_from(l, last + 1, 1);
        l->columns.v[first].starts = l->columns.v[last].ends = true;
        if (before >= 0)
            l->columns.v[before].ends = true;
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
    l->first = shown_from(l, 0, 1);
    l->last = shown_from(l, (int)l->columns.n - 1, -1);
    if (l->last < 0)
        l->first = -1;
    else
        l->columns.v[l->first].starts = l->columns.v[l->last].ends = true;
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
    int x = 2 + l->number_width, n = 0;
    bool any = false;
    for (; n < l->last && (is_text(g, n) || !l->columns.v[n].width); n++) {
        struct grid_column *c = &l->columns.v[n];
        c->x = -1;
        if (!c->width)
            continue;
        if (any && x + lead(l, n, false) + c->width > columns / 2)
            break;
        c->width = max(8, min(c->width, columns / 3));
        c->x = x + lead(l, n, !any);
        c->shown = c->width;
        x = c->x + c->width + tail(l, n);
        any = true;
    }
    int before = shown_from(l, n - 1, -1);
    l->frozen = n;
    l->frozen_end = x + (before < 0 || !l->columns.v[before].ends); /* a blank before the line */
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
        if (!c->width)
            continue;
        int at = x + lead(l, end, end == g->left);
        c->shown = min(c->width, room - at);
        if (c->shown == c->width || (c->shown >= 6 && !grid_field(g, end)->type->right))
            c->x = at;
        if (c->shown < c->width)
            break;
        x = at + c->width + tail(l, end);
    }
    l->more_left = g->left > shown_from(l, l->frozen, 1);
    l->more_right = end < n;
    return end;
}

static int width_wished(const struct grid_layout *l)
{
    int x = 1;
    for (int i = l->frozen; i < (int)l->columns.n; i++)
        if (l->columns.v[i].width)
            x += lead(l, i, i == l->first) + l->columns.v[i].width + tail(l, i);
    return x;
}

/* Room that is left over goes to the texts, then to the choices. */
static void widen_texts(struct grid *g, int columns)
{
    struct grid_layout *l = &g->layout;
    int n = (int)l->columns.n, x = l->frozen_end + width_wished(l);
    for (int i = 0; i < n && x < columns - 1; i++) {
        bool choice = grid_field(g, i)->type->widget == WIDGET_CHOICE || is_unit(g, i);
        bool text = is_text(g, i) || grid_field(g, i)->several;
        int wish = text ? TEXT_GROWN : choice ? longest_option(g, i) : 0;
        int more = min(columns - 1 - x, min(wish, TEXT_GROWN) - l->columns.v[i].width);
        if (more <= 0 || !l->columns.v[i].width)
            continue;
        l->columns.v[i].width += more;
        x += more;
    }
}

/* What nobody types is out of reach of the cursor: it comes along with the last column before it. */
static int column_wanted(const struct grid *g)
{
    int wanted = g->column;
    for (int i = g->column + 1; i < (int)g->layout.columns.n; i++) {
        if (!g->layout.columns.v[i].width)
            continue;
        if (grid_typable(g, i))
            return g->column;
        wanted = i;
    }
    return wanted;
}

static bool typable_before(const struct grid *g, int column)
{
    for (int i = g->layout.frozen; i < column; i++)
        if (g->layout.columns.v[i].width && grid_typable(g, i))
            return true;
    return false;
}

static void scroll_sideways(struct grid *g, int columns)
{
    struct grid_layout *l = &g->layout;
    int first = shown_from(l, l->frozen, 1), wanted = column_wanted(g);
    if (l->last < first) { /* nothing scrolls */
        g->left = l->frozen;
        l->more_left = l->more_right = false;
        return;
    }
    g->left = shown_from(l, max(first, min(g->left, l->last)), 1);
    /* From the frozen columns one reads on to the right: what stands next to them. */
    if (g->column < l->frozen || !typable_before(g, g->column))
        g->left = first;
    else if (g->column < g->left)
        g->left = g->column;
    int end = place_columns(g, columns);
    while (wanted >= end && g->left < g->column) {
        g->left = shown_from(l, g->left + 1, 1);
        end = place_columns(g, columns);
    }
    while (end > l->last && g->left > first) {
        int old = g->left;
        g->left = shown_from(l, old - 1, -1);
        end = place_columns(g, columns);
        if (end > l->last && g->column < end)
            continue;
        g->left = old;
        place_columns(g, columns);
        break;
    }
}

/* ---- places downwards ------------------------------------------------------------------------ */

static void grow_levels(struct grid *g, const struct header_cell *c)
{
    struct int_list *levels = &g->layout.levels;
    int lines = label_lines(grid_header_label(g, c), span_width(&g->layout, c->first, c->span));
    int rows = 0;
    if (!span_shown(&g->layout, c))
        return;
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

static void place_frozen(struct grid *g, int columns)
{
    g->layout.frozen = 0;
    if (grid_fixed(g))
        grid_stub_place(g, columns, width_wished(&g->layout));
    else
        freeze(g, columns);
}

void grid_layout_make(struct grid *g, int rows, int columns)
{
    bool same = g->laid.good && g->laid.rows == rows && g->laid.columns == columns &&
                g->laid.last_row == grid_last_row(g) && g->laid.lang == lang_get();
    if (!same) {
        grid_labels_make(g);
        make_columns(g);
        place_frozen(g, columns);
        widen_texts(g, columns);
        place_frozen(g, columns);
        make_rows(g, rows);
    }
    g->laid.good = true;
    g->laid.rows = rows;
    g->laid.columns = columns;
    g->laid.last_row = grid_last_row(g);
    g->laid.lang = lang_get();
    scroll_sideways(g, columns);
    grid_scroll_down(g);
}
