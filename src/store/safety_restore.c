/* Taking back what was made here; and the safety stores themselves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/merge.h"
#include "store/place.h"
#include "store/safety_internal.h"

VEC_TYPEDEF(ids, struct entry_id);

/* ---- drafts ---------------------------------------------------------------------------------------- */

static bool note_id(void *user, const struct safety_draft *d, struct err *e)
{
    (void)e;
    struct entry_id *id = vec_add((struct ids *)user);
    hex_decode(id->b, d->draft, sizeof id->b);
    return true;
}

static bool take_drafts(struct store *s, int64_t *ret, struct err *e)
{
    struct ids all = {0};
    bool good = safety_each_draft(s, note_id, &all, e) && store_begin(s, e);
    if (good) {
        for (size_t i = 0; good && i < all.n; i++) {
            char hex[ENTRY_ID_HEX];
            hex_encode(hex, all.v[i].b, sizeof all.v[i].b);
            good = safety_take_draft(s, hex, e);
        }
        good = store_end(s, good, e);
        *ret = good ? (int64_t)all.n : 0;
    }
    vec_finish(&all);
    return good;
}

/* ---- events ---------------------------------------------------------------------------------------- */

static void add_file(struct safety_restored *ret, const struct merge_file *f)
{
    ret->events += f->events.added;
    ret->bodies += f->bodies.added;
    ret->bad += f->events.quarantined + f->bodies.quarantined + f->signatures.quarantined;
}

/* As a file from elsewhere: copied, and every row hashed again. */
static bool take_events(struct store *s, const char *path, struct safety_restored *ret,
                        struct err *e)
{
    struct merge_report report = {0};
    bool good = store_merge(s, &path, 1, NULL, &report, e);
    if (good && report.files.v[0].err.message) {
        err_move(e, &report.files.v[0].err);
        good = false;
    }
    if (good)
        add_file(ret, &report.files.v[0]);
    merge_report_finish(&report);
    return good;
}

/* Drafts first: then the merge does not take them for those of another office. */
bool safety_restore(struct store *s, struct safety_restored *ret, struct err *e)
{
    struct safety *k = s->safety;
    bool lacks;
    *ret = (struct safety_restored){0};
    if (!safety_lacks(s, &lacks, e))
        return false;
    if (!lacks)
        return true;
    if (!safety_open(k, false, false, e) || !take_drafts(s, &ret->drafts, e))
        return false;
    char *path = safety_path(k->lineage);
    safety_close(k); /* so that no journal stands beside it, and no lock of ours is on it */
    bool good = take_events(s, path, ret, e);
    free(path);
    return good;
}

/* ---- all of them ----------------------------------------------------------------------------------- */

static bool is_code(const char *name, char ret[33])
{
    uint8_t raw[16];
    if (strlen(name) != 35 || strcmp(name + 32, ".db"))
        return false;
    memcpy(ret, name, 32);
    ret[32] = '\0';
    return hex_decode(raw, ret, sizeof raw);
}

static int64_t newest(struct db *db)
{
    int64_t at = 0;
    struct stmt *q = db_prepare(db, "SELECT head FROM event ORDER BY eid DESC LIMIT 50", NULL);
    while (q && stmt_step(q, NULL) == STMT_ROW) {
        struct event ev = {0};
        if (event_read(stmt_text(q, 0), stmt_bytes(q, 0), &ev, NULL) && ev.time > at)
            at = ev.time;
        event_finish(&ev);
    }
    if (q)
        stmt_done(q);
    return at;
}

static void add_copy(struct safety_copies *ret, const char *code)
{
    struct safety k = {0};
    memcpy(k.lineage, code, sizeof k.lineage);
    if (safety_open(&k, false, true, NULL)) {
        struct store look = {.db = k.db};
        struct safety_copy *c = vec_add(ret);
        memcpy(c->code, code, sizeof c->code);
        c->path = store_meta(&look, "path", NULL);
        c->path = c->path ? c->path : xstrdup("");
        db_int(k.db, "SELECT count(*) FROM event", 0, &c->events, NULL);
        db_int(k.db, "SELECT count(*) FROM draft", 0, &c->drafts, NULL);
        c->last = newest(k.db);
    }
    safety_close(&k);
}

static int newest_first(const void *a, const void *b)
{
    const struct safety_copy *x = a, *y = b;
    return (x->last < y->last) - (x->last > y->last);
}

void safety_list(struct safety_copies *ret)
{
    *ret = (struct safety_copies){0};
    char *folder = safety_folder(), **names = file_list(folder, ".db"), code[33];
    for (char **n = names; *n; n++)
        if (is_code(*n, code))
            add_copy(ret, code);
    file_list_free(names);
    free(folder);
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, newest_first);
}

void safety_copies_finish(struct safety_copies *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->v[i].path);
    vec_finish(c);
}

/* ---- into a new file ------------------------------------------------------------------------------- */

static bool find_code(const char *code, char ret[33], struct err *e)
{
    struct safety_copies all;
    size_t found = 0;
    safety_list(&all);
    for (size_t i = 0; i < all.n; i++) {
        if (strncmp(all.v[i].code, code, strlen(code)))
            continue;
        memcpy(ret, all.v[i].code, 33);
        found++;
    }
    safety_copies_finish(&all);
    return (found == 1 && *code) ||
           err_set(e, ERR_USAGE, code, _("“phieu restore” without arguments lists them"),
                   found ? _("fits more than one data file") : _("no data file of this code was worked on here"));
}

/* The new file goes on as the lost one: copies of that know it. */
static bool fill(const char *code, const char *path, struct safety_restored *ret, struct err *e)
{
    struct store *s = store_open(path, STORE_KEPT, e);
    if (!s)
        return false;
    bool good = s->safety && !strcmp(s->safety->lineage, code) && safety_restore(s, ret, e);
    return store_close(s, good ? e : NULL) && good;
}

bool safety_restore_to(const char *code, const char *path, struct safety_restored *ret,
                       struct err *e)
{
    char whole[33];
    if (file_exists(path))
        return err_set(e, ERR_USAGE, path, _("choose another name"),
                       _("there is already a file of this name"));
    if (!find_code(code, whole, e) || !store_make(path, whole, NULL, e))
        return false;
    bool good = fill(whole, path, ret, e);
    if (!good)
        unlink(path);
    return good;
}

/* ---- erasing --------------------------------------------------------------------------------------- */

/* A connection without the guard: nothing else ever takes a row out of a safety store. */
static bool erase_from(const char *path, const struct hash *bodies, size_t n, struct err *e)
{
    struct db *db = db_open(path, DB_REMOVABLE, e);
    bool good = db && db_begin(db, e), gone = false;
    for (size_t i = 0; good && i < n; i++) {
        struct stmt *q = db_prepare(db, "DELETE FROM body WHERE hash=?", e);
        if (!(good = q != NULL))
            break;
        stmt_bind_hash(q, 1, &bodies[i]);
        good = stmt_run(q, e);
        gone |= good && db_changes(db) > 0;
    }
    if (db && db_in_transaction(db))
        good = good ? db_commit(db, e) : (db_rollback(db), false);
    good = good && (!gone || db_exec(db, "VACUUM", e));
    return db_close(db, good ? e : NULL) && good;
}

/* Also those that were put aside: they may hold it as well. */
static bool is_safety(const char *name)
{
    uint8_t raw[16];
    char code[33];
    if (strlen(name) < 35 || strncmp(name + 32, ".db", 3) || strstr(name, "-journal"))
        return false;
    snprintf(code, sizeof code, "%.32s", name);
    return hex_decode(raw, code, sizeof raw);
}

bool safety_erase(struct store *s, const struct hash *bodies, size_t n, struct err *e)
{
    if (s && s->safety)
        safety_close(s->safety);
    char *folder = safety_folder(), **names = file_list(folder, "");
    bool good = true;
    for (char **name = names; *name; name++) {
        char *path = file_join(folder, *name);
        if (is_safety(*name))
            good = erase_from(path, bodies, n, good ? e : NULL) && good;
        free(path);
    }
    file_list_free(names);
    free(folder);
    return good;
}
