#ifndef PHIEU_STORE_STATE_HEADS_H
#define PHIEU_STORE_STATE_HEADS_H
/* What several revisions that stand beside each other say together of their entry, for the lists. Only state.c uses
 * this. */
#include "store/graph.h"

struct heads_say {
    bool differ;               /* somebody has to decide, or to look */
    char *unit, *period;       /* NULL: in question, or not known; period "": once */
    const struct hash *form;   /* with which it goes on, of one of the heads; NULL: in question, or not known */
};

/* Of the heads of a root. Released by heads_say_finish, also when it fails. */
bool heads_say(struct store *s, const struct entry_id *id, const struct graph *g, struct heads_say *ret,
               struct err *e);
void heads_say_finish(struct heads_say *h);

#endif
