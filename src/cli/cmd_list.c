#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "text/date.h"

struct listing {
    struct session *session;
    bool as_json;
    json *array;
    struct err *e;
};

static bool print_row(void *user, const struct entry_row *row)
{
    struct listing *l = user;
    if (l->as_json) {
        json *o = entry_json_summary(l->session, row, l->e);
        if (o)
            js_push(l->array, o);
        return o != NULL;
    }
    char when[32];
    date_print_time(row->time, when);
    printf("%s  %-24s %-20s %-8s %-14s %s\n", row->entry, row->form_id, row->unit,
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

static int run(struct call *c)
{
    struct err e = {0};
    const char *state = call_option(c, "state");
    struct store_filter filter = {.form_id = call_option(c, "form"),
                                  .unit = call_option(c, "unit"),
                                  .period = call_option(c, "period"),
                                  .state = state ? state_of(state) : -1};
    if (state && filter.state < 0) {
        err_set(&e, ERR_USAGE, state,
                _("use draft, submitted, returned, accepted, withdrawn or conflict"),
                _("there is no such state"));
        return command_fail(&e);
    }
    struct session *s = call_session(c, false, true, &e);
    struct listing l = {s, c->options.json, js_new_array(), &e};
    if (s && store_entries(session_store(s), &filter, print_row, &l, &e) && !e.message &&
        l.as_json) {
        char *text = js_pretty(l.array);
        puts(text);
        free(text);
    }
    js_free(l.array);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_list = {
    .name = "list",
    .usage = "FILE [--form ID] [--unit U] [--period P] [--state S]",
    .help = N_("Lists the entries of a file."),
    .options = "form= unit= period= state=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
