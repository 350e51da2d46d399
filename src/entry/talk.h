#ifndef PHIEU_ENTRY_TALK_H
#define PHIEU_ENTRY_TALK_H
/* What was said about an entry, for the person who fills it in: why it came back, and the threads of comments
 * with where they stand in the answers as they are now, also in a draft. */
#include "entry/review.h"

struct talk_thread {
    const struct remark *remark; /* the comment that opened it */
    size_t last;                 /* of the remarks: the last one of the thread */
    struct place place;          /* field -1: the whole entry, or a place that is not there any more */
    bool gone;                   /* the latter */
    size_t paragraph;            /* of a narrative; 0: all of the place */
    char *then;                  /* what stood there when it was said; NULL: blank, or not stored */
};

struct talk {
    struct session *session;
    struct entry *entry;
    struct review *review;
    struct remarks remarks;
    VEC(struct talk_thread) v;   /* in the order of the form; the whole entry, and what is gone, first */
    struct decided_list decided; /* about the submission that counts, or the one accepted before it */
    bool wide;                   /* of an earlier submission: it was accepted, and changed since */
};

/* Reads all of it; the entry outlives the talk. What it holds stays as it was until the next load, but
 * for what the answers say now. */
bool talk_load(struct talk *t, struct session *s, struct entry *entry, struct err *e);
void talk_finish(struct talk *t);

bool talk_is_open(const struct talk_thread *x);
bool talk_is_answered(const struct talk_thread *x);
/* The answers do not say any more what the comment was about. */
bool talk_is_changed(const struct talk *t, const struct talk_thread *x);
/* It waits for the reporter: open, not answered, its place not changed. */
bool talk_is_waiting(const struct talk *t, const struct talk_thread *x);
size_t talk_waiting(const struct talk *t); /* how many */
/* The first thread at a place from *at on, which moves behind it; NULL: none. For a table (row -1): of all its
 * cells. */
const struct talk_thread *talk_at(const struct talk *t, struct place p, size_t *at);
/* Answers it, and loads all again: x is gone then. */
bool talk_answer(struct talk *t, const struct talk_thread *x, const char *text, struct err *e);

#endif
