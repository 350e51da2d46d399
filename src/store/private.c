#include "store/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"

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

static off_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : 0;
}

char *private_folder(const char *beside, struct err *e)
{
    off_t size = size_of(beside);
    const char *slash = strrchr(beside, '/');
    char *own = slash ? xstrndup(beside, (size_t)(slash - beside)) : xstrdup(".");
    const char *places[] = {temporary_folder(), *own ? own : "/"};
    char *folder = NULL;
    for (size_t i = 0; i < 2 && !folder; i++) {
        char *name = xasprintf("%s/phieu-XXXXXX", places[i]);
        if (has_room(places[i], size) && mkdtemp(name))
            folder = name;
        else
            free(name);
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
