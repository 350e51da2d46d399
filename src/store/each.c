/* Every row of the two sets, also in a file whose rows no program of ours wrote. */
#include "base/lang.h"
#include "store/internal.h"

static const char *const rows_sql[] = {
    [SET_EVENTS] = "SELECT eid, hash, head FROM event WHERE eid>=? ORDER BY eid",
    [SET_BODIES] = "SELECT bid, hash, data FROM body WHERE bid>=? ORDER BY bid",
};
static const char *const next_sql[] = {
    [SET_EVENTS] = "SELECT min(eid) FROM event WHERE eid>=?",
    [SET_BODIES] = "SELECT min(bid) FROM body WHERE bid>=?",
};

/* SQLite looks for what is greater than a number from the page of that number on, which may be the one
 * that cannot be read; the number behind it leads to the page that can. */
static int64_t behind(int64_t last)
{
    return last < INT64_MAX ? last + 1 : last;
}

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
    stmt_bind_int(q, 1, behind(last));
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

/* Where a walk stands. */
struct way {
    int64_t last;
    int64_t low;  /* before the last leap over numbers: what comes then may be a page of another place */
    bool lenient; /* such a page is passed over */
};

/* Whether the walk may go on to this number. Only the pages behind one that does not belong here tell that
 * it does not; they are higher than what was before it, so that circles end here, too. */
static bool goes_on(struct way *w, int64_t id)
{
    bool upwards = id > w->last, back = !upwards && w->lenient && id > w->low;
    if (back)
        w->low = id;
    else if (upwards && id > behind(w->last))
        w->low = w->last;
    return upwards || back;
}

/* On from where it stands, as far as it goes; *ret_large: a row beyond all bounds stopped it. STMT_ROW: fn said
 * no. */
static enum stmt_row walk(struct store *s, enum set set, struct way *way, bool *ret_large, each_fn *fn,
                          void *user, struct err *e)
{
    struct err why = {0};
    *ret_large = false;
    struct stmt *q = way->last < INT64_MAX ? db_prepare(s->db, rows_sql[set], e) : NULL;
    if (!q)
        return way->last < INT64_MAX ? STMT_FAILED : STMT_DONE;
    stmt_bind_int(q, 1, behind(way->last));
    enum stmt_row step;
    bool good = true;
    while ((step = stmt_step(q, &why)) == STMT_ROW) {
        if (!goes_on(way, stmt_int(q, 0))) {
            in_circles(s, &why);
            step = STMT_FAILED;
            break;
        }
        if (!(good = visit(q, &way->last, fn, user, e)))
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
    struct way way = {.last = INT64_MIN, .low = INT64_MIN};
    for (;;) {
        struct err why = {0};
        bool large = false;
        enum stmt_row end = walk(s, set, &way, &large, fn, user, &why);
        bool onward = large && visit_unread(s, set, &way.last, fn, user, &why);
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
    struct way way = {INT64_MIN, INT64_MIN, true};
    int64_t leap = 1;
    int hops = 0;
    for (;;) {
        struct err why = {0};
        int64_t before = way.last;
        bool large;
        enum stmt_row end = walk(s, set, &way, &large, fn, user, &why);
        if (end == STMT_ROW)
            err_move(e, &why);
        err_finish(&why);
        if (end != STMT_FAILED)
            return end == STMT_DONE;
        if (way.last != before)
            hops = 0, leap = 1;
        struct set_row row = {0};
        end = next_id(s, set, way.last, &row.id, &why);
        err_finish(&why);
        if (end == STMT_DONE)
            return true;
        if (end == STMT_ROW && !fn(user, &row, e))
            return false;
        if (end == STMT_ROW) {
            way.last = way.low = row.id;
            hops = 0;
        } else {
            way.last = way.last < 0 ? 0 : way.last; /* ours are numbered from 1 */
            if (!hop(&way.last, &hops, &leap))
                return true;
        }
    }
}
