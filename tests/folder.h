#ifndef PHIEU_TESTS_FOLDER_H
#define PHIEU_TESTS_FOLDER_H
/* Where a test works: a new folder of its own, in memory if that has room. What syncs cost is measured elsewhere
 * (bench/), and what they are for is shown by reliability/disk.h and calls.h, which write down every one. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Fills ret with its path, which is as long wherever it is; ends the program if there is none. */
static inline void folder_make(char *ret, size_t size, const char *name)
{
    struct statvfs fs;
    bool memory = !access("/dev/shm", W_OK) && !statvfs("/dev/shm", &fs) &&
                  (uint64_t)fs.f_bavail * fs.f_frsize > 2ULL << 30;
    snprintf(ret, size, "%s-%s-XXXXXX", memory ? "/dev/shm/phieu" : "/tmp/phieu-try", name);
    if (!mkdtemp(ret)) {
        perror(ret);
        exit(99);
    }
}

#endif
