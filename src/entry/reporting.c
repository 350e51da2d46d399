#include "entry/reporting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/session_internal.h"
#include "form/receiver.h"
#include "store/periods.h"

/* ---- periods ---------------------------------------------------------------------------------- */

/* n: the year, the quarter or the month, counted from the year 0. */
static bool period_numbered(enum period_kind kind, int n, char out[16])
{
    switch (kind) {
    case PERIOD_YEAR:
        snprintf(out, 16, "%04d", n % 10000);
        return true;
    case PERIOD_QUARTER:
        snprintf(out, 16, "%04d-Q%d", n / 4 % 10000, n % 4 + 1);
        return true;
    case PERIOD_MONTH:
        snprintf(out, 16, "%04d-%02d", n / 12 % 10000, n % 12 + 1);
        return true;
    case PERIOD_ONCE:
    case PERIOD_FREE:
        break;
    }
    return false;
}

bool period_now(enum period_kind kind, char out[16])
{
    struct date d = date_of_time(clock_now());
    int n = kind == PERIOD_YEAR ? d.year : kind == PERIOD_QUARTER ? d.year * 4 + (d.month - 1) / 3
                                                                  : d.year * 12 + d.month - 1;
    if (kind == PERIOD_ONCE)
        snprintf(out, 16, "once");
    return kind == PERIOD_ONCE || period_numbered(kind, n, out);
}

bool period_before(enum period_kind kind, const char *period, char out[16])
{
    int year = 0, part = 1;
    bool read = kind == PERIOD_YEAR      ? sscanf(period, "%4d", &year) == 1
                : kind == PERIOD_QUARTER ? sscanf(period, "%4d-Q%1d", &year, &part) == 2
                : kind == PERIOD_MONTH   ? sscanf(period, "%4d-%2d", &year, &part) == 2
                                         : false;
    int parts = kind == PERIOD_YEAR ? 1 : kind == PERIOD_QUARTER ? 4 : 12;
    int n = year * parts + part - 1 - 1;
    return read && n >= 0 && period_numbered(kind, n, out);
}

bool session_period_before(struct session *s, const struct form_brief *f, const char *period,
                           char out[16], bool *ret, struct err *e)
{
    *ret = false;
    return !period_before(f->period, period, out) ||
           store_period_until(session_store(s), f->id, out, ret, e);
}

/* ---- what is reported on ---------------------------------------------------------------------- */

static bool anybody_owes(struct session *s, const struct form_brief *f, const char *office)
{
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    for (size_t i = 0; c && i < c->units.n; i++)
        if (reporter_of(&f->reporters, &c->units.v[i]) &&
            (!office || reporter_reaches(c, &f->reporters, &c->units.v[i], office)))
            return true;
    return false;
}

static void set_due(struct reporting *r)
{
    for (size_t i = 0; i < r->form->reporters.n; i++) {
        const struct reporter *line = &r->form->reporters.v[i];
        struct date due;
        if (!reporter_due(line, r->period ? r->period : "once", &due) ||
            (r->has_due && date_days(due) <= date_days(r->due)))
            continue;
        r->has_due = true;
        r->due = due;
        r->inclusive = line->inclusive;
    }
}

static void add(struct reporting_list *l, const struct form_brief *f, const char *period)
{
    period = !strcmp(period, "once") || !*period ? NULL : period;
    if (!period != (f->period == PERIOD_ONCE))
        return; /* of an older version of the form */
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].form == f && str_eq0(l->v[i].period, period))
            return;
    struct reporting *r = vec_add(l);
    r->form = f;
    r->period = xstrdup0(period);
    set_due(r);
}

static bool add_form(struct session *s, const struct form_brief *f, struct reporting_list *l,
                     struct err *e)
{
    struct periods held;
    char now[16], before[16];
    if (!store_periods(session_store(s), f->id, &held, e))
        return false;
    for (size_t i = 0; i < held.n; i++)
        add(l, f, held.v[i]);
    if (period_now(f->period, now)) {
        add(l, f, now);
        if (held.n && period_before(f->period, now, before) && strcmp(held.v[0], before) <= 0)
            add(l, f, before);
    }
    periods_finish(&held);
    return true;
}

static int by_due(const void *a, const void *b)
{
    const struct reporting *x = a, *y = b;
    if (x->has_due != y->has_due)
        return x->has_due ? -1 : 1;
    if (x->has_due && date_days(x->due) != date_days(y->due))
        return date_days(x->due) > date_days(y->due) ? -1 : 1;
    int by_period = str_cmp0(y->period, x->period);
    return by_period ? by_period : strcmp(x->form->id, y->form->id);
}

bool session_reporting(struct session *s, const char *form_id, const char *office,
                       struct reporting_list *ret, struct err *e)
{
    *ret = (struct reporting_list){0};
    for (const char *const *id = session_form_ids(s); *id; id++) {
        const struct form_brief *f = session_form_brief(s, *id);
        bool wanted = form_id ? !strcmp(*id, form_id) : f->period != PERIOD_FREE;
        if (wanted && f->units && (!office || session_catalogue_may_hold(s, f->units, office)) &&
            (form_id || anybody_owes(s, f, office)) && !add_form(s, f, ret, e)) {
            reporting_finish(ret);
            return false;
        }
    }
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, by_due);
    return true;
}

void reporting_finish(struct reporting_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->v[i].period);
    vec_finish(l);
}

static int64_t distance(const struct reporting *r, struct date day)
{
    int64_t days = r->has_due ? date_days(r->due) - date_days(day) : INT64_MAX;
    return days < 0 ? -days : days;
}

const struct reporting *reporting_nearest(const struct reporting_list *l,
                                          const struct form_brief *form, struct date day)
{
    const struct reporting *nearest = NULL;
    for (size_t i = 0; i < l->n; i++)
        if ((!form || l->v[i].form == form) &&
            (!nearest || distance(&l->v[i], day) < distance(nearest, day)))
            nearest = &l->v[i];
    return nearest;
}
