/* Who reviews an entry, and what one review looks at. */
#include "entry/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/review_internal.h"
#include "text/unicode.h"

/* ---- who may ---------------------------------------------------------------------------------- */

/* Fills the chain of a unit; NULL: nobody reviews its entries. */
static const struct reporter *chain_of(struct session *s, const struct reporter_list *reporters,
                                       const char *units, const char *unit, struct chain *ret)
{
    const struct catalogue *c = session_catalogue(s, units, NULL);
    const struct reporter *line = c ? reporter_line(reporters, c, unit) : NULL;
    if (line)
        reporter_chain(line, c, unit, ret);
    return line;
}

const char *session_receiver(struct session *s, const struct form *f, const char *unit)
{
    struct chain chain = {0};
    chain_of(s, &f->reporters, f->units, unit, &chain);
    const char *to = chain.n ? chain.v[0] : NULL;
    vec_finish(&chain);
    return to;
}

static int step_of(struct session *s, const struct form *f, const char *office, const char *unit,
                   struct chain *chain)
{
    const struct reporter *line = chain_of(s, &f->reporters, f->units, unit, chain);
    return line && office ? chain_step(chain, line, session_catalogue(s, f->units, NULL), office) : -1;
}

bool session_may_review(struct session *s, const struct form *f, const char *office,
                        const char *unit)
{
    struct chain chain = {0};
    int step = step_of(s, f, office, unit, &chain);
    vec_finish(&chain);
    return step >= 0;
}

int review_chain(const struct review *r, struct chain *ret)
{
    *ret = (struct chain){0};
    return step_of(r->session, entry_form(r->entry), review_acting(r), entry_unit(r->entry), ret);
}

/* The last that it was handed on to, or that has decided. */
static const char *handed_to(struct session *s, const struct entry_row *row, const struct chain *chain)
{
    struct revisions all;
    int last = 0;
    if (!store_events(session_store(s), row->entry, EVENT_REVIEW, &all, NULL))
        return NULL;
    revisions_keep_last(&all);
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 1; k < chain->n; k++) {
            const struct event *x = &all.v[i].head;
            bool there = office_same(x->office, chain->v[k]) ||
                         (review_says(x) == SAYS_PASS_ON && office_same(x->next, chain->v[k]));
            if (there && review_says(x) != SAYS_NOTHING && !hash_cmp(&x->target, &row->shown) && (int)k > last)
                last = (int)k;
        }
    revisions_finish(&all);
    return chain->v[last];
}

const char *session_turn(struct session *s, const struct entry_row *row)
{
    const struct form_brief *f = session_form_brief(s, row->form_id);
    struct chain chain = {0};
    bool disagree = row->flags & FLAG_REVIEWERS_DISAGREE;
    if (!f || (row->state != STATE_SUBMITTED && !(row->state == STATE_RETURNED && disagree)))
        return NULL;
    chain_of(s, &f->reporters, f->units, row->unit, &chain);
    const char *who = !chain.n ? NULL
                      : chain.n > 1 && (row->flags & (FLAG_PASSED_ON | FLAG_REVIEWERS_DISAGREE))
                          ? handed_to(s, row, &chain) : chain.v[0];
    vec_finish(&chain);
    return who;
}

const char *review_acting(const struct review *r)
{
    const char *office = session_office(r->session);
    if (!office)
        office = session_turn(r->session, entry_row(r->entry));
    return office ? office
                  : session_receiver(r->session, entry_form(r->entry), entry_unit(r->entry));
}

/* ---- opening ---------------------------------------------------------------------------------- */

static const struct revision *find(const struct revisions *all, const struct hash *id)
{
    for (size_t i = 0; i < all->n; i++)
        if (!hash_cmp(&all->v[i].id, id))
            return &all->v[i];
    return NULL;
}

static const struct revision *find_prefix(const struct revisions *all, const char *prefix)
{
    for (size_t i = 0; i < all->n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all->v[i].id, hex);
        if (!strncmp(hex, prefix, strlen(prefix)))
            return &all->v[i];
    }
    return NULL;
}

/* Takes en over, unless it is borrowed; NULL: e is filled already. */
static struct review *make(struct session *s, struct entry *en, bool borrowed, const char *revision,
                           struct err *e)
{
    if (!en)
        return NULL;
    struct review *r = xcalloc(1, sizeof *r);
    r->session = s;
    r->entry = en;
    r->borrowed = borrowed;
    if (!store_revisions(session_store(s), entry_id(en), &r->all, e) ||
        !store_comments(session_store(s), entry_id(en), &r->comments, e)) {
        review_destroy(r);
        return NULL;
    }
    r->looked_at = revision ? find_prefix(&r->all, revision) : find(&r->all, &entry_row(en)->shown);
    return r;
}

struct review *review_open(struct session *s, const char *ref, const char *revision, struct err *e)
{
    return make(s, entry_view(s, ref, revision, e), false, revision, e);
}

struct review *review_over(struct session *s, struct entry *en, const char *revision, struct err *e)
{
    return make(s, en, true, revision, e);
}

void review_destroy(struct review *r)
{
    if (!r)
        return;
    if (!r->borrowed)
        entry_destroy(r->entry);
    revisions_finish(&r->all);
    comments_finish(&r->comments);
    free(r->received);
    free(r);
}

struct entry *review_entry(const struct review *r)
{
    return r->entry;
}

const struct revision *review_revision(const struct review *r)
{
    return r->looked_at;
}

size_t review_warnings(const struct review *r)
{
    size_t n = 0, open = 0;
    const struct verdict *v = rules_verdicts(entry_rules(r->entry), &n);
    for (size_t i = 0; i < n; i++)
        open += v[i].level == LEVEL_WARNING && !v[i].reason;
    return open;
}

/* ---- making events ----------------------------------------------------------------------------- */

struct event review_event(const struct review *r, enum event_kind kind)
{
    struct event ev = {.kind = kind};
    const char *office = review_acting(r);
    ev.author = xstrdup0(session_author(r->session));
    ev.office = xstrdup0(office);
    ev.entry = xstrdup(entry_id(r->entry));
    if (r->looked_at) {
        ev.has_target = true;
        ev.target = r->looked_at->id;
    }
    return ev;
}

bool review_add(struct review *r, struct event *ev, const char *text, struct hash *ret,
                struct err *e)
{
    struct hash made;
    bool good = store_add_event(session_store(r->session), ev, text, ret ? ret : &made, e);
    event_finish(ev);
    comments_finish(&r->comments);
    return good && entry_refresh_row(r->entry, e) &&
           store_comments(session_store(r->session), entry_id(r->entry), &r->comments, e);
}

bool review_words(const char *text, bool needed, char **ret, struct err *e)
{
    size_t len;
    if (!text_clean(text ? text : "", text ? strlen(text) : 0, true, ret, &len))
        return err_set(e, ERR_USAGE, NULL, _("write it in UTF-8"), _("the text is not UTF-8"));
    char *first = *ret + strspn(*ret, " \t\n");
    while (len && strchr(" \t\n", (*ret)[len - 1]))
        (*ret)[--len] = '\0';
    if (*first || !needed) {
        memmove(*ret, first, strlen(first) + 1);
        return true;
    }
    free(*ret);
    *ret = NULL;
    return err_set(e, ERR_USAGE, NULL, _("nothing was changed"), _("the text is empty"));
}
