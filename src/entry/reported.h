#ifndef PHIEU_ENTRY_REPORTED_H
#define PHIEU_ENTRY_REPORTED_H
/* Who has reported: every unit that owes an entry of a form for a period, also those that sent nothing. */
#include "entry/session.h"
#include "text/date.h"

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
    bool looked;                  /* complete and came are known */
    bool complete;                /* what was received fills in everything required and breaks no rule */
    int64_t came;                 /* when the first submission reached this file; made in it: when it was sent;
                                     0: not received */
    int64_t late;                 /* days behind the last day on which it would have been in time; of one that was
                                     not received: until today. 0: not late */
};

struct reported_totals {
    int owe, received, on_time, late, accepted, returned;
    int waiting; /* received, and nobody has decided about the newest submission */
    int complete, looked; /* of those that were looked into */
    int missing; /* owe one, and it was not received */
};

struct reported_list {
    struct reported *v; /* in the order of the catalogue */
    size_t n, cap;
    struct reported_totals totals;
};

/* "missing": there is no entry; else as entry_state_id says. And in words. */
const char *reported_state_id(const struct reported *r);
const char *reported_state_name(const struct reported *r);
/* The days between the last day in time and the one on which it came; 0: it was in time. */
int64_t report_late(struct date due, bool inclusive, struct date came);

/* period NULL or "once": forms without periods. today: for what is overdue. */
bool session_reported(struct session *s, const struct form_brief *f, const char *period,
                      struct date today, struct reported_list *ret, struct err *e);
void reported_finish(struct reported_list *l);
/* Leaves what the office receives or stands above (form/receiver.h), and counts again. office NULL: all stays. */
void session_reported_below(struct session *s, const struct form_brief *f, const char *office,
                            struct reported_list *l);
/* Looks into what was received, by the answers themselves (a millisecond or more, by the form); once. What cannot
 * be read is not complete. ERR_FILE: the file itself cannot be. */
bool session_reported_look(struct session *s, struct reported_list *l, size_t i, struct err *e);
/* A line a unit for a spreadsheet; what it would run as a formula gets a "'" before it. words: heads and states in
 * the language of the screen, for people; else by their ids. order NULL: as they stand; else these n. Freshly
 * allocated; all must have been looked into. */
char *reported_csv(struct session *s, const struct reported_list *l, const size_t *order, size_t n,
                   bool words);

#endif
