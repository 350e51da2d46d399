#ifndef PHIEU_STORE_FOREIGN_H
#define PHIEU_STORE_FOREIGN_H
/* A file from elsewhere. It is hostile until checked: its schema must be one of ours letter by letter; its
 * lists (x_ tables) and its settings are never read. It and the journal beside it are copied into a folder
 * of our own and opened there; or it is read where it lies, by a connection that can neither write nor
 * lock and sees nothing beside it (db/reader.h). Only store/ uses this. */
#include "store/internal.h"
#include "store/seen.h"
#include "store/watch.h"

struct foreign {
    struct store *store; /* reads event, body, draft, draft_value, draft_copy, signature, meta */
    bool torn;           /* its structure is damaged: rows may be missing */
    char *folder;        /* private, taken away with everything in it at the end; NULL: read in place */
    bool bounded;
    int64_t heap;        /* the bound of SQLite's memory before */
    char stamp[SEEN_STAMP]; /* in place: how the file was before it was read */
    const struct watch *watch; /* who waits; NULL: nobody */
};

/* A copy of it, its structure looked at. Errors: ERR_FILE (cannot be read, no room), ERR_DAMAGED (not ours,
 * other tables, newer). */
bool foreign_open(const char *path, struct foreign *ret, struct err *e);
bool foreign_open_watched(const char *path, const struct watch *watch, struct foreign *ret, struct err *e);
/* The same in two steps, in place where nothing speaks against it: no journal stands beside it, and it is
 * not `own` (a path; closing it would end SQLite's locks on that). own NULL: a copy. */
bool foreign_look(const char *path, const char *own, struct foreign *ret, struct err *e);
bool foreign_look_watched(const char *path, const char *own, const struct watch *watch, struct foreign *ret,
                          struct err *e);
/* Asks who waits; false with e: it was stopped. */
bool foreign_goes_on(const struct foreign *f, int64_t done, int64_t all, struct err *e);
/* Looks at its structure. rows: also at that of events and bodies, which are nearly the whole file. */
bool foreign_check(struct foreign *f, bool rows, struct err *e);
/* The same of what stands beside its events alone (unfinished work, signatures); false with nothing said when
 * something is wrong. */
bool foreign_beside_sound(struct foreign *f);
/* Whether somebody wrote to it since it was opened: what was read may be of two states. */
bool foreign_changed(const struct foreign *f);
/* Whether reading all of it in place would be slow: a stick, another computer. */
bool foreign_is_slow(const struct foreign *f);
void foreign_close(struct foreign *f);

#endif
