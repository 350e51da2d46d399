#include "db/confine.h"

#include <string.h>

#include <sqlite3.h>

#include "db/handle.h"

#define PROGRESS_OPERATIONS 10000

static const struct {
    int what, value;
} limits[] = {
    {SQLITE_LIMIT_SQL_LENGTH, 16 << 10},     {SQLITE_LIMIT_COLUMN, 64},
    {SQLITE_LIMIT_EXPR_DEPTH, 20},           {SQLITE_LIMIT_COMPOUND_SELECT, 2},
    {SQLITE_LIMIT_VDBE_OP, 25000},           {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 0},              {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 16},      {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static bool is_pragma(const char *name)
{
    static const char *const allowed[] = {"quick_check", "data_version", "cache_size",
                                          "journal_mode"};
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
        return b && (!strcmp(b, "length") || !strcmp(b, "min") || !strcmp(b, "count"))
                   ? SQLITE_OK : SQLITE_DENY;
    for (size_t i = 0; action == SQLITE_READ && db->frozen[i]; i++)
        if (a && !strcmp(a, db->frozen[i]))
            return SQLITE_OK;
    return SQLITE_DENY;
}

void db_confine(struct db *db, const char *const *tables)
{
    db->frozen = tables;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db->h, limits[i].what, limits[i].value);
    sqlite3_set_authorizer(db->h, authorize, db);
}

static int on_progress(void *user)
{
    struct db *db = user;
    return !db->progress(db->progress_user);
}

void db_on_progress(struct db *db, bool (*fn)(void *user), void *user)
{
    db->progress = fn;
    db->progress_user = user;
    sqlite3_progress_handler(db->h, fn ? PROGRESS_OPERATIONS : 0, fn ? on_progress : NULL, db);
}
