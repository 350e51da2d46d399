/* A whole copy of the open file, which is believed only after everything in it was read back. */
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
#include "store/internal.h"

static bool refuse_place(const char *path, struct err *e)
{
    return err_set_errno(e, path, _("choose another folder, or free some room"),
                         _("cannot be made"));
}

static bool sync_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good;
}

static bool sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
    bool good = sync_path(folder);
    free(folder);
    return good;
}

static bool write_copy(struct store *s, const char *path, struct err *e)
{
    struct stmt *q = db_prepare_once(s->db, "VACUUM INTO ?", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, path);
    bool good = stmt_step(q, e) != STMT_FAILED;
    stmt_free(q);
    return good && (sync_path(path) || refuse_place(path, e));
}

/* What was written is what was meant: every hash right, the same set of events. */
static bool verify_copy(struct store *s, const char *path, struct err *e)
{
    struct store_health here = {0}, there = {0};
    struct store *copy = store_open(path, STORE_READONLY, e);
    bool good = copy && store_check(copy, &there, e) && store_check(s, &here, e);
    if (good && (there.bad || *there.structure || here.events != there.events ||
                 here.bodies != there.bodies || strcmp(here.code, there.code)))
        good = err_set(e, ERR_DAMAGED, path, _("choose another disk"),
                       _("the copy is not what the file holds"));
    store_health_finish(&here);
    store_health_finish(&there);
    store_close(copy, NULL);
    return good;
}

/* Never over a file that is there. */
static bool put_in_place(const char *made, const char *path, struct err *e)
{
    if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) < 0) {
        bool plain = errno == EINVAL && !file_exists(path); /* a file system without the flag */
        if (!plain || rename(made, path) < 0)
            return refuse_place(path, e);
    }
    return sync_folder_of(path) || refuse_place(path, e);
}

bool store_copy(struct store *s, const char *path, struct err *e)
{
    if (file_exists(path))
        return err_set(e, ERR_USAGE, path, _("choose another name"),
                       _("there is already a file of this name"));
    char random[17];
    random_hex(random, 8);
    char *made = xasprintf("%s.new-%s", path, random);
    bool good = write_copy(s, made, e) && verify_copy(s, made, e) && put_in_place(made, path, e);
    if (!good)
        unlink(made);
    free(made);
    return good;
}

void store_abandon(struct store *s)
{
    if (!s)
        return;
    db_abandon(s->db);
    s->db = NULL;
    store_close(s, NULL);
}
