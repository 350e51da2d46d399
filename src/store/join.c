#include "store/join.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/internal.h"

VEC_TYPEDEF(ids, struct entry_id);

/* A join that no unjoin names; j is a row of x_join. */
#define STANDS(j)                                                                                  \
    "NOT EXISTS(SELECT 1 FROM event AS jh CROSS JOIN x_edge ON parent=jh.hash"                     \
    " CROSS JOIN x_event AS u ON u.eid=child WHERE jh.eid=" j ".eid AND u.kind=5)"
_Static_assert(EVENT_UNJOIN == 5, "the kind in STANDS");

/* ---- noting --------------------------------------------------------------------------------- */

static void note(struct store *s, const void *id)
{
    memcpy(vec_add(&s->joined)->b, id, sizeof(struct entry_id));
}

static bool insert_join(struct store *s, int64_t eid, const struct entry_id *from,
                        const struct entry_id *to, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "INSERT INTO x_join(entry,other,eid) VALUES(?,?,?)"
                                       " ON CONFLICT(entry,other,eid) DO NOTHING", e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, from->b, sizeof from->b);
    stmt_bind_blob(q, 2, to->b, sizeof to->b);
    stmt_bind_int(q, 3, eid);
    note(s, from->b);
    return stmt_run(q, e);
}

/* The ends of a join that somebody takes back; it may come later. */
static bool note_ends(struct store *s, const struct hash *join, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT entry FROM event JOIN x_join USING(eid) WHERE hash=?", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, join);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        if (stmt_bytes(q, 0) == sizeof(struct entry_id))
            note(s, stmt_blob(q, 0));
    stmt_done(q);
    return row == STMT_DONE;
}

bool join_derive(struct store *s, int64_t eid, const struct event *ev, struct err *e)
{
    struct entry_id a, b;
    bool good = true;
    for (size_t i = 0; good && ev->kind == EVENT_UNJOIN && i < ev->supersedes.n; i++)
        good = note_ends(s, &ev->supersedes.v[i], e);
    if (ev->kind != EVENT_JOIN || !hex_decode(a.b, ev->entry, sizeof a.b) ||
        !hex_decode(b.b, ev->other, sizeof b.b) || !memcmp(a.b, b.b, sizeof a.b))
        return good;
    return insert_join(s, eid, &a, &b, e) && insert_join(s, eid, &b, &a, e);
}

/* ---- who belongs together -------------------------------------------------------------------- */

/* Ids that a query with one id gives. */
static bool find_ids(struct store *s, const char *sql, const struct entry_id *id, struct ids *ret,
                     struct err *e)
{
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        if (stmt_bytes(q, 0) == sizeof(struct entry_id))
            memcpy(vec_add(ret)->b, stmt_blob(q, 0), sizeof(struct entry_id));
    stmt_done(q);
    return row == STMT_DONE;
}

static const char reach_sql[] =
    "WITH RECURSIVE member(id) AS (SELECT ?1 UNION SELECT j.other FROM member"
    " CROSS JOIN x_join AS j ON j.entry=member.id WHERE " STANDS("j") ")"
    " SELECT id FROM member ORDER BY id";

static const char members_sql[] =
    "SELECT m.entry FROM x_root AS r CROSS JOIN x_root AS m ON m.root=r.root WHERE r.entry=?1"
    " ORDER BY m.entry";

static const char root_sql[] = "SELECT root FROM x_root WHERE entry=?1";

static bool run_with_ids(struct store *s, const char *sql, const struct entry_id *entry,
                         const struct entry_id *root, struct err *e)
{
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, entry->b, sizeof entry->b);
    if (root)
        stmt_bind_blob(q, 2, root->b, sizeof root->b);
    return stmt_run(q, e);
}

/* Forgets the entries that these belonged to: all their members are looked at again. */
static bool dissolve(struct store *s, struct ids *affected, struct err *e)
{
    bool good = true;
    for (size_t i = 0; good && i < s->joined.n; i++) {
        size_t before = affected->n;
        good = find_ids(s, members_sql, &s->joined.v[i], affected, e);
        if (affected->n == before)
            *vec_add(affected) = s->joined.v[i];
        for (size_t k = before; good && k < affected->n; k++)
            good = run_with_ids(s, "DELETE FROM x_root WHERE entry=?", &affected->v[k], NULL, e);
    }
    return good;
}

static bool place(struct store *s, const struct entry_id *id, struct err *e)
{
    struct ids reached = {0};
    bool good = find_ids(s, root_sql, id, &reached, e);
    if (reached.n || !good) { /* with one that came before */
        vec_finish(&reached);
        return good;
    }
    good = find_ids(s, reach_sql, id, &reached, e);
    for (size_t i = 0; good && reached.n > 1 && i < reached.n; i++) {
        good = run_with_ids(s, "INSERT INTO x_root(entry,root) VALUES(?,?)", &reached.v[i],
                            &reached.v[0], e);
        derive_mark(s, reached.v[i].b);
    }
    vec_finish(&reached);
    return good;
}

static bool regroup(struct store *s, struct err *e)
{
    struct ids affected = {0};
    bool good = dissolve(s, &affected, e);
    for (size_t i = 0; good && i < affected.n; i++) {
        derive_mark(s, affected.v[i].b);
        good = place(s, &affected.v[i], e);
    }
    vec_finish(&affected);
    return good;
}

bool join_root(struct store *s, struct entry_id *id, struct err *e)
{
    struct ids root = {0};
    bool good = find_ids(s, root_sql, id, &root, e);
    if (good && root.n)
        *id = root.v[0];
    vec_finish(&root);
    return good;
}

/* The root is looked at in place of the member. */
static bool lead_to_root(struct store *s, struct entry_id *id, struct err *e)
{
    struct entry_id member = *id;
    return join_root(s, id, e) &&
           (!memcmp(member.b, id->b, sizeof id->b) || state_forget(s, &member, e));
}

bool join_flush(struct store *s, struct err *e)
{
    int64_t any = 0;
    bool good = !s->joined.n || regroup(s, e);
    vec_clear(&s->joined);
    good = good && db_int(s->db, "SELECT EXISTS(SELECT 1 FROM x_root)", 0, &any, e);
    s->any_joined = any;
    for (size_t i = 0; good && any && i < s->dirty.n; i++)
        good = lead_to_root(s, &s->dirty.v[i], e);
    return good;
}

/* ---- asking --------------------------------------------------------------------------------- */

static bool decode(const char *entry, struct entry_id *ret)
{
    return hex_decode(ret->b, entry, sizeof ret->b);
}

static bool members_of(struct store *s, const char *entry, struct ids *ret, struct err *e)
{
    struct entry_id id;
    *ret = (struct ids){0};
    if (!decode(entry, &id))
        return err_set(e, ERR_USAGE, entry, NULL, _("there is no entry “%s”"), entry);
    if (!find_ids(s, members_sql, &id, ret, e)) {
        vec_finish(ret);
        return false;
    }
    if (!ret->n)
        *vec_add(ret) = id;
    return true;
}

bool store_members(struct store *s, const char *entry, struct entry_ids *ret, struct err *e)
{
    struct ids found;
    *ret = (struct entry_ids){0};
    if (!members_of(s, entry, &found, e))
        return false;
    for (size_t i = 0; i < found.n; i++)
        hex_encode(vec_add(&ret->v)->hex, found.v[i].b, sizeof found.v[i].b);
    vec_finish(&found);
    return true;
}

void entry_ids_finish(struct entry_ids *ids)
{
    vec_finish(&ids->v);
}

bool store_root(struct store *s, const char *entry, char ret[ENTRY_ID_HEX], struct err *e)
{
    struct ids found;
    if (!members_of(s, entry, &found, e))
        return false;
    hex_encode(ret, found.v[0].b, sizeof found.v[0].b);
    vec_finish(&found);
    return true;
}

#define EVENTS_IN(eids)                                                                            \
    "SELECT h.hash, h.head FROM event AS h JOIN x_event AS x USING(eid) WHERE h.eid IN (" eids ")" \
    " ORDER BY x.ts, h.hash"
#define ITS_JOINS(of) "SELECT " of " FROM x_join AS j"

static const char standing_sql[] =
    EVENTS_IN(ITS_JOINS("j.eid") " WHERE j.entry IN " WHOLE_ENTRY " AND " STANDS("j"));

static const char all_sql[] =
    EVENTS_IN(ITS_JOINS("j.eid") " WHERE j.entry IN " WHOLE_ENTRY " UNION "
              ITS_JOINS("u.eid") " CROSS JOIN event AS n ON n.eid=j.eid CROSS JOIN x_edge"
              " ON parent=n.hash CROSS JOIN x_event AS u ON u.eid=child AND u.kind=5"
              " WHERE j.entry IN " WHOLE_ENTRY);

static bool read_joins(struct store *s, const char *sql, const char *entry, struct revisions *ret,
                       struct err *e)
{
    *ret = (struct revisions){0};
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, entry);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct event head;
        if (!event_read(stmt_text(q, 1), stmt_bytes(q, 1), &head, NULL))
            continue;
        *vec_add(ret) = (struct revision){.id = stmt_hash(q, 0), .head = head};
    }
    stmt_done(q);
    if (row == STMT_FAILED)
        revisions_finish(ret);
    return row == STMT_DONE;
}

bool store_joins(struct store *s, const char *entry, struct revisions *ret, struct err *e)
{
    return read_joins(s, standing_sql, entry, ret, e);
}

bool store_join_events(struct store *s, const char *entry, struct revisions *ret, struct err *e)
{
    return read_joins(s, all_sql, entry, ret, e);
}

/* ---- making --------------------------------------------------------------------------------- */

static struct event event_between(enum event_kind kind, const struct event *by, const char *a,
                                  const char *b)
{
    struct event ev = {.kind = kind, .time = by->time};
    ev.author = xstrdup0(by->author);
    ev.office = xstrdup0(by->office);
    ev.entry = xstrdup(strcmp(a, b) < 0 ? a : b);
    ev.other = xstrdup(strcmp(a, b) < 0 ? b : a);
    return ev;
}

static bool add(struct store *s, struct event *ev, struct hash *ret, struct err *e)
{
    bool good = store_add_event(s, ev, NULL, ret, e);
    event_finish(ev);
    return good;
}

/* The same words in the same second are the same event: it may have been taken back already. */
static bool is_standing(struct store *s, const struct hash *join, bool *ret, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT 1 FROM event JOIN x_join AS j USING(eid) WHERE hash=? AND " STANDS("j"), e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, join);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_ROW;
    stmt_done(q);
    return row != STMT_FAILED;
}

bool store_join(struct store *s, const struct event *by, const char *a, const char *b,
                struct hash *ret, struct err *e)
{
    char first[ENTRY_ID_HEX], second[ENTRY_ID_HEX];
    if (!store_root(s, a, first, e) || !store_root(s, b, second, e))
        return false;
    if (!strcmp(first, second))
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), _("they are one entry already"));
    struct event ev = event_between(EVENT_JOIN, by, a, b);
    if (!ev.time)
        ev.time = clock_now();
    bool good = store_begin(s, e), one = false;
    if (good) {
        while (good && !one) {
            good = store_add_event(s, &ev, NULL, ret, e) && is_standing(s, ret, &one, e);
            ev.time++;
        }
        good = store_end(s, good, e);
    }
    event_finish(&ev);
    return good;
}

static bool is_between(const struct event *join, const struct event *pair)
{
    return (!strcmp(join->entry, pair->entry) && !strcmp(join->other, pair->other)) ||
           (!strcmp(join->entry, pair->other) && !strcmp(join->other, pair->entry));
}

/* Takes back as many as one event names. */
static bool unjoin_some(struct store *s, const struct event *by, const char *a, const char *b,
                        const struct revisions *joins, size_t *at, struct hash *ret, struct err *e)
{
    struct event ev = event_between(EVENT_UNJOIN, by, a, b);
    for (; *at < joins->n && ev.supersedes.n < EVENT_LINKS_MAX; ++*at)
        if (is_between(&joins->v[*at].head, &ev))
            *vec_add(&ev.supersedes) = joins->v[*at].id;
    if (ev.supersedes.n)
        return add(s, &ev, ret, e);
    event_finish(&ev);
    return true;
}

bool store_unjoin(struct store *s, const struct event *by, const char *a, const char *b,
                  struct hash *ret, struct err *e)
{
    struct revisions joins;
    *ret = (struct hash){{0}};
    if (!store_joins(s, a, &joins, e) || !store_begin(s, e)) {
        revisions_finish(&joins);
        return false;
    }
    bool good = true;
    for (size_t at = 0; good && at < joins.n;)
        good = unjoin_some(s, by, a, b, &joins, &at, ret, e);
    if (good && hash_is_none(ret))
        good = err_set(e, ERR_RULE, NULL, _("“phieu history” says who joined what"),
                       _("no join stands directly between these two"));
    revisions_finish(&joins);
    return store_end(s, good, e);
}
