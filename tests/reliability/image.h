#ifndef PHIEU_TESTS_RELIABILITY_IMAGE_H
#define PHIEU_TESTS_RELIABILITY_IMAGE_H
/* The bytes of a file as they are on a played disk, and writes that power cuts off: for both disks (disk.h stands
 * under SQLite, calls.h under the whole program). Nothing of the program is used: it may be another one. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers for tests: xorshift, from a seed that is printed. */
static inline uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed >> 11;
}

#define SECTOR 512

struct image {
    char *bytes;
    size_t len, room;
    bool exists;
};

/* Grown with zeros, or cut. */
void image_size(struct image *i, size_t len);
void image_write(struct image *i, int64_t at, const char *bytes, size_t n);
/* A write that was not synced: whole, not at all, its beginning, or any of its sectors. */
void image_write_torn(struct image *i, int64_t at, const char *bytes, size_t n, uint64_t *seed);
void image_copy(struct image *to, const struct image *from);
/* From a file, and to it; one that does not exist is no file. */
void image_read(struct image *i, const char *path);
void image_store(const struct image *i, const char *path);
void image_finish(struct image *i);

#endif
