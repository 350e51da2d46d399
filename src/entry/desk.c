#include "entry/desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "entry/review.h"
#include "entry/session_internal.h"
#include "form/chain.h"
#include "store/looked.h"
#include "text/fold.h"

/* ---- whose turn it is --------------------------------------------------------------------------- */

struct walk {
    struct session *s;
    const char *office;
    const struct form_brief *form;
    const struct catalogue *catalogue;
    char *unit;  /* of the last row: */
    int step;    /* the office's own step in its chain; -1: none */
    const char *first; /* who receives its entries */
    int most, walked;
    bool full;
    struct desk *to; /* NULL: they are only counted */
    int count;
};

#define WALK_MOST 300 /* of a count */

/* Its own step, or that of the office that it is handed to for it. */
static int own_step(struct walk *w, const char *unit)
{
    const struct reporter *line = reporter_line(&w->form->reporters, w->catalogue, unit);
    struct chain chain = {0};
    int step = -1;
    if (!line)
        return -1;
    reporter_chain(line, w->catalogue, unit, &chain);
    w->first = chain.n ? chain.v[0] : NULL;
    for (size_t i = 0; i < chain.n && step < 0; i++)
        if (office_same(w->office, chain.v[i]))
            step = (int)i;
    if (step < 0 && office_same(w->office, line->via))
        step = 0;
    vec_finish(&chain);
    return step;
}

static bool is_mine(struct walk *w, const struct entry_row *row)
{
    if (!w->unit || strcmp(w->unit, row->unit)) {
        free(w->unit);
        w->unit = xstrdup(row->unit);
        w->step = own_step(w, row->unit);
    }
    if (w->step < 0 || !row->submission)
        return false;
    if (row->state == STATE_CONFLICT || !(row->flags & (FLAG_PASSED_ON | FLAG_REVIEWERS_DISAGREE)))
        return row->state != STATE_RETURNED && w->step == 0;
    const char *turn = session_turn(w->s, row);
    return office_same(w->office, turn) || (w->step == 0 && w->first && office_same(turn, w->first));
}

/* ---- walking ------------------------------------------------------------------------------------ */

static void add(struct walk *w, const struct entry_row *row)
{
    const struct unit *u = catalogue_find(w->catalogue, row->unit);
    const struct reporter *line = reporter_line(&w->form->reporters, w->catalogue, row->unit);
    struct desk_item *item = vec_add(w->to);
    *item = (struct desk_item){
        .form = w->form,
        .unit = u->id,
        .name = catalogue_office_name(w->catalogue, u->id),
        .period = xstrdup0(row->period),
        .state = row->state,
        .flags = row->flags,
        .submission = row->submission,
        .time = hash_cmp(&row->head, &row->shown) ? row->submitted : row->time,
        .shown = row->shown,
    };
    memcpy(item->entry, row->entry, sizeof item->entry);
    item->has_due = line && reporter_due(line, row->period ? row->period : "once", &item->due);
    item->late = item->has_due && date_days(date_of_time(row->submitted)) >=
                                      date_days(item->due) + line->inclusive;
}

static bool visit(void *user, const struct entry_row *row)
{
    struct walk *w = user;
    bool counting = !w->to;
    if (counting && (++w->walked > WALK_MOST || w->count >= w->most)) {
        w->full = true;
        return false;
    }
    if (!catalogue_find(w->catalogue, row->unit) || !is_mine(w, row))
        return true;
    w->count++;
    if (!counting)
        add(w, row);
    return true;
}

/* Whether some unit of the form may report to the office. */
static bool may_receive(const struct walk *w)
{
    for (size_t i = 0; i < w->form->reporters.n; i++) {
        const struct reporter *r = &w->form->reporters.v[i];
        bool parent = r->to && !strcmp(r->to, REPORTER_PARENT);
        if (parent || office_same(w->office, r->to) || office_same(w->office, r->via))
            return true;
        for (size_t k = 0; k < r->then.n; k++)
            if (!strcmp(r->then.v[k], REPORTER_PARENT) || office_same(w->office, r->then.v[k]))
                return true;
    }
    return false;
}

static bool walk_form(struct walk *w, struct err *e)
{
    static const int states[] = {STATE_SUBMITTED, STATE_RETURNED, STATE_CONFLICT};
    bool good = true;
    for (size_t i = 0; good && !w->full && i < sizeof states / sizeof *states; i++) {
        struct store_filter filter = {.form_id = w->form->id, .state = states[i], .limit = w->to ? 0 : w->most + 1};
        good = store_entries(w->s->store, &filter, visit, w, e);
    }
    return good;
}

static bool walk(struct walk *w, struct err *e)
{
    bool good = true;
    w->office = session_office(w->s);
    for (const char *const *id = session_form_ids(w->s); w->office && good && *id; id++) {
        w->form = session_form_brief(w->s, *id);
        if (!may_receive(w) || !session_catalogue_may_hold(w->s, w->form->units, w->office))
            continue;
        w->catalogue = session_catalogue(w->s, w->form->units, NULL);
        if (w->catalogue && catalogue_find(w->catalogue, w->office))
            good = walk_form(w, e);
        free(w->unit);
        w->unit = NULL;
    }
    return good;
}

/* ---- what was read ------------------------------------------------------------------------------ */

static int by_entry(const void *a, const void *b)
{
    const struct desk_item *const *x = a, *const *y = b;
    return strcmp((*x)->entry, (*y)->entry);
}

struct looking {
    struct desk_item **by_entry;
    size_t n, at;
};

/* Both come by entry. */
static void take_look(void *user, const char *entry, const struct hash *revision)
{
    struct looking *l = user;
    while (l->at < l->n && strcmp(l->by_entry[l->at]->entry, entry) < 0)
        l->at++;
    if (l->at < l->n && !strcmp(l->by_entry[l->at]->entry, entry))
        l->by_entry[l->at]->look =
            hash_cmp(&l->by_entry[l->at]->shown, revision) ? DESK_CHANGED : DESK_SEEN;
}

static bool find_looks(struct session *s, struct desk *d, struct err *e)
{
    struct looking l = {.by_entry = xcalloc(d->n + 1, sizeof *l.by_entry), .n = d->n};
    for (size_t i = 0; i < d->n; i++) {
        l.by_entry[i] = &d->v[i];
        d->v[i].look = d->v[i].submission > 1 ? DESK_CHANGED : DESK_NEW;
    }
    qsort(l.by_entry, d->n, sizeof *l.by_entry, by_entry);
    bool good = store_looked(s->store, take_look, &l, e);
    free(l.by_entry);
    return good;
}

bool session_look(struct session *s, const char *entry, const struct hash *revision, struct err *e)
{
    return session_readonly(s) || store_look(s->store, entry, revision, e);
}

/* ---- the desk ----------------------------------------------------------------------------------- */

bool session_desk(struct session *s, struct desk *ret, struct err *e)
{
    struct walk w = {.s = s, .to = ret};
    *ret = (struct desk){0};
    if (walk(&w, e) && (!ret->n || find_looks(s, ret, e)))
        return true;
    desk_finish(ret);
    return false;
}

bool session_desk_count(struct session *s, int most, int *ret, bool *ret_more, struct err *e)
{
    struct walk w = {.s = s, .most = most};
    bool good = walk(&w, e);
    *ret = w.count;
    *ret_more = w.full;
    return good;
}

void desk_finish(struct desk *d)
{
    for (size_t i = 0; i < d->n; i++)
        free(d->v[i].period);
    vec_finish(d);
}

static int by_place(const struct desk_item *x, const struct desk_item *y)
{
    int c = fold_compare(form_brief_name(x->form), form_brief_name(y->form));
    if (!c)
        c = fold_compare(x->name, y->name);
    if (!c)
        c = strcmp(x->period ? x->period : "", y->period ? y->period : "");
    return c ? c : strcmp(x->entry, y->entry);
}

static int by_unit(const void *a, const void *b)
{
    int c = fold_compare(((const struct desk_item *)a)->name, ((const struct desk_item *)b)->name);
    return c ? c : by_place(a, b);
}

static int by_form(const void *a, const void *b)
{
    return by_place(a, b);
}

static int by_due(const void *a, const void *b)
{
    const struct desk_item *x = a, *y = b;
    if (x->has_due != y->has_due)
        return x->has_due ? -1 : 1;
    int64_t first = x->has_due ? date_days(x->due) : 0, second = y->has_due ? date_days(y->due) : 0;
    return first != second ? (first < second ? -1 : 1) : by_place(a, b);
}

static int by_time(const void *a, const void *b)
{
    const struct desk_item *x = a, *y = b;
    return x->time != y->time ? (x->time < y->time ? -1 : 1) : by_place(a, b);
}

void desk_sort(struct desk *d, enum desk_order order)
{
    static int (*const orders[])(const void *, const void *) = {
        [DESK_BY_UNIT] = by_unit, [DESK_BY_FORM] = by_form, [DESK_BY_DUE] = by_due, [DESK_BY_TIME] = by_time};
    if (d->n > 1)
        qsort(d->v, d->n, sizeof *d->v, orders[order]);
}

bool desk_drawn(const char *entry, const char *seed, unsigned each)
{
    char *text = xasprintf("%s:%s", seed, entry);
    struct hash h = hash_bytes("phieu-share-1", sizeof "phieu-share-1", text, strlen(text));
    uint64_t n = 0;
    for (int i = 0; i < 8; i++)
        n = n << 8 | h.b[i];
    free(text);
    return each < 2 || n % each == 0;
}
