#ifndef PHIEU_STORE_UNDO_H
#define PHIEU_STORE_UNDO_H
/* Taking back what was taken in last: a new file without it takes the place of the old one, which is kept. */
#include "store/store.h"

struct undone {
    char *name;       /* the file that had been taken in, and when */
    int64_t at;
    int64_t events, bodies, drafts, signatures; /* how many went */
    char *kept;       /* where the file as it was stands now */
    char code[20];    /* the check code that the file has now */
};

/* Back to exactly the set before the newest import that brought anything. s was opened read-only and still
 * reads the old file afterwards: close it. ERR_RULE: nothing to undo, or something made here since follows
 * what came (also an erasure that was carried out because of it); ERR_FILE: another program has the file open. On failure the old file stands where it
 * stood. */
bool store_undo_merge(struct store *s, struct undone *ret, struct err *e);
void undone_finish(struct undone *u);

#endif
