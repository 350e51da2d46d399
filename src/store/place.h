#ifndef PHIEU_STORE_PLACE_H
#define PHIEU_STORE_PLACE_H
/* Where a whole file is put once it was written under another name and read back. Only store/ uses
 * this. */
#include "store/internal.h"

/* "cannot be made", with errno; returns false. */
bool place_refuse(const char *path, struct err *e);
/* What was written is on the disk, and is read from there from now on. */
bool place_sync(const char *path);
bool place_sync_folder(const char *path);
/* Who makes a file in the folder of path holds it, so that two do not make the same one at once: a descriptor to
 * close, which ends it; -1: the disk knows no such thing, and nothing is held. */
int place_hold_folder(const char *path);
/* "PATH.new-…", freshly allocated: the name says which process makes it. */
#define PLACE_NEW ".new-"
char *place_new_name(const char *path);
/* Takes away what programs that were killed left beside path under such names. */
void place_sweep(const char *path);
/* Whether what stands in a folder is ours, and the process of the tag in its name has ended; a tag of
 * another boot or computer counts a day later. */
bool place_is_left(int folder, const char *name, const char *tag);
/* Moves made to path; never over a file that is there. */
bool place_put_new(const char *made, const char *path, struct err *e);
/* Moves made to path, and what stood there to kept, over which it may go. At each moment a whole file
 * stands at path, where the disk can exchange two in one step; and the old one always stands under one
 * of the two names. When it fails the old file stands where it stood. */
bool place_put_over(const char *made, const char *path, const char *kept, struct err *e);
/* ERR_FILE when a journal stands beside: another program has the file open, or did not close it. */
bool place_check_idle(const char *path, struct err *e);

#endif
