#ifndef PHIEU_TESTS_STORE_WORLD_STEPS_H
#define PHIEU_TESTS_STORE_WORLD_STEPS_H
/* What the steps of an office share; only world_*.c use this. */
#include "store/world.h"

struct doing {
    struct world *w;
    struct store *s;
    const struct step *step;
    char entry[ENTRY_ID_HEX];
};

/* Adds to the words of the step. */
void say(const struct doing *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An event of this office about the entry of the step. */
struct event event_begin(const struct doing *d, enum event_kind kind);
/* Notes an event as acknowledged, or what went wrong; releases both. */
void event_made(const struct doing *d, bool good, const struct hash *made, struct event *ev,
                struct err *e);
/* The nth hex digits of a hash, for words. */
const char *short_hash(const struct hash *h);

void do_revise(struct doing *d);
void do_settle(struct doing *d);
void do_type(struct doing *d);
void do_leave(struct doing *d);

#endif
