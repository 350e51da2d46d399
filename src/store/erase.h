#ifndef PHIEU_STORE_ERASE_H
#define PHIEU_STORE_ERASE_H
/* Erasing what must not be kept: the bodies (answers, words) of an entry. Headers and graph stay. An
 * erase event names the bodies; acting on one is a decision of each file, since a wrong or hostile one would be a
 * loss: the one made here is acted on at once, one that comes from elsewhere waits for a person. What was
 * erased is refused for ever after, whoever brings it. Copies elsewhere are not reached. */
#include "store/join.h"

/* ---- asking for it --------------------------------------------------------------------------- */

struct erase_plan {
    char entry[ENTRY_ID_HEX];
    VEC(struct hash) bodies;
    size_t revisions, words; /* how many of its events then say nothing */
    size_t drafts;           /* unfinished work on it, from here and from elsewhere */
    size_t shared;           /* bodies that other entries hold, too: they stay */
};

/* What erasing would take: of one event of the entry (a revision, a comment, a review), or (NULL) all of it.
 * ERR_RULE: nothing is left to erase, a draft of it is held by another program, or follows the revision. */
bool store_erase_plan(struct store *s, const char *entry, const struct hash *of,
                      struct erase_plan *ret, struct err *e);
void erase_plan_finish(struct erase_plan *p);
/* Does it, and makes the events that ask others to; reason: why, kept as their words. by: author, office.
 * *ret: the first event. The bytes are gone from the file when it returns true; false with
 * *ret_done: the answers are gone for every reader, but the file still has traces (store_scrub). */
bool store_erase(struct store *s, const struct event *by, const struct erase_plan *plan,
                 const char *reason, struct hash *ret, bool *ret_done, struct err *e);

/* ---- what others ask for --------------------------------------------------------------------- */

struct erase_request {
    struct hash id;
    struct event head;
    char *reason;            /* NULL: none, or not here */
    size_t left;             /* of the bodies it names: not erased here yet */
    size_t here;             /* of these: stored here */
    struct entry_ids entries; /* whose they are, as listed */
};
struct erase_requests {
    VEC(struct erase_request) v;
};
/* Those that were not acted on here, by time. Forms and unit lists that one names are never erased. */
bool store_erase_requests(struct store *s, struct erase_requests *ret, struct err *e);
void erase_requests_finish(struct erase_requests *r);
/* Acts on one; as store_erase. ERR_USAGE: there is no such event. */
bool store_erase_confirm(struct store *s, const struct hash *event, size_t *ret_bodies,
                         bool *ret_done, struct err *e);

/* ---- what is gone ---------------------------------------------------------------------------- */

/* Whether a body was erased here: 1, 0; -1: e. */
int store_erased(struct store *s, const struct hash *body, struct err *e);
/* Writes the file anew if an erasure has left traces in it (a power cut, a full disk), and takes what was erased
 * out of the safety store once more. */
bool store_scrub(struct store *s, struct err *e);
/* The same when a file is opened: does nothing where it may not be written, hinders nothing when it fails,
 * and tells it then (safety_news). */
void store_scrub_again(struct store *s);
/* Other files beside this one that may hold what was erased (older copies of it): paths, to be freed. */
struct erase_leftovers {
    VEC(char *) v;
};
void store_erase_leftovers(const struct store *s, struct erase_leftovers *ret);
void erase_leftovers_finish(struct erase_leftovers *l);

#endif
