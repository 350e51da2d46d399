/* Evaluating computed values and subtotals. What changes is staged at once, so that what reads it
 * sees it. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "rules/parts.h"

/* When values of a whole table cannot be had at once, its rows are tried one by one for so long. */
#define SINGLE_MS 300

/* One value that came out, or why none did. */
struct result {
    int64_t id;
    struct value value;
    char *why;
};
VEC_TYPEDEF(results, struct result);

/* ---- from SQL to the field's type ----------------------------------------------------------- */

static char *type_figure(const struct field *f, struct sandbox_stmt *st, int column,
                         struct value *ret)
{
    struct decimal d;
    char shown[40];
    if (!sandbox_figure(st, column, &d))
        return xstrdup(_("the result is no figure, or too large"));
    if (field_type_id(f->type) != TYPE_INTEGER)
        *ret = value_decimal(decimal_round(d, f->places));
    else if (d.places == 0)
        *ret = value_integer(d.digits);
    else
        return xasprintf(_("the result %s is no whole number"), decimal_print(d, shown));
    return NULL;
}

static char *type_date(const struct field *f, struct sandbox_stmt *st, int column, struct value *ret)
{
    const char *expected;
    struct value v = value_text(sandbox_text(st, column));
    if (f->type->accepts(f, &v, &expected)) {
        *ret = v;
        return NULL;
    }
    char *why = xasprintf(_("the result “%s” is no such date"), sandbox_text(st, column));
    value_finish(&v);
    return why;
}

/* NULL, or why the result is none of the field's type. */
static char *type_result(const struct field *f, struct sandbox_stmt *st, int column,
                         struct value *ret)
{
    *ret = VALUE_NONE;
    if (sandbox_null(st, column))
        return NULL;
    if (f->type->figure)
        return type_figure(f, st, column, ret);
    switch (field_type_id(f->type)) {
    case TYPE_DATE:
        return type_date(f, st, column, ret);
    case TYPE_BOOLEAN:
        *ret = value_of_boolean(sandbox_true(st, column));
        return NULL;
    default:
        *ret = value_text(sandbox_text(st, column));
        return NULL;
    }
}

/* ---- keeping them --------------------------------------------------------------------------- */

static struct value *slot_of(struct rules *r, struct place p)
{
    struct relation *x = &r->tables[p.field];
    return p.row < 0 ? &r->computed[p.field] : &x->rows.v[p.row].computed[x->slots[p.column]];
}

/* Takes v over. */
static void keep(struct rules *r, struct place p, struct value v)
{
    struct value *slot = slot_of(r, p);
    if (value_equal(slot, &v)) {
        value_finish(&v);
        return;
    }
    value_finish(slot);
    *slot = v;
    if (p.row < 0)
        stage_field(r, p.field);
    else
        stage_cell(r, &r->tables[p.field], p.row, p.column);
    change_add(r, p, false);
}

/* Takes the result over. */
static void take(struct rules *r, struct place p, struct result *result)
{
    found_remove_at(r, founds_of(r, p), RULE_VALUE, p.column);
    keep(r, p, result->value);
    if (!result->why || !rules_relevant(r, p)) {
        free(result->why);
        return;
    }
    found_say(r, RULE_VALUE, "value", p,
              xasprintf(_("The value cannot be computed: %s. Tell the form's author."),
                        result->why));
    free(result->why);
}

/* ---- running -------------------------------------------------------------------------------- */

static struct result read_one(struct rules *r, struct sandbox_stmt *st, const struct field *f,
                              int column)
{
    struct result result = {0};
    char *why = NULL;
    r->runs++;
    enum sandbox_row got = sandbox_step(st, &why);
    if (got == SANDBOX_ROW)
        result.why = type_result(f, st, column, &result.value);
    else if (got == SANDBOX_FAILED)
        result.why = why;
    sandbox_reset(st);
    return result;
}

static void run_row(struct rules *r, struct node *n, int row)
{
    struct place p = {n->target.field, row, n->target.column};
    const struct row_state *state = &r->tables[p.field].rows.v[row];
    const struct field *f = place_field(r, p);
    struct result result = {0};
    if (!f)
        return;
    if (state->staged) {
        sandbox_bind_int(n->one, 1, state->id);
        result = read_one(r, n->one, f, 1);
    }
    take(r, p, &result);
}

/* All rows at once; false when that failed. Each is typed by its own cell. */
static bool read_all(struct rules *r, struct node *n, struct results *results)
{
    const struct relation *x = &r->tables[n->target.field];
    int *rows = rows_by_id(x);
    char *why = NULL;
    enum sandbox_row got;
    r->runs++;
    while ((got = sandbox_step(n->all, &why)) == SANDBOX_ROW) {
        struct result result = {.id = sandbox_int(n->all, 0)};
        const struct field *f =
            place_field(r, (struct place){x->field, rows[result.id], n->target.column});
        if (f)
            result.why = type_result(f, n->all, 1, &result.value);
        *vec_add(results) = result;
    }
    sandbox_reset(n->all);
    free(why);
    free(rows);
    return got == SANDBOX_DONE;
}

static void run_rows_singly(struct rules *r, struct node *n)
{
    int64_t deadline = clock_real_ms() + SINGLE_MS;
    struct relation *x = &r->tables[n->target.field];
    for (size_t i = 0; i < x->rows.n && clock_real_ms() <= deadline; i++)
        run_row(r, n, (int)i);
}

static void drop(struct results *results)
{
    for (size_t i = 0; i < results->n; i++) {
        value_finish(&results->v[i].value);
        free(results->v[i].why);
    }
    vec_finish(results);
}

static void run_table(struct rules *r, struct node *n)
{
    struct relation *x = &r->tables[n->target.field];
    struct results results = {0};
    if (!read_all(r, n, &results)) {
        drop(&results);
        run_rows_singly(r, n);
        return;
    }
    struct result **by_row = xcalloc(x->rows.n + 1, sizeof *by_row);
    int *rows = rows_by_id(x);
    for (size_t i = 0; i < results.n; i++)
        by_row[rows[results.v[i].id]] = &results.v[i];
    free(rows);
    for (size_t i = 0; i < x->rows.n; i++) {
        struct result none = {0}, *result = by_row[i] ? by_row[i] : &none;
        struct place p = {x->field, (int)i, n->target.column};
        if (place_field(r, p))
            take(r, p, result);
    }
    free(by_row);
    vec_finish(&results);
}

void value_run(struct rules *r, struct node *n, const struct need *need)
{
    if (n->f.table < 0) {
        struct result result = read_one(r, n->all, r->form->fields.v[n->target.field], 0);
        take(r, n->target, &result);
    } else if (need->all) {
        run_table(r, n);
    } else {
        for (size_t i = 0; i < need->rows.n; i++)
            run_row(r, n, need->rows.v[i]);
    }
}

/* Blanks and codes are skipped, as in sums over tables; in a cell with blank: undecided no part may
 * be blank. */
void sum_run(struct rules *r, struct node *n)
{
    const struct field *f = place_field(r, n->target);
    bool strict = (f->blank != BLANK_UNSAID ? f->blank : f->table_field->table->blank) ==
                  BLANK_UNDECIDED;
    struct total total = {0};
    struct result result = {0};
    struct figure sum = {0};
    for (size_t i = 0; i < n->f.reads.n; i++) {
        struct place p = {n->f.reads.v[i].field, n->f.reads.v[i].row, n->f.reads.v[i].column};
        struct figure figure;
        if (value_figure(live_value(r, p), &figure)) {
            total_add(&total, figure.size);
            sum.at_least |= figure.at_least;
            sum.estimate |= figure.estimate;
        } else if (strict && rules_relevant(r, p)) {
            take(r, n->target, &result);
            return;
        }
    }
    r->runs++;
    if (total_read(&total, &sum.size))
        result.value = value_of_figure(sum, field_type_id(f->type) == TYPE_INTEGER &&
                                                sum.size.places == 0);
    else if (total.count)
        result.why = xstrdup(_("a figure grows too large"));
    take(r, n->target, &result);
}
