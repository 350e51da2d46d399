#ifndef PHIEU_STORE_FOREIGN_ROWS_H
#define PHIEU_STORE_FOREIGN_ROWS_H
/* Rows of a foreign file, asked for by their numbers in ascending order: where they lie close together one
 * walk along the table finds them, which costs a third of looking for each. */
#include "store/foreign.h"

struct foreign_row {
    const char *bytes; /* NULL: cannot be read; of events a NUL follows them */
    size_t len;
    struct hash named; /* what the file calls it */
    bool large;        /* beyond all bounds: that is why it cannot */
};

struct foreign_rows {
    struct store *there;
    enum set set;
    bool close;          /* the numbers lie close together */
    struct stmt *walk;   /* NULL: none is under way */
    int64_t at;          /* where it stands */
    struct stmt *single; /* the row that was looked for alone */
};

/* ids: those that will be asked for. */
void foreign_rows_begin(struct foreign_rows *r, struct foreign *there, enum set set, const int64_t *ids, size_t n);
/* The bytes stay until the next call. A row that cannot be read has none; e then says why, if SQLite said
 * anything: ERR_FILE is the disk's fault, anything else the row's. */
void foreign_rows_get(struct foreign_rows *r, int64_t id, struct foreign_row *ret, struct err *e);
/* The row is not what it is called: whether a walk brought it, which may have strayed to a page of another place.
 * That walk ends; asked for once more the row is looked for anew. */
bool foreign_rows_stray(struct foreign_rows *r);
void foreign_rows_end(struct foreign_rows *r);

#endif
