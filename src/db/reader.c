#include "db/reader.h"

#include <string.h>

#include <sqlite3.h>

/* Over whatever the program uses else, which tests replace. */
struct reader {
    sqlite3_file base;
    sqlite3_file *under; /* behind this */
};

static sqlite3_file *under(sqlite3_file *f)
{
    return ((struct reader *)f)->under;
}

/* ---- one file -------------------------------------------------------------------------------- */

static int file_close(sqlite3_file *f)
{
    return under(f)->pMethods->xClose(under(f));
}

static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return under(f)->pMethods->xRead(under(f), to, n, at);
}

static int refuse_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    (void)f, (void)from, (void)n, (void)at;
    return SQLITE_READONLY;
}

static int refuse_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    (void)f, (void)size;
    return SQLITE_READONLY;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    return under(f)->pMethods->xFileSize(under(f), ret);
}

static int pass(sqlite3_file *f, int what)
{
    (void)f, (void)what;
    return SQLITE_OK;
}

static int nobody_writes(sqlite3_file *f, int *ret)
{
    (void)f;
    *ret = 0;
    return SQLITE_OK;
}

/* Only why reading failed. */
static int control(sqlite3_file *f, int what, void *with)
{
    return what == SQLITE_FCNTL_LAST_ERRNO ? under(f)->pMethods->xFileControl(under(f), what, with)
                                           : SQLITE_NOTFOUND;
}

static int nought(sqlite3_file *f)
{
    (void)f;
    return 0;
}

/* The first version: without shared memory there is no write-ahead log. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = refuse_write,
    .xTruncate = refuse_truncate,
    .xSync = pass,
    .xFileSize = file_size,
    .xLock = pass,
    .xUnlock = pass,
    .xCheckReservedLock = nobody_writes,
    .xFileControl = control,
    .xSectorSize = nought,
    .xDeviceCharacteristics = nought,
};

/* ---- the door -------------------------------------------------------------------------------- */

static sqlite3_vfs *plain(sqlite3_vfs *v)
{
    return v->pAppData;
}

static int door_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    struct reader *r = (struct reader *)f;
    memset(r, 0, sizeof *r);
    if (!(flags & SQLITE_OPEN_MAIN_DB) || !(flags & SQLITE_OPEN_READONLY))
        return SQLITE_CANTOPEN;
    r->under = (sqlite3_file *)(r + 1);
    int rc = plain(v)->xOpen(plain(v), name, r->under, flags, ret_flags);
    if (rc == SQLITE_OK)
        r->base.pMethods = &methods;
    else if (r->under->pMethods)
        r->under->pMethods->xClose(r->under);
    return rc;
}

static int refuse_delete(sqlite3_vfs *v, const char *name, int sync)
{
    (void)v, (void)name, (void)sync;
    return SQLITE_READONLY;
}

/* Nothing stands beside the file. */
static int see_nothing(sqlite3_vfs *v, const char *name, int how, int *ret)
{
    (void)v, (void)name, (void)how;
    *ret = 0;
    return SQLITE_OK;
}

static int door_path(sqlite3_vfs *v, const char *name, int n, char *out)
{
    return plain(v)->xFullPathname(plain(v), name, n, out);
}

static int door_random(sqlite3_vfs *v, int n, char *out)
{
    return plain(v)->xRandomness(plain(v), n, out);
}

static int door_sleep(sqlite3_vfs *v, int us)
{
    return plain(v)->xSleep(plain(v), us);
}

static int door_time(sqlite3_vfs *v, double *ret)
{
    return plain(v)->xCurrentTime(plain(v), ret);
}

static int door_error(sqlite3_vfs *v, int n, char *out)
{
    return plain(v)->xGetLastError(plain(v), n, out);
}

static sqlite3_vfs door = {
    .iVersion = 1,
    .zName = "phieu-reader",
    .xOpen = door_open,
    .xDelete = refuse_delete,
    .xAccess = see_nothing,
    .xFullPathname = door_path,
    .xRandomness = door_random,
    .xSleep = door_sleep,
    .xCurrentTime = door_time,
    .xGetLastError = door_error,
};

const char *reader_name(void)
{
    sqlite3_vfs *now = sqlite3_vfs_find(NULL);
    if (!now)
        return NULL;
    if (door.pAppData != now) {
        door.pAppData = now;
        door.szOsFile = (int)sizeof(struct reader) + now->szOsFile;
        door.mxPathname = now->mxPathname;
    }
    return sqlite3_vfs_register(&door, 0) == SQLITE_OK ? door.zName : NULL;
}
