#include "entry/reported.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "entry/review.h"
#include "entry/session_internal.h"

/* ---- who owes one ----------------------------------------------------------------------------- */

static const struct reporter *line_of(const struct form *f, const struct unit *u)
{
    for (size_t i = 0; i < f->reporters.n; i++)
        if (reporter_is(&f->reporters.v[i], u))
            return &f->reporters.v[i];
    return NULL;
}

static void add_unit(struct session *s, const struct form *f, const struct unit *u,
                     const char *period, struct reported_list *list)
{
    struct reported *r = vec_add(list);
    r->unit = u;
    r->line = line_of(f, u);
    r->to = r->line ? session_receiver(s, f, u->id) : NULL;
    r->has_due = r->line && reporter_due(r->line, period, &r->due);
}

/* ---- their entries ---------------------------------------------------------------------------- */

struct named {
    const char *id;
    size_t index;
};

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

struct filling {
    struct reported_list *list;
    VEC(struct named) units; /* by id */
};

static int worth(const struct entry_row *row)
{
    if (row->state == STATE_WITHDRAWN)
        return 0;
    return row->submission ? 2 : 1;
}

/* Of several the one that was submitted, then the newer, then the higher id: no order of arrival. */
static bool is_better(const struct entry_row *a, const struct entry_row *b)
{
    if (worth(a) != worth(b))
        return worth(a) > worth(b);
    return a->time != b->time ? a->time > b->time : strcmp(a->entry, b->entry) > 0;
}

static void keep(struct reported *r, const struct entry_row *row)
{
    if (r->exists)
        entry_row_finish(&r->row);
    r->exists = true;
    r->row = *row;
    r->row.form_id = xstrdup(row->form_id);
    r->row.unit = xstrdup(row->unit);
    r->row.period = xstrdup0(row->period);
}

static bool take_row(void *user, const struct entry_row *row)
{
    struct filling *f = user;
    struct named key = {.id = row->unit};
    const struct named *u = f->units.n ? bsearch(&key, f->units.v, f->units.n, sizeof key, by_id) : NULL;
    if (!u) /* of a unit that the list does not know */
        return true;
    struct reported *r = &f->list->v[u->index];
    r->entries += row->state != STATE_WITHDRAWN;
    if (!r->exists || is_better(row, &r->row))
        keep(r, row);
    return true;
}

/* ---- what that says --------------------------------------------------------------------------- */

static void judge(struct reported *r, struct date today)
{
    r->received = r->exists && r->row.submission > 0 && r->row.state != STATE_WITHDRAWN;
    r->accepted = r->received && r->row.state == STATE_ACCEPTED;
    r->on_time = r->received;
    if (!r->has_due)
        return;
    int64_t last = date_days(r->due) - !r->line->inclusive;
    int64_t came = date_days(r->received ? date_of_time(r->row.submitted) : today);
    r->late = came > last ? came - last : 0;
    r->on_time = r->received && !r->late;
}

static void count(struct reported_totals *t, const struct reported *r)
{
    t->owe += r->line != NULL;
    t->received += r->received;
    t->on_time += r->on_time;
    t->late += r->late > 0;
    t->accepted += r->accepted;
    t->returned += r->exists && r->row.state == STATE_RETURNED;
}

/* Those that owe none and sent none are not listed. */
static void leave_out(struct reported_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].line || list->v[i].exists)
            list->v[kept++] = list->v[i];
    list->n = kept;
}

bool session_reported(struct session *s, const struct form *f, const char *period,
                      struct date today, struct reported_list *ret, struct err *e)
{
    const struct catalogue *c = session_catalogue(s, f->units, e);
    bool once = !period || !*period || !strcmp(period, "once");
    struct store_filter filter = {.form_id = f->id, .period = once ? "" : period, .state = -1};
    struct filling fill = {.list = ret};
    *ret = (struct reported_list){0};
    if (!c)
        return false;
    for (size_t i = 0; i < c->units.n; i++) {
        add_unit(s, f, &c->units.v[i], once ? "once" : period, ret);
        *vec_add(&fill.units) = (struct named){c->units.v[i].id, i};
    }
    if (fill.units.n)
        qsort(fill.units.v, fill.units.n, sizeof *fill.units.v, by_id);
    bool good = store_entries(session_store(s), &filter, take_row, &fill, e);
    vec_finish(&fill.units);
    if (!good) {
        reported_finish(ret);
        return false;
    }
    leave_out(ret);
    for (size_t i = 0; i < ret->n; i++) {
        judge(&ret->v[i], today);
        count(&ret->totals, &ret->v[i]);
    }
    return true;
}

void reported_finish(struct reported_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].exists)
            entry_row_finish(&l->v[i].row);
    vec_finish(l);
}

bool session_reported_complete(struct session *s, const struct reported *r, bool *ret,
                               struct err *e)
{
    *ret = false;
    if (!r->received)
        return true;
    struct entry *en = entry_view(s, r->row.entry, NULL, e);
    if (!en)
        return false;
    *ret = r->row.state != STATE_CONFLICT && rules_count(entry_rules(en), LEVEL_ERROR) == 0;
    entry_destroy(en);
    return true;
}

/* ---- periods ---------------------------------------------------------------------------------- */

static bool newest_period(void *user, const struct entry_row *row)
{
    char **newest = user;
    if (row->period && (!*newest || strcmp(row->period, *newest) > 0)) {
        free(*newest);
        *newest = xstrdup(row->period);
    }
    return true;
}

char *session_newest_period(struct session *s, const struct form *f, struct err *e)
{
    struct store_filter filter = {.form_id = f->id, .state = -1};
    char *newest = NULL, now[16];
    if (!store_entries(session_store(s), &filter, newest_period, &newest, e)) {
        free(newest);
        return NULL;
    }
    if (!newest && period_now(f->period, now))
        newest = xstrdup(now);
    return newest;
}
