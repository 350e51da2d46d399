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

/* Who works with a form, by its bytes: for the person who is to say yes to it. */
struct store_form_use {
    int64_t entries;
    VEC(char *) offices; /* that wrote them, by their ids; at most a dozen */
};
bool store_form_use(struct store *s, const struct hash *form, struct store_form_use *ret,
                    struct err *e);
void store_form_use_finish(struct store_form_use *u);

#endif
