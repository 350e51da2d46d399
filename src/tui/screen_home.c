/* Home: what the acting office owes, most urgent first. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/date.h"
#include "tui/entry_list.h"
#include "tui/home_below.h"
#include "tui/home_notes.h"
#include "tui/home_returned.h"
#include "tui/list.h"
#include "tui/period_text.h"
#include "tui/screens.h"
#include "tui/take.h"

/* A line of the list: a heading or one thing owed. */
struct line {
    const char *heading; /* translated when drawn; NULL: an owed one */
    size_t owed;
};

struct home {
    struct screen screen;
    struct owed_list owed;
    VEC(struct line) lines;
    struct list list;
    bool all;                /* nothing is owed: the entries of the file stand here */
    struct entry_list entries;
    const struct form_brief *status; /* whose title the status line shows */
    struct home_notes notes;
    char *below;             /* what units below have not sent; NULL: nothing */
    bool below_late, below_known; /* known: counted since the last reading */
    int64_t check_at;        /* when the next form that is new to this user is checked */
};

static const char *file_name(struct app *app)
{
    const char *path = store_path(session_store(app_session(app)));
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum part { PART_TO_DO, PART_WAITING, PART_DONE };

static enum part part_of(const struct owed *o)
{
    return !owed_done(o) ? PART_TO_DO : o->row.state == STATE_SUBMITTED ? PART_WAITING : PART_DONE;
}

static void add_part(struct home *h, const char *heading, enum part part)
{
    bool first = true;
    for (size_t i = 0; i < h->owed.n; i++) {
        if (part_of(&h->owed.v[i]) != part)
            continue;
        if (first) {
            if (h->lines.n)
                vec_add(&h->lines)->heading = "";
            vec_add(&h->lines)->heading = heading;
        }
        first = false;
        vec_add(&h->lines)->owed = i;
    }
}

static void reload(struct home *h)
{
    home_notes_load(&h->notes, h->screen.app);
    h->below_known = false;
    struct err e = {0};
    owed_finish(&h->owed);
    vec_clear(&h->lines);
    if (!session_owed(app_session(h->screen.app), &h->owed, &e))
        app_error(h->screen.app, &e);
    add_part(h, N_("To do"), PART_TO_DO);
    add_part(h, N_("Sent, to be reviewed"), PART_WAITING);
    add_part(h, N_("Done"), PART_DONE);
    list_set_count(&h->list, (int)h->lines.n);
    bool all = !h->owed.n;
    if (all && h->all)
        entry_list_reload(&h->entries);
    else if (all)
        entry_list_init(&h->entries, h->screen.app);
    else if (h->all)
        entry_list_finish(&h->entries);
    h->all = all;
}

static const struct owed *owed_at(const struct home *h, int i)
{
    return i >= 0 && !h->lines.v[i].heading ? &h->owed.v[h->lines.v[i].owed] : NULL;
}

/* How many days what is still owed is behind; 0: not. */
static int64_t late(const struct owed *o)
{
    return owed_done(o) ? 0 : owed_late(o, date_of_time(clock_now()));
}

static char *title_of(const struct owed *o)
{
    return titled_period(form_brief_name(o->form), o->period);
}

static char *due_of(const struct owed *o)
{
    char day[16];
    if (!o->has_due)
        return xstrdup("");
    date_print(o->due, day);
    return xasprintf(o->inclusive ? _("by %s") : _("before %s"), day);
}

/* "6 days late, not begun" */
static char *work_of(const struct owed *o)
{
    const char *work = o->exists ? _("in progress") : _("not begun");
    if (late(o))
        return xasprintf(_("%lld days late, %s"), (long long)late(o), work);
    return xstrdup(o->exists ? _("In progress") : _("Not begun"));
}

static char *state_of(const struct owed *o)
{
    char when[32] = "";
    if (!o->exists || (o->row.state == STATE_DRAFT && !(o->row.flags & FLAG_EDITED_SINCE)))
        return work_of(o);
    bool submitted = owed_done(o) && o->row.submitted;
    date_print_time(submitted ? o->row.submitted : o->row.time, when);
    const char *state = entry_state_name(o->row.state);
    int64_t days = submitted ? owed_late(o, date_of_time(clock_now())) : 0;
    if (days)
        return xasprintf(_("%s, %lld days late"), state, (long long)days);
    if (o->row.flags & FLAG_EDITED_SINCE)
        return xasprintf(_("%s, edited since"), state);
    return xasprintf("%s %s", state, when);
}

static bool is_returned(const struct owed *o)
{
    return o->exists && o->row.state == STATE_RETURNED;
}

/* The whole title, or why it came back; freshly allocated. */
static char *status_of(struct home *h, const struct owed *o)
{
    char *reason = is_returned(o) ? home_returned_reason(app_session(h->screen.app), &o->row) : NULL;
    return reason ? reason : xstrdup(text_of(&o->form->title));
}

static void draw_owed(struct home *h, struct surface *f, struct rect r, const struct owed *o,
                      bool selected)
{
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    bool urgent = late(o) || (o->exists && o->row.state == STATE_RETURNED);
    enum surface_mark mark = part_of(o) == PART_DONE ? MARK_OK : owed_done(o) ? MARK_NOTE : urgent ? MARK_BAD : MARK_HERE;
    surface_fill(f, r, style);
    if (owed_done(o) || urgent || selected)
        surface_put(f, r.y, r.x + 1, 1,
                    selected ? style
                    : urgent ? STYLE_ERROR
                             : STYLE_OK,
                    surface_mark(f, mark));
    int state_width = r.columns * 32 / 100, due_width = 18;
    int title_width = r.columns - state_width - due_width - 4;
    char *title = title_of(o), *due = due_of(o);
    char *state = is_returned(o) ? home_returned_state(app_session(h->screen.app), &o->row) : state_of(o);
    surface_put(f, r.y, r.x + 3, title_width, style, title);
    surface_put(f, r.y, r.x + 4 + title_width, due_width - 1, style, due);
    surface_put(f, r.y, r.x + 4 + title_width + due_width, state_width - 1, style, state);
    free(title);
    free(due);
    free(state);
}

static void draw_line(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct home *h = user;
    const struct owed *o = owed_at(h, i);
    if (o) {
        draw_owed(h, f, r, o, selected);
        return;
    }
    const char *heading = h->lines.v[i].heading;
    if (!*heading)
        return;
    surface_put(f, r.y, r.x + 1, -1, STYLE_HEADING, _(heading));
    if (i == 0) {
        int state_width = r.columns * 32 / 100;
        surface_put(f, r.y, r.x + r.columns - state_width - 18, 17, STYLE_DIM, _("Due"));
        surface_put(f, r.y, r.x + r.columns - state_width, state_width - 1, STYLE_DIM, _("State"));
    }
}

static bool line_selectable(void *user, int i)
{
    return owed_at(user, i) != NULL;
}

static char *line_text(void *user, int i)
{
    return title_of(owed_at(user, i));
}

static const struct list_ops list_ops = {
    .draw = draw_line,
    .selectable = line_selectable,
    .text = line_text,
};

/* Forms that could not be read, so that nobody wonders where theirs is. */
static void draw_problems(struct home *h, struct surface *f, int y)
{
    const char *const *p = session_form_problems(app_session(h->screen.app));
    for (; *p && y < f->rows - 3; p++, y++) {
        surface_put(f, y, 1, 1, STYLE_ERROR, surface_mark(f, MARK_BAD));
        surface_put(f, y, 3, -1, STYLE_ERROR, *p);
    }
}

static const enum action *home_keyline(struct screen *s);

static int problem_rows(struct home *h)
{
    int n = 0;
    for (const char *const *p = session_form_problems(app_session(h->screen.app)); *p && n < 4; p++)
        n++;
    return n;
}

static int notes_rows(const struct home *h)
{
    return home_notes_rows(&h->notes) + (h->below != NULL);
}

static void draw_all(struct home *h, struct surface *f, const char *office)
{
    surface_putf(f, 2, 1, f->columns - 2, STYLE_NORMAL, _("No form asks %s for a report."), office);
    struct rect r = {4, 0, f->rows - 7 - problem_rows(h) - notes_rows(h), f->columns};
    if (entry_list_selected(&h->entries))
        entry_list_draw(&h->entries, f, r);
}

static void home_draw(struct screen *s, struct surface *f)
{
    struct home *h = (struct home *)s;
    struct session *session = app_session(s->app);
    const char *office = session_office_name(session, session_office(session));
    const char *author = session_author(session);
    char *left = xasprintf("%s · %s%s%s", _("Phieu"), office, author ? " · " : "",
                           author ? author : "");
    app_draw_title(s->app, f, left, file_name(s->app));
    free(left);
    int notes = notes_rows(h);
    struct rect r = {2, 0, f->rows - 5 - notes, f->columns};
    if (h->all)
        draw_all(h, f, office);
    else
        list_draw(&h->list, f, r);
    draw_problems(h, f, h->all ? f->rows - 3 - problem_rows(h) - notes : 3 + (int)h->lines.n);
    home_notes_draw(&h->notes, f);
    if (h->below)
        home_below_draw(h->below, h->below_late, f, f->rows - 3 - notes);
    const struct owed *o = owed_at(h, h->list.selected);
    h->status = o && !is_returned(o) ? o->form : NULL;
    char *status = o ? status_of(h, o) : NULL;
    app_draw_bottom(s->app, f, home_keyline(s), status, o && is_returned(o) ? NULL : h->notes.news,
                    STYLE_DIM);
    free(status);
}

static bool home_draw_part(struct screen *s, struct surface *f)
{
    struct home *h = (struct home *)s;
    if (h->all)
        return entry_list_draw_part(&h->entries, f);
    const struct owed *o = owed_at(h, h->list.selected);
    return h->status == (o ? o->form : NULL) && list_draw_part(&h->list, f);
}

static void open_selected(struct home *h)
{
    const struct owed *o = owed_at(h, h->list.selected);
    const struct entry_row *row = h->all ? entry_list_selected(&h->entries) : NULL;
    struct err e = {0};
    if (row)
        screen_entry_open(h->screen.app, row->entry);
    if (!o)
        return;
    struct session *session = app_session(h->screen.app);
    if (o->exists) {
        screen_entry_open(h->screen.app, o->row.entry);
        return;
    }
    const struct form *form = session_form(session, o->form->id, &e);
    struct entry *entry = form ? entry_begin(session, form, o->unit, o->period, &e) : NULL;
    if (entry)
        screen_entry(h->screen.app, entry);
    else
        app_error(h->screen.app, &e);
    if (!entry)
        reload(h); /* a form with errors is left out */
}

static void look_for_missing(struct app *app)
{
    if (!screen_restore(app))
        app_say(app, STYLE_OK, "%s", _("The file holds everything made on this computer."));
}

static void who_has_reported(struct app *app)
{
    if (!screen_reported_nearest(app))
        app_say(app, STYLE_NORMAL, "%s", _("No form asks units below this office for a report."));
}

static bool home_act(struct screen *s, enum action a)
{
    struct home *h = (struct home *)s;
    if (h->all ? entry_list_act(&h->entries, a) : list_act(&h->list, a))
        return true;
    if (a == ACTION_OPEN)
        open_selected(h);
    else if (a == ACTION_ENTRIES)
        screen_entries(s->app);
    else if (a == ACTION_REPORTED)
        who_has_reported(s->app);
    else if (a == ACTION_CONFLICTS)
        screen_conflicts(s->app);
    else if (a == ACTION_DESK)
        screen_desk(s->app);
    else if (a == ACTION_NEW_FORMS)
        screen_new_forms(s->app);
    else if (a == ACTION_MISSING)
        look_for_missing(s->app);
    else if (a == ACTION_PERSON)
        screen_start(s->app);
    else if (a == ACTION_TAKE)
        screen_take(s->app);
    else if (a == ACTION_MAKE_COPY)
        screen_copy(s->app);
    else if (a == ACTION_UNDO_TAKE)
        take_undo(s->app);
    else if (a == ACTION_QUIT || a == ACTION_BACK)
        app_pop(s->app);
    else
        return false;
    return true;
}

static bool home_search(struct screen *s, const char *needle, int direction)
{
    struct home *h = (struct home *)s;
    return h->all ? entry_list_search(&h->entries, needle, direction)
                  : list_search(&h->list, needle, direction);
}

/* Forms are checked while nobody types: soon after the start, with room for keys in between. */
#define CHECK_AFTER_MS 100
#define CHECK_NEXT_MS 10

static int64_t home_wake(struct screen *s)
{
    struct home *h = (struct home *)s;
    if (!h->below_known && app_top(s->app) == s)
        return 0;
    return session_forms_unchecked(app_session(s->app)) ? h->check_at : INT64_MAX;
}

/* Thousands of units are counted once home stands there. */
static void count_below(struct home *h)
{
    free(h->below);
    h->below = home_below(h->screen.app, &h->below_late);
    h->below_known = true;
}

static void home_tick(struct screen *s)
{
    struct home *h = (struct home *)s;
    if (!h->below_known && app_top(s->app) == s)
        count_below(h);
    if (h->check_at > clock_ms())
        return;
    if (session_check_form(app_session(s->app)))
        reload(h);
    h->check_at = clock_ms() + CHECK_NEXT_MS;
}

static void home_resume(struct screen *s)
{
    reload((struct home *)s);
}

static unsigned home_places(struct screen *s)
{
    (void)s;
    return PLACE_HOME | PLACE_LIST;
}

static const enum action *home_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN,    ACTION_DESK,      ACTION_CONFLICTS, ACTION_ENTRIES,
                                       ACTION_TAKE,    ACTION_MAKE_COPY, ACTION_PALETTE,   ACTION_QUIT,
                                       ACTION_HELP,    ACTION_SEARCH_LIST, ACTION_PERSON,  ACTION_NONE};
    static enum action now[sizeof keys / sizeof *keys];
    const struct home_notes *notes = &((struct home *)s)->notes;
    size_t n = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if ((keys[i] != ACTION_DESK || notes->reviews) && (keys[i] != ACTION_CONFLICTS || home_notes_decide(notes)))
            now[n++] = keys[i];
    return now;
}

static void home_destroy(struct screen *s)
{
    struct home *h = (struct home *)s;
    owed_finish(&h->owed);
    vec_finish(&h->lines);
    home_notes_finish(&h->notes);
    free(h->below);
    if (h->all)
        entry_list_finish(&h->entries);
    free(h);
}

static const struct screen_ops home_ops = {
    .id = "home",
    .places = home_places,
    .draw = home_draw,
    .draw_part = home_draw_part,
    .act = home_act,
    .search = home_search,
    .wake = home_wake,
    .tick = home_tick,
    .resume = home_resume,
    .destroy = home_destroy,
    .keyline = home_keyline,
};

void screen_home(struct app *app)
{
    struct home *h = xcalloc(1, sizeof *h);
    h->screen = (struct screen){&home_ops, app};
    h->list = (struct list){.ops = &list_ops, .user = h};
    h->check_at = clock_ms() + CHECK_AFTER_MS;
    reload(h);
    app_push(app, &h->screen);
}
