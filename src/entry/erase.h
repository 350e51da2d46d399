#ifndef PHIEU_ENTRY_ERASE_H
#define PHIEU_ENTRY_ERASE_H
/* Erasing an entry's answers on request (store/erase.h), as the acting office may. */
#include "entry/session.h"
#include "store/erase.h"

/* What erasing would take. revision, comment: ids or beginnings of at least 6 letters (a review's, too, as
 * comment); both NULL: the whole entry. ERR_USAGE: not the acting office's, or no such thing. */
bool entry_erase_plan(struct session *s, const char *ref, const char *revision,
                      const char *comment, struct erase_plan *ret, struct err *e);
/* Does it, in the name of who acts; as store_erase. */
bool entry_erase(struct session *s, const struct erase_plan *plan, const char *reason,
                 struct hash *ret, bool *ret_done, struct err *e);

#endif
