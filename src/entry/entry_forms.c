/* Entries whose sides were written with different forms: what each is called, and with which the entry goes on. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry_internal.h"

char *entry_fact(const char *bytes)
{
    struct value v = VALUE_NONE;
    char *text = bytes && value_from_bytes(bytes, &v) && v.kind == VALUE_TEXT ? xstrdup(v.text) : NULL;
    value_finish(&v);
    return text;
}

static char *name_of(const char *id, const struct form *form)
{
    if (!form)
        return xasprintf(_("%s (a form that is not used here)"), id);
    const struct text *title = text_is_empty(&form->short_title) ? &form->title : &form->short_title;
    return xasprintf(_("%s (%s), version %d"), text_of(title), form->id, form->version);
}

char *entry_form_side(struct session *s, const struct conflict *c, const struct candidate *x)
{
    char *id = entry_fact(x ? x->bytes : c->base);
    const struct form *form = x ? session_form_by_hash(s, &x->form, NULL) : session_form(s, id ? id : "", NULL);
    char *name = name_of(id ? id : "", form);
    free(id);
    return name;
}

/* Of the forms of one name that the sides were written with, the highest version leads. */
bool entry_form_named(struct session *s, const struct revisions *all, const char *id, struct hash *ret,
                      struct err *e)
{
    const struct form *best = NULL;
    struct err why = {0};
    for (size_t i = 0; i < all->n; i++) {
        const struct form *f = session_form_by_hash(s, &all->v[i].head.form, best ? NULL : &why);
        if (f && !strcmp(f->id, id) && (!best || entry_form_leads(f, best)))
            best = f;
    }
    if (best)
        *ret = best->hash;
    else if (why.message)
        err_move(e, &why);
    else
        err_set(e, ERR_RULE, id, _("ask the sender for the form, or for a complete copy"),
                _("the form of this entry is not in the file"));
    err_finish(&why);
    return best != NULL;
}

/* ---- versions before ---------------------------------------------------------------------------- */

static bool has(const struct form *form, const char *field, const char *column)
{
    const struct field *f = form_field(form, field);
    return f && (!column || (f->table && table_column(f, column)));
}

const struct form *entry_form_with(const struct entry *en, const char *field, const char *column)
{
    struct revisions all = {0};
    const struct form *best = has(en->form, field, column) ? en->form : NULL;
    if (!best)
        store_revisions(session_store(en->session), en->row.entry, &all, NULL);
    for (size_t i = 0; i < all.n; i++) {
        const struct form *f = best && !hash_cmp(&all.v[i].head.form, &best->hash)
                                   ? NULL : session_form_by_hash(en->session, &all.v[i].head.form, NULL);
        if (f && has(f, field, column) && (!best || entry_form_leads(f, best)))
            best = f;
    }
    revisions_finish(&all);
    return best;
}
