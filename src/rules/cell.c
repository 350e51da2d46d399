/* What stands in a place, and whether it is asked. */
#include "rules/parts.h"

static const struct value blank;

static const struct field *top(const struct rules *r, int field)
{
    return r->form->fields.v[field];
}

static bool is_fixed(const struct field *f)
{
    return f->table && f->table->rows.n > 0;
}

const struct field *place_field(const struct rules *r, struct place p)
{
    const struct field *f = top(r, p.field);
    if (p.column < 0)
        return f;
    if (p.row < 0 || !is_fixed(f))
        return f->table->columns.v[p.column];
    if ((size_t)p.row >= f->table->rows.n || !f->table->rows.v[p.row].cells)
        return NULL;
    return f->table->rows.v[p.row].cells[p.column];
}

/* ---- relevance ------------------------------------------------------------------------------ */

bool rules_section_relevant(const struct rules *r, int section)
{
    return !r->hidden_sections[section];
}

static bool field_live(const struct rules *r, int field)
{
    int section = top(r, field)->section;
    return !r->hidden_fields[field] &&
           ((size_t)section >= r->form->sections.n || !r->hidden_sections[section]);
}

static const struct row_state *state_of(const struct rules *r, struct place p)
{
    const struct relation *x = &r->tables[p.field];
    return p.row >= 0 && (size_t)p.row < x->rows.n ? &x->rows.v[p.row] : NULL;
}

bool row_live(const struct rules *r, int field, int row)
{
    const struct row_state *state = state_of(r, (struct place){field, row, -1});
    if (!field_live(r, field) || (state && state->hidden))
        return false;
    return !is_fixed(top(r, field)) || !top(r, field)->table->rows.v[row].heading;
}

static bool column_live(const struct rules *r, struct place p)
{
    const struct relation *x = &r->tables[p.field];
    const struct row_state *state = state_of(r, p);
    return !(x->hidden_columns && x->hidden_columns[p.column]) &&
           !(state && state->hidden_cells && state->hidden_cells[p.column]);
}

bool rules_relevant(const struct rules *r, struct place p)
{
    if (!field_live(r, p.field))
        return false;
    const struct row_state *state = state_of(r, p);
    return !(state && state->hidden) && (p.column < 0 || column_live(r, p));
}

bool row_counts(const struct rules *r, int field, int row)
{
    if (!r->tables[field].plain && !row_live(r, field, row))
        return false;
    return is_fixed(top(r, field)) || !record_row_blank(r->record, field, row);
}

/* ---- values --------------------------------------------------------------------------------- */

static int slot_of(const struct rules *r, struct place p)
{
    const struct relation *x = &r->tables[p.field];
    return x->slots ? x->slots[p.column] : -1;
}

static bool is_subtotal(const struct rules *r, struct place p)
{
    const struct field *f = top(r, p.field);
    return p.row >= 0 && p.column >= 0 && is_fixed(f) && f->table->rows.v[p.row].sum_of.n > 0;
}

bool rules_computed(const struct rules *r, struct place p)
{
    const struct field *f = place_field(r, p);
    return f && f->value.text;
}

bool rules_open(const struct rules *r, struct place p)
{
    const struct field *f = place_field(r, p);
    if (!f || !rules_relevant(r, p) || rules_computed(r, p))
        return false;
    return value_is_blank(&f->given) &&
           (p.row < 0 || !is_fixed(top(r, p.field)) ||
            !top(r, p.field)->table->rows.v[p.row].heading);
}

static const struct value *computed_value(const struct rules *r, struct place p)
{
    if (p.column < 0)
        return r->computed ? &r->computed[p.field] : &blank;
    const struct row_state *state = state_of(r, p);
    int slot = slot_of(r, p);
    return state && state->computed && slot >= 0 ? &state->computed[slot] : &blank;
}

const struct value *rules_value(const struct rules *r, struct place p)
{
    const struct field *f = place_field(r, p);
    if (!f || !r->record)
        return &blank;
    if (rules_computed(r, p))
        return computed_value(r, p);
    if (!value_is_blank(&f->given))
        return &f->given;
    return f->table ? &blank : record_get(r->record, p);
}

const struct value *live_value(const struct rules *r, struct place p)
{
    if (r->tables[p.field].plain && p.row >= 0)
        return record_get(r->record, p);
    if (!rules_relevant(r, p))
        return &blank;
    return rules_value(r, p);
}

bool rules_sum(const struct rules *r, int field, int column, struct sum *ret)
{
    struct total total = {0};
    int rows = r->record ? record_rows(r->record, field) : 0;
    *ret = (struct sum){0};
    for (int i = 0; i < rows; i++) {
        struct place p = {field, i, column};
        struct figure figure;
        const struct value *v;
        if (!place_field(r, p) || is_subtotal(r, p))
            continue;
        if (value_figure(v = live_value(r, p), &figure)) {
            total_add(&total, figure.size);
            ret->at_least |= figure.at_least;
            ret->estimate |= figure.estimate;
        } else if (v->kind == VALUE_MISSING) {
            ret->coded++;
        } else if (row_counts(r, field, i) && rules_relevant(r, p)) {
            ret->blank += !record_row_blank(r->record, field, i);
        }
    }
    return total_read(&total, &ret->size);
}
