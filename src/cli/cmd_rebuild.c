#include <stdio.h>

#include "base/lang.h"
#include "cli/command.h"
#include "entry/session.h"

static int run(struct call *c)
{
    struct err e = {0};
    struct store_rebuilt done;
    struct session *s = call_session(c, false, false, &e);
    if (s && store_rebuild_told(session_store(s), &done, &e)) {
        if (c->options.json) {
            json *o = js_new_object();
            js_set(o, "events", js_new_integer(done.events));
            js_set(o, "entries", js_new_integer(done.entries));
            js_set(o, "changed", js_new_bool(done.changed));
            command_print_json(o);
        } else if (!c->options.quiet) {
            printf(_("The lists were made again from %lld events: %lld entries.\n"),
                   (long long)done.events, (long long)done.entries);
            puts(done.changed ? _("They were not right before.") : _("They were right before."));
        }
    }
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_rebuild = {
    .name = "rebuild",
    .usage = "FILE",
    .help = N_("Makes the lists (x_ tables) again from the events, which stay as they are."),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
