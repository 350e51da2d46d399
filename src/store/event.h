#ifndef PHIEU_STORE_EVENT_H
#define PHIEU_STORE_EVENT_H
/* Events and bodies as bytes: canonical, hash-named, frozen for ever (doc/file-format.md, and the
 * vectors in tests/store/). Nothing here touches a file. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/vec.h"

enum event_kind {
    EVENT_REVISION,
    EVENT_REVIEW,
    EVENT_COMMENT,
    EVENT_COMMENT_STATE,
    EVENT_JOIN,
    EVENT_UNJOIN,
    EVENT_ERASE,
    EVENT_FORM,
    EVENT_LIST,
    EVENT_KEY,
    EVENT_DISMISS,
    EVENT_KINDS,
    EVENT_UNKNOWN = EVENT_KINDS, /* kept byte for byte, never understood */
};

#define ENTRY_ID_HEX 33

/* A header, decoded. Absent texts are NULL, absent hashes have has_… false. */
struct event {
    enum event_kind kind;
    char *author, *office, *inst;
    char *entry;                 /* 32 hex letters; for join/unjoin the first of two */
    char *other;                 /* join/unjoin: the second */
    char *unit, *period;
    char *status;                /* revision: draft | submitted | withdrawn;
                                    comment_state: open | closed; review: REVIEW_UNDONE */
    char *verdict;               /* review: accept | return */
    char *form_id;               /* form, list: the id inside */
    char *field;                 /* comment: path of the field */
    char *draft;                 /* id of the draft that it came from */
    char *next;                  /* review that accepts: the office that has to review it after this one;
                                    NULL: this is the last word */
    char *received;              /* review: the day it came in, as in "2015-06-24" */
    bool has_form, has_body, has_target;
    struct hash form;            /* revision: body hash of the form */
    struct hash body, target;
    VEC(struct hash) parents;    /* sorted */
    VEC(struct hash) supersedes; /* sorted; events of the same kind that this one replaces */
    VEC(struct hash) bodies;     /* sorted; erase: the bodies to erase */
    int64_t time;                /* seconds UTC; display only; 0 = absent (form events) */
};

/* Status of a review that takes back those it supersedes and decides nothing itself. Its verdict is "return",
 * for programs that do not know this: what they cannot judge is not accepted. */
#define REVIEW_UNDONE "undone"
/* What a review says of its revision. */
enum review_says { SAYS_ACCEPT, SAYS_PASS_ON, SAYS_RETURN, SAYS_NOTHING };
enum review_says review_says(const struct event *review);
extern const char *const review_says_words[4]; /* "accept", "pass_on", "return", "undone" */

#define EVENT_HEAD_MAX ((size_t)64 << 10)
#define EVENT_BODY_MAX ((size_t)4 << 20)
#define EVENT_LINKS_MAX 64

const char *event_kind_name(enum event_kind kind); /* "revision" …; "unknown" */
void event_finish(struct event *ev);
/* A copy of everything. */
void event_copy(struct event *to, const struct event *from);
/* Canonical header bytes, freshly allocated; sorts parents, supersedes and bodies and drops
 * doubles. Everything that the kind requires must be set (event.c has the table). */
char *event_write(struct event *ev, size_t *ret_len);
/* Strict reader: canonical JSON within the limits (64 KiB, 64 parents); an unknown kind or version
 * gives EVENT_UNKNOWN; keys that are not known are ignored. */
bool event_read(const char *head, size_t len, struct event *ret, struct err *e);
struct hash event_hash(const char *head, size_t len);

/* Body of answers: {"answers":…,"salt":"…"}. salt: 32 hex letters. */
char *body_write_answers(const json *answers, const char *salt, size_t *ret_len);
/* Body of a comment, a reason, a note, a key: {"salt":"…","text":…}. */
char *body_write_text(const char *text, const char *salt, size_t *ret_len);
struct hash body_hash(const char *data, size_t len);

#endif
