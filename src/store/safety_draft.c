/* Unfinished work on a stick: kept a second time until it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/join.h"
#include "store/safety_internal.h"

void safety_note_draft(struct store *s, const char *draft, const char *path)
{
    if (!s->safety || !(s->flags & STORE_REMOVABLE))
        return;
    struct safety_note *n = vec_add(&s->safety->drafts);
    snprintf(n->draft, sizeof n->draft, "%s", draft);
    n->path = xstrdup0(path);
}

static void note_drafts_of(struct safety *k, const char *entry)
{
    struct stmt *q = db_prepare(k->db, "SELECT draft_id FROM draft WHERE entry=?", NULL);
    if (!q)
        return;
    stmt_bind_id(q, 1, entry);
    while (stmt_step(q, NULL) == STMT_ROW)
        stmt_id(q, 0, vec_add(&k->drafts)->draft);
    stmt_done(q);
}

void safety_note_erased(struct store *s, const char *entry)
{
    struct entry_ids all = {0};
    if (!s->safety || !safety_open(s->safety, false, false, NULL))
        return;
    if (store_members(s, entry, &all, NULL))
        for (size_t i = 0; i < all.v.n; i++)
            note_drafts_of(s->safety, all.v.v[i].hex);
    entry_ids_finish(&all);
}

void safety_forget_notes(struct safety *k)
{
    for (size_t i = 0; i < k->drafts.n; i++)
        free(k->drafts.v[i].path);
    vec_clear(&k->drafts);
}

/* ---- from a file into another --------------------------------------------------------------------- */

#define COLUMNS "draft_id,inst,entry,base,form,form_id,unit,period,author,office,cursor,touched"
enum { ID, INST, ENTRY, BASE, FORM, FORM_ID, UNIT, PERIOD, AUTHOR, OFFICE, CURSOR, TOUCHED };

static void bind_same(struct stmt *to, int i, struct stmt *from, int column)
{
    if (!stmt_null(from, column))
        stmt_bind_textn(to, i, stmt_text(from, column), stmt_bytes(from, column));
}

static bool insert(struct db *to, struct stmt *from, struct err *e)
{
    struct stmt *q = db_prepare(
        to, "INSERT INTO draft(" COLUMNS ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT(draft_id) DO UPDATE SET touched=excluded.touched,cursor=excluded.cursor", e);
    if (!q)
        return false;
    for (int c = ID; c < TOUCHED; c++) {
        if (c == ID || c == INST || c == ENTRY || c == FORM)
            stmt_bind_blob(q, c + 1, stmt_blob(from, c), stmt_bytes(from, c));
        else
            bind_same(q, c + 1, from, c);
    }
    stmt_bind_int(q, TOUCHED + 1, stmt_int(from, TOUCHED));
    return stmt_run(q, e);
}

/* 1: copied, 0: there is none, -1: e */
static int copy_header(struct db *from, struct db *to, const char *draft, struct err *e)
{
    struct stmt *q = db_prepare(from, "SELECT " COLUMNS " FROM draft WHERE draft_id=?", e);
    if (!q)
        return -1;
    stmt_bind_id(q, 1, draft);
    enum stmt_row row = stmt_step(q, e);
    bool good = row != STMT_ROW || insert(to, q, e);
    stmt_done(q);
    return row == STMT_FAILED || !good ? -1 : row == STMT_ROW;
}

static bool put_value(struct db *to, const char *draft, const char *path, const char *value,
                      struct err *e)
{
    struct stmt *q = db_prepare(to, "INSERT INTO draft_value(draft_id,path,value) VALUES(?,?,?)"
                                    " ON CONFLICT(draft_id,path) DO UPDATE SET value=excluded.value", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    stmt_bind_text(q, 2, path);
    stmt_bind_text(q, 3, value);
    return stmt_run(q, e);
}

/* path NULL: all of them. */
static bool copy_values(struct db *from, struct db *to, const char *draft, const char *path,
                        struct err *e)
{
    struct stmt *q = db_prepare(from, "SELECT path, value FROM draft_value WHERE draft_id=?1"
                                      " AND (?2 IS NULL OR path=?2)", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    if (path)
        stmt_bind_text(q, 2, path);
    bool good = true;
    enum stmt_row row = STMT_DONE;
    while (good && (row = stmt_step(q, e)) == STMT_ROW)
        if (stmt_is_text(q, 0) && stmt_is_text(q, 1))
            good = put_value(to, draft, stmt_text(q, 0), stmt_text(q, 1), e);
    stmt_done(q);
    return good && row != STMT_FAILED;
}

static bool drop(struct db *db, const char *draft, struct err *e)
{
    struct stmt *q = db_prepare(db, "DELETE FROM draft_value WHERE draft_id=?", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    if (!stmt_run(q, e) || !(q = db_prepare(db, "DELETE FROM draft WHERE draft_id=?", e)))
        return false;
    stmt_bind_id(q, 1, draft);
    return stmt_run(q, e);
}

/* ---- keeping -------------------------------------------------------------------------------------- */

static bool is_in(struct db *db, const char *draft)
{
    struct stmt *q = db_prepare(db, "SELECT 1 FROM draft WHERE draft_id=?", NULL);
    if (!q)
        return false;
    stmt_bind_id(q, 1, draft);
    bool in = stmt_step(q, NULL) == STMT_ROW;
    stmt_done(q);
    return in;
}

/* A draft that the safety store does not know yet comes with all its values. */
static bool put_note(struct store *s, const struct safety_note *n, struct err *e)
{
    struct db *to = s->safety->db;
    bool known = is_in(to, n->draft);
    int there = copy_header(s->db, to, n->draft, e);
    if (there == 0)
        return drop(to, n->draft, e);
    return there > 0 && ((known && !n->path) ||
                         copy_values(s->db, to, n->draft, known ? n->path : NULL, e));
}

bool safety_put_drafts(struct store *s, struct err *e)
{
    for (size_t i = 0; i < s->safety->drafts.n; i++)
        if (!put_note(s, &s->safety->drafts.v[i], e))
            return false;
    return true;
}

/* ---- what the file lacks --------------------------------------------------------------------------- */

/* It became a revision, here or in the file that was given back. */
static bool has_ended(struct store *s, const struct safety_draft *d)
{
    struct revisions all = {0};
    bool ended = false;
    if (store_revisions(s, d->entry, &all, NULL))
        for (size_t i = 0; i < all.n; i++)
            ended |= str_eq0(all.v[i].head.draft, d->draft);
    revisions_finish(&all);
    return ended;
}

static bool is_newer(struct store *s, const struct safety_draft *d)
{
    struct stmt *q = db_prepare(s->db, "SELECT touched FROM draft WHERE draft_id=?", NULL);
    if (!q)
        return false;
    stmt_bind_id(q, 1, d->draft);
    enum stmt_row row = stmt_step(q, NULL);
    bool newer = row == STMT_DONE || (row == STMT_ROW && stmt_int(q, 0) < d->touched);
    stmt_done(q);
    return newer && !has_ended(s, d);
}

static void read_draft(struct stmt *q, struct safety_draft *d)
{
    *d = (struct safety_draft){.touched = stmt_int(q, TOUCHED)};
    stmt_id(q, ID, d->draft);
    stmt_id(q, ENTRY, d->entry);
    d->form_id = stmt_text0(q, FORM_ID);
    d->unit = stmt_text0(q, UNIT);
    d->period = stmt_text0(q, PERIOD);
    d->author = stmt_text0(q, AUTHOR);
}

static void finish_draft(struct safety_draft *d)
{
    free(d->form_id);
    free(d->unit);
    free(d->period);
    free(d->author);
}

bool safety_each_draft(struct store *s, safety_draft_fn *fn, void *user, struct err *e)
{
    struct stmt *q = db_prepare(s->safety->db, "SELECT " COLUMNS " FROM draft AS d WHERE EXISTS("
                                               "SELECT 1 FROM draft_value AS v"
                                               " WHERE v.draft_id=d.draft_id) ORDER BY touched", e);
    if (!q)
        return false;
    bool good = true;
    enum stmt_row row = STMT_DONE;
    while (good && (row = stmt_step(q, e)) == STMT_ROW) {
        struct safety_draft d;
        read_draft(q, &d);
        if (d.form_id && d.unit && is_newer(s, &d))
            good = fn(user, &d, e);
        finish_draft(&d);
    }
    stmt_done(q);
    return good && row == STMT_DONE;
}

bool safety_take_draft(struct store *s, const char *draft, struct err *e)
{
    struct db *from = s->safety->db;
    return copy_header(from, s->db, draft, e) > 0 && copy_values(from, s->db, draft, NULL, e);
}
