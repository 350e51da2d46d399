#ifndef PHIEU_STORE_COMMENT_H
#define PHIEU_STORE_COMMENT_H
/* What was said about an entry: threads on a place of it, each opened by a comment on one revision and followed
 * by answers (comments whose target is a comment). A thread is open unless everybody who says something about it
 * last says that it is closed (R4): where copies disagree, open wins. */
#include "store/store.h"

struct comment {
    struct hash id;
    struct hash target;    /* the revision that was looked at; of an answer: the comment it answers */
    char *path;            /* where (store/fields.h), "" = the entry as a whole; of an answer: of its thread */
    char *text;            /* NULL: no longer stored */
    char *author, *office; /* may be NULL */
    int64_t time;
    size_t thread;         /* index of the comment that opened it; its own */
    bool open;             /* of the thread */
};

struct comments {
    struct comment *v; /* each thread together, its opener first; threads and answers by time, then hash */
    size_t n, cap;
};

bool store_comments(struct store *s, const char *entry, struct comments *ret, struct err *e);
void comments_finish(struct comments *c);

/* What an event of kind comment_state must name to have the last word about a thread: the states that
 * nobody has replaced yet. Freshly added to *ret_supersedes (struct event's shape). */
bool store_comment_states(struct store *s, const char *entry, const struct hash *comment,
                          struct event *into, struct err *e);

/* Leaves the reviews or comment states that nobody has replaced; one replaces others of the same target only. */
void revisions_keep_last(struct revisions *events);

/* The words of a review or a comment, or that they were erased; NULL: none, or no longer stored. */
char *store_words(struct store *s, const struct event *head);

#endif
