#include <stdlib.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "entry/session.h"
#include "store/undo.h"
#include "text/date.h"

static void print_undone(const struct call *c, const struct undone *u)
{
    char when[32];
    if (c->options.json) {
        json *o = js_new_object();
        js_set_text(o, "name", u->name);
        js_set_text(o, "at", time_iso(u->at, when));
        js_set(o, "events", js_new_integer(u->events));
        js_set(o, "bodies", js_new_integer(u->bodies));
        js_set(o, "drafts", js_new_integer(u->drafts));
        if (u->signatures)
            js_set(o, "signatures", js_new_integer(u->signatures));
        js_set_text(o, "kept", u->kept);
        js_set_text(o, "code", u->code);
        command_print_json(o);
    } else if (!c->options.quiet) {
        date_print_time(u->at, when);
        say(stdout, _("Undone: what came from %s (%s): %lld events, %lld bodies, %lld drafts.\n"),
            u->name, when, (long long)u->events, (long long)u->bodies, (long long)u->drafts);
        if (u->signatures)
            say(stdout, _("Signatures that went with it: %lld\n"), (long long)u->signatures);
        say(stdout, _("The file as it was is kept as %s; check code now %s.\n"), u->kept, u->code);
    }
}

static int run(struct call *c)
{
    struct err e = {0};
    struct undone undone = {0};
    struct session *s = call_session(c, false, true, &e);
    if (s && store_undo_merge(session_store(s), &undone, &e))
        print_undone(c, &undone);
    undone_finish(&undone);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_undo = {
    .name = "undo-merge",
    .usage = "FILE",
    .help = N_("Takes back what was taken in last, as long as nothing was built on it."),
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
