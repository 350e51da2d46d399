#ifndef PHIEU_TUI_BROWSE_ROWS_H
#define PHIEU_TUI_BROWSE_ROWS_H
/* What the browser lists (screen_browse.c): the places to begin with and what is found there, or the
 * contents of one folder. Read piece by piece. */
#include <sys/types.h>

#include "tui/folder.h"
#include "tui/media.h"

enum browse_kind {
    BROWSE_HEADING, /* cannot be chosen */
    BROWSE_HERE,    /* this folder is the one */
    BROWSE_UP,
    BROWSE_PLACE,
    BROWSE_FOLDER,
    BROWSE_FILE,
};

struct browse_row {
    enum browse_kind kind;
    char *path, *shown;
    int64_t size, time; /* of a file */
    int64_t room;       /* of a place; -1: not known */
};

struct browse_rows {
    bool folders_only;
    dev_t own_device; /* the open file, which is never listed */
    ino_t own_number;
    struct media media;
    char *path;             /* the folder that is shown; NULL: the places */
    struct folder folder;   /* its contents */
    struct folder search;   /* where files are looked for now, while the places are shown */
    VEC(char *) to_search;  /* folders that follow */
    size_t searched;        /* of them */
    size_t looked;          /* at how many things */
    VEC(struct browse_row) found; /* files on the places */
    VEC(struct browse_row) rows;  /* what is shown */
};

void browse_rows_init(struct browse_rows *b, const struct media_options *media, const char *own,
                      bool folders_only);
void browse_rows_finish(struct browse_rows *b);
/* Shows this folder; NULL: the places. */
void browse_rows_go(struct browse_rows *b, const char *path);
/* Whether more is still to be read, and reading on for some milliseconds. */
bool browse_rows_reading(const struct browse_rows *b);
void browse_rows_read(struct browse_rows *b, int ms);
/* Makes the rows: those that fit the letters (without marks, too). */
void browse_rows_make(struct browse_rows *b, const char *needle);

#endif
