#include "form/record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "form/figure.h"
#include "form/record_inside.h"

static const struct table *table_of(const struct record *r, int field)
{
    assert(field >= 0 && (size_t)field < r->form->fields.n);
    return r->form->fields.v[field]->table;
}

static struct rows *rows_of(const struct record *r, int field)
{
    assert(table_of(r, field));
    return &r->slots[field].rows;
}

/* ---- what the form itself says ---------------------------------------------------------------- */

bool field_said_by_form(const struct field *f)
{
    return !f || !value_is_blank(&f->given) || f->value.text;
}

bool place_said_by_form(const struct record *r, struct place p, const struct field *f)
{
    if (field_said_by_form(f))
        return true;
    if (p.row < 0 || !f->type->figure)
        return false;
    const struct table *t = table_of(r, p.field);
    return (size_t)p.row < t->rows.n && t->rows.v[p.row].sum_of.n;
}

bool record_is_open(const struct record *r, struct place p)
{
    return !place_said_by_form(r, p, record_field(r, p));
}

/* A row may have made another kind of figure of its column. */
static struct value said(const struct field *f, const struct value *v)
{
    struct figure figure;
    bool whole = figure_is_whole(f);
    if (f->type->figure && value_figure(v, &figure) && !(whole && figure.size.places))
        return value_of_figure(figure, whole);
    return value_copy(v);
}

static void give_row(struct record *r, int field, struct row *row)
{
    for (int c = 0; c < r->slots[field].rows.columns; c++) {
        const struct field *f = table_cell(r->form->fields.v[field], row->at, c);
        if (f && !value_is_blank(&f->given))
            row->cells[c] = said(f, &f->given);
    }
}

/* ---- making --------------------------------------------------------------------------------- */

static void table_create(struct record *r, int field)
{
    const struct table *t = r->form->fields.v[field]->table;
    struct rows *rows = &r->slots[field].rows;
    rows->columns = (int)t->columns.n;
    for (size_t i = 0; i < t->rows.n; i++)
        give_row(r, field, rows_insert(rows, (int)i, t->rows.v[i].id));
}

struct record *record_create(const struct form *form)
{
    struct record *r = xcalloc(1, sizeof *r);
    r->form = form;
    r->slots = xcalloc(form->fields.n, sizeof *r->slots);
    for (size_t i = 0; i < form->fields.n; i++)
        if (form->fields.v[i]->table)
            table_create(r, (int)i);
        else
            r->slots[i].value = said(form->fields.v[i], &form->fields.v[i]->given);
    return r;
}

static json *unknown_copy(const json *j)
{
    return j ? js_copy(j) : NULL;
}

static void rows_copy(struct rows *to, const struct rows *from)
{
    for (size_t i = 0; i < from->list.n; i++) {
        const struct row *row = from->list.v[i];
        bool there = i < to->list.n; /* a fixed row */
        struct row *new = there ? to->list.v[i] : rows_insert(to, (int)i, row->id);
        new->unknown = unknown_copy(row->unknown);
        for (int c = 0; c < from->columns; c++) {
            value_finish(&new->cells[c]);
            new->cells[c] = value_copy(&row->cells[c]);
        }
    }
    to->unknown = unknown_copy(from->unknown);
}

struct record *record_copy(const struct record *r)
{
    struct record *new = record_create(r->form);
    new->unknown = unknown_copy(r->unknown);
    for (size_t i = 0; i < r->form->fields.n; i++) {
        value_finish(&new->slots[i].value);
        new->slots[i].value = value_copy(&r->slots[i].value);
        rows_copy(&new->slots[i].rows, &r->slots[i].rows);
    }
    return new;
}

void record_destroy(struct record *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->form->fields.n; i++) {
        value_finish(&r->slots[i].value);
        rows_finish(&r->slots[i].rows);
    }
    free(r->slots);
    js_free(r->unknown);
    free(r);
}

const struct form *record_form(const struct record *r)
{
    return r->form;
}

static struct value *cell(const struct record *r, struct place p)
{
    if (p.row < 0) {
        assert(p.field >= 0 && (size_t)p.field < r->form->fields.n);
        return &r->slots[p.field].value;
    }
    struct rows *t = rows_of(r, p.field);
    assert((size_t)p.row < t->list.n && p.column >= 0 && p.column < t->columns);
    return &t->list.v[p.row]->cells[p.column];
}

const struct value *record_get(const struct record *r, struct place p)
{
    static const struct value blank;
    if (p.row < 0)
        return cell(r, p);
    /* Rules ask for every cell of long tables: so without the detours of cell(). */
    const struct rows *t = &r->slots[p.field].rows;
    assert(p.column >= 0 && (p.column < t->columns || (size_t)p.row >= t->list.n));
    return (size_t)p.row < t->list.n ? &t->list.v[p.row]->cells[p.column] : &blank;
}

void record_set(struct record *r, struct place p, struct value v)
{
    assert(p.row >= 0 || !table_of(r, p.field));
    const struct field *f = record_field(r, p);
    assert(f);
    struct value *at = cell(r, p);
    if (place_said_by_form(r, p, f)) {
        value_finish(&v);
        return;
    }
    value_finish(at);
    *at = v;
}

const struct field *record_field(const struct record *r, struct place p)
{
    const struct table *table = table_of(r, p.field);
    if (p.column < 0 || !table)
        return r->form->fields.v[p.field];
    return table->rows.n && p.row >= 0 ? table->rows.v[p.row].cells[p.column]
                                       : table->columns.v[p.column];
}

int record_rows(const struct record *r, int field)
{
    return table_of(r, field) ? (int)r->slots[field].rows.list.n : 0;
}

const char *record_row_id(const struct record *r, int field, int row)
{
    assert(row >= 0 && row < record_rows(r, field));
    return rows_of(r, field)->list.v[row]->id;
}

int record_row_find(const struct record *r, int field, const char *row_id)
{
    const struct row *row = rows_find(rows_of(r, field), row_id);
    return row ? row->at : -1;
}

int record_row_insert(struct record *r, int field, int at, const char *id)
{
    assert(!table_fixed(r->form->fields.v[field]));
    struct rows *t = rows_of(r, field);
    char made[ROW_ID_HEX];
    if (!id) {
        do
            random_hex(made, (sizeof made - 1) / 2);
        while (rows_find(t, made));
    }
    struct row *row = rows_insert(t, at, id ? id : made);
    give_row(r, field, row);
    return row->at;
}

void record_row_remove(struct record *r, int field, int row)
{
    assert(!table_fixed(r->form->fields.v[field]));
    rows_remove(rows_of(r, field), row);
}

void record_row_move(struct record *r, int field, int from, int to)
{
    assert(!table_fixed(r->form->fields.v[field]));
    rows_move(rows_of(r, field), from, to);
}

void record_rows_reorder(struct record *r, int field, const int *from)
{
    assert(!table_fixed(r->form->fields.v[field]));
    rows_reorder(rows_of(r, field), from);
}

bool record_row_blank(const struct record *r, int field, int row)
{
    const struct rows *t = rows_of(r, field);
    assert(row >= 0 && (size_t)row < t->list.n);
    const struct row *x = t->list.v[row];
    for (int i = 0; i < t->columns; i++)
        if (!value_is_blank(&x->cells[i]) &&
            !field_said_by_form(record_field(r, (struct place){field, row, i})))
            return false;
    return !x->unknown;
}

/* ---- proposals ------------------------------------------------------------------------------ */

static void propose(struct record *r, struct place p)
{
    const struct field *f = record_field(r, p);
    if (f && !value_is_blank(&f->proposed) && value_is_blank(record_get(r, p)))
        record_set(r, p, said(f, &f->proposed));
}

void record_row_propose(struct record *r, int field, int row)
{
    for (int c = 0; c < r->slots[field].rows.columns; c++)
        propose(r, (struct place){field, row, c});
}

void record_propose(struct record *r)
{
    for (int i = 0; i < (int)r->form->fields.n; i++) {
        if (!r->form->fields.v[i]->table)
            propose(r, PLACE_FIELD(i));
        for (int row = 0; row < record_rows(r, i); row++)
            record_row_propose(r, i, row);
    }
}

/* ---- names of places ------------------------------------------------------------------------ */

char *record_path(const struct record *r, struct place p)
{
    const struct field *f = r->form->fields.v[p.field];
    if (p.row < 0)
        return xstrdup(f->id);
    const char *row = record_row_id(r, p.field, p.row);
    if (p.column < 0)
        return xasprintf("%s/%s", f->id, row);
    return xasprintf("%s/%s/%s", f->id, row, f->table->columns.v[p.column]->id);
}

/* The index of the field whose id are these n letters, -1 if there is none. */
static int field_index(struct field *const *fields, size_t count, const char *id, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (!strncmp(fields[i]->id, id, n) && !fields[i]->id[n])
            return (int)i;
    return -1;
}

static bool row_place(const struct record *r, const char *path, struct place *p)
{
    const struct table *table = table_of(r, p->field);
    size_t n = strcspn(path, "/");
    if (!table)
        return false;
    char *id = xstrndup(path, n);
    p->row = record_row_find(r, p->field, id);
    free(id);
    if (p->row < 0 || !path[n])
        return p->row >= 0;
    const char *column = path + n + 1;
    p->column = field_index(table->columns.v, table->columns.n, column, strlen(column));
    return p->column >= 0;
}

bool record_place(const struct record *r, const char *path, struct place *ret)
{
    size_t n = strcspn(path, "/");
    struct place p = PLACE_FIELD(field_index(r->form->fields.v, r->form->fields.n, path, n));
    if (p.field < 0 || (path[n] && !row_place(r, path + n + 1, &p)))
        return false;
    *ret = p;
    return true;
}

char *record_place_name(const struct record *r, struct place p)
{
    const struct field *f = r->form->fields.v[p.field];
    if (p.column < 0 && (p.row < 0 || table_fixed(f)))
        return xstrdup(p.row < 0 ? f->id : f->table->rows.v[p.row].id);
    if (p.column < 0)
        return xasprintf("%s[%d]", f->id, p.row + 1);
    const char *column = f->table->columns.v[p.column]->id;
    if (p.row < 0)
        return xasprintf("%s.%s", f->id, column);
    if (table_fixed(f))
        return xasprintf("%s.%s", f->table->rows.v[p.row].id, column);
    return xasprintf("%s[%d].%s", f->id, p.row + 1, column);
}
