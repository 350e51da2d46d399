/* Filling in an entry: moving between fields, sections and problems; submitting; leaving. What is
 * typed belongs to the widget that has the cursor until it is left. */
#include "tui/screens.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "text/date.h"
#include "text/fold.h"
#include "tui/save_elsewhere.h"
#include "tui/screen_entry_inside.h"

const struct field *entry_screen_field(const struct entry_screen *es)
{
    return entry_form(es->entry)->fields.v[es->field];
}

struct widget *entry_screen_widget(struct entry_screen *es, int field)
{
    if (!es->widgets[field]) {
        const struct widget_ops *ops = widget_for(entry_form(es->entry)->fields.v[field]);
        es->widgets[field] = ops->create(es->screen.app, es->entry, field);
    }
    return es->widgets[field];
}

static struct widget *widget_now(struct entry_screen *es)
{
    return entry_screen_widget(es, es->field);
}

static void say_error(struct entry_screen *es, bool ok, struct err *e)
{
    if (!ok && e->message)
        app_error(es->screen.app, e);
    else
        err_finish(e);
}

/* ---- the cursor comes and goes --------------------------------------------------------------- */

static void leave_now(struct entry_screen *es)
{
    struct err e = {0};
    if (!es->inside)
        return;
    es->inside = false;
    say_error(es, widget_now(es)->ops->leave(widget_now(es), &e), &e);
}

static void note_cursor(struct entry_screen *es)
{
    struct widget *w = widget_now(es);
    char *where = w->ops->where ? w->ops->where(w) : NULL;
    entry_set_cursor(es->entry, where ? where : entry_screen_field(es)->id, NULL);
    free(where);
}

static void enter_now(struct entry_screen *es, struct place p, bool from_behind)
{
    es->inside = true;
    widget_now(es)->ops->enter(widget_now(es), p, from_behind);
}

/* Another program wrote into the file: it is said, and nothing on the screen changes by it. */
static void announce(struct entry_screen *es)
{
    if (!store_events_came(session_store(app_session(es->screen.app))))
        return;
    if (entry_changed_outside(es->entry))
        app_say(es->screen.app, STYLE_WARNING, "%s",
                _("This entry was changed from elsewhere meanwhile. What you type stays a version "
                  "of its own; somebody will have to choose."));
    else
        app_say(es->screen.app, STYLE_NORMAL, "%s",
                _("Something in this file was changed from elsewhere. What you see stays; open it "
                  "again to see the new state."));
}

/* The value left behind and the new place of the cursor go to disk in one write. */
static void go_to(struct entry_screen *es, struct place p, bool from_behind)
{
    struct err e = {0};
    app_dirty(es->screen.app);
    entry_group_begin(es->entry);
    leave_now(es);
    if (p.field != es->field) {
        es->full = false;
        if (entry_form(es->entry)->fields.v[p.field]->section != entry_screen_field(es)->section)
            es->scroll = 0;
    }
    es->field = p.field;
    enter_now(es, p, from_behind);
    note_cursor(es);
    announce(es);
    say_error(es, entry_group_end(es->entry, &e), &e);
}

static void go_by(struct entry_screen *es, int step)
{
    int to = es->field + step, n = (int)entry_form(es->entry)->fields.n;
    if (to >= 0 && to < n) {
        go_to(es, PLACE_FIELD(to), step < 0);
        return;
    }
    go_to(es, PLACE_FIELD(es->field), step > 0);
    if (step > 0)
        app_say(es->screen.app, STYLE_DIM, "%s", _("This was the last field. F8 submits."));
}

static void go_section(struct entry_screen *es, int step)
{
    const struct form *form = entry_form(es->entry);
    int to = entry_screen_field(es)->section + step;
    for (; to >= 0 && to < (int)form->sections.n; to += step)
        if (form->sections.v[to].count) {
            go_to(es, PLACE_FIELD(form->sections.v[to].first), false);
            return;
        }
}

static void pick(struct screen *below, struct place p)
{
    go_to((struct entry_screen *)below, p, false);
}

/* ---- actions --------------------------------------------------------------------------------- */

static void travel(struct entry_screen *es, bool back)
{
    struct err e = {0};
    struct place p = PLACE_FIELD(es->field);
    leave_now(es);
    bool ok = back ? entry_undo(es->entry, &p, &e) : entry_redo(es->entry, &p, &e);
    if (!ok && !e.message)
        app_say(es->screen.app, STYLE_DIM, "%s",
                back ? _("Nothing more to undo.") : _("Nothing to redo."));
    say_error(es, ok, &e);
    go_to(es, p, false);
}

static void submit(struct entry_screen *es)
{
    struct app *app = es->screen.app;
    struct err e = {0};
    leave_now(es);
    if (entry_submit(es->entry, NULL, &e)) {
        char when[32];
        date_print_time(clock_now(), when);
        app_pop(app);
        app_say(app, STYLE_OK,
                _("Submitted at %s. To correct it: open it, change it, and submit again."), when);
        return;
    }
    size_t errors = rules_count(entry_rules(es->entry), LEVEL_ERROR);
    if (errors && !entry_readonly(es->entry)) {
        err_finish(&e);
        screen_problems(app, es->entry, &es->screen, es->field, pick);
        app_say(app, STYLE_ERROR, _("Not submitted: %zu errors. Enter goes to the one selected."),
                errors);
        return;
    }
    enter_now(es, PLACE_FIELD(es->field), false);
    app_error(app, &e);
}

static void leave_screen(struct entry_screen *es)
{
    struct app *app = es->screen.app;
    struct err e = {0};
    bool made = false;
    note_cursor(es);
    leave_now(es);
    if (!entry_leave(es->entry, &made, &e)) {
        enter_now(es, PLACE_FIELD(es->field), false);
        app_error(app, &e);
        return;
    }
    app_pop(app);
    if (made)
        app_say(app, STYLE_OK, "%s", _("Saved. Go on whenever you like; F8 inside submits."));
}

static bool act_screen(struct entry_screen *es, enum action a)
{
    struct app *app = es->screen.app;
    switch (a) {
    case ACTION_NEXT_FIELD:
    case ACTION_ENTER:
    case ACTION_DOWN:
        go_by(es, 1);
        return true;
    case ACTION_PREV_FIELD:
    case ACTION_UP:
        go_by(es, -1);
        return true;
    case ACTION_PAGE_DOWN:
        go_section(es, 1);
        return true;
    case ACTION_PAGE_UP:
        go_section(es, -1);
        return true;
    case ACTION_PROBLEMS:
        leave_now(es);
        screen_problems(app, es->entry, &es->screen, es->field, pick);
        return true;
    case ACTION_SECTIONS:
        leave_now(es);
        screen_sections(app, es->entry, &es->screen, entry_screen_field(es)->section, pick);
        return true;
    case ACTION_FULL_SCREEN:
        es->full = !es->full && entry_screen_field(es)->type->widget == WIDGET_NARRATIVE;
        return true;
    case ACTION_UNDO:
    case ACTION_REDO:
        travel(es, a == ACTION_UNDO);
        return true;
    case ACTION_SAVE_ELSEWHERE:
        leave_now(es);
        save_elsewhere(app, es->entry);
        return true;
    case ACTION_SUBMIT:
        submit(es);
        return true;
    case ACTION_ABOUT:
        leave_now(es);
        screen_about(app, es->entry, es->field);
        return true;
    case ACTION_BACK:
        if (es->full)
            es->full = false;
        else
            leave_screen(es);
        return true;
    default:
        return false;
    }
}

static bool take(struct entry_screen *es, enum widget_result r)
{
    if (r == WIDGET_NEXT)
        go_by(es, 1);
    else if (r == WIDGET_PREV)
        go_by(es, -1);
    return r != WIDGET_PASS;
}

static bool entry_act(struct screen *s, enum action a)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = widget_now(es);
    if (es->inside && take(es, w->ops->act(w, a)))
        return true;
    app_dirty(s->app);
    return act_screen(es, a);
}

static bool entry_text(struct screen *s, const char *utf8)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = widget_now(es);
    return w->ops->text && take(es, w->ops->text(w, utf8));
}

static bool entry_paste(struct screen *s, const char *utf8)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = widget_now(es);
    return w->ops->paste && take(es, w->ops->paste(w, utf8));
}

/* ---- searching ------------------------------------------------------------------------------- */

static bool field_matches(struct entry_screen *es, int field, const char *needle)
{
    const struct field *f = entry_form(es->entry)->fields.v[field];
    const struct record *record = entry_record(es->entry);
    if (fold_find(text_of(&f->label), needle, NULL) >= 0)
        return true;
    int rows = f->table ? record_rows(record, field) : 1;
    int columns = f->table ? (int)f->table->columns.n : 1;
    bool hit = false;
    for (int r = 0; r < rows && !hit; r++)
        for (int c = 0; c < columns && !hit; c++) {
            struct place p = f->table ? (struct place){field, r, c} : PLACE_FIELD(field);
            char *shown = field_print(record_field(record, p), record_get(record, p));
            hit = fold_find(shown, needle, NULL) >= 0;
            free(shown);
        }
    return hit;
}

/* In the field of the cursor first, then in those after it (or before), around the form. */
static bool entry_search(struct screen *s, const char *needle, int direction)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = widget_now(es);
    int n = (int)entry_form(es->entry)->fields.n, step = direction < 0 ? -1 : 1;
    if (w->ops->search && w->ops->search(w, needle, direction))
        return true;
    if (!*needle)
        return false;
    for (int k = 1; k <= n; k++) {
        int i = ((es->field + k * step) % n + n) % n;
        if (!field_matches(es, i, needle))
            continue;
        go_to(es, PLACE_FIELD(i), step < 0);
        w = widget_now(es);
        if (w->ops->search)
            w->ops->search(w, needle, direction);
        return true;
    }
    return false;
}

/* ---- time ------------------------------------------------------------------------------------ */

static int64_t entry_wake(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = widget_now(es);
    return es->inside && w->ops->wake ? w->ops->wake(w) : INT64_MAX;
}

static void entry_tick(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = widget_now(es);
    struct err e = {0};
    if (!es->inside || !w->ops->tick)
        return;
    entry_group_begin(es->entry);
    bool ok = w->ops->tick(w, &e);
    note_cursor(es);
    ok = entry_group_end(es->entry, ok ? &e : NULL) && ok;
    say_error(es, ok, &e);
}

static void entry_resume(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    if (!es->inside)
        enter_now(es, PLACE_FIELD(es->field), false);
}

static bool entry_save(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct err e = {0};
    entry_group_begin(es->entry);
    note_cursor(es);
    leave_now(es);
    bool ok = entry_group_end(es->entry, &e);
    say_error(es, ok, &e);
    return ok;
}

/* ---- making ---------------------------------------------------------------------------------- */

unsigned entry_screen_place(struct entry_screen *es)
{
    return widget_now(es)->ops->place;
}

static unsigned entry_places(struct screen *s)
{
    return entry_screen_place((struct entry_screen *)s);
}

const enum action *entry_screen_keyline(struct screen *s)
{
    static const enum action line[] = {ACTION_HELP,     ACTION_EDIT,    ACTION_PROBLEMS,
                                       ACTION_SECTIONS, ACTION_SUBMIT,  ACTION_PALETTE,
                                       ACTION_BACK,     ACTION_NONE};
    static const enum action text[] = {ACTION_HELP,     ACTION_PROBLEMS, ACTION_FULL_SCREEN,
                                       ACTION_SECTIONS, ACTION_SUBMIT,   ACTION_ABOUT,
                                       ACTION_BACK,     ACTION_NONE};
    static const enum action grid[] = {ACTION_HELP,     ACTION_PROBLEMS, ACTION_COPY_ABOVE,
                                       ACTION_ROW_MENU, ACTION_SECTIONS, ACTION_SUBMIT,
                                       ACTION_BACK,     ACTION_NONE};
    static const enum action unsaved[] = {ACTION_SAVE_ELSEWHERE, ACTION_HELP, ACTION_BACK,
                                          ACTION_NONE};
    unsigned place = entry_screen_place((struct entry_screen *)s);
    if (entry_waiting(((struct entry_screen *)s)->entry))
        return unsaved;
    return place == PLACE_GRID ? grid : place == PLACE_TEXT ? text : line;
}

static void entry_screen_destroy(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    for (size_t i = 0; i < entry_form(es->entry)->fields.n; i++)
        if (es->widgets[i])
            es->widgets[i]->ops->destroy(es->widgets[i]);
    free(es->widgets);
    free(es->status);
    entry_destroy(es->entry);
    free(es);
}

static const struct screen_ops entry_ops = {
    .id = "entry",
    .places = entry_places,
    .draw = entry_screen_draw,
    .draw_part = entry_screen_draw_part,
    .act = entry_act,
    .text = entry_text,
    .paste = entry_paste,
    .search = entry_search,
    .wake = entry_wake,
    .tick = entry_tick,
    .resume = entry_resume,
    .save = entry_save,
    .destroy = entry_screen_destroy,
    .keyline = entry_screen_keyline,
};

/* Back to where work stopped. */
static void restore_cursor(struct entry_screen *es)
{
    const char *where = entry_cursor(es->entry);
    if (where) {
        char *id = xstrndup(where, strcspn(where, "/@"));
        const struct field *f = form_field(entry_form(es->entry), id);
        free(id);
        es->field = f ? f->index : 0;
    }
    enter_now(es, PLACE_FIELD(es->field), false);
    if (where && widget_now(es)->ops->go)
        widget_now(es)->ops->go(widget_now(es), where);
}

void screen_entry_open(struct app *app, const char *id)
{
    struct err e = {0};
    struct entry *entry = entry_open(app_session(app), id, &e);
    if (entry)
        screen_entry(app, entry);
    else
        app_error(app, &e);
}

void screen_entry(struct app *app, struct entry *entry)
{
    struct entry_screen *es = xcalloc(1, sizeof *es);
    es->screen = (struct screen){&entry_ops, app};
    es->entry = entry;
    es->widgets = xcalloc(entry_form(entry)->fields.n, sizeof *es->widgets);
    app_push(app, &es->screen);
    restore_cursor(es);
}
