#ifndef PHIEU_TESTS_FORM_CASES_H
#define PHIEU_TESTS_FORM_CASES_H
/* Cases of bad input as data: tests/form/cases/NAME.txt holds
 *
 *     === name of the case [| prelude]
 *     the text that is read
 *     --- problems
 *     LINE:COLUMN part of the message (English, with its remedy)
 *
 * Every problem must be told by one line, in order; no lines: there must be none. A prelude is text
 * put in front (named in the test); lines are counted without it. */
#include <stdlib.h>

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/problem.h"
#include "base/str.h"
#include "tap.h"

struct prelude {
    const char *name, *text;
};

static inline char *read_source(const char *path)
{
    const char *root = getenv("PHIEU_SOURCE");
    char *full = file_join(root ? root : ".", path), *text = NULL;
    size_t len;
    struct err e = {0};
    if (!file_read(full, 1 << 20, &text, &len, &e)) {
        char *why = err_text(&e);
        printf("Bail out! %s\n", why);
        exit(1);
    }
    free(full);
    return text;
}

static inline int count_lines(const char *s)
{
    int n = 0;
    for (; *s; s++)
        n += *s == '\n';
    return n;
}

/* The line up to its end, taken out of *s; NULL at the end of the text. */
static inline char *take_line(char **s)
{
    char *line = *s;
    if (!*line)
        return NULL;
    *s += strcspn(line, "\n");
    if (**s)
        *(*s)++ = '\0';
    return line;
}

static inline bool problem_is(const struct problem_list *p, size_t i, const char *want, int skip)
{
    char place[32];
    const struct problem *x = &p->list.v[i];
    snprintf(place, sizeof place, "%d:%d ", x->line - skip, x->column);
    char *text = xasprintf("%s%s — %s", place, x->message, x->remedy ? x->remedy : "");
    bool good = str_starts(want, place) && strstr(text, want + strlen(place));
    free(text);
    return good;
}

static inline void judge(const char *name, const struct problem_list *p, char **wanted,
                         size_t count, int skip)
{
    bool good = p->list.n == count;
    for (size_t i = 0; good && i < count; i++)
        good = problem_is(p, i, wanted[i], skip);
    if (ok(good, "%s", name))
        return;
    for (size_t i = 0; i < count; i++)
        printf("#   wanted: %s\n", wanted[i]);
    for (size_t i = 0; i < p->list.n; i++)
        printf("#   got:    %d:%d %s — %s\n", p->list.v[i].line - skip, p->list.v[i].column,
               p->list.v[i].message, p->list.v[i].remedy ? p->list.v[i].remedy : "");
}

static inline const char *find_prelude(const struct prelude *preludes, const char *name)
{
    for (; preludes->name; preludes++)
        if (!strcmp(preludes->name, name))
            return preludes->text;
    printf("Bail out! no prelude %s\n", name);
    exit(1);
}

/* read: parses the text, adds problems. preludes ends with an empty row. */
static inline void run_cases(const char *path, const struct prelude *preludes,
                             void (*read)(const char *text, size_t len, struct problem_list *p))
{
    char *all = read_source(path), *at = all, *line = take_line(&at);
    while (line) {
        if (!str_starts(line, "=== ")) {
            line = take_line(&at);
            continue;
        }
        char *name = line + 4, *bar = strstr(name, " | ");
        const char *prelude = "";
        if (bar) {
            *bar = '\0';
            prelude = find_prelude(preludes, bar + 3);
        }
        struct str text = {0};
        str_add(&text, prelude);
        while ((line = take_line(&at)) && strcmp(line, "--- problems"))
            str_addf(&text, "%s\n", line);
        VEC(char *) wanted = {0};
        while ((line = take_line(&at)) && !str_starts(line, "=== "))
            if (*line)
                *vec_add(&wanted) = line;
        struct problem_list p = {0};
        read(str_text(&text), text.len, &p);
        problem_sort(&p);
        judge(name, &p, wanted.v, wanted.n, count_lines(prelude));
        problem_finish(&p);
        vec_finish(&wanted);
        str_finish(&text);
    }
    free(all);
}

#endif
