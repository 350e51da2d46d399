#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/internal.h"
#include "store/safety_internal.h"
#include "store/signature.h"

VEC_TYPEDEF(eids, int64_t);

/* ---- the check code -------------------------------------------------------------------------- */

/* Letters that cannot be mistaken for each other on paper or by phone: no I, L, O, U. */
void check_code(const struct hash *sum, char ret[20])
{
    static const char letters[] = "ABCDEFGHJKMNPQRSTVWXYZ";
    for (int i = 0, at = 0; i < 16; i++) {
        if (i && i % 4 == 0)
            ret[at++] = '-';
        ret[at++] = letters[sum->b[i] % (sizeof letters - 1)];
        ret[at] = '\0';
    }
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Over the hashes of all sound events; `bad` is sorted, as it was filled. */
static bool sum_events(struct store *s, const struct eids *bad, struct hash *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT hash, eid FROM event ORDER BY hash", e);
    if (!q)
        return false;
    struct hash_sum *sum = hash_begin();
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        int64_t eid = stmt_int(q, 1);
        if (!bad->n || !bsearch(&eid, bad->v, bad->n, sizeof eid, compare))
            hash_add(sum, stmt_blob(q, 0), stmt_bytes(q, 0));
    }
    stmt_done(q);
    *ret = hash_end(sum);
    return row == STMT_DONE;
}

struct signing {
    struct store_health *ret;
    struct hash_sum *sum;
};

static bool sum_signature(void *user, const struct signature_row *row, struct err *e)
{
    struct signing *g = user;
    (void)e;
    g->ret->signatures++;
    hash_add(g->sum, row, offsetof(struct signature_row, fault));
    return true;
}

/* Where they cannot be read, what SQLite says of the file tells it. */
static bool check_signatures(struct store *s, struct store_health *ret, struct err *e)
{
    struct err why = {0};
    struct signing g = {ret, hash_begin()};
    bool good = signature_each(s, sum_signature, &g, &why, e) && why.code != ERR_FILE;
    ret->signed_by = hash_end(g.sum);
    err_move(good ? NULL : e, &why);
    return good && (!ret->signatures || signature_count_stray(s, &ret->stray, e));
}

/* ---- every row ------------------------------------------------------------------------------- */

static bool is_sound(const char *bytes, size_t len, const struct hash *named,
                     struct hash (*sum)(const char *, size_t), bool read)
{
    struct hash h = sum(bytes, len);
    if (hash_cmp(&h, named))
        return false;
    struct event ev = {0};
    bool good = !read || event_read(bytes, len, &ev, NULL);
    if (read && good)
        event_finish(&ev);
    return good;
}

struct counts {
    bool event;
    bool read; /* events: whether they are headers, too */
    int64_t *all; /* grows with every row, for who waits */
    struct eids bad;
};

static bool count_row(void *user, const struct set_row *row, struct err *e)
{
    struct counts *c = user;
    (void)e;
    ++*c->all;
    if (!row->bytes || !is_sound(row->bytes, row->len, &row->hash,
                                 c->event ? event_hash : body_hash, c->read))
        *vec_add(&c->bad) = row->id;
    return true;
}

/* What SQLite says about the file, then what the events (when all are sound) say about the lists. */
static char *check_structure(struct store *s, bool sound, struct err *e)
{
    char *said = db_full_check(s->db, e);
    bool same = true;
    if (!said || *said || !sound)
        return said;
    if (!derive_check(s, &same, e)) {
        free(said);
        return NULL;
    }
    if (same)
        return said;
    free(said);
    return xstrdup(_("the lists (x_ tables) are not those of the events"));
}

static bool check_rows(struct store *s, struct counts *events, struct store_health *ret,
                       struct err *e)
{
    struct counts bodies = {.all = &ret->bodies};
    events->all = &ret->events;
    struct hash sum;
    db_forget(s->db);
    bool good = each_row(s, SET_EVENTS, count_row, events, e) &&
                each_row(s, SET_BODIES, count_row, &bodies, e) &&
                sum_events(s, &events->bad, &sum, e);
    if (good) {
        ret->bad = (int64_t)(events->bad.n + bodies.bad.n);
        check_code(&sum, ret->code);
    }
    vec_finish(&bodies.bad);
    return good;
}

bool store_check(struct store *s, struct store_health *ret, struct err *e)
{
    *ret = (struct store_health){0};
    struct counts events = {.event = true, .read = true};
    bool good = check_rows(s, &events, ret, e) && check_signatures(s, ret, e) &&
                (ret->structure = check_structure(s, !events.bad.n, e));
    vec_finish(&events.bad);
    if (good && !ret->bad && !*ret->structure)
        safety_trust(s);
    return good;
}

static bool count_names(struct store *s, struct store_health *ret, struct err *e)
{
    static const struct eids none;
    struct hash sum;
    bool good = sum_events(s, &none, &sum, e) &&
                db_int(s->db, "SELECT count(*) FROM event", 0, &ret->events, e) &&
                db_int(s->db, "SELECT count(*) FROM body", 0, &ret->bodies, e) &&
                check_signatures(s, ret, e);
    if (good)
        check_code(&sum, ret->code);
    return good;
}

bool check_sets(struct store *s, bool names, struct store_health *ret, struct err *e)
{
    *ret = (struct store_health){0};
    if (names)
        return count_names(s, ret, e);
    struct counts events = {.event = true};
    bool good = check_rows(s, &events, ret, e) && check_signatures(s, ret, e) &&
                (ret->structure = db_quick_check(s->db, e));
    vec_finish(&events.bad);
    return good;
}

void store_health_finish(struct store_health *h)
{
    free(h->structure);
    *h = (struct store_health){0};
}
