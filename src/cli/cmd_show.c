#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/comments_show.h"
#include "cli/entry_json.h"
#include "cli/entry_text.h"

static int run(struct call *c)
{
    struct err e = {0};
    struct session *s = call_session(c, false, true, &e);
    struct entry *en = s ? entry_view(s, c->argv[1], call_option(c, "revision"), &e) : NULL;
    if (en && c->options.json) {
        json *o = entry_json_full(s, en, &e);
        if (o)
            command_print_json(o);
    } else if (en) {
        entry_text_print(s, en);
        comments_print(s, en, &e);
        if (!c->options.quiet)
            entry_print_problems(en, "", false);
    }
    entry_destroy(en);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_show = {
    .name = "show",
    .usage = "FILE ENTRY [--revision R]",
    .help = N_("Shows one entry; with --json: answers, problems, state, history."),
    .options = "revision=",
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
