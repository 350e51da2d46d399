/* Both names of each call are needed: the plain one and the one for large files. */
#undef _TIME_BITS
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "reliability/calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "reliability/calls_log.h"

#define FILES 1024
#define PATH 4096

static struct {
    char folder[PATH];
    size_t len; /* 0: nothing is watched */
    bool lying;
    /* What an open file is: 0 none of ours, -1 a folder, else its node + 1. */
    int file[FILES];
    long changes, kill_at;
    struct calls_fault fault;
    bool armed, happened;
    long eligible[8];
    const char *failed_at;
    char pulled[PATH], held[PATH], tell[PATH];
} w;

/* ---- the real ones --------------------------------------------------------------------------- */

#define NEXT(name)                                                                                 \
    static __typeof__(name) *next;                                                                 \
    if (!next)                                                                                     \
        *(void **)&next = dlsym(RTLD_NEXT, #name)

/* Without a slash that follows another. */
static void put_path(char to[PATH], const char *path)
{
    size_t n = 0;
    for (; *path && n + 1 < PATH; path++)
        if (*path != '/' || !n || to[n - 1] != '/')
            to[n++] = *path;
    to[n] = '\0';
}

void calls_watch(const char *folder)
{
    put_path(w.folder, folder ? folder : "");
    w.len = strlen(w.folder);
    w.changes = w.kill_at = 0;
}

/* The name inside the folder ("" for the folder itself); NULL: not below it. */
static const char *inside(const char *path)
{
    static __thread char whole[PATH];
    if (!w.len || !path)
        return NULL;
    if (path[0] != '/') {
        char here[PATH / 2];
        if (!getcwd(here, sizeof here))
            return NULL;
        snprintf(whole, sizeof whole, "%s/%s", here, path[0] == '.' && path[1] == '/' ? path + 2 : path);
    } else {
        put_path(whole, path);
    }
    path = whole;
    if (strncmp(path, w.folder, w.len) || (path[w.len] && path[w.len] != '/'))
        return NULL;
    path += w.len;
    path += *path == '/';
    return *path == '.' && !path[1] ? "" : path;
}

/* ---- faults ---------------------------------------------------------------------------------- */

void calls_fail(const struct calls_fault *f)
{
    w.fault = *f;
    w.armed = f->n > 0;
    w.happened = false;
    w.failed_at = "";
    memset(w.eligible, 0, sizeof w.eligible);
}

long calls_count(unsigned on)
{
    return w.eligible[__builtin_ctz(on)];
}

bool calls_mend(void)
{
    w.armed = false;
    return w.happened;
}

const char *calls_failed_at(void)
{
    return w.failed_at ? w.failed_at : "";
}

long calls_changes(void)
{
    return w.changes;
}

void calls_kill(long n)
{
    w.kill_at = w.changes + n;
}

static bool is_there(const char *path)
{
    static __typeof__(access) *next;
    if (!path[0])
        return false;
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "access");
    return next(path, F_OK) == 0;
}

/* A stick that does not answer for a while. */
static void be_held(void)
{
    const struct timespec look = {.tv_nsec = 2000000};
    while (is_there(w.held))
        nanosleep(&look, NULL);
}

enum verdict { GOES_WELL, FAILS, IS_SHORT };

/* Counts a call and decides what becomes of it; FAILS has set errno. */
static enum verdict judge(const char *what, enum calls_on on, bool change)
{
    be_held();
    if (is_there(w.pulled)) {
        w.happened = true;
        errno = EIO;
        return FAILS;
    }
    if (change && ++w.changes == w.kill_at)
        kill(getpid(), SIGKILL);
    if (!(w.fault.on & on))
        return GOES_WELL;
    w.eligible[__builtin_ctz(on)]++;
    if (!w.armed || --w.fault.n > 0 || (w.happened && !w.fault.for_ever))
        return GOES_WELL;
    if (!w.happened)
        w.failed_at = what;
    w.happened = true;
    errno = w.fault.error;
    return w.fault.error ? FAILS : on & (ON_READ | ON_WRITE) ? IS_SHORT : GOES_WELL;
}

static int node_of(int fd)
{
    return fd >= 0 && fd < FILES && w.len ? w.file[fd] : 0;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static int opened(int fd, const char *name, int flags, bool existed)
{
    struct stat st;
    if (fd < 0 || fd >= FILES || fstat(fd, &st) < 0)
        return fd;
    if (S_ISDIR(st.st_mode)) {
        w.file[fd] = -1;
        return fd;
    }
    if (!existed && flags & O_CREAT)
        log_create(name);
    int node = log_node(name);
    w.file[fd] = node + 1;
    if (existed && flags & O_TRUNC)
        log_truncate(node, 0);
    return fd;
}

static bool exists(const char *path)
{
    NEXT(access);
    return next(path, F_OK) == 0;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        NEXT(name);                                                                                \
        va_list ap;                                                                                \
        va_start(ap, flags);                                                                       \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? (mode_t)va_arg(ap, int) : 0;               \
        va_end(ap);                                                                                \
        const char *in = inside(path);                                                             \
        if (!in)                                                                                   \
            return next(path, flags, mode);                                                        \
        char kept[PATH];                                                                           \
        snprintf(kept, sizeof kept, "%s", in);                                                     \
        bool existed = exists(path);                                                               \
        bool change = (flags & O_CREAT && !existed) || flags & O_TRUNC;                            \
        if (judge("open", ON_OPEN, change) == FAILS)                                               \
            return -1;                                                                             \
        return opened(next(path, flags, mode), kept, flags, existed);                              \
    }
OPEN(open)
OPEN(open64)

int close(int fd)
{
    NEXT(close);
    bool ours = node_of(fd);
    if (fd >= 0 && fd < FILES)
        w.file[fd] = 0;
    if (!ours)
        return next(fd);
    bool fails = judge("close", ON_CLOSE, false) == FAILS;
    int error = errno;
    int done = next(fd);
    if (fails)
        errno = error;
    return fails ? -1 : done;
}

/* ---- reading and writing --------------------------------------------------------------------- */

ssize_t read(int fd, void *to, size_t n)
{
    NEXT(read);
    enum verdict v = node_of(fd) > 0 ? judge("read", ON_READ, false) : GOES_WELL;
    return v == FAILS ? -1 : next(fd, to, v == IS_SHORT ? n / 2 : n);
}

#define PREAD(name, offset)                                                                        \
    ssize_t name(int fd, void *to, size_t n, offset at)                                            \
    {                                                                                              \
        NEXT(name);                                                                                \
        enum verdict v = node_of(fd) > 0 ? judge("read", ON_READ, false) : GOES_WELL;              \
        return v == FAILS ? -1 : next(fd, to, v == IS_SHORT ? n / 2 : n, at);                      \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

static ssize_t wrote(int node, const void *from, int64_t at, ssize_t n)
{
    if (n > 0)
        log_write(node - 1, from, at, (size_t)n);
    return n;
}

ssize_t write(int fd, const void *from, size_t n)
{
    NEXT(write);
    int node = node_of(fd);
    if (node <= 0)
        return next(fd, from, n);
    enum verdict v = judge("write", ON_WRITE, true);
    if (v == FAILS)
        return -1;
    off_t at = lseek(fd, 0, SEEK_CUR);
    return wrote(node, from, at, next(fd, from, v == IS_SHORT ? n / 2 : n));
}

#define PWRITE(name, offset)                                                                       \
    ssize_t name(int fd, const void *from, size_t n, offset at)                                    \
    {                                                                                              \
        NEXT(name);                                                                                \
        int node = node_of(fd);                                                                    \
        enum verdict v = node > 0 ? judge("write", ON_WRITE, true) : GOES_WELL;                    \
        if (v == FAILS)                                                                            \
            return -1;                                                                             \
        ssize_t done = next(fd, from, v == IS_SHORT ? n / 2 : n, at);                              \
        return node > 0 ? wrote(node, from, at, done) : done;                                      \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset)                                                                     \
    int name(int fd, offset size)                                                                  \
    {                                                                                              \
        NEXT(name);                                                                                \
        int node = node_of(fd);                                                                    \
        if (node > 0 && judge("truncate", ON_WRITE, true) == FAILS)                                \
            return -1;                                                                             \
        int done = next(fd, size);                                                                 \
        if (node > 0 && done == 0)                                                                 \
            log_truncate(node - 1, size);                                                          \
        return done;                                                                               \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

/* ---- syncs ----------------------------------------------------------------------------------- */

static int sync_call(int fd, int (*next)(int))
{
    int node = node_of(fd);
    if (!node)
        return next(fd);
    if (judge(node < 0 ? "sync of a folder" : "sync", ON_SYNC, true) == FAILS)
        return -1;
    if (!w.lying)
        log_sync(node < 0 ? -1 : node - 1);
    return 0;
}

int fsync(int fd)
{
    NEXT(fsync);
    return sync_call(fd, next);
}

int fdatasync(int fd)
{
    NEXT(fdatasync);
    return sync_call(fd, next);
}

/* ---- names ----------------------------------------------------------------------------------- */

/* Two names inside the folder, kept while they are looked at. */
struct names {
    char a[PATH], b[PATH];
    bool ours;
};

static bool names_of(struct names *n, const char *a, const char *b)
{
    const char *in = inside(a);
    n->ours = in != NULL;
    snprintf(n->a, sizeof n->a, "%s", in ? in : "");
    in = b ? inside(b) : NULL;
    snprintf(n->b, sizeof n->b, "%s", in ? in : "");
    return n->ours;
}

int rename(const char *from, const char *to)
{
    NEXT(rename);
    struct names n;
    if (!names_of(&n, from, to))
        return next(from, to);
    if (judge("rename", ON_NAME, true) == FAILS)
        return -1;
    int done = next(from, to);
    if (done == 0)
        log_rename(n.a, n.b, false);
    return done;
}

int renameat2(int d1, const char *from, int d2, const char *to, unsigned flags)
{
    NEXT(renameat2);
    struct names n;
    if (!names_of(&n, from, to))
        return next(d1, from, d2, to, flags);
    if (judge("rename", ON_NAME, true) == FAILS)
        return -1;
    int done = next(d1, from, d2, to, flags);
    if (done == 0)
        log_rename(n.a, n.b, flags & RENAME_EXCHANGE);
    return done;
}

int link(const char *from, const char *to)
{
    NEXT(link);
    struct names n;
    if (!names_of(&n, from, to))
        return next(from, to);
    if (judge("link", ON_NAME, true) == FAILS)
        return -1;
    int done = next(from, to);
    if (done == 0)
        log_link(n.a, n.b);
    return done;
}

int unlink(const char *path)
{
    NEXT(unlink);
    struct names n;
    if (!names_of(&n, path, NULL))
        return next(path);
    if (judge("unlink", ON_NAME, true) == FAILS)
        return -1;
    int done = next(path);
    if (done == 0)
        log_unlink(n.a);
    return done;
}

int mkdir(const char *path, mode_t mode)
{
    NEXT(mkdir);
    return inside(path) && judge("mkdir", ON_NAME, true) == FAILS ? -1 : next(path, mode);
}

int rmdir(const char *path)
{
    NEXT(rmdir);
    return inside(path) && judge("rmdir", ON_NAME, true) == FAILS ? -1 : next(path);
}

char *mkdtemp(char *name)
{
    NEXT(mkdtemp);
    return inside(name) && judge("mkdir", ON_NAME, true) == FAILS ? NULL : next(name);
}

/* ---- looking --------------------------------------------------------------------------------- */

#define LOOK(name, type, path_type)                                                                \
    int name(path_type path, type *to)                                                             \
    {                                                                                              \
        NEXT(name);                                                                                \
        return inside(path) && judge("stat", ON_STAT, false) == FAILS ? -1 : next(path, to);       \
    }
LOOK(stat, struct stat, const char *)
LOOK(stat64, struct stat64, const char *)
LOOK(lstat, struct stat, const char *)
LOOK(lstat64, struct stat64, const char *)

int fstat(int fd, struct stat *to)
{
    NEXT(fstat);
    return node_of(fd) > 0 && judge("stat", ON_STAT, false) == FAILS ? -1 : next(fd, to);
}

int fstat64(int fd, struct stat64 *to)
{
    NEXT(fstat64);
    return node_of(fd) > 0 && judge("stat", ON_STAT, false) == FAILS ? -1 : next(fd, to);
}

int access(const char *path, int how)
{
    NEXT(access);
    return inside(path) && judge("access", ON_STAT, false) == FAILS ? -1 : next(path, how);
}

#define FCNTL(name)                                                                                \
    int name(int fd, int what, ...)                                                                \
    {                                                                                              \
        NEXT(name);                                                                                \
        va_list ap;                                                                                \
        va_start(ap, what);                                                                        \
        void *p = va_arg(ap, void *);                                                              \
        va_end(ap);                                                                                \
        bool lock = what == F_SETLK || what == F_SETLKW || what == F_GETLK;                        \
        bool ours = lock && node_of(fd) > 0;                                                       \
        return ours && judge("lock", ON_LOCK, false) == FAILS ? -1 : next(fd, what, p);            \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

/* ---- power cuts ------------------------------------------------------------------------------ */

void calls_record(void)
{
    log_begin(w.folder);
}

void calls_lie(bool on)
{
    w.lying = on;
}

/* ---- in another program ---------------------------------------------------------------------- */

static long number(const char *variable)
{
    const char *value = getenv(variable);
    return value ? atol(value) : 0;
}

__attribute__((constructor)) static void start(void)
{
    const char *folder = getenv("CALLS_FOLDER"), *pulled = getenv("CALLS_PULLED");
    const char *held = getenv("CALLS_HELD");
    const char *tell = getenv("CALLS_TELL");
    if (!folder)
        return;
    calls_watch(folder);
    w.kill_at = number("CALLS_KILL");
    struct calls_fault f = {(unsigned)number("CALLS_ON"), number("CALLS_FAIL"),
                            (int)number("CALLS_ERROR"), number("CALLS_FOR_EVER")};
    calls_fail(&f);
    snprintf(w.pulled, sizeof w.pulled, "%s", pulled ? pulled : "");
    snprintf(w.held, sizeof w.held, "%s", held ? held : "");
    snprintf(w.tell, sizeof w.tell, "%s", tell ? tell : "");
}

__attribute__((destructor)) static void end(void)
{
    FILE *f = w.tell[0] ? fopen(w.tell, "w") : NULL;
    if (!f)
        return;
    fprintf(f, "%ld", w.changes);
    for (int i = 0; i < 8; i++)
        fprintf(f, " %ld", w.eligible[i]);
    fprintf(f, " %d %s\n", w.happened, calls_failed_at());
    fclose(f);
}
