/* Who has reported: units that owe an entry, and what became of it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "entry/reported.h"
#include "entry/review.h"

struct status {
    struct session *session;
    const struct form *form;
    const char *period;
    struct reported_list list;
    bool *complete; /* by index in list */
    int complete_count;
};

static bool find_complete(struct status *st, struct err *e)
{
    st->complete = xcalloc(st->list.n + 1, sizeof *st->complete);
    for (size_t i = 0; i < st->list.n; i++) {
        struct err why = {0};
        if (!session_reported_complete(st->session, &st->list.v[i], &st->complete[i], &why) &&
            why.code == ERR_FILE) {
            err_move(e, &why);
            return false;
        }
        err_finish(&why); /* what cannot be read is not complete */
        st->complete_count += st->complete[i];
    }
    return true;
}

static const char *state_id(const struct reported *r)
{
    return r->exists ? entry_state_id(r->row.state) : "missing";
}

static const char *state_name(const struct reported *r)
{
    return r->exists ? entry_state_name(r->row.state) : _("Not begun");
}

/* The day in UTC+7 of the first submission; "": none. */
static const char *sent_day(const struct reported *r, char out[16])
{
    *out = '\0';
    if (r->received)
        date_iso(date_of_time(r->row.submitted), out);
    return out;
}

static const char *due_day(const struct reported *r, char out[16])
{
    *out = '\0';
    if (r->has_due)
        date_iso(r->due, out);
    return out;
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static json *unit_json(const struct status *st, size_t i)
{
    const struct reported *r = &st->list.v[i];
    char day[32];
    json *o = js_new_object();
    js_set_text(o, "unit", r->unit->id);
    js_set_text(o, "name", catalogue_office_name(session_catalogue(st->session, st->form->units, NULL),
                                                 r->unit->id));
    js_set(o, "owes", js_new_bool(r->line != NULL));
    js_set_text_or_null(o, "to", r->to);
    js_set_text_or_null(o, "due", r->has_due ? due_day(r, day) : NULL);
    js_set(o, "inclusive", js_new_bool(r->line && r->line->inclusive));
    js_set_text_or_null(o, "entry", r->exists ? r->row.entry : NULL);
    js_set_text(o, "state", state_id(r));
    js_set_text_or_null(o, "turn", r->exists ? session_turn(st->session, &r->row) : NULL);
    js_set(o, "flags", entry_json_flags(r->exists ? r->row.flags : 0));
    js_set(o, "submission", js_new_integer(r->exists ? r->row.submission : 0));
    js_set(o, "received", js_new_bool(r->received));
    js_set_text_or_null(o, "sent", r->received ? time_iso(r->row.submitted, day) : NULL);
    js_set(o, "complete", js_new_bool(st->complete[i]));
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
    js_set(o, "complete", js_new_integer(st->complete_count));
    js_set(o, "on_time", js_new_integer(t->on_time));
    js_set(o, "late", js_new_integer(t->late));
    js_set(o, "accepted", js_new_integer(t->accepted));
    js_set(o, "returned", js_new_integer(t->returned));
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

/* ---- CSV -------------------------------------------------------------------------------------- */

/* Quoted (RFC 4180); what a spreadsheet would take for a formula gets a "'" before it. */
static void csv_cell(struct str *out, const char *text)
{
    bool formula = *text && strchr("=+-@\t", *text);
    str_add(out, out->len && str_text(out)[out->len - 1] != '\n' ? ",\"" : "\"");
    str_add(out, formula ? "'" : "");
    for (; *text; text++)
        str_add(out, *text == '"' ? "\"\"" : (char[]){*text, '\0'});
    str_add(out, "\"");
}

static void csv_number(struct str *out, int64_t n)
{
    str_addf(out, ",%" PRId64, n);
}

static void print_csv(const struct status *st)
{
    static const char *const heads[] = {"unit", "name", "due", "state", "submission", "sent",
                                        "complete", "on_time", "late", "accepted"};
    struct str out = {0};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        csv_cell(&out, heads[i]);
    for (size_t i = 0; i < st->list.n; i++) {
        const struct reported *r = &st->list.v[i];
        char day[16];
        str_add(&out, "\n");
        csv_cell(&out, r->unit->id);
        csv_cell(&out, session_office_name(st->session, r->unit->id));
        csv_cell(&out, due_day(r, day));
        csv_cell(&out, state_id(r));
        csv_number(&out, r->exists ? r->row.submission : 0);
        csv_cell(&out, sent_day(r, day));
        csv_number(&out, st->complete[i]);
        csv_number(&out, r->on_time);
        csv_number(&out, r->late);
        csv_number(&out, r->accepted);
    }
    say(stdout, "%s\n", str_text(&out));
    str_finish(&out);
}

/* ---- for people ------------------------------------------------------------------------------- */

static void print_text(const struct status *st)
{
    const struct reported_totals *t = &st->list.totals;
    say(stdout, "%s%s%s\n", text_of(&st->form->title), st->period ? " · " : "",
        st->period ? st->period : "");
    say(stdout, _("%d of %d received · %d complete · %d on time · %d accepted · %d late\n\n"),
        t->received, t->owe, st->complete_count, t->on_time, t->accepted, t->late);
    say_cell(_("Unit"), 32);
    say_cell(_("State"), 14);
    say_cell(_("Sent"), 11);
    say(stdout, "%s\n", _("Late"));
    for (size_t i = 0; i < st->list.n; i++) {
        const struct reported *r = &st->list.v[i];
        char day[16] = "";
        if (r->received)
            date_print(date_of_time(r->row.submitted), day);
        say_cell(session_office_name(st->session, r->unit->id), 32);
        say_cell(state_name(r), 14);
        say_cell(day, 11);
        if (r->late)
            say(stdout, _("%d days"), (int)r->late);
        say(stdout, "\n");
    }
}

/* ---- the command ------------------------------------------------------------------------------ */

static bool check_period(const struct form *f, const char *period, struct err *e)
{
    return form_period_valid(f, period) ||
           err_set(e, ERR_USAGE, period ? period : "-",
                   _("write 2021, 2021-Q1 or 2021-03, as the form asks"),
                   _("the period does not fit the form %s"), f->id);
}

static bool run_status(struct call *c, struct status *st, struct err *e)
{
    char *newest = NULL;
    st->period = call_option(c, "period");
    if (!st->period)
        st->period = newest = session_newest_period(st->session, st->form, e);
    if (st->period && !strcmp(st->period, "once"))
        st->period = NULL;
    bool good = !e->message && check_period(st->form, st->period, e) &&
                session_reported(st->session, st->form, st->period, date_of_time(clock_now()),
                                 &st->list, e) &&
                find_complete(st, e);
    if (good)
        (c->options.json ? print_json : call_option(c, "csv") ? print_csv : print_text)(st);
    free(newest);
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
    free(st.complete);
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
