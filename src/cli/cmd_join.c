#include <stdio.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "entry/join.h"

static void warn(const struct call *c, const struct joined *j)
{
    if (c->options.quiet)
        return;
    if (j->other_unit)
        say(stderr, "%s\n", _("They stood for two units: choose one (phieu conflicts, $unit)."));
    if (j->other_period)
        say(stderr, "%s\n",
            _("They stood for two periods: choose one (phieu conflicts, $period)."));
}

static void print_text(const struct joined *j, const struct entry_row *row, bool undo)
{
    if (undo)
        say(stdout, _("Two entries again: each is what it was; what was written since stays with %s.\n"),
            row->entry);
    else if (row->state == STATE_CONFLICT)
        say(stdout, _("One entry now: %s. Where the two differ somebody has to decide: "
                      "“phieu conflicts”.\n"), j->root);
    else
        say(stdout, _("One entry now: %s.\n"), j->root);
}

static bool print(struct call *c, struct session *s, const struct joined *j,
                  const struct entry_row *row, struct err *e)
{
    bool undo = call_option(c, "undo") != NULL;
    if (c->options.json) {
        json *o = entry_json_summary(s, row, e);
        if (!o)
            return false;
        js_set(o, undo ? "unjoin" : "join", entry_json_hash(&j->event));
        command_print_json(o);
    } else if (!c->options.quiet) {
        print_text(j, row, undo);
    }
    return true;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct joined j;
    struct entry_row row = {0};
    int status = EXIT_DONE;
    bool undo = call_option(c, "undo") != NULL;
    struct session *s = call_session(c, false, false, &e);
    if (s && (undo ? entry_unjoin : entry_join)(s, c->argv[1], c->argv[2], &j, &e)) {
        if (!undo)
            warn(c, &j);
        if (store_entry(session_store(s), j.root, &row, &e) && print(c, s, &j, &row, &e) && !undo &&
            row.state == STATE_CONFLICT)
            status = EXIT_PROBLEMS;
    }
    entry_row_finish(&row);
    return call_end(c, s, status, &e);
}

const struct command cmd_join = {
    .name = "join",
    .usage = "FILE ENTRY ENTRY [--undo]",
    .help = N_("Says that two entries are one; nothing is lost. With --undo they are two again."),
    .options = "undo",
    .min_args = 3,
    .max_args = 3,
    .run = run,
};
