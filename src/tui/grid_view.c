/* Which rows and columns of a table are to be seen, which cells are open, and groups that fold. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tui/app.h"
#include "tui/grid.h"

bool grid_fixed(const struct grid *g)
{
    return table_fixed(widget_field(&g->w));
}

const struct fixed_row *grid_fixed_row(const struct grid *g, int row)
{
    return grid_fixed(g) ? &grid_table(g)->rows.v[row] : NULL;
}

/* ---- groups ---------------------------------------------------------------------------------- */

/* What stands deeper belongs to a row; to a heading with nothing deeper below it what stands as
 * deep and is no heading: outlines without levels. */
int grid_group_end(const struct grid *g, int row)
{
    const struct table *t = grid_table(g);
    int end = row + 1;
    if (!grid_fixed(g))
        return end;
    const struct fixed_row *head = &t->rows.v[row];
    bool flat = head->heading && end < (int)t->rows.n && t->rows.v[end].level == head->level;
    for (; end < (int)t->rows.n; end++) {
        const struct fixed_row *x = &t->rows.v[end];
        if (x->level < head->level || (x->level == head->level && (!flat || x->heading)))
            break;
    }
    return end;
}

bool grid_is_folded(const struct grid *g, int row)
{
    return g->folded && row < grid_rows(g) && g->folded[row];
}

int grid_group_rows(const struct grid *g, int row)
{
    int rows = 0;
    for (int i = row + 1; i < grid_group_end(g, row); i++)
        rows += grid_row_shown(g, i);
    return rows;
}

/* The innermost group that a row belongs to; -1: none. */
static int group_of(const struct grid *g, int row)
{
    for (int head = row; head >= 0 && grid_fixed(g); head--)
        if (grid_group_end(g, head) > (head == row ? row + 1 : row))
            return head;
    return -1;
}

void grid_unfold(struct grid *g, int row)
{
    bool any = false;
    for (int head = 0; head < row && row < grid_rows(g) && g->folded; head++)
        if (g->folded[head] && grid_group_end(g, head) > row) {
            g->folded[head] = false;
            any = true;
        }
    if (any)
        grid_view_make(g);
}

/* ---- what is shown --------------------------------------------------------------------------- */

void grid_view_make(struct grid *g)
{
    int rows = grid_rows(g);
    vec_clear(&g->shown);
    for (int row = 0; row < rows && grid_fixed(g);) {
        bool live = grid_row_shown(g, row);
        if (live)
            *vec_add(&g->shown) = row;
        row = live && g->folded[row] ? grid_group_end(g, row) : row + 1;
    }
    if (grid_fixed(g) && !g->shown.n) /* the whole table is not asked: the screen leaves it */
        *vec_add(&g->shown) = 0;
    g->closed = true;
    for (int i = 0; i < grid_shown_count(g) && g->closed; i++)
        for (int c = 0; c < grid_columns(g) && g->closed; c++)
            g->closed = !grid_is_open(g, grid_shown_row(g, i), c);
}

int grid_shown_count(const struct grid *g)
{
    return grid_fixed(g) ? (int)g->shown.n : grid_last_row(g) + 1;
}

int grid_shown_row(const struct grid *g, int index)
{
    return grid_fixed(g) ? g->shown.v[index] : index;
}

int grid_shown_index(const struct grid *g, int row)
{
    int low = 0, high = (int)g->shown.n - 1;
    if (!grid_fixed(g))
        return row;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (g->shown.v[middle] <= row)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

bool grid_row_shown(const struct grid *g, int row)
{
    return rules_relevant(entry_rules(g->w.entry), grid_place(g, row, -1));
}

bool grid_column_shown(const struct grid *g, int column)
{
    return rules_relevant(entry_rules(g->w.entry), grid_place(g, -1, column));
}

/* ---- cells ----------------------------------------------------------------------------------- */

bool grid_typable(const struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    return !f->value.text && value_is_blank(&f->given);
}

bool grid_is_open(const struct grid *g, int row, int column)
{
    return rules_open(entry_rules(g->w.entry), grid_place(g, row, column));
}

const char *grid_why_closed(const struct grid *g, int row, int column)
{
    const struct fixed_row *fixed = grid_fixed_row(g, row);
    const struct field *f = grid_cell(g, row, column);
    if (fixed && fixed->heading)
        return grid_is_folded(g, row) ? _("This group of rows is folded away; F4 opens it.")
                                      : _("This row is a heading; it has no cells.");
    if (!f)
        return _("This cell is closed in the form (×): nothing is entered there.");
    if (fixed && fixed->sum_of.n && f->value.text)
        return _("This figure is the sum of other rows; it is computed by itself.");
    if (f->value.text)
        return _("This value is computed by itself; nobody types it.");
    if (!value_is_blank(&f->given))
        return _("The form gives this value; it cannot be changed.");
    return _("This cell is not asked here.");
}

bool grid_row_stops(const struct grid *g, int row)
{
    bool stops = g->closed || grid_is_folded(g, row);
    for (int c = 0; c < grid_columns(g) && !stops; c++)
        stops = grid_is_open(g, row, c);
    return stops;
}

static bool has_open(const struct grid *g, int row)
{
    bool any = false;
    for (int c = 0; c < grid_columns(g) && !any; c++)
        any = grid_is_open(g, row, c);
    return any;
}

bool grid_is_stop(const struct grid *g, int row, int column)
{
    if (grid_is_open(g, row, column))
        return true;
    bool whole = g->closed || (grid_is_folded(g, row) && !has_open(g, row));
    return whole && grid_column_shown(g, column);
}

/* ---- folding --------------------------------------------------------------------------------- */

static void say_no_groups(struct grid *g)
{
    app_say(g->w.app, STYLE_DIM, "%s", _("There is no group of rows to fold here."));
}

/* On the row, or on the first behind it that has a cell: a heading just opened has none. */
static void stand_at(struct grid *g, int row)
{
    g->row = row;
    grid_clamp(g);
    grid_seek_stop(g, 1);
}

static void fold(struct grid *g)
{
    int head = group_of(g, g->row);
    if (head < 0) {
        say_no_groups(g);
        return;
    }
    grid_settle(g);
    g->selecting = false;
    g->folded[head] = !g->folded[head];
    stand_at(g, head);
}

static bool any_folded(const struct grid *g)
{
    for (int row = 0; row < grid_rows(g); row++)
        if (grid_is_folded(g, row))
            return true;
    return false;
}

static void fold_all(struct grid *g)
{
    bool open = any_folded(g);
    int groups = 0;
    grid_settle(g);
    g->selecting = false;
    for (int row = 0; row < grid_rows(g) && grid_fixed(g); row++) {
        bool group = grid_group_end(g, row) > row + 1;
        g->folded[row] = group && !open;
        groups += group;
    }
    if (!groups)
        say_no_groups(g);
    grid_view_make(g);
    stand_at(g, grid_shown_row(g, grid_shown_index(g, g->row)));
}

enum widget_result grid_fold_act(struct grid *g, enum action a)
{
    if (a != ACTION_FOLD && a != ACTION_FOLD_ALL)
        return WIDGET_PASS;
    (a == ACTION_FOLD ? fold : fold_all)(g);
    return WIDGET_DONE;
}
