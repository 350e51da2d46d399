/* A table: cells in merged columns as on paper. This file is the operations; the parts stand in
 * grid_*.c (grid.h). */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/grid.h"

/* Whether a value can change what stands in other cells, or which cells there are. */
static bool is_lively(const struct grid *g)
{
    const struct table *t = grid_table(g);
    bool lively = grid_fixed(g);
    for (size_t i = 0; i < t->columns.n; i++)
        lively = lively || t->columns.v[i]->value.text || t->columns.v[i]->when.text;
    return lively;
}

static struct widget *create(struct app *app, struct entry *entry, int field)
{
    struct grid *g = xcalloc(1, sizeof *g);
    g->w = (struct widget){&widget_grid, app, entry, field, NULL};
    line_init(&g->line, app, true);
    g->options.at = -1;
    g->totals = xcalloc((size_t)grid_columns(g), sizeof *g->totals);
    g->widest = xcalloc((size_t)grid_columns(g), sizeof *g->widest);
    g->folded = grid_fixed(g) ? xcalloc(grid_table(g)->rows.n, sizeof *g->folded) : NULL;
    g->lively = is_lively(g);
    grid_total_changed(g, -1);
    grid_view_make(g);
    return &g->w;
}

static void destroy(struct widget *w)
{
    if (!w)
        return;
    struct grid *g = grid_of(w);
    line_finish(&g->line);
    vec_finish(&g->options.items);
    vec_finish(&g->menu.items);
    vec_finish(&g->layout.columns);
    vec_finish(&g->layout.levels);
    vec_finish(&g->shown);
    grid_labels_finish(g);
    ticks_finish(&g->ticks);
    free(g->folded);
    free(g->widest);
    free(g->totals);
    free(g->needle);
    free(g);
}

/* Labels, numbers, rules and totals take some rows besides the data. */
static int rows(struct widget *w, int columns)
{
    (void)columns;
    return grid_shown_count(grid_of(w)) + 10;
}

static void keep_needle(struct grid *g, const char *needle)
{
    free(g->needle);
    g->needle = *needle ? xstrdup(needle) : NULL;
}

/* A key: what a search has marked is over. */
static void begin_key(struct grid *g)
{
    g->fresh = false;
    keep_needle(g, "");
}

/* ---- input ----------------------------------------------------------------------------------- */

/* Who is asked, in this order; the first that does not pass has done it. */
static enum widget_result act(struct widget *w, enum action a)
{
    static enum widget_result (*const parts[])(struct grid *g, enum action a) = {
        grid_cell_act, grid_block_act, grid_rows_act, grid_fold_act, grid_move_act};
    struct grid *g = grid_of(w);
    enum widget_result r = WIDGET_PASS;
    begin_key(g);
    if (g->menu.items.n && grid_menu_act(g, a))
        return WIDGET_DONE;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && r == WIDGET_PASS; i++)
        r = parts[i](g, a);
    return r;
}

static enum widget_result text(struct widget *w, const char *utf8)
{
    struct grid *g = grid_of(w);
    begin_key(g);
    if (g->menu.items.n) {
        grid_menu_text(g, utf8);
        return WIDGET_DONE;
    }
    return grid_cell_text(g, utf8);
}

static enum widget_result paste(struct widget *w, const char *utf8)
{
    struct grid *g = grid_of(w);
    begin_key(g);
    vec_clear(&g->menu.items);
    return grid_paste(g, utf8);
}

/* ---- coming and going ------------------------------------------------------------------------ */

/* Without a place: from behind to the last cell, to the first after it was left by an end, else the
 * cursor stays where it was. The entry may have changed meanwhile (undo). */
static void enter(struct widget *w, struct place p, bool from_behind)
{
    struct grid *g = grid_of(w);
    grid_total_changed(g, -1);
    grid_drop(g);
    vec_clear(&g->menu.items);
    g->selecting = false;
    bool far = p.row < 0 && (from_behind || g->gone);
    if (p.row >= 0)
        g->row = p.row;
    else if (far)
        g->row = from_behind ? grid_last_row(g) : 0;
    if (p.column >= 0)
        g->column = p.column;
    else if (far)
        g->column = from_behind ? grid_columns(g) - 1 : 0;
    g->gone = false;
    g->fresh = p.row < 0;
    grid_unfold(g, g->row);
    grid_clamp(g);
    if (p.column < 0)
        grid_seek_stop(g, from_behind ? -1 : 1);
    g->wished = g->column;
}

static bool leave(struct widget *w, struct err *e)
{
    struct grid *g = grid_of(w);
    vec_clear(&g->menu.items);
    g->selecting = false;
    bool ok = grid_commit(g, e);
    g->taken_back = false;
    return ok;
}

static char *where(struct widget *w)
{
    struct grid *g = grid_of(w);
    const struct record *record = entry_record(w->entry);
    bool virtual = g->row >= grid_rows(g);
    return xasprintf("%s/%s/%s", widget_field(w)->id,
                     virtual ? "-" : record_row_id(record, w->field, g->row),
                     grid_field(g, g->column)->id);
}

static void go(struct widget *w, const char *place)
{
    struct grid *g = grid_of(w);
    const char *row = strchr(place, '/'), *column = row ? strchr(row + 1, '/') : NULL;
    const struct field *f = column ? table_column(widget_field(w), column + 1) : NULL;
    if (!f)
        return;
    char *id = xstrndup(row + 1, (size_t)(column - row - 1));
    int at = record_row_find(entry_record(w->entry), w->field, id);
    if (at >= 0 || !strcmp(id, "-")) {
        g->row = at >= 0 ? at : grid_rows(g);
        g->column = g->wished = f->index;
        g->fresh = false;
        grid_unfold(g, g->row);
        grid_clamp(g);
    }
    free(id);
}

/* A closed cell is no place of its own: the table's then. */
static struct place place_now(struct widget *w)
{
    struct grid *g = grid_of(w);
    if (!grid_cell(g, g->row, g->column))
        return PLACE_FIELD(w->field);
    return grid_place(g, g->row, g->column);
}

/* ---- what the screen asks -------------------------------------------------------------------- */

/* Where the cursor goes for a row as a whole. */
static int first_column(const struct grid *g, int row)
{
    int shown = -1;
    for (int c = 0; c < grid_columns(g); c++) {
        if (grid_is_stop(g, row, c))
            return c;
        if (shown < 0 && grid_column_shown(g, c))
            shown = c;
    }
    return shown;
}

static bool matches(struct grid *g, int at, const char *needle)
{
    int columns = grid_columns(g), column = at % columns;
    const struct value *v = grid_value(g, at / columns, column);
    const struct fixed_row *fixed = grid_fixed_row(g, at / columns);
    if (!grid_column_shown(g, column) || !grid_row_shown(g, at / columns))
        return false;
    /* The words of a fixed row are found at its first cell. */
    if (fixed && column == first_column(g, at / columns) &&
        fold_find(text_of(&fixed->label), needle, NULL) >= 0)
        return true;
    if (value_is_blank(v))
        return false;
    char *shown = grid_print(g, grid_cell(g, at / columns, column), v);
    bool hit = fold_find(shown, needle, NULL) >= 0;
    free(shown);
    return hit;
}

/* From the cell of the cursor on (direction 0: this one too) to the end of the table; of one that
 * the cursor has just come to, all of it. */
static bool search(struct widget *w, const char *needle, int direction)
{
    struct grid *g = grid_of(w);
    int columns = grid_columns(g), end = grid_rows(g) * columns, by = direction < 0 ? -1 : 1;
    int at = g->row * columns + g->column + direction;
    if (g->fresh)
        at = direction < 0 ? end - 1 : 0;
    keep_needle(g, needle);
    if (!*needle)
        return false;
    if (direction < 0 && at >= end)
        at = end - 1; /* from the virtual row */
    while (at >= 0 && at < end && !matches(g, at, needle))
        at += by;
    if (at < 0 || at >= end)
        return false;
    g->fresh = false;
    grid_go(g, at / columns, at % columns, false);
    return true;
}

static int shown_rows(const struct grid *g)
{
    return grid_fixed(g) ? grid_shown_count(g) : grid_rows(g);
}

static char *status(struct widget *w)
{
    struct grid *g = grid_of(w);
    const struct grid_total *total = grid_total(g, g->column);
    struct grid_block b = grid_selection(g);
    struct str out = {0};
    if (total && total->sum.blank)
        str_addf(&out, _("%d blank · "), total->sum.blank);
    if (g->selecting)
        str_addf(&out, _("%d × %d cells"), b.row_end - b.row + 1, b.column_end - b.column + 1);
    else if (g->row < grid_rows(g))
        str_addf(&out, _("row %d of %d"), grid_shown_index(g, g->row) + 1, shown_rows(g));
    else
        str_add(&out, _("new row"));
    return str_take(&out);
}

const struct widget_ops widget_grid = {
    .place = PLACE_GRID,
    .create = create,
    .destroy = destroy,
    .rows = rows,
    .draw = grid_draw,
    .draw_part = grid_draw_part,
    .act = act,
    .text = text,
    .paste = paste,
    .enter = enter,
    .leave = leave,
    .wake = widget_wake_never,
    .tick = widget_tick_nothing,
    .where = where,
    .go = go,
    .search = search,
    .status = status,
    .place_now = place_now,
};
