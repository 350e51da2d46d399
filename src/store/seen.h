#ifndef PHIEU_STORE_SEEN_H
#define PHIEU_STORE_SEEN_H
/* What this user's state folder remembers of data files: how each was when it was closed here, so that
 * one that comes back otherwise is looked through before it is used. Nothing of it stands in the data file,
 * so a file cannot say of itself that it was checked. Only store/ uses this. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define SEEN_STAMP 128

struct seen {
    char closed[SEEN_STAMP];  /* the file as it was then; "": not known, or not whole then */
    char safety[SEEN_STAMP];  /* the safety store then */
    char safety_id[33];       /* which safety store `complete` counts in */
    int64_t complete;         /* up to this number of its events the file held them all */
    int64_t missing;          /* how many above that it lacked */
    bool behind;              /* the safety store could not take everything */
    bool log;                 /* its log of imports was begun anew since it came from elsewhere */
    int64_t pid;              /* a program that has it open, and in which boot; 0: none */
    char *boot;
    char place[SEEN_STAMP];   /* where on the disk that one found the file */
};

/* Size, times, place and counter of changes; read while nobody in this process has the file open. "" when
 * it cannot be read. */
void seen_stamp(const char *path, char ret[SEEN_STAMP]);
/* The place alone. */
void seen_place(const char *path, char ret[SEEN_STAMP]);
/* All empty when nothing is known. */
void seen_load(const char *lineage, const char *path, struct seen *ret);
/* Not made safe on the disk: after a power cut the file is only looked through once more. */
void seen_save(const char *lineage, const char *path, const struct seen *seen);
void seen_finish(struct seen *s);

#endif
