#ifndef PHIEU_STORE_VERIFY_H
#define PHIEU_STORE_VERIFY_H
/* Looking through a file before it is used, because it was closed elsewhere last (sync.md, step 16):
 * its structure, and every event and body by its own bytes. Nothing is written. */
#include "store/store.h"

/* The file is, byte for byte, as it was when it was closed here, or it was looked through; also where nobody
 * asks (a store opened without STORE_KEPT). */
bool store_is_known(const struct store *s);

struct verified {
    int64_t rows, bad; /* bad: not what their name says, or not readable */
    char *structure;   /* "" or what quick_check says */
    bool stopped;      /* by the person */
};

/* How far it is; all 0: nobody knows. Returning false stops it. */
typedef bool verify_fn(void *user, int64_t done, int64_t all);
/* false: it could not be done (e), or was stopped. What was found sound is known from then on. */
bool store_verify(struct store *s, verify_fn *fn, void *user, struct verified *ret, struct err *e);
/* Sixteen rows at random by their own bytes (I1), for a file that is known: costs nothing that can be
 * measured. *ret_sound false: one is not what its name says; then the file is not known any more. */
bool store_sample(struct store *s, bool *ret_sound, struct err *e);
bool verified_is_good(const struct verified *v);
void verified_finish(struct verified *v);

#endif
