#ifndef PHIEU_TUI_FOLDER_H
#define PHIEU_TUI_FOLDER_H
/* What stands in a folder, read piece by piece: thousands of files on a slow stick keep nobody waiting. Nothing
 * in it is believed: names may hold any byte, files may be FIFOs, links may lead nowhere. */
#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct folder_item {
    char *name;  /* its bytes */
    char *shown; /* what a person may see (folder_shown) */
    bool folder; /* else a data file of ours, by its first bytes */
    int64_t size, time;
};

struct folder {
    char *path;
    VEC(struct folder_item) items; /* folders first, then by the alphabet */
    size_t others;                 /* files that are none of ours, and what cannot be looked at */
    char *trouble;                 /* why it could not be read, or not to its end; NULL: nothing */
    void *dir;                     /* NULL: read to its end */
};

/* Begins to read; a folder that cannot be opened has no items, and trouble says why. */
void folder_begin(struct folder *f, const char *path);
/* Reads on for about so many milliseconds (0: to the end). False: that was the end. Indexes of items change. */
bool folder_read(struct folder *f, int ms);
void folder_finish(struct folder *f);

/* A name from elsewhere, as a person may see it: control characters, newlines, what is invisible or turns
 * the writing round, and bytes that are no letters stand as \x0a or \u202e. Freshly allocated. */
char *folder_shown(const char *name);
/* The folder that holds it; "/" has none above. Freshly allocated. */
char *folder_above(const char *path);
/* What a person typed for a path: "~/" is the home folder. Freshly allocated. */
char *folder_expand(const char *path);

#endif
