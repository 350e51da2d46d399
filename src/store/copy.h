#ifndef PHIEU_STORE_COPY_H
#define PHIEU_STORE_COPY_H
/* Copies that are believed only after everything in them was read back from the disk. */
#include "store/store.h"

/* What is being done, for somebody who waits. */
enum copy_stage {
    COPY_WRITE, /* done of all: bytes, about */
    COPY_SYNC,  /* nobody knows how long a stick takes */
    COPY_READ,  /* done of all: rows */
};
struct copy_options {
    /* Called now and then; returning false stops it: nothing is left behind, and e says that. NULL:
     * nobody asks. */
    bool (*progress)(void *user, enum copy_stage stage, int64_t done, int64_t all);
    void *user;
};

struct copied {
    char *path;      /* where it stands */
    char *kept;      /* where the file that stood there stands now; NULL: none did */
    int64_t ahead;   /* how many events (and signatures) only that one holds; -1: it could not be
                      * read */
    int64_t events, bodies;
    char code[20];   /* the check code */
};

/* A whole copy, also while other programs have the file open. dest: a name, or a folder (the file's own
 * name then). What stands there must be a data file of ours that nobody has open; it is kept as
 * DEST.bak (DEST.bak2 … where that one holds something that this file does not). Any failure leaves
 * it where it was. */
bool store_copy_to(struct store *s, const char *dest, const struct copy_options *options,
                   struct copied *ret, struct err *e);
void copied_finish(struct copied *c);

/* store_copy (store.h), which tells how far it is. options may be NULL. */
bool store_copy_watched(struct store *s, const char *path, const struct copy_options *options,
                        struct err *e);
/* Writes everything to a new file, not yet verified. */
bool copy_write(struct store *s, const char *path, struct err *e);
/* The name under which a file that must give way is kept; *ret_ahead (may be NULL): as above. Freshly
 * allocated. */
char *copy_kept_name(struct store *s, const char *path, int64_t *ret_ahead);

#endif
