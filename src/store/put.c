#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/installation.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "store/erase.h"
#include "store/form_name.h"
#include "store/internal.h"
#include "store/safety_internal.h"

bool read_back_differs(const struct store *s, struct err *e)
{
    return err_set(e, ERR_DAMAGED, s->path,
                   _("save to another disk now: this one no longer returns what is written to it"),
                   _("what was written is read back differently, so nothing was saved"));
}

static bool too_long(struct err *e)
{
    return err_set(e, ERR_USAGE, NULL, _("shorten the text"), _("a text is too long to be stored"));
}

/* ---- reading back ---------------------------------------------------------------------------- */

/* Where a row of each set is found: a new one by the number that it has got, which is nearer. */
static const struct {
    const char *put, *by_hash, *table, *column;
} sets[] = {
    [SET_EVENTS] = {"INSERT INTO event(hash,head) VALUES(?,?) ON CONFLICT(hash) DO NOTHING",
                    "SELECT head FROM event WHERE hash=?", "event", "head"},
    [SET_BODIES] = {"INSERT INTO body(hash,data) VALUES(?,?) ON CONFLICT(hash) DO NOTHING",
                    "SELECT data FROM body WHERE hash=?", "body", "data"},
};

static bool same_by_hash(struct store *s, enum set set, const char *bytes, size_t len, const struct hash *h,
                         bool *ret_same, struct err *e)
{
    struct stmt *q = db_prepare(s->db, sets[set].by_hash, e);
    if (!q)
        return false;
    stmt_lend_blob(q, 1, h->b, sizeof h->b);
    enum stmt_row row = stmt_step(q, e);
    size_t n = 0;
    const void *back = row == STMT_ROW ? stmt_blob_of(q, 0, &n) : NULL;
    *ret_same = row == STMT_ROW && n == len && (!len || !memcmp(back, bytes, len));
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Whether the row under h holds exactly these bytes: those of which h is the sum. */
static bool verify(struct store *s, enum set set, const char *bytes, size_t len,
                   const struct hash *h, struct err *e)
{
    bool same = false;
    bool read = s->fresh ? db_row_is(s->db, sets[set].table, sets[set].column, db_last_rowid(s->db), bytes, len,
                                     &same, e)
                         : same_by_hash(s, set, bytes, len, h, &same, e);
    return read && (same || read_back_differs(s, e));
}

/* true with s->fresh = whether the row is new. */
static bool insert(struct store *s, enum set set, const struct hash *h, const char *bytes, size_t len,
                   struct err *e)
{
    struct stmt *q = db_prepare(s->db, sets[set].put, e);
    if (!q)
        return false;
    stmt_lend_blob(q, 1, h->b, sizeof h->b);
    stmt_lend_textn(q, 2, bytes, len);
    if (!stmt_run(q, e))
        return false;
    s->fresh = db_changes(s->db) > 0;
    return true;
}

/* ---- the two sets ---------------------------------------------------------------------------- */

static bool put_named_body(struct store *s, const char *data, size_t len, const struct hash *h,
                           struct err *e)
{
    return insert(s, SET_BODIES, h, data, len, e) && verify(s, SET_BODIES, data, len, h, e) &&
           (!s->fresh || (derive_body(s, h, e) && form_name_came(s, h, data, len, e)));
}

bool put_body(struct store *s, const char *data, size_t len, struct hash *ret, struct err *e)
{
    assert(db_in_transaction(s->db));
    if (len > EVENT_BODY_MAX)
        return too_long(e);
    *ret = body_hash(data, len);
    return put_named_body(s, data, len, ret, e);
}

bool put_hashed_body(struct store *s, const struct put_row *row, struct err *e)
{
    assert(db_in_transaction(s->db) && row->len <= EVENT_BODY_MAX);
    return put_named_body(s, row->bytes, row->len, row->hash, e);
}

static void note_own(struct store *s, int64_t eid)
{
    s->others = s->others || eid > s->seen + 1;
    s->seen = eid > s->seen ? eid : s->seen;
}

bool put_hashed_event(struct store *s, const struct put_row *row, const struct event *ev,
                      struct err *e)
{
    assert(db_in_transaction(s->db) && row->len <= EVENT_HEAD_MAX);
    if (!insert(s, SET_EVENTS, row->hash, row->bytes, row->len, e))
        return false;
    int64_t eid = db_last_rowid(s->db);
    if (!verify(s, SET_EVENTS, row->bytes, row->len, row->hash, e))
        return false;
    if (!s->fresh)
        return true;
    note_own(s, eid);
    return derive_event(s, eid, row->hash, ev, e);
}

bool put_event(struct store *s, const char *head, size_t len, struct hash *ret, struct err *e)
{
    if (len > EVENT_HEAD_MAX)
        return too_long(e);
    struct event ev = {0};
    *ret = event_hash(head, len);
    if (!event_read(head, len, &ev, NULL))
        ev.kind = EVENT_UNKNOWN;
    bool good = put_hashed_event(s, &(struct put_row){head, len, ret}, &ev, e);
    event_finish(&ev);
    return good;
}

bool put_made(struct store *s, struct event *ev, struct hash *ret, struct err *e)
{
    bool anonymous = ev->kind == EVENT_FORM || ev->kind == EVENT_LIST;
    if (!anonymous && !ev->inst) {
        ev->inst = xmalloc(INSTALLATION_HEX);
        installation_id(ev->inst);
    }
    if (!anonymous && !ev->time)
        ev->time = clock_now();
    size_t len;
    char *head = event_write(ev, &len);
    bool good = ev->parents.n <= EVENT_LINKS_MAX && ev->supersedes.n <= EVENT_LINKS_MAX &&
                        ev->bodies.n <= EVENT_LINKS_MAX
                    ? put_event(s, head, len, ret, e)
                    : err_set(e, ERR_RULE, NULL, _("join some of them first"),
                              _("more than %d revisions cannot be joined at once"),
                              EVENT_LINKS_MAX);
    if (good)
        safety_note_event(s, ret);
    free(head);
    return good;
}

bool store_finish(struct store *s, bool good, struct err *e)
{
    if (good && derive_flush(s, e)) {
        good = db_commit(s->db, e);
        if (good)
            safety_keep(s);
        return good;
    }
    vec_clear(&s->dirty);
    vec_clear(&s->joined);
    db_rollback(s->db);
    return false;
}

bool store_begin(struct store *s, struct err *e)
{
    return db_begin(s->db, e);
}

bool store_end(struct store *s, bool good, struct err *e)
{
    return store_finish(s, good, good ? e : NULL);
}

/* ---- revisions ------------------------------------------------------------------------------- */

/* Body of a revision; false when the revision is not here. */
static bool body_of(struct store *s, const struct hash *revision, struct hash *ret, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT x.body FROM event JOIN x_event AS x USING(eid) WHERE hash=? AND x.kind=?",
        e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, revision);
    stmt_bind_int(q, 2, EVENT_REVISION);
    bool found = stmt_step(q, e) == STMT_ROW;
    if (found)
        *ret = stmt_hash(q, 0);
    stmt_done(q);
    return found;
}

/* Canonical answers stand in a canonical body right behind its first key. */
static bool holds_answers(const char *body, size_t body_len, const char *answers, size_t len)
{
    static const char before[] = "{\"answers\":", after[] = ",\"salt\":";
    size_t b = sizeof before - 1, a = sizeof after - 1;
    return body_len > b + len + a && !memcmp(body, before, b) &&
           !memcmp(body + b, answers, len) && !memcmp(body + b + len, after, a);
}

/* Looks for a parent whose answers are these. */
static bool find_same(struct store *s, const struct event *ev, const json *answers,
                      struct hash *ret)
{
    size_t len;
    char *text = js_canonical(answers, &len);
    bool same = false;
    for (size_t i = 0; i < ev->parents.n && !same; i++) {
        struct hash h;
        size_t n = 0;
        if (!body_of(s, &ev->parents.v[i], &h, NULL))
            continue;
        char *body = store_body(s, &h, &n, NULL);
        same = body && holds_answers(body, n, text, len);
        if (same)
            *ret = h;
        free(body);
    }
    free(text);
    return same;
}

static bool fill_body(struct store *s, struct event *ev, const json *answers, struct err *e)
{
    ev->has_body = true;
    if (!answers) {
        assert(ev->parents.n == 1);
        return body_of(s, &ev->parents.v[0], &ev->body, e) ||
               err_set(e, ERR_RULE, s->path, _("take in the newest file of that office first"),
                       _("the revision to go on from is not in this file"));
    }
    if (find_same(s, ev, answers, &ev->body))
        return true;
    char salt[33];
    random_hex(salt, 16);
    size_t len;
    char *data = body_write_answers(answers, salt, &len);
    bool good = put_body(s, data, len, &ev->body, e);
    free(data);
    return good;
}

bool put_revision(struct store *s, struct event *ev, const json *answers, struct hash *ret,
                  struct err *e)
{
    assert(ev->kind == EVENT_REVISION && ev->entry && ev->has_form && ev->status && ev->unit);
    return fill_body(s, ev, answers, e) && put_made(s, ev, ret, e);
}

bool store_add_revision(struct store *s, struct event *ev, const json *answers, struct hash *ret,
                        struct err *e)
{
    return db_begin(s->db, e) && store_finish(s, put_revision(s, ev, answers, ret, e), e);
}

/* ---- other events ---------------------------------------------------------------------------- */

bool put_words(struct store *s, const char *text, struct hash *ret, struct err *e)
{
    char salt[33];
    random_hex(salt, 16);
    size_t len;
    char *data = body_write_text(text, salt, &len);
    bool good = put_body(s, data, len, ret, e);
    free(data);
    return good;
}

static bool put_text_body(struct store *s, struct event *ev, const char *text, struct err *e)
{
    ev->has_body = true;
    return put_words(s, text, &ev->body, e);
}

bool store_add_event(struct store *s, struct event *ev, const char *text, struct hash *ret,
                     struct err *e)
{
    assert(ev->kind != EVENT_REVISION && ev->kind != EVENT_FORM && ev->kind != EVENT_LIST);
    if (!db_begin(s->db, e))
        return false;
    bool good = (!text || put_text_body(s, ev, text, e)) && put_made(s, ev, ret, e);
    return store_finish(s, good, e);
}

bool store_take(struct store *s, const struct store_bytes *bodies, size_t n_bodies,
                const struct store_bytes *heads, size_t n_heads, struct err *e)
{
    bool bulk = n_bodies + n_heads > 1000, good = true;
    if ((bulk && !db_set_bulk(s->db, true, e)) || !db_begin(s->db, e))
        return false;
    struct hash h;
    for (size_t i = 0; good && i < n_bodies; i++) {
        h = body_hash(bodies[i].p, bodies[i].n);
        int gone = store_erased(s, &h, e); /* U7 */
        good = gone >= 0 && (gone || put_body(s, bodies[i].p, bodies[i].n, &h, e));
    }
    for (size_t i = 0; good && i < n_heads; i++)
        good = put_event(s, heads[i].p, heads[i].n, &h, e);
    good = store_finish(s, good, e);
    return (!bulk || db_set_bulk(s->db, false, good ? e : NULL)) && good;
}
