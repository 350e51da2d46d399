#ifndef PHIEU_STORE_SAFETY_H
#define PHIEU_STORE_SAFETY_H
/* The safety store: what was made on this computer stands a second time in the user's state folder, one
 * file a lineage (doc/safety.md), so that an older copy put over a newer file, or a lost stick, loses
 * nothing. It is filled right after each commit that made events here, by stores opened with STORE_KEPT;
 * on removable media drafts are kept too. Nothing that fails here hinders work: safety_trouble tells, at opening
 * already where it can be seen then. */
#include "store/store.h"

/* Why what was committed last is not in the safety store too, or what is to be committed will not be, or why it cannot
 * be read: as a sentence; NULL: all is well. Owned by s. It is tried again with the next commit and at closing. */
const char *safety_trouble(const struct store *s);
/* What else must be told once (a damaged safety store was put aside); NULL: nothing. Yours to free. */
char *safety_news(struct store *s);

/* ---- what was made here and is not in the file ------------------------------------------------ */

struct safety_entry {
    char entry[ENTRY_ID_HEX];      /* "": events that belong to no entry */
    char *form_id, *unit, *period; /* "" when not known; period "": once */
    int64_t revisions, others;     /* others: reviews, comments … */
    bool draft;                    /* unfinished work, newer than what the file holds */
    int64_t first, last;           /* times of the first and the last of them */
    char *author;                  /* of the last; may be NULL */
};

struct safety_missing {
    VEC(struct safety_entry) entries; /* by time, newest first */
    int64_t events, drafts;
};

/* How many events and drafts made here the file lacks; 0 where nothing is known. Cheap: once for each
 * opening, and nothing at all where the file was closed here and nothing came since. */
int64_t safety_missing_count(struct store *s);
/* The same in detail; each row of the safety store is hashed before it is believed. */
bool safety_missing(struct store *s, struct safety_missing *ret, struct err *e);
void safety_missing_finish(struct safety_missing *m);

struct safety_restored {
    int64_t events, bodies, drafts; /* that came back */
    int64_t bad;                    /* rows of the safety store that were not what their name says */
};
/* Takes them back: the same verified union as a merge, any number of times. */
bool safety_restore(struct store *s, struct safety_restored *ret, struct err *e);

/* ---- the safety stores of this user ----------------------------------------------------------- */

struct safety_copy {
    char code[33];   /* the lineage */
    char *path;      /* where a file of it was last worked on */
    int64_t events, drafts, last; /* last: time of the newest */
};
VEC_TYPEDEF(safety_copies, struct safety_copy);
/* Newest first. Damaged ones are left out. */
void safety_list(struct safety_copies *ret);
void safety_copies_finish(struct safety_copies *c);
/* A new file at path with everything that the safety store of a lineage (or a unique prefix of its
 * code) holds; opened and read back. */
bool safety_restore_to(const char *code, const char *path, struct safety_restored *ret,
                       struct err *e);
/* The file of a lineage; freshly allocated. It may not exist. */
char *safety_path(const char *lineage);

/* Bodies that were erased by order leave every safety store of this user at once, and the pages that held
 * them. s may be NULL. False: they may still stand in one of them (e tells which). */
bool safety_erase(struct store *s, const struct hash *bodies, size_t n, struct err *e);

#endif
