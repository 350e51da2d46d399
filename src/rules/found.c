#include "rules/parts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "form/record_beside.h"

/* Within one field or row: by column, limits before checks, checks in the order of the form. */
static bool goes_before(const struct found *a, const struct found *b)
{
    if (a->v.place.column != b->v.place.column)
        return a->v.place.column < b->v.place.column;
    return a->rule < b->rule;
}

static struct relation *relation_of(struct rules *r, const struct found *f)
{
    return f->v.place.row >= 0 ? &r->tables[f->v.place.field] : NULL;
}

static void add_reason(struct rules *r, struct verdict *v)
{
    v->reason = NULL;
    char *key = r->record ? rules_reason_key(r, v) : NULL;
    if (key)
        v->reason = record_beside(r->record, BESIDE_REASON, key);
    free(key);
}

void found_add(struct rules *r, struct founds *list, struct found f)
{
    size_t at = list->n;
    while (at > 0 && goes_before(&f, &list->v[at - 1]))
        at--;
    add_reason(r, &f.v);
    *vec_insert(list, at) = f;
    r->counts[f.v.level]++;
    if (relation_of(r, &f))
        relation_of(r, &f)->found_count++;
    r->flat_fresh = false;
}

static void found_finish(struct rules *r, struct found *f)
{
    r->counts[f->v.level]--;
    if (relation_of(r, f))
        relation_of(r, f)->found_count--;
    r->flat_fresh = false;
    free(f->v.message);
    free(f->places);
}

static void remove_some(struct rules *r, struct founds *list, int rule, int column, bool any)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (list->v[i].rule == rule && (any || list->v[i].v.place.column == column))
            found_finish(r, &list->v[i]);
        else
            list->v[kept++] = list->v[i];
    }
    list->n = kept;
}

void found_remove(struct rules *r, struct founds *list, int rule)
{
    remove_some(r, list, rule, -1, true);
}

void found_remove_at(struct rules *r, struct founds *list, int rule, int column)
{
    remove_some(r, list, rule, column, false);
}

void founds_clear(struct rules *r, struct founds *list)
{
    for (size_t i = 0; i < list->n; i++)
        found_finish(r, &list->v[i]);
    vec_finish(list);
}

void found_move_row(struct rules *r, struct relation *x, int row)
{
    struct founds *list = &x->rows.v[row].founds;
    for (size_t i = 0; i < list->n; i++) {
        struct found *f = &list->v[i];
        f->v.place.row = row;
        for (size_t k = 0; k < f->v.place_count; k++)
            f->places[k].row = row;
        if (!f->numbered)
            continue;
        free(f->v.message);
        f->v.message = rule_message(r, &r->list.v[f->rule], row);
    }
    r->flat_fresh = false;
}

/* ---- saying --------------------------------------------------------------------------------- */

struct founds *founds_of(struct rules *r, struct place p)
{
    return p.row < 0 ? &r->at_field[p.field] : &r->tables[p.field].rows.v[p.row].founds;
}

void found_say(struct rules *r, int rule, const char *id, struct place p, char *message)
{
    struct found f = {.rule = rule};
    f.places = xmalloc(sizeof *f.places);
    *f.places = p;
    f.v = (struct verdict){.level = LEVEL_ERROR,
                           .rule = id,
                           .place = p,
                           .places = f.places,
                           .place_count = 1,
                           .message = message};
    found_add(r, founds_of(r, p), f);
}

char *rules_reason_key(const struct rules *r, const struct verdict *v)
{
    if (v->level != LEVEL_WARNING || !v->check)
        return NULL;
    if (!v->check->table || v->place.row < 0)
        return xstrdup(v->check->id);
    return xasprintf("%s/%s", v->check->id,
                     record_row_id(r->record, v->place.field, v->place.row));
}

static void refresh_reasons(struct rules *r, struct founds *list)
{
    for (size_t i = 0; i < list->n; i++)
        add_reason(r, &list->v[i].v);
}

void rules_reasons_changed(struct rules *r)
{
    for (size_t i = 0; i < r->form->fields.n; i++) {
        refresh_reasons(r, &r->at_field[i]);
        for (size_t k = 0; k < r->tables[i].rows.n; k++)
            refresh_reasons(r, &r->tables[i].rows.v[k].founds);
    }
    r->flat_fresh = false;
}

/* ---- reading -------------------------------------------------------------------------------- */

static void flatten_list(struct rules *r, const struct founds *list)
{
    for (size_t i = 0; i < list->n; i++)
        *vec_add(&r->flat) = list->v[i].v;
}

const struct verdict *rules_verdicts(struct rules *r, size_t *ret_count)
{
    rules_speak(r);
    if (!r->flat_fresh) {
        vec_clear(&r->flat);
        for (size_t i = 0; i < r->form->fields.n; i++) {
            flatten_list(r, &r->at_field[i]);
            for (size_t k = 0; k < r->tables[i].rows.n; k++)
                flatten_list(r, &r->tables[i].rows.v[k].founds);
        }
        r->flat_fresh = true;
    }
    *ret_count = r->flat.n;
    return r->flat.v;
}

size_t rules_count(struct rules *r, enum level level)
{
    return r->counts[level];
}

/* What rules_at collects: verdicts of one level at a time, so that the worst come first. */
struct collector {
    struct place p;
    const struct verdict **out;
    size_t max, filled, total;
    enum level level;
};

static bool touches(const struct verdict *v, struct place p)
{
    for (size_t i = 0; i < v->place_count; i++)
        if (v->places[i].field == p.field && (p.row < 0 || v->places[i].row == p.row) &&
            (p.column < 0 || v->places[i].column == p.column))
            return true;
    return false;
}

static void collect(struct collector *c, const struct founds *list, bool all)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct verdict *v = &list->v[i].v;
        if (v->level != c->level || (!all && !touches(v, c->p)))
            continue;
        c->total++;
        if (c->filled < c->max)
            c->out[c->filled++] = v;
    }
}

static void collect_rows(struct collector *c, const struct relation *x)
{
    size_t seen = 0;
    for (size_t i = 0; i < x->rows.n && seen < x->found_count; i++) {
        seen += x->rows.v[i].founds.n;
        collect(c, &x->rows.v[i].founds, true);
    }
}

/* Checks of the entry over cells stand with the first of their fixed rows, and show at others. */
static void collect_fixed(struct collector *c, struct rules *r)
{
    for (size_t i = 0; i < r->form->fields.n; i++) {
        collect(c, &r->at_field[i], false);
        for (size_t k = 0; table_fixed(r->form->fields.v[i]) && k < r->tables[i].rows.n; k++)
            collect(c, &r->tables[i].rows.v[k].founds, false);
    }
}

static void collect_at(struct collector *c, struct rules *r)
{
    const struct relation *x = &r->tables[c->p.field];
    if (table_fixed(r->form->fields.v[c->p.field])) {
        collect_fixed(c, r);
        return;
    }
    if (c->p.row >= 0) {
        if ((size_t)c->p.row < x->rows.n)
            collect(c, &x->rows.v[c->p.row].founds, c->p.column < 0);
        return;
    }
    if (r->wander) {
        collect_fixed(c, r);
    } else {
        for (size_t i = 0; i < r->form->fields.n; i++)
            collect(c, &r->at_field[i], false);
    }
    if (x->found_count)
        collect_rows(c, x);
}

size_t rules_at(struct rules *r, struct place p, const struct verdict **ret, size_t max)
{
    struct collector c = {.p = p, .out = ret, .max = max};
    rules_speak(r);
    for (c.level = LEVEL_ERROR; c.level <= LEVEL_NOTE; c.level++)
        collect_at(&c, r);
    return c.total;
}
