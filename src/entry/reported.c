#include "entry/reported.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry.h"
#include "form/receiver.h"
#include "store/merge.h"

/* ---- who owes one ----------------------------------------------------------------------------- */

static void add_unit(const struct form_brief *f, const struct unit *u, const char *period,
                     struct reported_list *list)
{
    struct reported *r = vec_add(list);
    r->unit = u;
    r->line = reporter_of(&f->reporters, u);
    r->to = reporter_receiver(r->line, u);
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

const char *reported_state_id(const struct reported *r)
{
    return r->exists ? entry_state_id(r->row.state) : "missing";
}

const char *reported_state_name(const struct reported *r)
{
    return r->exists ? entry_state_name(r->row.state) : _("Nothing sent");
}

int64_t report_late(struct date due, bool inclusive, struct date came)
{
    int64_t last = date_days(due) - !inclusive, day = date_days(came);
    return day > last ? day - last : 0;
}

static void judge(struct reported *r, struct date today)
{
    r->received = r->exists && r->row.submission > 0 && r->row.state != STATE_WITHDRAWN;
    r->accepted = r->received && r->row.state == STATE_ACCEPTED;
    r->on_time = r->received;
    if (!r->has_due)
        return;
    r->late = report_late(r->due, r->line->inclusive,
                          r->received ? date_of_time(r->row.submitted) : today);
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
    t->waiting += r->received && r->row.state == STATE_SUBMITTED;
    t->missing += r->line && !r->received;
    t->looked += r->looked;
    t->complete += r->complete;
}

static void count_all(struct reported_list *list)
{
    list->totals = (struct reported_totals){0};
    for (size_t i = 0; i < list->n; i++)
        count(&list->totals, &list->v[i]);
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

bool session_reported(struct session *s, const struct form_brief *f, const char *period,
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
        add_unit(f, &c->units.v[i], once ? "once" : period, ret);
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
    for (size_t i = 0; i < ret->n; i++)
        judge(&ret->v[i], today);
    count_all(ret);
    return true;
}

void session_reported_below(struct session *s, const struct form_brief *f, const char *office,
                            struct reported_list *l)
{
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    size_t kept = 0;
    if (!office || !c)
        return;
    for (size_t i = 0; i < l->n; i++)
        if (reporter_reaches(c, &f->reporters, l->v[i].unit, office))
            l->v[kept++] = l->v[i];
        else if (l->v[i].exists)
            entry_row_finish(&l->v[i].row);
    l->n = kept;
    count_all(l);
}

void reported_finish(struct reported_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].exists)
            entry_row_finish(&l->v[i].row);
    vec_finish(l);
}

/* ---- looking into them ------------------------------------------------------------------------ */

static bool find_complete(struct session *s, struct reported *r, struct err *e)
{
    struct err why = {0};
    struct entry *en = entry_view(s, r->row.entry, NULL, &why);
    r->complete = en && r->row.state != STATE_CONFLICT && rules_count(entry_rules(en), LEVEL_ERROR) == 0;
    entry_destroy(en);
    bool good = why.code != ERR_FILE;
    if (!good)
        err_move(e, &why);
    err_finish(&why);
    return good;
}

bool session_reported_look(struct session *s, struct reported_list *l, size_t i, struct err *e)
{
    struct reported *r = &l->v[i];
    if (r->looked)
        return true;
    if (r->received && (!find_complete(s, r, e) ||
                        !store_came(session_store(s), r->row.entry, r->row.submitted, &r->came, e)))
        return false;
    if (r->received && !r->came)
        r->came = r->row.submitted;
    r->looked = true;
    l->totals.looked++;
    l->totals.complete += r->complete;
    return true;
}
