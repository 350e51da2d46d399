/* What the acting office owes: home's list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "entry/reported.h"
#include "entry/reporting.h"
#include "entry/session_internal.h"
#include "form/receiver.h"

/* A unit may hold any number of entries of a form with free periods: home lists the last ones, and
 * those that wait for somebody. */
#define WALK_MAX 20

struct collecting {
    struct owed_list *list;
    size_t walked, first; /* of this walk; where this form begins in the list */
    const struct form_brief *form;
    const struct reporter *reporter;
    const char *unit;
};

static struct owed *add(struct collecting *c, const char *period)
{
    struct owed *o = vec_add(c->list);
    o->form = c->form;
    o->unit = c->unit;
    snprintf(o->period, sizeof o->period, "%s", period);
    o->inclusive = c->reporter->inclusive;
    o->has_due = reporter_due(c->reporter, period, &o->due);
    return o;
}

static bool is_listed(const struct collecting *c, const char *entry)
{
    for (size_t i = c->first; i < c->list->n; i++)
        if (!strcmp(c->list->v[i].row.entry, entry))
            return true;
    return false;
}

static bool add_existing(void *user, const struct entry_row *row)
{
    struct collecting *c = user;
    if (++c->walked > WALK_MAX)
        return false;
    if (is_listed(c, row->entry))
        return true;
    struct owed *o = add(c, row->period ? row->period : "once");
    o->exists = true;
    o->row = *row;
    o->row.form_id = xstrdup(row->form_id);
    o->row.unit = xstrdup(row->unit);
    o->row.period = xstrdup0(row->period);
    return true;
}

/* The last entries of the unit; if there are more, also older ones that are not done. */
static bool walk(struct session *s, struct collecting *c, struct err *e)
{
    static const int waiting[] = {STATE_CONFLICT, STATE_RETURNED, STATE_DRAFT};
    struct store_filter filter = {
        .form_id = c->form->id, .unit = c->unit, .state = -1, .backward = true, .limit = WALK_MAX + 1};
    bool ok = store_entries(s->store, &filter, add_existing, c, e);
    bool more = c->walked > WALK_MAX;
    for (size_t i = 0; ok && more && i < sizeof waiting / sizeof *waiting; i++) {
        filter.state = waiting[i];
        c->walked = 0;
        ok = store_entries(s->store, &filter, add_existing, c, e);
    }
    return ok;
}

static bool has_period(const struct collecting *c, const char *period)
{
    for (size_t i = c->first; i < c->list->n; i++)
        if (!strcmp(c->list->v[i].period, period))
            return true;
    return false;
}

/* The period that runs, and the one before: whoever wrote nothing then owes it still. */
static bool add_missing(struct session *s, struct collecting *c, struct err *e)
{
    char now[16], before[16];
    bool owed;
    if (!period_now(c->form->period, now))
        return true;
    if (!has_period(c, now))
        add(c, now);
    if (!session_period_before(s, c->form, now, before, &owed, e))
        return false;
    if (owed && !has_period(c, before))
        add(c, before);
    return true;
}

static bool collect(struct session *s, const struct form_brief *f, const struct unit *u,
                    struct owed_list *list, struct err *e)
{
    const struct reporter *line = reporter_of(&f->reporters, u);
    struct collecting c = {.list = list, .first = list->n, .form = f, .reporter = line, .unit = u->id};
    return !line || (walk(s, &c, e) && add_missing(s, &c, e));
}

bool owed_done(const struct owed *o)
{
    return o->exists && !(o->row.flags & FLAG_EDITED_SINCE) &&
           (o->row.state == STATE_SUBMITTED || o->row.state == STATE_ACCEPTED ||
            o->row.state == STATE_WITHDRAWN);
}

int64_t owed_late(const struct owed *o, struct date today)
{
    bool sent = o->exists && o->row.submission > 0;
    return o->has_due ? report_late(o->due, o->inclusive, sent ? date_of_time(o->row.submitted) : today) : 0;
}

static int rank(const struct owed *o)
{
    if (owed_done(o))
        return 3;
    if (o->exists && (o->row.state == STATE_RETURNED || o->row.state == STATE_CONFLICT))
        return 0;
    return o->has_due ? 1 : 2;
}

static int by_urgency(const void *a, const void *b)
{
    const struct owed *x = a, *y = b;
    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    if (x->has_due && y->has_due && date_days(x->due) != date_days(y->due))
        return date_days(x->due) < date_days(y->due) ? -1 : 1;
    int by_form = strcmp(x->form->id, y->form->id);
    return by_form ? by_form : strcmp(x->period, y->period);
}

bool session_owed(struct session *s, struct owed_list *ret, struct err *e)
{
    const char *office = session_office(s);
    bool ok = true;
    for (const char *const *id = session_form_ids(s); ok && office && *id; id++) {
        const struct form_brief *f = session_form_brief(s, *id);
        if (!session_catalogue_may_hold(s, f->units, office))
            continue;
        const struct catalogue *c = session_catalogue(s, f->units, NULL);
        const struct unit *u = c ? catalogue_find(c, office) : NULL;
        if (u)
            ok = collect(s, f, u, ret, e);
    }
    if (ok && ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, by_urgency);
    if (!ok)
        owed_finish(ret);
    return ok;
}

void owed_finish(struct owed_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].exists)
            entry_row_finish(&l->v[i].row);
    vec_finish(l);
}
