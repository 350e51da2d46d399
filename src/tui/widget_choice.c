/* A choice: the options one a row while it has the cursor. Digits choose, letters filter, Enter or
 * a blank takes the highlighted one and goes on. "Other" takes a text of its own. Of several a digit
 * or a blank ticks, Enter goes on (after letters it ticks what they found). */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/choice_list.h"
#include "tui/choice_ticks.h"
#include "tui/line.h"
#include "tui/widget.h"

#define PAGE 8

struct choice {
    struct widget w;
    struct choice_list list;
    struct line other; /* the text of "other" */
    bool typing_other; /* it is being typed */
    bool moved;        /* the highlight was put where it is by hand */
    bool open;         /* has the cursor */
};

static struct choice *of(struct widget *w)
{
    return (struct choice *)w;
}

static struct widget *choice_create(struct app *app, struct entry *entry, int field)
{
    struct choice *c = xcalloc(1, sizeof *c);
    c->w = (struct widget){&widget_choice, app, entry, field, NULL};
    choice_list_init(&c->list, &c->w);
    line_init(&c->other, app, true);
    return &c->w;
}

static void choice_destroy(struct widget *w)
{
    if (!w)
        return;
    choice_list_finish(&of(w)->list);
    line_finish(&of(w)->other);
    free(w);
}

static int choice_rows(struct widget *w, int columns)
{
    return of(w)->open ? choice_list_rows(&of(w)->list, columns) : 1;
}

static void reset(struct choice *c)
{
    c->typing_other = c->moved = false;
    choice_list_reset(&c->list);
}

static void choice_draw(struct widget *w, struct surface *f, struct rect r, bool focused)
{
    struct choice *c = of(w);
    if (focused && !c->open) {
        c->open = true;
        reset(c);
    }
    if (focused) {
        choice_list_draw(&c->list, f, r, true, c->typing_other ? &c->other : NULL);
        return;
    }
    char *text = c->list.source->print(w);
    widget_draw_text(w, f, r, text);
    free(text);
}

/* ---- choosing -------------------------------------------------------------------------------- */

/* Stores, shows what went wrong, and goes on. */
static enum widget_result store_and_go(struct choice *c, struct value v)
{
    struct err e = {0};
    bool ok = widget_store(&c->w, v, &e);
    if (!ok)
        app_error(c->w.app, &e);
    reset(c);
    return ok ? WIDGET_NEXT : WIDGET_DONE;
}

static void begin_other(struct choice *c, bool replace)
{
    struct ticks t = {0};
    value_ticks(widget_value(&c->w), &t);
    line_begin(&c->other, t.other ? t.other : "", replace);
    ticks_finish(&t);
    line_begin(&c->list.filter, "", false);
    c->typing_other = true;
}

/* The highlight follows: "other" opens for its text there. */
static void highlight(struct choice *c, int option)
{
    choice_list_reset(&c->list);
    c->list.at = option;
}

static enum widget_result tick(struct choice *c, int option)
{
    struct err e = {0};
    const char *id = c->list.source->id(&c->w, (size_t)option);
    if (!id && !choice_list_holds(&c->list, (size_t)option)) {
        highlight(c, option);
        begin_other(c, false);
        return WIDGET_DONE;
    }
    if (!widget_store(&c->w, choice_ticks_toggled(&c->list, (size_t)option), &e))
        app_error(c->w.app, &e);
    app_dirty(c->w.app);
    reset(c);
    highlight(c, option);
    return WIDGET_DONE;
}

static enum widget_result choose(struct choice *c, int option)
{
    if (!widget_may_change(&c->w))
        return WIDGET_DONE;
    if (c->list.source->several)
        return tick(c, option);
    const char *id = c->list.source->id(&c->w, (size_t)option);
    if (id)
        return store_and_go(c, value_text(id));
    highlight(c, option);
    begin_other(c, false);
    return WIDGET_DONE;
}

/* ---- actions --------------------------------------------------------------------------------- */

typedef enum widget_result action_fn(struct choice *c, enum action a);

static enum widget_result act_move(struct choice *c, enum action a)
{
    static const int by[ACTION_COUNT] = {[ACTION_UP] = -1, [ACTION_DOWN] = 1};
    if (!choice_list_move(&c->list, by[a]))
        return WIDGET_PASS;
    c->moved = true;
    return WIDGET_DONE;
}

static enum widget_result act_far(struct choice *c, enum action a)
{
    static const int by[ACTION_COUNT] = {[ACTION_PAGE_UP] = -PAGE, [ACTION_PAGE_DOWN] = PAGE};
    int count = (int)c->list.shown.n;
    int step = a == ACTION_HOME ? -count : a == ACTION_END ? count : by[a];
    if (choice_list_move(&c->list, step))
        c->moved = true;
    return WIDGET_DONE;
}

/* The list stays open until the screen really leaves: there may be no next field. */
static enum widget_result finish(struct choice *c)
{
    enum widget_result result = widget_finish(&c->w);
    c->open = true;
    return result;
}

/* Enter on what is chosen already, or on nothing, only goes on. */
static enum widget_result act_enter(struct choice *c, enum action a)
{
    (void)a;
    int option = choice_list_option(&c->list);
    bool ticking = c->list.source->several;
    bool stays = ticking ? !choice_list_filtered(&c->list) : option == choice_list_chosen(&c->list);
    if (option < 0 || stays)
        return finish(c);
    if (ticking && choice_list_holds(&c->list, (size_t)option)) {
        reset(c);
        return WIDGET_DONE;
    }
    return choose(c, option);
}

static enum widget_result act_edit(struct choice *c, enum action a)
{
    (void)a;
    int option = choice_list_option(&c->list);
    bool other = option >= 0 && !c->list.source->id(&c->w, (size_t)option);
    if (other && c->list.source->several && widget_may_change(&c->w))
        begin_other(c, false);
    else if (other)
        return choose(c, option);
    return WIDGET_DONE;
}

static enum widget_result act_clear(struct choice *c, enum action a)
{
    (void)a;
    bool filtered = choice_list_filtered(&c->list);
    if (!filtered && widget_may_change(&c->w))
        store_and_go(c, VALUE_NONE);
    else
        reset(c);
    return WIDGET_DONE;
}

static enum widget_result act_filter(struct choice *c, enum action a)
{
    if (!choice_list_filtered(&c->list))
        return WIDGET_DONE;
    keyed_act(&c->list.filter.keyed, a);
    c->moved = false;
    choice_list_refresh(&c->list);
    return WIDGET_DONE;
}

static enum widget_result act_back(struct choice *c, enum action a)
{
    (void)a;
    if (!choice_list_filtered(&c->list))
        return WIDGET_PASS;
    reset(c);
    return WIDGET_DONE;
}

static enum widget_result act_copy(struct choice *c, enum action a)
{
    (void)a;
    char *text = c->list.source->print(&c->w);
    if (*text) {
        app_set_clipboard(c->w.app, text);
        app_say(c->w.app, STYLE_NORMAL, "%s", _("Copied; Ctrl-V inserts it."));
    }
    free(text);
    return WIDGET_DONE;
}

static enum widget_result act_paste(struct choice *c, enum action a)
{
    (void)a;
    const char *text = app_clipboard(c->w.app);
    return text ? c->w.ops->paste(&c->w, text) : WIDGET_DONE;
}

/* Of several there may be more to tick: the list stays. */
static enum widget_result act_other_enter(struct choice *c, enum action a)
{
    struct err e = {0};
    (void)a;
    if (!c->list.source->several)
        return finish(c);
    if (!c->w.ops->leave(&c->w, &e))
        app_error(c->w.app, &e);
    c->open = true;
    highlight(c, (int)c->list.source->count(&c->w) - 1);
    app_dirty(c->w.app);
    return WIDGET_DONE;
}

static enum widget_result act_other_back(struct choice *c, enum action a)
{
    (void)a;
    c->typing_other = false;
    return WIDGET_DONE;
}

static enum widget_result act_other_edit(struct choice *c, enum action a)
{
    (void)c;
    (void)a;
    return WIDGET_DONE;
}

/* Over the list, and while the text of "other" is typed. */
static action_fn *const on_list[ACTION_COUNT] = {
    [ACTION_UP] = act_move,
    [ACTION_DOWN] = act_move,
    [ACTION_PAGE_UP] = act_far,
    [ACTION_PAGE_DOWN] = act_far,
    [ACTION_HOME] = act_far,
    [ACTION_END] = act_far,
    [ACTION_ENTER] = act_enter,
    [ACTION_EDIT] = act_edit,
    [ACTION_BACK] = act_back,
    [ACTION_DELETE_RIGHT] = act_clear,
    [ACTION_KILL] = act_clear,
    [ACTION_DELETE_LEFT] = act_filter,
    [ACTION_DELETE_WORD] = act_filter,
    [ACTION_RESTORE_WORD] = act_filter,
    [ACTION_COPY] = act_copy,
    [ACTION_PASTE] = act_paste,
};

static action_fn *const on_other[ACTION_COUNT] = {
    [ACTION_ENTER] = act_other_enter,
    [ACTION_BACK] = act_other_back,
    [ACTION_EDIT] = act_other_edit,
};

static enum widget_result choice_act(struct widget *w, enum action a)
{
    struct choice *c = of(w);
    action_fn *fn = c->typing_other ? on_other[a] : on_list[a];
    if (fn)
        return fn(c, a);
    return c->typing_other && keyed_act(&c->other.keyed, a) ? WIDGET_DONE : WIDGET_PASS;
}

/* ---- letters --------------------------------------------------------------------------------- */

/* A digit or a blank that chooses while no filter is typed; -1: it is text. */
static int option_of_key(const struct choice *c, const char *utf8)
{
    if (choice_list_filtered(&c->list) || strlen(utf8) != 1)
        return -1;
    if (*utf8 == ' ')
        return choice_list_option(&c->list);
    int digit = *utf8 - '1';
    bool fits = c->list.source->numbered && digit >= 0 && digit < 9 &&
                (size_t)digit < c->list.source->count(&c->w);
    return fits ? digit : -1;
}

/* Letters go to the text of "other" when that is highlighted, else to the filter. */
static enum widget_result take_text(struct choice *c, const char *utf8,
                                    void (*into)(struct keyed *k, const char *utf8))
{
    if (!widget_may_change(&c->w))
        return WIDGET_DONE;
    int option = choice_list_option(&c->list);
    bool on_other_row = option >= 0 && !c->list.source->id(&c->w, (size_t)option);
    if (!c->typing_other && on_other_row && !choice_list_filtered(&c->list))
        begin_other(c, true);
    if (c->typing_other) {
        into(&c->other.keyed, utf8);
        return WIDGET_DONE;
    }
    if (*utf8 == ' ' && !choice_list_filtered(&c->list))
        return WIDGET_DONE;
    into(&c->list.filter.keyed, utf8);
    c->moved = false;
    choice_list_refresh(&c->list);
    return WIDGET_DONE;
}

static enum widget_result choice_text(struct widget *w, const char *utf8)
{
    struct choice *c = of(w);
    int option = c->typing_other ? -1 : option_of_key(c, utf8);
    return option >= 0 ? choose(c, option) : take_text(c, utf8, keyed_text);
}

static enum widget_result choice_paste(struct widget *w, const char *utf8)
{
    struct choice *c = of(w);
    bool whole = c->list.source->several && !c->typing_other && !choice_list_filtered(&c->list);
    struct value v;
    if (whole && widget_may_change(w) && choice_ticks_read(&c->list, utf8, &v)) {
        struct err e = {0};
        if (!widget_store(w, v, &e))
            app_error(w->app, &e);
        app_dirty(w->app);
        reset(c);
        return WIDGET_DONE;
    }
    return take_text(of(w), utf8, keyed_paste);
}

/* ---- coming and going ------------------------------------------------------------------------ */

static void choice_enter(struct widget *w, struct place p, bool from_behind)
{
    (void)p;
    (void)from_behind;
    of(w)->open = true;
    reset(of(w));
}

static struct value other_value(struct choice *c)
{
    keyed_word_end(&c->other.keyed);
    char *text = line_text(&c->other);
    bool several = c->list.source->several;
    struct value v = several ? choice_ticks_other(&c->list, text) : value_other(text);
    free(text);
    return v;
}

/* What a filter that was never confirmed means: the only option it leaves, or the one moved to. An
 * open list keeps the text; otherwise the answer stays as it was. False: nothing to store. */
static bool filter_value(struct choice *c, struct value *ret)
{
    struct choice_list *l = &c->list;
    if (!choice_list_filtered(l))
        return false;
    int option = l->shown.n == 1 || c->moved ? choice_list_option(l) : -1;
    const char *id = option < 0 ? NULL : l->source->id(&c->w, (size_t)option);
    if (id && l->source->several) {
        bool held = choice_list_holds(l, (size_t)option);
        *ret = held ? value_copy(widget_value(&c->w)) : choice_ticks_toggled(l, (size_t)option);
        return true;
    }
    if (id) {
        *ret = value_text(id);
        return true;
    }
    if (!l->source->open_text)
        return false;
    char *text = line_text(&l->filter);
    *ret = widget_field(&c->w)->type->parse(widget_field(&c->w), text);
    free(text);
    return true;
}

static bool choice_leave(struct widget *w, struct err *e)
{
    struct choice *c = of(w);
    struct value v;
    bool any = true;
    if (c->typing_other)
        v = other_value(c);
    else
        any = filter_value(c, &v);
    bool ok = !any || widget_store(w, v, e);
    reset(c);
    c->open = !ok;
    return ok;
}

static bool choice_search(struct widget *w, const char *needle, int direction)
{
    char *text = of(w)->list.source->print(w);
    bool found = *needle && !direction && fold_find(text, needle, NULL) >= 0;
    free(text);
    return found;
}

static char *choice_status(struct widget *w)
{
    (void)w;
    return NULL;
}

static const char *choice_hint(struct widget *w)
{
    return of(w)->list.source->several
               ? _("A blank or the number ticks and unticks; Enter goes on")
               : NULL;
}

const struct widget_ops widget_choice = {
    .place = PLACE_ENTRY,
    .create = choice_create,
    .destroy = choice_destroy,
    .rows = choice_rows,
    .draw = choice_draw,
    .act = choice_act,
    .text = choice_text,
    .paste = choice_paste,
    .enter = choice_enter,
    .leave = choice_leave,
    .wake = widget_wake_never,
    .tick = widget_tick_nothing,
    .where = widget_where_field,
    .go = widget_go_nowhere,
    .search = choice_search,
    .status = choice_status,
    .place_now = widget_place,
    .hint = choice_hint,
};
