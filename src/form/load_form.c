/* The whole form: its top keys, and the way from bytes to a checked model. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/id.h"

static void load_file_id(struct load *l, const struct yaml_node *node, void *into)
{
    const char *id = load_scalar(l, node);
    if (!id)
        return;
    if (id_check_file(id) != ID_GOOD)
        load_problem(l, node, _("write small letters without marks, digits and “-”, at most 48"),
                     _("“%s” cannot be an id"), id);
    else
        *(char **)into = xstrdup(id);
}

static void load_units_id(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    load_file_id(l, node, &form->units);
    form->units_at = load_mark(node);
}

static void load_period(struct load *l, const struct yaml_node *node, void *into)
{
    const char *names[PERIOD_FREE + 1];
    for (int i = 0; i <= PERIOD_FREE; i++)
        names[i] = period_kind_name((enum period_kind)i);
    int i = load_word(l, node, names, PERIOD_FREE + 1, _("a period"));
    if (i >= 0)
        *(enum period_kind *)into = (enum period_kind)i;
}

/* The order matters: what a reader looks at stands above it. */
static const struct load_key form_keys[] = {
    {"form", load_file_id, offsetof(struct form, id), true},
    {"version", load_count, offsetof(struct form, version), true},
    {"title", load_text, offsetof(struct form, title), true},
    {"short_title", load_text, offsetof(struct form, short_title), false},
    {"source", load_source, 0, false},
    {"units", load_units_id, 0, false},
    {"period", load_period, offsetof(struct form, period), false},
    {"reporters", load_reporters, 0, false},
    {"sections", load_sections, 0, true},
    {"entry_title", load_text, offsetof(struct form, entry_title), false},
    {"checks", load_checks, 0, false},
    {"parts", load_form_parts, 0, false},
    {"of_which", load_form_of_which, 0, false},
    {"targets", load_targets, 0, false},
    {"rollups", load_rollups, 0, false},
    {"print", load_print, offsetof(struct form, print), false},
    {"tests", load_tests, 0, false},
    {0},
};

static void leave(struct load *l, const struct yaml_node *node, void *into)
{
    (void)l;
    (void)node;
    (void)into;
}

/* links: whether what is read is whole, so that its parts can be held against each other. */
static struct form *read_form(const char *yaml, size_t len, const struct load_key *keys, bool links,
                              struct problem_list *problems)
{
    size_t errors = problems->errors;
    struct yaml_node *root = yaml_parse(yaml, len, problems);
    if (!root)
        return NULL;
    struct form *form = xcalloc(1, sizeof *form);
    struct load load = {.form = form, .problems = problems};
    load_map(&load, root, keys, form, _("a form"));
    if (links)
        load_links(&load);
    yaml_node_free(root);
    if (problems->errors == errors)
        return form;
    form_free(form);
    return NULL;
}

struct form *form_parse_head(const char *yaml, size_t len, struct problem_list *problems)
{
    struct load_key keys[sizeof form_keys / sizeof *form_keys];
    bool above = true;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        keys[i] = form_keys[i];
        above = above && keys[i].name && strcmp(keys[i].name, "sections") != 0;
        keys[i].read = above ? keys[i].read : leave;
        keys[i].required = above && keys[i].required;
    }
    return read_form(yaml, len, keys, false, problems);
}

struct form *form_parse(const char *yaml, size_t len, const char *file,
                        struct problem_list *problems)
{
    if (!problems->file)
        problems->file = xstrdup0(file);
    struct form *form = read_form(yaml, len, form_keys, true, problems);
    problem_sort(problems);
    if (!form)
        return NULL;
    form->file = xstrdup0(file);
    form->yaml = xmalloc(len + 1);
    memcpy(form->yaml, yaml, len);
    form->yaml[len] = '\0';
    form->yaml_len = len;
    form->hash = hash_body(yaml, len);
    return form;
}

struct form *form_load(const char *path, struct problem_list *problems, struct err *e)
{
    char *yaml;
    size_t len;
    if (!file_read(path, YAML_SIZE_MAX, &yaml, &len, e))
        return NULL;
    size_t errors = problems->errors;
    struct form *form = form_parse(yaml, len, path, problems);
    free(yaml);
    if (!form && problems->errors > errors)
        problem_to_err(problems, ERR_USAGE, e);
    return form;
}
