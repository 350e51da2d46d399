#ifndef PHIEU_DB_CONFINE_H
#define PHIEU_DB_CONFINE_H
/* A connection to a file from elsewhere: it may only read, and only what is named. */
#include "db/db.h"

/* Lower limits for everything a hostile file could make large, and an authorizer that allows SELECT,
 * reading of these tables (NULL at the end; the array must outlive db), and quick_check. The schema
 * must have been compared before. */
void db_confine(struct db *db, const char *const *tables);
/* Called while a long statement runs; returning false interrupts it. */
void db_on_progress(struct db *db, bool (*fn)(void *user), void *user);

#endif
