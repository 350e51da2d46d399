/* What the keys of the conflict screen do to the entry: a side taken, all of a side, a text written anew,
 * the last decision taken back; and the revision after the last one. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/diff.h"
#include "tui/ask.h"
#include "tui/confirm.h"
#include "tui/place_text.h"
#include "tui/screen_conflict_inside.h"
#include "tui/screens.h"
#include "tui/widget.h"

static void settle(struct conflict_screen *x)
{
    struct app *app = x->screen.app;
    struct err e = {0};
    const struct hash *v;
    size_t n = entry_heads(x->entry, &v);
    VEC(struct hash) heads = {0};
    for (size_t i = 0; i < n; i++)
        *vec_add(&heads) = v[i];
    if (!entry_settle(x->entry, NULL, &e)) {
        app_error(app, &e);
        vec_finish(&heads);
        return;
    }
    size_t broken = entry_broken_rules(x->entry, heads.v, heads.n);
    vec_finish(&heads);
    char *id = xstrdup(entry_id(x->entry));
    char *name = xstrdup(session_office_name(app_session(app), entry_unit(x->entry)));
    conflict_open_next(x);
    if (broken)
        screen_entry_problems(app, id);
    if (broken)
        app_say(app, STYLE_WARNING,
                _("%s: all is decided. Put together, %zu rules fail that held on each side: see here."),
                name, broken);
    else
        app_say(app, STYLE_OK, _("%s: all is decided; a new version follows all sides."), name);
    free(name);
    free(id);
}

static void go_on(struct conflict_screen *x)
{
    if (!conflict_count_open(x))
        settle(x);
    else if (!conflict_show_open(x, x->current + 1))
        conflict_show_open(x, 0);
}

/* ---- deciding -------------------------------------------------------------------------------------- */

static void note_step(struct conflict_screen *x, const bool *decided_before)
{
    size_t n;
    const struct conflict *v = conflict_all(x, &n);
    struct step *st = vec_add(&x->steps);
    st->which = xcalloc(n, sizeof *st->which);
    for (size_t i = 0; i < n; i++)
        if (!decided_before[i] && entry_conflict_decided(x->entry, &v[i]))
            st->which[st->n++] = i;
}

static bool *decided_now(const struct conflict_screen *x)
{
    size_t n;
    const struct conflict *v = conflict_all(x, &n);
    bool *decided = xcalloc(n, sizeof *decided);
    for (size_t i = 0; i < n; i++)
        decided[i] = entry_conflict_decided(x->entry, &v[i]);
    return decided;
}

static void decide(struct conflict_screen *x, const char *bytes)
{
    struct err e = {0};
    bool *before = decided_now(x);
    bool good = entry_decide(x->entry, conflict_now(x), bytes, &e);
    note_step(x, before);
    free(before);
    if (good)
        go_on(x);
    else
        app_error(x->screen.app, &e);
    x->fresh = true;
}

bool conflict_take_side(struct conflict_screen *x, size_t side)
{
    if (side < conflict_now(x)->candidates.n)
        decide(x, conflict_now(x)->candidates.v[side].bytes);
    else
        app_say(x->screen.app, STYLE_WARNING, _("There are only %zu sides here."),
                conflict_now(x)->candidates.n);
    return true;
}

static void rest_answered(struct app *app, void *context, bool yes)
{
    struct conflict_screen *x = context;
    struct err e = {0};
    size_t done;
    if (!yes)
        return;
    bool *before = decided_now(x);
    bool good = entry_decide_rest(x->entry, conflict_now(x), &conflict_now(x)->candidates.v[x->selected], true, &done, &e);
    note_step(x, before);
    free(before);
    if (good)
        go_on(x);
    else
        app_error(app, &e);
}

/* All that is open in this entry, as on the side selected. */
bool conflict_take_rest(struct conflict_screen *x)
{
    struct app *app = x->screen.app;
    struct err e = {0};
    size_t n = 0;
    const struct candidate *like = &conflict_now(x)->candidates.v[x->selected];
    if (!entry_decide_rest(x->entry, conflict_now(x), like, false, &n, &e)) {
        app_error(app, &e);
        return true;
    }
    char *who = conflict_who(app_session(app), x->entry, like);
    char *question = xasprintf(_("%zu places of this entry are still open. Take them all as they are in side "
                                 "%zu (%s)?"), n, x->selected + 1, who);
    confirm(app, &(struct confirm){.title = action_name(ACTION_TAKE_REST),
                                   .question = question,
                                   .yes = _("Take them all from this side"),
                                   .no = _("No, go on one by one"),
                                   .context = x,
                                   .done = rest_answered});
    free(who);
    free(question);
    return true;
}

/* ---- writing anew ---------------------------------------------------------------------------------- */

static void say_still_open(struct conflict_screen *x)
{
    app_say(x->screen.app, STYLE_DIM, "%s", _("Nothing was written: this place is still open."));
}

static void rewritten(struct screen *below, const char *bytes, bool changed)
{
    struct conflict_screen *x = (struct conflict_screen *)below;
    struct err e = {0};
    char *chosen = xstrdup0(bytes);
    bool decided = changed || x->combining;
    /* What was only laid there, and what else was written meanwhile. */
    if (!entry_undecide(x->entry, &x->current, 1, &e))
        app_error(below->app, &e);
    else if (decided)
        decide(x, chosen);
    if (!decided)
        say_still_open(x);
    x->fresh = true;
    free(chosen);
}

/* The column, where a cell of it is typed in one line; NULL: its widget is needed. */
static const struct field *line_cell(const struct conflict_screen *x, struct place p)
{
    const struct field *f = p.row >= 0 ? record_field(entry_record(x->entry), p) : NULL;
    return f && widget_for(f) == &widget_line ? f : NULL;
}

static void cell_typed(struct app *app, void *context, const char *text)
{
    struct conflict_screen *x = context;
    struct place p;
    const struct field *f = record_place(entry_record(x->entry), conflict_now(x)->path, &p)
                                ? line_cell(x, p) : NULL;
    if (!text || !f) {
        say_still_open(x);
        return;
    }
    struct value v = f->type->parse(f, text);
    if (v.kind == VALUE_RAW) {
        app_say(app, STYLE_WARNING, _("“%s” does not fit here: this place is still open."), text);
    } else {
        char *bytes = value_to_bytes(&v);
        decide(x, *bytes ? bytes : NULL);
        free(bytes);
    }
    value_finish(&v);
}

/* Below the two sides, which stay in sight: not in the whole table. */
static void write_cell(struct conflict_screen *x, const struct field *f, const char *bytes)
{
    struct value v = VALUE_NONE;
    char *label = xasprintf("%s:", action_name(ACTION_REWRITE));
    if (bytes)
        value_from_bytes(bytes, &v);
    char *text = field_edit_text(f, &v);
    ask_line(x->screen.app, &(struct ask){.label = label, .plain = f->type->figure, .text = text,
                                          .context = x, .done = cell_typed});
    value_finish(&v);
    free(label);
    free(text);
}

static bool write_anew(struct conflict_screen *x, const char *bytes, bool combining)
{
    struct app *app = x->screen.app;
    struct place p;
    enum conflict_kind kind = conflict_kind(x->entry, conflict_now(x));
    const char *why = entry_readonly(x->entry);
    if (why) {
        app_say(app, STYLE_WARNING, "%s", why);
        return true;
    }
    if ((kind != CONFLICT_VALUE && kind != CONFLICT_NARRATIVE) ||
        !record_place(entry_record(x->entry), conflict_now(x)->path, &p)) {
        app_say(app, STYLE_WARNING, "%s", _("Here one of the sides must be taken as it is."));
        return true;
    }
    const struct field *cell = combining ? NULL : line_cell(x, p);
    if (cell) {
        write_cell(x, cell, bytes);
        return true;
    }
    x->combining = combining;
    screen_rewrite(app, &(struct rewrite){x->entry, conflict_now(x), bytes, &x->screen, rewritten});
    return true;
}

bool conflict_rewrite(struct conflict_screen *x)
{
    return write_anew(x, conflict_now(x)->candidates.v[x->selected].bytes, false);
}

/* All sides in one text, to be edited. */
bool conflict_combine(struct conflict_screen *x)
{
    const struct conflict *c = conflict_now(x);
    if (conflict_kind(x->entry, c) != CONFLICT_NARRATIVE) {
        app_say(x->screen.app, STYLE_WARNING, "%s",
                _("Only texts of several sentences can be combined; F2 writes another value."));
        return true;
    }
    char *base = c->base ? place_plain(c->base) : NULL;
    char *all = place_plain(c->candidates.v[0].bytes);
    for (size_t i = 1; i < c->candidates.n; i++) {
        char *next = place_plain(c->candidates.v[i].bytes), *both = diff_combine(base, all, next);
        free(all);
        free(next);
        all = both;
    }
    struct value v = value_text(all);
    char *bytes = value_to_bytes(&v);
    write_anew(x, bytes, true);
    value_finish(&v);
    free(bytes);
    free(base);
    free(all);
    return true;
}

/* What was decided before the screen was opened is taken back one by one, the last place first. */
static struct step last_step(struct conflict_screen *x)
{
    size_t n;
    const struct conflict *v = conflict_all(x, &n);
    struct step st = {0};
    if (x->steps.n)
        return x->steps.v[--x->steps.n];
    while (n > 0 && !entry_conflict_decided(x->entry, &v[n - 1]))
        n--;
    if (n > 0) {
        st.which = xcalloc(1, sizeof *st.which);
        st.which[st.n++] = n - 1;
    }
    return st;
}

bool conflict_take_back(struct conflict_screen *x)
{
    struct err e = {0};
    struct step st = last_step(x);
    if (!st.n) {
        app_say(x->screen.app, STYLE_DIM, "%s", _("Nothing more to undo."));
    } else if (entry_undecide(x->entry, st.which, st.n, &e)) {
        conflict_show(x, st.which[0]);
        app_say(x->screen.app, STYLE_DIM, "%s", _("The last decision is taken back."));
    } else {
        app_error(x->screen.app, &e);
    }
    free(st.which);
    return true;
}
