/* The cursor among the cells. */
#include <stdlib.h>

#include "tui/app.h"
#include "tui/grid.h"

static int clamp(int at, int last)
{
    return at < 0 ? 0 : at > last ? last : at;
}

void grid_clamp(struct grid *g)
{
    int row = clamp(g->row, grid_last_row(g)), column = clamp(g->column, grid_columns(g) - 1);
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
    g->row = row;
    g->column = column;
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

static enum widget_result step(struct grid *g, int by)
{
    int columns = grid_columns(g), at = g->row * columns + g->column + by;
    bool typed = begin_leaving(g); /* it may make a row, and so the end of the table moves */
    int last = (grid_last_row(g) + 1) * columns - 1;
    g->gone = at < 0 || at > last;
    if (!g->gone)
        place(g, at / columns, at % columns, false);
    end_leaving(g, typed);
    return !g->gone ? WIDGET_DONE : at < 0 ? WIDGET_PREV : WIDGET_NEXT;
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
    grid_go(g, g->row + 1, g->column, false);
    return WIDGET_DONE;
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

/* The last row with something in it, not the virtual one: where Ctrl-End goes. */
static enum widget_result move(struct grid *g, const struct move *m, enum action a)
{
    bool typed = begin_leaving(g);
    int row = g->row + m->rows * (m->page ? page_rows(g) : 1);
    int column = clamp(g->column + m->columns, grid_columns(g) - 1);
    if (a == ACTION_ALL_END)
        row = grid_rows(g) - 1;
    place(g, clamp(row, grid_last_row(g)), column, m->select);
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
