#include "rules/parts.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"

/* When a check fails to run over a whole table, its rows are tried one by one for so long. */
#define SINGLE_MS 300

/* ---- one check ------------------------------------------------------------------------------ */

static struct found new_found(const struct rules *r, int index, int row, char *message)
{
    const struct rule *rule = &r->list.v[index];
    struct found f = {.rule = index, .numbered = rule->numbered && row >= 0};
    bool whole = rule->table >= 0 && row < 0; /* a row check, said of the table as such */
    size_t n = whole ? 1 : rule->places.n;
    f.places = xcalloc(n, sizeof *f.places);
    for (size_t i = 0; i < n; i++)
        f.places[i] = whole             ? PLACE_FIELD(rule->table)
                      : rule->table < 0 ? PLACE_FIELD(rule->places.v[i])
                                        : (struct place){rule->table, row, rule->places.v[i]};
    f.v = (struct verdict){.level = rule->check->level,
                           .rule = rule->check->id,
                           .check = rule->check,
                           .place = f.places[0],
                           .places = f.places,
                           .place_count = n,
                           .message = message};
    return f;
}

static struct founds *list_for(struct rules *r, int index, int row)
{
    const struct rule *rule = &r->list.v[index];
    if (rule->table < 0)
        return &r->at_field[rule->places.v[0]];
    return row < 0 ? &r->at_field[rule->table] : &r->tables[rule->table].rows.v[row].founds;
}

static void add_failed(struct rules *r, int index, int row)
{
    char *message = rule_message(r, &r->list.v[index], row);
    found_add(r, list_for(r, index, row), new_found(r, index, row, message));
}

/* The check could not be evaluated (why is taken over): an error, whatever its level. */
static void add_broken(struct rules *r, int index, int row, char *why)
{
    char *message = xasprintf(_("The check %s cannot be evaluated: %s. Tell the form's author."),
                              r->list.v[index].check->id, why);
    struct found f = new_found(r, index, row, message);
    f.numbered = false;
    f.v.level = LEVEL_ERROR;
    found_add(r, list_for(r, index, row), f);
    free(why);
}

static void run_entry(struct rules *r, int index)
{
    struct sandbox_stmt *st = r->list.v[index].all;
    char *why = NULL;
    found_remove(r, list_for(r, index, -1), index);
    r->runs++;
    enum sandbox_row got = sandbox_step(st, &why);
    sandbox_reset(st);
    if (got == SANDBOX_ROW)
        add_failed(r, index, -1);
    else if (got == SANDBOX_FAILED)
        add_broken(r, index, -1, why);
}

static void run_row(struct rules *r, int index, int row)
{
    struct rule *rule = &r->list.v[index];
    const struct row_state *state = &r->tables[rule->table].rows.v[row];
    char *why = NULL;
    found_remove(r, list_for(r, index, row), index);
    if (!state->staged)
        return;
    sandbox_bind_int(rule->one, 1, state->id);
    r->runs++;
    enum sandbox_row got = sandbox_step(rule->one, &why);
    sandbox_reset(rule->one);
    if (got == SANDBOX_ROW)
        add_failed(r, index, row);
    else if (got == SANDBOX_FAILED)
        add_broken(r, index, row, why);
}

static void forget(struct rules *r, int index)
{
    struct relation *x = &r->tables[r->list.v[index].table];
    found_remove(r, list_for(r, index, -1), index);
    size_t seen = 0, all = x->found_count;
    for (size_t i = 0; i < x->rows.n && seen < all; i++) {
        seen += x->rows.v[i].founds.n;
        found_remove(r, &x->rows.v[i].founds, index);
    }
}

/* Finds which rows cannot be evaluated, as long as that is quick; else says it of the table. */
static void run_singly(struct rules *r, int index, char *why)
{
    struct rule *rule = &r->list.v[index];
    const struct relation *x = &r->tables[rule->table];
    int64_t deadline = clock_real_ms() + SINGLE_MS;
    bool hopeless = sandbox_exhausted(rule->all);
    for (size_t i = 0; i < x->rows.n && !hopeless; i++) {
        run_row(r, index, (int)i);
        hopeless = clock_real_ms() > deadline;
    }
    if (!hopeless) {
        free(why);
        return;
    }
    forget(r, index);
    add_broken(r, index, -1, why);
}

VEC_TYPEDEF(ids, int64_t);

/* Rows by __id: what the statement answers are ids, and rows move. */
static int *rows_by_id(const struct relation *x)
{
    int *rows = xcalloc((size_t)x->next_id + 1, sizeof *rows);
    for (size_t i = 0; i < x->rows.n; i++)
        rows[x->rows.v[i].id] = (int)i;
    return rows;
}

static void add_all_failed(struct rules *r, int index, const struct ids *failed)
{
    if (!failed->n)
        return;
    int *rows = rows_by_id(&r->tables[r->list.v[index].table]);
    for (size_t i = 0; i < failed->n; i++)
        add_failed(r, index, rows[failed->v[i]]);
    free(rows);
}

/* A row check over the whole table: one statement that gives the failing rows. */
static void run_table(struct rules *r, int index)
{
    struct sandbox_stmt *st = r->list.v[index].all;
    struct ids failed = {0};
    char *why = NULL;
    enum sandbox_row got;
    forget(r, index);
    r->runs++;
    while ((got = sandbox_step(st, &why)) == SANDBOX_ROW)
        *vec_add(&failed) = sandbox_int(st, 0);
    sandbox_reset(st);
    if (got == SANDBOX_FAILED)
        run_singly(r, index, why);
    else
        add_all_failed(r, index, &failed);
    vec_finish(&failed);
}

static void run_all(struct rules *r, int index)
{
    if (r->list.v[index].table < 0)
        run_entry(r, index);
    else
        run_table(r, index);
}

/* ---- the whole record ----------------------------------------------------------------------- */

static void forget_everything(struct rules *r)
{
    for (size_t i = 0; i < r->form->fields.n; i++) {
        founds_clear(r, &r->at_field[i]);
        for (size_t k = 0; k < r->tables[i].rows.n; k++)
            founds_clear(r, &r->tables[i].rows.v[k].founds);
        vec_clear(&r->tables[i].rows);
    }
}

static void run_edit(struct sandbox_stmt *st)
{
    char *why = NULL;
    sandbox_step(st, &why);
    free(why);
    sandbox_reset(st);
}

static void stage_everything(struct rules *r)
{
    run_edit(r->begin);
    stage_entry(r);
    for (size_t i = 0; i < r->form->fields.n; i++)
        if (r->form->fields.v[i]->table)
            stage_table(r, &r->tables[i]);
    run_edit(r->commit);
}

static void limit_everything(struct rules *r)
{
    for (size_t i = 0; i < r->form->fields.n; i++) {
        if (!r->form->fields.v[i]->table) {
            limits_field(r, (int)i);
            continue;
        }
        limits_table(r, (int)i);
        for (size_t k = 0; k < r->tables[i].rows.n; k++)
            limits_row(r, (int)i, (int)k);
    }
}

static void load(struct rules *r)
{
    forget_everything(r);
    r->lang = lang_get();
    if (!r->commit)
        return; /* the relations could not be made; rules_create said so */
    stage_everything(r);
    limit_everything(r);
    for (size_t i = 0; i < r->list.n; i++)
        run_all(r, (int)i);
}

static void keep(char **to, const char *text)
{
    char *copy = xstrdup0(text);
    free(*to);
    *to = copy;
}

static void keep_context(struct rules *r, const struct record *record,
                         const struct rules_context *context)
{
    static const struct rules_context none = {0};
    if (!context)
        context = &none;
    r->record = record;
    keep(&r->unit, context->unit);
    keep(&r->level, context->level);
    keep(&r->period, context->period);
    keep(&r->report_date, context->report_date);
}

void rules_load(struct rules *r, const struct record *record, const struct rules_context *context)
{
    keep_context(r, record, context);
    load(r);
}

void rules_speak(struct rules *r)
{
    if (r->record && r->lang != lang_get())
        load(r);
}

void rules_stage(struct rules *r, const struct record *record, const struct rules_context *context)
{
    keep_context(r, record, context);
    forget_everything(r);
    if (r->commit)
        stage_everything(r);
}

/* ---- changes -------------------------------------------------------------------------------- */

static void field_changed(struct rules *r, int field)
{
    stage_field(r, field);
    limits_field(r, field);
    for (size_t i = 0; i < r->list.n; i++)
        if (rule_reads(&r->list.v[i], field, COLUMN_SELF, true) ||
            rule_reads(&r->list.v[i], field, COLUMN_SELF, false))
            run_all(r, (int)i);
}

/* Whether the check could not be evaluated over its table when it last ran. */
static bool is_broken(struct rules *r, int index)
{
    const struct founds *list = list_for(r, index, -1);
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].rule == index)
            return true;
    return false;
}

/* Runs what reads a changed row of a table; column COLUMN_ANY: any column may have changed, or rows
 * came and went. row -1: the row itself is gone. */
static void row_changed(struct rules *r, int field, int row, int column)
{
    for (size_t i = 0; i < r->list.n; i++) {
        const struct rule *rule = &r->list.v[i];
        bool whole = rule_reads(rule, field, column, false);
        if (rule->table == field && !whole && !is_broken(r, (int)i)) {
            if (row >= 0 && (column == COLUMN_ANY || rule_reads(rule, field, column, true)))
                run_row(r, (int)i, row);
        } else if (whole || rule->table == field) {
            run_all(r, (int)i);
        }
    }
}

void rules_changed(struct rules *r, struct place p)
{
    if (!r->commit)
        return;
    struct relation *x = &r->tables[p.field];
    if (!r->form->fields.v[p.field]->table) {
        field_changed(r, p.field);
        return;
    }
    if (p.row < 0) {
        load(r);
        return;
    }
    int column = p.column < 0 ? COLUMN_ANY : p.column;
    if (stage_cell(r, x, p.row, column)) {
        column = COLUMN_ANY;
        limits_table(r, p.field);
    }
    limits_row(r, p.field, p.row);
    row_changed(r, p.field, p.row, column);
}

/* Rows behind `from` have other numbers now. */
static void rows_moved(struct rules *r, struct relation *x, int from)
{
    for (size_t i = (size_t)from; i < x->rows.n; i++)
        found_move_row(r, x, (int)i);
    for (size_t i = 0; i < r->list.n && (size_t)from < x->rows.n; i++)
        if (rule_reads(&r->list.v[i], x->field, COLUMN_NUMBER, true) ||
            rule_reads(&r->list.v[i], x->field, COLUMN_NUMBER, false))
            run_all(r, (int)i);
}

void rules_row_inserted(struct rules *r, int field, int row)
{
    struct relation *x = &r->tables[field];
    if (!r->commit)
        return;
    stage_row_added(r, x, row);
    rows_moved(r, x, row + 1);
    if (!x->rows.v[row].staged)
        return;
    limits_table(r, field);
    limits_row(r, field, row);
    row_changed(r, field, row, COLUMN_ANY);
}

void rules_row_removed(struct rules *r, int field, int row, const char *row_id)
{
    struct relation *x = &r->tables[field];
    (void)row_id;
    if (!r->commit)
        return;
    bool counted = x->rows.v[row].staged;
    stage_row_gone(r, x, row);
    rows_moved(r, x, row);
    if (!counted)
        return;
    limits_table(r, field);
    row_changed(r, field, -1, COLUMN_ANY);
}

uint64_t rules_runs(const struct rules *r)
{
    return r->runs;
}
