/* A new entry with one first revision and no more, which is most of what comes from an office: its state
 * needs no graph. It must give what state.c gives (tests/store/derived.c compares them). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"

struct first {
    int64_t eid, ts;
    struct hash hash, form;
    const char *unit, *period, *status; /* of the query */
};

/* The row of the only revision or review; false also when it is not the only one, or follows another. */
static bool is_first(struct stmt *q, struct first *ret, struct err *e)
{
    if (stmt_step(q, e) != STMT_ROW || stmt_int(q, 1) != EVENT_REVISION || stmt_int(q, 8))
        return false;
    *ret = (struct first){stmt_int(q, 0), stmt_int(q, 3), stmt_hash(q, 2), stmt_hash(q, 4),
                          stmt_text(q, 5), stmt_text(q, 6), stmt_text(q, 7)};
    return true;
}

static bool learn_form(struct store *s, const struct hash *body, struct known_form *form,
                       struct err *e)
{
    if (form->id && !hash_cmp(&form->body, body))
        return true;
    free(form->id);
    form->body = *body;
    form->id = text_name(s, body, e);
    return form->id != NULL;
}

/* Whether others may be of the same form, unit and period: then both get a flag, the long way. */
static bool is_alone(struct store *s, const struct first *r, const char *form, bool *ret,
                     struct err *e)
{
    *ret = true;
    if (!*form || !*r->unit)
        return true;
    struct stmt *q = db_prepare(
        s->db, "SELECT 1 FROM x_state WHERE form_id=? AND unit=? AND period=? LIMIT 1", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, form);
    stmt_bind_text(q, 2, r->unit);
    stmt_bind_text(q, 3, r->period);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_DONE;
    stmt_done(q);
    return row != STMT_FAILED;
}

static enum entry_state state_of(const struct first *r)
{
    return !strcmp(r->status, "submitted")   ? STATE_SUBMITTED
           : !strcmp(r->status, "withdrawn") ? STATE_WITHDRAWN : STATE_DRAFT;
}

/* *ret_new false: the entry had a state before. */
static bool write_state(struct store *s, const struct entry_id *id, const struct first *r,
                        const char *form, bool *ret_new, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO x_state(entry,form_id,unit,period,form,state,flags,submission,heads,ts,"
               "submitted,head,shown) VALUES(?1,?2,?3,?4,?5,?6,0,?7,1,?8,?9,?10,?10)"
               " ON CONFLICT(entry) DO NOTHING", e);
    if (!q)
        return false;
    enum entry_state state = state_of(r);
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    stmt_bind_text(q, 2, form);
    stmt_bind_text(q, 3, r->unit);
    stmt_bind_text(q, 4, r->period);
    stmt_bind_hash(q, 5, &r->form);
    stmt_bind_text(q, 6, entry_state_id(state));
    stmt_bind_int(q, 7, state == STATE_SUBMITTED);
    stmt_bind_int(q, 8, r->ts);
    stmt_bind_int(q, 9, state == STATE_SUBMITTED ? r->ts : 0);
    stmt_bind_hash(q, 10, &r->hash);
    if (!stmt_run(q, e))
        return false;
    *ret_new = db_changes(s->db) > 0;
    return true;
}

static bool write_first(struct store *s, const struct entry_id *id, const struct first *r,
                        struct known_form *form, bool *ret_done, struct err *e)
{
    bool alone;
    return learn_form(s, &r->form, form, e) && is_alone(s, r, form->id, &alone, e) &&
           (!alone || write_state(s, id, r, form->id, ret_done, e));
}

bool state_first(struct store *s, const struct entry_id *id, struct known_form *form,
                 bool *ret_done, struct err *e)
{
    struct first r;
    struct err why = {0};
    *ret_done = false;
    struct stmt *q = db_prepare(
        s->db, "SELECT x.eid, x.kind, hash, ts, x.form, unit, period, status,"
               " EXISTS(SELECT 1 FROM x_edge WHERE child=x.eid) OR"
               " EXISTS(SELECT 1 FROM x_root WHERE entry=?1) OR EXISTS(SELECT 1 FROM x_event AS o"
               " WHERE o.entry=?1 AND o.kind<2 AND o.eid<>x.eid)"
               " FROM x_event AS x JOIN event USING(eid) WHERE x.entry=?1 AND x.kind<2 LIMIT 1", e);
    if (!q)
        return false;
    _Static_assert(EVENT_REVISION == 0 && EVENT_REVIEW == 1, "the kinds of the query");
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    bool good = !is_first(q, &r, &why) || write_first(s, id, &r, form, ret_done, &why);
    stmt_done(q);
    good = good && !why.code;
    if (!good)
        err_move(e, &why);
    return good;
}
