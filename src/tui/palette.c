#include "tui/palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/line.h"
#include "tui/list.h"

struct palette {
    struct screen screen;
    unsigned places;
    struct line line;
    VEC(enum action) found;
    struct list list;
};

/* The same command may stand twice in the table, for a letter key and another one. */
static bool shown_before(const struct palette *p, enum action a)
{
    for (size_t i = 0; i < p->found.n; i++)
        if (!strcmp(action_name(p->found.v[i]), action_name(a)))
            return true;
    return false;
}

/* Names come before helps, so that "nop" finds the command before those that mention it. */
static void filter(struct palette *p)
{
    char *needle = line_text(&p->line);
    vec_clear(&p->found);
    for (int in_help = 0; in_help < 2; in_help++)
        for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
            const char *text = in_help ? action_help(a) : action_name(a);
            if (a != ACTION_PALETTE && action_listed(a, p->places) && !shown_before(p, a) &&
                fold_matches(text, needle))
                *vec_add(&p->found) = a;
        }
    free(needle);
    list_set_count(&p->list, (int)p->found.n);
    list_select(&p->list, 0);
    app_dirty(p->screen.app);
}

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_DIALOG | PLACE_PALETTE;
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct palette *p = user;
    enum action a = p->found.v[i];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    int key_x = 24, help_x = 36;
    char key[32];
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, 3, key_x - 4, style, action_name(a));
    surface_put(f, r.y, key_x, help_x - key_x - 1, style, action_key(a, key));
    surface_put(f, r.y, help_x, r.columns - help_x - 1, style, action_help(a));
}

static void draw(struct screen *s, struct surface *f)
{
    static const enum action keys[] = {ACTION_RUN, ACTION_BACK, ACTION_NONE};
    struct palette *p = (struct palette *)s;
    struct rect r = app_content(f);
    app_draw_title(s->app, f, action_name(ACTION_PALETTE), NULL);
    app_draw_bottom(s->app, f, keys, _("Type part of a name; diacritics are optional"), NULL,
                    STYLE_DIM);
    if (p->found.n == 0)
        surface_put(f, r.y + 2, 3, -1, STYLE_DIM, _("No command of this name works here"));
    list_draw(&p->list, f, (struct rect){r.y + 2, 0, r.rows - 2, r.columns});
    surface_put(f, r.y, 1, 1, STYLE_KEYTEXT, ">");
    line_draw(&p->line, f, (struct rect){r.y, 3, 1, r.columns - 6}, STYLE_INPUT, true);
}

static bool on_text(struct screen *s, const char *utf8)
{
    struct palette *p = (struct palette *)s;
    keyed_text(&p->line.keyed, utf8);
    filter(p);
    return true;
}

static bool on_paste(struct screen *s, const char *utf8)
{
    struct palette *p = (struct palette *)s;
    keyed_paste(&p->line.keyed, utf8);
    filter(p);
    return true;
}

static bool run(struct palette *p)
{
    struct app *app = p->screen.app;
    if (p->list.selected < 0)
        return true;
    enum action a = p->found.v[p->list.selected];
    app_pop(app);
    app_do(app, a);
    return true;
}

/* Home and End belong to the line, the other movements to the list. */
static bool moves_list(enum action a)
{
    return a == ACTION_UP || a == ACTION_DOWN || a == ACTION_PAGE_UP || a == ACTION_PAGE_DOWN;
}

static bool act(struct screen *s, enum action a)
{
    struct palette *p = (struct palette *)s;
    unsigned long before = edit_stamp(p->line.keyed.edit);
    app_dirty(s->app);
    if (a == ACTION_RUN || a == ACTION_ENTER)
        return run(p);
    if (a == ACTION_PALETTE || (moves_list(a) && list_act(&p->list, a)))
        return true;
    if (!keyed_act(&p->line.keyed, a))
        return false;
    if (edit_stamp(p->line.keyed.edit) != before)
        filter(p);
    return true;
}

static void destroy(struct screen *s)
{
    struct palette *p = (struct palette *)s;
    line_finish(&p->line);
    vec_finish(&p->found);
    free(p);
}

static const struct screen_ops ops = {
    .id = "palette",
    .places = places,
    .draw = draw,
    .act = act,
    .text = on_text,
    .paste = on_paste,
    .destroy = destroy,
};

static const struct list_ops rows = {.draw = draw_row};

struct screen *palette_create(struct app *app, unsigned at)
{
    struct palette *p = xcalloc(1, sizeof *p);
    p->screen = (struct screen){.ops = &ops, .app = app};
    p->places = at;
    p->list = (struct list){.ops = &rows, .user = p};
    line_init(&p->line, app, true);
    filter(p);
    return &p->screen;
}
