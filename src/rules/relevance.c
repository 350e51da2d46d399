/* Evaluating `when`: whether sections, fields, columns, rows and cells are asked. What came or went
 * is staged at once. */
#include <stdlib.h>

#include "base/mem.h"
#include "rules/parts.h"

/* ---- one truth ------------------------------------------------------------------------------ */

/* What cannot be evaluated is shown, and said. */
static bool is_true(struct rules *r, struct sandbox_stmt *st, int column, char **ret_why)
{
    *ret_why = NULL;
    r->runs++;
    enum sandbox_row got = sandbox_step(st, ret_why);
    bool yes = got == SANDBOX_FAILED || (got == SANDBOX_ROW && sandbox_true(st, column));
    sandbox_reset(st);
    return yes;
}

/* Takes why over; NULL: all is well. */
static void say(struct rules *r, struct node *n, struct place p, char *why)
{
    struct founds *list = founds_of(r, p);
    found_remove_at(r, list, RULE_WHEN, p.column);
    if (why)
        found_say(r, RULE_WHEN, "value", p,
                  xasprintf(_("The check %s cannot be evaluated: %s. Tell the form's author."),
                            n->f.what, why));
    free(why);
}

/* ---- staging what came or went -------------------------------------------------------------- */

static void restage_rows(struct rules *r, int field)
{
    struct relation *x = &r->tables[field];
    for (size_t i = 0; i < x->rows.n; i++)
        stage_cell(r, x, (int)i, COLUMN_ANY);
}

static void restage_field(struct rules *r, int field)
{
    if (r->form->fields.v[field]->table)
        restage_rows(r, field);
    else
        stage_field(r, field);
    change_add(r, (struct place){field, ROW_ANY, r->form->fields.v[field]->table ? COLUMN_ANY
                                                                               : COLUMN_SELF},
               true);
}

/* ---- by what they decide -------------------------------------------------------------------- */

static void when_section(struct rules *r, struct node *n, bool hidden)
{
    if (r->hidden_sections[n->section] == hidden)
        return;
    r->hidden_sections[n->section] = hidden;
    for (size_t i = 0; i < r->form->fields.n; i++)
        if (r->form->fields.v[i]->section == n->section)
            restage_field(r, (int)i);
}

static void when_field(struct rules *r, int field, bool hidden)
{
    if (r->hidden_fields[field] == hidden)
        return;
    r->hidden_fields[field] = hidden;
    restage_field(r, field);
}

static void when_fixed_row(struct rules *r, struct place p, bool hidden)
{
    struct relation *x = &r->tables[p.field];
    if ((size_t)p.row >= x->rows.n || x->rows.v[p.row].hidden == hidden)
        return;
    x->rows.v[p.row].hidden = hidden;
    stage_cell(r, x, p.row, COLUMN_ANY);
    change_add(r, (struct place){p.field, p.row, COLUMN_ANY}, true);
}

static void when_column(struct rules *r, struct place p, bool hidden)
{
    struct relation *x = &r->tables[p.field];
    if (x->hidden_columns[p.column] == hidden)
        return;
    x->hidden_columns[p.column] = hidden;
    for (size_t i = 0; i < x->rows.n; i++)
        stage_cell(r, x, (int)i, p.column);
    change_add(r, (struct place){p.field, ROW_ANY, p.column}, true);
}

static void when_cell(struct rules *r, struct node *n, int row)
{
    struct place p = {n->target.field, row, n->target.column};
    struct relation *x = &r->tables[p.field];
    struct row_state *state = &x->rows.v[row];
    char *why = NULL;
    bool hidden = true;
    if (state->staged) {
        sandbox_bind_int(n->one, 1, state->id);
        hidden = !is_true(r, n->one, 1, &why);
    }
    say(r, n, p, why);
    if (state->hidden_cells[p.column] == hidden)
        return;
    state->hidden_cells[p.column] = hidden;
    stage_cell(r, x, row, p.column);
    change_add(r, p, true);
}

static void when_cells(struct rules *r, struct node *n, const struct need *need)
{
    size_t rows = need->all ? r->tables[n->target.field].rows.n : need->rows.n;
    for (size_t i = 0; i < rows; i++)
        when_cell(r, n, need->all ? (int)i : need->rows.v[i]);
}

static void when_once(struct rules *r, struct node *n)
{
    char *why;
    bool hidden = !is_true(r, n->all, 0, &why);
    struct place p = n->section >= 0 ? PLACE_FIELD(r->form->sections.v[n->section].first)
                                     : PLACE_FIELD(n->target.field);
    if ((size_t)p.field < r->form->fields.n)
        say(r, n, p, why);
    else
        free(why);
    if (n->section >= 0)
        when_section(r, n, hidden);
    else if (n->target.row >= 0)
        when_fixed_row(r, n->target, hidden);
    else if (n->target.column >= 0)
        when_column(r, n->target, hidden);
    else
        when_field(r, n->target.field, hidden);
}

void when_run(struct rules *r, struct node *n, const struct need *need)
{
    if (n->f.table < 0)
        when_once(r, n);
    else
        when_cells(r, n, need);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static const struct table *table_of(const struct rules *r, const struct relation *x)
{
    return r->form->fields.v[x->field]->table;
}

void row_state_init(struct rules *r, struct relation *x, struct row_state *row)
{
    const struct table *t = table_of(r, x);
    if (x->slot_count)
        row->computed = xcalloc((size_t)x->slot_count, sizeof *row->computed);
    if (x->cell_whens)
        row->hidden_cells = xcalloc(t->columns.n, sizeof *row->hidden_cells);
}

void row_state_finish(struct rules *r, struct relation *x, struct row_state *row)
{
    for (int i = 0; row->computed && i < x->slot_count; i++)
        value_finish(&row->computed[i]);
    free(row->computed);
    free(row->hidden_cells);
    founds_clear(r, &row->founds);
    *row = (struct row_state){0};
}

/* ---- the beginning -------------------------------------------------------------------------- */

/* Everything is asked until its `when` says otherwise: each is evaluated before what reads it. */
void relevance_reset(struct rules *r)
{
    for (size_t i = 0; i < r->form->sections.n; i++)
        r->hidden_sections[i] = false;
    for (size_t i = 0; i < r->form->fields.n; i++) {
        r->hidden_fields[i] = false;
        if (r->computed) {
            value_finish(&r->computed[i]);
            r->computed[i] = VALUE_NONE;
        }
        const struct field *f = r->form->fields.v[i];
        bool *columns = f->table ? r->tables[i].hidden_columns : NULL;
        for (size_t k = 0; columns && k < f->table->columns.n; k++)
            columns[k] = false;
    }
}
