#ifndef PHIEU_STORE_RECEIPT_H
#define PHIEU_STORE_RECEIPT_H
/* Which of the events made here another file holds: by set membership, and only where the bytes there are what
 * their name says. */
#include "store/store.h"
#include "store/watch.h"

enum receipt_lack {
    LACK_EVENT,  /* it is not there */
    LACK_DAMAGED, /* its bytes there are others */
    LACK_BODY,   /* it is there, but not what it says */
};
const char *receipt_lack_id(enum receipt_lack lack); /* "event" … */

struct receipt_row {
    struct hash id;
    struct event head;
    enum receipt_lack lack;
};

struct receipt {
    int64_t made, received;
    VEC(struct receipt_row) lacking; /* in the order in which they were made */
    bool torn;                       /* the other file's structure is damaged */
};

/* Events of this installation, and of the office (NULL: none). The other file is opened as one from
 * elsewhere. watch: NULL: nobody waits. */
bool store_receipt(struct store *s, const char *other, const char *office, const struct watch *watch,
                   struct receipt *ret, struct err *e);
void receipt_finish(struct receipt *r);

#endif
