#include "rules/lint.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "form/catalogue.h"
#include "form/yaml.h"
#include "rules/parts.h"

/* ---- translations --------------------------------------------------------------------------- */

struct translations {
    size_t all, english;
    struct mark first_missing;
};

static void count_text(struct translations *t, const struct text *text, struct mark at)
{
    if (text_is_empty(text))
        return;
    t->all++;
    if (text->en)
        t->english++;
    else if (!t->first_missing.line)
        t->first_missing = at;
}

static void count_field(struct translations *t, const struct field *f)
{
    count_text(t, &f->label, f->at);
    count_text(t, &f->help, f->at);
    count_text(t, &f->required_message, f->at);
    for (size_t i = 0; i < f->options.n; i++)
        count_text(t, &f->options.v[i].label, f->at);
    for (size_t i = 0; f->table && i < f->table->columns.n; i++)
        count_field(t, f->table->columns.v[i]);
}

/* Vietnamese alone is enough; a form that began to speak English should go on. */
static void lint_translations(const struct form *f, struct problem_list *problems)
{
    struct translations t = {0};
    count_text(&t, &f->title, (struct mark){1, 1});
    for (size_t i = 0; i < f->sections.n; i++)
        count_text(&t, &f->sections.v[i].title, f->sections.v[i].at);
    for (size_t i = 0; i < f->fields.n; i++)
        count_field(&t, f->fields.v[i]);
    for (size_t i = 0; i < f->checks.n; i++)
        count_text(&t, &f->checks.v[i].message, f->checks.v[i].message_at);
    if (t.english && t.english < t.all)
        problem_add(problems, PROBLEM_NOTE, t.first_missing.line, t.first_missing.column,
                    _("write {vi: …, en: …}, or leave English out everywhere"),
                    _("%zu of %zu texts have no English; this is the first"), t.all - t.english,
                    t.all);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void lint_form(const struct form *form, const char *units_folder,
                      struct problem_list *problems)
{
    struct catalogue *catalogue = form_load_catalogue(form, units_folder, problems);
    struct rules *rules = rules_build(form, catalogue, problems, true);
    /* With errors the checks that were left out would only bring more. */
    if (!problems->errors) {
        lint_tests(rules, problems);
        lint_samples(rules, problems);
    }
    lint_translations(form, problems);
    rules_destroy(rules);
    catalogue_free(catalogue);
}

void lint_text(const char *yaml, size_t len, const char *name, const char *units_folder,
               struct problem_list *problems)
{
    if (!problems->file)
        problems->file = xstrdup0(name);
    struct form *form = form_parse(yaml, len, name, problems);
    if (form)
        lint_form(form, units_folder, problems);
    form_free(form);
    problem_sort(problems);
}

bool lint_file(const char *path, const char *units_folder, struct problem_list *problems,
               struct err *e)
{
    char *yaml;
    size_t len;
    if (!file_read(path, YAML_SIZE_MAX, &yaml, &len, e))
        return false;
    lint_text(yaml, len, path, units_folder, problems);
    free(yaml);
    return true;
}
