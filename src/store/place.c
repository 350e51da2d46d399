#include "store/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/lease.h"

bool place_refuse(const char *path, struct err *e)
{
    return err_set_errno(e, path, _("choose another folder, or free some room"),
                         _("cannot be made"));
}

static bool sync_path(const char *path, bool drop)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (good && drop) /* only a wish: a disk that refuses it is read all the same */
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    if (fd >= 0)
        close(fd);
    return good;
}

bool place_sync(const char *path)
{
    return sync_path(path, true);
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
}

bool place_sync_folder(const char *path)
{
    char *folder = folder_of(path);
    bool good = sync_path(folder, false) || errno == EINVAL; /* a disk that knows no such thing */
    free(folder);
    return good;
}

int place_hold_folder(const char *path)
{
    char *folder = folder_of(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd >= 0 && flock(fd, LOCK_EX) < 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

char *place_new_name(const char *path)
{
    static int made;
    char *tag = lease_tag(), *name = xasprintf("%s" PLACE_NEW "%s-%d", path, tag, ++made);
    free(tag);
    return name;
}

bool place_put_new(const char *made, const char *path, struct err *e)
{
    if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) < 0) {
        bool plain = errno == EINVAL && !file_exists(path); /* a file system without the flag */
        if (!plain || rename(made, path) < 0)
            return place_refuse(path, e);
    }
    return place_sync_folder(path) || place_refuse(path, e);
}

/* Without the exchange there is a moment in which only the kept name stands. The old file is safe under
 * it before another takes its place. */
static bool put_in_two_steps(const char *made, const char *path, const char *kept, struct err *e)
{
    if (rename(path, kept) < 0)
        return place_refuse(kept, e);
    if (place_sync_folder(path) && rename(made, path) == 0)
        return true;
    place_refuse(path, e);
    rename(kept, path);
    return false;
}

static bool exchange(const char *a, const char *b)
{
    return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0;
}

/* First the new file under the kept name, then the two change places: whatever comes in between, the
 * old file never stands under a name that is taken for a leftover. */
static bool put_by_exchange(const char *made, const char *path, const char *kept, bool *ret_able,
                            struct err *e)
{
    *ret_able = true;
    if (rename(made, kept) < 0)
        return place_refuse(kept, e);
    if (place_sync_folder(path) && exchange(kept, path))
        return true;
    *ret_able = errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP;
    if (*ret_able)
        place_refuse(path, e);
    rename(kept, made);
    return false;
}

/* What is said to have failed has not happened. */
static void take_back(const char *made, const char *path, const char *kept)
{
    if (exchange(kept, path))
        rename(kept, made);
    else if (rename(path, made) == 0)
        rename(kept, path);
}

bool place_put_over(const char *made, const char *path, const char *kept, struct err *e)
{
    bool able;
    if (!put_by_exchange(made, path, kept, &able, e) &&
        (able || !put_in_two_steps(made, path, kept, e)))
        return false;
    if (place_sync_folder(path))
        return true;
    place_refuse(path, e);
    take_back(made, path, kept);
    return false;
}

/* ---- what killed programs left ---------------------------------------------------------------- */

bool place_is_left(int folder, const char *name, const char *tag)
{
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || st.st_uid != geteuid())
        return false;
    switch (lease_life_of(tag)) {
    case LEASE_ENDED:
        return true;
    case LEASE_ELSEWHERE: /* before this boot, or on another computer, which may be at work */
        return st.st_mtim.tv_sec < clock_now() - 24 * 3600;
    default:
        return false;
    }
}

static void sweep_one(int folder, const char *name, const char *base)
{
    size_t n = strlen(base);
    const char *mark = name + n;
    if (strncmp(name, base, n) || strncmp(mark, PLACE_NEW, strlen(PLACE_NEW)) ||
        !place_is_left(folder, name, mark + strlen(PLACE_NEW)))
        return;
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
        unlinkat(folder, name, 0);
}

void place_sweep(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
    DIR *d = opendir(folder);
    for (struct dirent *f; d && (f = readdir(d));)
        sweep_one(dirfd(d), f->d_name, slash ? slash + 1 : path);
    if (d)
        closedir(d);
    free(folder);
}

bool place_check_idle(const char *path, struct err *e)
{
    char *journal = xasprintf("%s-journal", path);
    bool idle = !file_exists(journal);
    free(journal);
    return idle || err_set(e, ERR_FILE, path,
                           _("close the program that has it open; if none has, open and close it once"),
                           _("a journal stands beside it: it is open, or was not closed cleanly"));
}
