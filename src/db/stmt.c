#include <assert.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "db/db.h"
#include "db/fault.h"
#include "db/handle.h"

struct stmt {
    sqlite3_stmt *st;
    struct db *db;
    const char *sql;   /* its address is the key of the cache; NULL: not cached */
    bool taken;
    int unbound;       /* a value could not be bound: its error; else 0 */
    bool large;        /* the step failed at a row beyond all bounds */
    struct stmt *next; /* in its list of db->cached */
};

static struct stmt *prepare(struct db *db, const char *sql, unsigned flags, struct err *e)
{
    sqlite3_stmt *st = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(db->h, sql, -1, flags, &st, &tail);
    if (rc != SQLITE_OK) {
        db_fault(db, rc, e);
        return NULL;
    }
    assert(st && !*tail); /* exactly one statement */
    struct stmt *s = xcalloc(1, sizeof *s);
    s->st = st;
    s->db = db;
    s->taken = true;
    return s;
}

static struct stmt **list_of(struct db *db, const char *sql)
{
    return &db->cached[(uintptr_t)sql / 8 % STATEMENTS];
}

struct stmt *db_prepare(struct db *db, const char *sql, struct err *e)
{
    struct stmt **list = list_of(db, sql);
    if (!db_settle(db, e))
        return NULL;
    for (struct stmt *s = *list; s; s = s->next)
        if (s->sql == sql) {
            assert(!s->taken);
            s->taken = true;
            return s;
        }
    struct stmt *s = prepare(db, sql, SQLITE_PREPARE_PERSISTENT, e);
    if (s) {
        s->sql = sql;
        s->next = *list;
        *list = s;
    }
    return s;
}

struct stmt *db_prepare_once(struct db *db, const char *sql, struct err *e)
{
    return db_settle(db, e) ? prepare(db, sql, 0, e) : NULL;
}

void stmt_free(struct stmt *s)
{
    if (!s)
        return;
    assert(!s->sql);
    sqlite3_finalize(s->st);
    free(s);
}

void stmt_free_all(struct db *db)
{
    for (size_t i = 0; i < STATEMENTS; i++)
        while (db->cached[i]) {
            struct stmt *s = db->cached[i];
            db->cached[i] = s->next;
            s->sql = NULL;
            stmt_free(s);
        }
}

/* A failing bind is a programmer's mistake (index), a lack of memory, or a text beyond all bounds; the
 * next step tells of those. */
static void must_bind(struct stmt *s, int rc)
{
    assert(rc == SQLITE_OK || rc == SQLITE_NOMEM || rc == SQLITE_TOOBIG);
    if (rc != SQLITE_OK)
        s->unbound = rc;
}

void stmt_bind_int(struct stmt *s, int i, int64_t v)
{
    must_bind(s, sqlite3_bind_int64(s->st, i, v));
}

void stmt_bind_text(struct stmt *s, int i, const char *v)
{
    must_bind(s, sqlite3_bind_text(s->st, i, v, -1, SQLITE_TRANSIENT));
}

void stmt_bind_textn(struct stmt *s, int i, const char *v, size_t n)
{
    must_bind(s, sqlite3_bind_text64(s->st, i, v, n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void stmt_lend_textn(struct stmt *s, int i, const char *v, size_t n)
{
    must_bind(s, sqlite3_bind_text64(s->st, i, v, n, SQLITE_STATIC, SQLITE_UTF8));
}

void stmt_lend_text(struct stmt *s, int i, const char *v)
{
    must_bind(s, sqlite3_bind_text(s->st, i, v, -1, SQLITE_STATIC));
}

void stmt_lend_blob(struct stmt *s, int i, const void *v, size_t n)
{
    must_bind(s, sqlite3_bind_blob64(s->st, i, v, n, SQLITE_STATIC));
}

void stmt_bind_blob(struct stmt *s, int i, const void *v, size_t n)
{
    must_bind(s, sqlite3_bind_blob64(s->st, i, n ? v : "", n, SQLITE_TRANSIENT));
}

enum stmt_row stmt_step(struct stmt *s, struct err *e)
{
    s->db->spent = 0;
    int rc = s->unbound ? s->unbound : sqlite3_step(s->st);
    if (rc == SQLITE_ROW)
        return STMT_ROW;
    if (rc == SQLITE_DONE)
        return STMT_DONE;
    s->large = rc == SQLITE_TOOBIG && !s->unbound;
    if (s->large && sqlite3_stmt_readonly(s->st))
        db_fault_large(s->db, e);
    else
        db_fault(s->db, rc, e);
    sqlite3_reset(s->st);
    return STMT_FAILED;
}

bool stmt_run(struct stmt *s, struct err *e)
{
    enum stmt_row row = stmt_step(s, e);
    assert(row != STMT_ROW);
    stmt_done(s);
    return row == STMT_DONE;
}

void stmt_done(struct stmt *s)
{
    sqlite3_reset(s->st);
    sqlite3_clear_bindings(s->st);
    s->taken = false;
    s->unbound = 0;
    s->large = false;
    if (s->db->doubt)
        db_settle(s->db, NULL);
}

bool stmt_met_large(const struct stmt *s)
{
    return s->large;
}

int64_t stmt_int(struct stmt *s, int column)
{
    return sqlite3_column_int64(s->st, column);
}

bool stmt_null(struct stmt *s, int column)
{
    return sqlite3_column_type(s->st, column) == SQLITE_NULL;
}

const char *stmt_text(struct stmt *s, int column)
{
    const unsigned char *t = sqlite3_column_text(s->st, column);
    if (!t && !stmt_null(s, column))
        mem_exhausted();
    return t ? (const char *)t : "";
}

size_t stmt_bytes(struct stmt *s, int column)
{
    return (size_t)sqlite3_column_bytes(s->st, column);
}

const void *stmt_blob(struct stmt *s, int column)
{
    return sqlite3_column_blob(s->st, column);
}

/* SQLite's “unprotected” values need care only where other threads use the same connection. */
const void *stmt_blob_of(struct stmt *s, int column, size_t *ret_n)
{
    sqlite3_value *v = sqlite3_column_value(s->st, column);
    const void *blob = sqlite3_value_blob(v);
    *ret_n = (size_t)sqlite3_value_bytes(v);
    return blob;
}
