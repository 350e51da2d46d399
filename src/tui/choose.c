#include "tui/choose.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "tui/list.h"

struct choose_screen {
    struct screen screen;
    char *title;
    VEC(char *) lines;
    struct list list;
    void *context;
    void (*done)(struct app *app, void *context, int chosen);
};

static void draw_line(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct choose_screen *x = user;
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 4, style, x->lines.v[i]);
}

static char *line_text(void *user, int i)
{
    return xstrdup(((struct choose_screen *)user)->lines.v[i]);
}

static const struct list_ops list_ops = {.draw = draw_line, .text = line_text};

static const enum action *choose_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_CHOOSE, ACTION_BACK, ACTION_SEARCH_LIST, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static void choose_draw(struct screen *s, struct surface *f)
{
    struct choose_screen *x = (struct choose_screen *)s;
    app_draw_title(s->app, f, x->title, NULL);
    list_draw(&x->list, f, app_content(f));
    app_draw_bottom(s->app, f, choose_keyline(s), NULL, NULL, STYLE_DIM);
}

static bool choose_act(struct screen *s, enum action a)
{
    struct choose_screen *x = (struct choose_screen *)s;
    struct app *app = s->app;
    if (list_act(&x->list, a))
        return true;
    if (a != ACTION_OPEN && a != ACTION_CHOOSE && a != ACTION_BACK)
        return false;
    int chosen = a == ACTION_BACK ? -1 : x->list.selected;
    void *context = x->context;
    void (*done)(struct app *, void *, int) = x->done;
    app_pop(app);
    done(app, context, chosen);
    return true;
}

static bool choose_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&((struct choose_screen *)s)->list, needle, direction);
}

static unsigned choose_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_QUESTION;
}

static void choose_destroy(struct screen *s)
{
    struct choose_screen *x = (struct choose_screen *)s;
    for (size_t i = 0; i < x->lines.n; i++)
        free(x->lines.v[i]);
    vec_finish(&x->lines);
    free(x->title);
    free(x);
}

static const struct screen_ops choose_ops = {
    .id = "choose",
    .places = choose_places,
    .draw = choose_draw,
    .act = choose_act,
    .search = choose_search,
    .destroy = choose_destroy,
    .keyline = choose_keyline,
};

void choose(struct app *app, const struct choose *c)
{
    struct choose_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&choose_ops, app};
    x->title = xstrdup(c->title);
    for (size_t i = 0; i < c->n; i++)
        *vec_add(&x->lines) = xstrdup(c->lines[i]);
    x->list = (struct list){.ops = &list_ops, .user = x};
    x->context = c->context;
    x->done = c->done;
    list_set_count(&x->list, (int)c->n);
    list_select(&x->list, (int)c->selected);
    app_push(app, &x->screen);
}
