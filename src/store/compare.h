#ifndef PHIEU_STORE_COMPARE_H
#define PHIEU_STORE_COMPARE_H
/* Which entries of two files differ: by what each holds of them, event for event. The other file is
 * opened as one from elsewhere (store/foreign.h). */
#include "store/store.h"
#include "store/watch.h"

struct compared_entry {
    char entry[ENTRY_ID_HEX];
    char *form_id, *unit, *period; /* period "": once */
    int64_t here, there; /* events only here, only there; both 0 is never listed */
    bool both;           /* both files know the entry */
};

struct comparison {
    VEC(struct compared_entry) entries; /* that differ; by form, unit, period, id */
    int64_t other_here, other_there; /* events that belong to no entry: forms, lists … */
    int64_t bodies_here, bodies_there; /* bodies that only one of them holds */
    int64_t signatures_here, signatures_there; /* that only one of them holds */
    int64_t bad;                     /* rows there that are not what their name says */
    bool torn;                       /* the other file's structure is damaged */
};

/* watch: NULL: nobody waits. */
bool store_compare(struct store *s, const char *other, const struct watch *watch, struct comparison *ret,
                   struct err *e);
void comparison_finish(struct comparison *c);

#endif
