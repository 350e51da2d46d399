/* Answers by an older form that have no place in this one: a list, and below it the whole text of
 * the selected one, to read and to copy. They stay in the entry whatever is done here. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/record_follow.h"
#include "text/wrap.h"
#include "tui/list.h"
#include "tui/screens.h"

struct unplaced_screen {
    struct screen screen;
    struct unplaced_list all;
    struct list list;
};

size_t unplaced_count(const struct entry *entry)
{
    struct unplaced_list all = {0};
    record_unplaced(entry_record(entry), &all);
    size_t n = all.n;
    unplaced_finish(&all);
    return n;
}

static const struct unplaced *selected(const struct unplaced_screen *x)
{
    return x->list.selected < 0 ? NULL : &x->all.v[x->list.selected];
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool is_selected)
{
    struct unplaced_screen *x = user;
    enum style style = is_selected ? STYLE_FOCUS : STYLE_NORMAL;
    int third = r.columns / 3;
    surface_fill(f, r, style);
    if (is_selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, third - 1, style, x->all.v[i].id);
    surface_put(f, r.y, r.x + 3 + third, r.columns - third - 4, style, x->all.v[i].text);
}

static char *row_text(void *user, int i)
{
    struct unplaced_screen *x = user;
    return xasprintf("%s %s", x->all.v[i].id, x->all.v[i].text);
}

static const struct list_ops list_ops = {.draw = draw_row, .text = row_text};

static const enum action *unplaced_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_COPY, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

/* As much of it as there is room for; copying takes all. */
static void draw_whole(const struct unplaced_screen *x, struct surface *f, struct rect r)
{
    const struct unplaced *u = selected(x);
    struct wrap_lines lines = {0};
    surface_hline(f, r.y, r.x, r.columns);
    if (u)
        wrap(u->text, strlen(u->text), r.columns - 4, &lines);
    for (int i = 0; i < (int)lines.n && i < r.rows - 1; i++)
        surface_putn(f, r.y + 1 + i, r.x + 3, r.columns - 4, STYLE_NORMAL,
                     u->text + lines.v[i].from, lines.v[i].to - lines.v[i].from);
    vec_finish(&lines);
}

static void unplaced_draw(struct screen *s, struct surface *f)
{
    struct unplaced_screen *x = (struct unplaced_screen *)s;
    int rows = f->rows - 5, below = rows / 2;
    char *count = xasprintf(_("%zu answers"), x->all.n);
    app_draw_title(s->app, f, action_name(ACTION_UNPLACED), count);
    free(count);
    if (!x->list.count)
        surface_put(f, 3, 3, -1, STYLE_OK, _("Every answer has its place in this form."));
    list_draw(&x->list, f, (struct rect){2, 0, rows - below, f->columns});
    if (x->list.count)
        draw_whole(x, f, (struct rect){2 + rows - below, 0, below, f->columns});
    app_draw_bottom(s->app, f, unplaced_keyline(s),
                    _("They stay in the entry. Copy what belongs elsewhere, and paste it there."),
                    NULL, STYLE_DIM);
}

static bool unplaced_act(struct screen *s, enum action a)
{
    struct unplaced_screen *x = (struct unplaced_screen *)s;
    if (list_act(&x->list, a))
        return true;
    if (a == ACTION_BACK || a == ACTION_UNPLACED)
        return app_pop(s->app);
    if (a != ACTION_COPY && a != ACTION_OPEN)
        return false;
    if (selected(x)) {
        app_set_clipboard(s->app, selected(x)->text);
        app_say(s->app, STYLE_NORMAL, "%s", _("Copied; Ctrl-V inserts it."));
    }
    return true;
}

static bool unplaced_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&((struct unplaced_screen *)s)->list, needle, direction);
}

static unsigned unplaced_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_OLD;
}

static void unplaced_destroy(struct screen *s)
{
    unplaced_finish(&((struct unplaced_screen *)s)->all);
    free(s);
}

static const struct screen_ops unplaced_ops = {
    .id = "unplaced",
    .places = unplaced_places,
    .draw = unplaced_draw,
    .act = unplaced_act,
    .search = unplaced_search,
    .destroy = unplaced_destroy,
    .keyline = unplaced_keyline,
};

void screen_unplaced(struct app *app, struct entry *entry)
{
    struct unplaced_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&unplaced_ops, app};
    x->list = (struct list){.ops = &list_ops, .user = x};
    record_unplaced(entry_record(entry), &x->all);
    list_set_count(&x->list, (int)x->all.n);
    app_push(app, &x->screen);
}
