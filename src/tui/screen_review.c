/* Reading a submission: what changed since this office saw it last, or all of it. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/desk.h"
#include "entry/state_words.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "tui/period_text.h"
#include "tui/screen_conflict.h"
#include "tui/screen_review_inside.h"
#include "tui/screens.h"

static struct session *session_of(const struct review_screen *x)
{
    return app_session(x->screen.app);
}

const struct reading_item *review_screen_item(const struct review_screen *x)
{
    return x->view.selected < x->reading.n ? &x->reading.v[x->view.selected] : NULL;
}

/* ---- opening ------------------------------------------------------------------------------------- */

size_t review_screen_events(const struct review_screen *x)
{
    static const enum event_kind kinds[] = {EVENT_REVISION, EVENT_REVIEW, EVENT_COMMENT,
                                            EVENT_COMMENT_STATE};
    size_t n = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct revisions all = {0};
        store_events(session_store(session_of(x)), entry_id(review_entry(x->review)), kinds[i], &all,
                     NULL);
        n += all.n;
        revisions_finish(&all);
    }
    return n;
}

static void forget(struct review_screen *x)
{
    reading_finish(&x->reading);
    x->reading = (struct reading){0};
    review_destroy(x->review);
    x->review = NULL;
    free(x->newer);
    x->newer = NULL;
}

/* Who reads a submission and decides nothing has looked at it all the same. */
static void note_look(struct review_screen *x)
{
    struct err e = {0};
    const struct revision *looked_at = x->review ? review_revision(x->review) : NULL;
    if (looked_at && !x->quiet &&
        !session_look(session_of(x), entry_id(review_entry(x->review)), &looked_at->id, &e))
        app_error(x->screen.app, &e);
}

static bool read_it(struct review_screen *x)
{
    struct err e = {0};
    reading_finish(&x->reading);
    x->reading = (struct reading){0};
    bool good = review_read(x->review, x->whole, &x->reading, &e);
    x->view = (struct reading_view){.session = session_of(x),
                                    .review = x->review,
                                    .reading = &x->reading,
                                    .whole = x->whole,
                                    .columns = x->made_columns,
                                    .selected = x->view.selected,
                                    .column = x->view.column};
    if (!good)
        app_error(x->screen.app, &e);
    x->fresh = x->follow = true;
    app_dirty(x->screen.app);
    return good;
}

bool review_screen_show(struct review_screen *x, size_t at)
{
    struct err e = {0};
    note_look(x);
    forget(x);
    x->at = at;
    x->whole = x->quiet = false;
    x->view = (struct reading_view){0};
    const struct review_ref *ref = &x->refs.v[at];
    x->review = review_open(session_of(x), ref->id, ref->done == REVIEW_WAITS ? NULL : ref->revision, &e);
    sheet_home(&x->sheet);
    if (!x->review) {
        app_error(x->screen.app, &e);
        return false;
    }
    x->shown(x->context, at);
    x->events = review_screen_events(x);
    x->look_at = clock_ms();
    bool good = read_it(x);
    while (x->view.selected + 1 < x->reading.n && !x->reading.v[x->view.selected].changed)
        x->view.selected++;
    if (x->reading.n && !x->reading.v[x->view.selected].changed)
        x->view.selected = 0;
    x->follow = false; /* what stands above the first change is read first */
    return good;
}

/* The place that was under the cursor, in what is shown now. */
static void select_place(struct review_screen *x, struct place p, const char *path)
{
    size_t best = x->view.selected;
    bool found = false;
    for (size_t i = 0; i < x->reading.n && !found; i++) {
        const struct reading_item *item = &x->reading.v[i];
        bool near = item->place.field == p.field && (item->place.row == p.row || item->place.row < 0 || p.row < 0);
        found = path && item->kind != READING_THREAD && !strcmp(item->path, path);
        if (found || (near && (best >= x->reading.n || x->reading.v[best].place.field != p.field)))
            best = i;
        if (near && item->place.row == p.row && !path)
            found = true, best = i;
    }
    x->view.selected = best < x->reading.n ? best : 0;
    if (p.row >= 0 && p.column >= 0)
        x->view.column = p.column;
}

void review_screen_again(struct review_screen *x)
{
    x->events = review_screen_events(x);
    read_it(x);
    if (x->view.selected >= x->reading.n)
        x->view.selected = x->reading.n ? x->reading.n - 1 : 0;
}

static void toggle_whole(struct review_screen *x)
{
    const struct reading_item *item = review_screen_item(x);
    struct place p = item ? item->place : PLACE_FIELD(-1);
    char *path = item ? xstrdup(item->path) : NULL;
    x->whole = !x->whole;
    x->view.selected = 0;
    if (read_it(x) && p.field >= 0)
        select_place(x, p, path);
    free(path);
}

/* ---- what arrives meanwhile ------------------------------------------------------------------------- */

#define LOOK_MS 3000

/* Said, never swapped in. */
static void look_for_news(struct review_screen *x)
{
    struct entry_row row = {0};
    const struct revision *read = review_revision(x->review);
    char key[32], when[32];
    x->look_at = clock_ms();
    if (!read || !store_events_came(session_store(session_of(x))) ||
        review_screen_events(x) == x->events ||
        !store_entry(session_store(session_of(x)), entry_id(review_entry(x->review)), &row, NULL))
        return;
    free(x->newer);
    date_print_time(row.time, when);
    action_key(ACTION_NEWER, key);
    if (row.state == STATE_WITHDRAWN || row.state == STATE_CONFLICT)
        x->newer = xasprintf(_("Meanwhile: %s. What you read stays; %s shows how it stands now."),
                             entry_state_name(row.state), key);
    else if (hash_cmp(&row.shown, &read->id))
        x->newer = xasprintf(_("A newer submission has arrived (no. %d, %s). What you read stays; %s shows the new one."),
                             row.submission, when, key);
    else
        x->newer = xasprintf(_("Somebody else has said something about it; %s shows it."), key);
    entry_row_finish(&row);
    app_say(x->screen.app, STYLE_WARNING, "%s", x->newer);
    app_dirty(x->screen.app);
}

static int64_t review_wake(struct screen *s)
{
    return review_screen_of(s)->review && !review_screen_of(s)->newer ? review_screen_of(s)->look_at + LOOK_MS : INT64_MAX;
}

static void review_tick(struct screen *s)
{
    if (review_screen_of(s)->review)
        look_for_news(review_screen_of(s));
}

/* ---- moving ---------------------------------------------------------------------------------------- */

static void set_cursor(struct review_screen *x, size_t i, int column)
{
    if (!x->fresh)
        reading_mark(&x->sheet, &x->view, false);
    x->view.selected = i;
    x->view.column = column;
    if (!x->fresh)
        reading_mark(&x->sheet, &x->view, true);
}

static void select_item(struct review_screen *x, size_t i)
{
    set_cursor(x, i, 0);
    x->follow = true;
}

/* Where an item ends, and whether that is below what is in sight. */
static bool goes_on(const struct review_screen *x, int by)
{
    int tag = (int)x->view.selected + 1, first = -1, last = -1;
    for (size_t i = 0; i < x->sheet.lines.n; i++) {
        int other = x->sheet.v.v[x->sheet.lines.v[i].para].tag;
        if (other == tag && first < 0)
            first = (int)i;
        if (first >= 0 && other && other != tag)
            break;
        if (first >= 0)
            last = (int)i;
    }
    return by > 0 ? last >= x->sheet.top + x->sheet.rows : first >= 0 && first < x->sheet.top;
}

static void move(struct review_screen *x, int by)
{
    if (goes_on(x, by) || !x->reading.n)
        sheet_act(&x->sheet, by > 0 ? ACTION_DOWN : ACTION_UP);
    else if (by > 0 && x->view.selected + 1 < x->reading.n)
        select_item(x, x->view.selected + 1);
    else if (by < 0 && x->view.selected > 0)
        select_item(x, x->view.selected - 1);
    else
        sheet_act(&x->sheet, by > 0 ? ACTION_DOWN : ACTION_UP);
}

/* The first item that begins in sight gets the cursor. */
static void select_in_sight(struct review_screen *x)
{
    int bottom = x->sheet.top + x->sheet.rows;
    for (int i = x->sheet.top; i < bottom && i < (int)x->sheet.lines.n; i++) {
        int tag = x->sheet.v.v[x->sheet.lines.v[i].para].tag;
        if (tag) {
            set_cursor(x, (size_t)tag - 1, 0);
            return;
        }
    }
}

static bool scroll(struct review_screen *x, enum action a)
{
    if (a != ACTION_PAGE_UP && a != ACTION_PAGE_DOWN && a != ACTION_HOME && a != ACTION_END)
        return false;
    if (a == ACTION_HOME)
        sheet_home(&x->sheet);
    else
        sheet_act(&x->sheet, a);
    if (a == ACTION_END && x->reading.n)
        select_item(x, x->reading.n - 1);
    else
        select_in_sight(x);
    return true;
}

static void move_column(struct review_screen *x, int by)
{
    const struct reading_item *item = review_screen_item(x);
    if (!item || (item->kind != READING_ROW && item->kind != READING_ROW_ADDED))
        return;
    int n = (int)entry_form(review_entry(x->review))->fields.v[item->place.field]->table->columns.n;
    int to = x->view.column + by;
    set_cursor(x, x->view.selected, to < 0 ? 0 : to < n ? to : n - 1);
}

static void go_entry(struct review_screen *x, int by)
{
    size_t to = x->at;
    if (by < 0 ? to == 0 : to + 1 >= x->refs.n) {
        app_say(x->screen.app, STYLE_DIM, "%s", by < 0 ? _("This is the first one.") : _("This is the last one."));
        return;
    }
    to += by < 0 ? (size_t)-1 : 1;
    if (!review_screen_show(x, to) && !x->review)
        app_pop(x->screen.app);
}

void review_screen_go_on(struct review_screen *x, const char *said)
{
    struct app *app = x->screen.app;
    size_t to = x->at + 1, waiting = 0;
    char *text = xstrdup(said);
    while (to < x->refs.n && x->refs.v[to].done != REVIEW_WAITS)
        to++;
    for (size_t i = 0; i < x->refs.n; i++)
        waiting += x->refs.v[i].done == REVIEW_WAITS;
    x->quiet = true;
    if (to < x->refs.n) {
        if (review_screen_show(x, to))
            app_say(app, STYLE_OK, "%s", text);
        else if (!x->review)
            app_pop(app);
    } else {
        app_pop(app);
        if (waiting)
            app_say(app, STYLE_OK, _("%s That was the end of the list; left for later: %zu."), text, waiting);
        else
            app_say(app, STYLE_OK, _("%s That was the last one."), text);
    }
    free(text);
}

/* ---- problems and search ---------------------------------------------------------------------------- */

static void picked(struct screen *below, struct place p)
{
    struct review_screen *x = review_screen_of(below);
    if (!x->whole) {
        x->whole = true;
        read_it(x);
    }
    select_place(x, p, NULL);
    x->fresh = x->follow = true;
}

static bool review_search(struct screen *s, const char *needle, int direction)
{
    struct review_screen *x = review_screen_of(s);
    size_t n = x->sheet.v.n, from = 0;
    if (!*needle || !n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (x->sheet.v.v[i].tag == (int)x->view.selected + 1)
            from = i;
    for (size_t k = direction ? 1 : 0; k <= n; k++) {
        size_t i = (from + (direction < 0 ? n - k : k)) % n, owner = i;
        if (fold_find(x->sheet.v.v[i].text, needle, NULL) < 0)
            continue;
        while (owner > 0 && !x->sheet.v.v[owner].tag)
            owner--;
        if (!x->sheet.v.v[owner].tag)
            continue;
        select_item(x, (size_t)x->sheet.v.v[owner].tag - 1);
        app_dirty(s->app);
        return true;
    }
    return false;
}

/* ---- keys ------------------------------------------------------------------------------------------ */

static void to_conflict(struct review_screen *x)
{
    if (!screen_conflict_instead(x->screen.app, entry_id(review_entry(x->review))))
        app_say(x->screen.app, STYLE_DIM, "%s", _("Nothing here waits for you to be brought together."));
}

static void to_problems(struct review_screen *x)
{
    size_t n;
    rules_verdicts(entry_rules(review_entry(x->review)), &n);
    if (n)
        screen_problems(x->screen.app, review_entry(x->review), &x->screen, 0, picked);
    else
        app_say(x->screen.app, STYLE_OK, "%s", _("No errors, no warnings."));
}

static bool review_act(struct screen *s, enum action a)
{
    struct review_screen *x = review_screen_of(s);
    app_dirty(s->app);
    if (!x->newer)
        look_for_news(x);
    if (scroll(x, a) || review_screen_decide(x, a))
        return true;
    switch (a) {
    case ACTION_UP:
    case ACTION_DOWN:
        return move(x, a == ACTION_DOWN ? 1 : -1), true;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        return move_column(x, a == ACTION_RIGHT ? 1 : -1), true;
    case ACTION_WHOLE:
    case ACTION_OPEN: /* what stands around the place */
        return toggle_whole(x), true;
    case ACTION_NEXT_ENTRY:
    case ACTION_PREV_ENTRY:
        return go_entry(x, a == ACTION_NEXT_ENTRY ? 1 : -1), true;
    case ACTION_NEWER:
        x->refs.v[x->at].done = REVIEW_WAITS;
        if (!review_screen_show(x, x->at) && !x->review)
            app_pop(s->app);
        return true;
    case ACTION_HISTORY:
        if (x->review)
            screen_history(s->app, entry_id(review_entry(x->review)), NULL);
        return true;
    case ACTION_TO_CONFLICT:
        return to_conflict(x), true;
    case ACTION_PROBLEMS:
        return to_problems(x), true;
    default:
        return false;
    }
}

static unsigned review_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_REVIEW;
}

/* What stood over it may have changed the entry: decided conflicts. */
static void review_resume(struct screen *s)
{
    review_screen_of(s)->fresh = true;
}

static void review_finish(struct screen *s)
{
    struct review_screen *x = review_screen_of(s);
    forget(x);
    for (size_t i = 0; i < x->refs.n; i++)
        free(x->refs.v[i].id);
    vec_finish(&x->refs);
    vec_finish(&x->steps);
    sheet_finish(&x->sheet);
    free(x->received);
    free(x);
}

static bool review_save(struct screen *s)
{
    note_look(review_screen_of(s));
    review_screen_of(s)->quiet = true;
    return true;
}

static const struct screen_ops review_ops = {
    .id = "review",
    .places = review_places,
    .draw = review_screen_draw,
    .act = review_act,
    .search = review_search,
    .wake = review_wake,
    .tick = review_tick,
    .resume = review_resume,
    .save = review_save,
    .destroy = review_finish,
    .keyline = review_screen_keyline,
};

void screen_review(struct app *app, const struct review_list *list)
{
    struct review_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&review_ops, app};
    x->context = list->context;
    x->shown = list->shown;
    x->decided = list->decided;
    for (size_t i = 0; i < list->n; i++)
        *vec_add(&x->refs) = (struct review_ref){.id = xstrdup(list->ids[i])};
    if (review_screen_show(x, list->at))
        app_push(app, &x->screen);
    else
        review_finish(&x->screen);
}
