#ifndef PHIEU_ENTRY_JOIN_H
#define PHIEU_ENTRY_JOIN_H
/* Saying that two entries are one (store/join.h), and taking that back. */
#include "entry/session.h"

struct joined {
    char root[ENTRY_ID_HEX];    /* the id that the whole is listed under; of an unjoin: the first's */
    struct hash event;
    bool other_unit, other_period; /* they were of different units or periods: conflicts now */
};

/* a, b: an id, a prefix or form/unit[/period]. ERR_USAGE: entries of two forms, not the acting
 * office's, or one that nobody has saved yet; ERR_RULE: they are one already. */
bool entry_join(struct session *s, const char *a, const char *b, struct joined *ret,
                struct err *e);
/* Between these two directly. Each is again what its own revisions say; what was written meanwhile stays
 * with the one that gave the whole its name. ERR_RULE: no join stands between them. */
bool entry_unjoin(struct session *s, const char *a, const char *b, struct joined *ret,
                  struct err *e);

#endif
