/* What is evaluated before the checks: computed values, subtotals, and relevance. Each node reads
 * some places and decides others; they are put in the order in which they need each other. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

/* ---- compiling ------------------------------------------------------------------------------ */

static void node_finish(struct node *n)
{
    sandbox_stmt_free(n->all);
    sandbox_stmt_free(n->one);
    formula_finish(&n->f);
}

static bool prepare(struct rules *r, struct node *n)
{
    n->all = formula_prepare(r, &n->f, NULL);
    if (!n->all || n->f.table < 0)
        return n->all != NULL;
    n->one = formula_prepare(r, &n->f, "\"%s\".__id = ?1");
    return n->one != NULL;
}

/* what is taken over. */
static struct node new_node(enum node_kind kind, const struct expression *e, int table,
                            struct place target, char *what)
{
    return (struct node){.kind = kind, .section = -1, .target = target,
                         .f = {.text = e->text, .at = e->at, .table = table, .what = what}};
}

static bool reads_own_row(const struct node *n)
{
    for (size_t i = 0; i < n->f.reads.n; i++)
        if (n->f.reads.v[i].own)
            return true;
    return false;
}

/* A column's `when` that does not ask for the row decides for the whole column. */
static void widen(struct rules *r, struct node *n)
{
    struct relation *x = &r->tables[n->target.field];
    size_t columns = r->form->fields.v[n->target.field]->table->columns.n;
    if (reads_own_row(n)) {
        x->cell_whens = true;
        return;
    }
    n->f.table = -1;
    if (!x->hidden_columns)
        x->hidden_columns = xcalloc(columns, sizeof *x->hidden_columns);
}

static void add_node(struct rules *r, struct node n)
{
    bool good = formula_learn(r, &n.f);
    if (good && n.kind == NODE_WHEN && n.f.table >= 0)
        widen(r, &n);
    if (good && prepare(r, &n))
        *vec_add(&r->nodes) = n;
    else
        node_finish(&n);
}

static void compile_field(struct rules *r, const struct field *f)
{
    int table = f->table_field ? f->table_field->index : -1;
    struct place target = table < 0 ? PLACE_FIELD(f->index)
                                    : (struct place){table, ROW_ANY, f->index};
    if (f->when.text)
        add_node(r, new_node(NODE_WHEN, &f->when, table, target, xasprintf(_("when of %s"), f->id)));
    if (f->value.text)
        add_node(r, new_node(NODE_VALUE, &f->value, table, target,
                             xasprintf(_("value of %s"), f->id)));
    if (f->value.text && table < 0 && !r->computed)
        r->computed = xcalloc(r->form->fields.n, sizeof *r->computed);
}

/* The sum of some fixed rows in one column: exact, so not by the expression that says the same. */
static void compile_subtotal(struct rules *r, const struct field *table, int row, int column)
{
    const struct fixed_row *x = &table->table->rows.v[row];
    struct node n = {.kind = NODE_SUM, .section = -1, .target = {table->index, row, column}};
    n.f.table = -1;
    n.f.at = x->at;
    n.f.what = xasprintf(_("subtotal %s"), x->id);
    for (size_t i = 0; i < x->sum_of.n; i++) {
        const struct fixed_row *part = &table->table->rows.v[x->sum_of.v[i]];
        if (part->cells && part->cells[column])
            *vec_add(&n.f.reads) = (struct read){table->index, x->sum_of.v[i], column, false,
                                                 xasprintf("%s.%s", part->id,
                                                           table->table->columns.v[column]->id)};
    }
    *vec_add(&r->nodes) = n;
}

static void compile_rows(struct rules *r, const struct field *f)
{
    for (size_t i = 0; i < f->table->rows.n; i++) {
        const struct fixed_row *row = &f->table->rows.v[i];
        struct place target = {f->index, (int)i, COLUMN_ANY};
        if (row->when.text)
            add_node(r, new_node(NODE_WHEN, &row->when, -1, target,
                                 xasprintf(_("when of %s"), row->id)));
        for (size_t k = 0; row->sum_of.n && k < f->table->columns.n; k++)
            if (row->cells && row->cells[k] && row->cells[k]->value.text &&
                !f->table->columns.v[k]->value.text)
                compile_subtotal(r, f, (int)i, (int)k);
    }
}

static void compile_all(struct rules *r)
{
    const struct form *form = r->form;
    for (size_t i = 0; i < form->sections.n; i++) {
        const struct section *s = &form->sections.v[i];
        if (!s->when.text)
            continue;
        struct node n = new_node(NODE_WHEN, &s->when, -1, PLACE_FIELD(-1),
                                 xasprintf(_("when of %s"), s->id));
        n.section = (int)i;
        add_node(r, n);
    }
    for (size_t i = 0; i < form->fields.n; i++) {
        const struct field *f = form->fields.v[i];
        compile_field(r, f);
        for (size_t k = 0; f->table && k < f->table->columns.n; k++)
            compile_field(r, f->table->columns.v[k]);
        if (f->table)
            compile_rows(r, f);
    }
}

/* ---- order ---------------------------------------------------------------------------------- */

/* Whether a node decides what a place holds. */
static bool decides(const struct rules *r, const struct node *n, const struct read *x)
{
    if (x->field < 0)
        return false;
    if (n->section >= 0)
        return r->form->fields.v[x->field]->section == n->section;
    if (n->target.field != x->field)
        return false;
    if (n->target.row >= 0 && x->row >= 0 && n->target.row != x->row)
        return false;
    return n->target.column < 0 || x->column < 0 || n->target.column == x->column;
}

static const struct read *needs(const struct rules *r, const struct node *n, const struct node *of)
{
    for (size_t i = 0; i < n->f.reads.n; i++)
        if (decides(r, of, &n->f.reads.v[i]))
            return &n->f.reads.v[i];
    return NULL;
}

enum { UNSEEN, OPEN, DONE, CYCLIC };

struct order {
    struct rules *r;
    VEC(struct node) out;
};

/* Says of each node of a circle that it needs itself. */
static void say_circle(struct rules *r, struct node *n, const struct read *x)
{
    if (n->visited == CYCLIC)
        return;
    n->visited = CYCLIC;
    char *message = xasprintf(_("it needs itself, by way of %s"), x->name);
    if (n->kind != NODE_SUM) {
        const char *point = strrchr(x->name, '.');
        formula_complain(r, &n->f, formula_find(&n->f, point ? point + 1 : x->name),
                         _("take one of the names out of the circle"), message);
    } else if (r->problems) {
        problem_add(r->problems, PROBLEM_ERROR, n->f.at.line, n->f.at.column, NULL, "%s: %s",
                    n->f.what, message);
    }
    free(message);
}

/* Puts what a node needs before it. */
static void visit(struct order *o, struct node *n)
{
    struct rules *r = o->r;
    n->visited = OPEN;
    for (size_t i = 0; i < r->nodes.n; i++) {
        struct node *other = &r->nodes.v[i];
        const struct read *x = other->visited == DONE ? NULL : needs(r, n, other);
        if (!x)
            continue;
        if (other->visited == UNSEEN)
            visit(o, other);
        if (other->visited == OPEN || other->visited == CYCLIC)
            say_circle(r, n, x);
    }
    if (n->visited == CYCLIC)
        return;
    n->visited = DONE;
    *vec_add(&o->out) = *n;
}

static void put_in_order(struct rules *r)
{
    struct order o = {.r = r};
    for (size_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.v[i].visited == UNSEEN)
            visit(&o, &r->nodes.v[i]);
    for (size_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.v[i].visited == CYCLIC)
            node_finish(&r->nodes.v[i]);
    free(r->nodes.v);
    r->nodes.v = o.out.v;
    r->nodes.n = o.out.n;
    r->nodes.cap = o.out.cap;
}

void nodes_compile(struct rules *r)
{
    compile_all(r);
    put_in_order(r);
}

void nodes_finish(struct rules *r)
{
    for (size_t i = 0; i < r->nodes.n; i++)
        node_finish(&r->nodes.v[i]);
    vec_finish(&r->nodes);
}

/* ---- running -------------------------------------------------------------------------------- */

static void add_row(struct need *need, int row)
{
    for (size_t i = 0; i < need->rows.n; i++)
        if (need->rows.v[i] == row)
            return;
    *vec_add(&need->rows) = row;
}

/* More rows than this at once are asked for in one statement over all. */
#define ROWS_SINGLY 16

struct need formula_need(const struct formula *f, const struct changes *changes)
{
    struct need need = {0};
    for (size_t i = 0; i < changes->n && !need.all; i++) {
        struct place p = changes->v[i].p;
        if (formula_reads(f, p, false) || (f->table < 0 && formula_reads(f, p, true))) {
            need.all = true;
        } else if (p.field == f->table && p.row != ROW_GONE &&
                   (p.column == COLUMN_ANY || formula_reads(f, p, true))) {
            need.all = p.row == ROW_ANY;
            if (p.row >= 0)
                add_row(&need, p.row);
        }
    }
    need.all |= need.rows.n > ROWS_SINGLY;
    return need;
}

static void run(struct rules *r, struct node *n, const struct need *need)
{
    if (n->kind == NODE_SUM)
        sum_run(r, n);
    else if (n->kind == NODE_WHEN)
        when_run(r, n, need);
    else
        value_run(r, n, need);
}

void nodes_run_all(struct rules *r)
{
    static const struct need all = {.all = true};
    for (size_t i = 0; i < r->nodes.n; i++)
        run(r, &r->nodes.v[i], &all);
}

void nodes_run_changed(struct rules *r)
{
    for (size_t i = 0; i < r->nodes.n; i++) {
        struct need need = formula_need(&r->nodes.v[i].f, &r->changes);
        if (need.all || need.rows.n)
            run(r, &r->nodes.v[i], &need);
        vec_finish(&need.rows);
    }
}
