#ifndef PHIEU_ENTRY_REVIEW_INTERNAL_H
#define PHIEU_ENTRY_REVIEW_INTERNAL_H
/* The inside of a review, for the files review*.c only. */
#include "entry/entry_internal.h"
#include "entry/review.h"

struct review {
    struct session *session;
    struct entry *entry;
    bool borrowed;                    /* the entry is the caller's */
    struct revisions all;
    const struct revision *looked_at; /* in all; NULL: there is none */
    struct comments comments;
};

/* An event about what is looked at, made here now. */
struct event review_event(const struct review *r, enum event_kind kind);
/* Writes it, ends ev, and reads again what follows from it. */
bool review_add(struct review *r, struct event *ev, const char *text, struct hash *ret,
                struct err *e);
/* A text made clean, without blanks around it; freshly allocated. needed: ERR_USAGE when nothing is left. */
bool review_words(const char *text, bool needed, char **ret, struct err *e);

#endif
