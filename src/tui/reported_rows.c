#include "tui/reported_rows.h"

#include <stdlib.h>

#include "base/lang.h"
#include "text/fold.h"

/* ---- what is shown ---------------------------------------------------------------------------- */

static const char *const filter_names[SHOW_COUNT] = {
    [SHOW_ALL] = N_("All"),           [SHOW_LATE] = N_("Late"),
    [SHOW_MISSING] = N_("Not sent"),  [SHOW_RETURNED] = N_("Returned"),
    [SHOW_WAITING] = N_("To review"), [SHOW_ACCEPTED] = N_("Accepted"),
    [SHOW_INCOMPLETE] = N_("Not complete"), [SHOW_NOT_OWING] = N_("Not asked to report"),
};

const char *reported_filter_name(enum reported_filter f)
{
    return _(filter_names[f]);
}

bool reported_shown(const struct reported *r, enum reported_filter f)
{
    switch (f) {
    case SHOW_LATE:
        return r->late > 0;
    case SHOW_MISSING:
        return r->line && !r->received;
    case SHOW_RETURNED:
        return r->exists && r->row.state == STATE_RETURNED;
    case SHOW_WAITING:
        return r->received && r->row.state == STATE_SUBMITTED;
    case SHOW_ACCEPTED:
        return r->accepted;
    case SHOW_INCOMPLETE:
        return r->received && r->looked && !r->complete;
    case SHOW_NOT_OWING:
        return !r->line;
    case SHOW_ALL:
    case SHOW_COUNT:
        break;
    }
    return true;
}

/* ---- their order ------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    bool backward;
} columns[COLUMN_COUNT] = {
    [COLUMN_LIST] = {N_("Unit list"), false}, [COLUMN_NAME] = {N_("Unit"), false},
    [COLUMN_STATE] = {N_("State"), false},    [COLUMN_COMPLETE] = {N_("Full"), false},
    [COLUMN_SENT] = {N_("Sent"), true},       [COLUMN_CAME] = {N_("Received"), true},
    [COLUMN_LATE] = {N_("Late"), true},
};

const char *reported_column_name(enum reported_column c)
{
    return _(columns[c].name);
}

bool reported_column_backward(enum reported_column c)
{
    return columns[c].backward;
}

/* What a row is sorted by; the rows of one key stand as the unit list has them. */
struct sorted {
    size_t index;
    int64_t figure;
    const char *name; /* of the column of names */
};

/* What asks for work comes first: not sent, in progress, returned, … */
static int state_rank(const struct reported *r)
{
    static const int ranks[STATE_COUNT] = {
        [STATE_DRAFT] = 1,     [STATE_CONFLICT] = 2, [STATE_RETURNED] = 3,
        [STATE_SUBMITTED] = 4, [STATE_ACCEPTED] = 5, [STATE_WITHDRAWN] = 6,
    };
    return r->exists ? ranks[r->row.state] : 0;
}

static int64_t figure_of(const struct reported *r, enum reported_column c)
{
    switch (c) {
    case COLUMN_STATE:
        return state_rank(r);
    case COLUMN_COMPLETE:
        return !r->received ? 2 : r->looked && r->complete;
    case COLUMN_SENT:
        return r->received ? r->row.submitted : 0;
    case COLUMN_CAME:
        return r->came;
    case COLUMN_LATE:
        return r->late;
    case COLUMN_LIST:
    case COLUMN_NAME:
    case COLUMN_COUNT:
        break;
    }
    return 0;
}

static int by_index(const struct sorted *x, const struct sorted *y)
{
    return (x->index > y->index) - (x->index < y->index);
}

static int forward(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int c = x->name ? fold_compare(x->name, y->name) : (x->figure > y->figure) - (x->figure < y->figure);
    return c ? c : by_index(x, y);
}

static int backward(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int c = x->name ? fold_compare(y->name, x->name) : (y->figure > x->figure) - (y->figure < x->figure);
    return c ? c : by_index(x, y);
}

void reported_rows_make(struct reported_rows *rows, const struct reported_list *l)
{
    VEC(struct sorted) v = {0};
    for (size_t i = 0; i < l->n; i++)
        if (reported_shown(&l->v[i], rows->filter))
            *vec_add(&v) = (struct sorted){
                .index = i,
                .figure = rows->column == COLUMN_LIST ? (rows->backward ? (int64_t)i : 0)
                                                      : figure_of(&l->v[i], rows->column),
                .name = rows->column == COLUMN_NAME ? l->v[i].unit->name : NULL};
    if (v.n && (rows->column != COLUMN_LIST || rows->backward))
        qsort(v.v, v.n, sizeof *v.v, rows->backward ? backward : forward);
    vec_clear(&rows->v);
    for (size_t i = 0; i < v.n; i++)
        *vec_add(&rows->v) = v.v[i].index;
    vec_finish(&v);
}

void reported_rows_finish(struct reported_rows *rows)
{
    vec_finish(&rows->v);
}
