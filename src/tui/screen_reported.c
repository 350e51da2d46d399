/* Who has reported: every unit that owes a report below this office, and what became of it. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/review.h"
#include "form/chain.h"
#include "tui/screen_reported_inside.h"
#include "tui/screen_review.h"
#include "tui/screens.h"

static struct reported_screen *of(struct screen *s)
{
    return (struct reported_screen *)s;
}

const struct reported *reported_screen_selected(const struct reported_screen *s)
{
    return s->list.selected < 0 ? NULL : &s->all.v[s->rows.v.v[s->list.selected]];
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* Both are in the order of the unit list. */
static void keep_looked(const struct reported_list *old, struct reported_list *now)
{
    for (size_t i = 0, k = 0; i < now->n; i++) {
        while (k < old->n && old->v[k].unit < now->v[i].unit)
            k++;
        if (k == old->n)
            return;
        const struct reported *was = &old->v[k];
        struct reported *is = &now->v[i];
        if (was->unit != is->unit || !was->looked || was->received != is->received ||
            was->row.state != is->row.state || hash_cmp(&was->row.shown, &is->row.shown) != 0)
            continue;
        is->looked = true;
        is->complete = was->complete;
        is->came = was->came;
        now->totals.looked++;
        now->totals.complete += is->complete;
    }
}

/* The same unit stays selected, wherever it has gone. */
static void make_rows(struct reported_screen *s, const struct unit *selected)
{
    reported_rows_make(&s->rows, &s->all);
    s->list.drawn.rows = 0;
    list_set_count(&s->list, (int)s->rows.v.n);
    list_select(&s->list, 0);
    for (size_t i = 0; i < s->rows.v.n; i++)
        if (s->all.v[s->rows.v.v[i]].unit == selected)
            list_select(&s->list, (int)i);
    app_dirty(s->screen.app);
}

static const struct unit *selected_unit(const struct reported_screen *s)
{
    const struct reported *r = reported_screen_selected(s);
    return r ? r->unit : NULL;
}

static bool several_parents(const struct reported_list *l)
{
    for (size_t i = 1; i < l->n; i++)
        if (!str_eq0(l->v[i].unit->parent, l->v[0].unit->parent))
            return true;
    return false;
}

void reported_screen_show(struct reported_screen *s, const struct form_brief *form,
                          const char *period)
{
    struct app *app = s->screen.app;
    struct session *session = app_session(app);
    struct reported_list now;
    struct err e = {0};
    const struct unit *selected = form == s->form ? selected_unit(s) : NULL;
    if (!session_reported(session, form, period, date_of_time(clock_now()), &now, &e)) {
        app_error(app, &e);
        return;
    }
    session_reported_below(session, form, session_office(session), &now);
    if (form == s->form && str_eq0(period, s->period))
        keep_looked(&s->all, &now);
    reported_finish(&s->all);
    s->all = now;
    char *copy = xstrdup0(period);
    free(s->period);
    s->period = copy;
    s->form = form;
    s->looked = 0;
    s->parents = several_parents(&s->all);
    make_rows(s, selected);
}

/* ---- looking into what was received, while nobody types ---------------------------------------- */

#define LOOK_MS 20 /* then somebody may want to see it */

static bool look(struct reported_screen *s, size_t i)
{
    struct err e = {0};
    s->stuck = !session_reported_look(app_session(s->screen.app), &s->all, i, &e);
    if (s->stuck)
        app_error(s->screen.app, &e);
    return !s->stuck;
}

/* What depends on it changes only once all is known. */
static void look_ended(struct reported_screen *s)
{
    if (s->rows.column == COLUMN_COMPLETE || s->rows.column == COLUMN_CAME ||
        s->rows.filter == SHOW_INCOMPLETE)
        make_rows(s, selected_unit(s));
}

static bool is_time_up(struct reported_screen *s, int64_t begun)
{
    return clock_real_ms() - begun >= LOOK_MS || app_key_waits(s->screen.app);
}

/* What is in sight comes first. */
static void reported_tick(struct screen *screen)
{
    struct reported_screen *s = of(screen);
    int64_t begun = clock_real_ms();
    for (int i = s->list.top; i < s->list.top + s->list.height && i < s->list.count; i++)
        if (!s->all.v[s->rows.v.v[i]].looked && (!look(s, s->rows.v.v[i]) || is_time_up(s, begun)))
            return;
    while (s->looked < s->all.n && look(s, s->looked)) {
        s->looked++;
        if (is_time_up(s, begun))
            break;
    }
    if (s->looked == s->all.n)
        look_ended(s);
}

static int64_t reported_wake(struct screen *screen)
{
    struct reported_screen *s = of(screen);
    return s->looked < s->all.n && !s->stuck && app_top(screen->app) == screen ? 0 : INT64_MAX;
}

bool reported_screen_look_all(struct reported_screen *s)
{
    for (; s->looked < s->all.n; s->looked++)
        if (!look(s, s->looked))
            return false;
    look_ended(s);
    return true;
}

/* ---- actions ---------------------------------------------------------------------------------- */

/* Whether it waits for the review of the acting office. */
static bool is_mine(const struct reported_screen *s, const struct reported *r)
{
    struct session *session = app_session(s->screen.app);
    return r->received && r->row.state == STATE_SUBMITTED && session_office(session) &&
           office_same(session_turn(session, &r->row), session_office(session));
}

static void on_shown(void *context, size_t at)
{
    (void)context;
    (void)at; /* the list is read again when it comes back */
}

static void on_decided(void *context, const char *id, const char *revision, bool undone)
{
    (void)context;
    (void)id;
    (void)revision;
    (void)undone;
}

/* From the selected one on through all shown that wait. */
static void review_selected(struct reported_screen *s)
{
    VEC(const char *) ids = {0};
    size_t at = 0;
    for (int i = 0; i < s->list.count; i++) {
        const struct reported *r = &s->all.v[s->rows.v.v[i]];
        if (i == s->list.selected)
            at = ids.n;
        if (is_mine(s, r))
            *vec_add(&ids) = r->row.entry;
    }
    screen_review(s->screen.app, &(struct review_list){.ids = ids.v,
                                                       .n = ids.n,
                                                       .at = at,
                                                       .shown = on_shown,
                                                       .decided = on_decided});
    vec_finish(&ids);
}

static void open_selected(struct reported_screen *s)
{
    struct app *app = s->screen.app;
    const struct reported *r = reported_screen_selected(s);
    if (!r)
        return;
    if (is_mine(s, r)) {
        review_selected(s);
        return;
    }
    if (r->exists) {
        screen_entry_open(app, r->row.entry);
        return;
    }
    const char *name = session_office_name(app_session(app), r->unit->id);
    char *due = reported_screen_due(r);
    if (!r->has_due)
        app_say(app, STYLE_NORMAL, _("%s has sent nothing."), name);
    else if (r->late)
        app_say(app, STYLE_WARNING, _("%s has sent nothing: due %s, %lld days late."), name, due,
                (long long)r->late);
    else
        app_say(app, STYLE_NORMAL, _("%s has sent nothing yet: due %s."), name, due);
    free(due);
}

static void sort_next(struct reported_screen *s)
{
    s->rows.column = (s->rows.column + 1) % COLUMN_COUNT;
    s->rows.backward = reported_column_backward(s->rows.column);
    make_rows(s, NULL);
}

static bool has_any(const struct reported_screen *s, enum reported_filter f)
{
    for (size_t i = 0; i < s->all.n; i++)
        if (reported_shown(&s->all.v[i], f))
            return true;
    return f == SHOW_ALL;
}

/* Those that would show nothing are passed over. */
static void filter_next(struct reported_screen *s)
{
    do
        s->rows.filter = (s->rows.filter + 1) % SHOW_COUNT;
    while (!has_any(s, s->rows.filter));
    make_rows(s, selected_unit(s));
}

static bool reported_act(struct screen *screen, enum action a)
{
    struct reported_screen *s = of(screen);
    if (list_act(&s->list, a))
        return true;
    switch (a) {
    case ACTION_OPEN:
        open_selected(s);
        return true;
    case ACTION_HISTORY:
        if (reported_screen_selected(s) && reported_screen_selected(s)->exists)
            screen_history(screen->app, reported_screen_selected(s)->row.entry, NULL);
        return true;
    case ACTION_FORM_PERIOD:
        reported_screen_choose(s);
        return true;
    case ACTION_SORT:
        sort_next(s);
        return true;
    case ACTION_SORT_BACK:
        s->rows.backward = !s->rows.backward;
        make_rows(s, NULL);
        return true;
    case ACTION_FILTER:
        filter_next(s);
        return true;
    case ACTION_EXPORT:
        reported_screen_export(s);
        return true;
    case ACTION_REPORTED:
        return app_pop(screen->app);
    default:
        return false;
    }
}

/* ---- the screen ------------------------------------------------------------------------------- */

static char *row_text(void *user, int i)
{
    struct reported_screen *s = user;
    struct session *session = app_session(s->screen.app);
    const struct unit *u = s->all.v[s->rows.v.v[i]].unit;
    return xasprintf("%s %s", session_office_name(session, u->id),
                     u->parent ? session_office_name(session, u->parent) : "");
}

static const struct list_ops list_ops = {.draw = reported_screen_draw_row, .text = row_text};

static bool reported_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&of(s)->list, needle, direction);
}

static void reported_resume(struct screen *s)
{
    char *period = xstrdup0(of(s)->period);
    reported_screen_show(of(s), of(s)->form, period);
    free(period);
}

static unsigned reported_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_REPORTED;
}

static void reported_destroy(struct screen *s)
{
    reported_finish(&of(s)->all);
    reported_rows_finish(&of(s)->rows);
    free(of(s)->period);
    free(s);
}

static const struct screen_ops reported_ops = {
    .id = "reported",
    .places = reported_places,
    .draw = reported_screen_draw,
    .draw_part = reported_screen_draw_part,
    .act = reported_act,
    .search = reported_search,
    .wake = reported_wake,
    .tick = reported_tick,
    .resume = reported_resume,
    .destroy = reported_destroy,
    .keyline = reported_screen_keyline,
};

void screen_reported(struct app *app, const struct form_brief *form, const char *period)
{
    struct reported_screen *s = xcalloc(1, sizeof *s);
    s->screen = (struct screen){&reported_ops, app};
    s->list = (struct list){.ops = &list_ops, .user = s, .selected = -1};
    s->form = form;
    reported_screen_show(s, form, period);
    app_push(app, &s->screen);
}

bool screen_reported_nearest(struct app *app)
{
    struct session *session = app_session(app);
    struct reporting_list l;
    struct err e = {0};
    if (!session_reporting(session, NULL, session_office(session), &l, &e)) {
        app_error(app, &e);
        return true;
    }
    const struct reporting *r = reporting_nearest(&l, NULL, date_of_time(clock_now()));
    if (r)
        screen_reported(app, r->form, r->period);
    bool any = r != NULL;
    reporting_finish(&l);
    return any;
}
