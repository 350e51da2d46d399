#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/internal.h"

static const struct {
    const char *id, *name;
} states[STATE_COUNT] = {
    [STATE_DRAFT] = {"draft", N_("draft")},
    [STATE_SUBMITTED] = {"submitted", N_("submitted")},
    [STATE_RETURNED] = {"returned", N_("returned")},
    [STATE_ACCEPTED] = {"accepted", N_("accepted")},
    [STATE_WITHDRAWN] = {"withdrawn", N_("withdrawn")},
    [STATE_CONFLICT] = {"conflict", N_("conflict")},
};

const char *entry_state_id(enum entry_state st)
{
    return states[st].id;
}

const char *entry_state_name(enum entry_state st)
{
    return _(states[st].name);
}

enum entry_state state_from_id(const char *id)
{
    for (int i = 0; i < STATE_COUNT; i++)
        if (!strcmp(states[i].id, id))
            return (enum entry_state)i;
    return STATE_DRAFT;
}

bool lists_damaged(const struct store *s, struct err *e)
{
    return err_set(e, ERR_DAMAGED, s->path,
                   _("open the newest copy (.bak, a stick, the one that was sent), then take in this file"),
                   _("the lists in the file are damaged; what is recorded is not"));
}

bool row_read(struct stmt *q, struct entry_row *ret)
{
    *ret = (struct entry_row){0};
    stmt_id(q, 0, ret->entry);
    ret->form_id = stmt_text0(q, 1);
    ret->unit = stmt_text0(q, 2);
    ret->period = *stmt_text(q, 3) ? stmt_text0(q, 3) : NULL;
    ret->form = stmt_hash(q, 4);
    ret->state = state_from_id(stmt_text(q, 5));
    ret->flags = (unsigned)stmt_int(q, 6);
    ret->submission = (int)stmt_int(q, 7);
    ret->heads = (int)stmt_int(q, 8);
    ret->time = stmt_int(q, 9);
    ret->submitted = stmt_int(q, 10);
    ret->head = stmt_hash(q, 11);
    ret->shown = stmt_hash(q, 12);
    if (stmt_int(q, 13))
        ret->flags |= FLAG_UNFINISHED;
    return stmt_bytes(q, 0) == 16 && stmt_is_text(q, 1) && stmt_is_text(q, 2) && stmt_is_text(q, 3);
}

void entry_row_finish(struct entry_row *r)
{
    free(r->form_id);
    free(r->unit);
    free(r->period);
    *r = (struct entry_row){0};
}
