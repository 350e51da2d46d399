#ifndef PHIEU_STORE_WAITING_H
#define PHIEU_STORE_WAITING_H
/* What waits for somebody's decision in the whole file, counted quickly however large it is. */
#include "store/store.h"

struct store_waiting {
    int64_t conflicts;  /* entries with a place that two people changed */
    int64_t duplicates; /* entries that may be the same as another one */
    int64_t drafts;     /* unfinished work of others (store/draft_copy.h) */
};

bool store_waiting(struct store *s, struct store_waiting *ret, struct err *e);
/* Entries that may be duplicates, in the order of form, unit, period, id. */
bool store_duplicates(struct store *s, store_entry_fn *fn, void *user, struct err *e);

#endif
