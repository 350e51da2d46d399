#include "base/problem.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

/* Nobody reads more at once, and a hostile file could fill the memory with them. */
#define KEPT_MAX 1000

static void keep(struct problem_list *p, enum problem_level level, int line, int column,
                 const char *remedy, char *message)
{
    struct problem *new = vec_add(&p->list);
    *new = (struct problem){level, line, column, message, xstrdup0(remedy)};
}

void problem_add(struct problem_list *p, enum problem_level level, int line, int column,
                 const char *remedy, const char *fmt, ...)
{
    bool first_error = level == PROBLEM_ERROR && !p->errors;
    p->errors += level == PROBLEM_ERROR;
    if (p->list.n == KEPT_MAX)
        keep(p, PROBLEM_NOTE, line, column, _("correct these first"),
             xstrdup(_("more problems follow, which are not shown")));
    if (p->list.n > KEPT_MAX && !first_error)
        return;
    va_list ap;
    va_start(ap, fmt);
    keep(p, level, line, column, remedy, xvasprintf(fmt, ap));
    va_end(ap);
}

void problem_sort(struct problem_list *p)
{
    /* Insertion sort keeps equal places in order; lists are short or nearly sorted. */
    for (size_t i = 1; i < p->list.n; i++) {
        struct problem x = p->list.v[i];
        size_t k = i;
        while (k > 0 && (p->list.v[k - 1].line > x.line ||
                         (p->list.v[k - 1].line == x.line && p->list.v[k - 1].column > x.column))) {
            p->list.v[k] = p->list.v[k - 1];
            k--;
        }
        p->list.v[k] = x;
    }
}

const char *const problem_level_ids[3] = {
    [PROBLEM_ERROR] = N_("error"), [PROBLEM_WARNING] = N_("warning"), [PROBLEM_NOTE] = N_("note")};

const char *problem_level_name(enum problem_level level)
{
    return _(problem_level_ids[level]);
}

static void add_place(struct str *b, const struct problem_list *p, const struct problem *x)
{
    str_add(b, p->file ? p->file : "-");
    if (x->line > 0)
        str_addf(b, ":%d:%d", x->line, x->column > 0 ? x->column : 1);
}

char *problem_text(const struct problem_list *p, size_t i)
{
    const struct problem *x = &p->list.v[i];
    struct str b = {0};
    add_place(&b, p, x);
    str_addf(&b, ": %s: %s", problem_level_name(x->level), x->message);
    if (x->remedy)
        str_addf(&b, " — %s", x->remedy);
    str_hide_controls(&b);
    return str_take(&b);
}

bool problem_to_err(const struct problem_list *p, int code, struct err *e)
{
    for (size_t i = 0; i < p->list.n; i++) {
        const struct problem *x = &p->list.v[i];
        if (x->level != PROBLEM_ERROR)
            continue;
        struct str place = {0};
        add_place(&place, p, x);
        err_set(e, (enum err_code)code, str_text(&place), x->remedy, "%s", x->message);
        str_finish(&place);
        break;
    }
    return false;
}

void problem_finish(struct problem_list *p)
{
    for (size_t i = 0; i < p->list.n; i++) {
        free(p->list.v[i].message);
        free(p->list.v[i].remedy);
    }
    vec_finish(&p->list);
    free(p->file);
    *p = (struct problem_list){0};
}
