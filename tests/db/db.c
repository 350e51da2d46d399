/* The wrapper: transactions that nest, statements that are prepared once, errors that say what to
 * do, one file after closing. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/db.h"
#include "folder.h"
#include "tap.h"

static char folder[64];
static char *path, *journal;

static int64_t count(struct db *db)
{
    int64_t n = -1;
    db_int(db, "SELECT count(*) FROM t", -1, &n, NULL);
    return n;
}

static bool add(struct db *db, const char *text, struct err *e)
{
    struct stmt *q = db_prepare(db, "INSERT INTO t(a) VALUES(?)", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, text);
    return stmt_run(q, e);
}

static void test_settings(struct db *db)
{
    static const struct {
        const char *sql;
        int64_t want;
    } cases[] = {
        {"PRAGMA page_size", 8192},   {"PRAGMA synchronous", 3},     {"PRAGMA secure_delete", 1},
        {"PRAGMA trusted_schema", 0}, {"PRAGMA cell_size_check", 1}, {"PRAGMA foreign_keys", 0},
        {"PRAGMA cache_size", -2000}, {"PRAGMA auto_vacuum", 0},     {"PRAGMA mmap_size", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t got = -1;
        db_int(db, cases[i].sql, 0, &got, NULL);
        is_int(cases[i].want, got, cases[i].sql);
    }
    char *mode = db_text(db, "PRAGMA journal_mode", NULL);
    is("persist", mode, "journal");
    free(mode);
    ok(!db_exec(db, "SELECT \"no_such_column\" FROM t", NULL), "a text in double quotes is no text");
    ok(!db_exec(db, "UPDATE sqlite_schema SET sql=''", NULL), "the schema is closed");
}

static void test_nesting(struct db *db)
{
    struct err e = {0};
    int64_t before = db_commits(db);
    ok(db_begin(db, &e) && add(db, "one", &e) && db_begin(db, &e) && add(db, "two", &e), "inside");
    ok(db_commit(db, &e) && db_in_transaction(db), "the inner commit is none yet");
    ok(db_commit(db, &e) && !db_in_transaction(db), "the outer one is");
    is_int(1, db_commits(db) - before, "one commit");
    is_int(2, count(db), "two rows");
    ok(db_begin(db, &e) && add(db, "three", &e) && db_begin(db, &e), "again");
    db_rollback(db);
    ok(!db_commit(db, &e) && e.code == ERR_FILE, "after a rollback inside nothing is committed");
    is_int(2, count(db), "still two");
    ok(db_begin(db, &e) && add(db, "three", &e) && db_commit(db, &e), "and the next one works");
    err_finish(&e);
}

static void test_statements(struct db *db)
{
    static const char sql[] = "SELECT a, ?1, NULL, 7 FROM t WHERE a=?2";
    struct err e = {0};
    struct stmt *q = db_prepare(db, sql, &e);
    stmt_bind_blob(q, 1, "\0x", 2);
    stmt_bind_text(q, 2, "one");
    ok(stmt_step(q, &e) == STMT_ROW, "a row");
    is("one", stmt_text(q, 0), "text");
    ok(stmt_bytes(q, 1) == 2 && !memcmp(stmt_blob(q, 1), "\0x", 2), "a blob with a NUL");
    ok(stmt_null(q, 2) && !strcmp(stmt_text(q, 2), ""), "NULL reads as the empty text");
    is_int(7, stmt_int(q, 3), "a number");
    ok(stmt_step(q, &e) == STMT_DONE, "no more");
    stmt_done(q);
    ok(db_prepare(db, sql, &e) == q, "the same text is the same statement");
    ok(stmt_step(q, &e) == STMT_DONE, "its bindings are gone");
    stmt_done(q);
    ok(!db_prepare(db, "SELECT nothing FROM nowhere", &e) && e.code == ERR_FILE, "a bad one");
    err_finish(&e);
    int64_t n = 0;
    ok(db_int(db, "SELECT 1 WHERE 0", 42, &n, &e) && n == 42, "no row: the default");
}

static void test_frozen(struct db *db)
{
    static const char *const tables[] = {"t", NULL};
    struct err e = {0};
    db_freeze_tables(db, tables);
    ok(add(db, "four", &e), "rows come");
    ok(!db_exec(db, "UPDATE t SET a='x'", &e), "none changes");
    ok(!db_exec(db, "DELETE FROM t", &e), "none goes");
    ok(!db_exec(db, "DROP TABLE t", &e), "nor the table");
    ok(!db_exec(db, "ALTER TABLE t RENAME TO u", &e), "nor its name");
    err_finish(&e);
    is_int(4, count(db), "four");
    ok(!db_prepare_delete(db, "u", "DELETE FROM t WHERE a='four'", &e), "the door of another table");
    err_finish(&e);
    struct stmt *q = db_prepare_delete(db, "t", "DELETE FROM t WHERE a='four'", &e);
    ok(q && stmt_run(q, &e), "the one door");
    stmt_free(q);
    ok(!db_exec(db, "DELETE FROM t", &e), "is shut again");
    err_finish(&e);
    ok(add(db, "four", &e), "rows come");
    is_int(4, count(db), "four");
}

static void test_other_program(struct db *db)
{
    struct err e = {0};
    struct db *other = db_open(path, 0, &e);
    db_set_waiting(other, 1);
    ok(db_begin(db, &e) && add(db, "five", &e), "one writes");
    ok(!db_begin(other, &e) && e.code == ERR_FILE && e.remedy, "the other is told");
    db_rollback(db);
    ok(db_begin(other, &e), "then it may");
    db_rollback(other);
    db_close(other, NULL);
    err_finish(&e);
}

static void test_refused(void)
{
    struct err e = {0};
    ok(!db_open("/nowhere/x.db", DB_CREATE, &e) && e.code == ERR_FILE, "no folder");
    is("/nowhere/x.db", e.place, "says which");
    ok(!db_open(folder, 0, &e) && e.code == ERR_FILE, "a folder");
    FILE *f = fopen(path, "w");
    for (int i = 0; i < 2000; i++)
        fputs("no database", f);
    fclose(f);
    ok(!db_open(path, 0, &e) && e.code == ERR_DAMAGED, "not a database");
    err_finish(&e);
}

int main(void)
{
    folder_make(folder, sizeof folder, "db");
    path = xasprintf("%s/a.db", folder);
    journal = xasprintf("%s-journal", path);
    struct err e = {0};
    ok(!db_open(path, 0, &e) && e.code == ERR_FILE, "not there, not made");
    struct db *db = db_open(path, DB_CREATE, &e);
    ok(db && db_exec(db, "CREATE TABLE t(a TEXT)", &e), "made");
    test_settings(db);
    test_nesting(db);
    test_statements(db);
    test_frozen(db);
    ok(access(journal, F_OK) == 0, "the journal stays while open");
    test_other_program(db);
    char *said = db_quick_check(db, &e);
    is("", said, "sound");
    free(said);
    ok(db_close(db, &e), "closes");
    ok(access(journal, F_OK) != 0, "one file remains");
    db = db_open(path, DB_READONLY, &e);
    ok(db_readonly(db) && !add(db, "x", &e) && e.code == ERR_FILE, "read-only");
    db_close(db, NULL);
    test_refused();
    unlink(path);
    rmdir(folder);
    free(path);
    free(journal);
    err_finish(&e);
    return tap_done();
}
