#ifndef PHIEU_ENTRY_REPORTED_H
#define PHIEU_ENTRY_REPORTED_H
/* Who has reported: every unit that owes an entry of a form for a period, also those that sent nothing. */
#include "entry/session.h"

struct reported {
    const struct unit *unit;      /* of the form's catalogue */
    const struct reporter *line;  /* of the form; NULL: it owes none, but there is one */
    const char *to;               /* who receives it; NULL: nobody */
    struct date due;
    bool has_due;
    bool exists;                  /* row is filled: the entry that counts (a submitted one before a draft, not a
                                     withdrawn one where there is another) */
    struct entry_row row;
    int entries;                  /* how many there are, but for withdrawn ones */
    bool received;                /* was submitted at least once, and is not withdrawn */
    bool accepted;
    bool on_time;                 /* the first submission came before (or on) the due day; also without one */
    int64_t late;                 /* days behind the last day on which it would have been in time; of one that was
                                     not received: until today. 0: not late */
};

struct reported_totals {
    int owe, received, on_time, late, accepted, returned;
};

struct reported_list {
    struct reported *v; /* in the order of the catalogue */
    size_t n, cap;
    struct reported_totals totals;
};

/* period NULL or "once": forms without periods. today: for what is overdue. */
bool session_reported(struct session *s, const struct form *f, const char *period,
                      struct date today, struct reported_list *ret, struct err *e);
void reported_finish(struct reported_list *l);
/* Whether what was received fills in everything required and breaks no rule, by the answers themselves. ERR_…:
 * they cannot be read. */
bool session_reported_complete(struct session *s, const struct reported *r, bool *ret,
                               struct err *e);
/* The newest period that anybody has written about, else the one that runs today; freshly allocated. NULL: e,
 * or a form whose periods are free texts and that nobody has filled in (no error). */
char *session_newest_period(struct session *s, const struct form *f, struct err *e);

#endif
