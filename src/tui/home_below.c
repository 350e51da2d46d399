#include "tui/home_below.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/reported.h"
#include "entry/reporting.h"
#include "tui/period_text.h"

#define AHEAD_DAYS 31 /* what is due later worries nobody yet */

static bool is_due(const struct reporting *r, struct date today)
{
    return r->has_due && date_days(r->due) - date_days(today) <= AHEAD_DAYS;
}

struct below {
    struct app *app;
    struct date today;
    struct str text;
    bool late;
};

static bool add(struct below *b, const struct reporting *r, struct err *e)
{
    struct session *s = app_session(b->app);
    struct reported_list l;
    if (!session_reported(s, r->form, r->period, b->today, &l, e))
        return false;
    session_reported_below(s, r->form, session_office(s), &l);
    if (l.totals.missing) {
        char *title = titled_period(form_brief_name(r->form), r->period);
        str_addf(&b->text, b->text.len ? " · %s" : "%s", title);
        free(title);
        str_addf(&b->text, " %d/%d", l.totals.missing, l.totals.owe);
        if (l.totals.late)
            str_addf(&b->text, _(" (%d late)"), l.totals.late);
        b->late |= l.totals.late > 0;
    }
    reported_finish(&l);
    return true;
}

/* Of each form the period that is due nearest. */
static bool add_all(struct below *b, const struct reporting_list *l, struct err *e)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct reporting *r = &l->v[i];
        if (r == reporting_nearest(l, r->form, b->today) && is_due(r, b->today) && !add(b, r, e))
            return false;
    }
    return true;
}

char *home_below(struct app *app, bool *ret_late)
{
    struct below b = {.app = app, .today = date_of_time(clock_now())};
    struct session *s = app_session(app);
    struct reporting_list l;
    struct err e = {0};
    char key[32], *text = NULL;
    if (!session_office(s))
        return NULL;
    if (!session_reporting(s, NULL, session_office(s), &l, &e) || !add_all(&b, &l, &e))
        app_error(app, &e);
    else if (b.text.len)
        text = xasprintf(_("Not sent: %s (%s shows them)"), str_text(&b.text), action_key(ACTION_REPORTED, key));
    *ret_late = b.late;
    reporting_finish(&l);
    str_finish(&b.text);
    return text;
}

void home_below_draw(const char *text, bool late, struct surface *f, int y)
{
    enum style style = late ? STYLE_WARNING : STYLE_NORMAL;
    surface_fill(f, (struct rect){y, 0, 1, f->columns}, STYLE_NORMAL);
    surface_put(f, y, 1, 1, style, surface_mark(f, late ? MARK_BAD : MARK_NOTE));
    surface_put(f, y, 3, f->columns - 4, style, text);
}
