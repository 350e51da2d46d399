#include "tui/choose.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/wrap.h"
#include "tui/list.h"

struct choose_screen {
    struct screen screen;
    struct choose options;
    char *title, *text;
    int top; /* the first line of the text that is shown */
    struct list list;
};

static const enum action *keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_CHOOSE, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct choose_screen *c = user;
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 4, style, _(c->options.answers[i]));
}

static const struct list_ops list_ops = {.draw = draw_row};

/* As much as there is room for above the answers; PgDn shows more. */
static void draw_text(struct choose_screen *c, struct surface *f, int rows)
{
    struct wrap_lines lines = {0};
    wrap(c->text, strlen(c->text), f->columns - 4, &lines);
    if (c->top > (int)lines.n - rows)
        c->top = (int)lines.n > rows ? (int)lines.n - rows : 0;
    for (int i = 0; i < rows && c->top + i < (int)lines.n; i++) {
        const struct wrap_line *l = &lines.v[c->top + i];
        surface_putn(f, 3 + i, 3, f->columns - 4, STYLE_NORMAL, c->text + l->from, l->to - l->from);
    }
    if (c->top > 0)
        surface_put(f, 3, f->columns - 1, 1, STYLE_KEY, f->ascii ? "^" : "↑");
    if (c->top + rows < (int)lines.n)
        surface_put(f, 2 + rows, f->columns - 1, 1, STYLE_KEY, f->ascii ? "v" : "↓");
    vec_finish(&lines);
}

static void draw(struct screen *s, struct surface *f)
{
    struct choose_screen *c = (struct choose_screen *)s;
    int rows = f->rows - 3 - c->list.count - 5;
    app_draw_title(s->app, f, c->title, NULL);
    draw_text(c, f, rows);
    list_draw(&c->list, f, (struct rect){4 + rows, 0, c->list.count, f->columns});
    app_draw_bottom(s->app, f, keyline(s), NULL, NULL, STYLE_DIM);
}

static bool act(struct screen *s, enum action a)
{
    struct choose_screen *c = (struct choose_screen *)s;
    struct choose options = c->options;
    int answer = c->list.selected, last = c->list.count - 1;
    if (a == ACTION_PAGE_DOWN || a == ACTION_PAGE_UP) {
        c->top += a == ACTION_PAGE_DOWN ? 5 : -5;
        c->top = c->top < 0 ? 0 : c->top;
        return true;
    }
    if (list_act(&c->list, a))
        return true;
    if (a != ACTION_OPEN && a != ACTION_CHOOSE && a != ACTION_BACK)
        return false;
    app_pop(s->app);
    if (a != ACTION_BACK && answer < last)
        options.chosen(s->app, options.context, answer);
    return true;
}

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_QUESTION;
}

static void destroy(struct screen *s)
{
    struct choose_screen *c = (struct choose_screen *)s;
    free(c->title);
    free(c->text);
    free(c);
}

static const struct screen_ops ops = {
    .id = "choose",
    .places = places,
    .draw = draw,
    .act = act,
    .destroy = destroy,
    .keyline = keyline,
};

void choose(struct app *app, const struct choose *options)
{
    struct choose_screen *c = xcalloc(1, sizeof *c);
    int n = 0;
    while (options->answers[n])
        n++;
    c->screen = (struct screen){&ops, app};
    c->options = *options;
    c->title = xstrdup(options->title);
    c->text = xstrdup(options->text);
    c->list = (struct list){.ops = &list_ops, .user = c};
    list_set_count(&c->list, n);
    app_push(app, &c->screen);
}
