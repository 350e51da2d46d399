#ifndef PHIEU_STORE_SIGNATURE_H
#define PHIEU_STORE_SIGNATURE_H
/* The set of signatures: who vouches for which event. It is a set of its own: one may come before its event
 * or long after, and none says anything about the bytes of an event, which has its own name. Nothing here
 * knows a key, so none is verified: they are kept, counted and handed on. Only store/ uses this. */
#include "store/internal.h"

#define SIGNER_MAX      128 /* a public key; those of today have 32 bytes */
#define SIGNATURE_BYTES 64

struct signature_row {
    struct hash event;
    uint8_t signer[SIGNER_MAX], sig[SIGNATURE_BYTES];
    size_t signer_len;
    const char *fault; /* why it cannot be one; NULL: it can */
};

/* false: stops, either with e or because enough was seen. */
typedef bool signature_fn(void *user, const struct signature_row *row, struct err *e);
/* Rows in the order of the set; false when fn returned false. theirs (another than e): why not all of them could
 * be read: a damaged file, a disk. */
bool signature_each(struct store *s, signature_fn *fn, void *user, struct err *theirs, struct err *e);
/* Whether it is in the set. */
bool signature_is_here(struct store *s, const struct signature_row *row, bool *ret, struct err *e);
/* Inside a transaction; read back. *ret_fresh (may be NULL): it was not there before. */
bool signature_put(struct store *s, const struct signature_row *row, bool *ret_fresh, struct err *e);
/* How many; of how many the event is not here. */
bool signature_count(struct store *s, int64_t *ret, struct err *e);
bool signature_count_stray(struct store *s, int64_t *ret, struct err *e);
/* How many of another file's are not here, of how many (*ret_seen may be NULL). False with theirs, or e. */
bool signature_count_new(struct store *s, struct store *there, int64_t *ret_seen, int64_t *ret_new,
                         struct err *theirs, struct err *e);
/* Copies those of one event into another file, inside a transaction there. theirs: `from` could not be read. */
bool signature_hand_on(struct store *from, struct store *to, const struct hash *event,
                       struct err *theirs, struct err *e);

#endif
