/* Exact sums over the rows of a table (record.h). */
#include "form/record.h"

#include <assert.h>

#include "form/figure.h"
#include "form/record_inside.h"

#define DEPTH_MAX 16 /* subtotals of subtotals; the loader refuses circles */

/* Of billionths, so that adding never rounds; 2^31 figures of 2^53 with nine places fit. */
struct adding {
    __int128 billionths;
    int count, places;
    struct sum sum;
};

static int64_t power(int places)
{
    int64_t p = 1;
    for (int i = 0; i < places; i++)
        p *= 10;
    return p;
}

static void add_figure(struct adding *a, struct figure f)
{
    a->billionths += (__int128)f.size.digits * power(DECIMAL_PLACES_MAX - f.size.places);
    a->places = f.size.places > a->places ? f.size.places : a->places;
    a->sum.at_least |= f.at_least;
    a->sum.estimate |= f.estimate;
    a->count++;
}

static bool read_sum(struct adding *a, struct sum *ret)
{
    __int128 digits = a->billionths / power(DECIMAL_PLACES_MAX - a->places);
    if (!a->count || digits > INT64_MAX || digits < -INT64_MAX) {
        ret->blank = a->sum.blank;
        ret->coded = a->sum.coded;
        return false;
    }
    a->sum.size = (struct decimal){(int64_t)digits, a->places};
    *ret = a->sum;
    return true;
}

/* A text in a column of whole numbers is left from another version of the form. */
static bool is_figure_of(const struct field *f, const struct value *v)
{
    return v->kind != VALUE_TEXT || (f->type->figure && !figure_is_whole(f));
}

static void add_cell(const struct record *r, struct place p, struct adding *a)
{
    const struct value *v = record_get(r, p);
    struct figure figure;
    if (v->kind == VALUE_MISSING)
        a->sum.coded++;
    else if (is_figure_of(record_field(r, p), v) && value_figure(v, &figure))
        add_figure(a, figure);
    else if (!record_row_blank(r, p.field, p.row))
        a->sum.blank++;
}

static const struct fixed_row *fixed_row(const struct record *r, struct place p)
{
    const struct table *t = r->form->fields.v[p.field]->table;
    return t->rows.n ? &t->rows.v[p.row] : NULL;
}

bool record_sum(const struct record *r, int field, int column, struct sum *ret)
{
    struct adding a = {0};
    for (int i = 0; i < record_rows(r, field); i++) {
        struct place p = {field, i, column};
        const struct fixed_row *row = fixed_row(r, p);
        if (record_field(r, p) && !(row && row->sum_of.n))
            add_cell(r, p, &a);
    }
    return read_sum(&a, ret);
}

static void add_subtotal(const struct record *r, struct place p, struct adding *a, int depth)
{
    const struct fixed_row *row = fixed_row(r, p);
    assert(row && depth < DEPTH_MAX);
    for (size_t i = 0; i < row->sum_of.n; i++) {
        struct place part = {p.field, row->sum_of.v[i], p.column};
        const struct fixed_row *part_row = fixed_row(r, part);
        if (part_row->sum_of.n)
            add_subtotal(r, part, a, depth + 1);
        else if (record_field(r, part))
            add_cell(r, part, a);
    }
}

bool record_subtotal(const struct record *r, int field, int row, int column, struct sum *ret)
{
    struct adding a = {0};
    add_subtotal(r, (struct place){field, row, column}, &a, 0);
    return read_sum(&a, ret);
}
