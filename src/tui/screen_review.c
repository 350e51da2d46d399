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

static struct review_screen *of(struct screen *s)
{
    return (struct review_screen *)s;
}

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
    return of(s)->review && !of(s)->newer ? of(s)->look_at + LOOK_MS : INT64_MAX;
}

static void review_tick(struct screen *s)
{
    if (of(s)->review)
        look_for_news(of(s));
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
    struct review_screen *x = of(below);
    if (!x->whole) {
        x->whole = true;
        read_it(x);
    }
    select_place(x, p, NULL);
    x->fresh = x->follow = true;
}

static bool review_search(struct screen *s, const char *needle, int direction)
{
    struct review_screen *x = of(s);
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

/* ---- drawing --------------------------------------------------------------------------------------- */

static void add_notice(struct review_screen *x, enum style style, char *text)
{
    sheet_add(&x->sheet, 1, style, text);
}

static void add_decided(struct review_screen *x, const struct decided *d, bool earlier)
{
    static const char *const words[] = {
        [SAYS_ACCEPT] = N_("✓ accepted"),
        [SAYS_PASS_ON] = N_("✓ accepted and handed on"),
        [SAYS_RETURN] = N_("! returned"),
        [SAYS_NOTHING] = "",
    };
    char *who = reading_who(session_of(x), d->author, d->office, d->time);
    struct str out = {0};
    str_addf(&out, "%s%s: %s", earlier ? _("Before: ") : "", _(words[d->says]), who);
    if (d->text)
        str_addf(&out, ": “%s”", d->text);
    if (d->received)
        str_addf(&out, _(" · came in on %s"), d->received);
    add_notice(x, d->says == SAYS_RETURN && !earlier ? STYLE_WARNING : STYLE_DIM, str_take(&out));
    free(who);
}

static void add_decisions(struct review_screen *x, const struct revision *of_which, bool earlier)
{
    struct decided_list list = {0};
    if (!review_decided(x->review, of_which, &list, NULL))
        return;
    for (size_t i = 0; i < list.n; i++)
        add_decided(x, &list.v[i], earlier);
    decided_finish(&list);
}

/* What stands above the changes: state, decisions so far, how much there is to read. */
static void add_notices(struct review_screen *x)
{
    struct entry *en = review_entry(x->review);
    const struct entry_row *row = entry_row(en);
    char *flags = session_flag_words(session_of(x), row), key[32];
    bool base = x->reading.base != NULL;
    if (row->state == STATE_CONFLICT)
        add_notice(x, STYLE_WARNING,
                   xasprintf(_("! Two versions stand beside each other: nobody can accept it before they are brought together (%s)."),
                             action_key(ACTION_TO_CONFLICT, key)));
    else if (row->state == STATE_WITHDRAWN || row->state == STATE_DRAFT)
        add_notice(x, STYLE_WARNING, xasprintf("! %s", entry_state_name(row->state)));
    if (*flags)
        add_notice(x, STYLE_WARNING, xasprintf("! %s", flags));
    free(flags);
    add_decisions(x, review_revision(x->review), false);
    if (base)
        add_decisions(x, x->reading.base, true);
    if (base && !x->whole && !x->reading.changes)
        add_notice(x, STYLE_OK, xstrdup(_("Nothing has changed since you reviewed it last.")));
}

static char *counts(const struct review_screen *x)
{
    struct rules *rules = entry_rules(review_entry(x->review));
    size_t threads = 0, open = 0;
    for (size_t i = 0; i < x->reading.remarks.n; i++) {
        const struct comment *c = x->reading.remarks.v[i].said;
        threads += c->thread == i;
        open += c->thread == i && c->open;
    }
    size_t errors = rules_count(rules, LEVEL_ERROR), warnings = review_warnings(x->review);
    return x->made_columns && x->made_columns < 70
               ? xasprintf(_("errors: %zu · warnings: %zu · open: %zu"), errors, warnings, open)
               : xasprintf(_("errors: %zu · warnings: %zu · comments: %zu, open: %zu"), errors, warnings,
                           threads, open);
}

static char *reading_what(const struct review_screen *x)
{
    char key[32];
    action_key(ACTION_WHOLE, key);
    if (!x->reading.base)
        return xstrdup(_("Not reviewed before: all of it"));
    return x->whole ? xasprintf(_("All of it (%s: only changes)"), key)
                    : xasprintf(_("Changes only: %zu (%s: all)"), x->reading.changes, key);
}

static void make_sheet(struct review_screen *x, int columns)
{
    if (!x->fresh && x->made_columns == columns && x->made_in == lang_get())
        return;
    x->made_in = lang_get();
    sheet_clear(&x->sheet);
    x->view.columns = columns;
    add_notices(x);
    reading_sheet(&x->sheet, &x->view);
    reading_mark(&x->sheet, &x->view, true);
    x->fresh = false;
    x->made_columns = columns;
}

static const enum action *review_keyline(struct screen *s)
{
    static const enum action keys[] = {
        ACTION_ACCEPT, ACTION_RETURN,   ACTION_REMARK,   ACTION_WHOLE, ACTION_NEXT_ENTRY, ACTION_PREV_ENTRY,
        ACTION_BACK,   ACTION_PROBLEMS, ACTION_HELP,  ACTION_UNDO, ACTION_NONE};
    static const enum action thread[] = {
        ACTION_ACCEPT, ACTION_RETURN, ACTION_REMARK, ACTION_CLOSE_REMARK, ACTION_WHOLE, ACTION_NEXT_ENTRY,
        ACTION_BACK,   ACTION_PROBLEMS, ACTION_HELP, ACTION_UNDO, ACTION_NONE};
    static const enum action newer[] = {
        ACTION_NEWER, ACTION_ACCEPT, ACTION_RETURN, ACTION_REMARK, ACTION_WHOLE, ACTION_NEXT_ENTRY, ACTION_BACK,
        ACTION_PROBLEMS, ACTION_HELP, ACTION_UNDO, ACTION_NONE};
    const struct reading_item *item = review_screen_item(of(s));
    return of(s)->newer ? newer : item && item->kind == READING_THREAD ? thread : keys;
}

static const char *form_title(const struct form *form)
{
    return text_of(text_is_empty(&form->short_title) ? &form->title : &form->short_title);
}

#define TITLE_ROOM 24 /* "Duyệt 123/123 ›  › " and what stands between left and right */

static void draw_title(struct review_screen *x, struct surface *f)
{
    struct entry *en = review_entry(x->review);
    const struct revision *r = review_revision(x->review);
    const struct unit *unit = entry_catalogue(en) ? catalogue_find(entry_catalogue(en), entry_unit(en)) : NULL;
    char when[32] = "";
    if (r)
        date_print_time(r->head.time, when);
    const char *name = unit ? unit->name : entry_unit(en);
    char *right = xasprintf(_("Submission %d · %s"), entry_row(en)->submission, when);
    struct str form = {0};
    char *whole = titled_period(form_title(entry_form(en)), entry_period(en));
    int room = f->columns - TITLE_ROOM - text_width(right, strlen(right)) - text_width(name, strlen(name));
    text_fit(&form, whole, room > 5 ? room : 0); /* the unit is never cut for it */
    char *left = xasprintf(_("Review %zu/%zu › %s%s%s"), x->at + 1, x->refs.n, str_text(&form),
                           form.len ? " › " : "", name);
    str_finish(&form);
    free(whole);
    app_draw_title(x->screen.app, f, left, right);
    free(left);
    free(right);
}

/* The item under the cursor, with what was said about it as far as it can be. */
static void show_selected(struct review_screen *x, struct rect r)
{
    size_t last = x->view.selected;
    while (last + 1 < x->reading.n && x->reading.v[last + 1].kind == READING_THREAD)
        last++;
    if (last > x->view.selected)
        sheet_show(&x->sheet, (int)last + 1, r);
    if (last)
        sheet_show(&x->sheet, (int)x->view.selected + 1, r);
}

static void review_draw(struct screen *s, struct surface *f)
{
    struct review_screen *x = of(s);
    const struct revision *r = review_revision(x->review);
    struct rect top = app_content(f), rest = {top.y + 1, top.x, top.rows - 1, top.columns};
    make_sheet(x, f->columns);
    char *what = reading_what(x), *count = counts(x), *label = reading_label(&x->view);
    char *by = r && r->head.author ? xasprintf(_("submitted by %s"), r->head.author) : NULL;
    static const char *const done[] = {"", N_("✓ you accepted this"), N_("! you returned this")};
    const char *decided = done[x->refs.v[x->at].done];
    draw_title(x, f);
    int right = text_width(count, strlen(count));
    surface_put(f, top.y, 1, f->columns - right - 4, STYLE_HEADING, *decided ? _(decided) : what);
    surface_put(f, top.y, f->columns - right - 1, right, STYLE_DIM, count);
    if (x->follow)
        show_selected(x, rest);
    x->follow = false;
    sheet_draw(&x->sheet, f, rest);
    app_draw_bottom(s->app, f, review_keyline(s), x->newer ? x->newer : label, x->newer ? NULL : by,
                    x->newer ? STYLE_WARNING : STYLE_DIM);
    free(what);
    free(count);
    free(label);
    free(by);
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
    struct review_screen *x = of(s);
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
    of(s)->fresh = true;
}

static void review_finish(struct screen *s)
{
    struct review_screen *x = of(s);
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
    note_look(of(s));
    of(s)->quiet = true;
    return true;
}

static const struct screen_ops review_ops = {
    .id = "review",
    .places = review_places,
    .draw = review_draw,
    .act = review_act,
    .search = review_search,
    .wake = review_wake,
    .tick = review_tick,
    .resume = review_resume,
    .save = review_save,
    .destroy = review_finish,
    .keyline = review_keyline,
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
