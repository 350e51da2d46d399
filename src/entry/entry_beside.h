#ifndef PHIEU_ENTRY_ENTRY_BESIDE_H
#define PHIEU_ENTRY_ENTRY_BESIDE_H
/* What stands beside the answers of an entry (form/record_beside.h): reasons, notes, and which answers were
 * taken over from the period before and are not confirmed yet. All of it can be undone. */
#include "entry/entry.h"

/* Why a warning is kept, under the key that rules_reason_key gives; "" takes the reason away. */
bool entry_set_reason(struct entry *en, const char *key, const char *text, struct err *e);

/* A note at a field or a cell; NULL: none. text "" or NULL takes it away. */
const char *entry_note(const struct entry *en, struct place p);
bool entry_set_note(struct entry *en, struct place p, const char *text, struct err *e);

/* The period from which the answer at this place was taken over and not confirmed yet; NULL: none. */
const char *entry_taken(const struct entry *en, struct place p);
size_t entry_taken_count(const struct entry *en);
/* Takes over what the unit reported for the nearest period before, into the blank places of one field (of
 * a table: all its cells; rows that people add only into a table without any answer), or of the whole entry
 * with -1. One undo step. *ret_n: how many answers; *ret_period: of which period, owned by the caller,
 * NULL: there is none before this. */
bool entry_take_earlier(struct entry *en, int field, size_t *ret_n, char **ret_period, struct err *e);
/* The answer is right as it is. Changing it confirms it, too. */
bool entry_confirm(struct entry *en, struct place p, struct err *e);
bool entry_confirm_all(struct entry *en, size_t *ret_n, struct err *e);

#endif
