#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "text/date.h"

struct listing {
    struct session *session;
    bool as_json;
    json *array;
    size_t count;
    struct err *e;
};

static bool print_row(void *user, const struct entry_row *row)
{
    struct listing *l = user;
    l->count++;
    if (l->as_json) {
        json *o = entry_json_listed(l->session, row, l->e);
        if (o)
            js_push(l->array, o);
        return o != NULL;
    }
    char when[32];
    date_print_time(row->time, when);
    say(stdout, "%s  %-24s %-20s %-8s %-14s %s\n", row->entry, row->form_id, row->unit,
        row->period ? row->period : "-", entry_state_id(row->state), when);
    return true;
}

static int state_of(const char *name)
{
    for (int i = 0; i < STATE_COUNT; i++)
        if (!strcmp(entry_state_id((enum entry_state)i), name))
            return i;
    return -1;
}

/* Nothing was found: was the name of the form or the unit mistyped? */
static bool is_known(struct session *s, const struct store_filter *f, struct err *e)
{
    if (f->form_id && !session_form(s, f->form_id, e))
        return false;
    if (!f->unit)
        return true;
    for (const char *const *id = session_catalogue_ids(s); *id; id++) {
        const struct catalogue *c = session_catalogue(s, *id, NULL);
        if (c && catalogue_find(c, f->unit))
            return true;
    }
    return err_set(e, ERR_USAGE, f->unit, _("use the id of a unit of a unit list"),
                   _("there is no such unit"));
}

/* "once" is how a person names the period of forms without one. */
static const char *period_filter(const char *period)
{
    return period && !strcmp(period, "once") ? "" : period;
}

static int run(struct call *c)
{
    struct err e = {0};
    const char *state = call_option(c, "state");
    struct store_filter filter = {.form_id = call_option(c, "form"),
                                  .unit = call_option(c, "unit"),
                                  .period = period_filter(call_option(c, "period")),
                                  .state = state ? state_of(state) : -1};
    if (state && filter.state < 0) {
        err_set(&e, ERR_USAGE, state,
                _("use draft, submitted, returned, accepted, withdrawn or conflict"),
                _("there is no such state"));
        return command_fail(&e);
    }
    struct session *s = call_session(c, false, true, &e);
    struct listing l = {s, c->options.json, js_new_array(), 0, &e};
    bool good = s && store_entries(session_store(s), &filter, print_row, &l, &e) && !e.message &&
                (l.count || is_known(s, &filter, &e));
    if (good && l.as_json)
        command_print_json(l.array);
    else
        js_free(l.array);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_list = {
    .name = "list",
    .usage = "FILE [--form ID] [--unit U] [--period P] [--state S]",
    .help = N_("Lists the entries of a file; states: draft, submitted, returned, accepted, withdrawn, "
               "conflict."),
    .options = "form= unit= period= state=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
