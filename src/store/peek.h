#ifndef PHIEU_STORE_PEEK_H
#define PHIEU_STORE_PEEK_H
/* For lists of files: whether one looks like a data file of ours. */
#include <stdbool.h>

/* By its first 100 bytes alone; nothing is believed, and SQLite does not see it. Only regular files are opened, so
 * that nothing waits for a FIFO or wakes a device. folder: a descriptor, or AT_FDCWD. */
bool store_peek(int folder, const char *name);

#endif
