/* Work goes on in another file, when the one that is open takes nothing more. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_internal.h"
#include "entry/session_internal.h"

static bool move_session(struct session *s, const char *path, bool whole, struct err *e)
{
    struct store *other = store_open(path, s->keep_settings ? STORE_KEPT : 0, e);
    if (!other)
        return false;
    store_abandon(s->store);
    s->store = other;
    for (size_t i = 0; i < s->forms.n && !whole; i++)
        s->forms.v[i]->in_file = false;
    return true;
}

static void wait_value(struct entry *en, struct place p)
{
    const struct value *v = record_get(en->record, p);
    if (value_is_blank(v))
        return;
    char *path = record_path(en->record, p), *bytes = value_to_bytes(v);
    entry_wait(en, path, bytes);
    free(path);
    free(bytes);
}

static void wait_table(struct entry *en, int field)
{
    const struct field *f = en->form->fields.v[field];
    for (int row = 0; row < record_rows(en->record, field); row++) {
        char *path = xasprintf("%s/%s/%s", f->id, record_row_id(en->record, field, row),
                               PATH_ORDER);
        char *order = xasprintf("%lld", (long long)en->orders[field].v.v[row]);
        entry_wait(en, path, order);
        free(path);
        free(order);
        for (size_t c = 0; c < f->table->columns.n; c++)
            wait_value(en, (struct place){field, row, (int)c});
    }
}

/* Nothing but the form and the screen is left: all of it becomes one draft, which still names the
 * revisions it goes on from. */
static void wait_everything(struct entry *en)
{
    for (size_t i = 0; i < en->form->fields.n; i++) {
        if (en->form->fields.v[i]->table)
            wait_table(en, (int)i);
        else
            wait_value(en, PLACE_FIELD((int)i));
    }
    free(en->base_answers);
    en->base_answers = xstrdup("");
}

static void stand_on_copy(struct entry *en, bool whole)
{
    struct hash made;
    bool kept = whole && en->has_draft &&
                draft_outcome(session_store(en->session), en->draft.draft, en->row.entry, &made,
                              NULL) == 0;
    if (!kept) {
        draft_finish(&en->draft);
        en->has_draft = false;
    }
    free(en->tried);
    en->tried = NULL;
    en->cursor_waiting = en->cursor != NULL;
    if (!whole)
        wait_everything(en);
}

bool entry_save_elsewhere(struct entry *en, const char *path, bool *ret_whole, struct err *e)
{
    struct err why = {0};
    bool whole = store_copy(session_store(en->session), path, &why);
    bool refused = !whole && why.code == ERR_USAGE;
    err_move(refused ? e : NULL, &why);
    if (refused)
        return false;
    if (!whole) {
        struct store *fresh = store_open(path, STORE_CREATE, e);
        if (!fresh || !store_close(fresh, e))
            return false;
    }
    if (!move_session(en->session, path, whole, e))
        return false;
    stand_on_copy(en, whole);
    *ret_whole = whole;
    return entry_flush(en, e);
}
