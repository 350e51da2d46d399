#include "store/merge_signatures.h"

#include <string.h>

#include "base/lang.h"
#include "store/import.h"
#include "store/merge_caps.h"
#include "store/signature.h"

/* ---- taking ------------------------------------------------------------------------------------- */

/* In the order of the table: event, signer, signature. */
static bool put_apart(const struct signatures_take *t, const struct signature_row *row, struct err *e)
{
    uint8_t raw[sizeof row->event.b + SIGNER_MAX + SIGNATURE_BYTES];
    size_t n = sizeof row->event.b + row->signer_len;
    memcpy(raw, row->event.b, sizeof row->event.b);
    memcpy(raw + sizeof row->event.b, row->signer, row->signer_len);
    memcpy(raw + n, row->sig, SIGNATURE_BYTES);
    t->counts->quarantined++;
    return import_put_apart(t->here, t->import, row->fault, raw, n + SIGNATURE_BYTES, e);
}

static bool take_row(void *user, const struct signature_row *row, struct err *e)
{
    const struct signatures_take *t = user;
    bool fresh = false;
    t->counts->seen++;
    if (row->fault)
        return put_apart(t, row, e);
    if (!signature_put(t->here, row, &fresh, e))
        return false;
    t->counts->added += fresh;
    t->counts->known += !fresh;
    return (!fresh || import_note_signature(t->here, t->import, row, e)) &&
           t->next(t->user, sizeof *row, e);
}

/* What an earlier reading added is known now. */
bool signatures_take(const struct signatures_take *t, struct err *theirs, struct err *e)
{
    *t->counts = (struct merge_counts){.added = t->counts->added, .known = -t->counts->added};
    return signature_each(t->there, take_row, (void *)t, theirs, e);
}

/* ---- how many ------------------------------------------------------------------------------------ */

struct holding {
    struct store *here;
    struct hash event;      /* whose signatures are counted now */
    int64_t of_event, all;
    bool full;
};

static bool count_row(void *user, const struct signature_row *row, struct err *e)
{
    struct holding *h = user;
    bool here = false;
    if (row->fault)
        return true;
    if (hash_cmp(&row->event, &h->event))
        h->of_event = 0;
    h->event = row->event;
    if (!signature_is_here(h->here, row, &here, e))
        return false;
    h->of_event += !here;
    h->all += !here;
    h->full = h->of_event > CAP_EVENT_SIGNATURES || h->all > CAP_SIGNATURES;
    return !h->full;
}

/* What cannot be read says nothing here: taking it tells. */
bool signatures_hold(struct store *here, struct foreign *there, struct err *e)
{
    struct holding h = {.here = here};
    struct err ignored = {0};
    bool good = signature_each(there->store, count_row, &h, &ignored, e);
    err_finish(&ignored);
    if (!h.full)
        return good;
    if (h.of_event > CAP_EVENT_SIGNATURES)
        return caps_exceed(there, _("signatures of one event"), CAP_EVENT_SIGNATURES, e);
    return caps_exceed(there, _("signatures"), CAP_SIGNATURES, e);
}
