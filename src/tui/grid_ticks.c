/* A choice of several in a cell: all options in a list, a blank or a digit ticks one, Enter is done. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/choice.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/grid.h"

static const struct field *field_now(const struct grid *g)
{
    return grid_cell(g, g->row, g->column);
}

/* False for other cells; what cannot be read as ticks stays a text to be edited. */
bool grid_ticks_begin(struct grid *g)
{
    const struct field *f = field_now(g);
    struct ticks ticks;
    if (!f || !f->several || !grid_is_open(g, g->row, g->column) || !widget_may_change(&g->w))
        return false;
    const struct value *v = grid_value(g, g->row, g->column);
    if (!value_ticks(v, &ticks) && !value_is_blank(v) && v->kind != VALUE_MISSING)
        return false;
    line_begin(&g->line, "", false);
    g->ticks = ticks;
    g->ticked = g->taken_back = g->selecting = false;
    g->mode = GRID_TICKS;
    vec_clear(&g->options.items);
    for (int i = 0; i < grid_option_count(g, f); i++)
        *vec_add(&g->options.items) = i;
    g->options.at = 0;
    return true;
}

static void tick_id(struct grid *g, const char *id)
{
    struct ticks *t = &g->ticks;
    if (!ticks_has(t, id)) {
        ticks_add(t, id);
        return;
    }
    for (size_t i = 0; i < t->ids.n; i++)
        if (!strcmp(t->ids.v[i], id)) {
            free(t->ids.v[i]);
            vec_remove(&t->ids, i);
            break;
        }
}

/* The list gives way to a text that ends in "Other: ", where its words are typed. */
static void ask_other(struct grid *g)
{
    const struct field *f = field_now(g);
    free(g->ticks.other);
    g->ticks.other = NULL;
    struct value v = choice_ticked(f, &g->ticks);
    char *before = field_edit_text(f, &v);
    char *text = xasprintf("%s%s%s: ", before, *before ? "; " : "", _("Other"));
    value_finish(&v);
    free(before);
    grid_drop(g);
    line_begin(&g->line, "", false);
    edit_insert(g->line.keyed.edit, text, strlen(text));
    g->line.keyed.method = true;
    g->mode = GRID_EDIT;
    free(text);
}

static void tick(struct grid *g, int option)
{
    const char *id = grid_option_id(g, field_now(g), option);
    g->options.at = option;
    g->ticked = true;
    if (id)
        tick_id(g, id);
    else if (g->ticks.other) {
        free(g->ticks.other);
        g->ticks.other = NULL;
    } else
        ask_other(g);
}

static bool move(struct grid *g, int by)
{
    int n = (int)g->options.items.n, to = g->options.at + by;
    g->options.at = to < 0 ? 0 : to >= n ? n - 1 : to;
    return true;
}

/* What is passed on leaves the cell, and so stores the ticks. */
bool grid_ticks_act(struct grid *g, enum action a)
{
    int n = (int)g->options.items.n;
    switch (a) {
    case ACTION_UP:
        return move(g, -1);
    case ACTION_DOWN:
        return move(g, 1);
    case ACTION_HOME:
    case ACTION_PAGE_UP:
        return move(g, -n);
    case ACTION_END:
    case ACTION_PAGE_DOWN:
        return move(g, n);
    case ACTION_BACK:
    case ACTION_UNDO:
        grid_drop(g);
        return true;
    case ACTION_EDIT:
    case ACTION_DELETE_LEFT:
        return true;
    default:
        return false;
    }
}

/* The next option with a word that begins so. */
static void find(struct grid *g, const char *utf8)
{
    const struct field *f = field_now(g);
    int n = (int)g->options.items.n;
    char *letter = fold_plain(utf8);
    for (int k = 1; k <= n && *letter; k++) {
        int i = (g->options.at + k) % n;
        char *label = fold_plain(grid_option_label(g, f, i));
        bool hit = !strncmp(label, letter, strlen(letter));
        free(label);
        if (hit) {
            g->options.at = i;
            break;
        }
    }
    free(letter);
}

void grid_ticks_text(struct grid *g, const char *utf8)
{
    int digit = utf8[1] ? -1 : *utf8 - '1';
    if (!strcmp(utf8, " "))
        tick(g, g->options.at);
    else if (digit >= 0 && digit < 9 && digit < (int)g->options.items.n)
        tick(g, digit);
    else
        find(g, utf8);
}
