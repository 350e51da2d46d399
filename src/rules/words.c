#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "rules/parts.h"

struct words {
    VEC(char *) list; /* sorted */
    bool star;        /* SELECT * sees every column */
};

static void each(const struct expression *e, void (*fn)(void *, const char *), void *user)
{
    if (e->text)
        fn(user, e->text);
}

static void each_of_field(const struct field *f, void (*fn)(void *, const char *), void *user)
{
    each(&f->when, fn, user);
    each(&f->value, fn, user);
    for (size_t i = 0; f->table && i < f->table->columns.n; i++)
        each_of_field(f->table->columns.v[i], fn, user);
    for (size_t i = 0; f->table && i < f->table->rows.n; i++)
        each(&f->table->rows.v[i].when, fn, user);
}

static void each_of_rollup(const struct rollup *x, void (*fn)(void *, const char *), void *user)
{
    each(&x->where, fn, user);
    for (size_t i = 0; i < x->by.n; i++)
        each(&x->by.v[i], fn, user);
    for (size_t i = 0; i < x->columns.n; i++) {
        each(&x->columns.v[i].of, fn, user);
        each(&x->columns.v[i].in, fn, user);
    }
}

void form_each_expression(const struct form *f, bool rollups, void (*fn)(void *, const char *),
                          void *user)
{
    for (size_t i = 0; i < f->checks.n; i++)
        fn(user, f->checks.v[i].expression);
    for (size_t i = 0; i < f->sections.n; i++)
        each(&f->sections.v[i].when, fn, user);
    for (size_t i = 0; i < f->fields.n; i++)
        each_of_field(f->fields.v[i], fn, user);
    for (size_t i = 0; i < f->targets.n; i++) {
        const struct target *t = &f->targets.v[i];
        each(&t->applies, fn, user);
        for (size_t k = 0; k < t->figures.n; k++)
            each(&t->figures.v[k], fn, user);
    }
    for (size_t i = 0; rollups && i < f->rollups.n; i++)
        each_of_rollup(&f->rollups.v[i], fn, user);
}

static void add_words(void *user, const char *text)
{
    struct words *w = user;
    size_t at = 0, from, len;
    bool literal;
    while (sandbox_next_word(text, &at, &from, &len, &literal))
        if (!literal)
            *vec_add(&w->list) = xstrndup(text + from, len);
    /* count(*) does not see the columns. */
    for (const char *star = strchr(text, '*'); star; star = strchr(star + 1, '*'))
        w->star |= strcasestr(text, "select") && star > text && star[-1] != '(';
}

static int compare(const void *a, const void *b)
{
    return strcasecmp(*(char *const *)a, *(char *const *)b);
}

struct words *words_collect(const struct form *f, bool rollups)
{
    struct words *w = xcalloc(1, sizeof *w);
    form_each_expression(f, rollups, add_words, w);
    size_t kept = 0;
    if (w->list.n)
        qsort(w->list.v, w->list.n, sizeof *w->list.v, compare);
    for (size_t i = 0; i < w->list.n; i++) {
        if (kept && !strcasecmp(w->list.v[kept - 1], w->list.v[i]))
            free(w->list.v[i]);
        else
            w->list.v[kept++] = w->list.v[i];
    }
    w->list.n = kept;
    return w;
}

void words_free(struct words *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->list.n; i++)
        free(w->list.v[i]);
    vec_finish(&w->list);
    free(w);
}

bool rules_mention(const struct rules *r, const char *name)
{
    const struct words *w = r->words;
    if (w->star)
        return true;
    return w->list.n && bsearch(&name, w->list.v, w->list.n, sizeof *w->list.v, compare);
}
