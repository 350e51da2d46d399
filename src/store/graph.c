#include "store/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- reading --------------------------------------------------------------------------------- */

static enum rev_status status_of(const char *word)
{
    return !strcmp(word, "submitted") ? REV_SUBMITTED
           : !strcmp(word, "withdrawn") ? REV_WITHDRAWN : REV_DRAFT;
}

/* Nearly no entry is joined to another: then its id is all. */
#define ALONE  "=?1"
#define JOINED " IN (SELECT entry FROM x_root WHERE root=?1)"

static bool is_joined(struct store *s, const struct entry_id *id, bool *ret, struct err *e)
{
    *ret = false;
    if (!s->any_joined)
        return true;
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM x_root WHERE root=? LIMIT 1", e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_ROW;
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Events of one kind, by one of the two queries. */
static struct stmt *begin(struct store *s, const char *const sql[2], const struct entry_id *id,
                          enum event_kind kind, struct err *e)
{
    bool joined;
    struct stmt *q = is_joined(s, id, &joined, e) ? db_prepare(s->db, sql[joined], e) : NULL;
    if (!q)
        return NULL;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    stmt_bind_int(q, 2, kind);
    return q;
}

#define NODES(which)                                                                               \
    "SELECT eid, hash, ts, x.body, x.form, unit, period, status, gen FROM x_event AS x"           \
    " JOIN event USING(eid) WHERE x.entry" which " AND kind=?2 ORDER BY hash"

static bool load_nodes(struct store *s, const struct entry_id *id, struct graph *g, struct err *e)
{
    static const char *const sql[] = {NODES(ALONE), NODES(JOINED)};
    struct stmt *q = begin(s, sql, id, EVENT_REVISION, e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct graph_node *r = vec_add(g);
        r->eid = stmt_int(q, 0);
        r->hash = stmt_hash(q, 1);
        r->ts = stmt_int(q, 2);
        r->body = stmt_hash(q, 3);
        r->form = stmt_hash(q, 4);
        r->unit = xstrdup(stmt_text(q, 5));
        r->period = xstrdup(stmt_text(q, 6));
        r->status = status_of(stmt_text(q, 7));
        r->stored_gen = (int)stmt_int(q, 8);
        r->head = true;
    }
    stmt_done(q);
    return row == STMT_DONE;
}

static struct graph_node *find_hash(const struct graph *g, const struct hash *h)
{
    size_t low = 0, high = g->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = hash_cmp(&g->v[mid].hash, h);
        if (c == 0)
            return &g->v[mid];
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

#define EDGES(which)                                                                               \
    "SELECT own.hash, parent, EXISTS(SELECT 1 FROM event AS p WHERE p.hash=parent)"               \
    " FROM x_event AS x JOIN event AS own USING(eid) JOIN x_edge ON child=x.eid"                  \
    " WHERE x.entry" which " AND kind=?2"

static bool load_edges(struct store *s, const struct entry_id *id, struct graph *g, struct err *e)
{
    static const char *const sql[] = {EDGES(ALONE), EDGES(JOINED)};
    struct stmt *q = begin(s, sql, id, EVENT_REVISION, e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct hash child = stmt_hash(q, 0), parent = stmt_hash(q, 1);
        struct graph_node *c = find_hash(g, &child), *p = find_hash(g, &parent);
        g->missing |= !stmt_int(q, 2);
        if (!c || !p) /* a parent in another entry says nothing here */
            continue;
        *vec_add(&p->children) = (size_t)(c - g->v);
        c->waiting++;
        p->head = false;
    }
    stmt_done(q);
    return row == STMT_DONE;
}

static enum rev_review review_of(const char *word)
{
    static const enum rev_review reviews[] = {[SAYS_ACCEPT] = REVIEW_ACCEPT,
                                              [SAYS_PASS_ON] = REVIEW_PASSED_ON,
                                              [SAYS_RETURN] = REVIEW_RETURN,
                                              [SAYS_NOTHING] = REVIEW_PENDING};
    for (size_t i = 0; i < sizeof reviews / sizeof *reviews; i++)
        if (!strcmp(review_says_words[i], word))
            return reviews[i];
    return REVIEW_RETURN;
}

/* Of two that nobody has replaced: whoever accepts has the last word over one that hands it on. */
static enum rev_review together(enum rev_review a, enum rev_review b)
{
    if (a == b || b == REVIEW_PENDING)
        return a;
    if (a == REVIEW_PENDING)
        return b;
    return a <= REVIEW_ACCEPT && b <= REVIEW_ACCEPT ? REVIEW_ACCEPT : REVIEW_DISAGREE;
}

#define REVIEWS(which)                                                                             \
    "SELECT x.target, x.status FROM x_event AS x JOIN event USING(eid)"                  \
    " WHERE x.entry" which " AND kind=?2 AND NOT EXISTS(SELECT 1 FROM x_edge JOIN x_event"        \
    " AS later ON later.eid=child WHERE parent=event.hash AND later.entry" which                   \
    " AND later.kind=?2 AND later.target=x.target)"

static bool load_reviews(struct store *s, const struct entry_id *id, struct graph *g,
                         struct err *e)
{
    static const char *const sql[] = {REVIEWS(ALONE), REVIEWS(JOINED)};
    struct stmt *q = begin(s, sql, id, EVENT_REVIEW, e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct hash target = stmt_hash(q, 0);
        struct graph_node *r = find_hash(g, &target);
        if (r)
            r->review = together(r->review, review_of(stmt_text(q, 1)));
    }
    stmt_done(q);
    return row == STMT_DONE;
}

/* ---- walking, parents before children -------------------------------------------------------- */

static void step(struct graph *g, const struct graph_node *p, size_t *order, size_t *ret_n)
{
    for (size_t i = 0; i < p->children.n; i++) {
        struct graph_node *c = &g->v[p->children.v[i]];
        if (c->gen <= p->gen)
            c->gen = p->gen + 1;
        if (c->submissions < p->submissions)
            c->submissions = p->submissions;
        if (--c->waiting == 0)
            order[(*ret_n)++] = p->children.v[i];
    }
}

static void walk(struct graph *g)
{
    size_t *order = xcalloc(g->n, sizeof *order), n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (g->v[i].waiting == 0)
            order[n++] = i;
    for (size_t i = 0; i < n; i++) {
        struct graph_node *r = &g->v[order[i]];
        r->submissions += r->status == REV_SUBMITTED;
        step(g, r, order, &n);
    }
    while (n-- > 0) {
        struct graph_node *r = &g->v[order[n]];
        for (size_t i = 0; i < r->children.n; i++) {
            const struct graph_node *c = &g->v[r->children.v[i]];
            r->covered |= c->covered || c->status != REV_DRAFT;
        }
    }
    free(order);
}

bool graph_load(struct store *s, const struct entry_id *id, struct graph *ret, struct err *e)
{
    *ret = (struct graph){0};
    if (load_nodes(s, id, ret, e) &&
        (ret->n == 0 || (load_edges(s, id, ret, e) && load_reviews(s, id, ret, e)))) {
        if (ret->n)
            walk(ret);
        return true;
    }
    graph_finish(ret);
    return false;
}

bool graph_store(struct store *s, const struct graph *g, struct err *e)
{
    for (size_t i = 0; i < g->n; i++) {
        if (g->v[i].gen == g->v[i].stored_gen)
            continue;
        struct stmt *q = db_prepare(s->db, "UPDATE x_event SET gen=? WHERE eid=?", e);
        if (!q)
            return false;
        stmt_bind_int(q, 1, g->v[i].gen);
        stmt_bind_int(q, 2, g->v[i].eid);
        if (!stmt_run(q, e))
            return false;
    }
    return true;
}

void graph_finish(struct graph *g)
{
    for (size_t i = 0; i < g->n; i++) {
        free(g->v[i].unit);
        free(g->v[i].period);
        vec_finish(&g->v[i].children);
    }
    vec_finish(g);
}
