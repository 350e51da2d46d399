#include "store/erase.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/import.h"
#include "store/internal.h"
#include "store/lease.h"
#include "store/safety_internal.h"

/* ---- what is gone ---------------------------------------------------------------------------- */

int64_t erase_ask(struct store *s, const char *sql, const struct hash *h, struct err *e)
{
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return -1;
    stmt_bind_hash(q, 1, h);
    enum stmt_row row = stmt_step(q, e);
    int64_t n = row == STMT_ROW ? stmt_int(q, 0) : row == STMT_FAILED ? -1 : 0;
    stmt_done(q);
    return n;
}

int store_erased(struct store *s, const struct hash *body, struct err *e)
{
    return (int)erase_ask(s, "SELECT 1 FROM erased WHERE body=?", body, e);
}

static bool needs_scrub(struct store *s, bool *ret, struct err *e)
{
    int64_t n = 0;
    bool good = db_int(s->db, "SELECT count(*) FROM meta WHERE k='scrub'", 0, &n, e);
    *ret = n > 0;
    return good;
}

/* From the second copies that this computer keeps of what was made here. */
static bool erase_from_safety(struct store *s, struct err *e)
{
    VEC(struct hash) all = {0};
    struct stmt *q = db_prepare(s->db, "SELECT body FROM erased ORDER BY body", e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(&all) = stmt_hash(q, 0);
    stmt_done(q);
    bool good = row == STMT_DONE && safety_erase(s, all.v, all.n, e);
    vec_finish(&all);
    return good;
}

/* The second copies are looked through in any case: they may have come back from an older disk. */
bool store_scrub(struct store *s, struct err *e)
{
    bool needed;
    return needs_scrub(s, &needed, e) && (!needed || db_scrub(s->db, e)) && erase_from_safety(s, e) &&
           (!needed || db_exec(s->db, "DELETE FROM meta WHERE k='scrub'", e));
}

void store_scrub_again(struct store *s)
{
    struct err why = {0};
    bool needed = false;
    if (db_readonly(s->db) || (needs_scrub(s, &needed, &why) && !needed) || store_scrub(s, &why))
        return;
    char *text = err_text(&why);
    safety_tell(s, xasprintf(_("Answers that were erased still have traces in this file (%s). Free some room,"
                               " close other programs that have it open, and open it again."), text));
    free(text);
    err_finish(&why);
}

/* ---- what it would take ---------------------------------------------------------------------- */

static const char own_sql[] =
    "SELECT DISTINCT x.body, EXISTS(SELECT 1 FROM x_event AS o WHERE o.body=x.body AND"
    " (o.entry IS NULL OR o.entry NOT IN " WHOLE_ENTRY ")) FROM x_event AS x WHERE x.entry IN"
    " " WHOLE_ENTRY " AND x.kind IN (0,1,2) AND x.body IS NOT NULL AND (?2 IS NULL OR x.eid="
    "(SELECT eid FROM event WHERE hash=?2)) AND NOT EXISTS(SELECT 1 FROM erased AS g"
    " WHERE g.body=x.body) ORDER BY x.body";
_Static_assert(EVENT_REVISION == 0 && EVENT_REVIEW == 1 && EVENT_COMMENT == 2, "kinds in own_sql");

static bool plan_bodies(struct store *s, const struct hash *of, struct erase_plan *p,
                        struct err *e)
{
    struct stmt *q = db_prepare(s->db, own_sql, e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, p->entry);
    if (of)
        stmt_bind_hash(q, 2, of);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        if (stmt_int(q, 1))
            p->shared++;
        else
            *vec_add(&p->bodies) = stmt_hash(q, 0);
    }
    stmt_done(q);
    return row == STMT_DONE;
}

static bool count_events(struct store *s, struct erase_plan *p, struct err *e)
{
    static const char *const sql[] = {"SELECT count(*) FROM x_event WHERE body=? AND kind=0",
                                      "SELECT count(*) FROM x_event WHERE body=? AND kind IN (1,2)"};
    for (size_t i = 0; i < p->bodies.n; i++) {
        int64_t revisions = erase_ask(s, sql[0], &p->bodies.v[i], e);
        int64_t words = revisions < 0 ? -1 : erase_ask(s, sql[1], &p->bodies.v[i], e);
        if (words < 0)
            return false;
        p->revisions += (size_t)revisions;
        p->words += (size_t)words;
    }
    return true;
}

static bool draft_is_in_use(struct store *s, struct err *e)
{
    return err_set(e, ERR_RULE, s->path, _("close it there, then erase"),
                   _("the entry is open in another window of this PC"));
}

/* of: the draft would lose what it goes on from. */
static bool plan_drafts(struct store *s, const struct hash *of, struct erase_plan *p,
                        struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT lease_pid, lease_boot, base FROM draft WHERE entry IN " WHOLE_ENTRY
               " UNION ALL SELECT 0, NULL, '' FROM draft_copy WHERE entry IN " WHOLE_ENTRY, e);
    if (!q)
        return false;
    char hex[HASH_HEX] = "";
    bool good = true;
    enum stmt_row row = STMT_DONE;
    if (of)
        hash_hex(of, hex);
    stmt_bind_id(q, 1, p->entry);
    while (good && (row = stmt_step(q, e)) == STMT_ROW) {
        p->drafts++;
        if (lease_is_held(stmt_int(q, 0), stmt_text(q, 1)))
            good = draft_is_in_use(s, e);
        else if (of && strstr(stmt_text(q, 2), hex))
            good = err_set(e, ERR_RULE, s->path, _("open the entry and leave it first"),
                           _("unfinished work follows this revision"));
    }
    stmt_done(q);
    return good && row == STMT_DONE;
}

bool store_erase_plan(struct store *s, const char *entry, const struct hash *of,
                      struct erase_plan *ret, struct err *e)
{
    *ret = (struct erase_plan){0};
    bool good = store_root(s, entry, ret->entry, e) && plan_bodies(s, of, ret, e) &&
                count_events(s, ret, e) && plan_drafts(s, of, ret, e);
    if (of)
        ret->drafts = 0;
    if (good && !ret->bodies.n && !ret->drafts)
        good = err_set(e, ERR_RULE, s->path, _("nothing was changed"),
                       ret->shared ? _("other entries hold the same, so it stays")
                                   : _("nothing is left to erase here"));
    if (!good)
        erase_plan_finish(ret);
    return good;
}

void erase_plan_finish(struct erase_plan *p)
{
    vec_finish(&p->bodies);
    *p = (struct erase_plan){0};
}

/* ---- doing it -------------------------------------------------------------------------------- */

static bool note_erased(struct store *s, const struct hash *body, const struct hash *event,
                        struct err *e)
{
    struct stmt *q = db_prepare(s->db, "INSERT INTO erased(body,by_event,at) VALUES(?,?,?)"
                                       " ON CONFLICT(body) DO NOTHING", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, body);
    stmt_bind_hash(q, 2, event);
    stmt_bind_int(q, 3, clock_now());
    return stmt_run(q, e);
}

/* The one DELETE on the frozen tables: of what is written down as erased, and nothing else. */
static bool delete_body(struct store *s, const struct hash *body, struct err *e)
{
    struct stmt *q = db_prepare_delete(
        s->db, "body", "DELETE FROM body WHERE hash=?1 AND hash IN (SELECT body FROM erased)", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, body);
    bool good = stmt_run(q, e);
    stmt_free(q);
    return good;
}

static bool delete_draft_copy(struct store *s, const struct hash *hash, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "DELETE FROM draft_copy WHERE hash=?", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, hash);
    return stmt_run(q, e);
}

static bool is_gone(struct store *s, const struct hash *body, struct err *e)
{
    int64_t there = erase_ask(s, "SELECT 1 FROM body WHERE hash=?", body, e);
    return there == 0 || (there > 0 && read_back_differs(s, e));
}

/* Rows that were put apart are not what their name says: which of them is a damaged copy of it, nobody knows. What
 * was wrong with them stays. */
static bool forget_quarantined(struct store *s, struct err *e)
{
    return db_exec(s->db, "UPDATE quarantine SET raw=NULL WHERE raw IS NOT NULL", e);
}

bool erase_take_away(struct store *s, const struct hash *body, const struct hash *event,
                      struct err *e)
{
    return note_erased(s, body, event, e) && delete_body(s, body, e) &&
           delete_draft_copy(s, body, e) && forget_quarantined(s, e) && import_forget(s, e) && is_gone(s, body, e) &&
           derive_mark_found(s, "SELECT DISTINCT entry FROM x_event WHERE body=? AND entry IS NOT NULL",
                             body, e) &&
           meta_set(s, "scrub", "1", e);
}

/* Unfinished work on an entry that goes as a whole; copies of others' by their names, lest they come again. */
static bool take_drafts(struct store *s, const char *entry, struct event *ev, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT hash FROM draft_copy WHERE entry IN " WHOLE_ENTRY " ORDER BY hash", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, entry);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(&ev->bodies) = stmt_hash(q, 0);
    stmt_done(q);
    return row == STMT_DONE;
}

static bool delete_drafts(struct store *s, const char *entry, struct err *e)
{
    static const char *const sql[] = {
        "DELETE FROM draft_value WHERE draft_id IN (SELECT draft_id FROM draft WHERE entry IN "
        WHOLE_ENTRY ")",
        "DELETE FROM draft WHERE entry IN " WHOLE_ENTRY,
    };
    safety_note_erased(s, entry);
    for (int i = 0; i < 2; i++) {
        struct stmt *q = db_prepare(s->db, sql[i], e);
        if (!q)
            return false;
        stmt_bind_id(q, 1, entry);
        if (!stmt_run(q, e))
            return false;
    }
    return true;
}

/* One event names 64 bodies at most: several, with the same reason. */
static bool erase_some(struct store *s, const struct event *by, const struct event *all,
                       size_t *at, const struct hash *reason, struct hash *ret, struct err *e)
{
    struct event ev = {.kind = EVENT_ERASE, .time = by->time, .has_body = true, .body = *reason};
    ev.author = xstrdup0(by->author);
    ev.office = xstrdup0(by->office);
    for (; *at < all->bodies.n && ev.bodies.n < EVENT_LINKS_MAX; ++*at)
        *vec_add(&ev.bodies) = all->bodies.v[*at];
    bool good = put_made(s, &ev, ret, e);
    for (size_t i = 0; good && i < ev.bodies.n; i++)
        good = erase_take_away(s, &ev.bodies.v[i], ret, e);
    event_finish(&ev);
    return good;
}

static bool erase_all(struct store *s, const struct event *by, const struct erase_plan *p,
                      const char *reason, struct hash *ret, struct err *e)
{
    struct event all = {0};
    struct hash words, made;
    for (size_t i = 0; i < p->bodies.n; i++)
        *vec_add(&all.bodies) = p->bodies.v[i];
    bool good = (!p->drafts || (take_drafts(s, p->entry, &all, e) && delete_drafts(s, p->entry, e))) &&
                put_words(s, reason, &words, e) && meta_set(s, "scrub", "1", e);
    for (size_t at = 0; good && at < all.bodies.n;) {
        bool first = at == 0;
        good = erase_some(s, by, &all, &at, &words, &made, e);
        if (first)
            *ret = made;
    }
    event_finish(&all);
    return good;
}

bool store_erase(struct store *s, const struct event *by, const struct erase_plan *plan,
                 const char *reason, struct hash *ret, bool *ret_done, struct err *e)
{
    *ret = (struct hash){{0}};
    *ret_done = db_begin(s->db, e) && store_finish(s, erase_all(s, by, plan, reason, ret, e), e);
    return *ret_done && store_scrub(s, e);
}
