#include "store/private.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/lease.h"
#include "store/place.h"

static const char *temporary_folder(void)
{
    const char *names[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR")};
    for (size_t i = 0; i < 2; i++)
        if (names[i] && *names[i] == '/' && access(names[i], W_OK) == 0)
            return names[i];
    return "/tmp";
}

static bool has_room(const char *folder, off_t size)
{
    struct statvfs fs;
    return statvfs(folder, &fs) < 0 || (off_t)fs.f_bavail * (off_t)fs.f_frsize / 2 >= size;
}

/* ---- what killed programs left -------------------------------------------------------------------- */

#define PREFIX "phieu-"

/* Only what we put there, and only where it is a folder of ours and no link. */
static void remove_left(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *f; d && (f = readdir(d));)
        if (!strncmp(f->d_name, PRIVATE_FILE, strlen(PRIVATE_FILE)))
            unlinkat(fd, f->d_name, 0);
    if (d)
        closedir(d);
    else if (fd >= 0)
        close(fd);
    unlinkat(folder, name, AT_REMOVEDIR);
}

static void sweep(const char *place)
{
    DIR *d = opendir(place);
    for (struct dirent *f; d && (f = readdir(d));)
        if (!strncmp(f->d_name, PREFIX, strlen(PREFIX)) &&
            place_is_left(dirfd(d), f->d_name, f->d_name + strlen(PREFIX)))
            remove_left(dirfd(d), f->d_name);
    if (d)
        closedir(d);
}

void private_sweep(void)
{
    sweep(temporary_folder());
}

/* ---- a folder -------------------------------------------------------------------------------------- */

static char *make_folder(const char *place)
{
    char *tag = lease_tag(), *name = xasprintf("%s/" PREFIX "%s-XXXXXX", place, tag);
    free(tag);
    if (mkdtemp(name))
        return name;
    free(name);
    return NULL;
}

char *private_folder(const char *beside, struct err *e)
{
    off_t size = file_length(beside);
    const char *slash = strrchr(beside, '/');
    char *own = slash ? xstrndup(beside, (size_t)(slash - beside)) : xstrdup(".");
    const char *places[] = {temporary_folder(), *own ? own : "/"};
    char *folder = NULL;
    for (size_t i = 0; i < 2 && !folder; i++) {
        sweep(places[i]);
        folder = has_room(places[i], size) ? make_folder(places[i]) : NULL;
    }
    free(own);
    if (!folder)
        err_set(e, ERR_FILE, beside, _("free some room on the disk, twice the size of the file"),
                _("there is no room to take the file in"));
    return folder;
}

void private_folder_remove(char *folder)
{
    if (!folder)
        return;
    static const char *const names[] = {PRIVATE_FILE, PRIVATE_FILE "-journal"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = xasprintf("%s/%s", folder, names[i]);
        unlink(path);
        free(path);
    }
    rmdir(folder);
    free(folder);
}
