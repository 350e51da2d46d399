/* Every row of the two sets, also in a file whose rows no program of ours wrote. */
#include "base/lang.h"
#include "store/internal.h"

static const char *const rows_sql[] = {
    [SET_EVENTS] = "SELECT eid, hash, head FROM event WHERE eid>? ORDER BY eid",
    [SET_BODIES] = "SELECT bid, hash, data FROM body WHERE bid>? ORDER BY bid",
};
static const char *const next_sql[] = {
    [SET_EVENTS] = "SELECT min(eid) FROM event WHERE eid>?",
    [SET_BODIES] = "SELECT min(bid) FROM body WHERE bid>?",
};

/* Pages of a damaged file may name each other: then the same rows come again and again. */
static bool in_circles(struct store *s, struct err *e)
{
    return err_set(e, ERR_DAMAGED, s->path,
                   _("open the newest copy (.bak, a stick, the one that was sent), then take in this file"),
                   _("the file is damaged"));
}

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

/* The number of the next row, which asks for nothing else of it. */
static enum stmt_row next_id(struct store *s, enum set set, int64_t last, int64_t *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, next_sql[set], e);
    if (!q)
        return STMT_FAILED;
    stmt_bind_int(q, 1, last);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW && stmt_null(q, 0))
        row = STMT_DONE;
    else if (row == STMT_ROW)
        *ret = stmt_int(q, 0);
    stmt_done(q);
    if (row != STMT_ROW || *ret > last)
        return row;
    in_circles(s, e);
    return STMT_FAILED;
}

/* The row that could not be read is passed without its bytes. */
static bool visit_unread(struct store *s, enum set set, int64_t *last, each_fn *fn, void *user,
                         struct err *e)
{
    enum stmt_row step = next_id(s, set, *last, last, e);
    struct set_row row = {.id = *last};
    return step == STMT_ROW && fn(user, &row, e);
}

/* On from `last`, as far as it goes; *ret_large: a row beyond all bounds stopped it. STMT_ROW: fn said
 * no. */
static enum stmt_row walk(struct store *s, enum set set, int64_t *last, bool *ret_large, each_fn *fn,
                          void *user, struct err *e)
{
    struct err why = {0};
    struct stmt *q = db_prepare(s->db, rows_sql[set], e);
    if (!q)
        return STMT_FAILED;
    stmt_bind_int(q, 1, *last);
    enum stmt_row step;
    bool good = true;
    while ((step = stmt_step(q, &why)) == STMT_ROW) {
        if (stmt_int(q, 0) <= *last) {
            in_circles(s, &why);
            step = STMT_FAILED;
            break;
        }
        if (!(good = visit(q, last, fn, user, e)))
            break;
    }
    *ret_large = step == STMT_FAILED && stmt_met_large(q);
    stmt_done(q);
    if (step == STMT_FAILED)
        err_move(e, &why);
    err_finish(&why);
    return good ? step : STMT_ROW;
}

bool each_row(struct store *s, enum set set, each_fn *fn, void *user, struct err *e)
{
    int64_t last = INT64_MIN;
    for (;;) {
        struct err why = {0};
        bool large = false;
        enum stmt_row end = walk(s, set, &last, &large, fn, user, &why);
        bool onward = large && visit_unread(s, set, &last, fn, user, &why);
        if (onward)
            err_finish(&why);
        else if (end != STMT_DONE)
            err_move(e, &why);
        if (!onward)
            return end == STMT_DONE;
    }
}

/* ---- what a damaged file still has ------------------------------------------------------------ */

#define SMALL_HOPS 512 /* as many rows as a page may hold, and more */

/* Behind what cannot be read: one number further, and further, then in leaps. False: at the end. */
static bool hop(int64_t *last, int *hops, int64_t *leap)
{
    *leap = ++*hops > SMALL_HOPS ? *leap * 2 : 1;
    if (*last > INT64_MAX / 2 - *leap)
        return false;
    *last += *leap;
    return true;
}

bool each_row_left(struct store *s, enum set set, each_fn *fn, void *user, struct err *e)
{
    int64_t last = INT64_MIN, leap = 1;
    int hops = 0;
    for (;;) {
        struct err why = {0};
        int64_t before = last;
        bool large;
        enum stmt_row end = walk(s, set, &last, &large, fn, user, &why);
        if (end == STMT_ROW)
            err_move(e, &why);
        err_finish(&why);
        if (end != STMT_FAILED)
            return end == STMT_DONE;
        if (last > before)
            hops = 0, leap = 1;
        struct set_row row = {0};
        end = next_id(s, set, last, &row.id, &why);
        err_finish(&why);
        if (end == STMT_DONE)
            return true;
        if (end == STMT_ROW && !fn(user, &row, e))
            return false;
        if (end == STMT_ROW) {
            last = row.id;
            hops = 0;
        } else {
            last = last < 0 ? 0 : last; /* ours are numbered from 1 */
            if (!hop(&last, &hops, &leap))
                return true;
        }
    }
}
