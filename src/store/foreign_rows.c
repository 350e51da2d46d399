#include "store/foreign_rows.h"

static const char *const walk_sql[] = {
    [SET_EVENTS] = "SELECT eid, hash, head FROM event WHERE eid>=? ORDER BY eid",
    [SET_BODIES] = "SELECT bid, hash, data FROM body WHERE bid>=? ORDER BY bid",
};
static const char *const single_sql[] = {
    [SET_EVENTS] = "SELECT eid, hash, head FROM event WHERE eid=?",
    [SET_BODIES] = "SELECT bid, hash, data FROM body WHERE bid=?",
};

/* Of so many numbers one is asked for, or more. */
#define CLOSE 4

void foreign_rows_begin(struct foreign_rows *r, struct foreign *there, enum set set, const int64_t *ids, size_t n)
{
    *r = (struct foreign_rows){.there = there->store, .set = set};
    r->close = !there->torn && n && ids[0] > 0 && (uint64_t)(ids[n - 1] - ids[0]) / CLOSE < n;
}

static void stop(struct stmt **q)
{
    if (*q)
        stmt_done(*q);
    *q = NULL;
}

/* Headers are read by a parser that looks at the zero behind them; bodies are only hashed and stored. */
static struct foreign_row row_of(const struct foreign_rows *r, struct stmt *q)
{
    const char *bytes = r->set == SET_BODIES ? stmt_blob(q, 2) : NULL;
    bytes = bytes ? bytes : stmt_text(q, 2);
    return (struct foreign_row){bytes, stmt_bytes(q, 2), stmt_hash(q, 1), false};
}

/* Whether the walk came to the row. Where it fails it ends; the row is looked for alone then. */
static bool walk_to(struct foreign_rows *r, int64_t id)
{
    struct err ignored = {0};
    if (!r->walk) {
        r->walk = db_prepare(r->there->db, walk_sql[r->set], &ignored);
        if (r->walk)
            stmt_bind_int(r->walk, 1, id);
        r->at = id - 1;
    }
    while (r->walk && r->at < id) {
        bool found = stmt_step(r->walk, &ignored) == STMT_ROW;
        int64_t at = found ? stmt_int(r->walk, 0) : 0;
        if (!found || at <= r->at) /* pages of a damaged file may name each other */
            stop(&r->walk);
        r->at = at;
    }
    if (r->walk && r->at > id) /* a row is missing, or a page stands in another's place */
        stop(&r->walk);
    err_finish(&ignored);
    return r->walk != NULL;
}

static void get_single(struct foreign_rows *r, int64_t id, struct foreign_row *ret, struct err *e)
{
    r->single = db_prepare(r->there->db, single_sql[r->set], e);
    if (!r->single)
        return;
    stmt_bind_int(r->single, 1, id);
    if (stmt_step(r->single, e) == STMT_ROW)
        *ret = row_of(r, r->single);
    else
        ret->large = stmt_met_large(r->single);
}

void foreign_rows_get(struct foreign_rows *r, int64_t id, struct foreign_row *ret, struct err *e)
{
    *ret = (struct foreign_row){0};
    stop(&r->single);
    if (r->close && walk_to(r, id))
        *ret = row_of(r, r->walk);
    else
        get_single(r, id, ret, e);
}

bool foreign_rows_stray(struct foreign_rows *r)
{
    bool walked = r->walk != NULL;
    stop(&r->walk);
    return walked;
}

void foreign_rows_end(struct foreign_rows *r)
{
    stop(&r->walk);
    stop(&r->single);
}
