#include "rules/lint.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "form/catalogue.h"
#include "form/yaml.h"
#include "rules/parts.h"

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
    lint_texts(form, problems);
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
