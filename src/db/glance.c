/* What stands in one place of one row, by SQLite's handles of incremental reading: looking the next row up with the same
 * handle takes a third of the steps of a query. */
#include <string.h>

#include <sqlite3.h>

#include "db/db.h"
#include "db/fault.h"
#include "db/handle.h"

#define PIECE 4096

static struct glance *glance_of(struct db *db, const char *table)
{
    struct glance *free_one = NULL;
    for (size_t i = 0; i < GLANCES; i++) {
        if (db->glances[i].blob && db->glances[i].table == table)
            return &db->glances[i];
        if (!db->glances[i].blob)
            free_one = &db->glances[i];
    }
    return free_one ? free_one : &db->glances[0];
}

static void close_one(struct glance *g)
{
    sqlite3_blob_close(g->blob);
    g->blob = NULL;
}

void db_glances_end(struct db *db)
{
    for (size_t i = 0; i < GLANCES; i++)
        if (db->glances[i].blob)
            close_one(&db->glances[i]);
}

/* On the row; a handle that failed once fails for ever. */
static int go_to(struct db *db, struct glance *g, const char *table, const char *column, int64_t row)
{
    if (g->blob && g->table == table && sqlite3_blob_reopen(g->blob, row) == SQLITE_OK)
        return SQLITE_OK;
    if (g->blob)
        close_one(g);
    g->table = table;
    int rc = sqlite3_blob_open(db->h, "main", table, column, row, 0, &g->blob);
    if (rc != SQLITE_OK && g->blob)
        close_one(g);
    return rc;
}

static int compare(struct glance *g, const char *bytes, size_t n, bool *ret_same)
{
    char piece[PIECE];
    *ret_same = (size_t)sqlite3_blob_bytes(g->blob) == n;
    for (size_t at = 0; at < n && *ret_same; at += PIECE) {
        size_t part = n - at < PIECE ? n - at : PIECE;
        int rc = sqlite3_blob_read(g->blob, piece, (int)part, (int)at);
        if (rc != SQLITE_OK)
            return rc;
        *ret_same = !memcmp(piece, bytes + at, part);
    }
    return SQLITE_OK;
}

bool db_row_is(struct db *db, const char *table, const char *column, int64_t row, const void *bytes, size_t n,
               bool *ret_same, struct err *e)
{
    struct glance *g = glance_of(db, table);
    db->spent = 0;
    int rc = go_to(db, g, table, column, row);
    *ret_same = false;
    if (rc == SQLITE_OK)
        rc = compare(g, bytes, n, ret_same);
    else if (rc == SQLITE_ERROR) /* there is no such row */
        return true;
    if (rc == SQLITE_OK)
        return true;
    if (g->blob)
        close_one(g);
    return db_fault(db, rc, e);
}
