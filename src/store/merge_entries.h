#ifndef PHIEU_STORE_MERGE_ENTRIES_H
#define PHIEU_STORE_MERGE_ENTRIES_H
/* Which entries a merge touches, for its report. */
#include "store/internal.h"
#include "store/merge.h"

struct touched {
    struct entry_id id;
    bool had;     /* it was here before */
    bool changed; /* an event of it came */
    int64_t comments; /* of these */
};

struct touched_entries {
    VEC(struct touched) v;
    int64_t before; /* the highest number of an event that was here */
    bool nothing;   /* no entry was here */
    bool sorted;
    bool all; /* every entry that is here was named, besides those in v */
};

/* Before anything comes. */
bool touched_begin(struct store *s, struct touched_entries *t, struct err *e);
/* Notes the entry of a new event. */
void touched_add(struct touched_entries *t, const struct event *ev);
/* Notes the entries of events that were here already (their numbers, ascending). */
bool touched_known(struct store *s, struct touched_entries *t, const int64_t *eids, size_t n,
                   struct err *e);
/* Counts them by form, unit and period, as they stand now. */
bool touched_report(struct store *s, struct touched_entries *t, struct merge_report *ret,
                    struct err *e);
void touched_finish(struct touched_entries *t);

#endif
