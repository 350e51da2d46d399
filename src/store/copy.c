#include "store/copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/confine.h"
#include "store/merge_new.h"
#include "store/place.h"
#include "store/signature.h"
#include "text/number.h"

/* ---- who waits ---------------------------------------------------------------------------------- */

struct copying {
    const struct copy_options *options; /* NULL: nobody asks */
    enum copy_stage stage;
    const char *made;
    int64_t bytes, rows;               /* of the file that is copied */
    const struct store_health *read;   /* grows while the copy is read back */
    bool stopped;
};

static bool ask(struct copying *c, int64_t done, int64_t all)
{
    const struct copy_options *o = c->options;
    if (!c->stopped && o && o->progress && !o->progress(o->user, c->stage, done, all))
        c->stopped = true;
    return !c->stopped;
}

static bool goes_on(void *user)
{
    struct copying *c = user;
    if (c->stage == COPY_WRITE)
        return ask(c, file_length(c->made), c->bytes);
    return ask(c, c->read->events + c->read->bodies, c->rows);
}

static void watch(struct copying *c, struct store *s, bool on)
{
    if (c->options && c->options->progress && s)
        db_on_progress(s->db, on ? goes_on : NULL, c);
}

static bool refuse_stopped(const struct copying *c, struct err *e)
{
    return err_set(e, ERR_FILE, c->made, NULL, _("stopped; no copy was made"));
}

/* ---- writing and reading back ------------------------------------------------------------------ */

static bool vacuum_into(struct store *s, const char *path, struct err *e)
{
    struct stmt *q = db_prepare_once(s->db, "VACUUM INTO ?", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, path);
    bool good = stmt_step(q, e) != STMT_FAILED;
    stmt_free(q);
    return good;
}

bool copy_write(struct store *s, const char *path, struct err *e)
{
    return vacuum_into(s, path, e) && (place_sync(path) || place_refuse(path, e));
}

static bool is_whole(const struct store_health *h)
{
    return !h->bad && !*h->structure;
}

static bool is_same(const struct store_health *a, const struct store_health *b)
{
    return a->events == b->events && a->bodies == b->bodies && !strcmp(a->code, b->code) &&
           a->signatures == b->signatures && !hash_cmp(&a->signed_by, &b->signed_by);
}

/* Whether it was ours that is damaged, and not the way to the copy. */
static bool refuse_copy(struct store *s, const char *path, struct err *e)
{
    struct store_health here = {0};
    bool known = check_sets(s, false, &here, NULL), whole = known && is_whole(&here);
    store_health_finish(&here);
    return whole ? err_set(e, ERR_DAMAGED, path, _("choose another disk"),
                           _("the copy is not what the file holds"))
                 : err_set(e, ERR_DAMAGED, s->path,
                           _("“phieu check” tells what; merge a good copy"),
                           _("the file is damaged, so no copy was made"));
}

/* What was written is what was meant: every hash right, the same names. *ret_same false: the copy is
 * sound, but another program has written to the file meanwhile. */
static bool verify_copy(struct copying *c, struct store *s, const char *path, bool *ret_same,
                        struct store_health *ret, struct err *e)
{
    struct store_health here = {0};
    struct store *copy = store_open(path, STORE_READONLY, e);
    c->stage = COPY_READ;
    c->read = ret;
    watch(c, copy, true);
    bool good = copy && check_sets(copy, false, ret, e) && (is_whole(ret) || refuse_copy(s, path, e)) &&
                check_sets(s, true, &here, e);
    *ret_same = good && is_same(&here, ret);
    store_health_finish(&here);
    store_close(copy, NULL);
    return good;
}

#define TRIES 5

/* The error of a statement over two files names the first. It is the second, where the first can still
 * be read. */
static void blame(const struct copying *c, struct store *s, struct err *e)
{
    struct store_health here = {0};
    db_forget(s->db);
    bool ours = !check_sets(s, false, &here, NULL) || !is_whole(&here);
    store_health_finish(&here);
    if (ours || !e || !str_eq0(e->place, s->path))
        return;
    if (e->code == ERR_DAMAGED) {
        err_set(e, ERR_FILE, c->made, _("choose another disk"), _("cannot be made"));
        return;
    }
    free(e->place);
    e->place = xstrdup(c->made);
}

static bool write_watched(struct copying *c, struct store *s, struct err *e)
{
    c->stage = COPY_WRITE;
    watch(c, s, true);
    bool good = vacuum_into(s, c->made, e);
    watch(c, s, false);
    if (!good && !c->stopped)
        blame(c, s, e);
    c->stage = COPY_SYNC;
    return good && ask(c, 0, 0) && (place_sync(c->made) || place_refuse(c->made, e));
}

static bool count_rows(struct store *s, int64_t *ret, struct err *e)
{
    return db_int(s->db, "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM body)", 0, ret,
                  e);
}

/* A whole copy under a name that nobody else has; taken away when it fails. */
static bool make_copy(struct store *s, const char *made, const struct copy_options *options,
                      struct store_health *ret, struct err *e)
{
    struct copying c = {.options = options, .made = made, .bytes = file_length(s->path)};
    bool good = !options || count_rows(s, &c.rows, e), same = false;
    for (int i = 0; good && !same && i < TRIES; i++) {
        store_health_finish(ret);
        unlink(made);
        good = write_watched(&c, s, e) && verify_copy(&c, s, made, &same, ret, e);
    }
    if (c.stopped)
        good = refuse_stopped(&c, e);
    if (good && !same)
        good = err_set(e, ERR_DAMAGED, s->path,
                       _("choose another disk; or wait until nobody writes to the file"),
                       _("the copy is not what the file holds"));
    if (!good)
        unlink(made);
    return good;
}

/* The other name is nobody's business. */
static void rename_place(struct err *e, const char *made, const char *path)
{
    if (!e || !str_eq0(e->place, made))
        return;
    free(e->place);
    e->place = xstrdup(path);
}

bool store_copy(struct store *s, const char *path, struct err *e)
{
    return store_copy_watched(s, path, NULL, e);
}

bool store_copy_watched(struct store *s, const char *path, const struct copy_options *options,
                        struct err *e)
{
    if (file_exists(path))
        return err_set(e, ERR_USAGE, path, _("choose another name"),
                       _("there is already a file of this name"));
    struct store_health health = {0};
    place_sweep(path);
    char *made = place_new_name(path);
    bool good = make_copy(s, made, options, &health, e) && place_put_new(made, path, e);
    if (!good)
        unlink(made);
    rename_place(good ? NULL : e, made, path);
    store_health_finish(&health);
    free(made);
    return good;
}

/* ---- the file that gives way ------------------------------------------------------------------- */

/* How many events (and signatures) of another file are not here. False: it cannot be told. */
static bool count_ahead(struct store *s, const char *path, int64_t *ret)
{
    struct foreign f;
    struct new_rows rows = {0};
    if (!foreign_open(path, &f, NULL))
        return false;
    int64_t signatures = 0;
    bool good = !f.torn && new_rows_find(s, &f, SET_EVENTS, &rows, NULL) &&
                signature_count_new(s, f.store, NULL, &signatures, NULL, NULL);
    *ret = (int64_t)rows.fresh.n + signatures;
    new_rows_finish(&rows);
    foreign_close(&f);
    return good;
}

char *copy_kept_name(struct store *s, const char *path, int64_t *ret_ahead)
{
    int64_t ahead;
    if (ret_ahead)
        *ret_ahead = count_ahead(s, path, &ahead) ? ahead : -1;
    char *name = xasprintf("%s.bak", path);
    for (int i = 2; file_exists(name) && (!count_ahead(s, name, &ahead) || ahead); i++) {
        free(name);
        name = xasprintf("%s.bak%d", path, i);
    }
    return name;
}

/* ---- room --------------------------------------------------------------------------------------- */

/* Bytes free where path is to stand; -1: the disk does not tell. */
static int64_t room_at(const char *path)
{
    struct statvfs fs;
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
    bool known = statvfs(folder, &fs) == 0;
    free(folder);
    return known ? (int64_t)fs.f_bavail * (int64_t)fs.f_frsize : -1;
}

/* What VACUUM writes: the pages that hold something. */
static bool bytes_needed(struct store *s, int64_t *ret, struct err *e)
{
    int64_t pages, unused, size;
    bool good = db_int(s->db, "PRAGMA page_count", 0, &pages, e) &&
                db_int(s->db, "PRAGMA freelist_count", 0, &unused, e) &&
                db_int(s->db, "PRAGMA page_size", 0, &size, e);
    *ret = good ? (pages - unused) * size : 0;
    return good;
}

/* false and e: there is too little. */
static bool check_room(struct store *s, const char *path, struct err *e)
{
    char need[24], have[24], lack[24];
    int64_t needed, room = room_at(path);
    if (room < 0)
        return true;
    if (!bytes_needed(s, &needed, e))
        return false;
    return room >= needed ||
           err_set(e, ERR_FILE, path, _("choose another folder, or free some room"),
                   _("too little room: the copy needs %s, free are %s, so %s are missing"),
                   number_bytes(needed, need), number_bytes(room, have), number_bytes(needed - room, lack));
}

/* ---- a copy under any name --------------------------------------------------------------------- */

static char *place_in(const char *folder, const char *of)
{
    const char *slash = strrchr(of, '/');
    return file_join(folder, slash ? slash + 1 : of);
}

/* What stands at the place may be written over: a data file of ours, another one than this. */
static bool check_place(const struct store *s, const char *path, struct err *e)
{
    struct stat own, st;
    struct err why = {0};
    if (stat(s->path, &own) == 0 && stat(path, &st) == 0 && own.st_dev == st.st_dev &&
        own.st_ino == st.st_ino)
        return err_set(e, ERR_USAGE, path, _("choose another name"),
                       _("this is the file itself"));
    if (!place_check_idle(path, e))
        return false;
    if (header_check(path, false, &why))
        return true;
    if (why.code == ERR_FILE) { /* the disk does not say what it is */
        err_move(e, &why);
        return false;
    }
    err_finish(&why);
    return err_set(e, ERR_USAGE, path, _("choose another name"),
                   _("there is a file of this name that is no sound data file; it stays as it is"));
}

static bool put_copy(struct store *s, const char *made, struct copied *c, struct err *e)
{
    if (!file_exists(c->path))
        return place_put_new(made, c->path, e);
    if (!check_place(s, c->path, e))
        return false;
    char *kept = copy_kept_name(s, c->path, &c->ahead);
    if (place_put_over(made, c->path, kept, e)) {
        c->kept = kept;
        return true;
    }
    free(kept);
    return false;
}

bool store_copy_to(struct store *s, const char *dest, const struct copy_options *options,
                   struct copied *ret, struct err *e)
{
    struct stat st;
    struct store_health health = {0};
    bool folder = stat(dest, &st) == 0 && S_ISDIR(st.st_mode);
    *ret = (struct copied){.path = folder ? place_in(dest, s->path) : xstrdup(dest)};
    if (file_exists(ret->path) ? !check_place(s, ret->path, e) : !place_check_idle(ret->path, e))
        return false;
    place_sweep(ret->path);
    char *made = place_new_name(ret->path);
    bool good = check_room(s, ret->path, e) && make_copy(s, made, options, &health, e) && put_copy(s, made, ret, e);
    if (!good)
        unlink(made);
    rename_place(good ? NULL : e, made, ret->path);
    ret->events = health.events;
    ret->bodies = health.bodies;
    memcpy(ret->code, health.code, sizeof ret->code);
    store_health_finish(&health);
    free(made);
    return good;
}

void copied_finish(struct copied *c)
{
    free(c->path);
    free(c->kept);
    *c = (struct copied){0};
}

void store_abandon(struct store *s)
{
    if (!s)
        return;
    db_abandon(s->db);
    s->db = NULL;
    store_close(s, NULL);
}
