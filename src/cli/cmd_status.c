/* Who has reported: units that owe an entry, and what became of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "entry/reported.h"
#include "entry/reporting.h"
#include "entry/review.h"

struct status {
    struct session *session;
    const struct form *form;
    const char *period;
    struct reported_list list;
};

static bool look_into_all(struct status *st, struct err *e)
{
    bool good = true;
    for (size_t i = 0; good && i < st->list.n; i++)
        good = session_reported_look(st->session, &st->list, i, e);
    return good;
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static json *unit_json(const struct status *st, size_t i)
{
    const struct reported *r = &st->list.v[i];
    char day[32], due[16];
    date_iso(r->due, due);
    json *o = js_new_object();
    js_set_text(o, "unit", r->unit->id);
    js_set_text(o, "name", catalogue_office_name(session_catalogue(st->session, st->form->units, NULL),
                                                 r->unit->id));
    js_set_text(o, "level", r->unit->level);
    js_set(o, "owes", js_new_bool(r->line != NULL));
    js_set_text_or_null(o, "to", r->to);
    js_set_text_or_null(o, "due", r->has_due ? due : NULL);
    js_set(o, "inclusive", js_new_bool(r->line && r->line->inclusive));
    js_set_text_or_null(o, "entry", r->exists ? r->row.entry : NULL);
    js_set_text(o, "state", reported_state_id(r));
    js_set_text_or_null(o, "turn", r->exists ? session_turn(st->session, &r->row) : NULL);
    js_set(o, "flags", entry_json_flags(r->exists ? r->row.flags : 0));
    js_set(o, "submission", js_new_integer(r->exists ? r->row.submission : 0));
    js_set(o, "received", js_new_bool(r->received));
    js_set_text_or_null(o, "sent", r->received ? time_iso(r->row.submitted, day) : NULL);
    js_set_text_or_null(o, "came", r->received ? time_iso(r->came, day) : NULL);
    js_set(o, "complete", js_new_bool(r->complete));
    js_set(o, "on_time", js_new_bool(r->on_time));
    js_set(o, "late", js_new_integer(r->late));
    js_set(o, "accepted", js_new_bool(r->accepted));
    return o;
}

static json *totals_json(const struct status *st)
{
    const struct reported_totals *t = &st->list.totals;
    json *o = js_new_object();
    js_set(o, "owe", js_new_integer(t->owe));
    js_set(o, "received", js_new_integer(t->received));
    js_set(o, "complete", js_new_integer(t->complete));
    js_set(o, "on_time", js_new_integer(t->on_time));
    js_set(o, "late", js_new_integer(t->late));
    js_set(o, "accepted", js_new_integer(t->accepted));
    js_set(o, "returned", js_new_integer(t->returned));
    js_set(o, "waiting", js_new_integer(t->waiting));
    js_set(o, "missing", js_new_integer(t->missing));
    return o;
}

static void print_json(const struct status *st)
{
    json *o = js_new_object(), *units = js_new_array();
    js_set_text(o, "form", st->form->id);
    js_set_text_or_null(o, "period", st->period);
    for (size_t i = 0; i < st->list.n; i++)
        js_push(units, unit_json(st, i));
    js_set(o, "units", units);
    js_set(o, "totals", totals_json(st));
    command_print_json(o);
}

/* ---- for people ------------------------------------------------------------------------------- */

static void print_day(bool known, int64_t at)
{
    char day[16] = "";
    if (known)
        date_print(date_of_time(at), day);
    say_cell(day, 10);
}

static void print_unit(const struct status *st, const struct reported *r)
{
    say_cell(session_office_name(st->session, r->unit->id), 28);
    say_cell(reported_state_name(r), 12);
    say_cell(!r->received ? "" : r->complete ? _("yes") : _("no"), 8);
    print_day(r->received, r->row.submitted);
    print_day(r->received, r->came);
    if (r->late)
        say(stdout, _("%d days"), (int)r->late);
    say(stdout, "%s\n", r->line ? "" : _("owes none"));
}

static void print_csv(const struct status *st)
{
    char *text = reported_csv(st->session, &st->list, NULL, 0, false);
    say(stdout, "%s", text);
    free(text);
}

static void print_text(const struct status *st)
{
    const struct reported_totals *t = &st->list.totals;
    say(stdout, "%s%s%s\n", text_of(&st->form->title), st->period ? " · " : "",
        st->period ? st->period : "");
    say(stdout, _("%d of %d received · %d complete · %d on time · %d accepted · %d late\n\n"),
        t->received, t->owe, t->complete, t->on_time, t->accepted, t->late);
    say_cell(_("Unit"), 28);
    say_cell(_("State"), 12);
    say_cell(_("Complete"), 8);
    say_cell(_("Sent"), 10);
    say_cell(_("Received"), 10);
    say(stdout, "%s\n", _("Late"));
    for (size_t i = 0; i < st->list.n; i++)
        print_unit(st, &st->list.v[i]);
}

/* ---- the command ------------------------------------------------------------------------------ */

static bool check_period(const struct form *f, const char *period, struct err *e)
{
    return form_period_valid(f, period) ||
           err_set(e, ERR_USAGE, period ? period : "-",
                   _("write 2021, 2021-Q1 or 2021-03, as the form asks"),
                   _("the period does not fit the form %s"), f->id);
}

/* NULL: the form has no periods, or nobody knows one. */
static char *default_period(struct status *st, struct err *e)
{
    struct reporting_list l;
    if (!session_reporting(st->session, st->form->id, NULL, &l, e))
        return NULL;
    const struct reporting *r = reporting_nearest(&l, NULL, date_of_time(clock_now()));
    char *period = r ? xstrdup0(r->period) : NULL;
    reporting_finish(&l);
    return period;
}

static bool run_status(struct call *c, struct status *st, struct err *e)
{
    char *nearest = NULL;
    st->period = call_option(c, "period");
    if (!st->period)
        st->period = nearest = default_period(st, e);
    if (st->period && !strcmp(st->period, "once"))
        st->period = NULL;
    bool good = !e->message && check_period(st->form, st->period, e) &&
                session_reported(st->session, session_form_brief(st->session, st->form->id), st->period,
                                 date_of_time(clock_now()), &st->list, e) &&
                look_into_all(st, e);
    if (good)
        (c->options.json ? print_json : call_option(c, "csv") ? print_csv : print_text)(st);
    free(nearest);
    return good;
}

static int run(struct call *c)
{
    struct err e = {0};
    const char *form = call_option(c, "form");
    struct session *s = form ? call_session(c, false, true, &e) : NULL;
    if (!form)
        err_set(&e, ERR_USAGE, NULL, c->command->usage, _("--form is missing"));
    struct status st = {.session = s, .form = s ? session_form(s, form, &e) : NULL};
    if (st.form)
        run_status(c, &st, &e);
    reported_finish(&st.list);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_status = {
    .name = "status",
    .usage = "FILE --form ID [--period P] [--csv]",
    .help = N_("Lists the units that owe an entry of a form: received, complete, on time, accepted, late."),
    .options = "form= period= csv",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
