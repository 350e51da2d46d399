#include "reliability/disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "base/vec.h"
#include "reliability/image.h"

enum op_kind { OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_CREATE, OP_DELETE, OP_NOTE };

struct op {
    enum op_kind kind;
    int file;     /* 0: the data file, 1: its journal */
    int64_t at;   /* WRITE: offset; TRUNCATE: size; DELETE: the folder was synced */
    size_t n;
    char *bytes;
    int step;     /* the last one noted */
};

static struct {
    sqlite3_vfs vfs, *real;
    bool recording, lying;
    char *name[2];
    struct image first[2]; /* as found when recording began */
    VEC(struct op) ops;
    int step;
    /* While cutting: what is safe of each file, up to which operation. */
    struct image safe[2];
    size_t safe_to[2];
    /* Faults. */
    long countdown;
    bool armed, for_ever, happened;
    enum disk_fault fault;
    const char *failed_at;
} disk;

struct disk_file {
    sqlite3_file base;
    int file; /* -1: not written down */
};

static sqlite3_file *under(sqlite3_file *f)
{
    return (sqlite3_file *)((char *)f + sizeof(struct disk_file));
}

/* ---- recording ------------------------------------------------------------------------------- */

static int file_of(const char *path)
{
    for (int i = 0; disk.recording && path && i < 2; i++)
        if (!strcmp(path, disk.name[i]))
            return i;
    return -1;
}

static void note(enum op_kind kind, int file, int64_t at, const void *bytes, size_t n)
{
    if (!disk.recording || file < 0)
        return;
    struct op *o = vec_add(&disk.ops);
    *o = (struct op){.kind = kind, .file = file, .at = at, .n = n, .step = disk.step};
    if (bytes) {
        o->bytes = xmalloc(n ? n : 1);
        memcpy(o->bytes, bytes, n);
    }
}

void disk_record(const char *path)
{
    disk.name[0] = xstrdup(path);
    disk.name[1] = xasprintf("%s-journal", path);
    for (int i = 0; i < 2; i++) {
        image_read(&disk.first[i], disk.name[i]);
        image_copy(&disk.safe[i], &disk.first[i]);
        disk.safe_to[i] = 0;
    }
    disk.step = -1;
    disk.recording = true;
}

void disk_record_end(void)
{
    disk.recording = false;
    for (size_t i = 0; i < disk.ops.n; i++)
        free(disk.ops.v[i].bytes);
    vec_finish(&disk.ops);
    for (int i = 0; i < 2; i++) {
        free(disk.name[i]);
        image_finish(&disk.first[i]);
        image_finish(&disk.safe[i]);
    }
}

void disk_note(int step)
{
    disk.step = step;
    note(OP_NOTE, 0, 0, NULL, 0);
}

size_t disk_ops(void)
{
    return disk.ops.n;
}

size_t disk_idle_after(size_t op)
{
    while (op < disk.ops.n && disk.ops.v[op].kind != OP_NOTE)
        op++;
    return op < disk.ops.n ? op : 0;
}

void disk_lie(bool on)
{
    disk.lying = on;
}

/* ---- cutting --------------------------------------------------------------------------------- */

static void apply(struct image *i, const struct op *o)
{
    if (o->kind == OP_WRITE)
        image_write(i, o->at, o->bytes, o->n);
    else if (o->kind == OP_TRUNCATE)
        image_size(i, (size_t)o->at);
    else if (o->kind == OP_CREATE || o->kind == OP_DELETE) {
        i->exists = o->kind == OP_CREATE;
        i->len = 0;
    }
}

static void apply_unsure(struct image *i, const struct op *o, uint64_t *seed)
{
    bool kept = draw(seed) % 2;
    if (o->kind == OP_WRITE)
        image_write_torn(i, o->at, o->bytes, o->n, seed);
    else if (o->kind == OP_CREATE || (o->kind == OP_DELETE && o->at) || kept)
        apply(i, o);
}

/* The operation up to which a file is safe: its last sync, or its removal with the folder synced. */
static size_t sync_before(int file, size_t op)
{
    size_t at = disk.safe_to[file];
    for (size_t i = at; i <= op; i++) {
        const struct op *o = &disk.ops.v[i];
        if (o->file == file && (o->kind == OP_SYNC || (o->kind == OP_DELETE && o->at)))
            at = i + 1;
    }
    return at;
}

int disk_cut(size_t op, const char *path, uint64_t *seed)
{
    for (int file = 0; file < 2; file++) {
        struct image image = {0};
        size_t safe_to = sync_before(file, op);
        for (size_t i = disk.safe_to[file]; i < safe_to; i++)
            if (disk.ops.v[i].file == file)
                apply(&disk.safe[file], &disk.ops.v[i]);
        disk.safe_to[file] = safe_to;
        image_copy(&image, &disk.safe[file]);
        for (size_t i = safe_to; i <= op; i++)
            if (disk.ops.v[i].file == file)
                apply_unsure(&image, &disk.ops.v[i], seed);
        char *name = xasprintf("%s%s", path, file ? "-journal" : "");
        image_store(&image, name);
        free(name);
        image_finish(&image);
    }
    return disk.ops.v[op].step;
}

/* ---- faults ---------------------------------------------------------------------------------- */

void disk_fail(long n, enum disk_fault fault, bool for_ever)
{
    disk.countdown = n;
    disk.fault = fault;
    disk.for_ever = for_ever;
    disk.armed = true;
    disk.happened = false;
    disk.failed_at = "";
}

bool disk_mend(void)
{
    disk.armed = false;
    return disk.happened;
}

const char *disk_failed_at(void)
{
    return disk.failed_at ? disk.failed_at : "";
}

/* 0: goes well; else the error of this operation. */
static int fault(const char *what, int io, int other)
{
    if (!disk.armed || --disk.countdown > 0 || (disk.happened && !disk.for_ever))
        return 0;
    if (!disk.happened)
        disk.failed_at = what;
    disk.happened = true;
    return disk.fault == DISK_IO ? io : other;
}

/* ---- the file -------------------------------------------------------------------------------- */

static int disk_close(sqlite3_file *f)
{
    return under(f)->pMethods ? under(f)->pMethods->xClose(under(f)) : SQLITE_OK;
}

static int disk_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    int rc = fault("read", SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ);
    if (rc)
        memset(to, 0, (size_t)n);
    return rc ? rc : under(f)->pMethods->xRead(under(f), to, n, at);
}

static int disk_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    int rc = fault("write", SQLITE_IOERR_WRITE, SQLITE_FULL);
    if (rc)
        return rc;
    note(OP_WRITE, ((struct disk_file *)f)->file, at, from, (size_t)n);
    return under(f)->pMethods->xWrite(under(f), from, n, at);
}

static int disk_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int rc = fault("truncate", SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_TRUNCATE);
    if (rc)
        return rc;
    note(OP_TRUNCATE, ((struct disk_file *)f)->file, size, NULL, 0);
    return under(f)->pMethods->xTruncate(under(f), size);
}

static int disk_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    int rc = fault("sync", SQLITE_IOERR_FSYNC, SQLITE_FULL);
    if (!rc && !disk.lying)
        note(OP_SYNC, ((struct disk_file *)f)->file, 0, NULL, 0);
    return rc;
}

static int disk_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    int rc = fault("size", SQLITE_IOERR_FSTAT, SQLITE_IOERR_FSTAT);
    return rc ? rc : under(f)->pMethods->xFileSize(under(f), ret);
}

static int disk_lock(sqlite3_file *f, int level)
{
    int rc = fault("lock", SQLITE_IOERR_LOCK, SQLITE_BUSY);
    return rc ? rc : under(f)->pMethods->xLock(under(f), level);
}

static int disk_unlock(sqlite3_file *f, int level)
{
    return under(f)->pMethods->xUnlock(under(f), level);
}

static int disk_reserved(sqlite3_file *f, int *ret)
{
    int rc = fault("lock", SQLITE_IOERR_CHECKRESERVEDLOCK, SQLITE_BUSY);
    return rc ? rc : under(f)->pMethods->xCheckReservedLock(under(f), ret);
}

static int disk_control(sqlite3_file *f, int what, void *p)
{
    return what == SQLITE_FCNTL_HAS_MOVED ? under(f)->pMethods->xFileControl(under(f), what, p)
                                          : SQLITE_NOTFOUND;
}

static int disk_sector(sqlite3_file *f)
{
    (void)f;
    return SECTOR;
}

static int disk_traits(sqlite3_file *f)
{
    (void)f;
    return 0;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_traits,
};

static int disk_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *ret)
{
    (void)vfs;
    struct disk_file *d = (struct disk_file *)f;
    d->base.pMethods = NULL;
    d->file = file_of(path);
    int rc = fault("open", SQLITE_IOERR, SQLITE_CANTOPEN);
    if (rc)
        return rc;
    if (d->file >= 0 && access(path, F_OK))
        note(OP_CREATE, d->file, 0, NULL, 0);
    rc = disk.real->xOpen(disk.real, path, under(f), flags, ret);
    if (rc == SQLITE_OK)
        d->base.pMethods = &methods;
    return rc;
}

static int disk_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    (void)vfs;
    int rc = fault("delete", SQLITE_IOERR_DELETE, SQLITE_IOERR_DELETE);
    if (rc)
        return rc;
    rc = disk.real->xDelete(disk.real, path, 0);
    if (rc == SQLITE_OK)
        note(OP_DELETE, file_of(path), sync && !disk.lying, NULL, 0);
    return rc;
}

static int disk_access(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
    (void)vfs;
    int rc = fault("access", SQLITE_IOERR_ACCESS, SQLITE_IOERR_ACCESS);
    return rc ? rc : disk.real->xAccess(disk.real, path, flags, ret);
}

void disk_install(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "disk";
    disk.vfs.pNext = NULL;
    disk.vfs.szOsFile = disk.real->szOsFile + (int)sizeof(struct disk_file);
    disk.vfs.xOpen = disk_open;
    disk.vfs.xDelete = disk_delete;
    disk.vfs.xAccess = disk_access;
    sqlite3_vfs_register(&disk.vfs, 1);
}
