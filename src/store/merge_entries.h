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
    bool sorted;
    bool all; /* every entry that is here was named, besides those in v */
};

/* Notes the entry of a new event; asks once whether it was here before. */
bool touched_add(struct store *s, struct touched_entries *t, const struct event *ev,
                 struct err *e);
/* Notes the entries of events that were here already (their numbers, ascending). */
bool touched_known(struct store *s, struct touched_entries *t, const int64_t *eids, size_t n,
                   struct err *e);
/* Counts them by form, unit and period, as they stand now. */
bool touched_report(struct store *s, struct touched_entries *t, struct merge_report *ret,
                    struct err *e);
void touched_finish(struct touched_entries *t);

#endif
