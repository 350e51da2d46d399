#include "entry/join.h"

#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/str.h"
#include "store/join.h"

/* One of the two, as it was named. */
struct side {
    struct entry_row row;       /* of the whole that it belongs to */
    char member[ENTRY_ID_HEX];  /* the member that was meant */
};

/* A prefix of its own names a member of a joined entry; anything else means the root. */
static bool find_member(struct store *s, const char *ref, struct side *x, struct err *e)
{
    struct entry_ids ids;
    size_t found = 0;
    memcpy(x->member, x->row.entry, sizeof x->member);
    if (!store_members(s, x->row.entry, &ids, e))
        return false;
    for (size_t i = 0; i < ids.v.n; i++)
        if (!strncmp(ids.v.v[i].hex, ref, strlen(ref))) {
            memcpy(x->member, ids.v.v[i].hex, sizeof x->member);
            found++;
        }
    entry_ids_finish(&ids);
    return found < 2 || err_set(e, ERR_USAGE, ref, _("name it by its whole id (“phieu list”)"),
                                _("“%s” fits more than one entry"), ref);
}

static bool find_side(struct session *s, const char *ref, struct side *ret, struct err *e)
{
    *ret = (struct side){0};
    if (!store_entry(session_store(s), ref, &ret->row, e))
        return false;
    return (!hash_is_none(&ret->row.head) ||
            err_set(e, ERR_USAGE, ref, _("open the entry and leave it, or submit it, first"),
                    _("nobody has saved this entry yet"))) &&
           session_owns(s, &ret->row, e) && find_member(session_store(s), ref, ret, e);
}

static bool same_form(const struct side *a, const struct side *b, struct err *e)
{
    return !strcmp(a->row.form_id, b->row.form_id) ||
           err_set(e, ERR_USAGE, NULL, _("nothing was changed"),
                   _("entries of two forms (%s, %s) are never one"), a->row.form_id, b->row.form_id);
}

typedef bool make_fn(struct store *s, const struct event *by, const char *a, const char *b,
                     struct hash *ret, struct err *e);

static bool make(struct session *s, const struct side *a, const struct side *b, make_fn *fn,
                 struct joined *ret, struct err *e)
{
    const char *office = session_office(s) ? session_office(s) : a->row.unit;
    struct event by = {.author = (char *)session_author(s), .office = (char *)office,
                       .time = clock_now()};
    ret->other_unit = strcmp(a->row.unit, b->row.unit) != 0;
    ret->other_period = !str_eq0(a->row.period, b->row.period);
    return fn(session_store(s), &by, a->member, b->member, &ret->event, e) &&
           store_root(session_store(s), a->member, ret->root, e);
}

static bool join(struct session *s, const char *a, const char *b, make_fn *fn, struct joined *ret,
                 struct err *e)
{
    struct side one = {0}, two = {0};
    *ret = (struct joined){0};
    bool good = find_side(s, a, &one, e) && find_side(s, b, &two, e) && same_form(&one, &two, e) &&
                make(s, &one, &two, fn, ret, e);
    entry_row_finish(&one.row);
    entry_row_finish(&two.row);
    return good;
}

bool entry_join(struct session *s, const char *a, const char *b, struct joined *ret, struct err *e)
{
    return join(s, a, b, store_join, ret, e);
}

bool entry_unjoin(struct session *s, const char *a, const char *b, struct joined *ret,
                  struct err *e)
{
    return join(s, a, b, store_unjoin, ret, e);
}
