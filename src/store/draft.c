#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/installation.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/lease.h"
#include "store/safety_internal.h"

void draft_finish(struct draft *d)
{
    vec_finish(&d->parents);
    free(d->form_id);
    free(d->unit);
    free(d->period);
    free(d->author);
    free(d->office);
    free(d->cursor);
    *d = (struct draft){0};
}

/* ---- the header ------------------------------------------------------------------------------ */

static char *base_write(const struct hash *parents, size_t n)
{
    json *list = js_new_array();
    for (size_t i = 0; i < n; i++) {
        char hex[HASH_HEX];
        hash_hex(&parents[i], hex);
        js_push(list, js_new_text(hex));
    }
    char *text = js_canonical(list, NULL);
    js_free(list);
    return text;
}

static void base_read(struct draft *d, const char *text)
{
    json *list = js_parse(text, strlen(text), "draft", NULL);
    struct hash h;
    for (size_t i = 0; i < js_count(list); i++)
        if (hash_parse(js_text(js_at(list, i)), &h))
            *vec_add(&d->parents) = h;
    js_free(list);
}

static void read_draft(struct stmt *q, struct draft *d)
{
    *d = (struct draft){0};
    stmt_id(q, 0, d->draft);
    stmt_id(q, 1, d->inst);
    stmt_id(q, 2, d->entry);
    base_read(d, stmt_text(q, 3));
    d->form = stmt_hash(q, 4);
    d->form_id = stmt_text0(q, 5);
    d->unit = stmt_text0(q, 6);
    d->period = stmt_text0(q, 7);
    d->author = stmt_text0(q, 8);
    d->office = stmt_text0(q, 9);
    d->cursor = stmt_text0(q, 10);
    d->touched = stmt_int(q, 11);
}

bool draft_find(struct store *s, const char *entry, struct draft *ret, struct err *e)
{
    if (e)
        err_finish(e);
    char inst[INSTALLATION_HEX];
    installation_id(inst);
    struct stmt *q = db_prepare(
        s->db, "SELECT draft_id, inst, entry, base, form, form_id, unit, period, author, office,"
               " cursor, touched, lease_pid, lease_boot FROM draft WHERE entry IN " WHOLE_ENTRY
               " AND inst=?2 ORDER BY touched DESC, draft_id", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, entry);
    stmt_bind_id(q, 2, inst);
    bool found = false, is_free = false;
    while (!is_free && stmt_step(q, e) == STMT_ROW) {
        is_free = !lease_is_held(stmt_int(q, 12), stmt_text(q, 13));
        if (found && !is_free)
            continue;
        if (found)
            draft_finish(ret);
        read_draft(q, ret);
        found = true;
    }
    stmt_done(q);
    return found;
}

static bool insert_draft(struct store *s, const struct draft *d, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO draft(draft_id,inst,entry,base,form,form_id,unit,period,author,office,"
               "cursor,touched,lease_pid,lease_boot) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
               " ON CONFLICT(draft_id) DO UPDATE SET touched=excluded.touched", e);
    if (!q)
        return false;
    char *base = base_write(d->parents.v, d->parents.n), *boot = lease_own_boot();
    stmt_bind_id(q, 1, d->draft);
    stmt_bind_id(q, 2, d->inst);
    stmt_bind_id(q, 3, d->entry);
    stmt_bind_text(q, 4, base);
    stmt_bind_hash(q, 5, &d->form);
    stmt_bind_text(q, 6, d->form_id);
    stmt_bind_text(q, 7, d->unit);
    stmt_bind_text(q, 8, d->period);
    stmt_bind_text(q, 9, d->author);
    stmt_bind_text(q, 10, d->office);
    stmt_bind_text(q, 11, d->cursor);
    stmt_bind_int(q, 12, d->touched);
    stmt_bind_int(q, 13, lease_own_pid());
    stmt_bind_text(q, 14, boot);
    free(base);
    free(boot);
    return stmt_run(q, e);
}

bool draft_create(struct store *s, struct draft *d, struct err *e)
{
    assert(d->form_id && d->unit);
    if (!*d->draft)
        random_hex(d->draft, 16);
    installation_id(d->inst);
    if (!d->touched)
        d->touched = clock_now();
    return db_begin(s->db, e) && store_finish(s, insert_draft(s, d, e), e);
}

/* ---- its values ------------------------------------------------------------------------------ */

bool draft_gone(struct store *s, struct err *e)
{
    return err_set(e, ERR_RULE, s->path, _("open the entry again"),
                   _("this draft has been finished by another program"));
}

/* Runs an UPDATE of one draft that must exist. */
static bool update_draft(struct store *s, struct stmt *q, struct err *e)
{
    return stmt_run(q, e) && (db_changes(s->db) > 0 || draft_gone(s, e));
}

static bool touch(struct store *s, const char *draft, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "UPDATE draft SET touched=? WHERE draft_id=?", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, clock_now());
    stmt_bind_id(q, 2, draft);
    return update_draft(s, q, e);
}

static bool read_back(struct store *s, const char *draft, const char *path, const char *bytes,
                      struct err *e)
{
    struct stmt *q =
        db_prepare(s->db, "SELECT value FROM draft_value WHERE draft_id=? AND path=?", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    stmt_bind_text(q, 2, path);
    enum stmt_row row = stmt_step(q, e);
    bool same = row == STMT_ROW && !strcmp(stmt_text(q, 0), bytes);
    stmt_done(q);
    if (row != STMT_FAILED && !same)
        read_back_differs(s, e);
    return same;
}

static bool put_value(struct store *s, const char *draft, const char *path, const char *bytes,
                      struct err *e)
{
    struct stmt *q = db_prepare(s->db,
                                "INSERT INTO draft_value(draft_id,path,value) VALUES(?,?,?)"
                                " ON CONFLICT(draft_id,path) DO UPDATE SET value=excluded.value",
                                e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    stmt_bind_text(q, 2, path);
    stmt_bind_text(q, 3, bytes);
    safety_note_draft(s, draft, path);
    return stmt_run(q, e) && read_back(s, draft, path, bytes, e);
}

static bool put_cursor(struct store *s, const char *draft, const char *cursor, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "UPDATE draft SET cursor=? WHERE draft_id=?", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, cursor);
    stmt_bind_id(q, 2, draft);
    return update_draft(s, q, e);
}

bool draft_put_many(struct store *s, const char *draft, char *const *pairs, const char *cursor,
                    struct err *e)
{
    if (!db_begin(s->db, e))
        return false;
    bool good = !pairs[0] || touch(s, draft, e);
    for (size_t i = 0; good && pairs[i]; i += 2)
        good = put_value(s, draft, pairs[i], pairs[i + 1], e);
    if (good && cursor)
        good = put_cursor(s, draft, cursor, e);
    return store_finish(s, good, e);
}

bool draft_put(struct store *s, const char *draft, const char *path, const char *bytes,
               struct err *e)
{
    char *pairs[3] = {(char *)path, (char *)bytes, NULL};
    return draft_put_many(s, draft, pairs, NULL, e);
}

bool draft_cursor(struct store *s, const char *draft, const char *cursor, struct err *e)
{
    return db_begin(s->db, e) && store_finish(s, put_cursor(s, draft, cursor, e), e);
}

static bool forget_value(struct store *s, const char *draft, const char *path, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "DELETE FROM draft_value WHERE draft_id=? AND path=?", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    stmt_bind_text(q, 2, path);
    return stmt_run(q, e);
}

bool draft_forget(struct store *s, const char *draft, const char *const *paths, struct err *e)
{
    if (!db_begin(s->db, e))
        return false;
    bool good = touch(s, draft, e);
    for (; good && *paths; paths++)
        good = forget_value(s, draft, *paths, e);
    return store_finish(s, good, e);
}

bool draft_values(struct store *s, const char *draft, draft_value_fn *fn, void *user,
                  struct err *e)
{
    struct stmt *q = db_prepare_once(
        s->db, "SELECT path, value FROM draft_value WHERE draft_id=? ORDER BY path", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        if (!fn(user, stmt_text(q, 0), stmt_text(q, 1)))
            break;
    stmt_free(q);
    return row != STMT_FAILED;
}

/* ---- its end --------------------------------------------------------------------------------- */

static bool delete_draft(struct store *s, const char *draft, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "DELETE FROM draft_value WHERE draft_id=?", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    if (!stmt_run(q, e) || !(q = db_prepare(s->db, "DELETE FROM draft WHERE draft_id=?", e)))
        return false;
    stmt_bind_id(q, 1, draft);
    safety_note_draft(s, draft, NULL);
    return update_draft(s, q, e);
}

bool draft_end(struct store *s, const char *draft, struct event *ev, const json *answers,
               struct hash *ret, struct err *e)
{
    if (!db_begin(s->db, e))
        return false;
    if (ev && !ev->draft)
        ev->draft = xstrdup(draft);
    bool good = (!ev || put_revision(s, ev, answers, ret, e)) && delete_draft(s, draft, e);
    return store_finish(s, good, e);
}

static int is_there(struct store *s, const char *draft, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM draft WHERE draft_id=?", e);
    if (!q)
        return -1;
    stmt_bind_id(q, 1, draft);
    enum stmt_row row = stmt_step(q, e);
    stmt_done(q);
    return row == STMT_FAILED ? -1 : row == STMT_ROW;
}

int draft_outcome(struct store *s, const char *draft, const char *entry, struct hash *ret,
                  struct err *e)
{
    int there = is_there(s, draft, e);
    *ret = (struct hash){{0}};
    if (there)
        return there < 0 ? -1 : 0;
    struct revisions all = {0};
    if (!store_revisions(s, entry, &all, e))
        return -1;
    for (size_t i = 0; i < all.n; i++)
        if (str_eq0(all.v[i].head.draft, draft))
            *ret = all.v[i].id;
    revisions_finish(&all);
    return 1;
}
