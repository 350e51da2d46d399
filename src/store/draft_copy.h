#ifndef PHIEU_STORE_DRAFT_COPY_H
#define PHIEU_STORE_DRAFT_COPY_H
/* Unfinished work of others, as it came in their files: a set, never merged by the machine and never
 * deleted by it (invariant D3). A person takes it over into a draft of their own, or dismisses it; both
 * are said by an event, which travels. */
#include "store/store.h"

struct draft_copy {
    struct hash id;           /* of its content */
    char draft[ENTRY_ID_HEX], inst[ENTRY_ID_HEX], entry[ENTRY_ID_HEX];
    VEC(struct hash) parents; /* the revisions that it goes on from */
    struct hash form;
    char *form_id, *unit, *period;  /* NULL: nobody here knows; period NULL also: once */
    char *author, *office;    /* as it says; may be NULL */
    json *values;             /* path → canonical bytes, as in draft_values */
    int64_t touched;
};
void draft_copy_finish(struct draft_copy *c);

/* Those that somebody may want: the newest state of each draft, not dismissed, not finished by its own
 * office since, and saying something else than the entry says already. all: also the others. Newest first; the
 * callback returns false to stop. */
typedef bool draft_copy_fn(void *user, const struct draft_copy *c);
bool draft_copies(struct store *s, bool all, draft_copy_fn *fn, void *user, struct err *e);
/* Quickly, for every return to the first screen: without comparing them with their entries where there are
 * many. */
bool draft_copies_count(struct store *s, int64_t *ret, struct err *e);
/* By its id (64 hex letters) or a unique prefix of at least 6. ERR_USAGE: there is none, or more. */
bool draft_copy_find(struct store *s, const char *ref, struct draft_copy *ret, struct err *e);

/* Nobody needs it any more. by: author, office, time (borrowed). */
bool draft_copy_dismiss(struct store *s, const struct draft_copy *c, const struct event *by,
                        struct err *e);
/* Its values become a new draft of this installation, and it is dismissed, in one transaction. d: as for
 * draft_create, its values are added. */
bool draft_copy_take(struct store *s, const struct draft_copy *c, struct draft *d,
                     const struct event *by, struct err *e);

/* What a copy says of itself beside its values: kept under this name among them. */
#define DRAFT_COPY_HEAD "$draft"
/* Of a draft that stands in a file, as JSON text; NULL: e. Freshly allocated. */
char *draft_copy_head(struct store *s, const void *draft_id, size_t n, struct err *e);

#endif
