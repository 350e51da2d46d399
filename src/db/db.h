#ifndef PHIEU_DB_DB_H
#define PHIEU_DB_DB_H
/* A thin, strict wrapper: src/db/ is the one door to SQLite. Errors become `struct err` that say
 * what happened to which file and what to do. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct db;
struct stmt;

enum db_open {
    DB_READONLY = 1,
    DB_CREATE = 2,    /* make it if it does not exist */
    DB_REMOVABLE = 4, /* on a stick: journal DELETE instead of PERSIST */
    DB_MEMORY = 8,    /* path ignored */
    DB_STRANGE = 16,  /* it may hold anything: low limits from the first look on (db/confine.h) */
    DB_IN_PLACE = 32, /* with DB_READONLY: neither locked nor written, and nothing beside it is seen
                       * (db/reader.h) */
};

/* Opens with the settings of the data file: PERSIST (or DELETE) + EXTRA, secure_delete,
 * trusted_schema off, cell_size_check, no mmap, busy_timeout 10 s, DEFENSIVE, no extensions, 2 MB of
 * cache. page size 8192 for a new file. Schema checks are the store's. */
struct db *db_open(const char *path, unsigned flags, struct err *e);
/* journal_mode=DELETE first, so that one file remains. false: the last step failed (all committed
 * data are safe). */
bool db_close(struct db *db, struct err *e);
/* Closes a file that was looked at and refused: nothing on the disk changes. Accepts NULL. */
void db_abandon(struct db *db);
const char *db_path(const struct db *db);
bool db_readonly(const struct db *db);

/* Runs statements without results. */
bool db_exec(struct db *db, const char *sql, struct err *e);

/* From now on no statement may change or delete rows of these tables (NULL at the end; the array
 * must outlive db), nor drop or alter them. It does not see a conflict clause that replaces rows:
 * tests/store/words.c keeps those words out of the program. */
void db_freeze_tables(struct db *db, const char *const *tables);
/* The one way past it: a DELETE from one of these tables, prepared to be run once and then freed
 * (stmt_free). Only store/erase.c may use it (tests/store/words.c). */
struct stmt *db_prepare_delete(struct db *db, const char *table, const char *sql, struct err *e);
/* After rows went for ever: writes the file anew, without what still stands in free places, and takes the
 * journal away, which holds it, too. Not within a transaction. */
bool db_scrub(struct db *db, struct err *e);
/* 24 MB of cache for bulk work, 2 MB while a person works. What is sorted and does not fit goes to the disk.
 * Not within a transaction. */
bool db_set_bulk(struct db *db, bool bulk, struct err *e);
/* Within bulk work: half of the cache is room to sort in. */
bool db_set_sorting(struct db *db, bool sorting, struct err *e);
/* Called when a statement has waited half a second for another program's lock, and every second
 * after: somebody may be told. One for the whole program; NULL: nobody. It must not use the file. */
void db_on_waiting(void (*fn)(void *user), void *user);
/* How long a statement waits for another program's lock; 10 s at first. */
bool db_set_waiting(struct db *db, int ms);
/* Connections that are opened from now on wait no longer than this, whatever they are told: for tests, where the
 * other program is made up. */
void db_limit_waiting(int ms);

/* Transactions nest; only the outermost commits. After a rollback inside, the outermost commit
 * fails too. db_begin takes the write lock at once (BEGIN IMMEDIATE). */
bool db_begin(struct db *db, struct err *e);
/* One that reads only, until db_rollback or db_close: all that is read is of one moment, and the file is
 * locked once and not for every row. */
bool db_begin_reading(struct db *db, struct err *e);
bool db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* The number of the outermost transaction, from 1; what was asked in one holds as long as the number. */
int64_t db_transaction(const struct db *db);

/* A prepared statement; sql must be a string that lives as long as db (a literal): equal pointers
 * share one prepared statement, which db_close finalizes. Bindings are numbered from 1. The
 * statement must be reset (stmt_done) before it is taken again. NULL with e on failure. */
struct stmt *db_prepare(struct db *db, const char *sql, struct err *e);
/* Not cached; end it with stmt_free. */
struct stmt *db_prepare_once(struct db *db, const char *sql, struct err *e);
void stmt_free(struct stmt *s);
/* Texts and blobs are copied. */
void stmt_bind_int(struct stmt *s, int i, int64_t v);
void stmt_bind_text(struct stmt *s, int i, const char *v); /* NULL binds NULL */
void stmt_bind_textn(struct stmt *s, int i, const char *v, size_t n);
/* Not copied: v must stand until stmt_done or stmt_run. */
void stmt_lend_textn(struct stmt *s, int i, const char *v, size_t n);
void stmt_lend_text(struct stmt *s, int i, const char *v); /* NULL binds NULL */
void stmt_lend_blob(struct stmt *s, int i, const void *v, size_t n);
void stmt_bind_blob(struct stmt *s, int i, const void *v, size_t n);
enum stmt_row { STMT_ROW, STMT_DONE, STMT_FAILED };
enum stmt_row stmt_step(struct stmt *s, struct err *e);
/* Steps a statement that gives no rows, and resets it. */
bool stmt_run(struct stmt *s, struct err *e);
/* Whether the step failed because a text of the row is larger than any of ours (8 MB); until stmt_done. */
bool stmt_met_large(const struct stmt *s);
void stmt_done(struct stmt *s); /* resets, clears bindings */
int64_t stmt_int(struct stmt *s, int column);
bool stmt_null(struct stmt *s, int column);
const char *stmt_text(struct stmt *s, int column); /* "" for NULL; valid until the next step */
size_t stmt_bytes(struct stmt *s, int column);
/* Not copied, so without a zero behind it: also of a text; NULL: NULL, or no bytes. */
const void *stmt_blob(struct stmt *s, int column);

/* The same with its length, in fewer steps: for values that are asked for by the hundred thousand. */
const void *stmt_blob_of(struct stmt *s, int column, size_t *ret_n);

/* Whether a text or blob of a row is exactly these bytes; false also when there is no such row. table and column are
 * literals. What is kept open for the next row of the table is closed when the transaction ends, and by db_exec. */
bool db_row_is(struct db *db, const char *table, const char *column, int64_t row, const void *bytes, size_t n,
               bool *ret_same, struct err *e);

/* One-value queries; def when there is no row. */
bool db_int(struct db *db, const char *sql, int64_t def, int64_t *ret, struct err *e);
char *db_text(struct db *db, const char *sql, struct err *e); /* NULL: no row or e set */

int64_t db_last_rowid(const struct db *db);
int db_changes(const struct db *db);

/* Forgets the pages held in memory, so that a check reads the disk. */
void db_forget(struct db *db);
/* "" when quick_check finds nothing, else its first complaint. NULL with e when it cannot run. */
char *db_quick_check(struct db *db, struct err *e);
/* The same by this query, which asks for one of SQLite's checks, of one table for instance. */
char *db_check_by(struct db *db, const char *sql, struct err *e);
/* The same, with every index compared with its table. */
char *db_full_check(struct db *db, struct err *e);

/* Counts of what was written, for tests and benchmarks: commits since opening. */
int64_t db_commits(const struct db *db);

#endif
