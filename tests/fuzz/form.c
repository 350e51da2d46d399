/* The form loader, and all that lint says of what it takes: any bytes as a YAML file. */
#include "fuzz/fuzz.h"

#include <string.h>

#include "form/form.h"
#include "rules/lint.h"
#include "text/utf8.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

/* Every problem is a sentence at a place inside the file. */
static void check_problems(const struct problem_list *p, const char *text, size_t len)
{
    int lines = 2; /* what is missing may stand behind the last line */
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n' || text[i] == '\r' || (unsigned char)text[i] >= 0x80;
    for (size_t i = 0; i < p->list.n; i++) {
        const struct problem *x = &p->list.v[i];
        must(x->line >= 0 && x->line <= lines, "the line stands in the file");
        must(x->column >= 0 && (size_t)x->column <= len + 2, "the column stands in the file");
        must(x->message && *x->message && utf8_valid(x->message, strlen(x->message), NULL),
             "a message is a text");
        must(!x->remedy || utf8_valid(x->remedy, strlen(x->remedy), NULL), "a remedy is a text");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem_list problems = {0};
    const char *text = size ? (const char *)data : "";
    struct form *form = form_parse(text, size, "form.yaml", &problems);
    must((form == NULL) == (problems.errors > 0), "no form exactly when there are errors");
    check_problems(&problems, text, size);
    problem_finish(&problems);
    if (form) {
        lint_text(text, size, "form.yaml", "/nowhere", &problems);
        check_problems(&problems, text, size);
        problem_finish(&problems);
    }
    form_free(form);
    return 0;
}
