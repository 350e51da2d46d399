#include "db/confine.h"

#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "db/handle.h"

#define PROGRESS_OPERATIONS 10000
#define BUDGET_FLOOR        2000000 /* operations; reading a row takes thirty */

static const struct {
    int what, value;
} limits[DB_LIMITS] = {
    {SQLITE_LIMIT_SQL_LENGTH, 16 << 10},     {SQLITE_LIMIT_COLUMN, 64},
    {SQLITE_LIMIT_EXPR_DEPTH, 20},           {SQLITE_LIMIT_COMPOUND_SELECT, 2},
    {SQLITE_LIMIT_VDBE_OP, 25000},           {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 0},              {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 16},      {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* ---- so long ---------------------------------------------------------------------------------- */

/* Pages that name each other in a circle, or one page a thousand times, would keep a statement busy for
 * ever. What an honest file needs grows with its size; no clock is asked. */
static int on_progress(void *user)
{
    struct db *db = user;
    db->spent += PROGRESS_OPERATIONS;
    return (db->budget && db->spent > db->budget) ||
           (db->progress && !db->progress(db->progress_user));
}

/* One handler for whoever asks: the bound, and somebody who waits. */
static void set_handler(struct db *db)
{
    bool asked = db->budget || db->progress;
    sqlite3_progress_handler(db->h, asked ? PROGRESS_OPERATIONS : 0, asked ? on_progress : NULL, db);
}

void db_on_progress(struct db *db, bool (*fn)(void *user), void *user)
{
    db->progress = fn;
    db->progress_user = user;
    set_handler(db);
}

void db_bound(struct db *db)
{
    struct stat st = {0};
    stat(db->path, &st);
    db->budget = BUDGET_FLOOR + 2 * (int64_t)st.st_size;
    set_handler(db);
    for (size_t i = 0; i < DB_LIMITS; i++)
        db->limits[i] = sqlite3_limit(db->h, limits[i].what, limits[i].value);
}

void db_release(struct db *db)
{
    if (!db->budget)
        return;
    db->budget = 0;
    set_handler(db);
    for (size_t i = 0; i < DB_LIMITS; i++)
        sqlite3_limit(db->h, limits[i].what, db->limits[i]);
}

/* ---- only what is named ----------------------------------------------------------------------- */

static bool is_pragma(const char *name)
{
    static const char *const allowed[] = {"quick_check", "data_version", "cache_size",
                                          "journal_mode", "query_only"};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (name && !strcmp(name, allowed[i]))
            return true;
    return false;
}

static int authorize(void *user, int action, const char *a, const char *b, const char *database,
                     const char *trigger)
{
    const struct db *db = user;
    (void)b;
    (void)database;
    (void)trigger;
    if (action == SQLITE_SELECT || action == SQLITE_TRANSACTION ||
        (action == SQLITE_PRAGMA && is_pragma(a)))
        return SQLITE_OK;
    if (action == SQLITE_FUNCTION)
        return b && (!strcmp(b, "length") || !strcmp(b, "min") || !strcmp(b, "max") || !strcmp(b, "count"))
                   ? SQLITE_OK : SQLITE_DENY;
    for (size_t i = 0; action == SQLITE_READ && db->frozen[i]; i++)
        if (a && !strcmp(a, db->frozen[i]))
            return SQLITE_OK;
    return SQLITE_DENY;
}

void db_confine(struct db *db, const char *const *tables)
{
    db->frozen = tables;
    sqlite3_set_authorizer(db->h, authorize, db);
}

/* ---- only so much ----------------------------------------------------------------------------- */

int64_t db_limit_heap(int64_t bytes)
{
    return sqlite3_hard_heap_limit64(sqlite3_memory_used() + bytes);
}

void db_restore_heap(int64_t before)
{
    sqlite3_hard_heap_limit64(before);
}
