#ifndef PHIEU_TESTS_RELIABILITY_DISK_H
#define PHIEU_TESTS_RELIABILITY_DISK_H
/* A disk that loses its power, or fails: a VFS that wraps SQLite's own and stands before it for
 * every file opened from now on. It writes what is written down, so that the folder can be made
 * again as a power cut would leave it: what was synced is there; what was written later is there,
 * or not, or in part (sectors of 512 bytes). Nothing is synced in truth: tests run at full speed. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Becomes SQLite's default VFS. Before the first use of SQLite. */
void disk_install(void);

/* ---- power cuts ------------------------------------------------------------------------------ */

/* From now on everything done to `path` and `path`-journal is written down; what they hold now
 * counts as safe. */
void disk_record(const char *path);
void disk_record_end(void); /* also releases what was written down */
/* The program has told its user that `step` is safe; the disk is idle afterwards. */
void disk_note(int step);
size_t disk_ops(void);
/* The next operation at or after `op` behind which something was noted; 0: none. */
size_t disk_idle_after(size_t op);
/* A sync does nothing: the stick that lies. */
void disk_lie(bool on);
/* Makes `path` and its journal as they may be found when power fails right after the operation.
 * Calls must come with rising `op`. Returns the last step noted before (-1: none). */
int disk_cut(size_t op, const char *path, uint64_t *seed);

/* ---- faults ---------------------------------------------------------------------------------- */

enum disk_fault {
    DISK_IO,    /* the I/O error of that operation */
    DISK_OTHER, /* the other one it knows: full, busy, short read, cannot open */
};
/* The n-th operation from now (1 is the next) fails; for ever: all later ones, too. */
void disk_fail(long n, enum disk_fault fault, bool for_ever);
/* No more faults. Whether one has happened. */
bool disk_mend(void);
/* The operation that failed first ("write", …). */
const char *disk_failed_at(void);

#endif
