#ifndef PHIEU_ENTRY_TRUST_H
#define PHIEU_ENTRY_TRUST_H
/* Forms that somebody on this PC has said yes to. A form is code: YAML with expressions that run here. So
 * this list stands in the user's state folder ($XDG_STATE_HOME/phieu/forms), one small file a form, named
 * by the hash of its bytes, and is never read from a data file: a stranger's file cannot bring its own
 * trust. Files written for a form say what it was, for people; only their names count. */
#include <stdbool.h>

#include "base/err.h"
#include "base/hash.h"

bool trust_holds(const struct hash *form);
/* id: of the form. The same form twice is one. */
bool trust_add(const struct hash *form, const char *id, struct err *e);

#endif
