/* Accepting and returning. */
#include "entry/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/review_internal.h"
#include "text/unicode.h"

/* ---- who may ---------------------------------------------------------------------------------- */

static const struct reporter *reporter_of(struct session *s, const struct form *f, const char *unit)
{
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    const struct unit *u = c ? catalogue_find(c, unit) : NULL;
    for (size_t i = 0; u && i < f->reporters.n; i++)
        if (reporter_is(&f->reporters.v[i], u))
            return &f->reporters.v[i];
    return f->reporters.n ? &f->reporters.v[0] : NULL;
}

const char *session_receiver(struct session *s, const struct form *f, const char *unit)
{
    const struct reporter *line = reporter_of(s, f, unit);
    if (!line || !line->to || strcmp(line->to, REPORTER_PARENT) != 0)
        return line ? line->to : NULL;
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    const struct unit *u = c ? catalogue_find(c, unit) : NULL;
    return u ? u->parent : NULL;
}

static bool is_office(const char *office, const char *id)
{
    size_t n = strcspn(office, "/");
    return id && strlen(id) == n && !memcmp(id, office, n);
}

bool session_may_review(struct session *s, const struct form *f, const char *office,
                        const char *unit)
{
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    const struct reporter *line = reporter_of(s, f, unit);
    const char *to = session_receiver(s, f, unit);
    if (!c || !to || !catalogue_find(c, office))
        return false;
    return is_office(office, to) || is_office(office, line->via) ||
           catalogue_is_above(c, office, to);
}

/* Who has chosen no office (a script) acts as the one that receives. */
static const char *acting(const struct review *r)
{
    const char *office = session_office(r->session);
    return office ? office
                  : session_receiver(r->session, entry_form(r->entry), entry_unit(r->entry));
}

static bool check_office(const struct review *r, struct err *e)
{
    const char *office = acting(r), *unit = entry_unit(r->entry);
    if (office && session_may_review(r->session, entry_form(r->entry), office, unit))
        return true;
    const char *to = session_receiver(r->session, entry_form(r->entry), unit);
    return err_set(e, ERR_USAGE, entry_id(r->entry), _("nothing was changed"),
                   _("only %s or an office above it may decide here; you act as %s"),
                   to ? session_office_name(r->session, to) : "-",
                   office ? session_office_name(r->session, office) : "-");
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

/* ---- deciding --------------------------------------------------------------------------------- */

struct event review_event(const struct review *r, enum event_kind kind)
{
    struct event ev = {.kind = kind};
    const char *office = acting(r);
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

/* The reviews of the revision that nobody has replaced: what a new one replaces. */
static bool last_reviews(struct review *r, struct event *into, const char **ret_verdict,
                         struct err *e)
{
    struct revisions all;
    bool same = true;
    *ret_verdict = NULL;
    if (!store_events(session_store(r->session), entry_id(r->entry), EVENT_REVIEW, &all, e))
        return false;
    revisions_keep_last(&all);
    for (size_t i = 0; i < all.n; i++) {
        const struct event *x = &all.v[i].head;
        if (hash_cmp(&x->target, &into->target))
            continue;
        *vec_add(&into->supersedes) = all.v[i].id;
        const char *verdict = !strcmp(x->verdict, "accept") ? "accept" : "return";
        same &= !*ret_verdict || !strcmp(*ret_verdict, verdict);
        *ret_verdict = verdict;
    }
    if (!same)
        *ret_verdict = NULL;
    revisions_finish(&all);
    return true;
}

static bool refuse(const struct review *r, struct err *e, const char *why)
{
    return err_set(e, ERR_RULE, entry_id(r->entry), _("nothing was changed"), "%s", why);
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

static bool decide(struct review *r, const char *verdict, const char *text, struct hash *ret,
                   struct err *e)
{
    const char *before;
    struct event ev = review_event(r, EVENT_REVIEW);
    ev.verdict = xstrdup(verdict);
    if (!last_reviews(r, &ev, &before, e)) {
        event_finish(&ev);
        return false;
    }
    if (str_eq0(before, verdict) && !strcmp(verdict, "accept")) {
        event_finish(&ev);
        return refuse(r, e, _("it is accepted already"));
    }
    return review_add(r, &ev, text, ret, e);
}

bool review_accept(struct review *r, struct hash *ret, struct err *e)
{
    if (!check_decidable(r, e))
        return false;
    size_t errors = rules_count(entry_rules(r->entry), LEVEL_ERROR);
    if (errors)
        return err_set(e, ERR_RULE, entry_id(r->entry), _("return it, with what is to be corrected"),
                       _("it cannot be accepted: %zu errors stand"), errors);
    return decide(r, "accept", NULL, ret, e);
}

static bool has_open_comment(const struct review *r)
{
    const char *office = acting(r);
    for (size_t i = 0; i < r->comments.n; i++) {
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
    bool good = *text || has_open_comment(r) ||
                err_set(e, ERR_USAGE, entry_id(r->entry), _("say why, or comment on a field first"),
                        _("nothing is said about why it is returned"));
    good = good && decide(r, "return", *text ? text : NULL, ret, e);
    free(text);
    return good;
}
