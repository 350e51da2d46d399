#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/parts.h"
#include "text/date.h"

static struct place place_of(const struct relation *x, int row, int column)
{
    if (x->field < 0)
        return PLACE_FIELD(column);
    return (struct place){x->field, x->kind == RELATION_ROW ? x->row : row, column};
}

static void bind_columns(struct rules *r, struct relation *x, struct sandbox_stmt *st, int row,
                         int only, int first)
{
    for (size_t i = 0; i < x->columns.n; i++) {
        const struct staged_column *c = &x->columns.v[i];
        if (only != COLUMN_ANY && c->column != only)
            continue;
        struct place p = place_of(x, row, c->column);
        if (x->plain)
            bind_part(st, first++, relation_field(r, x, c->column), record_get(r->record, p),
                      c->part);
        else
            bind_part(st, first++, place_field(r, p), live_value(r, p), c->part);
    }
}

static void update_cell(struct rules *r, struct relation *x, int row, int64_t id, int column)
{
    struct sandbox_stmt *st = x->update.v[column];
    if (!st)
        return;
    sandbox_bind_int(st, 1, id);
    bind_columns(r, x, st, row, column, 2);
    run_edit(st);
}

/* ---- the row of top-level fields ------------------------------------------------------------ */

bool period_end(const char *period, struct date *ret)
{
    int year, month = 12, quarter = 0, used = 0;
    char tail;
    if (!period)
        return false;
    if (sscanf(period, "%4d-Q%1d%c", &year, &quarter, &tail) == 2 && quarter >= 1 && quarter <= 4)
        month = quarter * 3;
    else if (sscanf(period, "%4d-%2d%c", &year, &month, &tail) == 2 && month >= 1 && month <= 12)
        ;
    else if (sscanf(period, "%4d%n", &year, &used) == 1 && used == 4 && !period[4])
        month = 12;
    else
        return false;
    struct date next = {month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1};
    if (!date_valid(next))
        return false;
    *ret = date_from_days(date_days(next) - 1);
    return true;
}

static void stage_options(struct rules *r, int field)
{
    if (r->option_relations[field] < 0)
        return;
    struct relation *x = &r->cells.v[r->option_relations[field]];
    struct ticks ticks;
    int64_t id = 1;
    run_edit(x->clear);
    if (!value_ticks(live_value(r, PLACE_FIELD(field)), &ticks))
        return;
    for (size_t i = 0; i < ticks.ids.n + (ticks.other != NULL); i++) {
        sandbox_bind_int(x->insert, 1, id++);
        sandbox_bind_text(x->insert, 2, i < ticks.ids.n ? ticks.ids.v[i] : OTHER_ID);
        run_edit(x->insert);
    }
    ticks_finish(&ticks);
}

void stage_entry(struct rules *r)
{
    struct sandbox_stmt *st = r->entry.insert;
    struct date last;
    char end[16];
    bool known = period_end(r->period, &last);
    if (known)
        date_iso(last, end);
    run_edit(r->entry.clear);
    sandbox_bind_int(st, 1, 1);
    sandbox_bind_text(st, 2, r->unit);
    sandbox_bind_text(st, 3, r->level);
    sandbox_bind_text(st, 4, r->period);
    sandbox_bind_text(st, 5, known ? end : NULL);
    sandbox_bind_text(st, 6, r->report_date);
    bind_columns(r, &r->entry, st, -1, COLUMN_ANY, 7);
    run_edit(st);
    for (size_t i = 0; i < r->form->fields.n; i++)
        stage_options(r, (int)i);
}

void stage_field(struct rules *r, int field)
{
    update_cell(r, &r->entry, -1, 1, field);
    stage_options(r, field);
}

/* ---- rows of a table ------------------------------------------------------------------------ */

static bool is_fixed(const struct rules *r, const struct relation *x)
{
    return table_fixed(r->form->fields.v[x->field]);
}

/* The relation of one fixed row, NULL when no expression names it. */
static struct relation *row_relation(struct rules *r, const struct relation *x, int row)
{
    int at = x->row_relations ? x->row_relations[row] : -1;
    return at < 0 ? NULL : &r->cells.v[at];
}

static void stage_row_relation(struct rules *r, struct relation *x, int row)
{
    struct relation *cell = row_relation(r, x, row);
    if (!cell)
        return;
    run_edit(cell->clear);
    sandbox_bind_int(cell->insert, 1, 1);
    bind_columns(r, cell, cell->insert, row, COLUMN_ANY, 2);
    run_edit(cell->insert);
}

static void insert_row(struct rules *r, struct relation *x, int row)
{
    x->rows.v[row].staged = true;
    if (!x->used)
        return;
    sandbox_bind_int(x->insert, 1, x->rows.v[row].id);
    if (is_fixed(r, x))
        sandbox_bind_text(x->insert, 2, r->form->fields.v[x->field]->table->rows.v[row].id);
    else
        sandbox_bind_int(x->insert, 2, row + 1);
    bind_columns(r, x, x->insert, row, COLUMN_ANY, 3);
    run_edit(x->insert);
}

static void remove_row(struct relation *x, int row)
{
    x->rows.v[row].staged = false;
    if (!x->used)
        return;
    sandbox_bind_int(x->remove, 1, x->rows.v[row].id);
    run_edit(x->remove);
}

/* Rows in which a person has filled something in: what min_rows and `required` of a table count. */
static void note_filled(struct rules *r, struct relation *x, int row)
{
    struct row_state *state = &x->rows.v[row];
    bool filled = state->staged && !record_row_blank(r->record, x->field, row);
    x->filled += filled - state->filled;
    state->filled = filled;
}

void stage_table(struct rules *r, struct relation *x)
{
    int n = record_rows(r->record, x->field);
    run_edit(x->clear);
    x->filled = 0;
    x->next_id = 1;
    for (int i = 0; i < n; i++) {
        struct row_state *state = vec_add(&x->rows);
        state->id = x->next_id++;
        if (!x->plain)
            row_state_init(r, x, state);
    }
    for (int i = 0; i < n; i++) {
        if (row_counts(r, x->field, i))
            insert_row(r, x, i);
        stage_row_relation(r, x, i);
        note_filled(r, x, i);
    }
}

/* Brings what is staged of a row that stays. */
static void update_row(struct rules *r, struct relation *x, int row, int column)
{
    if (column == COLUMN_ANY) {
        remove_row(x, row);
        insert_row(r, x, row);
    } else if (x->used) {
        update_cell(r, x, row, x->rows.v[row].id, column);
    }
}

bool stage_cell(struct rules *r, struct relation *x, int row, int column)
{
    bool counts = row_counts(r, x->field, row), staged = x->rows.v[row].staged;
    struct relation *cell = row_relation(r, x, row);
    if (cell && column == COLUMN_ANY)
        stage_row_relation(r, x, row);
    else if (cell)
        update_cell(r, cell, row, 1, column);
    if (counts && staged)
        update_row(r, x, row, column);
    else if (staged)
        remove_row(x, row);
    else if (counts)
        insert_row(r, x, row);
    note_filled(r, x, row);
    return counts != staged;
}

static void shift_rows(struct relation *x, int from, int by)
{
    if (!x->used || !x->numbers)
        return;
    sandbox_bind_int(x->shift, 1, from);
    sandbox_bind_int(x->shift, 2, by);
    run_edit(x->shift);
}

void stage_row_added(struct rules *r, struct relation *x, int row)
{
    shift_rows(x, row + 1, 1);
    struct row_state *state = vec_insert(&x->rows, (size_t)row);
    state->id = x->next_id++;
    if (!x->plain)
        row_state_init(r, x, state);
    if (!row_counts(r, x->field, row))
        return;
    insert_row(r, x, row);
    note_filled(r, x, row);
}

void stage_row_gone(struct rules *r, struct relation *x, int row)
{
    if (x->rows.v[row].staged)
        remove_row(x, row);
    x->filled -= x->rows.v[row].filled;
    row_state_finish(r, x, &x->rows.v[row]);
    vec_remove(&x->rows, (size_t)row);
    shift_rows(x, row + 1, -1);
}
