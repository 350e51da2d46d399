#ifndef PHIEU_STORE_MERGE_DRAFTS_H
#define PHIEU_STORE_MERGE_DRAFTS_H
/* Unfinished work of other offices: it is shown, and never merged by the machine. */
#include "store/internal.h"

/* Takes drafts and carried drafts of a foreign file in as carried ones; inside a transaction. *added
 * grows by what is new, which is noted under the import. What cannot be read there is left there, and
 * `theirs` says why. */
bool drafts_take(struct store *here, struct store *there, int64_t import, int64_t *added,
                 struct err *theirs, struct err *e);

#endif
