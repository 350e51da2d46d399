#ifndef PHIEU_STORE_CHANGES_H
#define PHIEU_STORE_CHANGES_H
/* What a revision says otherwise than those before it, field by field (paths of store/fields.h). Facts of
 * the entry are fields too: "$unit", "$period", "$form" (the hash of its bytes), "$status". */
#include "store/fields.h"
#include "store/store.h"

struct field_change {
    char *path;
    char *before, *after; /* canonical JSON; NULL: blank */
};
VEC_TYPEDEF(field_changes, struct field_change);

/* By path. Of the order of rows ("table/$order") only a move counts, not that rows came or went; of
 * a row that went away only that ("table/ROW/$alive"). */
void fields_compare(const struct field_values *before, const struct field_values *after,
                    struct field_changes *ret);
void changes_finish(struct field_changes *c);
/* Takes out what is not to be kept. */
void changes_keep(struct field_changes *c, bool (*keep)(const struct field_change *c, const void *user),
                  const void *user);

/* What two revisions of an entry (a may be NULL: nothing) say differently. ERR_RULE: the answers of
 * one are no longer stored. */
bool store_changes(struct store *s, const struct revision *a, const struct revision *b,
                   struct field_changes *ret, struct err *e);
/* The same against all of its parents together; what these had left open has no value before. */
bool store_changes_made(struct store *s, const struct revisions *all, const struct revision *r,
                        struct field_changes *ret, struct err *e);

#endif
