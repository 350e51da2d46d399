#ifndef PHIEU_STORE_EVENT_KEY_H
#define PHIEU_STORE_EVENT_KEY_H
/* The keys of headers and what each kind of event must have, as tables: for the files that write and
 * read headers, and for their tests. */
#include <stddef.h>

#include "store/event.h"

VEC_TYPEDEF(hashes, struct hash);
/* All lists of hashes in struct event have this shape. */
_Static_assert(sizeof(struct hashes) == sizeof(((struct event *)0)->parents), "one shape");

enum shape { SHAPE_TEXT, SHAPE_ID, SHAPE_HASH, SHAPE_HASHES };

enum key {
    KEY_AUTHOR = 1 << 0,
    KEY_BODIES = 1 << 1,
    KEY_BODY = 1 << 2,
    KEY_DRAFT = 1 << 3,
    KEY_ENTRY = 1 << 4,
    KEY_FIELD = 1 << 5,
    KEY_FORM = 1 << 6,
    KEY_ID = 1 << 7,
    KEY_INST = 1 << 8,
    KEY_OFFICE = 1 << 9,
    KEY_OTHER = 1 << 10,
    KEY_PARENTS = 1 << 11,
    KEY_PERIOD = 1 << 12,
    KEY_STATUS = 1 << 13,
    KEY_SUPERSEDES = 1 << 14,
    KEY_TARGET = 1 << 15,
    KEY_UNIT = 1 << 16,
    KEY_VERDICT = 1 << 17,
    KEY_NEXT = 1 << 18,
    KEY_RECEIVED = 1 << 19,
};

#define KEY_COUNT 20
#define NOWHERE ((size_t)-1)

/* Besides these a header has kind, time and v. By name. */
extern const struct key_row {
    enum key key;
    const char *name;
    enum shape shape;
    size_t at, has; /* in struct event */
} event_keys[KEY_COUNT];

extern const struct kind_row {
    const char *name;
    unsigned required;
    enum key word;         /* the key that takes one of `words`; 0: none */
    const char *words[4];
} event_kinds[EVENT_KINDS];

#endif
