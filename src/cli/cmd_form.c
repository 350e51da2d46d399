#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/form_diff.h"
#include "cli/form_outline.h"
#include "entry/session.h"
#include "rules/lint.h"

static bool is_yaml(const char *name)
{
    size_t n = strlen(name);
    return (n > 5 && !strcmp(name + n - 5, ".yaml")) || (n > 4 && !strcmp(name + n - 4, ".yml"));
}

/* A form file, read and judged; NULL with its problems printed, or e. */
static struct form *load_file(const char *path, struct err *e)
{
    char *units = file_units_folder();
    struct problem_list problems = {.file = xstrdup(path)};
    struct form *f = NULL;
    if (lint_file(path, units, &problems, e) && !problems.errors) {
        struct problem_list again = {0};
        f = form_load(path, &again, e);
        problem_finish(&again);
    } else if (problems.errors) {
        command_print_problems(&problems);
        problem_to_err(&problems, ERR_RULE, e);
    }
    problem_finish(&problems);
    free(units);
    return f;
}

static json *form_json(const struct form *f)
{
    char hex[HASH_HEX];
    hash_hex(&f->hash, hex);
    json *o = js_new_object();
    js_set_text(o, "form", f->id);
    js_set(o, "version", js_new_integer(f->version));
    js_set_text(o, "title", text_of(&f->title));
    js_set_text(o, "hash", hex);
    return o;
}

static void list_one(struct call *c, const struct form *f, json *array)
{
    if (c->options.json)
        js_push(array, form_json(f));
    else
        printf("%-24s %3d  %s\n", f->id, f->version, text_of(&f->title));
}

static int run_list(struct call *c, struct err *e)
{
    struct session *s = call_session(c, false, true, e);
    struct store_texts texts = {0};
    json *array = js_new_array();
    if (s && store_texts(session_store(s), EVENT_FORM, &texts, e)) {
        for (size_t i = 0; i < texts.n; i++) {
            const struct form *f = session_form_by_hash(s, &texts.v[i].body, e);
            if (f)
                list_one(c, f, array);
        }
        if (c->options.json && !e->message) {
            char *text = js_pretty(array);
            puts(text);
            free(text);
        }
        store_texts_finish(&texts);
    }
    js_free(array);
    return call_end(c, s, EXIT_DONE, e);
}

static int run_show(struct call *c, struct err *e)
{
    if (c->argc == 1 && is_yaml(c->argv[0])) {
        struct form *f = load_file(c->argv[0], e);
        if (f)
            form_outline(f, stdout);
        form_free(f);
        return e->message ? command_fail(e) : EXIT_DONE;
    }
    if (c->argc < 2) {
        err_set(e, ERR_USAGE, NULL, "phieu form show FORM.yaml | FILE FORM",
                _("name a form file, or a data file and a form"));
        return command_fail(e);
    }
    struct session *s = call_session(c, false, true, e);
    const struct form *f = s ? session_form(s, c->argv[1], e) : NULL;
    if (f)
        form_outline(f, stdout);
    return call_end(c, s, EXIT_DONE, e);
}

static int run_add(struct call *c, struct err *e)
{
    if (c->argc < 2) {
        err_set(e, ERR_USAGE, NULL, "phieu form add FILE FORM.yaml", _("an argument is missing"));
        return command_fail(e);
    }
    struct form *f = load_file(c->argv[1], e);
    struct session *s = f ? call_session(c, true, false, e) : NULL;
    if (s && session_keep_form(s, f, e) && !c->options.quiet)
        printf("%s %d\n", f->id, f->version);
    int status = call_end(c, s, EXIT_DONE, e);
    form_free(f);
    return status;
}

/* A or B of `form diff`: a YAML file, or a form held in the data file. */
static const struct form *side(struct session *s, const char *name, struct form **ret_own,
                               struct err *e)
{
    if (!is_yaml(name) && s)
        return session_form(s, name, e);
    *ret_own = load_file(name, e);
    return *ret_own;
}

static int run_diff(struct call *c, struct err *e)
{
    if (c->argc < 2) {
        err_set(e, ERR_USAGE, NULL, "phieu form diff A B [FILE]", _("an argument is missing"));
        return command_fail(e);
    }
    struct call data = *c;
    data.argv = c->argv + 2;
    data.argc = c->argc - 2;
    struct session *s = data.argc ? call_session(&data, false, true, e) : NULL;
    struct form *own_a = NULL, *own_b = NULL;
    int status = EXIT_DONE;
    if (!e->message) {
        const struct form *a = side(s, c->argv[0], &own_a, e);
        const struct form *b = a ? side(s, c->argv[1], &own_b, e) : NULL;
        if (b && !form_diff(a, b, stdout))
            puts(_("No difference in fields, checks and due dates."));
    }
    status = data.argc ? call_end(&data, s, status, e)
             : e->message ? command_fail(e)
                          : status;
    form_free(own_a);
    form_free(own_b);
    return status;
}

static int run(struct call *c)
{
    static const struct {
        const char *name;
        int (*run)(struct call *c, struct err *e);
    } parts[] = {{"list", run_list}, {"show", run_show}, {"add", run_add}, {"diff", run_diff}};
    struct err e = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strcmp(parts[i].name, c->argv[0])) {
            struct call part = *c;
            part.argv++;
            part.argc--;
            if (!part.argc)
                break;
            return parts[i].run(&part, &e);
        }
    err_set(&e, ERR_USAGE, c->argv[0], c->command->usage,
            _("form takes list, show, add or diff, and what to look at"));
    return command_fail(&e);
}

const struct command cmd_form = {
    .name = "form",
    .usage = "list FILE | show FORM.yaml | show FILE FORM | add FILE FORM.yaml | diff A B [FILE]",
    .help = N_("Lists the forms held in a file, shows one as an outline, adds one, compares two."),
    .min_args = 1,
    .max_args = 4,
    .run = run,
};
