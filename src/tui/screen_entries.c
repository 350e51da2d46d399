/* All entries of the file. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "tui/entry_list.h"
#include "tui/screens.h"

struct entries {
    struct screen screen;
    struct entry_list list;
};

static struct entries *of(struct screen *s)
{
    return (struct entries *)s;
}

static const enum action *entries_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN,    ACTION_SEARCH_LIST, ACTION_HISTORY, ACTION_HOME,
                                       ACTION_END,     ACTION_PALETTE,     ACTION_BACK,
                                       ACTION_HELP,    ACTION_NONE};
    (void)s;
    return keys;
}

static void entries_draw(struct screen *s, struct surface *f)
{
    struct rect r = app_content(f);
    app_draw_title(s->app, f, action_name(ACTION_ENTRIES), NULL);
    if (!entry_list_selected(&of(s)->list))
        surface_put(f, r.y + 1, 3, -1, STYLE_NORMAL, _("The file holds no entries yet."));
    else
        entry_list_draw(&of(s)->list, f, r);
    app_draw_bottom(s->app, f, entries_keyline(s), NULL, NULL, STYLE_DIM);
}

static bool entries_draw_part(struct screen *s, struct surface *f)
{
    return entry_list_draw_part(&of(s)->list, f);
}

static bool entries_act(struct screen *s, enum action a)
{
    const struct entry_row *row = entry_list_selected(&of(s)->list);
    if (a == ACTION_OPEN && row)
        screen_entry_open(s->app, row->entry);
    if (a == ACTION_HISTORY && row)
        screen_history(s->app, row->entry, NULL);
    return a == ACTION_OPEN || a == ACTION_HISTORY || entry_list_act(&of(s)->list, a);
}

static bool entries_search(struct screen *s, const char *needle, int direction)
{
    return entry_list_search(&of(s)->list, needle, direction);
}

static void entries_resume(struct screen *s)
{
    entry_list_reload(&of(s)->list);
}

static void entries_destroy(struct screen *s)
{
    entry_list_finish(&of(s)->list);
    free(s);
}

static unsigned entries_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_ENTRIES;
}

static const struct screen_ops entries_ops = {
    .id = "entries",
    .places = entries_places,
    .draw = entries_draw,
    .draw_part = entries_draw_part,
    .act = entries_act,
    .search = entries_search,
    .resume = entries_resume,
    .destroy = entries_destroy,
    .keyline = entries_keyline,
};

void screen_entries(struct app *app)
{
    struct entries *s = xcalloc(1, sizeof *s);
    s->screen = (struct screen){&entries_ops, app};
    entry_list_init(&s->list, app);
    app_push(app, &s->screen);
}
