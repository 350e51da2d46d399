#ifndef PHIEU_STORE_IMPORT_H
#define PHIEU_STORE_IMPORT_H
/* The log of what was taken in, and what each import brought: of this file alone. Only store/ uses this;
 * what others ask stands in store/merge.h. */
#include "store/internal.h"
#include "store/merge.h"
#include "store/signature.h"

struct import_marks {
    int64_t event, body; /* the highest numbers before the batch */
};

/* Each in a transaction of its own, or in that of a batch. *ret_id: the import. code: which ids the file
 * names, when it was sound and is here as a whole; else "". */
bool import_begin(struct store *s, const char *path, int64_t *ret_id, struct err *e);
bool import_end(struct store *s, const struct import *done, const char *code, int64_t seen,
                int64_t added, int64_t bad, struct err *e);
/* Whether a file of these ids was sound when it was taken in as a whole. */
bool import_knows(struct store *s, const char *code);
/* Something that files brought is taken away, or another computer wrote the log: none of them is known as a whole
 * any more. */
bool import_forget(struct store *s, struct err *e);
/* Whether any such file held so many events. */
bool import_has_seen(struct store *s, int64_t events);
/* What was put apart on the way is forgotten: it is read once more. */
bool import_again(struct store *s, int64_t id, struct err *e);
/* Inside the transaction of a batch: where it begins, and what it brought. Nobody else writes in
 * between, so the numbers follow each other. */
bool import_marks(struct store *s, struct import_marks *ret, struct err *e);
bool import_note(struct store *s, int64_t id, const struct import_marks *before, struct err *e);
bool import_note_draft(struct store *s, int64_t id, const struct hash *draft, struct err *e);
bool import_note_signature(struct store *s, int64_t id, const struct signature_row *row, struct err *e);
/* What came with it and is not what it says it is: kept beside, with the reason. bytes may be NULL. */
bool import_put_apart(struct store *s, int64_t id, const char *reason, const void *bytes, size_t len,
                      struct err *e);

#endif
