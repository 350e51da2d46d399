/* The reviewer's desk: submissions that wait for this office, in the order and choice wanted (screen_desk_choose.c). */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/review.h"
#include "text/date.h"
#include "tui/period_text.h"
#include "tui/screen_desk_inside.h"
#include "tui/screen_review.h"
#include "tui/screens.h"

static struct desk_screen *of(struct screen *s)
{
    return (struct desk_screen *)s;
}

/* ---- reading ----------------------------------------------------------------------------------------- */

static void reload(struct desk_screen *x)
{
    struct err e = {0};
    const struct desk_item *item = desk_item_at(x, x->list.selected);
    char at[ENTRY_ID_HEX] = "";
    if (item)
        memcpy(at, item->entry, sizeof at);
    desk_finish(&x->desk);
    vec_clear(&x->shown);
    if (!session_desk(app_session(x->screen.app), &x->desk, &e))
        app_error(x->screen.app, &e);
    desk_sort(&x->desk, x->order);
    vec_clear(&x->warned);
    for (size_t i = 0; i < x->desk.n; i++)
        *vec_add(&x->warned) = -1;
    x->judged = 0;
    desk_choose_shown(x, at);
}

/* ---- warnings: looked at piece by piece, while no key waits --------------------------------------------- */

#define JUDGE_MS 30

static bool is_judging(const struct desk_screen *x)
{
    return x->choice == CHOOSE_WARNED && x->judged < x->desk.n;
}

static void judge(struct desk_screen *x)
{
    int64_t begun = clock_real_ms();
    size_t before = x->shown.n;
    while (is_judging(x) && clock_real_ms() - begun < JUDGE_MS && !app_key_waits(x->screen.app)) {
        struct err e = {0};
        struct review *r = review_open(app_session(x->screen.app), x->desk.v[x->judged].entry, NULL, &e);
        x->warned.v[x->judged] =
            !r || review_warnings(r) || rules_count(entry_rules(review_entry(r)), LEVEL_ERROR) > 0;
        if (x->warned.v[x->judged])
            *vec_add(&x->shown) = x->judged;
        x->judged++;
        review_destroy(r);
        err_finish(&e);
    }
    if (x->shown.n != before)
        list_set_count(&x->list, (int)x->shown.n);
    app_dirty(x->screen.app);
}

static int64_t desk_wake(struct screen *s)
{
    return app_top(s->app) == s && is_judging(of(s)) ? clock_ms() : INT64_MAX;
}

static void desk_tick(struct screen *s)
{
    judge(of(s));
}

/* ---- drawing ----------------------------------------------------------------------------------------- */

#define DAY_COLUMNS 11

static void columns_at(int width, int x[5])
{
    int rest = width - 3 - DAY_COLUMNS;
    x[0] = 3;
    x[1] = x[0] + rest * 38 / 100;
    x[2] = x[1] + rest * 30 / 100;
    x[3] = x[2] + DAY_COLUMNS;
    x[4] = width;
}

static const char *look_words(const struct desk_item *item)
{
    if (item->state == STATE_CONFLICT)
        return _("changed twice");
    if (item->flags & FLAG_REVIEWERS_DISAGREE)
        return _("reviewers disagree");
    if (item->flags & FLAG_POSSIBLE_DUPLICATE)
        return _("perhaps twice");
    if (item->flags & FLAG_CHANGED_AFTER_ACCEPTANCE)
        return _("changed after acceptance");
    if (item->look == DESK_CHANGED)
        return _("changed since");
    return item->look == DESK_SEEN ? _("read, not decided") : "";
}

static enum surface_mark mark_of(const struct desk_item *item)
{
    unsigned urgent = FLAG_REVIEWERS_DISAGREE | FLAG_POSSIBLE_DUPLICATE;
    if (item->state == STATE_CONFLICT || (item->flags & urgent))
        return MARK_BAD;
    return item->look == DESK_CHANGED ? MARK_CHANGED : MARK_NOTE;
}

static char *state_words(const struct desk_item *item)
{
    struct str out = {0};
    if (item->submission > 1)
        str_addf(&out, _("no. %d"), item->submission);
    if (*look_words(item))
        str_addf(&out, "%s%s", out.len ? ", " : "", look_words(item));
    if (item->late)
        str_addf(&out, "%s%s", out.len ? ", " : "", _("late"));
    return str_take(&out);
}

static void draw_line(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct desk_item *item = desk_item_at(user, i);
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    int x[5];
    char when[32], *words = state_words(item);
    char *form = titled_period(form_brief_name(item->form), item->period);
    const char *texts[4] = {item->name, form, when, words};
    enum surface_mark mark = mark_of(item);
    columns_at(r.columns, x);
    date_print(date_of_time(item->time), when);
    surface_fill(f, r, style);
    if (item->look != DESK_SEEN || mark == MARK_BAD)
        surface_put(f, r.y, r.x + 1, 1, selected ? style : mark == MARK_BAD ? STYLE_WARNING : STYLE_NORMAL,
                    surface_mark(f, mark));
    for (int k = 0; k < 4; k++)
        surface_put(f, r.y, r.x + x[k], x[k + 1] - x[k] - 1, style, texts[k]);
    free(words);
    free(form);
}

static char *line_text(void *user, int i)
{
    const struct desk_item *item = desk_item_at(user, i);
    return xasprintf("%s %s", item->name, form_brief_name(item->form));
}

static const struct list_ops list_ops = {.draw = draw_line, .text = line_text};

static const enum action *desk_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_REVIEW_OPEN, ACTION_DESK_SORT, ACTION_DESK_FILTER, ACTION_SEARCH_LIST,
                                       ACTION_BACK, ACTION_HELP, ACTION_UNDO, ACTION_NONE};
    (void)s;
    return keys;
}

static const char *const order_names[DESK_ORDERS] = {
    [DESK_BY_UNIT] = N_("by unit"),
    [DESK_BY_FORM] = N_("by form"),
    [DESK_BY_DUE] = N_("by due day"),
    [DESK_BY_TIME] = N_("the longest waiting first"),
};

static void desk_draw(struct screen *s, struct surface *f)
{
    struct desk_screen *x = of(s);
    struct rect r = app_content(f);
    const char *heads[4] = {_("Unit"), _("Form"), _("Submitted"), _("State")};
    int at[5];
    char *choice = desk_choice_text(x);
    char *left = x->choice == CHOOSE_ALL ? xasprintf(_("To review: %zu"), x->desk.n)
                                         : xasprintf(_("To review: %zu of %zu"), x->shown.n, x->desk.n);
    char *says = is_judging(x) ? xasprintf(_("%s – looked at %zu of %zu"), choice, x->judged, x->desk.n)
                               : xstrdup(choice);
    app_draw_title(s->app, f, left, _(order_names[x->order]));
    columns_at(f->columns, at);
    for (int k = 0; k < 4; k++)
        surface_put(f, r.y, at[k], at[k + 1] - at[k] - 1, STYLE_DIM, heads[k]);
    if (!x->shown.n && !is_judging(x))
        surface_put(f, r.y + 2, 3, -1, STYLE_OK, x->desk.n ? _("None of those that wait.") : _("Nothing waits for your review."));
    list_draw(&x->list, f, (struct rect){r.y + 1, r.x, r.rows - 1, r.columns});
    app_draw_bottom(s->app, f, desk_keyline(s), says, NULL, STYLE_DIM);
    free(choice);
    free(left);
    free(says);
}

static bool desk_draw_part(struct screen *s, struct surface *f)
{
    return list_draw_part(&of(s)->list, f);
}

/* ---- keys -------------------------------------------------------------------------------------------- */

/* The list is where the reading is, when it comes back. */
static void note_shown(void *context, size_t at)
{
    struct desk_screen *x = context;
    if (at < x->shown.n)
        list_select(&x->list, (int)at);
}

static void note_decided(void *context, const char *id, const char *revision, bool undone)
{
    struct desk_screen *x = context;
    if (!undone)
        *vec_add(&x->decided) = xasprintf("%s %s", revision, id);
    else if (x->decided.n)
        free(x->decided.v[--x->decided.n]);
}

/* The last decision of this sitting, also when the screen of its entry is gone. */
static bool take_back(struct desk_screen *x)
{
    struct app *app = x->screen.app;
    struct err e = {0};
    if (!x->decided.n) {
        app_say(app, STYLE_DIM, "%s", _("Nothing more to undo."));
        return true;
    }
    char *revision = x->decided.v[--x->decided.n], *id = strchr(revision, ' ');
    *id++ = '\0';
    struct review *r = review_open(app_session(app), id, revision, &e);
    bool good = r && review_undo(r, NULL, &e);
    if (good)
        app_say(app, STYLE_OK, _("Taken back: %s waits for a decision again."),
                session_office_name(app_session(app), entry_unit(review_entry(r))));
    else
        app_error(app, &e);
    review_destroy(r);
    reload(x);
    desk_choose_shown(x, id);
    free(revision);
    return true;
}

static void open_selected(struct desk_screen *x)
{
    VEC(const char *) ids = {0};
    if (x->list.selected < 0 || !x->shown.n)
        return;
    for (size_t i = 0; i < x->shown.n; i++)
        *vec_add(&ids) = x->desk.v[x->shown.v[i]].entry;
    screen_review(x->screen.app, &(struct review_list){.ids = ids.v,
                                                       .n = ids.n,
                                                       .at = (size_t)x->list.selected,
                                                       .context = x,
                                                       .shown = note_shown,
                                                       .decided = note_decided});
    vec_finish(&ids);
}

static bool desk_act(struct screen *s, enum action a)
{
    struct desk_screen *x = of(s);
    if (list_act(&x->list, a))
        return true;
    if (a == ACTION_DESK_SORT)
        return desk_sort_next(x);
    if (a == ACTION_DESK_FILTER)
        return desk_filter(x);
    if (a == ACTION_UNDO)
        return take_back(x);
    if (a == ACTION_BACK && x->choice != CHOOSE_ALL)
        return desk_set_choice(x, CHOOSE_ALL, NULL, 0), true;
    if (a == ACTION_OPEN || a == ACTION_REVIEW_OPEN)
        return open_selected(x), true;
    return false;
}

static bool desk_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&of(s)->list, needle, direction);
}

static unsigned desk_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_DESK;
}

static void desk_resume(struct screen *s)
{
    reload(of(s));
}

static void desk_screen_finish(struct screen *s)
{
    struct desk_screen *x = of(s);
    desk_forget_choices(x);
    for (size_t i = 0; i < x->decided.n; i++)
        free(x->decided.v[i]);
    vec_finish(&x->decided);
    vec_finish(&x->choices);
    desk_finish(&x->desk);
    vec_finish(&x->shown);
    vec_finish(&x->warned);
    free(x->key);
    free(x);
}

static const struct screen_ops desk_ops = {
    .id = "desk",
    .places = desk_places,
    .draw = desk_draw,
    .draw_part = desk_draw_part,
    .act = desk_act,
    .search = desk_search,
    .wake = desk_wake,
    .tick = desk_tick,
    .resume = desk_resume,
    .destroy = desk_screen_finish,
    .keyline = desk_keyline,
};

void screen_desk(struct app *app)
{
    struct desk_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&desk_ops, app};
    x->list = (struct list){.ops = &list_ops, .user = x};
    reload(x);
    app_push(app, &x->screen);
}
