/* A change, what it changes in turn, and what must be judged anew because of it. */
#include <stdlib.h>

#include "base/mem.h"
#include "rules/parts.h"

void change_add(struct rules *r, struct place p, bool relevance)
{
    *vec_add(&r->changes) = (struct change){p, relevance};
}

/* What shows only where it is asked is judged anew where that came or went. */
static bool shows_there(const struct rule *rule, const struct changes *changes)
{
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *c = &changes->v[i];
        if (!c->relevance)
            continue;
        for (size_t k = 0; k < rule->places.n; k++)
            if (rule->places.v[k].field == c->p.field)
                return true;
    }
    return false;
}

/* A check that could not be evaluated over its table is tried anew with each change there. */
static bool is_hopeful(struct rules *r, int index)
{
    const struct rule *rule = &r->list.v[index];
    for (size_t i = 0; rule->table >= 0 && i < r->changes.n; i++)
        if (r->changes.v[i].p.field == rule->table)
            return rule_is_broken(r, index);
    return false;
}

static void run_rules(struct rules *r)
{
    for (size_t i = 0; i < r->list.n; i++) {
        struct rule *rule = &r->list.v[i];
        struct need need = formula_need(&rule->f, &r->changes);
        need.all = need.all || shows_there(rule, &r->changes) || is_hopeful(r, (int)i);
        if (need.all || need.rows.n)
            rule_run(r, (int)i, &need);
        vec_finish(&need.rows);
    }
}

static void limit(struct rules *r, const struct change *c)
{
    const struct field *f = r->form->fields.v[c->p.field];
    if (!f->table) {
        limits_field(r, c->p.field);
        return;
    }
    if (c->p.column == COLUMN_NUMBER)
        return;
    if (c->p.row == ROW_ANY) {
        limits_all_of(r, c->p.field);
        return;
    }
    if (c->p.column == COLUMN_ANY || !r->tables[c->p.field].plain)
        limits_table(r, c->p.field);
    if (c->p.row >= 0)
        limits_row(r, c->p.field, c->p.row);
    limits_unique(r, c->p.field, c->p.column);
}

/* Acts upon r->changes. */
static void settle(struct rules *r)
{
    nodes_run_changed(r);
    for (size_t i = 0; i < r->changes.n; i++)
        limit(r, &r->changes.v[i]);
    run_rules(r);
    goals_touch(r, false);
    vec_clear(&r->changes);
}

static void reload(struct rules *r)
{
    forget_everything(r);
    rules_judge(r);
}

void rules_changed(struct rules *r, struct place p)
{
    if (!r->commit || !r->record)
        return;
    struct relation *x = &r->tables[p.field];
    if (!r->form->fields.v[p.field]->table) {
        stage_field(r, p.field);
        change_add(r, PLACE_FIELD(p.field), false);
        settle(r);
        return;
    }
    if (p.row < 0) {
        reload(r);
        return;
    }
    int column = p.column < 0 ? COLUMN_ANY : p.column;
    if (stage_cell(r, x, p.row, column))
        column = COLUMN_ANY;
    change_add(r, (struct place){p.field, p.row, column}, false);
    settle(r);
}

/* Rows behind `from` have other numbers now. */
static void rows_moved(struct rules *r, struct relation *x, int from)
{
    for (size_t i = (size_t)from; i < x->rows.n; i++)
        found_move_row(r, x, (int)i);
    if (x->numbers && (size_t)from < x->rows.n)
        change_add(r, (struct place){x->field, ROW_ANY, COLUMN_NUMBER}, false);
}

void rules_row_inserted(struct rules *r, int field, int row)
{
    struct relation *x = &r->tables[field];
    if (!r->commit || !r->record)
        return;
    stage_row_added(r, x, row);
    rows_moved(r, x, row + 1);
    if (x->rows.v[row].staged || x->cell_whens)
        change_add(r, (struct place){field, row, COLUMN_ANY}, false);
    settle(r);
}

void rules_row_removed(struct rules *r, int field, int row, const char *row_id)
{
    struct relation *x = &r->tables[field];
    (void)row_id;
    if (!r->commit || !r->record)
        return;
    bool counted = x->rows.v[row].staged;
    stage_row_gone(r, x, row);
    rows_moved(r, x, row);
    if (counted)
        change_add(r, (struct place){field, ROW_GONE, COLUMN_ANY}, false);
    settle(r);
}
