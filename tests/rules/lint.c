/* What lint says about forms: tests/rules/lint_cases.txt, and no error or warning about the forms
 * that come with the program. */
#include "rules/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/str.h"
#include "tap.h"

static char *all_text(const struct problem_list *p, enum problem_level mildest)
{
    struct str out = {0};
    for (size_t i = 0; i < p->list.n; i++) {
        if (p->list.v[i].level > mildest)
            continue;
        char *line = problem_text(p, i);
        str_addf(&out, "%s\n", line);
        free(line);
    }
    return str_take(&out);
}

/* One case: a name, the form, a line of dashes, what is said. */
static void run_case(char *text, const char *units)
{
    char *form = strchr(text, '\n'), *want = strstr(text, "\n----\n");
    if (!form || !want) {
        ok(false, "a case has a form and an answer: %.40s", text);
        return;
    }
    *form++ = '\0';
    want[1] = '\0';
    want += strlen("\n----\n");
    struct problem_list problems = {0};
    lint_text(form, strlen(form), "f", units, &problems);
    char *got = all_text(&problems, PROBLEM_NOTE);
    is(want, got, text);
    free(got);
    problem_finish(&problems);
}

static void test_cases(const char *units)
{
    char *path = file_join(getenv("PHIEU_SOURCE"), "tests/rules/lint_cases.txt"), *text;
    size_t len;
    if (!ok(file_read(path, 1 << 20, &text, &len, NULL), "reads the cases"))
        exit(tap_done());
    char *at = strstr(text, "\n==== ");
    while (at) {
        char *next = strstr(at + 1, "\n==== ");
        if (next)
            *next = '\0';
        run_case(at + strlen("\n==== "), units);
        at = next;
    }
    free(text);
    free(path);
}

static void test_forms(const char *units)
{
    char *folder = file_forms_folder();
    char **names = file_list(folder, ".yaml");
    for (size_t i = 0; names[i]; i++) {
        char *path = file_join(folder, names[i]);
        struct problem_list problems = {0};
        struct err e = {0};
        ok(lint_file(path, units, &problems, &e), "reads %s", names[i]);
        char *got = all_text(&problems, PROBLEM_WARNING);
        is("", got, names[i]);
        free(got);
        free(path);
        problem_finish(&problems);
        err_finish(&e);
    }
    file_list_free(names);
    free(folder);
}

int main(void)
{
    char *units = file_units_folder();
    lang_set(LANG_EN);
    test_cases(units);
    test_forms(units);
    free(units);
    return tap_done();
}
