/* Filling in an entry: moving between fields, sections and problems; submitting; leaving. What is
 * typed belongs to the widget that has the cursor until it is left. */
#include "tui/screens.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_beside.h"
#include "text/date.h"
#include "tui/confirm.h"
#include "tui/save_elsewhere.h"
#include "tui/screen_entry_inside.h"
#include "tui/work.h"

const struct field *entry_screen_field(const struct entry_screen *es)
{
    return entry_form(es->entry)->fields.v[es->field];
}

struct widget *entry_screen_widget(struct entry_screen *es, int field)
{
    if (!es->widgets[field]) {
        const struct widget_ops *ops = widget_for(entry_form(es->entry)->fields.v[field]);
        es->widgets[field] = ops->create(es->screen.app, es->entry, field);
        es->widgets[field]->talk = &es->talk;
    }
    return es->widgets[field];
}

static struct widget *widget_now(struct entry_screen *es)
{
    return entry_screen_widget(es, es->field);
}

struct place entry_screen_here(struct entry_screen *es)
{
    struct widget *w = widget_now(es);
    return w->ops->place_now ? w->ops->place_now(w) : PLACE_FIELD(es->field);
}

const struct field *entry_screen_here_field(struct entry_screen *es)
{
    const struct field *f = record_field(entry_record(es->entry), entry_screen_here(es));
    return f ? f : entry_screen_field(es);
}

static void pick(struct screen *below, struct place p)
{
    entry_screen_go((struct entry_screen *)below, p, false);
}

/* ---- actions --------------------------------------------------------------------------------- */

struct travel {
    struct entry *entry;
    bool back;
    struct place place;
    bool ok;
    struct err e;
};

/* In a thread of its own: a block of thousands of cells is one step. */
static void travel_work(struct work *w, void *context)
{
    struct travel *t = context;
    (void)w;
    t->ok = (t->back ? entry_undo : entry_redo)(t->entry, &t->place, &t->e);
}

static void travel(struct entry_screen *es, bool back)
{
    struct app *app = es->screen.app;
    struct travel t = {es->entry, back, PLACE_FIELD(es->field), false, {0}};
    entry_screen_leave(es);
    app_work(app, back ? _("Undoing …") : _("Redoing …"), NULL, travel_work, &t);
    if (!t.ok && !t.e.message)
        app_say(app, STYLE_DIM, "%s", back ? _("Nothing more to undo.") : _("Nothing to redo."));
    entry_screen_say(es, t.ok, &t.e);
    entry_screen_go(es, t.place, false);
}

static void submit_now(struct entry_screen *es)
{
    struct app *app = es->screen.app;
    struct err e = {0};
    entry_screen_leave(es);
    if (entry_submit(es->entry, NULL, &e)) {
        char when[32];
        int nth = entry_row(es->entry)->submission;
        date_print_time(clock_now(), when);
        app_pop(app);
        if (nth > 1)
            app_say(app, STYLE_OK, _("Submitted for the %d. time, at %s."), nth, when);
        else
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
    entry_screen_enter(es, PLACE_FIELD(es->field), false);
    app_error(app, &e);
}

static void answered(struct screen *below, enum submit_answer answer)
{
    struct entry_screen *es = (struct entry_screen *)below;
    if (answer == SUBMIT_ALL_THE_SAME) {
        submit_now(es);
        return;
    }
    entry_screen_leave(es);
    screen_problems(es->screen.app, es->entry, &es->screen, es->field, pick);
}

static void submit(struct entry_screen *es);

static void taken_answered(struct app *app, void *context, bool yes)
{
    struct entry_screen *es = context;
    struct err e = {0};
    size_t n;
    if (!yes || !entry_confirm_all(es->entry, &n, &e)) {
        entry_screen_say(es, yes, &e);
        entry_screen_enter(es, PLACE_FIELD(es->field), false);
        app_dirty(app);
        return;
    }
    submit(es);
}

/* What stands there only because it stood there last time is not the unit's report yet. */
static bool ask_taken(struct entry_screen *es)
{
    size_t n = entry_taken_count(es->entry);
    if (!n || entry_readonly(es->entry))
        return false;
    char *question = xasprintf(_("%zu answers were taken over from last period and are not confirmed yet (marked ~)."), n);
    confirm(es->screen.app, &(struct confirm){.title = _("Submit"), .question = question,
                                              .yes = _("All of them are right: confirm them and submit"),
                                              .no = _("Do not submit now; go on filling in"),
                                              .context = es, .done = taken_answered});
    free(question);
    return true;
}

/* Warnings that nobody gave a reason for are asked about once; errors refuse. */
static void submit(struct entry_screen *es)
{
    struct rules *rules = entry_rules(es->entry);
    entry_screen_leave(es);
    if (ask_taken(es))
        return;
    if (!entry_readonly(es->entry) && !rules_count(rules, LEVEL_ERROR) &&
        screen_submit(es->screen.app, es->entry, &es->screen, answered))
        return;
    submit_now(es);
}

/* No figures, not applicable, blank: one after the other, of those that the field allows. */
static void next_code(struct entry_screen *es)
{
    static const char *const codes[] = {MISSING_NO_FIGURES, MISSING_NOT_APPLICABLE};
    struct place p = entry_screen_here(es);
    const struct field *f = record_field(entry_record(es->entry), p);
    struct err e = {0};
    if (!f || f->table || !f->codes) {
        app_say(es->screen.app, STYLE_WARNING, "%s",
                _("No code may stand here: write the answer, or leave it blank."));
        return;
    }
    if (entry_readonly(es->entry) || !rules_open(entry_rules(es->entry), p)) {
        widget_may_change(widget_now(es));
        return;
    }
    entry_screen_leave(es);
    const struct value *now = record_get(entry_record(es->entry), p);
    int at = 0;
    while (now->kind == VALUE_MISSING && at < 2 && strcmp(now->text, codes[at]) != 0)
        at++;
    for (at += now->kind == VALUE_MISSING; at < 2 && !(f->codes & (1U << at)); at++)
        ;
    struct value v = at < 2 ? value_missing(codes[at]) : VALUE_NONE;
    bool ok = entry_set(es->entry, p, v, &e);
    entry_screen_enter(es, p, false);
    entry_screen_say(es, ok, &e);
}

static void leave_screen(struct entry_screen *es)
{
    struct app *app = es->screen.app;
    struct err e = {0};
    bool made = false;
    entry_screen_note_cursor(es);
    entry_screen_leave(es);
    if (!entry_leave(es->entry, &made, &e)) {
        entry_screen_enter(es, PLACE_FIELD(es->field), false);
        app_error(app, &e);
        return;
    }
    app_pop(app);
    if (made)
        app_say(app, STYLE_OK, "%s", _("Saved. Go on whenever you like; F8 inside submits."));
}

static void open_problems(struct entry_screen *es)
{
    screen_problems(es->screen.app, es->entry, &es->screen, es->field, pick);
}

static void open_sections(struct entry_screen *es)
{
    screen_sections(es->screen.app, es->entry, &es->screen, entry_screen_field(es)->section, pick);
}

static void open_targets(struct entry_screen *es)
{
    screen_targets(es->screen.app, es->entry, &es->screen, es->field, pick);
}

static void open_unplaced(struct entry_screen *es)
{
    screen_unplaced(es->screen.app, es->entry);
}

static void open_save_elsewhere(struct entry_screen *es)
{
    save_elsewhere(es->screen.app, es->entry);
}

static void open_about(struct entry_screen *es)
{
    screen_about(es->screen.app, es->entry, es->field);
}

static void open_history(struct entry_screen *es)
{
    screen_history(es->screen.app, entry_id(es->entry), NULL);
}

static void open_field_history(struct entry_screen *es)
{
    screen_history(es->screen.app, entry_id(es->entry), entry_screen_field(es)->id);
}

/* What covers the fields, or changes them from outside: the field of the cursor is left first. */
static void (*const open_over[ACTION_COUNT])(struct entry_screen *es) = {
    [ACTION_PROBLEMS] = open_problems,
    [ACTION_SECTIONS] = open_sections,
    [ACTION_TARGETS] = open_targets,
    [ACTION_UNPLACED] = open_unplaced,
    [ACTION_SAVE_ELSEWHERE] = open_save_elsewhere,
    [ACTION_ABOUT] = open_about,
    [ACTION_ENTRY_HISTORY] = open_history,
    [ACTION_FIELD_HISTORY] = open_field_history,
    [ACTION_ANSWER] = entry_screen_answer,
    [ACTION_WITHDRAW] = entry_screen_withdraw,
    [ACTION_NOTE] = entry_screen_ask_note,
    [ACTION_TAKE_EARLIER] = entry_screen_take_earlier,
    [ACTION_TAKE_ALL_EARLIER] = entry_screen_take_all_earlier,
    [ACTION_CONFIRM_ALL] = entry_screen_confirm_all,
};

static bool act_screen(struct entry_screen *es, enum action a)
{
    if (open_over[a]) {
        entry_screen_leave(es);
        open_over[a](es);
        return true;
    }
    switch (a) {
    case ACTION_NEXT_FIELD:
    case ACTION_ENTER:
        entry_screen_go_by(es, 1, true);
        return true;
    case ACTION_DOWN:
        entry_screen_go_by(es, 1, false);
        return true;
    case ACTION_PREV_FIELD:
        entry_screen_go_by(es, -1, true);
        return true;
    case ACTION_UP:
        entry_screen_go_by(es, -1, false);
        return true;
    case ACTION_PAGE_DOWN:
        entry_screen_go_section(es, 1);
        return true;
    case ACTION_PAGE_UP:
        entry_screen_go_section(es, -1);
        return true;
    case ACTION_FULL_SCREEN:
        es->full = !es->full && entry_screen_field(es)->type->widget == WIDGET_NARRATIVE;
        return true;
    case ACTION_UNDO:
    case ACTION_REDO:
        travel(es, a == ACTION_UNDO);
        return true;
    case ACTION_CODE:
        next_code(es);
        return true;
    case ACTION_SUBMIT:
        submit(es);
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
        entry_screen_go_by(es, 1, true);
    else if (r == WIDGET_PREV)
        entry_screen_go_by(es, -1, true);
    else if (r == WIDGET_DONE)
        entry_screen_keep_cursor(es);
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
    entry_screen_note_cursor(es);
    ok = entry_group_end(es->entry, ok ? &e : NULL) && ok;
    entry_screen_say(es, ok, &e);
    entry_screen_keep_cursor(es);
}

static void entry_resume(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    entry_screen_talk_load(es); /* something may have been said in between */
    if (!es->inside)
        entry_screen_enter(es, PLACE_FIELD(es->field), false);
}

static bool entry_save(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct err e = {0};
    entry_group_begin(es->entry);
    entry_screen_note_cursor(es);
    entry_screen_leave(es);
    bool ok = entry_group_end(es->entry, &e);
    entry_screen_say(es, ok, &e);
    return ok;
}

/* ---- making ---------------------------------------------------------------------------------- */

static void entry_screen_destroy(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    for (size_t i = 0; i < entry_form(es->entry)->fields.n; i++)
        if (es->widgets[i])
            es->widgets[i]->ops->destroy(es->widgets[i]);
    free(es->widgets);
    free(es->status);
    talk_finish(&es->talk);
    entry_destroy(es->entry);
    free(es);
}

static const struct screen_ops entry_ops = {
    .id = "entry",
    .places = entry_screen_places,
    .draw = entry_screen_draw,
    .draw_part = entry_screen_draw_part,
    .act = entry_act,
    .text = entry_text,
    .paste = entry_paste,
    .search = entry_screen_search,
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
    entry_screen_enter(es, PLACE_FIELD(es->field), false);
    if (where && widget_now(es)->ops->go)
        widget_now(es)->ops->go(widget_now(es), where);
}

/* Said once, when the entry is opened: nothing is lost, and where it is. */
static void announce_unplaced(struct app *app, struct entry *entry)
{
    size_t n = unplaced_count(entry);
    char key[32];
    if (n)
        app_say(app, STYLE_WARNING,
                _("%zu answers by an older form have no place in this one. They are kept; %s shows "
                  "them."),
                n, action_key(ACTION_UNPLACED, key));
}

void screen_entry(struct app *app, struct entry *entry)
{
    struct entry_screen *es = xcalloc(1, sizeof *es);
    es->screen = (struct screen){&entry_ops, app};
    es->entry = entry;
    es->widgets = xcalloc(entry_form(entry)->fields.n, sizeof *es->widgets);
    entry_screen_talk_load(es);
    app_push(app, &es->screen);
    restore_cursor(es);
    announce_unplaced(app, entry);
}
