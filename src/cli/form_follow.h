#ifndef PHIEU_CLI_FORM_FOLLOW_H
#define PHIEU_CLI_FORM_FOLLOW_H
/* What another version of a form means for the entries that a file holds. Nothing is written. */
#include "base/json.h"
#include "entry/entry.h"

struct follow_count {
    char *name;   /* of an answer: "field", "table.column" */
    int entries;  /* that have it */
};
VEC_TYPEDEF(follow_counts, struct follow_count);

struct follow {
    int entries;  /* written with another version, that will follow */
    int drafts;   /* of them with an open draft */
    struct follow_counts unplaced; /* answers that the form has no place for: kept, and shown apart */
    struct follow_counts unfit;    /* answers that do not fit the type of their place: kept as typed */
};

bool follow_count(struct session *s, const struct form *to, struct follow *ret, struct err *e);
void follow_print(const struct follow *f);
void follow_json(const struct follow *f, json *o);
void follow_finish(struct follow *f);

#endif
