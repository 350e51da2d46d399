#ifndef PHIEU_STORE_SAFETY_INTERNAL_H
#define PHIEU_STORE_SAFETY_INTERNAL_H
/* What the files safety*.c share, and the few doors by which the store calls them. */
#include "base/installation.h"
#include "store/internal.h"
#include "store/safety.h"
#include "store/seen.h"

struct safety_note { /* a value of a draft that was written; path NULL: the draft itself */
    char draft[ENTRY_ID_HEX];
    char *path;
};

struct safety {
    char lineage[33];
    struct db *db;            /* the safety store; NULL: not open now */
    char id[33];              /* of that file, so that one begun anew is known */
    VEC(struct hash) made;    /* events made here, not in it yet */
    VEC(struct safety_note) drafts;
    char *trouble, *news;
    struct seen seen;         /* what was noted when the file was closed here */
    char stamp[SEEN_STAMP];   /* of the data file before it was opened */
    char place[SEEN_STAMP];
    bool ours;                /* the file is as it was closed here, or was made by this program */
    bool lent;                /* sound by the word of a running program that has it open */
    bool sound;               /* ours, or looked through now */
    bool readonly;            /* nothing is written to the file */
    bool named;               /* the safety store knows where the file stands */
    bool counted;             /* `missing` was counted at least once */
    bool fill;                /* everything in it that was made here belongs into the safety store */
    int64_t complete;         /* what the safety store holds up to this number is in the file */
    int64_t missing;          /* above that, and drafts */
};

/* ---- for the store ------------------------------------------------------------------------------ */

/* After a data file was opened with STORE_KEPT. fresh: it was made by this program just now. */
void safety_attach(struct store *s, bool fresh, const char *stamp);
/* The file was looked through, and every row was what its name says. */
void safety_trust(struct store *s);
/* Whether its log of imports is the word of this computer. Looking through a file does not tell whether what the log
 * of another calls known is there; who begins it anew (import_forget) says so here. */
bool safety_log_is_ours(const struct store *s);
void safety_own_log(struct store *s);
/* It is not what it was, though nothing outside of it tells: it counts as closed elsewhere. */
void safety_distrust(struct store *s);
/* Something that a person must be told once; takes the text over. */
void safety_tell(struct store *s, char *text);
/* While the file is still open: the last tries. Then, when it was closed (good: cleanly), what is to be
 * known at the next opening. */
void safety_rest(struct store *s);
void safety_detach(struct store *s, bool good);
/* Inside a transaction: this event was made here; this draft (value) was written. */
void safety_note_event(struct store *s, const struct hash *event);
void safety_note_draft(struct store *s, const char *draft, const char *path);
/* The drafts of this entry are about to be erased: with the commit they leave the safety store, too, wherever
 * the file stood when they were kept. */
void safety_note_erased(struct store *s, const char *entry);
/* After the commit. */
void safety_keep(struct store *s);
/* Becomes what safety_trouble() tells: it cannot be written, or (reading) not be read. */
void safety_set_trouble(struct safety *k, bool reading, const struct err *e);

/* ---- safety_file.c ------------------------------------------------------------------------------ */

/* At an opening, before anything is written to it: whether it can be read and (write) written, its folder made, and
 * whether there is room. A damaged one is put aside then, not with the first work that needs it. */
bool safety_look(struct safety *k, bool write, struct err *e);
/* Opens it for writing, or (readonly) for reading; false with ERR_NONE: there is none (and make was false).
 * A damaged or foreign one is put aside when it may be written, which becomes news. */
bool safety_open(struct safety *k, bool make, bool readonly, struct err *e);
/* The error e says that it is damaged: puts it aside, and finishes e; false with another e. */
bool safety_set_aside(struct safety *k, struct err *e);
void safety_close(struct safety *k);
/* "…/safety". Freshly allocated. */
char *safety_folder(void);
/* What tells that nothing was written to it since; "" when there is none. */
void safety_stamp(const char *lineage, char ret[SEEN_STAMP]);

/* ---- safety_missing.c --------------------------------------------------------------------------- */

/* Counts again from where all was complete. False (e may be NULL): it cannot be read now, so nothing is known. */
bool safety_count(struct store *s, struct err *e);
/* The same; *ret: whether anything is missing. Without a safety store nothing is. */
bool safety_lacks(struct store *s, bool *ret, struct err *e);

/* ---- safety_draft.c ----------------------------------------------------------------------------- */

/* Inside a transaction of the safety store: brings it up to what the file holds of these drafts. */
bool safety_put_drafts(struct store *s, struct err *e);
void safety_forget_notes(struct safety *k);
/* Drafts that are newer in the safety store than in the file. fn returns false to stop. */
struct safety_draft {
    char draft[ENTRY_ID_HEX], entry[ENTRY_ID_HEX];
    char *form_id, *unit, *period, *author;
    int64_t touched;
};
typedef bool safety_draft_fn(void *user, const struct safety_draft *d, struct err *e);
bool safety_each_draft(struct store *s, safety_draft_fn *fn, void *user, struct err *e);
/* One of them, with its values, into the file; inside a transaction there. */
bool safety_take_draft(struct store *s, const char *draft, struct err *e);

#endif
