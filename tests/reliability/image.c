#include "reliability/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void image_size(struct image *i, size_t len)
{
    if (len > i->room) {
        i->room = len * 2;
        i->bytes = realloc(i->bytes, i->room);
        if (!i->bytes)
            abort();
    }
    if (len > i->len)
        memset(i->bytes + i->len, 0, len - i->len);
    i->len = len;
}

void image_write(struct image *i, int64_t at, const char *bytes, size_t n)
{
    if ((size_t)at + n > i->len)
        image_size(i, (size_t)at + n);
    if (n)
        memcpy(i->bytes + at, bytes, n);
}

void image_write_torn(struct image *i, int64_t at, const char *bytes, size_t n, uint64_t *seed)
{
    size_t sectors = (n + SECTOR - 1) / SECTOR, first = draw(seed) % (sectors + 1);
    int how = (int)(draw(seed) % 4);
    for (size_t s = 0; s < sectors; s++) {
        size_t from = s * SECTOR, size = n - from < SECTOR ? n - from : SECTOR;
        if (how == 0 || (how == 2 && s < first) || (how == 3 && draw(seed) % 2))
            image_write(i, at + (int64_t)from, bytes + from, size);
    }
}

void image_copy(struct image *to, const struct image *from)
{
    to->exists = from->exists;
    to->len = 0;
    image_write(to, 0, from->bytes, from->len);
}

void image_read(struct image *i, const char *path)
{
    FILE *f = fopen(path, "rb");
    char piece[65536];
    i->exists = f != NULL;
    i->len = 0;
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        image_write(i, (int64_t)i->len, piece, n);
    if (f)
        fclose(f);
}

void image_store(const struct image *i, const char *path)
{
    FILE *f = i->exists ? fopen(path, "wb") : NULL;
    if (!i->exists)
        unlink(path);
    if (f && i->len)
        fwrite(i->bytes, 1, i->len, f);
    if (f)
        fclose(f);
}

void image_finish(struct image *i)
{
    free(i->bytes);
    *i = (struct image){0};
}
