#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/form_diff.h"
#include "cli/form_follow.h"
#include "cli/form_json.h"
#include "cli/form_outline.h"
#include "cli/form_waiting.h"
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
        err_set(e, ERR_RULE, path, _("correct it; phieu lint shows the same"),
                _("the form has errors (%zu)"), problems.errors);
    }
    problem_finish(&problems);
    free(units);
    return f;
}

static void list_one(struct call *c, const struct form *f, json *array)
{
    if (c->options.json)
        js_push(array, form_json_summary(f));
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
            struct err why = {0};
            const struct form *f = session_form_by_hash(s, &texts.v[i].body, &why);
            if (f)
                list_one(c, f, array);
            else if (why.code != ERR_RULE) /* else it waits, and is listed below */
                err_move(e, &why);
            err_finish(&why);
        }
        store_texts_finish(&texts);
        form_list_waiting(s, c->options.json ? array : NULL, e);
    }
    if (c->options.json && !e->message)
        command_print_json(array);
    else
        js_free(array);
    return call_end(c, s, EXIT_DONE, e);
}

static void print_form(const struct call *c, const struct form *f)
{
    if (c->options.json)
        command_print_json(form_json_full(f));
    else
        form_outline(f, stdout);
}

static int run_show(struct call *c, struct err *e)
{
    if (c->argc == 1) {
        struct form *f = load_file(c->argv[0], e);
        if (f)
            print_form(c, f);
        form_free(f);
        return e->message ? command_fail(e) : EXIT_DONE;
    }
    struct session *s = call_session(c, false, true, e);
    bool known = s && session_form_brief(s, c->argv[1]);
    struct form *waiting = s && !known ? form_find_waiting(s, c->argv[1], e) : NULL;
    const struct form *f = waiting || !s || e->message ? waiting : session_form(s, c->argv[1], e);
    if (f)
        print_form(c, f);
    form_free(waiting);
    return call_end(c, s, EXIT_DONE, e);
}

/* Two forms of one version are for whoever makes forms to sort out. */
static bool warn_same_version(struct session *s, const struct form *f, struct err *e)
{
    struct store_texts texts = {0};
    if (!store_texts(session_store(s), EVENT_FORM, &texts, e))
        return false;
    for (size_t i = 0; i < texts.n; i++) {
        const struct form *other =
            strcmp(texts.v[i].id, f->id) ? NULL : session_form_by_hash(s, &texts.v[i].body, NULL);
        if (other && other->version == f->version && hash_cmp(&other->hash, &f->hash))
            fprintf(stderr, _("phieu: %s: another form %s of version %d is in the file; raise "
                              "“version” when the meaning changes\n"),
                    store_path(session_store(s)), f->id, f->version);
    }
    store_texts_finish(&texts);
    return true;
}

static int run_add(struct call *c, struct err *e)
{
    if (c->argc < 2) {
        err_set(e, ERR_USAGE, NULL, "phieu form add FILE FORM.yaml", _("an argument is missing"));
        return command_fail(e);
    }
    struct form *f = load_file(c->argv[1], e);
    struct session *s = f ? call_session(c, true, false, e) : NULL;
    if (s && warn_same_version(s, f, e) && session_keep_form(s, f, e) &&
        session_approve_form(s, &f->hash, e)) {
        if (c->options.json)
            command_print_json(form_json_summary(f));
        else
            printf("%s %d\n", f->id, f->version);
    }
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

/* follow: what it means for a file; NULL: no file was named. */
static void print_diff(const struct call *c, const struct form *a, const struct form *b,
                       const struct follow *follow)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out)
        mem_exhausted();
    bool differs = form_diff(a, b, out);
    if (fclose(out))
        mem_exhausted();
    if (!c->options.json) {
        fputs(text, stdout);
        if (!differs)
            puts(_("No difference in fields, checks and due dates."));
        if (follow)
            follow_print(follow);
    } else {
        json *o = js_new_object(), *lines = js_new_array();
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
            js_push(lines, js_new_text(line));
        js_set(o, "differences", lines);
        if (follow)
            follow_json(follow, o);
        command_print_json(o);
    }
    free(text);
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
        struct follow follow = {0};
        if (b && (!s || follow_count(s, b, &follow, e)))
            print_diff(c, a, b, s ? &follow : NULL);
        follow_finish(&follow);
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
    } parts[] = {{"list", run_list}, {"show", run_show}, {"add", run_add}, {"diff", run_diff},
                 {"approve", form_run_approve}};
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
            _("form takes list, show, add, approve or diff, and what to look at"));
    return command_fail(&e);
}

const struct command cmd_form = {
    .name = "form",
    .usage = "list FILE | show FORM.yaml | show FILE FORM | add FILE FORM.yaml | approve FILE [FORM] | diff A B [FILE]",
    .help = N_("Lists the forms held in a file, shows one as an outline, adds or approves one, compares two."),
    .min_args = 1,
    .max_args = 4,
    .run = run,
};
