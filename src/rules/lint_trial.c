/* What came out when generated answers were tried (lint_samples.c): checks that always or never
 * hold, with a witness; what is never asked. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

#define WITNESS_VALUES 6

struct outcomes {
    size_t passed, failed, undecided;
    bool broken;
    char *witness; /* answers of the first time it was decided */
};

struct trial {
    struct rules *r;
    struct sandbox_stmt **st;  /* by rule */
    struct outcomes *outcomes;
    bool *asked;               /* by node: its `when` was true once */
    size_t rows, entries, never; /* checks of either kind; nodes not yet asked */
};

/* A given answer is a switch that the form's author turned; what it hides is hidden on purpose. */
static bool reads_given(const struct rules *r, const struct node *n)
{
    for (size_t i = 0; i < n->f.reads.n; i++) {
        const struct read *x = &n->f.reads.v[i];
        const struct field *f =
            x->field < 0 ? NULL : place_field(r, (struct place){x->field, x->row, x->column});
        if (f && !value_is_blank(&f->given))
            return true;
    }
    return false;
}

struct trial *trial_create(struct rules *r)
{
    struct trial *t = xcalloc(1, sizeof *t);
    *t = (struct trial){.r = r};
    t->st = xcalloc(r->list.n + 1, sizeof *t->st);
    t->outcomes = xcalloc(r->list.n + 1, sizeof *t->outcomes);
    t->asked = xcalloc(r->nodes.n + 1, sizeof *t->asked);
    for (size_t i = 0; i < r->list.n; i++) {
        t->st[i] = rule_values(r, &r->list.v[i]);
        t->rows += r->list.v[i].table >= 0;
        t->entries += r->list.v[i].table < 0;
    }
    for (size_t i = 0; i < r->nodes.n; i++) {
        const struct node *n = &r->nodes.v[i];
        t->asked[i] = n->kind != NODE_WHEN || reads_given(r, n);
        t->never += !t->asked[i];
    }
    return t;
}

void trial_destroy(struct trial *t)
{
    for (size_t i = 0; i < t->r->list.n; i++) {
        sandbox_stmt_free(t->st[i]);
        free(t->outcomes[i].witness);
    }
    free(t->st);
    free(t->outcomes);
    free(t->asked);
    free(t);
}

bool trial_wants_rows(const struct trial *t)
{
    return t->rows > 0;
}

bool trial_wants_entries(const struct trial *t, bool first)
{
    return t->never > 0 || (first && t->entries > 0);
}

/* ---- witnesses ------------------------------------------------------------------------------ */

static bool place_of(const struct rule *rule, const struct read *x, int row, struct place *ret)
{
    if (x->field < 0 || (rule->table >= 0 && x->own && x->column < 0))
        return false;
    *ret = x->row >= 0                     ? (struct place){x->field, x->row, x->column}
           : rule->table >= 0 && x->own    ? (struct place){x->field, row, x->column}
                                           : PLACE_FIELD(x->field);
    return true;
}

/* "so = 3, tong = (blank)" */
static char *describe(struct rules *r, const struct rule *rule, int row)
{
    struct str out = {0};
    int said = 0;
    for (size_t i = 0; i < rule->f.reads.n && said < WITNESS_VALUES; i++) {
        const struct read *x = &rule->f.reads.v[i];
        struct place p;
        const struct field *f = place_of(rule, x, row, &p) ? place_field(r, p) : NULL;
        if (!f || f->table)
            continue;
        const char *point = strrchr(x->name, '.');
        const char *name = rule->table >= 0 && x->own && point ? point + 1 : x->name;
        char *text = field_print(f, live_value(r, p));
        str_addf(&out, "%s%s = %.40s", said++ ? ", " : "", name, *text ? text : _("(blank)"));
        free(text);
    }
    if (out.len)
        return str_take(&out);
    str_finish(&out);
    return NULL;
}

/* ---- what comes out ------------------------------------------------------------------------- */

static void count_outcomes(struct trial *t, size_t i)
{
    const struct rule *rule = &t->r->list.v[i];
    struct outcomes *o = &t->outcomes[i];
    int column = rule->table >= 0 ? 1 : 0;
    char *why = NULL;
    int *rows = column ? rows_by_id(&t->r->tables[rule->table]) : NULL;
    enum sandbox_row got;
    while ((got = sandbox_step(t->st[i], &why)) == SANDBOX_ROW) {
        if (sandbox_null(t->st[i], column)) {
            o->undecided++;
            continue;
        }
        if (!o->witness)
            o->witness = describe(t->r, rule, rows ? rows[sandbox_int(t->st[i], 0)] : -1);
        if (sandbox_true(t->st[i], column))
            o->passed++;
        else
            o->failed++;
    }
    o->broken |= got == SANDBOX_FAILED;
    free(why);
    free(rows);
    sandbox_reset(t->st[i]);
}

/* Whether a node's own `when` is true now, somewhere. */
static bool is_asked(const struct rules *r, const struct node *n)
{
    if (n->section >= 0)
        return !r->hidden_sections[n->section];
    const struct relation *x = &r->tables[n->target.field];
    if (n->target.column < 0 && n->target.row < 0)
        return !r->hidden_fields[n->target.field];
    if (n->target.row >= 0)
        return (size_t)n->target.row < x->rows.n && !x->rows.v[n->target.row].hidden;
    if (n->f.table < 0)
        return !x->hidden_columns[n->target.column];
    for (size_t i = 0; i < x->rows.n; i++)
        if (!x->rows.v[i].hidden_cells[n->target.column])
            return true;
    return false;
}

void trial_note(struct trial *t, bool rows)
{
    const struct rules *r = t->r;
    for (size_t i = 0; i < r->list.n; i++)
        if (t->st[i] && (r->list.v[i].table >= 0) == rows)
            count_outcomes(t, i);
    for (size_t i = 0; i < r->nodes.n; i++) {
        if (t->asked[i] || !is_asked(r, &r->nodes.v[i]))
            continue;
        t->asked[i] = true;
        t->never--;
    }
}

/* ---- saying it ------------------------------------------------------------------------------ */

static void say_outcome(const struct check *c, const struct outcomes *o,
                        struct problem_list *problems)
{
    const char *what = NULL;
    if (o->broken || (o->passed && o->failed))
        return;
    if (o->passed)
        what = _("check %s: nothing that was tried makes it fail");
    else if (o->failed)
        what = _("check %s: nothing that was tried makes it pass");
    else
        what = _("check %s: it is never decided, whatever was tried");
    const char *hole = strstr(what, "%s");
    char *example = o->witness ? xasprintf(o->passed ? _(" (so with %s)") : _(" (not with %s)"),
                                           o->witness)
                               : xstrdup("");
    problem_add(problems, PROBLEM_WARNING, c->at.line, c->at.column,
                _("such a check says nothing: look at its comparison again"), "%.*s%s%s%s",
                (int)(hole - what), what, c->id, hole + 2, example);
    free(example);
}

void trial_say(const struct trial *t, struct problem_list *problems)
{
    const struct rules *r = t->r;
    for (size_t i = 0; i < r->list.n; i++)
        say_outcome(r->list.v[i].check, &t->outcomes[i], problems);
    for (size_t i = 0; i < r->nodes.n; i++) {
        const struct formula *f = &r->nodes.v[i].f;
        if (t->asked[i])
            continue;
        struct mark at = expression_mark(r->form, f->text, f->at, 0);
        problem_add(problems, PROBLEM_WARNING, at.line, at.column,
                    _("what is never asked has no use: look at the condition again"),
                    _("%s: nothing that was tried makes it true"), f->what);
    }
}
