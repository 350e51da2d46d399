/* A new entry with one first revision and no more, which is most of what comes from an office: its state
 * needs no graph. It must give what state.c gives (tests/store/derived.c compares them). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"

struct first {
    struct entry_id entry;
    int64_t ts;
    struct hash hash, form;
    enum entry_state state;
    char *form_id, *unit, *period; /* one piece of memory, at form_id */
};

/* As they are found; they are written in the order of the lists, so that each page of those is touched once. */
struct firsts {
    VEC(struct first) v;
    struct hash form; /* that was asked for last */
    char *form_id;
};

#define AT_ONCE 8192

/* ---- finding ---------------------------------------------------------------------------------- */

static bool learn_form(struct store *s, const struct hash *body, struct firsts *f, struct err *e)
{
    if (f->form_id && !hash_cmp(&f->form, body))
        return true;
    free(f->form_id);
    f->form = *body;
    f->form_id = text_name(s, body, e);
    return f->form_id != NULL;
}

static enum entry_state state_of(const char *status)
{
    return !strcmp(status, "submitted")   ? STATE_SUBMITTED
           : !strcmp(status, "withdrawn") ? STATE_WITHDRAWN : STATE_DRAFT;
}

/* Three texts one behind the other. */
static void keep_key(struct first *r, const char *form_id, const char *unit, const char *period)
{
    size_t a = strlen(form_id) + 1, b = strlen(unit) + 1, c = strlen(period) + 1;
    r->form_id = xmalloc(a + b + c);
    r->unit = r->form_id + a;
    r->period = r->unit + b;
    memcpy(r->form_id, form_id, a);
    memcpy(r->unit, unit, b);
    memcpy(r->period, period, c);
}

static bool note(struct store *s, const struct entry_id *id, struct stmt *q, struct firsts *f, struct err *e)
{
    struct first r = {*id, stmt_int(q, 2), stmt_hash(q, 1), stmt_hash(q, 3), state_of(stmt_text(q, 6)),
                      NULL, NULL, NULL};
    if (!learn_form(s, &r.form, f, e))
        return false;
    keep_key(&r, f->form_id, stmt_text(q, 4), stmt_text(q, 5));
    *vec_add(&f->v) = r;
    return true;
}

static bool read_first(struct store *s, const struct entry_id *id, int64_t eid, struct firsts *f, bool *ret_found,
                       struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT x.kind, hash, ts, x.form, unit, period, status,"
               " EXISTS(SELECT 1 FROM x_edge WHERE child=?1)"
               " FROM x_event AS x JOIN event USING(eid) WHERE x.eid=?1", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, eid);
    enum stmt_row row = stmt_step(q, e);
    *ret_found = row == STMT_ROW && stmt_int(q, 0) == EVENT_REVISION && !stmt_int(q, 7);
    bool good = row != STMT_FAILED && (!*ret_found || note(s, id, q, f, e));
    stmt_done(q);
    return good;
}

/* The only revision or review; not one that follows another, or that came beside others. */
static bool firsts_find(struct store *s, const struct entry_id *id, struct firsts *f, bool *ret_found,
                        struct err *e)
{
    *ret_found = false;
    struct stmt *q = db_prepare(s->db, "SELECT eid FROM x_event INDEXED BY x_event_entry"
                                       " WHERE entry=? AND kind<2 LIMIT 2", e);
    if (!q)
        return false;
    _Static_assert(EVENT_REVISION == 0 && EVENT_REVIEW == 1, "the kinds of the query");
    stmt_lend_blob(q, 1, id->b, sizeof id->b);
    enum stmt_row row = stmt_step(q, e);
    int64_t eid = row == STMT_ROW ? stmt_int(q, 0) : 0;
    bool one = row == STMT_ROW && (row = stmt_step(q, e)) == STMT_DONE;
    stmt_done(q);
    return row != STMT_FAILED && (!one || read_first(s, id, eid, f, ret_found, e));
}

/* ---- writing ---------------------------------------------------------------------------------- */

/* Whether others may be of the same form, unit and period: then both get a flag, the long way. */
static bool is_alone(struct store *s, const struct first *r, bool *ret, struct err *e)
{
    *ret = true;
    if (!*r->form_id || !*r->unit)
        return true;
    struct stmt *q = db_prepare(
        s->db, "SELECT 1 FROM x_state WHERE form_id=? AND unit=? AND period=? LIMIT 1", e);
    if (!q)
        return false;
    stmt_lend_text(q, 1, r->form_id);
    stmt_lend_text(q, 2, r->unit);
    stmt_lend_text(q, 3, r->period);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_DONE;
    stmt_done(q);
    return row != STMT_FAILED;
}

/* *ret_new false: the entry had a state before. */
static bool write_state(struct store *s, const struct first *r, bool *ret_new, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO x_state(entry,form_id,unit,period,form,state,flags,submission,heads,ts,"
               "submitted,head,shown) VALUES(?1,?2,?3,?4,?5,?6,0,?7,1,?8,?9,?10,?10)"
               " ON CONFLICT(entry) DO NOTHING", e);
    if (!q)
        return false;
    stmt_lend_blob(q, 1, r->entry.b, sizeof r->entry.b);
    stmt_lend_text(q, 2, r->form_id);
    stmt_lend_text(q, 3, r->unit);
    stmt_lend_text(q, 4, r->period);
    stmt_lend_blob(q, 5, r->form.b, sizeof r->form.b);
    stmt_lend_text(q, 6, entry_state_id(r->state));
    stmt_bind_int(q, 7, r->state == STATE_SUBMITTED);
    stmt_bind_int(q, 8, r->ts);
    stmt_bind_int(q, 9, r->state == STATE_SUBMITTED ? r->ts : 0);
    stmt_lend_blob(q, 10, r->hash.b, sizeof r->hash.b);
    if (!stmt_run(q, e))
        return false;
    *ret_new = db_changes(s->db) > 0;
    return true;
}

static bool write_first(struct store *s, const struct first *r, struct err *e)
{
    bool alone, done = false;
    return is_alone(s, r, &alone, e) && (!alone || write_state(s, r, &done, e)) &&
           (done || state_refresh(s, &r->entry, e));
}

static int by_key(const void *a, const void *b)
{
    const struct first *x = a, *y = b;
    int c = strcmp(x->form_id, y->form_id);
    c = c ? c : strcmp(x->unit, y->unit);
    c = c ? c : strcmp(x->period, y->period);
    return c ? c : memcmp(&x->entry, &y->entry, sizeof x->entry);
}

/* good false: they are only forgotten. */
static bool write_all(struct store *s, struct firsts *f, bool good, struct err *e)
{
    if (good && f->v.n)
        qsort(f->v.v, f->v.n, sizeof *f->v.v, by_key);
    for (size_t i = 0; i < f->v.n; i++) {
        good = good && write_first(s, &f->v.v[i], e);
        free(f->v.v[i].form_id);
    }
    vec_clear(&f->v);
    return good;
}

/* ---- all that wait ---------------------------------------------------------------------------- */

static bool is_joined(struct store *s, const struct entry_id *id, bool *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM x_root WHERE entry=?", e);
    if (!q)
        return false;
    stmt_lend_blob(q, 1, id->b, sizeof id->b);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_ROW;
    stmt_done(q);
    return row != STMT_FAILED;
}

/* joins: any entry belongs to another. */
static bool find_or_refresh(struct store *s, const struct entry_id *id, bool joins, struct firsts *f,
                            struct err *e)
{
    bool found = false, joined = false;
    if (joins && !is_joined(s, id, &joined, e))
        return false;
    bool brief = !s->no_shortcuts && !s->any_erased && !joined;
    if (brief && !firsts_find(s, id, f, &found, e))
        return false;
    return found ? f->v.n < AT_ONCE || write_all(s, f, true, e) : state_refresh(s, id, e);
}

bool states_refresh(struct store *s, const struct entry_id *ids, size_t n, struct err *e)
{
    struct firsts f = {0};
    int64_t joins = 0;
    bool good = db_int(s->db, "SELECT EXISTS(SELECT 1 FROM x_root)", 0, &joins, e);
    for (size_t i = 0; good && i < n; i++)
        if (i == 0 || memcmp(&ids[i], &ids[i - 1], sizeof *ids))
            good = find_or_refresh(s, &ids[i], joins, &f, e);
    good = write_all(s, &f, good, e);
    vec_finish(&f.v);
    free(f.form_id);
    return good;
}
