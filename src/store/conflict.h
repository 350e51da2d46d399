#ifndef PHIEU_STORE_CONFLICT_H
#define PHIEU_STORE_CONFLICT_H
/* An entry whose revisions stand beside each other: what its answers are, field by field, and what
 * somebody has to decide (the rule is in store/merged.h). Computed when asked, never stored. */
#include "store/fields.h"
#include "store/store.h"

struct candidate {
    char *bytes;     /* canonical JSON; NULL: blank, or (for a row) removed */
    struct hash revision; /* its last writer, and who that was */
    struct hash form;     /* with which that one was written */
    char *author, *office, *inst; /* may be NULL; inst: of which installation */
    int64_t time;
};

struct conflict {
    char *path;      /* as in store/fields.h; "$status", "$unit", "$period", "$form": of the entry itself */
    char *base;      /* what stood there before; NULL: nothing */
    VEC(struct candidate) candidates; /* two at least, the newest writer first */
};

struct merged {
    json *answers;   /* a field in conflict shows its first candidate */
    struct field_values facts; /* "$unit", "$period", "$form" that nobody has to decide; bytes "": blank */
    VEC(struct conflict) conflicts; /* by path */
    VEC(struct hash) heads; /* newest first */
    bool too_many;   /* more heads than are compared: answers are those of the first */
};

/* Of these revisions of the entry (and all before them); n 0: of all its heads. */
bool store_merged(struct store *s, const char *entry, const struct hash *heads, size_t n,
                  struct merged *ret, struct err *e);
void merged_finish(struct merged *m);

#endif
