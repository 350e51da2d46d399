/* The file of a safety store: a data file of ours without the lists, distrusted like any other. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/lease.h"
#include "store/safety_internal.h"

#define WAIT_MS 2000 /* for another program that writes to it */

char *safety_folder(void)
{
    char *state = file_state_folder(), *folder = file_join(state, "safety");
    free(state);
    return folder;
}

char *safety_path(const char *lineage)
{
    char *folder = safety_folder(), *path = xasprintf("%s/%s.db", folder, lineage);
    free(folder);
    return path;
}

void safety_stamp(const char *lineage, char ret[SEEN_STAMP])
{
    char *path = safety_path(lineage);
    seen_stamp(path, ret);
    free(path);
}

/* ---- looking ------------------------------------------------------------------------------------ */

#define ROOM_LEAST (256 << 10) /* for what is entered within a day */

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) < 0 || S_ISREG(st.st_mode);
}

static bool no_right(const char *path, struct err *e)
{
    return err_set_errno(e, path,
                         errno == ENOTDIR ? _("move it away")
                                          : _("ask whoever looks after this computer for the right to read and write there"),
                         _("cannot be used"));
}

/* It, or the nearest folder above it that is there: freshly allocated. */
static char *nearest(const char *folder)
{
    char *at = xstrdup(folder);
    for (char *slash; !file_exists(at) && (slash = strrchr(at, '/')) && slash > at;)
        *slash = '\0';
    return at;
}

static bool has_room(const char *folder, struct err *e)
{
    struct statvfs fs;
    return statvfs(folder, &fs) < 0 || fs.f_bavail * (uint64_t)fs.f_frsize >= ROOM_LEAST ||
           err_set(e, ERR_FILE, folder, _("free some room on this disk"), _("there is no room left"));
}

/* Whether files can be made there, and its parents where it is not there yet. */
static bool may_write_in(const char *folder, struct err *e)
{
    char *at = nearest(folder), *inside = file_join(at, "."); /* so that a file in its place is told */
    bool good = (access(inside, R_OK | W_OK | X_OK) == 0 || no_right(at, e)) && has_room(at, e);
    free(inside);
    free(at);
    return good;
}

bool safety_look(struct safety *k, bool write, struct err *e)
{
    char *path = safety_path(k->lineage), *folder = safety_folder();
    bool there = file_exists(path), good = !write || may_write_in(folder, e);
    if (good && there)
        good = access(path, write ? R_OK | W_OK : R_OK) == 0 || no_right(path, e);
    if (good && there && !header_check(path, write, e)) { /* it is put aside, and a new one is begun */
        err_finish(e);
        good = safety_open(k, write, !write, e);
        safety_close(k);
    }
    free(folder);
    free(path);
    return good;
}

/* ---- opening ------------------------------------------------------------------------------------ */

static bool foreign(const char *path, struct err *e)
{
    return err_set(e, ERR_DAMAGED, path, NULL, _("it belongs to another data file"));
}

static bool check_meta(struct safety *k, const char *path, struct err *e)
{
    struct store look = {.db = k->db, .path = (char *)path};
    char *lineage = store_meta(&look, "lineage", e), *id = store_meta(&look, "safety", e);
    bool good = lineage && id && !strcmp(lineage, k->lineage);
    if (good)
        snprintf(k->id, sizeof k->id, "%s", id);
    else if (!e->code)
        foreign(path, e);
    free(lineage);
    free(id);
    return good;
}

static bool open_file(struct safety *k, const char *path, bool readonly, struct err *e)
{
    bool local, derived;
    if (!header_check(path, !readonly, e))
        return false;
    k->db = db_open(path, readonly ? DB_READONLY : 0, e);
    if (!k->db)
        return false;
    db_set_waiting(k->db, WAIT_MS);
    db_freeze_tables(k->db, schema_frozen);
    if (db_exec(k->db, "PRAGMA query_only=ON", e) &&
        schema_check(k->db, &local, &derived, e) && check_meta(k, path, e) &&
        db_exec(k->db, "PRAGMA query_only=OFF", e))
        return true;
    db_abandon(k->db);
    k->db = NULL;
    return false;
}

/* Nothing that may still hold somebody's work is deleted. */
static bool put_aside(struct safety *k, const char *path, const struct err *why, struct err *e)
{
    char *aside = NULL;
    for (int i = 1; !aside || file_exists(aside); i++) {
        free(aside);
        aside = xasprintf("%s.bad%d", path, i);
    }
    char *journal = xasprintf("%s-journal", path), *journal_aside = xasprintf("%s-journal", aside);
    bool good = rename(path, aside) == 0;
    if (!good)
        err_set_errno(e, path, _("move it away"), _("cannot be moved"));
    rename(journal, journal_aside);
    if (good) {
        free(k->news);
        k->news = xasprintf(_("The second copy of your work on this computer was damaged (%s). It is kept as %s, "
                              "and a new one was begun."), why->message ? why->message : "", aside);
        k->fill = k->ours;
    }
    free(journal);
    free(journal_aside);
    free(aside);
    return good;
}

/* Not from random.h: what is made in the data file must not depend on it. */
static void new_id(char ret[33])
{
    char *boot = lease_own_boot(), hex[HASH_HEX];
    char *text = xasprintf("%s %lld %lld %lld", boot, (long long)lease_own_pid(),
                           (long long)clock_now(), (long long)clock_real_ms());
    struct hash h = hash_bytes("", 0, text, strlen(text));
    hash_hex(&h, hex);
    snprintf(ret, 33, "%.32s", hex);
    free(text);
    free(boot);
}

static bool make(struct safety *k, const char *path, struct err *e)
{
    char *folder = safety_folder(), id[33];
    new_id(id);
    bool good = file_make_folder(folder, e) && store_make(path, k->lineage, id, e);
    free(folder);
    k->fill = k->ours;
    return good;
}

bool safety_open(struct safety *k, bool may_make, bool readonly, struct err *e)
{
    if (k->db)
        return true;
    char *path = safety_path(k->lineage);
    struct err why = {0};
    bool there = file_exists(path), good = there && open_file(k, path, readonly, &why);
    if (there && !good && !readonly && (why.code == ERR_DAMAGED || !is_file(path)))
        there = !put_aside(k, path, &why, e);
    else if (there && !good)
        err_move(e, &why);
    if (!there && !readonly && may_make)
        good = make(k, path, e) && open_file(k, path, false, e);
    err_finish(&why);
    free(path);
    return good;
}

bool safety_set_aside(struct safety *k, struct err *e)
{
    struct err why = {0};
    char *path = safety_path(k->lineage);
    err_move(&why, e);
    bool good = put_aside(k, path, &why, e);
    err_finish(&why);
    free(path);
    return good;
}

void safety_close(struct safety *k)
{
    if (k->db)
        db_close(k->db, NULL);
    k->db = NULL;
}
