#ifndef PHIEU_STORE_MERGE_INTERNAL_H
#define PHIEU_STORE_MERGE_INTERNAL_H
/* What merge.c (files, one after the other), merge_find.c (what is new in one) and merge_take.c (its rows) share;
 * nobody else includes it. */
#include "store/foreign_rows.h"
#include "store/import.h"
#include "store/merge.h"
#include "store/merge_entries.h"
#include "store/merge_new.h"

/* Short transactions: each is a valid state, so that a copy made meanwhile, or a power cut, finds a
 * part of the union, and merging again goes on. */
#define BATCH_ROWS  20000
#define BATCH_BYTES (24 << 20)

struct merge {
    struct store *s;
    struct foreign f;
    struct merge_file *file;
    struct touched_entries *touched;
    const struct merge_options *options;
    int64_t import;        /* its row in import_log */
    struct import_marks marks; /* where the batch, or the file, began */
    int64_t done, all;
    int rows;              /* of the open batch */
    size_t bytes;
    bool open;             /* a batch is */
    const char *const *waiting; /* files that follow */
    size_t n_waiting;
    bool copy;             /* the file is read in a private copy, whatever it is */
    bool again;            /* it must be read once more: somebody wrote to it, or it is slow */
};

/* What a file names that is not here. */
struct news {
    struct new_rows bodies, events;
    char code[HASH_HEX]; /* of all that it names; "": it is torn */
};

/* ---- merge.c ---------------------------------------------------------------------------------- */

/* Tells how far it is; true: the person wants no more, and the file counts as interrupted. */
bool merge_asked_to_stop(struct merge *m);
/* Errors speak of the file that was named, not of a copy. */
void merge_name_file(struct merge *m);
bool merge_begin_batch(struct merge *m, struct err *e);
/* Nothing where none is open; returns good then. */
bool merge_end_batch(struct merge *m, bool good, struct err *e);
bool merge_note_batch(struct merge *m, struct err *e);

/* ---- merge_find.c ----------------------------------------------------------------------------- */

/* Whether the file is to be taken now, and what of it; false: its error stands in the report, or it was
 * interrupted, or m->again. */
bool merge_look(struct merge *m, struct news *ret);
void news_finish(struct news *news);

/* ---- merge_take.c ----------------------------------------------------------------------------- */

/* Takes what is new in batches. false: our own file could not be written. m->again: the file changed meanwhile. */
bool merge_take(struct merge *m, const struct news *news, struct err *e);

#endif
