#include "db/db.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "db/fault.h"
#include "db/handle.h"
#include "db/reader.h"

static const char settings[] =
    "PRAGMA page_size=8192;"
    "PRAGMA synchronous=EXTRA;"
    "PRAGMA foreign_keys=OFF;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA mmap_size=0;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=1048576;"
    "PRAGMA cache_size=-2000;";

/* More than any row of ours; a file from elsewhere must not fill the memory. */
#define ROW_MAX (8 << 20)

static void harden(sqlite3 *h)
{
    sqlite3_limit(h, SQLITE_LIMIT_LENGTH, ROW_MAX);
    static const int options[][2] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        /* Plans that look at the bound values are made twice, the second time with them. */
        {SQLITE_DBCONFIG_ENABLE_QPSG, 1},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        sqlite3_db_config(h, options[i][0], options[i][1], NULL);
}

/* ---- waiting --------------------------------------------------------------------------------- */

#define TELL_AFTER_MS 500
#define TELL_AGAIN_MS 1000

static void (*waiting_hook)(void *user);
static void *waiting_user;

void db_on_waiting(void (*fn)(void *user), void *user)
{
    waiting_hook = fn;
    waiting_user = user;
}

/* 0: gives up. */
static int on_busy(void *user, int times)
{
    struct db *db = user;
    int64_t now = clock_real_ms();
    if (!times)
        db->waiting_since = db->told = now;
    if (now - db->waiting_since >= db->waiting_ms)
        return 0;
    bool first = db->told == db->waiting_since;
    if (waiting_hook && now - db->told >= (first ? TELL_AFTER_MS : TELL_AGAIN_MS)) {
        db->told = now;
        waiting_hook(waiting_user);
    }
    sqlite3_sleep(times < 10 ? 5 : 25);
    return 1;
}

static int waiting_most = 10000;

void db_limit_waiting(int ms)
{
    waiting_most = ms;
}

bool db_set_waiting(struct db *db, int ms)
{
    db->waiting_ms = ms < waiting_most ? ms : waiting_most;
    return sqlite3_busy_handler(db->h, on_busy, db) == SQLITE_OK;
}

/* ---- the library ----------------------------------------------------------------------------- */

/* This program has one thread, and locks of SQLite around every allocation and page would be for nothing. Too late,
 * and without harm, where a test has started the library with settings of its own. */
static void be_alone(void)
{
    static bool asked;
    if (!asked)
        sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    asked = true;
}

/* ---- opening and closing --------------------------------------------------------------------- */

struct db *db_open(const char *path, unsigned flags, struct err *e)
{
    struct db *db = xcalloc(1, sizeof *db);
    db->memory = flags & DB_MEMORY;
    db->removable = flags & DB_REMOVABLE;
    db->path = db->memory ? NULL : xstrdup(path);
    int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    open_flags |= flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (flags & DB_CREATE || db->memory)
        open_flags |= SQLITE_OPEN_CREATE;
    be_alone();
    signal(SIGXFSZ, SIG_IGN); /* a limit is an error of the write, not the end of the program */
    const char *door = flags & DB_IN_PLACE ? reader_name() : NULL;
    int rc = sqlite3_open_v2(db->memory ? ":memory:" : path, &db->h, open_flags, door);
    if (!db->h || (flags & DB_IN_PLACE && !door))
        mem_exhausted();
    sqlite3_extended_result_codes(db->h, 1);
    bool good = rc == SQLITE_OK || db_fault(db, rc, e);
    if (good) {
        db_set_waiting(db, waiting_most);
        harden(db->h);
        if (flags & DB_STRANGE)
            db_bound(db);
        db->readonly = flags & DB_READONLY || sqlite3_db_readonly(db->h, "main") == 1;
        good = db_exec(db, settings, e);
    }
    if (good && !db->memory && !db->readonly)
        good = db_exec(db, db->removable ? "PRAGMA journal_mode=DELETE"
                                         : "PRAGMA journal_mode=PERSIST", e);
    if (!good) {
        db_abandon(db);
        return NULL;
    }
    return db;
}

void db_abandon(struct db *db)
{
    if (db)
        db->readonly = true;
    db_close(db, NULL);
}

bool db_close(struct db *db, struct err *e)
{
    if (!db)
        return true;
    while (db->depth)
        db_rollback(db);
    db_glances_end(db);
    stmt_free_all(db);
    bool good = true;
    if (!db->memory && !db->readonly && !db->removable)
        good = db_exec(db, "PRAGMA journal_mode=DELETE", e);
    int rc = sqlite3_close(db->h);
    assert(rc == SQLITE_OK); /* else a statement was not freed */
    (void)rc;
    free(db->path);
    free(db);
    return good;
}

const char *db_path(const struct db *db)
{
    return db->path ? db->path : "";
}

bool db_readonly(const struct db *db)
{
    return db->readonly;
}

bool db_exec(struct db *db, const char *sql, struct err *e)
{
    db_glances_end(db); /* tables and lists are only made and dropped while nobody reads */
    db->spent = 0;
    int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || db_fault(db, rc, e);
}

/* ---- transactions ---------------------------------------------------------------------------- */

bool db_settle(struct db *db, struct err *e)
{
    if (db->depth)
        return true;
    if (!sqlite3_get_autocommit(db->h)) {
        int rc = sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
        if (!sqlite3_get_autocommit(db->h))
            return db_fault(db, rc, e);
    }
    if (db->doubt)
        sqlite3_db_release_memory(db->h);
    db->doubt = false;
    return true;
}

void db_forget(struct db *db)
{
    sqlite3_db_release_memory(db->h);
}

static void roll_back(struct db *db)
{
    db_glances_end(db);
    /* After a full disk or an I/O error SQLite has rolled back by itself; where rolling back fails
     * (no memory), the next statement begins with it. */
    db_settle(db, NULL);
    db->broken = false;
}

bool db_begin(struct db *db, struct err *e)
{
    if (db->depth == 0) {
        struct stmt *s = db_prepare(db, "BEGIN IMMEDIATE", e);
        if (!s || !stmt_run(s, e))
            return false;
        db->broken = false;
        db->begun++;
    }
    db->depth++;
    return true;
}

bool db_begin_reading(struct db *db, struct err *e)
{
    assert(db->depth == 0);
    struct stmt *s = db_prepare(db, "BEGIN", e);
    if (!s || !stmt_run(s, e))
        return false;
    db->depth++;
    return true;
}

bool db_commit(struct db *db, struct err *e)
{
    assert(db->depth > 0);
    bool inner = db->depth > 1;
    db_glances_end(db);
    if (!inner && !db->broken) {
        struct stmt *s = db_prepare(db, "COMMIT", e);
        bool good = s && stmt_run(s, e);
        db->depth = 0;
        db->commits += good;
        if (!good)
            roll_back(db);
        return good;
    }
    db->depth--;
    if (!db->broken)
        return true;
    if (!inner)
        roll_back(db);
    return err_set(e, ERR_FILE, db->path, _("try again"),
                   _("nothing was saved, because one of the steps failed"));
}

void db_rollback(struct db *db)
{
    assert(db->depth > 0);
    if (--db->depth > 0)
        db->broken = true;
    else
        roll_back(db);
}

bool db_in_transaction(const struct db *db)
{
    return db->depth > 0;
}

int64_t db_transaction(const struct db *db)
{
    return db->begun;
}

/* ---- guards and questions -------------------------------------------------------------------- */

static bool is_frozen(const struct db *db, const char *table)
{
    for (size_t i = 0; table && db->frozen[i]; i++)
        if (!sqlite3_stricmp(db->frozen[i], table))
            return true;
    return false;
}

static int guard(void *user, int action, const char *a, const char *b, const char *c,
                 const char *d)
{
    (void)c;
    (void)d;
    const struct db *db = user;
    switch (action) {
    case SQLITE_DELETE:
        if (db->thawed && a && !sqlite3_stricmp(db->thawed, a))
            return SQLITE_OK;
        return is_frozen(db, a) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_UPDATE:
    case SQLITE_DROP_TABLE:
        return is_frozen(db, a) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_ALTER_TABLE:
        return is_frozen(db, b) ? SQLITE_DENY : SQLITE_OK;
    default:
        return SQLITE_OK;
    }
}

void db_freeze_tables(struct db *db, const char *const *tables)
{
    db->frozen = tables;
    sqlite3_set_authorizer(db->h, guard, db);
}

struct stmt *db_prepare_delete(struct db *db, const char *table, const char *sql, struct err *e)
{
    db->thawed = table;
    struct stmt *s = db_prepare_once(db, sql, e);
    db->thawed = NULL;
    return s;
}

/* The new content is gathered on the disk: it may be larger than the memory. */
bool db_scrub(struct db *db, struct err *e)
{
    assert(!db->depth);
    bool good = db_exec(db, "PRAGMA temp_store=FILE; VACUUM;", e);
    good = db_exec(db, "PRAGMA temp_store=MEMORY", good ? e : NULL) && good;
    if (db->removable)
        return good;
    good = db_exec(db, "PRAGMA journal_mode=DELETE", good ? e : NULL) && good;
    return db_exec(db, "PRAGMA journal_mode=PERSIST", good ? e : NULL) && good;
}

bool db_set_bulk(struct db *db, bool bulk, struct err *e)
{
    return db_exec(db, bulk ? "PRAGMA cache_size=-32000; PRAGMA temp_store=FILE;"
                            : "PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;", e);
}

bool db_set_sorting(struct db *db, bool sorting, struct err *e)
{
    return db_exec(db, sorting ? "PRAGMA cache_size=-12000" : "PRAGMA cache_size=-32000", e);
}

bool db_int(struct db *db, const char *sql, int64_t def, int64_t *ret, struct err *e)
{
    struct stmt *s = db_prepare(db, sql, e);
    if (!s)
        return false;
    enum stmt_row row = stmt_step(s, e);
    if (row != STMT_FAILED)
        *ret = row == STMT_ROW && !stmt_null(s, 0) ? stmt_int(s, 0) : def;
    stmt_done(s);
    return row != STMT_FAILED;
}

char *db_text(struct db *db, const char *sql, struct err *e)
{
    struct stmt *s = db_prepare(db, sql, e);
    if (!s)
        return NULL;
    char *text = NULL;
    if (stmt_step(s, e) == STMT_ROW && !stmt_null(s, 0))
        text = xstrdup(stmt_text(s, 0));
    stmt_done(s);
    return text;
}

int64_t db_last_rowid(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->h);
}

int db_changes(const struct db *db)
{
    return sqlite3_changes(db->h);
}

char *db_check_by(struct db *db, const char *sql, struct err *e)
{
    struct err inner = {0};
    char *said = db_text(db, sql, &inner);
    if (said && !strcmp(said, "ok"))
        said[0] = '\0';
    else if (said && db_read_refused(db)) {
        free(said);
        db_fault(db, SQLITE_IOERR, e);
        return NULL;
    }
    if (!said && inner.code == ERR_DAMAGED) {
        said = inner.message;
        inner.message = NULL;
    }
    if (said)
        err_finish(&inner);
    else
        err_move(e, &inner);
    return said;
}

char *db_quick_check(struct db *db, struct err *e)
{
    return db_check_by(db, "PRAGMA quick_check(1)", e);
}

char *db_full_check(struct db *db, struct err *e)
{
    return db_check_by(db, "PRAGMA integrity_check(1)", e);
}

int64_t db_commits(const struct db *db)
{
    return db->commits;
}
