/* Rows come, go and move: by their own keys and by the menu of F7. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "tui/app.h"
#include "tui/grid.h"

static void show(struct grid *g, bool ok, struct err *e)
{
    grid_total_changed(g, -1);
    if (!ok)
        app_error(g->w.app, e);
}

static bool is_virtual(const struct grid *g, int row)
{
    return row >= grid_rows(g);
}

static void insert_row(struct grid *g)
{
    const struct table *t = grid_table(g);
    struct err e = {0};
    int row = grid_selection(g).row;
    if (is_virtual(g, row))
        return;
    if (t->max_rows > 0 && grid_rows(g) >= t->max_rows) {
        app_say(g->w.app, STYLE_WARNING, _("This table has at most %d rows."), t->max_rows);
        return;
    }
    show(g, entry_row_add(g->w.entry, g->w.field, row, NULL, &e), &e);
    grid_go(g, row, g->column, false);
}

static void delete_rows(struct grid *g)
{
    struct grid_block b = grid_selection(g);
    struct err e = {0};
    bool ok = true;
    if (is_virtual(g, b.row_end))
        b.row_end = grid_rows(g) - 1;
    if (b.row > b.row_end)
        return;
    entry_group_begin(g->w.entry);
    for (int r = b.row_end; r >= b.row && ok; r--)
        ok = entry_row_remove(g->w.entry, g->w.field, r, &e);
    ok = entry_group_end(g->w.entry, ok ? &e : NULL) && ok;
    show(g, ok, &e);
    grid_go(g, b.row, g->column, false);
    if (ok)
        app_say(g->w.app, STYLE_NORMAL, _("%d rows deleted; Ctrl-Z brings them back."),
                b.row_end - b.row + 1);
}

static void move_row(struct grid *g, int by)
{
    struct err e = {0};
    int to = g->row + by;
    if (is_virtual(g, g->row) || to < 0 || is_virtual(g, to))
        return;
    show(g, entry_row_move(g->w.entry, g->w.field, g->row, to, &e), &e);
    grid_go(g, to, g->column, false);
}

static void move_up(struct grid *g)
{
    move_row(g, -1);
}

static void move_down(struct grid *g)
{
    move_row(g, 1);
}

/* ---- the menu -------------------------------------------------------------------------------- */

static const struct menu_row {
    const char *label; /* "&" stands before the letter that chooses it */
    void (*run)(struct grid *g);
} menu_rows[] = {
    {N_("&Insert a row above"), insert_row},
    {N_("&Delete this row"), delete_rows},
    {N_("Move &up"), move_up},
    {N_("Move d&own"), move_down},
};
#define MENU_ROWS ((int)(sizeof menu_rows / sizeof *menu_rows))

const char *grid_menu_label(int item)
{
    return _(menu_rows[item].label);
}

static void close_menu(struct grid *g)
{
    vec_clear(&g->menu.items);
}

static bool rows_are_given(struct grid *g)
{
    if (grid_fixed(g))
        app_say(g->w.app, STYLE_WARNING, "%s",
                _("The form gives the rows of this table: none is added, deleted or moved."));
    return grid_fixed(g);
}

static void run(struct grid *g, void (*what)(struct grid *g))
{
    close_menu(g);
    if (!widget_may_change(&g->w) || rows_are_given(g))
        return;
    grid_settle(g);
    what(g);
}

bool grid_menu_act(struct grid *g, enum action a)
{
    switch (a) {
    case ACTION_UP:
        g->menu.at = (g->menu.at + MENU_ROWS - 1) % MENU_ROWS;
        return true;
    case ACTION_DOWN:
        g->menu.at = (g->menu.at + 1) % MENU_ROWS;
        return true;
    case ACTION_ENTER:
        run(g, menu_rows[g->menu.at].run);
        return true;
    case ACTION_BACK:
    case ACTION_ROW_MENU:
        close_menu(g);
        return true;
    default:
        close_menu(g);
        return false;
    }
}

static uint32_t first_letter(const char *s)
{
    size_t used;
    return *s ? utf8_decode(s, strlen(s), &used) : 0;
}

/* A letter that chooses nothing closes nothing: the menu waits. */
void grid_menu_text(struct grid *g, const char *utf8)
{
    uint32_t letter = fold_lower(first_letter(utf8));
    for (int i = 0; i < MENU_ROWS; i++) {
        const char *label = grid_menu_label(i), *mark = strchr(label, '&');
        if (letter == (uint32_t)('1' + i) ||
            (mark && fold_lower(first_letter(mark + 1)) == letter)) {
            run(g, menu_rows[i].run);
            return;
        }
    }
}

static void open_menu(struct grid *g)
{
    if (rows_are_given(g))
        return;
    grid_settle(g);
    for (int i = 0; i < MENU_ROWS; i++)
        *vec_add(&g->menu.items) = i;
    g->menu.at = 0;
}

enum widget_result grid_rows_act(struct grid *g, enum action a)
{
    switch (a) {
    case ACTION_ROW_MENU:
        open_menu(g);
        return WIDGET_DONE;
    case ACTION_ROW_INSERT:
        run(g, insert_row);
        return WIDGET_DONE;
    case ACTION_ROW_DELETE:
        run(g, delete_rows);
        return WIDGET_DONE;
    default:
        return WIDGET_PASS;
    }
}
