#ifndef PHIEU_STORE_CONTENTS_H
#define PHIEU_STORE_CONTENTS_H
/* What a file holds, in figures for people. */
#include "store/store.h"

struct store_contents {
    int64_t submissions; /* revisions that were submitted */
    int64_t reviews;     /* accepted, returned */
    int64_t comments;    /* with their answers */
};
bool store_contents(struct store *s, struct store_contents *ret, struct err *e);

#endif
