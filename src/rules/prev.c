/* The same unit's earlier entries: `prev` with their top-level fields, `prev_TABLE` with their rows.
 * Computed values of theirs, which are stored nowhere, are computed anew. */
#include <stdlib.h>

#include "rules/parts.h"

/* Whether anything in an earlier entry is not in its record. */
static bool needs_past(const struct rules *r)
{
    return r->nodes.n > 0;
}

bool rules_want_earlier(const struct rules *r)
{
    return r->prevs.n > 0;
}

static const struct value *value_of(const struct rules *r, const struct record *record,
                                    struct place p)
{
    return r->past ? live_value(r->past, p) : record_get(record, p);
}

static void stage_row(struct rules *r, struct relation *x, const struct rules_earlier *e, int row)
{
    int first = 3;
    sandbox_bind_int(x->insert, 1, x->next_id++);
    sandbox_bind_text(x->insert, 2, e->period);
    if (x->kind == RELATION_PREV_TABLE) {
        const struct field *table = r->form->fields.v[x->field];
        first = 4;
        if (table_fixed(table))
            sandbox_bind_text(x->insert, 3, table->table->rows.v[row].id);
        else
            sandbox_bind_int(x->insert, 3, row + 1);
    }
    for (size_t i = 0; i < x->columns.n; i++) {
        const struct staged_column *c = &x->columns.v[i];
        struct place p = x->kind == RELATION_PREV ? PLACE_FIELD(c->column)
                                                  : (struct place){x->field, row, c->column};
        bind_part(x->insert, first++, place_field(r, p), value_of(r, e->record, p), c->part);
    }
    run_edit(x->insert);
}

static bool row_shows(const struct rules *r, const struct record *record, int field, int row)
{
    return r->past ? row_counts(r->past, field, row) : !record_row_blank(record, field, row);
}

static void stage_entry_of(struct rules *r, struct relation *x, const struct rules_earlier *e)
{
    if (x->kind == RELATION_PREV) {
        stage_row(r, x, e, -1);
        return;
    }
    for (int i = 0; i < record_rows(e->record, x->field); i++)
        if (row_shows(r, e->record, x->field, i))
            stage_row(r, x, e, i);
}

void prevs_stage(struct rules *r, const struct rules_context *context)
{
    for (size_t i = 0; i < r->prevs.n; i++) {
        run_edit(r->prevs.v[i].clear);
        r->prevs.v[i].next_id = 1;
    }
    if (!r->prevs.n || !context)
        return;
    if (context->earlier_count && needs_past(r) && !r->past)
        r->past = rules_create(r->form, r->catalogue, NULL);
    for (size_t i = 0; i < context->earlier_count; i++) {
        const struct rules_earlier *e = &context->earlier[i];
        struct rules_context then = {.unit = context->unit, .level = context->level,
                                     .period = e->period};
        if (r->past)
            rules_stage(r->past, e->record, &then);
        for (size_t k = 0; k < r->prevs.n; k++)
            stage_entry_of(r, &r->prevs.v[k], e);
    }
}
