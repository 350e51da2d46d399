#include "store/undo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/copy.h"
#include "store/import.h"
#include "store/place.h"
#include "store/signature.h"

VEC_TYPEDEF(hashes, struct hash);

struct undo {
    struct store *s;
    struct import import;
    struct hashes events, bodies; /* that it brought, sorted */
    struct undone *ret;
};

/* ---- what came ---------------------------------------------------------------------------------- */

#define IN_RANGE(row) "EXISTS(SELECT 1 FROM import_range WHERE import=?1 AND kind='" row "' AND "

static const char *const brought_sql[] = {
    [SET_EVENTS] = "SELECT hash FROM event WHERE " IN_RANGE("event") "eid BETWEEN first AND last)"
                   " ORDER BY hash",
    [SET_BODIES] = "SELECT hash FROM body WHERE " IN_RANGE("body") "bid BETWEEN first AND last)"
                   " ORDER BY hash",
};

static bool load_brought(struct undo *u, enum set set, struct hashes *ret, struct err *e)
{
    struct stmt *q = db_prepare(u->s->db, brought_sql[set], e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, u->import.id);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(ret) = stmt_hash(q, 0);
    stmt_done(q);
    return row == STMT_DONE;
}

static int compare(const void *a, const void *b)
{
    return hash_cmp(a, b);
}

static bool is_in(const struct hashes *v, const struct hash *h)
{
    return v->n && bsearch(h, v->v, v->n, sizeof *v->v, compare);
}

static bool came(const struct undo *u, const struct hash *h)
{
    return is_in(&u->events, h) || is_in(&u->bodies, h);
}

/* ---- what was built on it ----------------------------------------------------------------------- */

static bool any_came(const struct undo *u, const struct hash *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (came(u, &v[i]))
            return true;
    return false;
}

static bool names_what_came(const struct undo *u, const struct event *ev)
{
    return any_came(u, ev->parents.v, ev->parents.n) ||
           any_came(u, ev->supersedes.v, ev->supersedes.n) ||
           any_came(u, ev->bodies.v, ev->bodies.n) || (ev->has_target && came(u, &ev->target)) ||
           (ev->has_form && came(u, &ev->form)) || (ev->has_body && came(u, &ev->body)) ||
           ev->kind == EVENT_JOIN || ev->kind == EVENT_UNJOIN;
}

/* Events that came after the first of them, from here. */
static bool count_followers(struct undo *u, size_t *ret, struct err *e)
{
    struct stmt *q = db_prepare(u->s->db,
                                "SELECT hash, head FROM event WHERE eid > (SELECT min(first) FROM"
                                " import_range WHERE import=?) ORDER BY eid", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, u->import.id);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct hash h = stmt_hash(q, 0);
        struct event ev = {0};
        if (is_in(&u->events, &h))
            continue;
        if (!event_read(stmt_text(q, 1), stmt_bytes(q, 1), &ev, NULL) || names_what_came(u, &ev))
            ++*ret;
        event_finish(&ev);
    }
    stmt_done(q);
    return row == STMT_DONE;
}

/* What was erased since because it came, or because of what came: nothing brings that back, so the file could not
 * be as it was, and an erasure without its request would stay behind. */
static bool count_erased(struct undo *u, size_t *ret, struct err *e)
{
    int64_t n = 0;
    struct stmt *q = db_prepare(
        u->s->db,
        "SELECT count(*) FROM erased AS g JOIN event AS v ON v.hash=g.by_event WHERE"
        " " IN_RANGE("event") "v.eid BETWEEN first AND last) OR"
        " (v.eid > (SELECT min(first) FROM import_range WHERE import=?1) AND"
        " EXISTS(SELECT 1 FROM x_event AS x WHERE x.body=g.body AND"
        " " IN_RANGE("event") "x.eid BETWEEN first AND last)))", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, u->import.id);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW)
        n = stmt_int(q, 0);
    stmt_done(q);
    *ret += (size_t)n;
    return row == STMT_ROW;
}

static bool draft_follows(const struct undo *u, const char *base, const struct hash *form)
{
    json *j = js_parse(base, strlen(base), "", NULL);
    bool follows = came(u, form);
    for (size_t i = 0; i < js_count(j); i++) {
        struct hash h;
        follows |= hash_parse(js_text(js_at(j, i)), &h) && came(u, &h);
    }
    js_free(j);
    return follows;
}

static bool count_drafts(struct undo *u, size_t *ret, struct err *e)
{
    struct stmt *q = db_prepare(u->s->db, "SELECT base, form FROM draft", e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct hash form = stmt_hash(q, 1);
        *ret += draft_follows(u, stmt_text(q, 0), &form);
    }
    stmt_done(q);
    return row == STMT_DONE;
}

static bool check_free(struct undo *u, struct err *e)
{
    size_t built = 0;
    return count_followers(u, &built, e) && count_erased(u, &built, e) &&
           count_drafts(u, &built, e) &&
           (!built || err_set(e, ERR_RULE, u->s->path,
                              _("nothing was changed; withdraw or correct single entries instead"),
                              _("it cannot be undone: %zu pieces of work made since follow what came"),
                              built));
}

/* ---- the file without it ------------------------------------------------------------------------ */

static const char *const removals[] = {
    "DELETE FROM event WHERE " IN_RANGE("event") "eid BETWEEN first AND last)",
    "DELETE FROM body WHERE " IN_RANGE("body") "bid BETWEEN first AND last)",
    "DELETE FROM draft_copy WHERE hash IN (SELECT hash FROM import_draft WHERE import=?1)",
    "DELETE FROM signature WHERE (event,signer,sig) IN"
    " (SELECT event,signer,sig FROM import_signature WHERE import=?1)",
    "DELETE FROM import_range WHERE import=?1",
    "DELETE FROM import_draft WHERE import=?1",
    "DELETE FROM import_signature WHERE import=?1",
    "DELETE FROM quarantine WHERE import=?1",
    "DELETE FROM import_log WHERE id=?1",
    "UPDATE import_log SET code='' WHERE ?1>0 AND code<>''", /* not all that they brought is here now */
};

/* Only ever in a file that we have just written, and that nobody knows. */
static bool remove_rows(struct undo *u, struct db *db, struct err *e)
{
    int64_t *const counts[] = {&u->ret->events, &u->ret->bodies, &u->ret->drafts, &u->ret->signatures};
    bool good = db_begin(db, e);
    if (!good)
        return false;
    for (size_t i = 0; good && i < sizeof removals / sizeof *removals; i++) {
        struct stmt *q = db_prepare(db, removals[i], e);
        good = q != NULL;
        if (good)
            stmt_bind_int(q, 1, u->import.id);
        good = good && stmt_run(q, e);
        if (good && i < sizeof counts / sizeof *counts)
            *counts[i] = db_changes(db);
    }
    good = good && schema_drop_derived(db, e);
    if (good)
        return db_commit(db, e);
    db_rollback(db);
    return false;
}

static bool take_out(struct undo *u, const char *made, struct err *e)
{
    struct db *db = db_open(made, DB_REMOVABLE, e);
    if (!db)
        return false;
    bool good = remove_rows(u, db, e) && db_exec(db, "VACUUM", e);
    return db_close(db, good ? e : NULL) && good;
}

/* The check code of what must remain. */
static bool expect(struct undo *u, char ret[20], int64_t *ret_events, struct err *e)
{
    struct stmt *q = db_prepare(u->s->db, "SELECT hash FROM event ORDER BY hash", e);
    if (!q)
        return false;
    struct hash_sum *sum = hash_begin();
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct hash h = stmt_hash(q, 0);
        if (is_in(&u->events, &h))
            continue;
        hash_add(sum, h.b, sizeof h.b);
        ++*ret_events;
    }
    stmt_done(q);
    struct hash h = hash_end(sum);
    check_code(&h, ret);
    return row == STMT_DONE;
}

static bool verify(struct undo *u, const char *made, struct err *e)
{
    struct store_health is = {0};
    int64_t events = 0, bodies = 0, signatures = 0;
    char code[20];
    /* Opening it makes its lists. */
    struct store *s = store_open(made, STORE_REMOVABLE, e);
    bool good = s && store_check(s, &is, e) && expect(u, code, &events, e) &&
                db_int(u->s->db, "SELECT count(*) FROM body", 0, &bodies, e) &&
                signature_count(u->s, &signatures, e);
    if (good && (is.bad || *is.structure || is.events != events || strcmp(is.code, code) ||
                 is.bodies != bodies - (int64_t)u->bodies.n ||
                 is.signatures != signatures - u->ret->signatures))
        good = err_set(e, ERR_DAMAGED, u->s->path, _("run “phieu check”; nothing was changed"),
                       _("the file without what came is not what it should be"));
    memcpy(u->ret->code, is.code, sizeof u->ret->code);
    store_health_finish(&is);
    good = store_close(s, good ? e : NULL) && good;
    return good && (place_sync(made) || place_refuse(made, e));
}

/* ---- in its place ------------------------------------------------------------------------------- */

static bool written_meanwhile(struct undo *u, struct err *e)
{
    return store_changed_outside(u->s) &&
           !err_set(e, ERR_FILE, u->s->path, _("close the program that has it open, and try again"),
                    _("another program wrote to the file meanwhile; nothing was changed"));
}

static bool put(struct undo *u, const char *made, struct err *e)
{
    if (!place_check_idle(u->s->path, e) || written_meanwhile(u, e))
        return false;
    char *kept = copy_kept_name(u->s, u->s->path, NULL);
    bool good = place_put_over(made, u->s->path, kept, e);
    /* Nobody can write to a file that has moved: so this is the last look that is needed. */
    if (good && written_meanwhile(u, e)) {
        good = false;
        rename(kept, u->s->path);
    }
    u->ret->kept = good ? kept : NULL;
    if (!good)
        free(kept);
    return good;
}

static bool undo(struct undo *u, struct err *e)
{
    place_sweep(u->s->path);
    char *made = place_new_name(u->s->path);
    bool good = load_brought(u, SET_EVENTS, &u->events, e) &&
                load_brought(u, SET_BODIES, &u->bodies, e) && check_free(u, e) &&
                copy_write(u->s, made, e) && take_out(u, made, e) && verify(u, made, e) &&
                put(u, made, e);
    if (!good)
        unlink(made);
    if (!good && e && str_eq0(e->place, made)) { /* the other name is nobody's business */
        free(e->place);
        e->place = xstrdup(u->s->path);
    }
    free(made);
    return good;
}

bool store_undo_merge(struct store *s, struct undone *ret, struct err *e)
{
    struct undo u = {.s = s, .ret = ret};
    struct err why = {0};
    *ret = (struct undone){0};
    if (!place_check_idle(s->path, e))
        return false;
    if (!store_import_newest(s, &u.import, &why)) {
        if (why.code != ERR_NONE) {
            err_move(e, &why);
            return false;
        }
        return err_set(e, ERR_RULE, s->path, NULL, _("nothing was taken in that could be undone"));
    }
    ret->name = xstrdup0(u.import.name);
    ret->at = u.import.at;
    bool good = undo(&u, e);
    import_finish(&u.import);
    vec_finish(&u.events);
    vec_finish(&u.bodies);
    return good;
}

void undone_finish(struct undone *u)
{
    free(u->name);
    free(u->kept);
    *u = (struct undone){0};
}
