/* A one-line field: text, figures, dates. Typing replaces what is there, F2 opens it for
 * editing. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "form/typed.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "tui/app.h"
#include "tui/calendar.h"
#include "tui/line.h"
#include "tui/narrative_preview.h"
#include "tui/widget.h"

#define FIGURE_COLUMNS 24 /* that a figure with a unit of measure takes while it has the cursor */

struct line_widget {
    struct widget w;
    struct line line;
    bool open;       /* has the cursor */
    bool editing;    /* the line holds the text; else the entry does */
    bool taken_back; /* Esc: the line still knows what was typed, for redo */
};

static struct line_widget *of(struct widget *w)
{
    return (struct line_widget *)w;
}

static struct widget *line_create(struct app *app, struct entry *entry, int field)
{
    struct line_widget *l = xcalloc(1, sizeof *l);
    l->w = (struct widget){&widget_line, app, entry, field, NULL};
    line_init(&l->line, app, field_takes_typing(widget_field(&l->w)));
    return &l->w;
}

static void line_destroy(struct widget *w)
{
    if (!w)
        return;
    line_finish(&of(w)->line);
    free(w);
}

static void begin(struct line_widget *l, bool replace)
{
    char *text = field_edit_text(widget_field(&l->w), widget_value(&l->w));
    line_begin(&l->line, text, replace);
    free(text);
    l->editing = true;
    l->taken_back = false;
}

/* Ready for keys that change the text. */
static bool begin_change(struct line_widget *l, bool replace)
{
    if (!widget_may_change(&l->w))
        return false;
    if (!l->editing)
        begin(l, replace);
    return true;
}

/* ---- dates ----------------------------------------------------------------------------------- */

static bool is_date(const struct line_widget *l)
{
    return widget_field(&l->w)->type == &field_types[TYPE_DATE] && !widget_closed(&l->w);
}

/* What the calendar shows: what is typed, else the answer. */
static struct calendar calendar_now(const struct line_widget *l)
{
    const struct field *f = widget_field(&l->w);
    struct date around = calendar_today();
    around.year = widget_year(&l->w);
    if (!date_valid(around)) /* a 29 February */
        around.day--;
    char *held = field_edit_text(f, widget_value(&l->w));
    char *text = l->editing ? line_text(&l->line) : xstrdup(held);
    date_parse_as(held, f->precision, &around);
    struct calendar c = calendar_of(text, f->precision, around);
    free(held);
    free(text);
    return c;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* With the cursor on it, a text too long for a row is shown in several; under a date stands the
 * calendar. */
static int line_rows(struct widget *w, int columns)
{
    struct line_widget *l = of(w);
    if (!l->open)
        return 1;
    if (is_date(l))
        return 2;
    if (l->editing)
        return 1;
    char *text = field_print(widget_field(w), widget_value(w));
    int rows = preview_rows(text, columns);
    free(text);
    return rows;
}

static void draw_focused(struct line_widget *l, struct surface *f, struct rect r, const char *text)
{
    bool bad = widget_value(&l->w)->kind == VALUE_RAW;
    int used = text_width(text, strlen(text)), rows = preview_rows(text, r.columns);
    r.rows = rows < r.rows ? rows : r.rows;
    surface_fill(f, r, STYLE_FOCUS);
    preview_draw(text, f, r, bad ? STYLE_ERROR : STYLE_FOCUS);
    f->cursor_y = r.y;
    f->cursor_x = r.x + (used < r.columns ? used : r.columns - 1);
}

/* The unit of measure behind the place where one types, or behind what nobody types; takes its
 * columns from r. */
static void draw_tail(struct line_widget *l, struct surface *f, struct rect *r, const char *text)
{
    char *tail = widget_tail(&l->w);
    if (l->editing && !*tail && widget_field(&l->w)->type == &field_types[TYPE_PERCENT]) {
        free(tail);
        tail = xstrdup(" %");
    }
    int width = text_width(tail, strlen(tail)), room = r->columns - width;
    int wish = widget_closed(&l->w) ? text_width(text, strlen(text)) : FIGURE_COLUMNS;
    if (width && room >= 4) {
        r->columns = wish < 1 ? 1 : room < wish ? room : wish;
        surface_put(f, r->y, r->x + r->columns, width, STYLE_DIM, tail);
    }
    free(tail);
}

static void draw_calendar(struct line_widget *l, struct surface *f, struct rect *r)
{
    struct calendar c = calendar_now(l);
    struct rect below = {r->y + --r->rows, r->x, 1, r->columns};
    calendar_draw(f, below, &c, widget_field(&l->w)->precision);
}

static void line_widget_draw(struct widget *w, struct surface *f, struct rect r, bool focused)
{
    struct line_widget *l = of(w);
    char *text = field_print(widget_field(w), widget_value(w));
    l->open = l->open || focused;
    if (focused && r.rows > 1 && is_date(l))
        draw_calendar(l, f, &r);
    if (focused)
        draw_tail(l, f, &r, text);
    if (l->editing)
        line_draw(&l->line, f, r, STYLE_INPUT, focused);
    else if (focused)
        draw_focused(l, f, r, text);
    else
        widget_draw_text(w, f, r, text);
    free(text);
}

/* ---- actions --------------------------------------------------------------------------------- */

typedef enum widget_result action_fn(struct line_widget *l, enum action a);

static enum widget_result act_edit(struct line_widget *l, enum action a)
{
    (void)a;
    begin_change(l, false);
    return WIDGET_DONE;
}

/* Deleting backwards starts from the end of what is there. */
static enum widget_result act_from_end(struct line_widget *l, enum action a)
{
    if (begin_change(l, false))
        keyed_act(&l->line.keyed, a);
    return WIDGET_DONE;
}

static enum widget_result act_on_all(struct line_widget *l, enum action a)
{
    if (begin_change(l, true))
        keyed_act(&l->line.keyed, a);
    return WIDGET_DONE;
}

static enum widget_result act_clear(struct line_widget *l, enum action a)
{
    (void)a;
    return act_on_all(l, ACTION_DELETE_RIGHT);
}

static enum widget_result act_copy(struct line_widget *l, enum action a)
{
    (void)a;
    char *text = field_edit_text(widget_field(&l->w), widget_value(&l->w));
    app_set_clipboard(l->w.app, text);
    if (*text)
        app_say(l->w.app, STYLE_NORMAL, "%s", _("Copied; Ctrl-V inserts it."));
    free(text);
    return WIDGET_DONE;
}

static enum widget_result act_next(struct line_widget *l, enum action a)
{
    (void)a;
    return widget_finish(&l->w);
}

static enum widget_result act_give_up(struct line_widget *l, enum action a)
{
    (void)a;
    l->taken_back = line_take_back(&l->line);
    l->editing = false;
    return WIDGET_DONE;
}

static enum widget_result act_undo(struct line_widget *l, enum action a)
{
    if (!keyed_act(&l->line.keyed, a))
        l->editing = false;
    return WIDGET_DONE;
}

/* The text that Esc took back comes again. */
static enum widget_result act_redo_taken_back(struct line_widget *l, enum action a)
{
    (void)a;
    if (!l->taken_back || entry_readonly(l->w.entry))
        return WIDGET_PASS;
    line_bring_again(&l->line);
    l->editing = true;
    l->taken_back = false;
    return WIDGET_DONE;
}

static enum widget_result act_line(struct line_widget *l, enum action a)
{
    keyed_act(&l->line.keyed, a);
    return WIDGET_DONE;
}

/* To another day (month, quarter, year); from what is no whole date yet to the one it is near to. */
static enum widget_result step_date(struct line_widget *l, bool far, int direction)
{
    char text[32];
    if (!is_date(l) && !widget_closed(&l->w))
        return WIDGET_PASS;
    enum date_precision p = widget_field(&l->w)->precision;
    struct calendar c = calendar_now(l);
    if (!begin_change(l, true))
        return WIDGET_DONE;
    if (c.chosen)
        c.day = calendar_step(c.day, p, far, direction);
    date_edit_as(c.day, p, text);
    keyed_act(&l->line.keyed, ACTION_SELECT_ALL);
    keyed_paste(&l->line.keyed, text);
    return WIDGET_DONE;
}

static enum widget_result act_date(struct line_widget *l, enum action a)
{
    bool far = a == ACTION_DATE_UP || a == ACTION_DATE_DOWN;
    return step_date(l, far, a == ACTION_DATE_NEXT || a == ACTION_DATE_DOWN ? 1 : -1);
}

/* + and - where they are no part of a date that is being typed. */
static bool steps_by_sign(struct line_widget *l, const char *utf8)
{
    return is_date(l) && (!strcmp(utf8, "+") ||
                          (!strcmp(utf8, "-") &&
                           (!l->editing || line_is_empty(&l->line) || calendar_now(l).chosen)));
}

/* While the entry holds the text, and while the line does. */
static action_fn *const resting[ACTION_COUNT] = {
    [ACTION_DATE_NEXT] = act_date,
    [ACTION_DATE_PREV] = act_date,
    [ACTION_DATE_DOWN] = act_date,
    [ACTION_DATE_UP] = act_date,
    [ACTION_EDIT] = act_edit,
    [ACTION_ENTER] = act_next,
    [ACTION_DELETE_RIGHT] = act_clear,
    [ACTION_KILL] = act_clear,
    [ACTION_DELETE_LEFT] = act_from_end,
    [ACTION_SELECT_LEFT] = act_from_end,
    [ACTION_SELECT_WORD_LEFT] = act_from_end,
    [ACTION_SELECT_HOME] = act_from_end,
    [ACTION_DELETE_WORD] = act_from_end,
    [ACTION_COPY] = act_copy,
    [ACTION_CUT] = act_on_all,
    [ACTION_PASTE] = act_on_all,
    [ACTION_REDO] = act_redo_taken_back,
};

static action_fn *const editing[ACTION_COUNT] = {
    [ACTION_DATE_NEXT] = act_date,
    [ACTION_DATE_PREV] = act_date,
    [ACTION_DATE_DOWN] = act_date,
    [ACTION_DATE_UP] = act_date,
    [ACTION_EDIT] = act_line,
    [ACTION_ENTER] = act_next,
    [ACTION_BACK] = act_give_up,
    [ACTION_UNDO] = act_undo,
    [ACTION_REDO] = act_line,
};

static enum widget_result line_widget_act(struct widget *w, enum action a)
{
    struct line_widget *l = of(w);
    action_fn *fn = l->editing ? editing[a] : resting[a];
    if (fn)
        return fn(l, a);
    return l->editing && keyed_act(&l->line.keyed, a) ? WIDGET_DONE : WIDGET_PASS;
}

static enum widget_result line_widget_text(struct widget *w, const char *utf8)
{
    if (steps_by_sign(of(w), utf8))
        return step_date(of(w), false, *utf8 == '+' ? 1 : -1);
    if (begin_change(of(w), true))
        keyed_text(&of(w)->line.keyed, utf8);
    return WIDGET_DONE;
}

static enum widget_result line_widget_paste(struct widget *w, const char *utf8)
{
    if (begin_change(of(w), true))
        keyed_paste(&of(w)->line.keyed, utf8);
    return WIDGET_DONE;
}

/* ---- coming and going ------------------------------------------------------------------------ */

static void line_enter(struct widget *w, struct place p, bool from_behind)
{
    (void)p;
    (void)from_behind;
    of(w)->open = true;
    of(w)->editing = of(w)->taken_back = false;
    keyed_word_over(&of(w)->line.keyed);
}

/* The entry holds the value even when it could not be written: so the line always lets it go. */
static bool line_leave(struct widget *w, struct err *e)
{
    struct line_widget *l = of(w);
    if (l->editing)
        keyed_word_end(&l->line.keyed);
    bool changed = l->editing && line_changed(&l->line);
    l->open = l->editing = l->taken_back = false;
    if (!changed)
        return true;
    char *text = line_text(&l->line);
    const struct field *f = widget_field(w);
    bool ok = widget_store(w, typed_read(f, text, widget_year(w)), e);
    free(text);
    return ok;
}

static bool line_search(struct widget *w, const char *needle, int direction)
{
    char *text = field_print(widget_field(w), widget_value(w));
    bool found = *needle && !direction && fold_find(text, needle, NULL) >= 0;
    free(text);
    return found;
}

/* How much of the longest length allowed is used up, while typing: from the half on, so that a
 * letter elsewhere changes nothing but itself. */
static char *line_status(struct widget *w)
{
    int limit = widget_field(w)->max_length;
    size_t letters = of(w)->editing ? edit_letters(of(w)->line.keyed.edit) : 0;
    return limit > 0 && letters >= (size_t)(limit + 1) / 2 ? xasprintf("%zu/%d", letters, limit)
                                                           : NULL;
}

static const char *line_hint(struct widget *w)
{
    return is_date(of(w)) ? calendar_hint(widget_field(w)->precision) : NULL;
}

const struct widget_ops widget_line = {
    .place = PLACE_ENTRY,
    .create = line_create,
    .destroy = line_destroy,
    .rows = line_rows,
    .draw = line_widget_draw,
    .act = line_widget_act,
    .text = line_widget_text,
    .paste = line_widget_paste,
    .enter = line_enter,
    .leave = line_leave,
    .wake = widget_wake_never,
    .tick = widget_tick_nothing,
    .where = widget_where_field,
    .go = widget_go_nowhere,
    .search = line_search,
    .status = line_status,
    .place_now = widget_place,
    .hint = line_hint,
};
