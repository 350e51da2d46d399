#ifndef PHIEU_STORE_MERGE_SIGNATURES_H
#define PHIEU_STORE_MERGE_SIGNATURES_H
/* Uniting the sets of signatures (store/signature.h), row by row: what cannot be one is put apart, and takes
 * nothing else with it. */
#include "store/foreign.h"
#include "store/merge.h"

struct signatures_take {
    struct store *here, *there;
    int64_t import;
    struct merge_counts *counts; /* of an earlier reading of the same file, if there was one */
    /* After each row that came; false with e, or to stop. */
    bool (*next)(void *user, size_t bytes, struct err *e);
    void *user;
};
/* Inside a transaction. false: next said so, or our own file could not be written. theirs: what is left of the
 * file could not be read. */
bool signatures_take(const struct signatures_take *t, struct err *theirs, struct err *e);
/* False with ERR_RULE when the file brings more of them than offices would; nothing was written then. */
bool signatures_hold(struct store *here, struct foreign *there, struct err *e);

#endif
