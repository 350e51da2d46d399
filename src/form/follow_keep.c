/* What has no place in the newer form. */
#include "form/follow.h"

#include <string.h>

#include "base/str.h"

enum keep {
    KEEP_UNKNOWN, /* under the old id, which means nothing in the newer form */
    KEEP_ROWS,    /* rows that a table with fixed rows does not have */
    KEEP_ASIDE,   /* in OLD_KEY: the old id means something else */
};

/* What is kept of one id. */
struct kept {
    const char *id;
    enum keep how;
    json *rows, *row;   /* rows of a table; the last one of them, and its id */
    const char *row_id;
    json *values;       /* KEEP_ASIDE: what else there is, a list */
};
VEC_TYPEDEF(kept_list, struct kept);

static struct kept *kept_of(struct kept_list *all, const char *id, enum keep how)
{
    for (size_t i = all->n; i--;)
        if (all->v[i].how == how && !strcmp(all->v[i].id, id))
            return &all->v[i];
    struct kept *k = vec_add(all);
    k->id = id;
    k->how = how;
    return k;
}

static void keep_cell_in(struct kept *k, const struct piece *p)
{
    if (!k->rows)
        k->rows = js_new_array();
    if (!p->id || !k->row || !str_eq0(k->row_id, p->row) || js_get(k->row, p->id)) {
        k->row = p->id ? js_new_object() : js_copy(p->j);
        k->row_id = p->row;
        js_push(k->rows, k->row);
        if (p->id)
            js_set_text(k->row, ROW_KEY, p->row);
    }
    if (p->id)
        js_set(k->row, p->id, js_copy(p->j));
}

/* In the row that has it, where that table is still there. */
static bool keep_in_row(struct follow *fo, const struct field *table, const struct piece *p)
{
    int row = p->row ? follow_row(fo->new, table->index, p->row) : -1;
    if (row < 0)
        return false;
    struct row *r = fo->new->slots[table->index].rows.list.v[row];
    const struct field *column = table_column(table, p->id);
    struct place place = {table->index, row, column ? column->index : -1};
    if ((column && record_is_open(fo->new, place)) || js_get(r->unknown, p->id))
        return false;
    follow_unknown_set(&r->unknown, p->id, p->j);
    return true;
}

static void keep_cell(struct follow *fo, struct kept_list *all, const struct piece *p)
{
    const struct field *table = form_field(fo->new->form, p->table);
    if (!table)
        keep_cell_in(kept_of(all, p->table, KEEP_UNKNOWN), p);
    else if (table->table && keep_in_row(fo, table, p))
        return;
    else if (table_fixed(table) && (!p->row || table_row(table, p->row) < 0))
        keep_cell_in(kept_of(all, p->table, KEEP_ROWS), p);
    else
        keep_cell_in(kept_of(all, p->table, KEEP_ASIDE), p);
}

static void keep_field(struct follow *fo, struct kept_list *all, const struct piece *p)
{
    const struct field *f = form_field(fo->new->form, p->id);
    bool room = !f || (!f->table && !record_is_open(fo->new, PLACE_FIELD(f->index)));
    if (room && !p->set_aside && !js_get(fo->new->unknown, p->id)) {
        follow_unknown_set(&fo->new->unknown, p->id, p->j);
        return;
    }
    struct kept *k = kept_of(all, p->id, KEEP_ASIDE);
    k->values = k->values ? k->values : js_new_array();
    js_push(k->values, js_copy(p->j));
}

/* Hands rows and values over. */
static void kept_store(struct follow *fo, struct kept *k, json *aside)
{
    const struct field *table = k->how == KEEP_ROWS ? form_field(fo->new->form, k->id) : NULL;
    if (table) {
        fo->new->slots[table->index].rows.unknown = k->rows;
    } else if (k->how == KEEP_UNKNOWN && !js_get(fo->new->unknown, k->id)) {
        fo->new->unknown = fo->new->unknown ? fo->new->unknown : js_new_object();
        js_set(fo->new->unknown, k->id, k->rows);
    } else {
        json *values = k->values ? k->values : js_new_array();
        const json *there = js_get(aside, k->id);
        for (size_t i = 0; i < js_count(there); i++)
            js_push(values, js_copy(js_at(there, i)));
        if (k->rows)
            js_push(values, k->rows);
        js_set(aside, k->id, values);
    }
}

void follow_keep(struct follow *fo)
{
    struct kept_list all = {0};
    for (size_t i = 0; i < fo->pieces.n; i++) {
        const struct piece *p = &fo->pieces.v[i];
        if (!p->placed && p->table)
            keep_cell(fo, &all, p);
        else if (!p->placed)
            keep_field(fo, &all, p);
    }
    json *aside = js_new_object();
    for (size_t i = 0; i < all.n; i++)
        kept_store(fo, &all.v[i], aside);
    vec_finish(&all);
    if (js_count(aside)) {
        fo->new->unknown = fo->new->unknown ? fo->new->unknown : js_new_object();
        js_set(fo->new->unknown, OLD_KEY, aside);
    } else {
        js_free(aside);
    }
}
