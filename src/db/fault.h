#ifndef PHIEU_DB_FAULT_H
#define PHIEU_DB_FAULT_H
/* Turns what SQLite answers into an error value. */
#include <stdbool.h>

#include "base/err.h"

struct db;

/* Fills e for the result code (extended) of the last call on db; returns false. */
bool db_fault(struct db *db, int rc, struct err *e);
/* The file holds a text that is too large to be read. */
bool db_fault_large(struct db *db, struct err *e);

/* Whether the disk refused what was last read of the file: SQLite calls that damage. */
bool db_read_refused(struct db *db);

#endif
