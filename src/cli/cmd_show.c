#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/comments_show.h"
#include "cli/entry_json.h"
#include "cli/entry_text.h"

/* What there is to say of an entry whose answers are gone: never an empty answer. */
static bool show_erased(struct call *c, struct session *s, const struct entry_row *row,
                        struct err *e)
{
    json *o = c->options.json ? entry_json_erased(s, row, e) : NULL;
    if (o)
        command_print_json(o);
    else if (!c->options.json)
        entry_text_print_erased(s, row);
    return o || !c->options.json;
}

static bool is_erased(struct call *c, struct session *s, struct entry_row *ret)
{
    return !call_option(c, "revision") && store_entry(session_store(s), c->argv[1], ret, NULL) &&
           ret->flags & FLAG_ERASED;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct entry_row row = {0};
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
    if (s && !en && is_erased(c, s, &row)) {
        err_finish(&e);
        show_erased(c, s, &row, &e);
    }
    entry_row_finish(&row);
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
