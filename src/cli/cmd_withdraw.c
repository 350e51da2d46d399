#include <stdio.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/entry_json.h"

static void print_made(struct call *c, struct session *s, const struct entry *en,
                       const struct hash *made, struct err *e)
{
    char hex[HASH_HEX];
    hash_hex(made, hex);
    if (!c->options.json) {
        puts(hex);
        return;
    }
    json *o = entry_json_summary(s, entry_row(en), e);
    if (!o)
        return;
    js_set_text(o, "revision", hex);
    command_print_json(o);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct hash made;
    struct session *s = call_session(c, false, false, &e);
    struct entry *en = s ? entry_open(s, c->argv[1], &e) : NULL;
    if (en && (call_option(c, "undo") ? entry_restore : entry_withdraw)(en, &made, &e))
        print_made(c, s, en, &made, &e);
    entry_destroy(en);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_withdraw = {
    .name = "withdraw",
    .usage = "FILE ENTRY [--undo]",
    .help = N_("Takes an entry back; nothing is deleted. With --undo it is a draft again."),
    .options = "undo",
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
