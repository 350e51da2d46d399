#include "rules/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/pattern.h"

#define TEXT_MAX 4096 /* longer texts fit no pattern */

static regex_t *compile(const char *pattern)
{
    regex_t *re = xcalloc(1, sizeof *re);
    char *whole = xasprintf("^(%s)$", pattern);
    int rc = regcomp(re, whole, REG_EXTENDED | REG_NOSUB);
    free(whole);
    if (!rc)
        return re;
    free(re);
    return NULL;
}

static void pattern_free(regex_t *re)
{
    if (re)
        regfree(re);
    free(re);
}

/* Top-level fields come first, then each table's columns. */
static size_t pattern_index(const struct form *form, const struct field *f)
{
    size_t at = form->fields.n;
    if (!f->table_field)
        return (size_t)f->index;
    for (int i = 0; i < f->table_field->index; i++)
        if (form->fields.v[i]->table)
            at += form->fields.v[i]->table->columns.n;
    return at + (size_t)f->index;
}

static size_t pattern_count(const struct form *form)
{
    size_t n = form->fields.n;
    for (size_t i = 0; i < form->fields.n; i++)
        if (form->fields.v[i]->table)
            n += form->fields.v[i]->table->columns.n;
    return n;
}

static void add_pattern(struct rules *r, const struct field *f)
{
    if (!f->pattern)
        return;
    const char *why = pattern_refused(f->pattern);
    if (!why)
        r->patterns[pattern_index(r->form, f)] = compile(f->pattern);
    else if (r->problems)
        problem_add(r->problems, PROBLEM_ERROR, f->at.line, f->at.column,
                    _("write a POSIX extended regular expression for the whole text"),
                    _("field %s: %s"), f->id, why);
}

void patterns_compile(struct rules *r)
{
    r->patterns = xcalloc(pattern_count(r->form) + 1, sizeof *r->patterns);
    for (size_t i = 0; i < r->form->fields.n; i++) {
        const struct field *f = r->form->fields.v[i];
        add_pattern(r, f);
        for (size_t k = 0; f->table && k < f->table->columns.n; k++)
            add_pattern(r, f->table->columns.v[k]);
    }
}

bool pattern_fits(struct rules *r, const struct field *f, const char *text)
{
    const regex_t *re = r->patterns[pattern_index(r->form, f)];
    return !re || (strlen(text) <= TEXT_MAX && !regexec(re, text, 0, NULL, 0));
}

void patterns_finish(struct rules *r)
{
    for (size_t i = 0; i < pattern_count(r->form); i++)
        pattern_free(r->patterns[i]);
    free(r->patterns);
}
