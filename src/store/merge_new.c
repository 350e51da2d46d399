#include "store/merge_new.h"

#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Both files list their hashes in order, from an index alone: walking them side by side touches no
 * text of a row that is here already. */
static const char *const hashes_sql[] = {
    [SET_EVENTS] = "SELECT hash, eid FROM event ORDER BY hash",
    [SET_BODIES] = "SELECT hash, bid FROM body ORDER BY hash",
};

static const char *const highest_sql[] = {
    [SET_EVENTS] = "SELECT max(eid) FROM event",
    [SET_BODIES] = "SELECT max(bid) FROM body",
};

struct walk {
    struct stmt *q;
    enum stmt_row row;
    struct hash hash;
    struct hash_sum *sum; /* of theirs; NULL: of ours */
    bool begun;
    bool disorder; /* not in order: the index is damaged */
};

static void step(struct walk *w, struct err *e)
{
    struct hash last = w->hash;
    w->row = stmt_step(w->q, e);
    if (w->row != STMT_ROW)
        return;
    w->hash = stmt_hash(w->q, 0);
    w->disorder = w->disorder || (w->begun && hash_cmp(&last, &w->hash) >= 0);
    w->begun = true;
    if (w->sum)
        hash_add(w->sum, w->hash.b, sizeof w->hash.b);
}

static bool begin(struct walk *w, struct store *s, enum set set, struct err *e)
{
    w->q = db_prepare(s->db, hashes_sql[set], e);
    if (w->q)
        step(w, e);
    return w->q != NULL;
}

static bool begin_theirs(struct walk *w, struct store *s, enum set set, struct err *e)
{
    w->sum = hash_begin();
    bool good = begin(w, s, set, e);
    if (!good)
        hash_end(w->sum);
    return good;
}

static void end_theirs(struct walk *w, struct new_rows *ret, bool *ret_ordered)
{
    *ret_ordered = !w->disorder;
    ret->code = hash_end(w->sum);
    stmt_done(w->q);
}

static bool walk_sorted(struct store *here, struct store *there, enum set set,
                        struct new_rows *ret, bool *ret_ordered, struct err *e)
{
    struct walk ours = {0}, theirs = {0};
    if (!begin(&ours, here, set, e))
        return false;
    if (!begin_theirs(&theirs, there, set, e)) {
        stmt_done(ours.q);
        return false;
    }
    ret->all_ours = set == SET_EVENTS;
    while (theirs.row == STMT_ROW && !theirs.disorder) {
        int c = ours.row == STMT_ROW ? hash_cmp(&ours.hash, &theirs.hash) : 1;
        if (c < 0) {
            ret->all_ours = false;
            step(&ours, e);
            continue;
        }
        ret->seen++;
        if (c > 0)
            *vec_add(&ret->fresh) = stmt_int(theirs.q, 1);
        else if (set == SET_EVENTS)
            *vec_add(&ret->known) = stmt_int(ours.q, 1);
        step(&theirs, e);
        if (c == 0)
            step(&ours, e);
    }
    bool good = theirs.row != STMT_FAILED && ours.row != STMT_FAILED;
    ret->all_ours &= ours.row == STMT_DONE;
    if (ret->all_ours)
        vec_clear(&ret->known);
    stmt_done(ours.q);
    end_theirs(&theirs, ret, ret_ordered);
    return good;
}

/* SQLite's quick check does not compare an index with its table. Numbers are given one after the other, so
 * that mostly the highest tells how many there are. */
static bool index_is_whole(struct store *there, enum set set, int64_t seen, bool *ret, struct err *e)
{
    static const char *const count[] = {
        [SET_EVENTS] = "SELECT count(*) FROM event NOT INDEXED",
        [SET_BODIES] = "SELECT count(*) FROM body NOT INDEXED",
    };
    int64_t n = seen;
    bool good = db_int(there->db, highest_sql[set], 0, &n, e) &&
                (n == seen || db_int(there->db, count[set], 0, &n, e));
    *ret = n == seen;
    return good;
}

/* A torn file: its indexes may miss rows, so every row that can be read is asked one by one. */
struct scan {
    struct store *here;
    enum set set;
    struct new_rows *ret;
};

static const char *const find_sql[] = {
    [SET_EVENTS] = "SELECT eid FROM event WHERE hash=?",
    [SET_BODIES] = "SELECT bid FROM body WHERE hash=?",
};

static bool look_for(struct scan *scan, const struct hash *hash, int64_t id, struct err *e)
{
    struct stmt *q = db_prepare(scan->here->db, find_sql[scan->set], e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, hash);
    enum stmt_row found = stmt_step(q, e);
    scan->ret->seen++;
    if (found == STMT_DONE)
        *vec_add(&scan->ret->fresh) = id;
    else if (found == STMT_ROW && scan->set == SET_EVENTS)
        *vec_add(&scan->ret->known) = stmt_int(q, 0);
    stmt_done(q);
    return found != STMT_FAILED;
}

static bool scan_row(void *user, const struct set_row *row, struct err *e)
{
    return look_for(user, &row->hash, row->id, e);
}

/* A few among many: each is looked for here, instead of walking through all of ours. */
static bool is_small(struct store *here, struct store *there, enum set set, bool *ret,
                     struct err *e)
{
    int64_t ours, theirs;
    if (!db_int(here->db, highest_sql[set], 0, &ours, e) ||
        !db_int(there->db, highest_sql[set], 0, &theirs, e))
        return false;
    *ret = theirs >= 0 && theirs < ours / 16;
    return true;
}

static bool look_up(struct store *here, struct store *there, enum set set, struct new_rows *ret,
                    bool *ret_ordered, struct err *e)
{
    struct scan scan = {here, set, ret};
    struct walk theirs = {0};
    if (!begin_theirs(&theirs, there, set, e))
        return false;
    bool good = true;
    while (good && theirs.row == STMT_ROW && !theirs.disorder) {
        good = look_for(&scan, &theirs.hash, stmt_int(theirs.q, 1), e);
        if (good)
            step(&theirs, e);
    }
    good = good && theirs.row != STMT_FAILED;
    end_theirs(&theirs, ret, ret_ordered);
    return good;
}

static bool scan_torn(struct store *here, struct store *there, enum set set, struct new_rows *ret)
{
    struct scan scan = {here, set, ret};
    struct err ignored = {0};
    new_rows_finish(ret);
    *ret = (struct new_rows){0};
    each_row_left(there, set, scan_row, &scan, &ignored); /* as far as it can be read */
    err_finish(&ignored);
    return true;
}

bool new_rows_name(struct foreign *there, enum set set, struct new_rows *ret, bool *ret_whole, struct err *e)
{
    struct walk theirs = {0};
    *ret = (struct new_rows){0};
    if (!begin_theirs(&theirs, there->store, set, e))
        return false;
    for (; theirs.row == STMT_ROW && !theirs.disorder; step(&theirs, e))
        ret->seen++;
    bool good = theirs.row != STMT_FAILED;
    end_theirs(&theirs, ret, ret_whole);
    return good && (!*ret_whole || index_is_whole(there->store, set, ret->seen, ret_whole, e));
}

bool new_rows_find(struct store *here, struct foreign *there, enum set set, struct new_rows *ret,
                   struct err *e)
{
    *ret = (struct new_rows){0};
    bool whole = !there->torn, good = true;
    bool small = false;
    if (whole)
        good = is_small(here, there->store, set, &small, e) &&
               (small ? look_up : walk_sorted)(here, there->store, set, ret, &whole, e) &&
               (!whole || index_is_whole(there->store, set, ret->seen, &whole, e));
    there->torn = !whole;
    if (good && !whole)
        good = scan_torn(here, there->store, set, ret);
    if (ret->fresh.n)
        qsort(ret->fresh.v, ret->fresh.n, sizeof *ret->fresh.v, by_number);
    if (ret->known.n)
        qsort(ret->known.v, ret->known.n, sizeof *ret->known.v, by_number);
    if (!good)
        new_rows_finish(ret);
    return good;
}

void new_rows_finish(struct new_rows *r)
{
    vec_finish(&r->fresh);
    vec_finish(&r->known);
}
