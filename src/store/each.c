/* Every row of the two sets, also in a file whose rows no program of ours wrote. */
#include "store/internal.h"

static const char *const rows_sql[] = {
    [SET_EVENTS] = "SELECT eid, hash, head FROM event WHERE eid>? ORDER BY eid",
    [SET_BODIES] = "SELECT bid, hash, data FROM body WHERE bid>? ORDER BY bid",
};
static const char *const next_sql[] = {
    [SET_EVENTS] = "SELECT min(eid) FROM event WHERE eid>?",
    [SET_BODIES] = "SELECT min(bid) FROM body WHERE bid>?",
};

static bool visit(struct stmt *q, int64_t *last, each_fn *fn, void *user, struct err *e)
{
    struct set_row row = {
        .id = stmt_int(q, 0),
        .hash = stmt_hash(q, 1),
        .bytes = stmt_text(q, 2),
        .len = stmt_bytes(q, 2),
    };
    *last = row.id;
    return fn(user, &row, e);
}

/* The row that could not be read is passed without its bytes. */
static bool visit_large(struct store *s, enum set set, int64_t *last, each_fn *fn, void *user,
                        struct err *e)
{
    struct stmt *q = db_prepare(s->db, next_sql[set], e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, *last);
    enum stmt_row step = stmt_step(q, e);
    struct set_row row = {.id = step == STMT_ROW ? stmt_int(q, 0) : 0};
    stmt_done(q);
    *last = row.id;
    return step == STMT_ROW && fn(user, &row, e);
}

bool each_row(struct store *s, enum set set, each_fn *fn, void *user, struct err *e)
{
    int64_t last = INT64_MIN;
    bool good = true, large = true;
    while (good && large) {
        struct err why = {0};
        struct stmt *q = db_prepare(s->db, rows_sql[set], e);
        if (!q)
            return false;
        stmt_bind_int(q, 1, last);
        enum stmt_row step = STMT_DONE;
        while (good && (step = stmt_step(q, &why)) == STMT_ROW)
            good = visit(q, &last, fn, user, e);
        large = good && step == STMT_FAILED && stmt_met_large(q);
        stmt_done(q);
        if (large)
            good = visit_large(s, set, &last, fn, user, e);
        else if (good && step == STMT_FAILED)
            err_move(e, &why), good = false;
        err_finish(&why);
    }
    return good;
}
