/* Typing in a cell: what is typed replaces, F2 opens, Esc gives the old text back; options are
 * listed while the text of a choice is typed. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/choice.h"
#include "form/typed.h"
#include "tui/app.h"
#include "tui/grid.h"

/* ---- options --------------------------------------------------------------------------------- */

static const struct field *field_now(const struct grid *g)
{
    return grid_cell(g, g->row, g->column);
}

/* The options that fit what is typed; after F2 all of them, until something is typed. Of several
 * options the text names more than one: they have a list of their own (grid_ticks.c). */
static void find_options(struct grid *g)
{
    char *text = line_text(&g->line);
    bool all = g->mode == GRID_EDIT && !line_changed(&g->line);
    if (!field_now(g)->several)
        grid_option_find(g, field_now(g), all ? "" : text, &g->options.items);
    g->options.at = -1;
    free(text);
}

static void close_options(struct grid *g)
{
    vec_clear(&g->options.items);
    g->options.at = -1;
}

static int option_now(const struct grid *g)
{
    const struct field *f = field_now(g);
    const struct value *v = grid_value(g, g->row, g->column);
    int found = -1;
    for (size_t i = 0; i < g->options.items.n && found < 0; i++) {
        const char *id = grid_option_id(g, f, g->options.items.v[i]);
        struct value option = id ? grid_option_value(f, id) : VALUE_NONE;
        if (id && value_equal(v, &option))
            found = (int)i;
        value_finish(&option);
    }
    return found;
}

/* Up and down go through the options as long as there are several to choose from. */
static bool move_option(struct grid *g, enum action a)
{
    int n = (int)g->options.items.n, at = g->options.at;
    if (n < 2 || (a != ACTION_UP && a != ACTION_DOWN))
        return false;
    if (at < 0)
        at = option_now(g);
    if (at < 0)
        at = a == ACTION_DOWN ? 0 : n - 1;
    else
        at += a == ACTION_DOWN ? 1 : -1;
    g->options.at = at < 0 ? 0 : at >= n ? n - 1 : at;
    return true;
}

/* The option that would be taken now: the highlighted one, else the only one; -1: none. */
static int option_meant(const struct grid *g)
{
    if (g->options.at >= 0)
        return g->options.items.v[g->options.at];
    return g->options.items.n == 1 && line_changed(&g->line) ? g->options.items.v[0] : -1;
}

/* "Other" was chosen: its text is typed behind the word. */
static bool ask_other(struct grid *g)
{
    int option = option_meant(g);
    if (option < 0 || grid_option_id(g, field_now(g), option))
        return false;
    char *text = xasprintf("%s: ", grid_option_label(g, field_now(g), option));
    keyed_word_over(&g->line.keyed);
    edit_select_all(g->line.keyed.edit);
    edit_insert(g->line.keyed.edit, text, strlen(text));
    free(text);
    g->mode = GRID_EDIT;
    close_options(g);
    return true;
}

/* ---- beginning and ending -------------------------------------------------------------------- */

bool grid_begin(struct grid *g, enum grid_mode mode, bool replace)
{
    if (!widget_may_change(&g->w))
        return false;
    if (g->mode != GRID_REST)
        return true;
    if (!grid_is_open(g, g->row, g->column)) {
        app_say(g->w.app, STYLE_WARNING, "%s", grid_why_closed(g, g->row, g->column));
        return false;
    }
    const struct field *f = field_now(g);
    const struct value *v = grid_value(g, g->row, g->column);
    bool unit = f->type == &field_types[TYPE_UNIT];
    char *text = unit ? grid_print(g, f, v) : field_edit_text(f, v);
    g->line.keyed.method = field_takes_typing(f) || unit;
    line_begin(&g->line, text, replace);
    free(text);
    g->mode = mode;
    g->taken_back = g->selecting = false;
    find_options(g);
    return true;
}

void grid_drop(struct grid *g)
{
    keyed_word_over(&g->line.keyed);
    g->mode = GRID_REST;
    g->taken_back = g->ticked = false;
    ticks_finish(&g->ticks);
    g->ticks = (struct ticks){0};
    close_options(g);
}

bool grid_make_row(struct grid *g, int row, struct err *e)
{
    if (row < grid_rows(g))
        return true;
    grid_total_changed(g, -1);
    return entry_row_add(g->w.entry, g->w.field, -1, NULL, e);
}

static bool row_blank(const struct grid *g, int row)
{
    return row >= grid_rows(g) || record_row_blank(entry_record(g->w.entry), g->w.field, row);
}

/* A row began or ended: blanks count, or count no more. */
static void total_rows_changed(struct grid *g)
{
    for (int i = 0; i < grid_columns(g); i++)
        g->totals[i].fresh = false;
}

/* Computed figures may have grown too. */
static void stored_elsewhere(struct grid *g, int row)
{
    for (int i = 0; i < grid_columns(g); i++)
        if (grid_fixed(g))
            g->widest[i] = -1;
        else if (row < grid_rows(g))
            grid_widen(g, i, grid_cell(g, row, i), grid_value(g, row, i));
}

bool grid_store(struct grid *g, int row, int column, struct value v, struct err *e)
{
    bool blank = row_blank(g, row);
    if (row >= grid_rows(g) && value_is_blank(&v))
        return true;
    entry_group_begin(g->w.entry);
    bool made = grid_make_row(g, row, e);
    grid_widen(g, column, grid_cell(g, row, column), &v);
    if (made)
        made = entry_set(g->w.entry, grid_place(g, row, column), v, e);
    else
        value_finish(&v);
    grid_total_changed(g, column);
    if (blank != row_blank(g, row))
        total_rows_changed(g);
    if (g->lively)
        stored_elsewhere(g, row);
    return entry_group_end(g->w.entry, made ? e : NULL) && made;
}

static struct value typed_value(struct grid *g)
{
    const struct field *f = field_now(g);
    if (g->mode == GRID_TICKS)
        return choice_ticked(f, &g->ticks);
    int option = g->options.at >= 0 ? g->options.items.v[g->options.at] : -1;
    const char *id = option >= 0 ? grid_option_id(g, f, option) : NULL;
    if (id)
        return grid_option_value(f, id);
    char *text = line_text(&g->line);
    struct value v = grid_parse(g, f, text);
    free(text);
    return v;
}

bool grid_typed(const struct grid *g)
{
    if (g->mode == GRID_TICKS)
        return g->ticked;
    return g->mode != GRID_REST && (line_changed(&g->line) || g->options.at >= 0);
}

bool grid_commit(struct grid *g, struct err *e)
{
    if (g->mode == GRID_REST)
        return true;
    keyed_word_end(&g->line.keyed);
    bool changed = grid_typed(g);
    struct value v = changed ? typed_value(g) : VALUE_NONE;
    grid_drop(g);
    return !changed || grid_store(g, g->row, g->column, v, e);
}

void grid_settle(struct grid *g)
{
    struct err e = {0};
    if (!grid_commit(g, &e))
        app_error(g->w.app, &e);
}

/* ---- actions while the entry holds the text -------------------------------------------------- */

typedef enum widget_result action_fn(struct grid *g, enum action a);

static enum widget_result act_edit(struct grid *g, enum action a)
{
    (void)a;
    if (!grid_ticks_begin(g))
        grid_begin(g, GRID_EDIT, false);
    return WIDGET_DONE;
}

/* Deleting backwards starts from the end of what is there. */
static enum widget_result act_from_end(struct grid *g, enum action a)
{
    if (grid_begin(g, GRID_EDIT, false)) {
        keyed_act(&g->line.keyed, a);
        find_options(g);
    }
    return WIDGET_DONE;
}

/* The text that Esc took back comes again. */
static enum widget_result act_redo_taken_back(struct grid *g, enum action a)
{
    (void)a;
    if (!g->taken_back || entry_readonly(g->w.entry))
        return WIDGET_PASS;
    line_bring_again(&g->line);
    g->mode = GRID_EDIT;
    g->taken_back = false;
    find_options(g);
    return WIDGET_DONE;
}

static action_fn *const resting[ACTION_COUNT] = {
    [ACTION_EDIT] = act_edit,
    [ACTION_DELETE_LEFT] = act_from_end,
    [ACTION_DELETE_WORD] = act_from_end,
    [ACTION_REDO] = act_redo_taken_back,
};

/* ---- actions while the line holds it --------------------------------------------------------- */

static enum widget_result act_open(struct grid *g, enum action a)
{
    (void)a;
    g->mode = GRID_EDIT;
    return WIDGET_DONE;
}

static enum widget_result act_give_up(struct grid *g, enum action a)
{
    (void)a;
    bool any = line_take_back(&g->line);
    grid_drop(g);
    g->taken_back = any;
    return WIDGET_DONE;
}

static enum widget_result act_undo(struct grid *g, enum action a)
{
    if (keyed_act(&g->line.keyed, a))
        find_options(g);
    else
        grid_drop(g);
    return WIDGET_DONE;
}

static enum widget_result act_enter(struct grid *g, enum action a)
{
    (void)a;
    return ask_other(g) ? WIDGET_DONE : WIDGET_PASS;
}

static action_fn *const editing[ACTION_COUNT] = {
    [ACTION_EDIT] = act_open,
    [ACTION_BACK] = act_give_up,
    [ACTION_UNDO] = act_undo,
    [ACTION_ENTER] = act_enter,
};

/* What goes to another cell even while the text is typed; after F2 these move in the text. */
static bool leaves_cell(const struct grid *g, enum action a)
{
    static const bool always[ACTION_COUNT] = {
        [ACTION_UP] = true, [ACTION_DOWN] = true, [ACTION_SELECT_UP] = true,
        [ACTION_SELECT_DOWN] = true, [ACTION_ALL_START] = true, [ACTION_ALL_END] = true,
    };
    static const bool typing[ACTION_COUNT] = {
        [ACTION_LEFT] = true, [ACTION_RIGHT] = true, [ACTION_HOME] = true, [ACTION_END] = true,
        [ACTION_SELECT_LEFT] = true, [ACTION_SELECT_RIGHT] = true, [ACTION_SELECT_HOME] = true,
        [ACTION_SELECT_END] = true, [ACTION_SELECT_WORD_LEFT] = true,
        [ACTION_SELECT_WORD_RIGHT] = true,
    };
    return always[a] || (g->mode == GRID_TYPING && typing[a]);
}

enum widget_result grid_cell_act(struct grid *g, enum action a)
{
    if (g->mode == GRID_TICKS)
        return grid_ticks_act(g, a) ? WIDGET_DONE : WIDGET_PASS;
    action_fn *fn = g->mode == GRID_REST ? resting[a] : editing[a];
    if (fn)
        return fn(g, a);
    if (g->mode == GRID_REST)
        return WIDGET_PASS;
    if (move_option(g, a))
        return WIDGET_DONE;
    if (leaves_cell(g, a) || !keyed_act(&g->line.keyed, a))
        return WIDGET_PASS;
    find_options(g);
    return WIDGET_DONE;
}

void grid_cell_paste(struct grid *g, const char *utf8)
{
    if (g->mode == GRID_TICKS)
        grid_drop(g);
    if (!grid_begin(g, GRID_TYPING, true))
        return;
    keyed_paste(&g->line.keyed, utf8);
    find_options(g);
}

/* A blank turns yes into no and back. */
static void toggle(struct grid *g)
{
    struct err e = {0};
    bool yes = false;
    value_boolean(grid_value(g, g->row, g->column), &yes);
    if (!grid_store(g, g->row, g->column, value_of_boolean(!yes), &e))
        app_error(g->w.app, &e);
}

/* Keys that do not begin a text: a blank in a cell of yes and no, blanks and digits in a list. */
static bool take_at_once(struct grid *g, const char *utf8)
{
    const struct field *f = field_now(g);
    bool blank = *utf8 == ' ' && !utf8[1];
    if (g->mode != GRID_REST || !f || !grid_is_open(g, g->row, g->column))
        return false;
    if (f->several && (blank || (*utf8 >= '1' && *utf8 <= '9')) && grid_ticks_begin(g)) {
        if (!blank)
            grid_ticks_text(g, utf8);
        return true;
    }
    if (f->type != &field_types[TYPE_BOOLEAN] || !blank || !widget_may_change(&g->w))
        return false;
    toggle(g);
    return true;
}

enum widget_result grid_cell_text(struct grid *g, const char *utf8)
{
    if (g->mode == GRID_TICKS) {
        grid_ticks_text(g, utf8);
        return WIDGET_DONE;
    }
    if (take_at_once(g, utf8))
        return WIDGET_DONE;
    if (!grid_begin(g, GRID_TYPING, true))
        return WIDGET_DONE;
    keyed_text(&g->line.keyed, utf8);
    find_options(g);
    return WIDGET_DONE;
}
