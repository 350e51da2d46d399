#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "tui/keymap.h"

static json *map_json(void)
{
    json *all = js_new_object();
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
        char name[64], key[32];
        struct key k;
        enum action of;
        json *keys = js_new_array();
        for (size_t i = 0; action_binding(i, &k, &of); i++)
            if (of == a)
                js_push(keys, js_new_text(key_name(k, key)));
        js_set(all, keymap_name(a, name), keys);
    }
    return all;
}

static void print_map(const struct call *c)
{
    if (c->options.json) {
        command_print_json(map_json());
        return;
    }
    struct str out = {0};
    keymap_print(&out);
    fputs(str_text(&out), stdout);
    str_finish(&out);
}

/* Without a file the user's own map, if there is one, is what the screens work with. */
static int run(struct call *c)
{
    struct err e = {0};
    char *path = c->argc ? xstrdup(c->argv[0]) : keymap_path();
    struct problem_list problems = {.file = path};
    if (c->argc && !file_exists(path))
        err_set(&e, ERR_FILE, path, NULL, _("there is no such file"));
    else
        keymap_load(path, &problems, &e);
    command_print_problems(&problems);
    if (!e.code && !c->argc)
        print_map(c);
    int status = problems.list.n ? EXIT_PROBLEMS : EXIT_DONE;
    problem_finish(&problems);
    return e.code ? command_fail(&e) : status;
}

const struct command cmd_keymap = {
    .name = "keymap",
    .usage = "[FILE]",
    .help = N_("Prints the keys of all actions as a file that you can change; with a FILE: checks it."),
    .min_args = 0,
    .max_args = 1,
    .run = run,
};
