#ifndef PHIEU_ENTRY_DESK_H
#define PHIEU_ENTRY_DESK_H
/* The reviewer's desk: submissions that wait for the acting office. */
#include "entry/session.h"

enum desk_look {
    DESK_NEW,     /* nobody here has read it yet */
    DESK_CHANGED, /* another submission of it was read here */
    DESK_SEEN,
};

struct desk_item {
    char entry[ENTRY_ID_HEX];
    const struct form_brief *form;
    const char *unit, *name; /* id, and name of the office; owned by the unit list */
    char *period;            /* NULL: once */
    enum entry_state state;  /* submitted; returned where the reviewers disagree; conflict */
    unsigned flags;
    int submission;
    int64_t time;            /* of what is shown, as far as the list knows it */
    struct hash shown;
    struct date due;
    bool has_due, late;      /* late: its first submission was */
    enum desk_look look;
};
VEC_TYPEDEF(desk, struct desk_item);

/* By form, unit, period. Without an office: none. */
bool session_desk(struct session *s, struct desk *ret, struct err *e);
void desk_finish(struct desk *d);
/* How many wait, for home: counts to `most` and looks at no more than some hundred entries; *ret_more: there may
 * be others. */
bool session_desk_count(struct session *s, int most, int *ret, bool *ret_more, struct err *e);

enum desk_order { DESK_BY_UNIT, DESK_BY_FORM, DESK_BY_DUE, DESK_BY_TIME, DESK_ORDERS };
/* In Vietnamese order; those that are equal as session_desk gives them. */
void desk_sort(struct desk *d, enum desk_order order);
/* Whether an entry is in the share that a seed draws, one of `each` on average: a function of seed and id alone, so
 * that the same seed draws the same entries again, whatever came or was decided since. */
bool desk_drawn(const char *entry, const char *seed, unsigned each);
/* The submission was read here. */
bool session_look(struct session *s, const char *entry, const struct hash *revision, struct err *e);

#endif
