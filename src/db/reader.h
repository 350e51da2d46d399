#ifndef PHIEU_DB_READER_H
#define PHIEU_DB_READER_H
/* How SQLite reads a file from elsewhere where it lies: through a door that opens that one file and
 * nothing beside it, and can neither write, nor make, delete nor lock anything. What may have changed
 * meanwhile is for the caller to find out. Only db/ uses this. */

/* The name for sqlite3_open_v2; NULL: no memory. */
const char *reader_name(void);

#endif
