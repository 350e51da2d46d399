#ifndef PHIEU_ENTRY_HISTORY_H
#define PHIEU_ENTRY_HISTORY_H
/* What became of an entry: its revisions, reviews, comments and joins, newest first. The graph gives the order, no
 * clock: what is about a revision stands above it, and each revision above those it follows. */
#include "entry/entry.h"
#include "store/changes.h"

struct history {
    struct revisions all, reviews, comments, joins;
    VEC(const struct revision *) v; /* of those */
};

bool history_load(struct session *s, const char *entry, struct history *ret, struct err *e);
void history_finish(struct history *h);
/* What a revision says otherwise than those it follows; without its status, and without what an entry is from the
 * first on (unit, period, form). *ret_why, of what cannot be told: it was erased, or is no longer stored (a
 * sentence); NULL: all is told. False only where the file cannot be read. */
bool history_changes(struct session *s, const struct history *h, const struct revision *r,
                     struct field_changes *ret, const char **ret_why, struct err *e);
/* "submitted", "accepted", "comment": translated. */
const char *history_word(const struct revision *r);

#endif
