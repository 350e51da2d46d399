#ifndef PHIEU_DB_CONFINE_H
#define PHIEU_DB_CONFINE_H
/* A connection to a file from elsewhere: it may only read, only what is named, and only so long. */
#include "db/db.h"

/* From here on a connection that was opened with DB_STRANGE answers SELECT on these tables (NULL at the end;
 * the array must outlive db) and quick_check, nothing else, and keeps its low limits to the end. The schema
 * must have been compared before. */
void db_confine(struct db *db, const char *const *tables);
/* The schema is ours: the low limits of DB_STRANGE are lifted. */
void db_release(struct db *db);
/* Called while a long statement runs; returning false interrupts it. */
void db_on_progress(struct db *db, bool (*fn)(void *user), void *user);
/* Bounds what SQLite may hold, in all connections of the program, to what it holds now and so many bytes
 * more; a statement that needs more fails for want of memory. Returns the former limit, for
 * db_restore_heap. */
int64_t db_limit_heap(int64_t bytes);
void db_restore_heap(int64_t before);

#endif
