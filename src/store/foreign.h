#ifndef PHIEU_STORE_FOREIGN_H
#define PHIEU_STORE_FOREIGN_H
/* A file from elsewhere. It is hostile until checked: it and the journal beside it are copied into a
 * folder of our own and opened there, never where they lie; its schema must be one of ours letter by
 * letter; its lists (x_ tables) and its settings are never read. Only store/ uses this. */
#include "store/internal.h"

struct foreign {
    struct store *store; /* reads event, body, draft, draft_value, draft_copy, signature, meta */
    bool torn;           /* its structure is damaged: rows may be missing */
    char *folder;        /* private, taken away with everything in it at the end */
    int64_t heap;        /* the bound of SQLite's memory before */
};

/* Errors: ERR_FILE (cannot be read, no room), ERR_DAMAGED (not ours, other tables, newer). */
bool foreign_open(const char *path, struct foreign *ret, struct err *e);
void foreign_close(struct foreign *f);

#endif
