#include "tui/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "tui/app.h"
#include "tui/list.h"

struct help_row {
    enum action action;
    struct str keys; /* also those of a second action that is the same command */
};

struct help {
    struct screen screen;
    VEC(struct help_row) rows;
    struct list list;
};

static void add_row(struct help *h, enum action a)
{
    struct help_row *row = NULL;
    for (size_t i = 0; i < h->rows.n && !row; i++)
        if (!strcmp(action_name(h->rows.v[i].action), action_name(a)))
            row = &h->rows.v[i];
    if (!row) {
        row = vec_add(&h->rows);
        row->action = a;
    } else if (action_table[a].keys[0]) {
        str_add(&row->keys, ", ");
    }
    action_keys(a, &row->keys);
}

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_LIST;
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct help *h = user;
    const struct help_row *row = &h->rows.v[i];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    int name_x = 24, help_x = 43;
    surface_fill(f, r, style);
    surface_put(f, r.y, 1, name_x - 2, style, str_text(&row->keys));
    surface_put(f, r.y, name_x, help_x - name_x - 1, style, action_name(row->action));
    surface_put(f, r.y, help_x, r.columns - help_x - 1, style, action_help(row->action));
}

static char *row_text(void *user, int i)
{
    const struct help *h = user;
    enum action a = h->rows.v[i].action;
    return xasprintf("%s %s", action_name(a), action_help(a));
}

static void draw(struct screen *s, struct surface *f)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_NONE};
    struct help *h = (struct help *)s;
    app_draw_title(s->app, f, _("Keys that work here"), NULL);
    list_draw(&h->list, f, app_content(f));
    app_draw_bottom(s->app, f, keys,
                    _("No function keys? Alt with a digit, or Ctrl-O and then the digit"), NULL,
                    STYLE_DIM);
}

static bool open_selected(struct help *h)
{
    struct app *app = h->screen.app;
    enum action chosen = h->rows.v[h->list.selected].action;
    app_pop(app);
    app_do(app, chosen);
    return true;
}

static bool act(struct screen *s, enum action a)
{
    struct help *h = (struct help *)s;
    if (a == ACTION_HELP || a == ACTION_HELP_MARK)
        return true;
    if (a == ACTION_OPEN)
        return open_selected(h);
    if (!list_act(&h->list, a))
        return false;
    app_dirty(s->app);
    return true;
}

static bool search(struct screen *s, const char *needle, int direction)
{
    struct help *h = (struct help *)s;
    app_dirty(s->app);
    return list_search(&h->list, needle, direction);
}

static void destroy(struct screen *s)
{
    struct help *h = (struct help *)s;
    for (size_t i = 0; i < h->rows.n; i++)
        str_finish(&h->rows.v[i].keys);
    vec_finish(&h->rows);
    free(h);
}

static const struct screen_ops ops = {
    .id = "help",
    .places = places,
    .draw = draw,
    .act = act,
    .search = search,
    .destroy = destroy,
};

static const struct list_ops rows = {.draw = draw_row, .text = row_text};

struct screen *help_create(unsigned at)
{
    struct help *h = xcalloc(1, sizeof *h);
    h->screen.ops = &ops;
    h->list = (struct list){.ops = &rows, .user = h};
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        if (action_works(a, at))
            add_row(h, a);
    list_set_count(&h->list, (int)h->rows.n);
    return &h->screen;
}
