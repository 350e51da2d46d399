#ifndef PHIEU_STORE_MERGE_NEW_H
#define PHIEU_STORE_MERGE_NEW_H
/* Which rows of a foreign file are not here yet. */
#include "store/foreign.h"

struct new_rows {
    VEC(int64_t) fresh; /* their numbers there, ascending */
    VEC(int64_t) known; /* events: numbers here of those that are here already, ascending */
    bool all_ours; /* events: every one that is here is named there; `known` is not filled then */
    int64_t seen;
    struct hash code; /* of all ids in order; none: the file is torn */
};

/* By the hashes that the file claims: who claims a hash that is here says nothing new. */
bool new_rows_find(struct store *here, struct foreign *there, enum set set, struct new_rows *ret,
                   struct err *e);
/* Only what the file names, without a look at what is here: `seen` and `code`. *ret_whole false: its index is
 * damaged, and they say nothing. */
bool new_rows_name(struct foreign *there, enum set set, struct new_rows *ret, bool *ret_whole, struct err *e);
void new_rows_finish(struct new_rows *r);

#endif
