#ifndef PHIEU_STORE_MERGE_H
#define PHIEU_STORE_MERGE_H
/* Taking in files from elsewhere: the union of events and bodies, each verified by its own bytes.
 * A merge makes no event and changes none; merging again changes nothing (doc/merging.md). */
#include "store/store.h"

struct merge_counts {
    int64_t seen;        /* = known + added + quarantined + refused */
    int64_t known, added;
    int64_t quarantined; /* not what their name says, or not readable: kept apart with the reason */
    int64_t refused;     /* bodies erased here */
};

struct merge_file {
    char *name;
    struct merge_counts events, bodies;
    struct merge_counts signatures;
    int64_t kinds[EVENT_KINDS + 1]; /* of events.added, how many of each kind */
    int64_t drafts;      /* unfinished work of others that came along */
    bool torn;           /* its structure is damaged: rows may be missing */
    bool interrupted;    /* stopped halfway by the person; merging again goes on */
    struct err err;      /* err.message: the file was refused as a whole */
    bool large;          /* refused because of how much it brings: options.large takes it */
};

/* What came for one form, unit and period. */
struct merge_entry {
    char *form_id, *unit, *period; /* one piece of memory, at form_id; period "": once */
    int64_t fresh, changed, same, conflicting; /* entries; conflicting ones are counted besides */
    int64_t comments; /* that came for them */
};

struct merge_report {
    VEC(struct merge_file) files;
    VEC(struct merge_entry) entries; /* by form, unit, period */
};

struct merge_options {
    /* How far it is; returning false stops after what is begun. file "": a trial copies our own. NULL:
     * nobody asks. */
    bool (*progress)(void *user, const char *file, int64_t done, int64_t all);
    void *user;
    bool large;     /* however much a file brings (store/merge_caps.h) */
    int batch_rows; /* of one transaction; 0: as many as is good */
};

/* Takes the files in, one after the other. A file that cannot be taken stops nothing: its error
 * stands in the report. False when our own file could not be written (e). */
bool store_merge(struct store *s, const char *const *paths, size_t n,
                 const struct merge_options *options, struct merge_report *ret, struct err *e);
/* The same in a private copy of our own file: nothing is written here. */
bool store_merge_try(struct store *s, const char *const *paths, size_t n,
                     const struct merge_options *options, struct merge_report *ret, struct err *e);
/* The same for somebody who wants to look at what would come: its store stands until the end. NULL
 * with e. */
struct merge_trial;
struct merge_trial *merge_trial_begin(struct store *s, const char *const *paths, size_t n,
                                      const struct merge_options *options,
                                      struct merge_report *ret, struct err *e);
struct store *merge_trial_store(const struct merge_trial *t);
/* Accepts NULL. */
void merge_trial_end(struct merge_trial *t);

/* A file that was taken in. */
struct import {
    int64_t id, at;
    char *name;   /* without its folder */
    bool done;    /* false: it was interrupted */
    bool restored; /* of store_import_newest: not a file from elsewhere, but this computer's second copy */
};
VEC_TYPEDEF(imports, struct import);

/* Imports that were interrupted and not gone on with since, oldest first. */
bool store_imports_unfinished(struct store *s, struct imports *ret, struct err *e);
/* The import that brought the event of this form or list; ret->name NULL: none did. */
bool store_import_of(struct store *s, enum event_kind kind, const struct hash *body,
                     struct import *ret, struct err *e);
/* The newest one that brought anything; false with ERR_NONE: none did, or it is not known. */
bool store_import_newest(struct store *s, struct import *ret, struct err *e);
/* What it brought: how many comments, and whose work: *ret_office is freed by the caller, NULL when several offices
 * had their hands in it. Of thousands of events neither is counted. */
bool store_import_brought(struct store *s, int64_t id, char **ret_office, int64_t *ret_comments, struct err *e);
/* When the submission of an entry that was made at `submitted` came into this file with another one; 0: it was
 * made in it, or nobody knows. Of this file alone: other copies say otherwise. */
bool store_came(struct store *s, const char *entry, int64_t submitted, int64_t *ret, struct err *e);
void import_finish(struct import *x);
void imports_finish(struct imports *v);

void merge_report_finish(struct merge_report *r);
/* Whether anything was quarantined, refused as a whole, or is in conflict. */
bool merge_report_troubled(const struct merge_report *r);

#endif
