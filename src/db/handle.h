#ifndef PHIEU_DB_HANDLE_H
#define PHIEU_DB_HANDLE_H
/* What db.c and db_stmt.c share; nobody outside src/db/ includes it. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define DB_LIMITS 11 /* that a file from elsewhere makes low */

struct sqlite3;
struct sqlite3_blob;
struct stmt;

#define STATEMENTS 64 /* lists of them */
#define GLANCES 2     /* tables whose rows are looked at in turn */

struct glance {
    const char *table; /* its address says which */
    struct sqlite3_blob *blob; /* NULL: none is open */
};

struct db {
    struct sqlite3 *h;
    char *path; /* NULL in memory */
    bool readonly, removable, memory;
    int waiting_ms;            /* for another program's lock, at most */
    int64_t waiting_since, told;
    int depth;                 /* of nested transactions */
    bool broken;               /* rolled back inside: the outermost may not commit */
    bool doubt;                /* a page was read wrong: read all pages anew when nothing runs */
    int64_t budget, spent;     /* operations that a step may take, and has taken; budget 0: any */
    int limits[DB_LIMITS];     /* what they were before they were lowered */
    int64_t commits, begun;    /* outermost transactions since opening */
    struct stmt *cached[STATEMENTS]; /* prepared once, found by the address of their text */
    struct glance glances[GLANCES]; /* of the transaction */
    const char *const *frozen; /* tables whose rows only come; NULL at the end */
    const char *thawed;        /* the one from which a statement being prepared may delete */
    bool (*progress)(void *user); /* NULL: nobody asks */
    void *progress_user;
};

/* Between transactions: ends one that could not be rolled back before, so that nobody reads what was
 * given up; after a page was read wrong forgets the pages held in memory, so that the next try asks
 * the disk again. */
bool db_settle(struct db *db, struct err *e);
/* Low limits, and a bound to what one step may take, until db_release. */
void db_bound(struct db *db);
/* Before a transaction ends, or the schema changes. */
void db_glances_end(struct db *db);
/* Finalizes all cached statements. */
void stmt_free_all(struct db *db);

#endif
