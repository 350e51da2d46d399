#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/entry_json.h"

static int run(struct call *c)
{
    struct err e = {0};
    struct session *s = call_session(c, false, false, &e);
    struct entry *en = s ? entry_open(s, c->argv[1], &e) : NULL;
    struct hash revision;
    int status = EXIT_DONE;
    if (en && entry_readonly(en)) {
        err_set(&e, ERR_USAGE, entry_id(en), _("nothing was changed"), "%s", entry_readonly(en));
    } else if (en && entry_submit(en, &revision, &e)) {
        char hex[HASH_HEX];
        hash_hex(&revision, hex);
        if (c->options.json) {
            json *o = entry_json_summary(s, entry_row(en), &e);
            if (o) {
                js_set_text(o, "revision", hex);
                command_print_json(o);
            }
        } else {
            puts(hex);
        }
    } else if (en && e.code == ERR_RULE) {
        if (!c->options.quiet)
            entry_print_problems(en, "", true);
    }
    entry_destroy(en);
    return call_end(c, s, status, &e);
}

const struct command cmd_submit = {
    .name = "submit",
    .usage = "FILE ENTRY",
    .help = N_("Submits an entry; refused, and nothing changed, while errors stand."),
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
