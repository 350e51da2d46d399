#include "store/comment.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/erase.h"

char *store_words(struct store *s, const struct event *head)
{
    size_t len = 0;
    char *data = head->has_body ? store_body(s, &head->body, &len, NULL) : NULL;
    if (!data && head->has_body && store_erased(s, &head->body, NULL) > 0)
        return xstrdup(_("(erased on request)"));
    json *j = data ? js_parse(data, len, "", NULL) : NULL;
    const json *text = js_get(j, "text");
    char *said = js_is(text, JS_STRING) ? xstrdup(js_text(text)) : NULL;
    js_free(j);
    free(data);
    return said;
}

/* ---- events by their hash ---------------------------------------------------------------------- */

struct named {
    struct hash hash;
    size_t index;
};
VEC_TYPEDEF(names, struct named);

static int by_hash(const void *a, const void *b)
{
    return hash_cmp(&((const struct named *)a)->hash, &((const struct named *)b)->hash);
}

static void names_sort(struct names *v)
{
    if (v->n > 1)
        qsort(v->v, v->n, sizeof *v->v, by_hash);
}

static const struct named *names_find(const struct names *v, const struct hash *h)
{
    struct named key = {.hash = *h};
    return v->n ? bsearch(&key, v->v, v->n, sizeof *v->v, by_hash) : NULL;
}

/* ---- states and reviews ------------------------------------------------------------------------ */

void revisions_keep_last(struct revisions *states)
{
    struct names known = {0};
    bool *replaced = xcalloc(states->n + 1, sizeof *replaced);
    for (size_t i = 0; i < states->n; i++)
        *vec_add(&known) = (struct named){states->v[i].id, i};
    names_sort(&known);
    for (size_t i = 0; i < states->n; i++)
        for (size_t k = 0; k < states->v[i].head.supersedes.n; k++) {
            const struct named *x = names_find(&known, &states->v[i].head.supersedes.v[k]);
            if (x && !hash_cmp(&states->v[x->index].head.target, &states->v[i].head.target))
                replaced[x->index] = true;
        }
    size_t kept = 0;
    for (size_t i = 0; i < states->n; i++) {
        if (replaced[i])
            event_finish(&states->v[i].head);
        else
            states->v[kept++] = states->v[i];
    }
    states->n = kept;
    vec_finish(&known);
    free(replaced);
}

static bool load_states(struct store *s, const char *entry, struct revisions *ret, struct err *e)
{
    if (!store_events(s, entry, EVENT_COMMENT_STATE, ret, e))
        return false;
    revisions_keep_last(ret);
    return true;
}

bool store_comment_states(struct store *s, const char *entry, const struct hash *comment,
                          struct event *into, struct err *e)
{
    struct revisions states;
    if (!load_states(s, entry, &states, e))
        return false;
    for (size_t i = 0; i < states.n; i++)
        if (!hash_cmp(&states.v[i].head.target, comment))
            *vec_add(&into->supersedes) = states.v[i].id;
    revisions_finish(&states);
    return true;
}

/* ---- threads ---------------------------------------------------------------------------------- */

/* What is known while they are put together. */
struct threads {
    struct store *store;
    struct revisions said, states;
    size_t *openers; /* of each comment: the one that opened its thread */
    bool *closed;    /* of each opener */
};

/* An answer names what it answers by its hash, so there is no circle. */
static void find_openers(struct threads *t)
{
    size_t n = t->said.n, *up = xcalloc(n + 1, sizeof *up);
    struct names known = {0};
    for (size_t i = 0; i < n; i++)
        *vec_add(&known) = (struct named){t->said.v[i].id, i};
    names_sort(&known);
    for (size_t i = 0; i < n; i++) {
        const struct named *x = names_find(&known, &t->said.v[i].head.target);
        up[i] = x ? x->index : i;
    }
    for (size_t i = 0; i < n; i++) {
        size_t top = i;
        while (up[top] != top)
            top = up[top];
        t->openers[i] = top;
        for (size_t k = i, next; k != top; k = next) {
            next = up[k];
            up[k] = top;
        }
    }
    vec_finish(&known);
    free(up);
}

static void find_closed(struct threads *t)
{
    struct names known = {0};
    bool *open = xcalloc(t->said.n + 1, sizeof *open);
    for (size_t i = 0; i < t->said.n; i++)
        *vec_add(&known) = (struct named){t->said.v[i].id, i};
    names_sort(&known);
    for (size_t i = 0; i < t->states.n; i++) {
        const struct event *state = &t->states.v[i].head;
        const struct named *x = names_find(&known, &state->target);
        if (!x)
            continue;
        bool closes = !strcmp(state->status, "closed");
        open[x->index] |= !closes;
        t->closed[x->index] |= closes;
    }
    for (size_t i = 0; i < t->said.n; i++)
        t->closed[i] &= !open[i];
    vec_finish(&known);
    free(open);
}

static void add(const struct threads *t, size_t i, size_t thread, struct comments *ret)
{
    const struct revision *r = &t->said.v[i], *first = &t->said.v[t->openers[i]];
    *vec_add(ret) = (struct comment){
        .id = r->id,
        .target = r->head.target,
        .path = xstrdup(first->head.field),
        .text = store_words(t->store, &r->head),
        .author = xstrdup0(r->head.author),
        .office = xstrdup0(r->head.office),
        .time = r->head.time,
        .thread = thread,
        .open = !t->closed[t->openers[i]],
    };
}

/* They come by time and hash; answers go behind their opener. */
static void put_together(const struct threads *t, struct comments *ret)
{
    size_t n = t->said.n, *next = xcalloc(n + 1, sizeof *next), *last = xcalloc(n + 1, sizeof *last);
    for (size_t i = 0; i < n; i++)
        last[i] = next[i] = i;
    for (size_t i = 0; i < n; i++) {
        size_t first = t->openers[i];
        if (i == first)
            continue;
        next[last[first]] = i; /* a list that ends in itself */
        last[first] = i;
    }
    for (size_t first = 0; first < n; first++) {
        size_t thread = ret->n;
        for (size_t i = first; t->openers[first] == first; i = next[i]) {
            add(t, i, thread, ret);
            if (next[i] == i)
                break;
        }
    }
    free(next);
    free(last);
}

bool store_comments(struct store *s, const char *entry, struct comments *ret, struct err *e)
{
    struct threads t = {.store = s};
    *ret = (struct comments){0};
    if (!store_events(s, entry, EVENT_COMMENT, &t.said, e))
        return false;
    if (t.said.n && !load_states(s, entry, &t.states, e)) {
        revisions_finish(&t.said);
        return false;
    }
    t.openers = xcalloc(t.said.n + 1, sizeof *t.openers);
    t.closed = xcalloc(t.said.n + 1, sizeof *t.closed);
    find_openers(&t);
    find_closed(&t);
    put_together(&t, ret);
    free(t.openers);
    free(t.closed);
    revisions_finish(&t.said);
    revisions_finish(&t.states);
    return true;
}

void comments_finish(struct comments *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->v[i].path);
        free(c->v[i].text);
        free(c->v[i].author);
        free(c->v[i].office);
    }
    vec_finish(c);
}
