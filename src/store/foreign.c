#include "store/foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "db/confine.h"
#include "store/medium.h"
#include "store/private.h"

#define PIECE (1 << 20)

bool foreign_goes_on(const struct foreign *f, int64_t done, int64_t all, struct err *e)
{
    return !f->watch || f->watch->goes_on(f->watch->user, done, all) ||
           err_set(e, ERR_RULE, f->store ? store_path(f->store) : NULL, NULL,
                   _("stopped before it was read to its end"));
}

/* ---- the private copy ------------------------------------------------------------------------- */

static bool write_all(int to, const char *bytes, ssize_t n, off_t at)
{
    for (ssize_t done = 0; done < n;) {
        ssize_t wrote = pwrite(to, bytes + done, (size_t)(n - done), at + done);
        if (wrote < 0 && errno != EINTR)
            return false;
        done += wrote > 0 ? wrote : 0;
    }
    return true;
}

static bool copy_piece(int from, int to, char *piece, off_t *at, off_t end)
{
    size_t want = end - *at < PIECE ? (size_t)(end - *at) : PIECE;
    ssize_t n = pread(from, piece, want, *at);
    if (n < 0)
        return errno == EINTR;
    *at = n ? *at + n : end; /* it became shorter meanwhile */
    return write_all(to, piece, n, *at - n);
}

/* So many bytes and no more, however it grows. Where it has holes, the copy has them too: 4 GB of nothing
 * cost nothing. */
static bool copy_bytes(struct foreign *f, int from, int to, off_t size, struct err *e)
{
    char *piece = xmalloc(PIECE);
    bool good = ftruncate(to, size) == 0;
    for (off_t at = 0; good && at < size;) {
        off_t data = lseek(from, at, SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            break;
        at = data > at ? data : at;
        off_t hole = data < 0 ? -1 : lseek(from, at, SEEK_HOLE);
        off_t end = hole > at && hole < size ? hole : size;
        while (good && at < end)
            good = copy_piece(from, to, piece, &at, end) && foreign_goes_on(f, at, size, e);
    }
    free(piece);
    return good;
}

/* Only regular files are opened; nothing waits for a FIFO. */
static bool copy_file(struct foreign *f, const char *from, const char *to, bool needed, struct err *e)
{
    struct stat st;
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (in < 0 && errno == ENOENT && !needed)
        return true;
    if (in < 0)
        return err_set_errno(e, from, err_open_remedy(), _("cannot be opened"));
    int out = -1;
    struct err stopped = {0};
    bool good = fstat(in, &st) == 0 && S_ISREG(st.st_mode);
    if (!good)
        err_set(e, ERR_FILE, from, _("name a data file"), _("is not a regular file"));
    else if ((out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0 ||
             !copy_bytes(f, in, out, st.st_size, &stopped))
        good = err_set_errno(e, from, _("check the disk and try again"), _("cannot be copied"));
    if (stopped.message)
        err_move(e, &stopped);
    close(in);
    if (out >= 0)
        close(out);
    return good;
}

/* File and journal under a name of our own; a write-ahead log is never taken along. */
static char *private_copy(struct foreign *f, const char *path, struct err *e)
{
    char *copy = xasprintf("%s/" PRIVATE_FILE, f->folder), *journal = xasprintf("%s-journal", path);
    char *journal_copy = xasprintf("%s-journal", copy);
    bool good = copy_file(f, path, copy, true, e) && copy_file(f, journal, journal_copy, false, e);
    free(journal);
    free(journal_copy);
    if (good)
        return copy;
    free(copy);
    return NULL;
}

/* More than any honest file needs: its cache, a few rows of 8 MB, the schema. */
#define HEAP_MORE (INT64_C(256) << 20)

/* ---- opening ---------------------------------------------------------------------------------- */

/* Errors speak of the file that was named, not of the copy. */
static void rename_place(struct err *e, const char *path)
{
    if (!e || !e->place || !e->message)
        return;
    free(e->place);
    e->place = xstrdup(path);
}

static struct store *open_copy(struct foreign *f, const char *path, struct err *e)
{
    f->folder = private_folder(path, e);
    char *copy = f->folder ? private_copy(f, path, e) : NULL;
    struct store *s = copy ? store_open(copy, STORE_READONLY | STORE_FOREIGN, e) : NULL;
    free(copy);
    return s;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) < 0 || stat(b, &y) < 0 || (x.st_dev == y.st_dev && x.st_ino == y.st_ino);
}

/* What a journal holds, even an old one, is for SQLite to say, in the copy. */
static bool stands_alone(const char *path)
{
    struct stat st;
    char *journal = xasprintf("%s-journal", path);
    bool alone = stat(journal, &st) < 0 ? errno == ENOENT : st.st_size == 0;
    free(journal);
    return alone;
}

static struct store *open_in_place(struct foreign *f, const char *path, struct err *e)
{
    (void)f;
    return store_open(path, STORE_READONLY | STORE_FOREIGN | STORE_IN_PLACE, e);
}

/* The stamp comes first: whoever writes after it changes it, and whose writing it fell into has a journal
 * there until that is done. */
static bool may_stay(struct foreign *f, const char *path, const char *own)
{
    if (!own || is_same_file(path, own))
        return false;
    seen_stamp(path, f->stamp);
    return stands_alone(path);
}

bool foreign_look(const char *path, const char *own, struct foreign *ret, struct err *e)
{
    return foreign_look_watched(path, own, NULL, ret, e);
}

bool foreign_look_watched(const char *path, const char *own, const struct watch *watch, struct foreign *ret,
                          struct err *e)
{
    static const char *const readable[] = {"event", "body",       "signature", "draft",
                                           "draft_value", "draft_copy", "meta", "sqlite_master", NULL};
    *ret = (struct foreign){.watch = watch};
    if (!header_check(path, false, e))
        return false;
    ret->heap = db_limit_heap(HEAP_MORE);
    ret->bounded = true;
    bool in_place = may_stay(ret, path, own);
    ret->store = (in_place ? open_in_place : open_copy)(ret, path, e);
    if (ret->store)
        db_confine(ret->store->db, readable);
    /* One transaction for all reading: else every row would lock the file anew. */
    if (ret->store && db_begin_reading(ret->store->db, e))
        return true;
    rename_place(e, path);
    foreign_close(ret);
    return false;
}

/* Its lists and the rest of its tables are never read, so nobody asks how they are. */
static bool check_tables(struct foreign *f, const char *const *checks, struct err *e)
{
    for (size_t i = 0; checks[i] && !f->torn; i++) {
        char *said = db_check_by(f->store->db, checks[i], e);
        if (!said)
            return false;
        f->torn = *said != '\0';
        free(said);
    }
    return true;
}

/* What stands beside its events and bodies. */
static const char *const small_checks[] = {
    "PRAGMA quick_check(signature)", "PRAGMA quick_check(draft)", "PRAGMA quick_check(draft_value)",
    "PRAGMA quick_check(draft_copy)", NULL,
};
static const char *const row_checks[] = {"PRAGMA quick_check(event)", "PRAGMA quick_check(body)", NULL};

static bool goes_on(void *user)
{
    return foreign_goes_on(user, 0, 0, NULL);
}

bool foreign_check(struct foreign *f, bool rows, struct err *e)
{
    if (f->watch)
        db_on_progress(f->store->db, goes_on, f);
    bool good = check_tables(f, small_checks, e) && (!rows || check_tables(f, row_checks, e));
    if (f->watch)
        db_on_progress(f->store->db, NULL, NULL);
    if (!good)
        foreign_goes_on(f, 0, 0, e); /* else the error is that of the statement which was stopped */
    return good;
}

bool foreign_beside_sound(struct foreign *f)
{
    bool sound = true;
    for (size_t i = 0; sound && small_checks[i]; i++) {
        char *said = db_text(f->store->db, small_checks[i], NULL);
        sound = said && !strcmp(said, "ok");
        free(said);
    }
    return sound;
}

bool foreign_changed(const struct foreign *f)
{
    char now[SEEN_STAMP];
    if (f->folder)
        return false;
    seen_stamp(store_path(f->store), now);
    return !*now || strcmp(now, f->stamp);
}

bool foreign_is_slow(const struct foreign *f)
{
    return !f->folder && medium_of(store_path(f->store)) != MEDIUM_FIXED;
}

bool foreign_open(const char *path, struct foreign *ret, struct err *e)
{
    return foreign_open_watched(path, NULL, ret, e);
}

bool foreign_open_watched(const char *path, const struct watch *watch, struct foreign *ret, struct err *e)
{
    if (!foreign_look_watched(path, NULL, watch, ret, e))
        return false;
    if (foreign_check(ret, true, e))
        return true;
    rename_place(e, path);
    foreign_close(ret);
    return false;
}

void foreign_close(struct foreign *f)
{
    store_close(f->store, NULL);
    if (f->bounded)
        db_restore_heap(f->heap);
    private_folder_remove(f->folder);
    *f = (struct foreign){0};
}
