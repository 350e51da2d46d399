#include <stdio.h>

#include "base/lang.h"
#include "cli/command.h"

static json *about_json(const struct command *c)
{
    json *o = js_new_object();
    js_set_text(o, "command", c == &cmd_screens ? "" : c->name);
    js_set_text(o, "usage", c->usage);
    js_set_text(o, "help", _(c->help));
    return o;
}

static void print_json(const struct command *about)
{
    if (about) {
        command_print_json(about_json(about));
        return;
    }
    json *all = js_new_array();
    for (unsigned i = 0; i < command_count; i++)
        js_push(all, about_json(command_table[i]));
    command_print_json(all);
}

static void print_overview(void)
{
    printf(_("phieu %s: paper forms on the terminal, offline\n\n"), PHIEU_VERSION);
    printf("  phieu [FILE]\n");
    for (unsigned i = 0; i < command_count; i++)
        if (command_table[i] != &cmd_screens)
            printf("  phieu %s %s\n", command_table[i]->name, command_table[i]->usage);
    puts(_("\nOptions for all: --json, --lang vi|en, --as OFFICE, --author NAME, --at TIME, --quiet\n"
           "Exit status: 0 done; 1 problems or refused by a rule; 2 wrong call; 3 file trouble; "
           "4 damaged file"));
}

static int run(struct call *c)
{
    if (!c->argc) {
        if (c->options.json)
            print_json(NULL);
        else
            print_overview();
        return EXIT_DONE;
    }
    const struct command *about = command_find(c->argv[0]);
    if (!about) {
        struct err e = {0};
        err_set(&e, ERR_USAGE, c->argv[0], _("phieu help lists the commands"),
                _("there is no such command"));
        return command_fail(&e);
    }
    if (c->options.json)
        print_json(about);
    else
        printf("phieu %s%s%s\n%s\n", about == &cmd_screens ? "" : about->name,
               about == &cmd_screens ? "" : " ", about->usage, _(about->help));
    return EXIT_DONE;
}

const struct command cmd_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .help = N_("Says what a command does."),
    .min_args = 0,
    .max_args = 1,
    .run = run,
};
