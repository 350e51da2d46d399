#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "db/confine.h"
#include "store/internal.h"
#include "store/medium.h"
#include "store/place.h"
#include "store/safety_internal.h"
#include "text/utf8.h"

/* ---- small things ---------------------------------------------------------------------------- */

struct hash stmt_hash(struct stmt *q, int column)
{
    struct hash h = {{0}};
    size_t n;
    const void *b = stmt_blob_of(q, column, &n);
    if (b && n == sizeof h.b)
        memcpy(h.b, b, sizeof h.b);
    return h;
}

void stmt_bind_hash(struct stmt *q, int i, const struct hash *h)
{
    stmt_bind_blob(q, i, h->b, sizeof h->b);
}

void stmt_bind_id(struct stmt *q, int i, const char *hex)
{
    uint8_t id[16] = {0};
    hex_decode(id, hex, sizeof id);
    stmt_bind_blob(q, i, id, sizeof id);
}

void stmt_id(struct stmt *q, int column, char ret[ENTRY_ID_HEX])
{
    uint8_t id[16] = {0};
    const void *b = stmt_blob(q, column);
    if (b && stmt_bytes(q, column) == sizeof id)
        memcpy(id, b, sizeof id);
    hex_encode(ret, id, sizeof id);
}

bool stmt_is_text(struct stmt *q, int column)
{
    const char *text = stmt_text(q, column);
    size_t n = stmt_bytes(q, column);
    return strlen(text) == n && utf8_valid(text, n, NULL);
}

char *stmt_text0(struct stmt *q, int column)
{
    if (stmt_null(q, column))
        return NULL;
    char *text = xstrdup(stmt_text(q, column));
    if (!utf8_valid(text, strlen(text), NULL))
        for (char *p = text; *p; p++)
            *p = (unsigned char)*p < 0x80 ? *p : '?';
    return text;
}

char *store_meta(struct store *s, const char *key, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT v FROM meta WHERE k=?", e);
    if (!q)
        return NULL;
    stmt_bind_text(q, 1, key);
    char *v = stmt_step(q, e) == STMT_ROW ? stmt_text0(q, 0) : NULL;
    stmt_done(q);
    return v;
}

bool meta_set(struct store *s, const char *key, const char *value, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO meta(k,v) VALUES(?,?) ON CONFLICT(k) DO UPDATE SET v=excluded.v", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, key);
    stmt_bind_text(q, 2, value);
    return stmt_run(q, e);
}

/* ---- making a new file ----------------------------------------------------------------------- */

/* A safety store has no lists: what opens it as a data file makes them. */
static bool fill_meta(struct store *s, const char *lineage, const char *safety, struct err *e)
{
    char random[33];
    if (!lineage) {
        random_hex(random, 16);
        lineage = random;
    }
    return meta_set(s, "min_read", "1", e) && meta_set(s, "min_write", "1", e) &&
           meta_set(s, "rule", safety ? "none" : STORE_RULE, e) &&
           meta_set(s, "lineage", lineage, e) && (!safety || meta_set(s, "safety", safety, e));
}

static bool make_in(const char *path, const char *lineage, const char *safety, struct err *e)
{
    struct store s = {.db = db_open(path, DB_CREATE | DB_REMOVABLE, e)};
    if (!s.db)
        return false;
    bool good = db_begin(s.db, e);
    if (good) {
        good = schema_create(s.db, e) && fill_meta(&s, lineage, safety, e);
        if (!good)
            db_rollback(s.db);
        else
            good = db_commit(s.db, e);
    }
    return db_close(s.db, good ? e : NULL) && good;
}

/* A journal whose file is gone would be rolled back into the new one. It is put aside, not deleted:
 * the file may only have been moved. One that is spent goes. */
static bool put_journal_aside(const char *path, const char *made, struct err *e)
{
    char *journal = xasprintf("%s-journal", path);
    char *aside = xasprintf("%s.old-%s", journal, made + strlen(path) + strlen(PLACE_NEW));
    bool used = header_has_journal(path) || (access(journal, R_OK) < 0 && errno != ENOENT);
    bool good = (used ? rename(journal, aside) : unlink(journal)) == 0 || errno == ENOENT;
    if (!good)
        err_set_errno(e, journal, _("move it away, or choose another name"), _("cannot be moved"));
    free(journal);
    free(aside);
    return good;
}

static bool take_name(const char *made, const char *path, struct err *e)
{
    if (!put_journal_aside(path, made, e))
        return false;
    if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0 || errno == EEXIST)
        return true;
    bool plain = errno == EINVAL && !file_exists(path); /* a file system without the flag */
    return (plain && rename(made, path) == 0) ||
           err_set_errno(e, path, _("choose another folder, or free some room"), _("cannot be made"));
}

bool store_make(const char *path, const char *lineage, const char *safety, struct err *e)
{
    if (!header_check_beside(path, e))
        return false;
    char *made = place_new_name(path);
    bool good = make_in(made, lineage, safety, e);
    int held = good ? place_hold_folder(path) : -1;
    if (good && !file_exists(path)) /* else the journal is that of another program, which was faster and is at work */
        good = take_name(made, path, e);
    if (held >= 0)
        close(held);
    if (!good && e && e->place) { /* the other name is nobody's business */
        free(e->place);
        e->place = xstrdup(path);
    }
    unlink(made);
    free(made);
    return good;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* A version that is written in no way we know is a newer one. */
static bool is_known_version(const char *text)
{
    size_t n = strspn(text, "0123456789");
    return n > 0 && n < 7 && !text[n] && atoi(text) <= STORE_VERSION;
}

static bool check_version(struct store *s, bool write, struct err *e)
{
    struct err why = {0};
    char *min = store_meta(s, write ? "min_write" : "min_read", &why);
    bool good = min && is_known_version(min);
    if (min && !good)
        err_set(e, ERR_DAMAGED, s->path, _("install the newer program"),
                write ? _("the file is newer than this program can write")
                      : _("the file is newer than this program can read"));
    else if (!min && why.code == ERR_FILE)
        err_move(e, &why);
    else if (!min)
        err_set(e, ERR_DAMAGED, s->path, _("is it the right file?"),
                _("tables of a data file are missing"));
    err_finish(&why);
    free(min);
    return good;
}

static bool is_derived_by_us(struct store *s, struct err *e)
{
    char *rule = store_meta(s, "rule", e);
    bool ours = rule && !strcmp(rule, STORE_RULE);
    free(rule);
    return ours;
}

static bool refresh_derived(struct store *s, bool known, bool write, struct err *e)
{
    if (known && is_derived_by_us(s, e))
        return true;
    return write ? store_rebuild(s, e) : derive_beside(s, e);
}

/* Nothing is written before every check has passed: until then the connection answers queries
 * only. Rolling back the journal of a program that crashed is part of reading. */
static bool check_all(struct store *s, bool write, bool foreign, struct err *e)
{
    bool local = false, known = false;
    bool good = db_exec(s->db, "PRAGMA query_only=ON", e) &&
                schema_check(s->db, &local, &known, e) && check_version(s, false, e);
    if (!good || foreign)
        return good;
    db_release(s->db);
    return (!write || check_version(s, true, e)) &&
           db_exec(s->db, "PRAGMA query_only=OFF", e) &&
           (local || !write || schema_complete(s->db, e)) && refresh_derived(s, known, write, e);
}

/* A connection that may only read cannot roll back what a crash left. Where that is not possible, it
 * says so itself. */
static void roll_back(const char *path)
{
    struct db *db = db_open(path, DB_REMOVABLE | DB_STRANGE, NULL);
    if (db)
        db_exec(db, "SELECT count(*) FROM sqlite_schema", NULL);
    db_abandon(db);
}

/* A person's file: where it stands decides how it is written, and whether. */
static bool look_at_medium(struct store *s, struct err *e)
{
    enum medium medium = medium_of(s->path);
    if (medium == MEDIUM_REMOVABLE)
        s->flags |= STORE_REMOVABLE;
    return medium != MEDIUM_NETWORK || s->flags & STORE_READONLY || medium_refuse(s->path, e);
}

static bool open_db(struct store *s, struct err *e)
{
    bool write = !(s->flags & STORE_READONLY);
    if (!header_check(s->path, write, e))
        return false;
    bool in_place = s->flags & STORE_IN_PLACE;
    if (!write && !in_place && header_has_journal(s->path))
        roll_back(s->path);
    unsigned how = s->flags & STORE_REMOVABLE ? DB_REMOVABLE : 0;
    if (!write)
        how = in_place ? DB_READONLY | DB_IN_PLACE : DB_READONLY;
    s->db = db_open(s->path, DB_STRANGE | how, e);
    if (!s->db)
        return false;
    db_freeze_tables(s->db, schema_frozen);
    if (!check_all(s, write && !db_readonly(s->db), s->flags & STORE_FOREIGN, e))
        return false;
    if (s->flags & STORE_FOREIGN)
        return true;
    store_changed_outside(s);
    s->outside = false;
    db_int(s->db, "SELECT max(eid) FROM event", 0, &s->seen, NULL);
    return true;
}

struct store *store_open(const char *path, unsigned flags, struct err *e)
{
    struct store *s = xcalloc(1, sizeof *s);
    bool kept = flags & STORE_KEPT, fresh = flags & STORE_CREATE && !file_exists(path);
    char stamp[SEEN_STAMP] = "";
    s->path = xstrdup(path);
    s->flags = flags;
    if (kept && !(flags & STORE_READONLY))
        place_sweep(path);
    bool good = (!kept || look_at_medium(s, e)) && (!fresh || store_make(path, NULL, NULL, e));
    if (good && kept)
        seen_stamp(path, stamp);
    good = good && open_db(s, e);
    if (good && kept)
        safety_attach(s, fresh, stamp);
    if (good)
        return s;
    db_abandon(s->db);
    s->db = NULL;
    store_close(s, NULL);
    return NULL;
}

/* ---- closing --------------------------------------------------------------------------------- */

bool store_is_removable(const struct store *s)
{
    return s->flags & STORE_KEPT && s->flags & STORE_REMOVABLE;
}

static bool stick_lies(const char *path, struct err *e)
{
    return err_set(e, ERR_DAMAGED, path,
                   _("do not trust this stick: keep the file that is on it, and make a new one on this computer "
                     "(phieu restore lists what is kept here)"),
                   _("what was written is read back differently"));
}

/* Sticks lie about what they have written: so the cache is dropped, and all of it is read again. */
static bool read_back(const char *path, bool same, const struct store_health *want, struct err *e)
{
    struct store_health is = {0};
    if (!place_sync(path) || !place_sync_folder(path))
        return err_set_errno(e, path, _("plug it in again, open the file, and leave it again"),
                             _("cannot be made safe on the disk"));
    struct store *s = store_open(path, STORE_READONLY, e);
    bool good = s && check_sets(s, false, &is, e);
    bool less = is.events < want->events || is.bodies < want->bodies ||
                (is.events == want->events && strcmp(is.code, want->code));
    if (good && (is.bad || *is.structure || (same && less)))
        good = stick_lies(path, e);
    store_health_finish(&is);
    store_close(s, NULL);
    return good;
}

/* A person's file on a stick that was written to. */
static bool close_on_stick(struct store *s, struct err *e)
{
    struct store_health want = {0};
    char place[SEEN_STAMP];
    seen_place(s->path, place); /* undoing a merge put another file there */
    bool same = s->safety && !strcmp(place, s->safety->place);
    bool known = check_sets(s, true, &want, e);
    bool good = db_close(s->db, known ? e : NULL) && known && read_back(s->path, same, &want, e);
    store_health_finish(&want);
    return good;
}

bool store_close(struct store *s, struct err *e)
{
    if (!s)
        return true;
    if (s->db)
        safety_rest(s);
    bool stick = s->db && store_is_removable(s) && db_commits(s->db);
    bool good = stick ? close_on_stick(s, e) : db_close(s->db, e);
    safety_detach(s, good);
    vec_finish(&s->dirty);
    vec_finish(&s->joined);
    free(s->path);
    free(s);
    return good;
}

const char *store_path(const struct store *s)
{
    return s->path;
}

bool store_events_came(struct store *s)
{
    int64_t newest = s->seen;
    if (store_changed_outside(s) && db_int(s->db, "SELECT max(eid) FROM event", 0, &newest, NULL) &&
        newest > s->seen) {
        s->others = true;
        s->seen = newest;
    }
    bool came = s->others;
    s->others = false;
    return came;
}

bool store_changed_outside(struct store *s)
{
    int64_t now = s->data_version;
    db_int(s->db, "PRAGMA data_version", 0, &now, NULL);
    bool changed = now != s->data_version;
    s->data_version = now;
    s->outside |= changed;
    return changed;
}
