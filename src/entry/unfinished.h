#ifndef PHIEU_ENTRY_UNFINISHED_H
#define PHIEU_ENTRY_UNFINISHED_H
/* Unfinished work of others (store/draft_copy.h): taking it over, and dismissing it. Another installation's
 * draft is never edited (invariant D1): taking it over makes a draft of one's own with the same values. */
#include "entry/session.h"
#include "store/draft_copy.h"

/* What was typed here in the same entry becomes a revision first, so that nothing is mixed. ERR_USAGE: no such
 * work, not yours; ERR_RULE: what it goes on from is not in this file, or the entry is withdrawn or waits for a decision. */
bool unfinished_take(struct session *s, const char *ref, char ret_entry[ENTRY_ID_HEX], struct err *e);
bool unfinished_dismiss(struct session *s, const char *ref, struct err *e);
/* How many answers it holds. */
size_t unfinished_answers(const struct draft_copy *c);

#endif
