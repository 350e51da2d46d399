/* I1, sampled on opening: some rows of a file that is known, by their own bytes. A disk that rots changes
 * neither the size of a file nor its times. */
#include "base/clock.h"
#include "store/internal.h"
#include "store/safety_internal.h"
#include "store/verify.h"

#define OF_EACH 8 /* events, and bodies: one in each stretch of them */

struct sampled {
    const char *last, *row;
    struct hash (*sum)(const char *bytes, size_t len);
};

static const struct sampled sets[] = {
    {"SELECT ifnull(max(eid),0) FROM event",
     "SELECT hash, head FROM event WHERE eid>=? ORDER BY eid LIMIT 1", event_hash},
    {"SELECT ifnull(max(bid),0) FROM body",
     "SELECT hash, data FROM body WHERE bid>=? ORDER BY bid LIMIT 1", body_hash},
};

/* Which rows is no secret, and nothing but speed depends on it; so the sequence of base/random.h, which
 * tests repeat, is left alone. */
static int64_t below(uint64_t *state, int64_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return n > 0 ? (int64_t)(*state >> 11) % n : 0;
}

static bool row_is_sound(struct store *s, const struct sampled *set, int64_t from, bool *ret,
                         struct err *e)
{
    struct stmt *q = db_prepare(s->db, set->row, e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, from);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW) {
        struct hash named = stmt_hash(q, 0);
        const char *bytes = stmt_text(q, 1);
        struct hash is = set->sum(bytes, stmt_bytes(q, 1));
        *ret = !hash_cmp(&is, &named);
    }
    stmt_done(q);
    return row != STMT_FAILED;
}

static bool some_are_sound(struct store *s, const struct sampled *set, uint64_t *state, bool *ret,
                           struct err *e)
{
    int64_t last = 0;
    bool good = db_int(s->db, set->last, 0, &last, e);
    for (int i = 0; good && *ret && last && i < OF_EACH; i++) {
        int64_t from = 1 + last * i / OF_EACH, to = 1 + last * (i + 1) / OF_EACH;
        good = row_is_sound(s, set, from + below(state, to - from), ret, e);
    }
    return good;
}

bool store_sample(struct store *s, bool *ret_sound, struct err *e)
{
    struct err why = {0};
    uint64_t state = (uint64_t)clock_real_ms() * 2654435761u | 1;
    *ret_sound = true;
    bool good = true;
    for (size_t i = 0; good && *ret_sound && i < sizeof sets / sizeof *sets; i++)
        good = some_are_sound(s, &sets[i], &state, ret_sound, &why);
    if (!good && why.code == ERR_DAMAGED) { /* a row that cannot be read is an answer */
        *ret_sound = false;
        good = true;
        err_finish(&why);
    }
    if (!*ret_sound)
        safety_distrust(s);
    err_move(e, &why);
    return good;
}
