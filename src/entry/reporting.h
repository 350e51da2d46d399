#ifndef PHIEU_ENTRY_REPORTING_H
#define PHIEU_ENTRY_REPORTING_H
/* Which forms are reported on, and for which periods: those that the file holds, the one that runs today, and the
 * one before where the form was in use then. */
#include "entry/session.h"
#include "text/date.h"

struct reporting {
    const struct form_brief *form; /* of the session */
    char *period;                  /* NULL: the form has none */
    bool has_due, inclusive;
    struct date due;               /* the last one, where the lines of the form differ */
};
VEC_TYPEDEF(reporting_list, struct reporting);

/* What units owe that the office receives reports of or stands above (NULL: any unit). form_id NULL: all forms but
 * those with free periods, which nobody owes for a certain time. The newest due first; without a due day
 * behind them, the newest period first. */
bool session_reporting(struct session *s, const char *form_id, const char *office,
                       struct reporting_list *ret, struct err *e);
void reporting_finish(struct reporting_list *l);
/* The one of a form (NULL: of all) whose due day is nearest to that day, else the first; NULL: none. */
const struct reporting *reporting_nearest(const struct reporting_list *l,
                                          const struct form_brief *form, struct date day);

/* The period that runs today, by the form's kind, and the one before it; false for forms without fixed
 * periods. "once": forms without periods, which have none before. */
bool period_now(enum period_kind kind, char out[16]);
bool period_before(enum period_kind kind, const char *period, char out[16]);
/* Whether the period before was owed, too: the file holds something of that time. */
bool session_period_before(struct session *s, const struct form_brief *f, const char *period,
                           char out[16], bool *ret, struct err *e);

#endif
