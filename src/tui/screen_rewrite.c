/* A value that stands against others is written anew, in the widget of its field: the question above, the
 * widget below. Leaving it, in whatever way, gives what stands there to the screen below. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "tui/conflict_text.h"
#include "tui/screen_conflict.h"
#include "tui/sheet.h"
#include "tui/widget.h"

struct rewrite_screen {
    struct screen screen;
    struct rewrite r;
    char *before;        /* the bytes it began with; "" is blank */
    struct place place;
    struct widget *widget;
    struct sheet question;
    struct rect inside;  /* where the widget is */
    bool left;           /* what was typed is in the entry */
};

static struct rewrite_screen *of(struct screen *s)
{
    return (struct rewrite_screen *)s;
}

static char *bytes_now(const struct rewrite_screen *x)
{
    struct place p;
    if (!record_place(entry_record(x->r.entry), x->r.conflict->path, &p))
        return xstrdup(x->before); /* its row was removed meanwhile */
    return value_to_bytes(record_get(entry_record(x->r.entry), p));
}

static bool leave_widget(struct rewrite_screen *x)
{
    struct err e = {0};
    bool good = x->left || x->widget->ops->leave(x->widget, &e);
    if (!good)
        app_error(x->screen.app, &e);
    x->left = true;
    return good;
}

static bool finish(struct rewrite_screen *x)
{
    struct app *app = x->screen.app;
    struct rewrite r = x->r;
    if (!leave_widget(x)) {
        x->left = false;
        x->widget->ops->enter(x->widget, x->place, false);
        return true;
    }
    char *bytes = bytes_now(x);
    bool changed = strcmp(bytes, x->before) != 0;
    app_pop(app);
    r.done(r.below, *bytes ? bytes : NULL, changed);
    free(bytes);
    return true;
}

/* ---- operations ------------------------------------------------------------------------------------ */

static unsigned rewrite_places(struct screen *s)
{
    return of(s)->widget->ops->place;
}

static const enum action *rewrite_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_BACK, ACTION_UNDO, ACTION_COPY, ACTION_PASTE,
                                       ACTION_HELP, ACTION_NONE};
    static const enum action line[] = {ACTION_ENTER, ACTION_BACK, ACTION_UNDO, ACTION_HELP, ACTION_NONE};
    return of(s)->widget->ops->place == PLACE_ENTRY ? line : keys;
}

static void rewrite_draw(struct screen *s, struct surface *f)
{
    struct rewrite_screen *x = of(s);
    struct rect r = app_content(f);
    char *status = x->widget->ops->status ? x->widget->ops->status(x->widget) : NULL;
    app_draw_title(s->app, f, _("Write it anew"), NULL);
    sheet_draw(&x->question, f, (struct rect){r.y, 0, 2, r.columns});
    surface_hline(f, r.y + 2, 0, f->columns);
    x->inside = (struct rect){r.y + 3, 2, r.rows - 3, r.columns - 4};
    int wanted = x->widget->ops->rows(x->widget, x->inside.columns);
    if (x->widget->ops->place == PLACE_ENTRY && wanted < x->inside.rows)
        x->inside.rows = wanted;
    x->widget->ops->draw(x->widget, f, x->inside, true);
    app_draw_bottom(s->app, f, rewrite_keyline(s),
                    _("What stands here when you go back is the decision."), status, STYLE_DIM);
    free(status);
}

static bool take(struct rewrite_screen *x, enum widget_result result)
{
    app_dirty(x->screen.app);
    if (result == WIDGET_NEXT || result == WIDGET_PREV)
        finish(x);
    return result != WIDGET_PASS;
}

static bool rewrite_act(struct screen *s, enum action a)
{
    struct rewrite_screen *x = of(s);
    if (take(x, x->widget->ops->act(x->widget, a)))
        return true;
    if (a == ACTION_BACK || a == ACTION_NEXT_FIELD || a == ACTION_ENTER)
        return finish(x);
    return a == ACTION_UNDO || a == ACTION_REDO;
}

static bool rewrite_text(struct screen *s, const char *utf8)
{
    struct widget *w = of(s)->widget;
    return w->ops->text && take(of(s), w->ops->text(w, utf8));
}

static bool rewrite_paste(struct screen *s, const char *utf8)
{
    struct widget *w = of(s)->widget;
    return w->ops->paste && take(of(s), w->ops->paste(w, utf8));
}

static int64_t rewrite_wake(struct screen *s)
{
    struct widget *w = of(s)->widget;
    return w->ops->wake && !of(s)->left ? w->ops->wake(w) : INT64_MAX;
}

static void rewrite_tick(struct screen *s)
{
    struct err e = {0};
    if (!of(s)->widget->ops->tick(of(s)->widget, &e))
        app_error(s->app, &e);
}

static bool rewrite_save(struct screen *s)
{
    return leave_widget(of(s));
}

static void rewrite_destroy(struct screen *s)
{
    of(s)->widget->ops->destroy(of(s)->widget);
    sheet_finish(&of(s)->question);
    free(of(s)->before);
    free(s);
}

static const struct screen_ops rewrite_ops = {
    .id = "rewrite",
    .places = rewrite_places,
    .draw = rewrite_draw,
    .act = rewrite_act,
    .text = rewrite_text,
    .paste = rewrite_paste,
    .wake = rewrite_wake,
    .tick = rewrite_tick,
    .save = rewrite_save,
    .destroy = rewrite_destroy,
    .keyline = rewrite_keyline,
};

void screen_rewrite(struct app *app, const struct rewrite *r)
{
    struct rewrite_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&rewrite_ops, app};
    x->r = *r;
    record_place(entry_record(r->entry), r->conflict->path, &x->place);
    entry_propose(r->entry, r->conflict, r->bytes);
    x->before = bytes_now(x);
    x->widget = widget_for(entry_form(r->entry)->fields.v[x->place.field])
                    ->create(app, r->entry, x->place.field);
    sheet_add(&x->question, 1, STYLE_LABEL, conflict_where(r->entry, r->conflict));
    app_push(app, &x->screen);
    x->widget->ops->enter(x->widget, x->place, false);
}
