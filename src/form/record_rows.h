#ifndef PHIEU_FORM_RECORD_ROWS_H
#define PHIEU_FORM_RECORD_ROWS_H
/* The rows of one table of a record, found by position and by id in constant time. Only
 * record*.c includes this. */
#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"
#include "form/value.h"

struct row {
    char *id;
    int at;            /* its position */
    struct row *next;  /* in the same bucket */
    json *unknown;     /* members that the form does not know; NULL: none */
    struct value cells[]; /* a value for each column */
};

struct rows {
    VEC(struct row *) list;
    struct row **buckets; /* by hash of the id; a power of two, at least as many as rows */
    size_t bucket_count;
    int columns;
    json *unknown; /* a list: rows that a table with fixed rows does not have; NULL: none */
};

/* Zeroed memory with columns set is an empty table. */
void rows_finish(struct rows *t);
/* NULL when there is none. */
struct row *rows_find(const struct rows *t, const char *id);
/* A blank row before `at`; the id must be new. */
struct row *rows_insert(struct rows *t, int at, const char *id);
void rows_remove(struct rows *t, int at);
void rows_move(struct rows *t, int from, int to);
/* All at once: from[i] is the present position of the row that comes to stand at i. */
void rows_reorder(struct rows *t, const int *from);

#endif
