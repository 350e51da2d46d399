/* Accepting, handing on, returning, and taking that back. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/review_internal.h"
#include "text/date.h"

static bool refuse(const struct review *r, struct err *e, const char *why)
{
    return err_set(e, ERR_RULE, entry_id(r->entry), _("nothing was changed"), "%s", why);
}

/* ---- what was decided ------------------------------------------------------------------------- */

/* The reviews of the revision that nobody has replaced. */
static bool last_reviews(const struct review *r, const struct revision *about, struct revisions *ret,
                         struct err *e)
{
    if (!store_events(session_store(r->session), entry_id(r->entry), EVENT_REVIEW, ret, e))
        return false;
    revisions_keep_last(ret);
    size_t kept = 0;
    for (size_t i = 0; i < ret->n; i++) {
        if (!about || hash_cmp(&ret->v[i].head.target, &about->id))
            event_finish(&ret->v[i].head);
        else
            ret->v[kept++] = ret->v[i];
    }
    ret->n = kept;
    return true;
}

bool review_decided(const struct review *r, const struct revision *about, struct decided_list *ret,
                    struct err *e)
{
    struct revisions all;
    *ret = (struct decided_list){0};
    if (!last_reviews(r, about ? about : r->looked_at, &all, e))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        const struct event *x = &all.v[i].head;
        if (review_says(x) == SAYS_NOTHING)
            continue;
        *vec_add(ret) = (struct decided){
            .id = all.v[i].id,
            .says = review_says(x),
            .author = xstrdup0(x->author),
            .office = xstrdup0(x->office),
            .next = xstrdup0(x->next),
            .received = xstrdup0(x->received),
            .text = store_words(session_store(r->session), x),
            .time = x->time,
        };
    }
    revisions_finish(&all);
    return true;
}

void decided_finish(struct decided_list *v)
{
    for (size_t i = 0; i < v->n; i++) {
        struct decided *d = &v->v[i];
        char *texts[] = {d->author, d->office, d->next, d->received, d->text};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            free(texts[k]);
    }
    vec_finish(v);
}

/* ---- whether one may -------------------------------------------------------------------------- */

static bool check_office(const struct review *r, struct err *e)
{
    const char *office = review_acting(r), *unit = entry_unit(r->entry);
    if (office && session_may_review(r->session, entry_form(r->entry), office, unit))
        return true;
    const char *to = session_receiver(r->session, entry_form(r->entry), unit);
    return err_set(e, ERR_USAGE, entry_id(r->entry), _("nothing was changed"),
                   _("only %s or an office above it may decide here; you act as %s"),
                   to ? session_office_name(r->session, to) : "-",
                   office ? session_office_name(r->session, office) : "-");
}

static bool check_decidable(const struct review *r, struct err *e)
{
    if (!check_office(r, e))
        return false;
    if (entry_row(r->entry)->state == STATE_CONFLICT)
        return refuse(r, e, _("several versions stand beside each other: somebody has to bring them "
                              "together and submit first"));
    if (entry_row(r->entry)->state == STATE_WITHDRAWN)
        return refuse(r, e, _("it has been withdrawn"));
    if (!r->looked_at || strcmp(r->looked_at->head.status, "submitted"))
        return refuse(r, e, _("it has not been submitted"));
    return true;
}

/* The step of who made a review; -1: nobody of the chain. */
static int step_of(const struct review *r, const struct chain *chain, const char *office)
{
    const struct form *f = entry_form(r->entry);
    const struct catalogue *c = session_catalogue(r->session, f->units, NULL);
    const struct reporter *line = c ? reporter_line(&f->reporters, c, entry_unit(r->entry)) : NULL;
    return line && office ? chain_step(chain, line, c, office) : -1;
}

/* An office does not decide over the head of one further up that has done so already. */
static bool check_step(const struct review *r, const struct chain *chain, int step,
                       const struct revisions *last, struct err *e)
{
    for (size_t i = 0; i < last->n; i++) {
        const struct event *x = &last->v[i].head;
        if (review_says(x) != SAYS_NOTHING && step_of(r, chain, x->office) > step)
            return err_set(e, ERR_RULE, entry_id(r->entry), _("nothing was changed"),
                           _("%s has decided already, and has the word after you"),
                           session_office_name(r->session, x->office));
    }
    return true;
}

/* Whether every one of them says so. */
static bool all_say(const struct revisions *last, enum review_says says)
{
    for (size_t i = 0; i < last->n; i++)
        if (review_says(&last->v[i].head) != says)
            return false;
    return last->n > 0;
}

/* ---- deciding --------------------------------------------------------------------------------- */

static bool make(struct review *r, struct event *ev, const char *text, const struct revisions *last,
                 struct hash *ret, struct err *e)
{
    for (size_t i = 0; i < last->n; i++)
        *vec_add(&ev->supersedes) = last->v[i].id;
    ev->received = xstrdup0(r->received);
    return review_add(r, ev, text, ret, e);
}

static bool decide(struct review *r, const char *verdict, const char *text, struct hash *ret,
                   struct err *e)
{
    struct chain chain;
    struct revisions last;
    int step = review_chain(r, &chain);
    bool good = last_reviews(r, r->looked_at, &last, e);
    if (good && check_step(r, &chain, step, &last, e)) {
        struct event ev = review_event(r, EVENT_REVIEW);
        bool on = !strcmp(verdict, "accept") && step >= 0 && (size_t)step + 1 < chain.n;
        ev.verdict = xstrdup(verdict);
        ev.next = on ? xstrdup(chain.v[step + 1]) : NULL;
        enum review_says says = review_says(&ev);
        bool again = says != SAYS_RETURN && all_say(&last, says) &&
                     step_of(r, &chain, last.v[0].head.office) == step;
        good = !again || refuse(r, e, _("it is accepted already"));
        good = good && make(r, &ev, text, &last, ret, e);
        event_finish(&ev);
    } else {
        good = false;
    }
    revisions_finish(&last);
    vec_finish(&chain);
    return good;
}

bool review_accept(struct review *r, struct hash *ret, struct err *e)
{
    if (!check_decidable(r, e))
        return false;
    size_t errors = rules_count(entry_rules(r->entry), LEVEL_ERROR);
    if (errors)
        return err_set(e, ERR_RULE, entry_id(r->entry), _("return it, with what is to be corrected"),
                       _("it cannot be accepted while errors stand (%zu)"), errors);
    return decide(r, "accept", NULL, ret, e);
}

const char *review_next(const struct review *r)
{
    struct chain chain;
    int step = review_chain(r, &chain);
    const char *next = step >= 0 && (size_t)step + 1 < chain.n ? chain.v[step + 1] : NULL;
    vec_finish(&chain);
    return next;
}

bool review_has_open_comment(const struct review *r)
{
    const char *office = review_acting(r);
    for (size_t i = 0; i < r->comments.n && r->looked_at; i++) {
        const struct comment *c = &r->comments.v[i];
        if (c->thread == i && c->open && str_eq0(c->office, office) &&
            !hash_cmp(&c->target, &r->looked_at->id))
            return true;
    }
    return false;
}

bool review_return(struct review *r, const char *reason, struct hash *ret, struct err *e)
{
    char *text;
    if (!check_decidable(r, e) || !review_words(reason, false, &text, e))
        return false;
    bool good = *text || review_has_open_comment(r) ||
                err_set(e, ERR_USAGE, entry_id(r->entry), _("say why, or comment on a field first"),
                        _("nothing is said about why it is returned"));
    good = good && decide(r, "return", *text ? text : NULL, ret, e);
    free(text);
    return good;
}

bool review_set_received(struct review *r, const char *day, struct err *e)
{
    struct date d;
    char iso[16];
    if (!*day || date_parse(day, &d)) {
        free(r->received);
        r->received = *day ? (date_iso(d, iso), xstrdup(iso)) : NULL;
        return true;
    }
    char *why = date_why(day);
    err_set(e, ERR_USAGE, NULL, _("write it as 24/6/2015"), "%s", why ? why : _("that is no day"));
    free(why);
    return false;
}

/* ---- taking back ------------------------------------------------------------------------------ */

/* What the event had replaced, where all of it said the same: that again. NULL: it replaced nothing, or what
 * disagreed. */
static const struct event *replaced(const struct revisions *all, const struct event *ev)
{
    const struct event *found = NULL;
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < ev->supersedes.n; k++) {
            const struct event *x = &all->v[i].head;
            if (hash_cmp(&all->v[i].id, &ev->supersedes.v[k]) || hash_cmp(&x->target, &ev->target) ||
                review_says(x) == SAYS_NOTHING)
                continue;
            if (found && review_says(found) != review_says(x))
                return NULL;
            found = x;
        }
    return found;
}

static bool write_back(struct review *r, const struct revision *own, const struct revisions *all,
                       struct hash *ret, struct err *e)
{
    const struct event *before = replaced(all, &own->head);
    struct event ev = review_event(r, EVENT_REVIEW);
    ev.verdict = xstrdup(before ? before->verdict : "return");
    ev.status = before ? NULL : xstrdup(REVIEW_UNDONE);
    ev.next = before ? xstrdup0(before->next) : NULL;
    ev.received = before ? xstrdup0(before->received) : NULL;
    ev.has_body = before && before->has_body;
    if (ev.has_body)
        ev.body = before->body;
    if (before) { /* in the name of whoever said it */
        free(ev.office);
        ev.office = xstrdup0(before->office);
    }
    *vec_add(&ev.supersedes) = own->id;
    return review_add(r, &ev, NULL, ret, e);
}

bool review_undo(struct review *r, struct hash *ret, struct err *e)
{
    struct revisions all, last;
    const struct revision *own = NULL;
    bool others = false;
    if (!check_office(r, e) || !last_reviews(r, r->looked_at, &last, e))
        return false;
    for (size_t i = 0; i < last.n; i++) {
        bool mine = office_same(review_acting(r), last.v[i].head.office);
        if (mine && review_says(&last.v[i].head) != SAYS_NOTHING)
            own = &last.v[i];
        others |= !mine;
    }
    bool good = own || refuse(r, e, others ? _("somebody else has decided since")
                                           : _("this office has decided nothing here"));
    if (good && store_events(session_store(r->session), entry_id(r->entry), EVENT_REVIEW, &all, e)) {
        good = write_back(r, own, &all, ret, e);
        revisions_finish(&all);
    }
    revisions_finish(&last);
    return good;
}
