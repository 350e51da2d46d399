/* Yes or no, side by side in one row. One key answers: c or y, k or n; a blank takes the other one. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/widget.h"

static struct widget *boolean_create(struct app *app, struct entry *entry, int field)
{
    struct widget *w = xcalloc(1, sizeof *w);
    *w = (struct widget){&widget_boolean, app, entry, field, NULL};
    return w;
}

static void boolean_destroy(struct widget *w)
{
    free(w);
}

static int boolean_rows(struct widget *w, int columns)
{
    (void)w;
    (void)columns;
    return 1;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static char *printed(struct widget *w)
{
    return field_print(widget_field(w), widget_value(w));
}

/* "(*) Có   ( ) Không" */
static int draw_side(struct surface *f, int y, int x, int room, bool on, const char *label)
{
    enum style style = on ? STYLE_FOCUS : STYLE_NORMAL;
    int used = surface_put(f, y, x, room, style, on ? "(*) " : "( ) ");
    return used + surface_put(f, y, x + used, room - used, style, label) + 3;
}

static void boolean_draw(struct widget *w, struct surface *f, struct rect r, bool focused)
{
    bool yes, said = value_boolean(widget_value(w), &yes);
    char *text = printed(w);
    if (!focused || widget_closed(w)) {
        widget_draw_text(w, f, r, text);
    } else {
        int x = draw_side(f, r.y, r.x, r.columns, said && yes, _("Yes"));
        int no = r.x + x;
        x += draw_side(f, r.y, no, r.columns - x, said && !yes, _("No"));
        if (!said) /* a code, or what is no answer */
            surface_put(f, r.y, r.x + x, r.columns - x,
                        widget_value(w)->kind == VALUE_RAW ? STYLE_ERROR : STYLE_FOCUS, text);
        f->cursor_x = (said && !yes ? no : r.x) + 1;
    }
    if (focused)
        f->cursor_y = r.y;
    if (focused && widget_closed(w))
        f->cursor_x = r.x;
    free(text);
}

/* ---- answering ------------------------------------------------------------------------------- */

static enum widget_result answer(struct widget *w, struct value v)
{
    struct err e = {0};
    if (!widget_may_change(w)) {
        value_finish(&v);
        return WIDGET_DONE;
    }
    if (!widget_store(w, v, &e))
        app_error(w->app, &e);
    app_dirty(w->app);
    return WIDGET_DONE;
}

static enum widget_result toggle(struct widget *w)
{
    bool yes = false;
    value_boolean(widget_value(w), &yes);
    return answer(w, value_of_boolean(!yes));
}

static enum widget_result take_copy(struct widget *w)
{
    char *text = printed(w);
    if (*text) {
        app_set_clipboard(w->app, text);
        app_say(w->app, STYLE_NORMAL, "%s", _("Copied; Ctrl-V inserts it."));
    }
    free(text);
    return WIDGET_DONE;
}

static enum widget_result boolean_act(struct widget *w, enum action a)
{
    switch (a) {
    case ACTION_ENTER:
        return widget_finish(w);
    case ACTION_EDIT:
    case ACTION_TOGGLE:
        return toggle(w);
    case ACTION_DELETE_LEFT:
    case ACTION_DELETE_RIGHT:
    case ACTION_KILL:
    case ACTION_DELETE_WORD:
        return answer(w, VALUE_NONE);
    case ACTION_COPY:
        return take_copy(w);
    case ACTION_PASTE:
        return w->ops->paste(w, app_clipboard(w->app));
    default:
        return WIDGET_PASS;
    }
}

/* The rest of "có", "không", "yes" after its first letter changes nothing. */
static enum widget_result boolean_text(struct widget *w, const char *utf8)
{
    if (!strcmp(utf8, " "))
        return toggle(w);
    if (strlen(utf8) > 1)
        return w->ops->paste(w, utf8);
    if (strchr("cCxXyY1", *utf8))
        return answer(w, value_of_boolean(true));
    if (strchr(lang_get() == LANG_EN ? "kK0nN" : "kK0", *utf8))
        return answer(w, value_of_boolean(false));
    return WIDGET_DONE;
}

static enum widget_result boolean_paste(struct widget *w, const char *utf8)
{
    struct value v = widget_field(w)->type->parse(widget_field(w), utf8);
    if (v.kind != VALUE_RAW)
        return answer(w, v);
    value_finish(&v);
    return WIDGET_DONE;
}

/* ---- coming and going ------------------------------------------------------------------------ */

static void boolean_enter(struct widget *w, struct place p, bool from_behind)
{
    (void)w;
    (void)p;
    (void)from_behind;
}

static bool boolean_leave(struct widget *w, struct err *e)
{
    (void)w;
    (void)e;
    return true;
}

static bool boolean_search(struct widget *w, const char *needle, int direction)
{
    char *text = printed(w);
    bool found = *needle && !direction && fold_find(text, needle, NULL) >= 0;
    free(text);
    return found;
}

static char *boolean_status(struct widget *w)
{
    (void)w;
    return NULL;
}

static const char *boolean_hint(struct widget *w)
{
    return widget_closed(w) ? NULL : _("c is yes, k is no, a blank takes the other one");
}

const struct widget_ops widget_boolean = {
    .place = PLACE_ENTRY,
    .create = boolean_create,
    .destroy = boolean_destroy,
    .rows = boolean_rows,
    .draw = boolean_draw,
    .act = boolean_act,
    .text = boolean_text,
    .paste = boolean_paste,
    .enter = boolean_enter,
    .leave = boolean_leave,
    .wake = widget_wake_never,
    .tick = widget_tick_nothing,
    .where = widget_where_field,
    .go = widget_go_nowhere,
    .search = boolean_search,
    .status = boolean_status,
    .place_now = widget_place,
    .hint = boolean_hint,
};
