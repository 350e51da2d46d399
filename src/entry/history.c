#include "entry/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "store/erase.h"
#include "store/join.h"

static void add_about(struct history *h, const struct revisions *v, const struct hash *target)
{
    for (size_t i = v->n; i-- > 0;)
        if (!hash_cmp(&v->v[i].head.target, target))
            *vec_add(&h->v) = &v->v[i];
}

static bool is_among(const struct revisions *v, const struct hash *id)
{
    for (size_t i = 0; i < v->n; i++)
        if (!hash_cmp(&v->v[i].id, id))
            return true;
    return false;
}

/* Answers stand with the comment they answer; what it is about may not have come yet. */
static void add_strays(struct history *h, const struct revisions *v)
{
    for (size_t i = v->n; i-- > 0;)
        if (!is_among(&h->all, &v->v[i].head.target))
            *vec_add(&h->v) = &v->v[i];
}

static void put_in_order(struct history *h)
{
    for (size_t i = h->joins.n; i-- > 0;)
        *vec_add(&h->v) = &h->joins.v[i];
    add_strays(h, &h->comments);
    add_strays(h, &h->reviews);
    for (size_t i = h->all.n; i-- > 0;) {
        add_about(h, &h->comments, &h->all.v[i].id);
        add_about(h, &h->reviews, &h->all.v[i].id);
        *vec_add(&h->v) = &h->all.v[i];
    }
}

bool history_load(struct session *s, const char *entry, struct history *ret, struct err *e)
{
    struct store *store = session_store(s);
    *ret = (struct history){0};
    if (!store_revisions(store, entry, &ret->all, e) ||
        !store_events(store, entry, EVENT_REVIEW, &ret->reviews, e) ||
        !store_events(store, entry, EVENT_COMMENT, &ret->comments, e) ||
        !store_join_events(store, entry, &ret->joins, e)) {
        history_finish(ret);
        return false;
    }
    put_in_order(ret);
    return true;
}

void history_finish(struct history *h)
{
    revisions_finish(&h->all);
    revisions_finish(&h->reviews);
    revisions_finish(&h->comments);
    revisions_finish(&h->joins);
    vec_finish(&h->v);
}

static bool is_news(const struct field_change *c, const void *user)
{
    (void)user;
    return strcmp(c->path, "$status") != 0 && (*c->path != '$' || c->before);
}

bool history_changes(struct session *s, const struct history *h, const struct revision *r,
                     struct field_changes *ret, const char **ret_why, struct err *e)
{
    struct err why = {0};
    *ret_why = NULL;
    bool known = store_changes_made(session_store(s), &h->all, r, ret, &why);
    bool readable = why.code != ERR_FILE;
    if (!readable)
        err_move(e, &why);
    else if (!known)
        *ret_why = store_erased(session_store(s), &r->head.body, NULL) > 0
                       ? _("erased on request")
                       : _("what was written is no longer stored");
    err_finish(&why);
    changes_keep(ret, is_news, NULL);
    return readable;
}

const char *history_word(const struct revision *r)
{
    static const struct {
        const char *id, *text;
    } words[] = {
        {"draft", N_("written")},   {"submitted", N_("submitted")}, {"withdrawn", N_("withdrawn")},
        {"accept", N_("accepted")}, {"return", N_("returned")},
        {"pass_on", N_("accepted and handed on")}, {REVIEW_UNDONE, N_("decision taken back")},
    };
    const char *id = r->head.kind == EVENT_REVISION ? r->head.status
                     : r->head.kind == EVENT_REVIEW ? review_says_words[review_says(&r->head)]
                                                    : NULL;
    for (size_t i = 0; id && i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].id, id))
            return _(words[i].text);
    return r->head.kind == EVENT_COMMENT  ? _("comment")
           : r->head.kind == EVENT_JOIN   ? _("joined")
           : r->head.kind == EVENT_UNJOIN ? _("taken apart")
           : id                           ? id
                                          : "-";
}
