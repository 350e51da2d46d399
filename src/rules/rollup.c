#include "rules/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/rollup_group.h"

/* One expression of the roll-up, and what it gave for the rows of the entry at hand. */
struct asked {
    struct formula f; /* text NULL: nothing is asked */
    struct sandbox_stmt *all;
    VEC(struct rollup_answer) answers; /* by row; one for an entry */
};

struct roll {
    struct rules *r;
    const struct rollup *rollup;
    struct asked where, *by, *of, *in;
    struct rollup_groups groups;
    struct err *e;
};

/* ---- preparing ------------------------------------------------------------------------------ */

static bool ask(struct rules *r, const struct rollup *x, const struct expression *e,
                struct asked *ret)
{
    *ret = (struct asked){.f = {.text = e->text, .at = e->at,
                                .table = x->from ? x->from->index : -1}};
    if (!e->text)
        return true;
    ret->f.what = xasprintf(_("roll-up %s"), x->id);
    if (formula_learn(r, &ret->f))
        ret->all = formula_prepare(r, &ret->f, NULL);
    return ret->all != NULL;
}

static void asked_clear(struct asked *a)
{
    for (size_t i = 0; i < a->answers.n; i++)
        free(a->answers.v[i].text);
    vec_clear(&a->answers);
}

static void asked_finish(struct asked *a)
{
    asked_clear(a);
    vec_finish(&a->answers);
    sandbox_stmt_free(a->all);
    formula_finish(&a->f);
}

static bool roll_begin(struct roll *o, const struct rollup *x)
{
    o->rollup = x;
    o->by = xcalloc(x->by.n + 1, sizeof *o->by);
    o->of = xcalloc(x->columns.n + 1, sizeof *o->of);
    o->in = xcalloc(x->columns.n + 1, sizeof *o->in);
    bool good = ask(o->r, x, &x->where, &o->where);
    for (size_t i = 0; i < x->by.n; i++)
        good &= ask(o->r, x, &x->by.v[i], &o->by[i]);
    for (size_t i = 0; i < x->columns.n; i++) {
        good &= ask(o->r, x, &x->columns.v[i].of, &o->of[i]);
        good &= ask(o->r, x, &x->columns.v[i].in, &o->in[i]);
    }
    return good;
}

static void roll_finish(struct roll *o)
{
    asked_finish(&o->where);
    for (size_t i = 0; i < o->rollup->by.n; i++)
        asked_finish(&o->by[i]);
    for (size_t i = 0; i < o->rollup->columns.n; i++) {
        asked_finish(&o->of[i]);
        asked_finish(&o->in[i]);
    }
    free(o->by);
    free(o->of);
    free(o->in);
}

void rollups_compile(struct rules *r)
{
    for (size_t i = 0; i < r->form->rollups.n; i++) {
        struct roll o = {.r = r};
        roll_begin(&o, &r->form->rollups.v[i]);
        roll_finish(&o);
    }
}

/* ---- one entry ------------------------------------------------------------------------------ */

static void read_answer(struct sandbox_stmt *st, int column, struct rollup_answer *ret)
{
    ret->null = sandbox_null(st, column);
    ret->yes = sandbox_true(st, column);
    ret->figure = sandbox_figure(st, column, &ret->size);
    ret->text = ret->null ? NULL : xstrdup(sandbox_text(st, column));
}

/* Answers for all rows; those that are not asked stay NULL. */
static bool evaluate(struct roll *o, struct asked *a, size_t rows, const int *by_id)
{
    char *why = NULL;
    enum sandbox_row got = SANDBOX_DONE;
    asked_clear(a);
    for (size_t i = 0; i < rows; i++)
        vec_add(&a->answers)->null = true;
    while (a->all && (got = sandbox_step(a->all, &why)) == SANDBOX_ROW)
        read_answer(a->all, by_id ? 1 : 0,
                    &a->answers.v[by_id ? by_id[sandbox_int(a->all, 0)] : 0]);
    if (a->all)
        sandbox_reset(a->all);
    bool good = got != SANDBOX_FAILED;
    if (!good)
        err_set(o->e, ERR_RULE, NULL, NULL, _("the roll-up %s cannot be evaluated: %s (unit %s)"),
                o->rollup->id, why, o->r->unit ? o->r->unit : "");
    free(why);
    return good;
}

static bool evaluate_all(struct roll *o, size_t rows, const int *by_id)
{
    const struct rollup *x = o->rollup;
    bool good = evaluate(o, &o->where, rows, by_id);
    for (size_t i = 0; i < x->by.n && good; i++)
        good = evaluate(o, &o->by[i], rows, by_id);
    for (size_t i = 0; i < x->columns.n && good; i++)
        good = evaluate(o, &o->of[i], rows, by_id) && evaluate(o, &o->in[i], rows, by_id);
    return good;
}

static void add_cells(struct roll *o, size_t row, struct rollup_group *g)
{
    for (size_t i = 0; i < o->rollup->columns.n; i++)
        rollup_group_add(g, i, &o->rollup->columns.v[i], &o->of[i].answers.v[row],
                         &o->in[i].answers.v[row]);
}

static void add_row(struct roll *o, size_t row)
{
    const struct rollup *x = o->rollup;
    if (o->where.f.text && !o->where.answers.v[row].yes)
        return;
    const struct rollup_answer **keys = xcalloc(x->by.n + 1, sizeof *keys);
    for (size_t i = 0; i < x->by.n; i++)
        keys[i] = &o->by[i].answers.v[row];
    struct rollup_group *g = rollup_group_for(&o->groups, keys);
    free(keys);
    rollup_group_count(g, o->r->unit);
    rollup_group_count(&o->groups.all, o->r->unit);
    add_cells(o, row, g);
    add_cells(o, row, &o->groups.all);
}

static bool add_entry(struct roll *o, const struct rollup_source *s)
{
    const struct field *from = o->rollup->from;
    struct rules_context context = {.unit = s->unit, .level = s->level, .period = s->period,
                                    .report_date = s->report_date};
    rules_stage(o->r, s->record, &context);
    const struct relation *x = from ? &o->r->tables[from->index] : NULL;
    if (from && !rules_relevant(o->r, PLACE_FIELD(from->index)))
        return true;
    int *by_id = x ? rows_by_id(x) : NULL;
    size_t rows = x ? x->rows.n : 1;
    bool good = evaluate_all(o, rows, by_id);
    free(by_id);
    for (size_t i = 0; i < rows && good; i++)
        if (!x || x->rows.v[i].staged)
            add_row(o, i);
    return good;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static const struct field *key_field(const struct roll *o, size_t i)
{
    const struct formula *f = &o->by[i].f;
    size_t at = 0, from, len;
    bool literal;
    if (!sandbox_next_word(f->text, &at, &from, &len, &literal) || literal || from != 0 ||
        f->text[len])
        return NULL;
    return formula_field(o->r, f, f->text, len);
}

bool rollup_run(const struct form *form, const struct catalogue *catalogue,
                const struct rollup *rollup, rollup_next_fn *next, void *user,
                struct rollup_result *ret, struct err *e)
{
    struct roll o = {.r = rules_build(form, catalogue, NULL, true), .e = e};
    struct rollup_source source = {0};
    int entries = 0;
    bool good = roll_begin(&o, rollup);
    if (!good)
        err_set(e, ERR_RULE, NULL, NULL, _("the roll-up %s cannot be prepared"), rollup->id);
    rollup_groups_init(&o.groups, rollup);
    for (; good && next(user, &source); entries++)
        good = add_entry(&o, &source);
    if (good) {
        rollup_groups_read(&o.groups, ret);
        ret->entries = entries;
        for (size_t i = 0; i < ret->lines.n; i++)
            for (size_t k = 0; k < rollup->by.n; k++)
                ret->lines.v[i].keys[k].field = key_field(&o, k);
    }
    rollup_groups_finish(&o.groups);
    roll_finish(&o);
    rules_destroy(o.r);
    return good;
}
