#ifndef PHIEU_STORE_TIMES_H
#define PHIEU_STORE_TIMES_H
/* Clocks that go wrong. Nothing is decided by time (doc/merging.md); but people read times, and what they
 * read must not mislead them. A few minutes are no matter. */
#include "store/store.h"

/* A sentence when the clock of this computer stands before work that is in the file (of the last thousand
 * events that came or were made), or NULL. Freshly allocated. */
char *store_clock_doubt(struct store *s);
/* How many events bear a time before that of what they follow. */
bool store_times_reversed(struct store *s, int64_t *ret, struct err *e);
/* Whether this revision does, as far as its parents are among `all`. */
bool revision_time_reversed(const struct revisions *all, const struct revision *r);

#endif
