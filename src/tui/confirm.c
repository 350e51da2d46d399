#include "tui/confirm.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tui/list.h"
#include "tui/sheet.h"

struct confirm_screen {
    struct screen screen;
    char *title, *answers[2];
    struct sheet question;
    struct list list;
    void *context;
    void (*done)(struct app *app, void *context, bool yes);
};

static void draw_answer(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct confirm_screen *x = user;
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 4, style, x->answers[i]);
}

static const struct list_ops list_ops = {.draw = draw_answer};

static const enum action *confirm_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_CHOOSE, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

static void confirm_draw(struct screen *s, struct surface *f)
{
    struct confirm_screen *x = (struct confirm_screen *)s;
    struct rect r = app_content(f);
    app_draw_title(s->app, f, x->title, NULL);
    sheet_draw(&x->question, f, (struct rect){r.y + 1, 3, r.rows - 4, r.columns - 4});
    int used = (int)x->question.lines.n < r.rows - 4 ? (int)x->question.lines.n : r.rows - 4;
    list_draw(&x->list, f, (struct rect){r.y + 2 + used, 0, 2, f->columns});
    app_draw_bottom(s->app, f, confirm_keyline(s), NULL, NULL, STYLE_DIM);
}

static bool confirm_act(struct screen *s, enum action a)
{
    struct confirm_screen *x = (struct confirm_screen *)s;
    struct app *app = s->app;
    if (list_act(&x->list, a))
        return true;
    if (a != ACTION_OPEN && a != ACTION_CHOOSE && a != ACTION_BACK)
        return false;
    bool yes = a != ACTION_BACK && x->list.selected == 0;
    void *context = x->context;
    void (*done)(struct app *, void *, bool) = x->done;
    app_pop(app);
    done(app, context, yes);
    return true;
}

static unsigned confirm_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_QUESTION;
}

static void confirm_destroy(struct screen *s)
{
    struct confirm_screen *x = (struct confirm_screen *)s;
    sheet_finish(&x->question);
    free(x->title);
    free(x->answers[0]);
    free(x->answers[1]);
    free(x);
}

static const struct screen_ops confirm_ops = {
    .id = "confirm",
    .places = confirm_places,
    .draw = confirm_draw,
    .act = confirm_act,
    .destroy = confirm_destroy,
    .keyline = confirm_keyline,
};

void confirm(struct app *app, const struct confirm *ask)
{
    struct confirm_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&confirm_ops, app};
    x->title = xstrdup(ask->title);
    x->answers[0] = xstrdup(ask->yes);
    x->answers[1] = xstrdup(ask->no);
    x->context = ask->context;
    x->done = ask->done;
    sheet_add(&x->question, 0, STYLE_NORMAL, xstrdup(ask->question));
    x->list = (struct list){.ops = &list_ops, .user = x};
    list_set_count(&x->list, 2);
    app_push(app, &x->screen);
}
