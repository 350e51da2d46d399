/* Keeping: what was committed in the data file goes into the safety store right after. */
#include "store/safety.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/safety_internal.h"
#include "store/signature.h"

VEC_TYPEDEF(hashes, struct hash);

struct keeping {
    struct store *s;
    struct db *to;
    struct hashes waiting; /* events that must be there */
    bool lists;            /* unit lists wait already */
    char inst[INSTALLATION_HEX];
};

const char *safety_trouble(const struct store *s)
{
    return s->safety ? s->safety->trouble : NULL;
}

char *safety_news(struct store *s)
{
    char *news = s->safety ? s->safety->news : NULL;
    if (news)
        s->safety->news = NULL;
    return news;
}

void safety_note_event(struct store *s, const struct hash *event)
{
    if (s->safety)
        *vec_add(&s->safety->made) = *event;
}

/* ---- one row ------------------------------------------------------------------------------------ */

static bool is_kept(struct keeping *k, const struct hash *event, bool *ret, struct err *e)
{
    struct stmt *q = db_prepare(k->to, "SELECT 1 FROM event WHERE hash=?", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, event);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_ROW;
    stmt_done(q);
    return row != STMT_FAILED;
}

static bool read_back(struct keeping *k, const char *sql, const struct hash *h, const char *bytes,
                      size_t len, struct err *e)
{
    struct stmt *q = db_prepare(k->to, sql, e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, h);
    enum stmt_row row = stmt_step(q, e);
    bool same = row == STMT_ROW && stmt_bytes(q, 0) == len && !memcmp(stmt_text(q, 0), bytes, len);
    stmt_done(q);
    if (!same && row != STMT_FAILED)
        err_set(e, ERR_DAMAGED, db_path(k->to), NULL, _("a row is not what its name says"));
    return same;
}

static bool put_row(struct keeping *k, enum set set, const struct hash *h, const char *bytes,
                    size_t len, struct err *e)
{
    static const char *const sql[][2] = {
        [SET_EVENTS] = {"INSERT INTO event(hash,head) VALUES(?,?) ON CONFLICT(hash) DO NOTHING",
                        "SELECT head FROM event WHERE hash=?"},
        [SET_BODIES] = {"INSERT INTO body(hash,data) VALUES(?,?) ON CONFLICT(hash) DO NOTHING",
                        "SELECT data FROM body WHERE hash=?"},
    };
    struct stmt *q = db_prepare(k->to, sql[set][0], e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, h);
    stmt_bind_textn(q, 2, bytes, len);
    return stmt_run(q, e) && read_back(k, sql[set][1], h, bytes, len, e);
}

/* ---- an event and what it names ------------------------------------------------------------------ */

/* What the data file does not let be read now is kept later; what is damaged in it is the business of
 * “phieu check”, and keeps nothing else from being kept. */
static bool read_later(struct err *why, struct err *e)
{
    bool later = why->code == ERR_FILE;
    err_move(later ? e : NULL, why);
    return later;
}

/* Bytes of an event of the data file; NULL: it is not there, or not what its name says, or e. */
static char *head_of(struct store *s, const struct hash *h, size_t *ret_len, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT head FROM event WHERE hash=?", e);
    char *head = NULL;
    if (!q)
        return NULL;
    stmt_bind_hash(q, 1, h);
    if (stmt_step(q, e) == STMT_ROW) {
        size_t len = stmt_bytes(q, 0);
        struct hash is = event_hash(stmt_text(q, 0), len);
        if (!hash_cmp(&is, h))
            head = memcpy(xcalloc(1, len + 1), stmt_text(q, 0), *ret_len = len);
    }
    stmt_done(q);
    return head;
}

static bool put_body_of(struct keeping *k, const struct event *ev, struct err *e)
{
    size_t len;
    struct err why = {0};
    char *data = ev->has_body ? store_body(k->s, &ev->body, &len, &why) : NULL;
    bool good = data || !read_later(&why, e);
    good = good && (!data || put_row(k, SET_BODIES, &ev->body, data, len, e));
    free(data);
    return good;
}

static bool wait_texts(struct keeping *k, enum event_kind kind, const struct hash *body,
                       struct err *e)
{
    struct stmt *q = db_prepare(k->s->db, "SELECT hash FROM x_event AS x JOIN event USING(eid)"
                                          " WHERE x.kind=?1 AND text_id IS NOT NULL"
                                          " AND (?2 IS NULL OR x.body=?2)", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, kind);
    if (body)
        stmt_bind_hash(q, 2, body);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(&k->waiting) = stmt_hash(q, 0);
    stmt_done(q);
    return row == STMT_DONE;
}

/* A restored set must be readable alone: the form, the unit lists, and what was made here before. */
static bool wait_named(struct keeping *k, const struct event *ev, struct err *e)
{
    for (size_t i = 0; i < ev->parents.n; i++)
        *vec_add(&k->waiting) = ev->parents.v[i];
    for (size_t i = 0; i < ev->supersedes.n; i++)
        *vec_add(&k->waiting) = ev->supersedes.v[i];
    if (ev->has_target)
        *vec_add(&k->waiting) = ev->target;
    bool lists = ev->kind == EVENT_FORM && !k->lists;
    k->lists |= lists;
    return (!ev->has_form || wait_texts(k, EVENT_FORM, &ev->form, e)) &&
           (!lists || wait_texts(k, EVENT_LIST, NULL, e));
}

static bool is_own(const struct keeping *k, const struct event *ev)
{
    return ev->kind == EVENT_FORM || ev->kind == EVENT_LIST || str_eq0(ev->inst, k->inst);
}

/* Those that stand with it when it is kept. */
static bool keep_signatures(struct keeping *k, const struct hash *h, struct err *e)
{
    struct store to = {.db = k->to, .path = (char *)db_path(k->to)};
    struct err why = {0};
    return signature_hand_on(k->s, &to, h, &why, e) && !read_later(&why, e);
}

static bool keep_event(struct keeping *k, const struct hash *h, struct err *e)
{
    struct event ev = {0};
    bool there;
    size_t len;
    if (!is_kept(k, h, &there, e))
        return false;
    struct err why = {0};
    if (there)
        return keep_signatures(k, h, e);
    char *head = head_of(k->s, h, &len, &why);
    if (!head)
        return !read_later(&why, e);
    bool good = !event_read(head, len, &ev, NULL) || !is_own(k, &ev) ||
                (put_body_of(k, &ev, e) && put_row(k, SET_EVENTS, h, head, len, e) &&
                 keep_signatures(k, h, e) && wait_named(k, &ev, e));
    event_finish(&ev);
    free(head);
    return good;
}

/* ---- everything that waits ------------------------------------------------------------------------ */

static bool note_row(void *user, const struct set_row *row, struct err *e)
{
    (void)e;
    *vec_add(&((struct keeping *)user)->waiting) = row->hash;
    return true;
}

static bool keep_all(struct keeping *k, struct err *e)
{
    struct safety *safety = k->s->safety;
    for (size_t i = 0; i < safety->made.n; i++)
        *vec_add(&k->waiting) = safety->made.v[i];
    bool good = !safety->fill || each_row(k->s, SET_EVENTS, note_row, k, e);
    while (good && k->waiting.n) {
        struct hash h = k->waiting.v[--k->waiting.n];
        good = keep_event(k, &h, e);
    }
    return good && safety_put_drafts(k->s, e);
}

/* Where somebody who has lost the file looks for it. */
static bool keep_name(struct store *s, struct err *e)
{
    if (s->safety->named)
        return true;
    struct store to = {.db = s->safety->db};
    char *whole = realpath(s->path, NULL), *old = store_meta(&to, "path", NULL);
    bool good = str_eq0(whole, old) || meta_set(&to, "path", whole ? whole : s->path, e);
    free(whole);
    free(old);
    s->safety->named = good;
    return good;
}

static bool keep_once(struct store *s, struct err *e)
{
    struct safety *safety = s->safety;
    if (!safety_open(safety, true, false, e) || !db_begin(safety->db, e))
        return false;
    struct keeping k = {.s = s, .to = safety->db};
    installation_id(k.inst);
    bool good = keep_name(s, e) && keep_all(&k, e);
    vec_finish(&k.waiting);
    if (good)
        good = db_commit(safety->db, e);
    else
        db_rollback(safety->db);
    safety->named &= good;
    return good;
}

void safety_set_trouble(struct safety *k, bool reading, const struct err *e)
{
    free(k->trouble);
    char *text = err_text(e);
    k->trouble = xasprintf(reading ? _("the second copy of your work on this computer cannot be read, so nobody knows whether this file lacks some of it: %s")
                                   : _("your work is saved in the file, but has no second copy on this computer yet: %s"), text);
    free(text);
}

/* A safety store that turns out to be damaged is put aside at the next opening: at once. */
static bool keep(struct store *s, struct err *e)
{
    if (keep_once(s, e))
        return true;
    bool damaged = e->code == ERR_DAMAGED && s->safety->db;
    safety_close(s->safety);
    if (!damaged || !safety_set_aside(s->safety, e))
        return false;
    return keep_once(s, e);
}

void safety_keep(struct store *s)
{
    struct safety *k = s->safety;
    if (!k || db_in_transaction(s->db) || (!k->made.n && !k->drafts.n && !k->fill))
        return;
    struct err e = {0};
    if (keep(s, &e)) {
        vec_clear(&k->made);
        safety_forget_notes(k);
        free(k->trouble);
        k->trouble = NULL;
        k->fill = false;
    } else {
        struct err plain = {0}; /* where what is wrong can be seen, it is said for people */
        safety_set_trouble(k, false, safety_look(k, true, &plain) ? &e : &plain);
        err_finish(&plain);
    }
    err_finish(&e);
}
