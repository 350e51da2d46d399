#ifndef PHIEU_TESTS_RELIABILITY_CALLS_H
#define PHIEU_TESTS_RELIABILITY_CALLS_H
/* The system's calls that touch the disk (open, write, fsync, rename, …), played over: whoever links
 * calls.c, or is started with it in LD_PRELOAD, has them counted below one folder. They can be made
 * to kill the program, or to fail, at any of them; and what a power cut leaves of the folder can be
 * made again. Unlike disk.h this sees SQLite's writes and our own renames in one row. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From now on calls below this folder (absolute, no links in it) count; NULL: none. */
void calls_watch(const char *folder);

/* ---- kill -9, faults ------------------------------------------------------------------------- */

/* What changes the disk, or makes changes safe, since calls_watch. */
long calls_changes(void);
/* Calls of one kind (a single bit of calls_on) since the last calls_fail that named it. */
long calls_count(unsigned on);
/* The program dies before the n-th change from now. */
void calls_kill(long n);

enum calls_on {
    ON_READ = 1,
    ON_WRITE = 2,  /* also truncation */
    ON_SYNC = 4,
    ON_NAME = 8,   /* rename, link, unlink, mkdir, rmdir */
    ON_OPEN = 16,
    ON_CLOSE = 32,
    ON_LOCK = 64,
    ON_STAT = 128,
    ON_CHANGES = ON_WRITE | ON_SYNC | ON_NAME | ON_OPEN,
    ON_ALL = 255,
};
struct calls_fault {
    unsigned on;
    long n;          /* the n-th of these from now (1 is the next) fails */
    int error;       /* errno; 0: a read or write is short, anything else goes well */
    bool for_ever;   /* all later ones too: a stick that was pulled */
};
void calls_fail(const struct calls_fault *f);
/* No more faults. Whether one has happened. */
bool calls_mend(void);
/* The call that failed first ("rename", …). */
const char *calls_failed_at(void);

/* In another program: LD_PRELOAD, and these variables. CALLS_FOLDER; CALLS_KILL=N; CALLS_FAIL=N with
 * CALLS_ERROR=ERRNO, CALLS_ON=BITS, CALLS_FOR_EVER=1; CALLS_PULLED=FILE: all calls fail as long as it
 * exists (asked anew each time); CALLS_HELD=FILE: calls wait as long as it exists; CALLS_TELL=FILE: at the end it says how many changes there were, how
 * many calls of each kind of CALLS_ON, whether one has failed, and which. */

/* ---- power cuts ------------------------------------------------------------------------------ */

/* From now on everything is written down; what the folder holds now counts as safe. Nothing is
 * synced in truth. */
void calls_record(void);
void calls_record_stop(void); /* nothing more is written down */
void calls_record_end(void);  /* and what was is forgotten */
/* The program has told its user that `step` is done. */
void calls_note(int step);
size_t calls_ops(void);
/* The next operation at or after `op` behind which something was noted; 0: none. */
size_t calls_idle_after(size_t op);
/* Syncs do nothing: the stick that lies. */
void calls_lie(bool on);
enum calls_disk {
    DISK_ORDERED, /* names change in their order (a journal of its own: ext4, NTFS) */
    DISK_LOOSE,   /* each change of a name that was not synced may be lost alone (FAT) */
};
/* Fills the empty folder `to` as power leaves it when it fails right after the operation: synced
 * writes are there; others are there, or not, or in part; so are names whose folder was not synced.
 * Returns the last step noted before (-1: none). */
int calls_cut(size_t op, enum calls_disk disk, const char *to, uint64_t *seed);

#endif
