#include "rules/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/date.h"
#include "text/unicode.h"

static void run_edit(struct sandbox_stmt *st)
{
    char *message = NULL;
    while (sandbox_step(st, &message) == SANDBOX_ROW)
        ;
    free(message);
    sandbox_reset(st);
}

/* Texts compare as NFC. */
static void bind_nfc(struct sandbox_stmt *st, int i, const char *text)
{
    size_t n = strlen(text);
    if (text_is_nfc(text, n)) {
        sandbox_bind_text(st, i, text);
        return;
    }
    char *nfc = text_nfc(text, n, NULL);
    sandbox_bind_text(st, i, nfc);
    free(nfc);
}

static void bind_value(struct sandbox_stmt *st, int i, const struct field *f,
                       const struct value *v)
{
    bool figure = field_type_id(f->type) == TYPE_INTEGER;
    if (v->kind == VALUE_INTEGER && figure)
        sandbox_bind_int(st, i, v->integer);
    else if (v->kind == VALUE_TEXT && !figure)
        bind_nfc(st, i, v->text);
    else if (v->kind == VALUE_OTHER)
        sandbox_bind_text(st, i, "khac");
    else
        sandbox_bind_null(st, i);
}

static void bind_count(struct sandbox_stmt *st, int i, const struct value *v,
                       size_t (*count)(const char *, size_t))
{
    if (v->kind == VALUE_TEXT)
        sandbox_bind_int(st, i, (int64_t)count(v->text, strlen(v->text)));
    else
        sandbox_bind_null(st, i);
}

/* Blank, RAW and MISSING values are NULL to the rules. */
static void bind_part(struct sandbox_stmt *st, int i, const struct field *f, const struct value *v,
                      enum part part)
{
    sandbox_bind_null(st, i);
    if (part == PART_VALUE)
        bind_value(st, i, f, v);
    else if (part == PART_LETTERS)
        bind_count(st, i, v, text_letters);
    else if (part == PART_WORDS)
        bind_count(st, i, v, text_words);
    else if (part == PART_FILLED && v->kind == VALUE_TEXT)
        sandbox_bind_int(st, i, 1);
    else if (part == PART_MISSING && v->kind == VALUE_MISSING)
        sandbox_bind_text(st, i, v->text);
    else if (part == PART_OTHER && v->kind == VALUE_OTHER)
        bind_nfc(st, i, v->text);
}

static struct place place_of(const struct relation *x, int row, int column)
{
    return x->field < 0 ? PLACE_FIELD(column) : (struct place){x->field, row, column};
}

static void bind_columns(struct rules *r, struct relation *x, struct sandbox_stmt *st, int row,
                         int only, int first)
{
    for (size_t i = 0; i < x->columns.n; i++) {
        const struct staged_column *c = &x->columns.v[i];
        if (only != COLUMN_ANY && c->column != only)
            continue;
        bind_part(st, first++, relation_field(r, x, c->column),
                  record_get(r->record, place_of(x, row, c->column)), c->part);
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

/* Last day of "2021", "2021-Q1", "2021-03"; false for other codes. */
static bool period_end(const char *period, char out[16])
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
    date_iso(date_from_days(date_days(next) - 1), out);
    return true;
}

void stage_entry(struct rules *r)
{
    struct sandbox_stmt *st = r->entry.insert;
    char end[16];
    run_edit(r->entry.clear);
    sandbox_bind_int(st, 1, 1);
    sandbox_bind_text(st, 2, r->unit);
    sandbox_bind_text(st, 3, r->level);
    sandbox_bind_text(st, 4, r->period);
    sandbox_bind_text(st, 5, period_end(r->period, end) ? end : NULL);
    sandbox_bind_text(st, 6, r->report_date);
    bind_columns(r, &r->entry, st, -1, COLUMN_ANY, 7);
    run_edit(st);
}

void stage_field(struct rules *r, int field)
{
    update_cell(r, &r->entry, -1, 1, field);
}

/* ---- rows of a table ------------------------------------------------------------------------ */

static void insert_row(struct rules *r, struct relation *x, int row)
{
    x->rows.v[row].staged = true;
    x->filled++;
    if (!x->used)
        return;
    sandbox_bind_int(x->insert, 1, x->rows.v[row].id);
    sandbox_bind_int(x->insert, 2, row + 1);
    bind_columns(r, x, x->insert, row, COLUMN_ANY, 3);
    run_edit(x->insert);
}

static void remove_row(struct relation *x, int row)
{
    x->rows.v[row].staged = false;
    x->filled--;
    if (!x->used)
        return;
    sandbox_bind_int(x->remove, 1, x->rows.v[row].id);
    run_edit(x->remove);
}

void stage_table(struct rules *r, struct relation *x)
{
    int n = record_rows(r->record, x->field);
    run_edit(x->clear);
    x->filled = 0;
    x->next_id = 1;
    for (int i = 0; i < n; i++) {
        *vec_add(&x->rows) = (struct row_state){.id = x->next_id++};
        if (!record_row_blank(r->record, x->field, i))
            insert_row(r, x, i);
    }
}

bool stage_cell(struct rules *r, struct relation *x, int row, int column)
{
    bool blank = record_row_blank(r->record, x->field, row);
    bool staged = x->rows.v[row].staged;
    if (blank != staged) {
        if (staged && column == COLUMN_ANY) {
            remove_row(x, row);
            insert_row(r, x, row);
        } else if (staged && x->used) {
            update_cell(r, x, row, x->rows.v[row].id, column);
        }
        return false;
    }
    if (blank)
        remove_row(x, row);
    else
        insert_row(r, x, row);
    return true;
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
    *vec_insert(&x->rows, (size_t)row) = (struct row_state){.id = x->next_id++};
    if (!record_row_blank(r->record, x->field, row))
        insert_row(r, x, row);
}

void stage_row_gone(struct rules *r, struct relation *x, int row)
{
    if (x->rows.v[row].staged)
        remove_row(x, row);
    founds_clear(r, &x->rows.v[row].founds);
    vec_remove(&x->rows, (size_t)row);
    shift_rows(x, row + 1, -1);
}
