#ifndef PHIEU_STORE_MEDIUM_H
#define PHIEU_STORE_MEDIUM_H
/* What a file stands on: a disk of this computer, something that can be pulled out, or another computer. */
#include "base/err.h"

enum medium { MEDIUM_FIXED, MEDIUM_REMOVABLE, MEDIUM_NETWORK };

/* Of the file, or of the folder that it is to be made in. What cannot be found out counts as fixed. */
enum medium medium_of(const char *path);
/* The same by other tables: of mounts (as /proc/self/mountinfo), and of devices (a folder like
 * /sys/dev/block). Tests of the whole program name them in PHIEU_TEST_MOUNTS and PHIEU_TEST_DEVICES. */
enum medium medium_by(const char *path, const char *mounts, const char *devices);
/* Files on network drives are not edited: says so, and what to do; returns false. */
bool medium_refuse(const char *path, struct err *e);

#endif
