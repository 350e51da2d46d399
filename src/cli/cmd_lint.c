#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/command.h"
#include "rules/lint.h"
#include "text/utf8.h"

/* A file's name may be any bytes; JSON takes only letters. */
static json *file_name(const char *name)
{
    struct str clean = {0};
    for (size_t n = strlen(name), used; n; name += used, n -= used) {
        char letter[4];
        uint32_t code = utf8_decode(name, n, &used);
        str_addn(&clean, letter, utf8_encode(code, letter));
    }
    json *j = js_new_text(str_text(&clean));
    str_finish(&clean);
    return j;
}

static json *problem_json(const struct problem_list *p, const struct problem *x)
{
    json *o = js_new_object();
    js_set(o, "file", file_name(p->file));
    js_set(o, "line", js_new_integer(x->line > 0 ? x->line : 1));
    js_set(o, "column", js_new_integer(x->column > 0 ? x->column : 1));
    js_set_text(o, "level", problem_level_ids[x->level]);
    js_set_text(o, "message", x->message);
    js_set_text(o, "remedy", x->remedy);
    return o;
}

static void report(struct call *c, const struct problem_list *p, json *array)
{
    for (size_t i = 0; i < p->list.n; i++) {
        if (c->options.json) {
            js_push(array, problem_json(p, &p->list.v[i]));
            continue;
        }
        char *text = problem_text(p, i);
        puts(text);
        free(text);
    }
}

static int run(struct call *c)
{
    char *units = file_units_folder();
    json *array = js_new_array();
    int status = EXIT_DONE;
    for (int i = 0; i < c->argc; i++) {
        struct problem_list problems = {.file = xstrdup(c->argv[i])};
        struct err e = {0};
        if (!lint_file(c->argv[i], units, &problems, &e)) {
            int failed = command_fail(&e);
            status = failed > status ? failed : status;
        }
        report(c, &problems, array);
        if (problems.errors && status < EXIT_PROBLEMS)
            status = EXIT_PROBLEMS;
        problem_finish(&problems);
    }
    if (c->options.json)
        command_print_json(array);
    else
        js_free(array);
    free(units);
    return status;
}

const struct command cmd_lint = {
    .name = "lint",
    .usage = "FORM.yaml…",
    .help = N_("Reports every problem of form files as file:line:col, and runs the forms' own "
               "tests."),
    .min_args = 1,
    .max_args = -1,
    .run = run,
};
