#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"

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

/* ---- every row ------------------------------------------------------------------------------- */

static bool is_sound(const char *bytes, size_t len, const struct hash *named,
                     struct hash (*sum)(const char *, size_t), bool event)
{
    struct hash h = sum(bytes, len);
    if (hash_cmp(&h, named))
        return false;
    struct event ev = {0};
    bool good = !event || event_read(bytes, len, &ev, NULL);
    if (event && good)
        event_finish(&ev);
    return good;
}

static bool check_rows(struct store *s, const char *sql, bool event, int64_t *ret_count,
                       struct eids *ret_bad, struct err *e)
{
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct hash named = stmt_hash(q, 1);
        ++*ret_count;
        if (!is_sound(stmt_text(q, 2), stmt_bytes(q, 2), &named, event ? event_hash : body_hash,
                      event))
            *vec_add(ret_bad) = stmt_int(q, 0);
    }
    stmt_done(q);
    return row == STMT_DONE;
}

bool store_check(struct store *s, struct store_health *ret, struct err *e)
{
    *ret = (struct store_health){0};
    struct eids events = {0}, bodies = {0};
    struct hash sum;
    db_forget(s->db);
    bool good = check_rows(s, "SELECT eid, hash, head FROM event ORDER BY eid", true, &ret->events,
                           &events, e) &&
                check_rows(s, "SELECT bid, hash, data FROM body ORDER BY bid", false, &ret->bodies,
                           &bodies, e) &&
                sum_events(s, &events, &sum, e) && (ret->structure = db_quick_check(s->db, e));
    if (good) {
        ret->bad = (int64_t)(events.n + bodies.n);
        check_code(&sum, ret->code);
    }
    vec_finish(&events);
    vec_finish(&bodies);
    return good;
}

void store_health_finish(struct store_health *h)
{
    free(h->structure);
    *h = (struct store_health){0};
}
