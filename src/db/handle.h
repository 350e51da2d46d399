#ifndef PHIEU_DB_HANDLE_H
#define PHIEU_DB_HANDLE_H
/* What db.c and db_stmt.c share; nobody outside src/db/ includes it. */
#include <stdbool.h>
#include <stdint.h>

struct sqlite3;
struct stmt;

struct db {
    struct sqlite3 *h;
    char *path; /* NULL in memory */
    bool readonly, removable, memory;
    int depth;                 /* of nested transactions */
    bool broken;               /* rolled back inside: the outermost may not commit */
    int64_t commits;           /* of outermost transactions, since opening */
    struct stmt *cached;       /* prepared once, found by the address of their text */
    const char *const *frozen; /* tables whose rows only come; NULL at the end */
};

/* Finalizes all cached statements. */
void stmt_free_all(struct db *db);

#endif
