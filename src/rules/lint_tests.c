#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

static void complain(const struct form_test *t, struct problem_list *problems, const char *what)
{
    problem_add(problems, PROBLEM_ERROR, t->at.line, t->at.column, NULL, _("test “%s”: %s"),
                t->name ? t->name : "", what);
}

/* "field:rule", "table.column:rule" for a limit, the id for a check. */
static char *verdict_name(const struct form *form, const struct verdict *v)
{
    if (v->check)
        return xstrdup(v->rule);
    const struct field *f = form->fields.v[v->place.field];
    if (v->place.column < 0)
        return xasprintf("%s:%s", f->id, v->rule);
    return xasprintf("%s.%s:%s", f->id, f->table->columns.v[v->place.column]->id, v->rule);
}

static bool is_said(struct rules *r, const char *id)
{
    size_t n;
    const struct verdict *v = rules_verdicts(r, &n);
    bool said = false;
    for (size_t i = 0; i < n && !said; i++) {
        char *name = verdict_name(r->form, &v[i]);
        said = !strcmp(name, id);
        free(name);
    }
    return said;
}

static void compare_verdicts(struct rules *r, const struct form_test *t,
                             struct problem_list *problems)
{
    for (size_t i = 0; i < t->must.n; i++) {
        if (is_said(r, t->must.v[i]))
            continue;
        char *what = xasprintf(_("“%s” should be said, and is not"), t->must.v[i]);
        complain(t, problems, what);
        free(what);
    }
    for (size_t i = 0; i < t->must_not.n; i++) {
        if (!is_said(r, t->must_not.v[i]))
            continue;
        char *what = xasprintf(_("“%s” should not be said, and is"), t->must_not.v[i]);
        complain(t, problems, what);
        free(what);
    }
}

static void compare_total(const struct form_test *t, const struct record *record,
                          const struct field *column, struct decimal want, struct problem_list *problems)
{
    struct sum sum = {0};
    char should[40], is[40];
    record_sum(record, column->table_field->index, column->index, &sum);
    if (!decimal_compare(sum.size, want))
        return;
    char *what = xasprintf(_("the sum of %s.%s should be %s, and is %s"), column->table_field->id,
                           column->id, decimal_print(want, should), decimal_print(sum.size, is));
    complain(t, problems, what);
    free(what);
}

static void compare_totals(const struct form_test *t, const struct record *record,
                           struct problem_list *problems)
{
    json *totals = t->totals ? js_parse(t->totals, strlen(t->totals), NULL, NULL) : NULL;
    for (void *i = totals ? js_first(totals) : NULL; i; i = js_next(totals, i)) {
        const struct field *table = form_field(record_form(record), js_key(i));
        const json *sums = js_value(i);
        for (void *k = js_first(sums); k; k = js_next(sums, k)) {
            const struct field *column = table ? table_column(table, js_key(k)) : NULL;
            struct decimal want = decimal_of(js_integer(js_value(k)));
            decimal_parse_canonical(js_text(js_value(k)), &want);
            if (column)
                compare_total(t, record, column, want, problems);
        }
    }
    js_free(totals);
}

static bool read_answers(const struct form_test *t, struct record *record,
                         struct problem_list *problems)
{
    struct problem_list wrong = {0};
    const char *text = t->answers ? t->answers : "{}";
    json *answers = js_parse(text, strlen(text), NULL, NULL);
    bool good = answers && record_from_json(record, answers, false, &wrong);
    for (size_t i = 0; i < wrong.list.n; i++)
        complain(t, problems, wrong.list.v[i].message);
    problem_finish(&wrong);
    js_free(answers);
    return good;
}

void lint_tests(struct rules *r, struct problem_list *problems)
{
    for (size_t i = 0; i < r->form->tests.n; i++) {
        const struct form_test *t = &r->form->tests.v[i];
        struct record *record = record_create(r->form);
        if (read_answers(t, record, problems)) {
            rules_load(r, record, NULL);
            compare_verdicts(r, t, problems);
            compare_totals(t, record, problems);
        }
        record_destroy(record);
    }
}
