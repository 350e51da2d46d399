#include "base/problem.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/lang.h"
#include "base/mem.h"
#include "tap.h"

static void is_line(const char *want, const struct problem_list *p, size_t i, const char *name)
{
    char *text = problem_text(p, i);
    is(want, text, name);
    free(text);
}

static void prints(void)
{
    struct problem_list p = {.file = xstrdup("forms/a.yaml")};
    problem_add(&p, PROBLEM_ERROR, 3, 7, "write %s", "field \"%s\" stands twice", "ten");
    problem_add(&p, PROBLEM_WARNING, 0, 0, NULL, "no tests");
    problem_add(&p, PROBLEM_NOTE, 9, 1, NULL, "nothing");
    is_line("forms/a.yaml:3:7: error: field \"ten\" stands twice — write %s", &p, 0,
            "an error; the remedy is no format");
    is_line("forms/a.yaml: warning: no tests", &p, 1, "the file as a whole has no line");
    is_line("forms/a.yaml:9:1: note: nothing", &p, 2, "a note");
    is_int(1, (long long)p.errors, "only errors are counted");
    lang_set(LANG_VI);
    is_line("forms/a.yaml:9:1: lưu ý: nothing", &p, 2, "levels are translated");
    lang_set(LANG_EN);
    problem_finish(&p);
    ok(!p.file && !p.list.v && !p.errors, "finished memory is zero");
    problem_add(&p, PROBLEM_ERROR, 1, 1, NULL, "x");
    is_line("-:1:1: error: x", &p, 0, "without a file name");
    problem_finish(&p);
}

static void sorts(void)
{
    static const struct {
        int line, column;
        const char *name;
    } cases[] = {{5, 1, "e"}, {1, 9, "b"}, {5, 1, "f"}, {1, 2, "a"}, {2, 1, "c"}, {2, 1, "d"}};
    struct problem_list p = {0};
    struct str {
        char s[16];
    } order = {{0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        problem_add(&p, PROBLEM_WARNING, cases[i].line, cases[i].column, NULL, "%s",
                    cases[i].name);
    problem_sort(&p);
    for (size_t i = 0; i < p.list.n; i++)
        strcat(order.s, p.list.v[i].message);
    is("abcdef", order.s, "by line, then column; equal places keep their order");
    problem_finish(&p);
}

static void becomes_error(void)
{
    struct problem_list p = {.file = xstrdup("f")};
    struct err e = {0};
    problem_add(&p, PROBLEM_WARNING, 1, 1, NULL, "w");
    problem_add(&p, PROBLEM_ERROR, 2, 3, "r", "100%% sure");
    ok(!problem_to_err(&p, ERR_USAGE, &e), "problem_to_err is false");
    char *text = err_text(&e);
    is("f:2:3: 100% sure — r", text, "the first error, not the warning before it");
    is_int(ERR_USAGE, e.code, "of the class asked for");
    free(text);
    err_finish(&e);
    problem_finish(&p);
}

/* A hostile file may have a million mistakes. */
static void keeps_a_thousand(void)
{
    struct problem_list p = {0};
    for (int i = 0; i < 5000; i++)
        problem_add(&p, PROBLEM_WARNING, 1, 1, NULL, "w");
    problem_add(&p, PROBLEM_ERROR, 2, 1, NULL, "the first error");
    for (int i = 0; i < 5000; i++)
        problem_add(&p, PROBLEM_ERROR, 3, 1, NULL, "e");
    is_int(5001, (long long)p.errors, "all errors are counted");
    is_int(1002, (long long)p.list.n, "a thousand are kept, and a word about the rest");
    is_line("-:1:1: note: more problems follow, which are not shown — correct these first", &p, 1000,
            "that there are more");
    is_line("-:2:1: error: the first error", &p, 1001, "the first error is kept in any case");
    problem_finish(&p);
}

static void hides_controls(void)
{
    struct problem_list p = {.file = xstrdup("a\x1b[31m\xc2\x9b.yaml")};
    problem_add(&p, PROBLEM_ERROR, 1, 1, NULL, "ế\a");
    is_line("a?[31m??.yaml:1:1: error: ế?", &p, 0, "no control reaches the terminal");
    problem_finish(&p);
}

int main(void)
{
    lang_set(LANG_EN);
    prints();
    sorts();
    becomes_error();
    keeps_a_thousand();
    hides_controls();
    return tap_done();
}
