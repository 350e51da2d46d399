#include "entry/unfinished.h"

#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry.h"

static struct event made_by(struct session *s, const struct draft_copy *c)
{
    const char *office = session_office(s) ? session_office(s) : c->unit;
    return (struct event){.author = (char *)session_author(s), .office = (char *)office,
                          .time = clock_now()};
}

bool unfinished_dismiss(struct session *s, const char *ref, struct err *e)
{
    struct draft_copy c;
    if (!draft_copy_find(session_store(s), ref, &c, e))
        return false;
    struct event by = made_by(s, &c);
    bool good = draft_copy_dismiss(session_store(s), &c, &by, e);
    draft_copy_finish(&c);
    return good;
}

/* Rows and their order are not counted, only what somebody answered. */
size_t unfinished_answers(const struct draft_copy *c)
{
    size_t n = 0;
    for (void *i = js_first(c->values); i; i = js_next(c->values, i)) {
        const char *path = js_key(i), *slash = strrchr(path, '/');
        n += !(slash && slash[1] == '$') && *path != '$' && *js_text(js_value(i));
    }
    return n;
}

static bool has_parents(struct session *s, const struct draft_copy *c, struct err *e)
{
    struct revisions all = {0};
    size_t found = 0;
    if (!store_revisions(session_store(s), c->entry, &all, e))
        return false;
    for (size_t i = 0; i < c->parents.n; i++)
        for (size_t k = 0; k < all.n; k++)
            found += !hash_cmp(&all.v[k].id, &c->parents.v[i]);
    revisions_finish(&all);
    return found == c->parents.n ||
           err_set(e, ERR_RULE, NULL, _("take in the newest file of that office first"),
                   _("the revision that this work goes on from is not in this file"));
}

static bool is_ours(struct session *s, const struct form *form, const struct draft_copy *c,
                    struct err *e)
{
    const char *office = session_office(s) ? session_office(s) : c->unit;
    return session_may_write(s, form, office, c->unit) ||
           err_set(e, ERR_USAGE, NULL, _("nothing was changed"),
                   _("This entry belongs to %s; you act as %s."), session_office_name(s, c->unit),
                   session_office_name(s, office));
}

/* Nobody writes to an entry that was withdrawn. */
static bool is_open(struct session *s, const struct draft_copy *c, struct err *e)
{
    struct entry_row row = {0};
    bool withdrawn = store_entry(session_store(s), c->entry, &row, NULL) && row.state == STATE_WITHDRAWN;
    entry_row_finish(&row);
    return !withdrawn || err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s",
                                 _("This entry has been withdrawn."));
}

/* What was typed here becomes a revision of its own. */
static bool leave_own(struct session *s, const struct draft_copy *c, struct err *e)
{
    struct draft own = {0};
    struct err why = {0};
    bool any = draft_find(session_store(s), c->entry, &own, &why);
    draft_finish(&own);
    if (why.code != ERR_NONE) {
        err_move(e, &why);
        return false;
    }
    err_finish(&why);
    if (!any)
        return true;
    struct entry *en = entry_open(s, c->entry, e);
    if (!en)
        return false;
    const char *closed = entry_readonly(en);
    bool left = closed ? err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s", closed)
                       : entry_leave(en, NULL, e);
    entry_destroy(en);
    return left;
}

static bool take(struct session *s, const struct form *form, const struct draft_copy *c, struct err *e)
{
    const char *office = session_office(s);
    struct draft d = {.form = c->form, .touched = clock_now()};
    struct event by = made_by(s, c);
    memcpy(d.entry, c->entry, sizeof d.entry);
    for (size_t i = 0; i < c->parents.n; i++)
        *vec_add(&d.parents) = c->parents.v[i];
    d.form_id = xstrdup(form->id);
    d.unit = xstrdup(c->unit);
    d.period = xstrdup0(c->period);
    d.author = xstrdup0(session_author(s));
    d.office = xstrdup(office ? office : c->unit);
    bool good = session_keep_form(s, form, e) && draft_copy_take(session_store(s), c, &d, &by, e);
    draft_finish(&d);
    return good;
}

bool unfinished_take(struct session *s, const char *ref, char ret_entry[ENTRY_ID_HEX], struct err *e)
{
    struct draft_copy c;
    if (!draft_copy_find(session_store(s), ref, &c, e))
        return false;
    const struct form *form = session_form_by_hash(s, &c.form, e);
    bool good = form && (c.unit || err_set(e, ERR_RULE, NULL, _("take in the newest file of that office first"),
                                           _("nobody here knows what entry this work belongs to")));
    good = good && is_ours(s, form, &c, e) && is_open(s, &c, e) && has_parents(s, &c, e) && leave_own(s, &c, e) &&
           take(s, form, &c, e);
    if (good)
        memcpy(ret_entry, c.entry, sizeof c.entry);
    draft_copy_finish(&c);
    return good;
}
