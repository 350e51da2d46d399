/* Taking an entry back, and taking that back: revisions like any other. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_internal.h"

bool entry_withdraw(struct entry *en, struct hash *ret, struct err *e)
{
    if (en->row.state == STATE_WITHDRAWN)
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"),
                       _("it has been withdrawn already"));
    if (en->readonly)
        return err_set(e, ERR_USAGE, NULL, _("nothing was changed"), "%s", en->readonly);
    /* What was typed since becomes a revision of its own, so that it is seen what was withdrawn. */
    if (!entry_leave(en, NULL, e))
        return false;
    if (hash_is_none(&en->row.head))
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), _("there is nothing to withdraw"));
    if (!entry_commit(en, "withdrawn", ret, e))
        return false;
    entry_steps_clear(en);
    return true;
}

bool entry_restore(struct entry *en, struct hash *ret, struct err *e)
{
    if (en->row.state != STATE_WITHDRAWN)
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), _("it has not been withdrawn"));
    free(en->readonly);
    en->readonly = NULL;
    entry_check_owner(en);
    if (en->readonly)
        return err_set(e, ERR_USAGE, NULL, _("nothing was changed"), "%s", en->readonly);
    return entry_commit(en, "draft", ret, e);
}
