#ifndef PHIEU_STORE_LOOKED_H
#define PHIEU_STORE_LOOKED_H
/* Which revision of an entry somebody on this computer has read last, as a reviewer. Of this file alone, never
 * merged; another computer has its own. */
#include "store/store.h"

bool store_look(struct store *s, const char *entry, const struct hash *revision, struct err *e);
/* All that were looked at here, by entry; a file of an older program, opened for reading only, has none. */
typedef void store_looked_fn(void *user, const char *entry, const struct hash *revision);
bool store_looked(struct store *s, store_looked_fn *fn, void *user, struct err *e);

#endif
