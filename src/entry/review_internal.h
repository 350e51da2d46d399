#ifndef PHIEU_ENTRY_REVIEW_INTERNAL_H
#define PHIEU_ENTRY_REVIEW_INTERNAL_H
/* The inside of a review, for the files review*.c only. */
#include "entry/entry_internal.h"
#include "entry/review.h"
#include "form/chain.h"

struct review {
    struct session *session;
    struct entry *entry;
    bool borrowed;                    /* the entry is the caller's */
    struct revisions all;
    const struct revision *looked_at; /* in all; NULL: there is none */
    struct comments comments;
    char *received;                   /* ISO; NULL: not said */
};

/* The office that acts; who has chosen none (a script) acts as the one whose turn it is, or that receives. */
const char *review_acting(const struct review *r);

/* The chain of its unit, released by vec_finish; returns the acting office's step in it, -1: it has no say. */
int review_chain(const struct review *r, struct chain *ret);

/* An event about what is looked at, made here now. */
struct event review_event(const struct review *r, enum event_kind kind);
/* Writes it, ends ev, and reads again what follows from it. */
bool review_add(struct review *r, struct event *ev, const char *text, struct hash *ret,
                struct err *e);
/* A text made clean, without blanks around it; freshly allocated. needed: ERR_USAGE when nothing is left. */
bool review_words(const char *text, bool needed, char **ret, struct err *e);

/* "FIELD#2": the second paragraph. True with the length of FIELD; false: a whole field or cell. */
bool comment_paragraph(const char *path, size_t *ret_len, size_t *ret_number);
/* Whether a place says something else now (canonical bytes, NULL: blank); number: of the paragraph, 0: all. */
bool comment_place_changed(const char *then, const char *now, size_t number);

#endif
