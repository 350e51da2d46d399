/* Work made on this computer that the file lacks: shown at the start, and taken back if somebody wants. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/session.h"
#include "store/safety.h"
#include "text/date.h"
#include "text/wrap.h"
#include "tui/list.h"
#include "tui/period_text.h"
#include "tui/screens.h"

struct restore {
    struct screen screen;
    struct safety_missing missing;
    struct list list;
    bool details; /* two lines an entry */
};

static struct restore *of(struct screen *s)
{
    return (struct restore *)s;
}

static struct store *store_of(struct screen *s)
{
    return session_store(app_session(s->app));
}

/* ---- rows ---------------------------------------------------------------------------------------- */

static const struct safety_entry *entry_at(const struct restore *x, int i)
{
    return &x->missing.entries.v[x->details ? i / 2 : i];
}

static bool is_second(const struct restore *x, int i)
{
    return x->details && i % 2;
}

static char *name_of(struct restore *x, const struct safety_entry *en)
{
    struct session *session = app_session(x->screen.app);
    const struct form_brief *form = *en->form_id ? session_form_brief(session, en->form_id) : NULL;
    const char *title = form ? form_brief_name(form) : *en->form_id ? en->form_id : _("(form not known)");
    const char *unit = *en->unit ? session_office_name(session, en->unit) : _("(unit not known)");
    char *titled = titled_period(title, en->period), *all = xasprintf("%s · %s", titled, unit);
    free(titled);
    return all;
}

static char *count_of(const struct safety_entry *en)
{
    struct str s = {0};
    if (en->revisions)
        str_addf(&s, _("%lld revisions"), (long long)en->revisions);
    if (en->others)
        str_addf(&s, "%s%lld %s", s.len ? ", " : "", (long long)en->others, _("reviews and notes"));
    if (en->draft)
        str_addf(&s, "%s%s", s.len ? ", " : "", _("unfinished work"));
    return str_take(&s);
}

static char *times_of(const struct safety_entry *en)
{
    char first[32], last[32];
    date_print_time(en->first, first);
    date_print_time(en->last, last);
    return xasprintf(_("%s to %s%s%s · entry %s"), first, last, en->author ? " · " : "",
                     en->author ? en->author : "", *en->entry ? en->entry : "–");
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct restore *x = user;
    const struct safety_entry *en = entry_at(x, i);
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    surface_fill(f, r, style);
    if (is_second(x, i)) {
        char *times = times_of(en);
        surface_put(f, r.y, r.x + 5, r.columns - 6, STYLE_DIM, times);
        free(times);
        return;
    }
    char when[32], *name = name_of(x, en), *count = count_of(en);
    date_print_time(en->last, when);
    int counts = 18, times = 17, names = r.columns - counts - times - 4;
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, names - 1, style, name);
    surface_put(f, r.y, r.x + 3 + names, counts - 1, style, count);
    surface_put(f, r.y, r.x + 3 + names + counts, times, style, when);
    free(name);
    free(count);
}

static bool row_selectable(void *user, int i)
{
    return !is_second(user, i);
}

static char *row_text(void *user, int i)
{
    return name_of(user, entry_at(user, i));
}

static const struct list_ops list_ops = {
    .draw = draw_row,
    .selectable = row_selectable,
    .text = row_text,
};

static void count_rows(struct restore *x)
{
    list_set_count(&x->list, (int)x->missing.entries.n * (x->details ? 2 : 1));
}

/* ---- the screen ---------------------------------------------------------------------------------- */

static const enum action *restore_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_TAKE_BACK, ACTION_MISSING_DETAILS, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static int draw_text(struct surface *f, int y, enum style style, const char *text)
{
    struct wrap_lines lines = {0};
    wrap(text, strlen(text), f->columns - 6, &lines);
    for (size_t i = 0; i < lines.n; i++, y++)
        surface_putn(f, y, 3, f->columns - 5, style, text + lines.v[i].from,
                     lines.v[i].to - lines.v[i].from);
    vec_finish(&lines);
    return y;
}

static void restore_draw(struct screen *s, struct surface *f)
{
    struct restore *x = of(s);
    app_draw_title(s->app, f, _("Work that this file lacks"), NULL);
    char *head = xasprintf(_("%lld pieces of work made on this computer are not in this file."),
                           (long long)(x->missing.events + x->missing.drafts));
    int y = draw_text(f, 3, STYLE_HEADING, head);
    free(head);
    y = draw_text(f, y, STYLE_NORMAL,
                  _("An older copy may stand where the newer file was; or this is another copy, and the work "
                    "was done in the first. Taking back adds what is missing and changes nothing else; Esc leaves it for later."));
    list_draw(&x->list, f, (struct rect){y + 1, 0, f->rows - 4 - y, f->columns});
    app_draw_bottom(s->app, f, restore_keyline(s), NULL, NULL, STYLE_DIM);
}

static void take_back(struct screen *s)
{
    struct safety_restored r;
    struct err e = {0};
    struct app *app = s->app;
    if (!safety_restore(store_of(s), &r, &e)) {
        app_error(app, &e);
        return;
    }
    app_pop(app);
    if (r.bad)
        app_say(app, STYLE_WARNING, _("Taken back: %lld. %lld could not be read in the second copy."),
                (long long)(r.events + r.drafts), (long long)r.bad);
    else
        app_say(app, STYLE_OK, _("Taken back: %lld. The file holds everything made on this computer."),
                (long long)(r.events + r.drafts));
}

static bool restore_act(struct screen *s, enum action a)
{
    struct restore *x = of(s);
    if (list_act(&x->list, a))
        return true;
    if (a == ACTION_TAKE_BACK || a == ACTION_OPEN) {
        take_back(s);
    } else if (a == ACTION_MISSING_DETAILS) {
        int at = x->list.selected;
        x->details = !x->details;
        count_rows(x);
        list_select(&x->list, x->details ? at * 2 : at / 2);
    } else if (a == ACTION_BACK) {
        app_pop(s->app);
    } else {
        return false;
    }
    return true;
}

static bool restore_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&of(s)->list, needle, direction);
}

static unsigned restore_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_RESTORE;
}

static void restore_destroy(struct screen *s)
{
    safety_missing_finish(&of(s)->missing);
    free(s);
}

static const struct screen_ops restore_ops = {
    .id = "restore",
    .places = restore_places,
    .draw = restore_draw,
    .act = restore_act,
    .search = restore_search,
    .destroy = restore_destroy,
    .keyline = restore_keyline,
};

bool screen_restore(struct app *app)
{
    struct store *store = session_store(app_session(app));
    struct safety_missing missing;
    struct err e = {0};
    if (!safety_missing_count(store))
        return false;
    if (!safety_missing(store, &missing, &e)) {
        app_error(app, &e);
        return false;
    }
    struct restore *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&restore_ops, app};
    x->missing = missing;
    x->list = (struct list){.ops = &list_ops, .user = x};
    count_rows(x);
    app_push(app, &x->screen);
    return true;
}
