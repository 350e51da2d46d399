#ifndef PHIEU_FORM_RECORD_BESIDE_H
#define PHIEU_FORM_RECORD_BESIDE_H
/* Texts that stand beside the answers of an entry, each under a key, in an object of their own among the
 * answers. Texts are clean NFC. */
#include "form/record.h"

enum beside {
    BESIDE_REASON, /* "_reasons": why a warning is kept; by check or "check/ROWID" */
    BESIDE_NOTE,   /* "_notes": what somebody remarked; by the path of the place (record_path) */
    BESIDE_FROM,   /* "_from": the period whose answer was taken over, until it is confirmed; by path */
    BESIDE_COUNT
};
/* "_reasons", "_notes", "_from". */
const char *beside_member(enum beside kind);
/* "_notes/KEY" → kind and KEY; false: another path. */
bool beside_of_path(const char *path, enum beside *ret, const char **ret_key);

/* NULL: none. Valid until the next change of what stands beside. */
const char *record_beside(const struct record *r, enum beside kind, const char *key);
/* text NULL or "": takes it away. */
void record_set_beside(struct record *r, enum beside kind, const char *key, const char *text);
/* How many there are. */
size_t record_beside_count(const struct record *r, enum beside kind);
/* Calls fn with each key, sorted; fn must not change them. */
void record_beside_each(const struct record *r, enum beside kind,
                        void (*fn)(void *user, const char *key, const char *text), void *user);

#endif
