/* The cursor among the cells. */
#include <stdlib.h>

#include "tui/app.h"
#include "tui/grid.h"

static int clamp(int at, int last)
{
    return at < 0 ? 0 : at > last ? last : at;
}

/* ---- the nearest place to stop --------------------------------------------------------------- */

/* The next column from here where the cursor stops in the row; -1: none. */
static int stop_beside(const struct grid *g, int row, int column, int by)
{
    for (int c = column + by; c >= 0 && c < grid_columns(g); c += by)
        if (grid_is_stop(g, row, c))
            return c;
    return -1;
}

static int nearest_stop(const struct grid *g, int row, int column)
{
    if (grid_is_stop(g, row, column))
        return column;
    int left = stop_beside(g, row, column, -1), right = stop_beside(g, row, column, 1);
    if (left < 0 || right < 0)
        return left < 0 ? right : left;
    return column - left <= right - column ? left : right;
}

static int nearest_shown(const struct grid *g, int column)
{
    for (int far = 0; far < grid_columns(g); far++) {
        if (column - far >= 0 && grid_column_shown(g, column - far))
            return column - far;
        if (column + far < grid_columns(g) && grid_column_shown(g, column + far))
            return column + far;
    }
    return column;
}

/* The next row from here, by index among those shown, where the cursor stops in this column;
 * column -1: in any. -1: none. */
static int stop_beyond(const struct grid *g, int index, int column, int by)
{
    int end = grid_shown_count(g);
    for (int i = index; i >= 0 && i < end; i += by) {
        int row = grid_shown_row(g, i);
        if (column < 0 ? grid_row_stops(g, row) : grid_is_stop(g, row, column))
            return i;
    }
    return -1;
}

/* Whoever types down a column shall not find himself in another one at its end; only where the
 * column has nothing more in either direction rows are gone through as such. */
static int row_beyond(const struct grid *g, int index, int by)
{
    int from = grid_shown_index(g, g->row);
    int stop = stop_beyond(g, index, g->wished, by);
    if (stop >= 0 || stop_beyond(g, from - by, g->wished, -by) >= 0)
        return stop;
    return stop_beyond(g, index, -1, by);
}

/* The cursor may stand wherever a problem or a hit sent it, but only where something is shown. */
void grid_clamp(struct grid *g)
{
    int row = clamp(g->row, grid_last_row(g)), column = clamp(g->column, grid_columns(g) - 1);
    grid_view_make(g);
    row = grid_shown_row(g, clamp(grid_shown_index(g, row), grid_shown_count(g) - 1));
    column = nearest_shown(g, column);
    if (row != g->row || column != g->column)
        g->selecting = false;
    g->row = row;
    g->column = column;
}

struct grid_block grid_selection(const struct grid *g)
{
    int row = g->selecting ? g->anchor_row : g->row;
    int column = g->selecting ? g->anchor_column : g->column;
    return (struct grid_block){
        .row = row < g->row ? row : g->row,
        .column = column < g->column ? column : g->column,
        .row_end = row < g->row ? g->row : row,
        .column_end = column < g->column ? g->column : column,
    };
}

/* The place is written together with the next value, never by itself. */
static void note_place(struct grid *g)
{
    char *where = g->w.ops->where(&g->w);
    entry_set_cursor(g->w.entry, where, NULL);
    free(where);
}

static void place(struct grid *g, int row, int column, bool select)
{
    if (select && !g->selecting) {
        g->anchor_row = g->row;
        g->anchor_column = g->column;
    }
    g->selecting = select;
    g->taken_back = false;
    grid_unfold(g, row);
    g->row = row;
    g->column = g->wished = column;
    grid_clamp(g);
    note_place(g);
}

/* What was typed and the new place go to disk in one write. */
static bool begin_leaving(struct grid *g)
{
    bool typed = grid_typed(g);
    if (typed)
        entry_group_begin(g->w.entry);
    grid_settle(g);
    return typed;
}

static void end_leaving(struct grid *g, bool typed)
{
    struct err e = {0};
    if (typed && !entry_group_end(g->w.entry, &e))
        app_error(g->w.app, &e);
}

void grid_go(struct grid *g, int row, int column, bool select)
{
    bool typed = begin_leaving(g);
    place(g, row, column, select);
    end_leaving(g, typed);
}

/* ---- step by step ---------------------------------------------------------------------------- */

/* The next stop in the order of reading; false: there is none before the end. */
static bool next_stop(const struct grid *g, int by, int *ret_row, int *ret_column)
{
    int column = g->column, end = grid_shown_count(g);
    for (int i = grid_shown_index(g, g->row); i >= 0 && i < end; i += by) {
        int row = grid_shown_row(g, i);
        int to = stop_beside(g, row, column, by);
        if (to >= 0) {
            *ret_row = row;
            *ret_column = to;
            return true;
        }
        column = by > 0 ? -1 : grid_columns(g);
    }
    return false;
}

static enum widget_result step(struct grid *g, int by)
{
    int row, column;
    bool typed = begin_leaving(g); /* it may make a row, and so the end of the table moves */
    if (typed)
        grid_view_make(g);
    g->gone = !next_stop(g, by, &row, &column);
    if (!g->gone)
        place(g, row, column, false);
    end_leaving(g, typed);
    return !g->gone ? WIDGET_DONE : by < 0 ? WIDGET_PREV : WIDGET_NEXT;
}

void grid_seek_stop(struct grid *g, int by)
{
    int row = g->row, column = g->column;
    if (grid_is_stop(g, row, column))
        return;
    if (next_stop(g, by, &row, &column) || next_stop(g, -by, &row, &column)) {
        g->row = row;
        g->column = column;
    }
}

static bool enter_goes_down(const struct grid *g)
{
    struct session *s = app_session(g->w.app);
    return s && session_settings(s)->enter_down;
}

static enum widget_result enter(struct grid *g)
{
    if (!enter_goes_down(g))
        return step(g, 1);
    return grid_move_act(g, ACTION_DOWN);
}

/* ---- by rows and columns --------------------------------------------------------------------- */

#define FAR 1000000000

/* Rows and columns to go; page: rows are pages; all: from the corner of the table. */
static const struct move {
    int rows, columns;
    bool page, select;
} moves[ACTION_COUNT] = {
    [ACTION_UP] = {-1, 0, false, false},
    [ACTION_DOWN] = {1, 0, false, false},
    [ACTION_LEFT] = {0, -1, false, false},
    [ACTION_RIGHT] = {0, 1, false, false},
    [ACTION_WORD_LEFT] = {0, -1, false, false},
    [ACTION_WORD_RIGHT] = {0, 1, false, false},
    [ACTION_SELECT_UP] = {-1, 0, false, true},
    [ACTION_SELECT_DOWN] = {1, 0, false, true},
    [ACTION_SELECT_LEFT] = {0, -1, false, true},
    [ACTION_SELECT_RIGHT] = {0, 1, false, true},
    [ACTION_SELECT_WORD_LEFT] = {0, -1, false, true},
    [ACTION_SELECT_WORD_RIGHT] = {0, 1, false, true},
    [ACTION_SELECT_HOME] = {0, -FAR, false, true},
    [ACTION_SELECT_END] = {0, FAR, false, true},
    [ACTION_PAGE_UP] = {-1, 0, true, false},
    [ACTION_PAGE_DOWN] = {1, 0, true, false},
    [ACTION_HOME] = {0, -FAR, false, false},
    [ACTION_END] = {0, FAR, false, false},
    [ACTION_ALL_START] = {-FAR, -FAR, false, false},
    [ACTION_ALL_END] = {FAR, FAR, false, false},
};

static int page_rows(const struct grid *g)
{
    return g->layout.body_rows > 1 ? g->layout.body_rows - 1 : 1;
}

/* A selection is drawn over everything; alone, the cursor stops only where something can be done. */
static int column_for(const struct grid *g, const struct move *m, int row)
{
    int last = grid_columns(g) - 1, by = m->columns < 0 ? -1 : 1;
    if (!m->columns)
        return m->select ? g->column : nearest_stop(g, row, g->wished);
    if (m->select) {
        int to = clamp(g->column + m->columns, last);
        while (to > 0 && to < last && !grid_column_shown(g, to))
            to += by;
        return grid_column_shown(g, to) ? to : g->column;
    }
    bool far = m->columns <= -FAR || m->columns >= FAR;
    int from = !far ? g->column : by < 0 ? -1 : last + 1;
    int to = stop_beside(g, row, from, far ? -by : by);
    return to < 0 ? g->column : to;
}

static int row_for(const struct grid *g, const struct move *m)
{
    int last = grid_shown_count(g) - 1, from = grid_shown_index(g, g->row);
    int to = clamp(from + m->rows * (m->page ? page_rows(g) : 1), last);
    int by = m->rows < 0 ? -1 : 1;
    bool far = m->page || m->rows != by, all = m->rows == by * FAR;
    if (m->rows && !m->select && (to != from || all)) {
        int stop = all ? stop_beyond(g, to, -1, by) : row_beyond(g, to, by);
        /* Far ends turn back to what stops before them. */
        if (stop < 0 && far)
            stop = stop_beyond(g, to, all ? -1 : g->wished, -by);
        to = stop < 0 ? from : stop;
    }
    return grid_shown_row(g, to);
}

/* The last row with something in it, not the virtual one: where Ctrl-End goes. */
static enum widget_result move(struct grid *g, const struct move *m, enum action a)
{
    bool typed = begin_leaving(g);
    if (typed)
        grid_view_make(g);
    int row = row_for(g, m), wished = g->wished;
    if (a == ACTION_ALL_END && row >= grid_rows(g))
        row = grid_rows(g) > 0 ? grid_rows(g) - 1 : 0;
    int column = column_for(g, m, row);
    if (column < 0)
        column = g->column;
    place(g, row, column, m->select);
    if (!m->columns)
        g->wished = wished;
    end_leaving(g, typed);
    return WIDGET_DONE;
}

static enum widget_result select_all(struct grid *g)
{
    int rows = grid_rows(g);
    if (rows == 0)
        return WIDGET_DONE;
    grid_go(g, rows - 1, grid_columns(g) - 1, false);
    g->selecting = true;
    g->anchor_row = g->anchor_column = 0;
    return WIDGET_DONE;
}

enum widget_result grid_move_act(struct grid *g, enum action a)
{
    const struct move *m = &moves[a];
    if (m->rows || m->columns)
        return move(g, m, a);
    switch (a) {
    case ACTION_NEXT_FIELD:
        return step(g, 1);
    case ACTION_PREV_FIELD:
        return step(g, -1);
    case ACTION_ENTER:
        return enter(g);
    case ACTION_SELECT_ALL:
        return select_all(g);
    case ACTION_BACK:
        if (!g->selecting)
            return WIDGET_PASS;
        g->selecting = false;
        return WIDGET_DONE;
    default:
        return WIDGET_PASS;
    }
}
