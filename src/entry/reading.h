#ifndef PHIEU_ENTRY_READING_H
#define PHIEU_ENTRY_READING_H
/* What a reviewer reads of a submission, place by place in the order of the form: what is otherwise than in the
 * submission that their office reviewed last, or all of it; and what was said about each place. */
#include "entry/review.h"
#include "store/fields.h"

enum reading_kind {
    READING_FACT,      /* unit, period, version of the form */
    READING_FIELD,
    READING_PARAGRAPH, /* of a narrative: before, after are plain texts */
    READING_ROW,       /* of a table, whole */
    READING_ROW_ADDED,
    READING_ROW_REMOVED,
    READING_MOVED,     /* rows of a table stand in another order */
    READING_CELL,
    READING_OTHER,     /* beside the answers, or without a place in the form */
    READING_THREAD,    /* what was said about the place above it */
};

struct reading_item {
    enum reading_kind kind;
    struct place place;    /* in the record; field -1: it has none */
    char *path;            /* where a comment on it stands ("" = the whole entry, with #N for a paragraph) */
    bool changed;
    char *before, *after;  /* canonical JSON, NULL: blank; in an item that did not change both are the same */
    size_t remark;         /* READING_THREAD: which of the remarks begins it */
};

struct reading {
    const struct revision *base; /* what it is compared with; NULL: nothing, all of it is shown */
    struct reading_item *v;
    size_t n, cap;
    struct remarks remarks;      /* all that was said */
    size_t changes;              /* places that changed */
    struct field_values then, now;
};

/* The newest submission before this one that the acting office has reviewed or commented on; NULL: none. Owned
 * by r. */
const struct revision *review_base(const struct review *r);
/* whole: also what did not change. Without a base all is shown. What it names belongs to r and is valid until
 * something is decided or said. ERR_RULE: the answers are no longer stored. */
bool review_read(struct review *r, bool whole, struct reading *ret, struct err *e);
void reading_finish(struct reading *v);

#endif
