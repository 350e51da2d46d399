/* Which forms of the data file may act here. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/session_internal.h"
#include "entry/trust.h"
#include "entry/waiting.h"
#include "store/merge.h"

bool session_trusts(const struct session *s, const struct hash *form)
{
    for (size_t i = 0; i < s->approved.n; i++)
        if (!hash_cmp(&s->approved.v[i], form))
            return true;
    return s->keep_settings && trust_holds(form);
}

bool session_trust(struct session *s, const struct hash *form, const char *id, struct err *e)
{
    if (session_trusts(s, form))
        return true;
    *vec_add(&s->approved) = *form;
    return !s->keep_settings || trust_add(form, id, e);
}

bool session_form_waits(struct session *s, const char *id, struct err *e)
{
    return err_set(e, ERR_RULE, id, _("look at it and approve it: phieu form approve"),
                   _("this form came with the file %s, and nobody has approved it on this PC"),
                   store_path(s->store));
}

bool session_form_is_waiting(struct session *s, const struct hash *form)
{
    session_scan(s);
    return !session_known_hash(s, form) && !session_trusts(s, form);
}

bool session_id_waits(struct session *s, const char *id)
{
    struct store_texts texts = {0};
    bool waits = false;
    if (!s->store || !store_texts(s->store, EVENT_FORM, &texts, NULL))
        return false;
    for (size_t i = 0; i < texts.n && !waits; i++)
        waits = !strcmp(texts.v[i].id, id) && session_form_is_waiting(s, &texts.v[i].body);
    store_texts_finish(&texts);
    return waits;
}

/* ---- the list --------------------------------------------------------------------------------- */

static bool add_waiting(struct session *s, const struct store_text *t, struct waiting_forms *ret,
                        struct err *e)
{
    struct import from = {0};
    if (!store_import_of(s->store, EVENT_FORM, &t->body, &from, e))
        return false;
    *vec_add(ret) = (struct waiting_form){t->body, xstrdup(t->id), from.name, from.at};
    return true;
}

bool session_waiting_forms(struct session *s, struct waiting_forms *ret, struct err *e)
{
    struct store_texts texts = {0};
    *ret = (struct waiting_forms){0};
    session_scan(s);
    if (!s->store)
        return true;
    if (!store_texts(s->store, EVENT_FORM, &texts, e))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < texts.n; i++)
        if (session_form_is_waiting(s, &texts.v[i].body))
            good = add_waiting(s, &texts.v[i], ret, e);
    store_texts_finish(&texts);
    if (!good)
        waiting_finish(ret);
    return good;
}

void waiting_finish(struct waiting_forms *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].id);
        free(v->v[i].from);
    }
    vec_finish(v);
}

/* ---- the decision ----------------------------------------------------------------------------- */

struct form *session_read_waiting(struct session *s, const struct hash *form, struct err *e)
{
    struct problem_list problems = {0};
    char hex[HASH_HEX];
    hash_hex(form, hex);
    struct form *f = session_stored_form(s, hex, form, &problems, e);
    problem_finish(&problems);
    if (!f && e && e->code == ERR_NONE)
        err_set(e, ERR_DAMAGED, store_path(s->store),
                _("ask the sender for the form, or for a complete copy"),
                _("the form of this entry is not in the file"));
    return f;
}

bool session_approve_form(struct session *s, const struct hash *form, struct err *e)
{
    session_scan(s);
    struct form *f = session_read_waiting(s, form, e);
    if (!f || !session_trust(s, form, f->id, e)) {
        form_free(f);
        return false;
    }
    struct known_form found = {.brief = form_brief_of(f), .form = f, .checked = true,
                               .news = true, .in_file = true};
    session_add_form(s, &found);
    session_list_ids(s);
    return true;
}
