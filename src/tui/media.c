#include "tui/media.h"

#include <limits.h>
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
#include "tui/folder.h"

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (!strcmp(word, *words))
            return true;
    return false;
}

/* ---- the list -------------------------------------------------------------------------------- */

static int64_t room_of(const char *path)
{
    struct statvfs fs;
    return statvfs(path, &fs) < 0 ? -1 : (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}

static bool is_listed(const struct media *m, const char *path)
{
    for (size_t i = 0; i < m->n; i++)
        if (!strcmp(m->v[i].path, path))
            return true;
    return false;
}

static void add(struct media *m, const char *path, const char *label, bool removable)
{
    struct stat st;
    char *whole = path && *path == '/' ? realpath(path, NULL) : NULL;
    if (!whole || stat(whole, &st) < 0 || !S_ISDIR(st.st_mode) || is_listed(m, whole)) {
        free(whole);
        return;
    }
    const char *slash = strrchr(whole, '/');
    struct medium *x = vec_add(m);
    x->label = label ? xstrdup(label) : folder_shown(slash && slash[1] ? slash + 1 : whole);
    x->removable = removable;
    x->room = room_of(whole);
    x->path = whole;
}

/* ---- sticks ---------------------------------------------------------------------------------- */

/* "\040" stands for a blank in the system's list. */
static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        bool octal = s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] >= '0' && s[2] <= '7' &&
                     s[3] >= '0' && s[3] <= '7';
        *to++ = octal ? (char)((s[1] - '0') * 64 + (s[2] - '0') * 8 + s[3] - '0') : *s;
        s += octal ? 3 : 0;
    }
    *to = '\0';
}

/* Directly in one of the folders; where a star stands also in a folder of that. */
static bool is_below(const char *path, const char *const *folders)
{
    for (; *folders; folders++) {
        size_t n = strcspn(*folders, "*");
        if (strncmp(path, *folders, n))
            continue;
        const char *slash = strchr(path + n, '/');
        if (!slash || ((*folders)[n] && !strchr(slash + 1, '/')))
            return true;
    }
    return false;
}

/* By the kind of file system, which only carried things have, or by where the system puts them. */
static bool is_stick(const char *at, const char *kind)
{
    static const char *const carried[] = {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk",
                                          "udf",  "iso9660", "hfsplus", NULL};
    static const char *const far_away[] = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "autofs",
                                           "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.portal", NULL};
    static const char *const usual[] = {"/media/*", "/run/media/*", "/mnt/", NULL};
    if (is_one_of(kind, far_away) || str_starts(at, "/boot") || str_starts(at, "/efi"))
        return false;
    return is_one_of(kind, carried) || is_below(at, usual) || !strcmp(at, "/mnt");
}

/* "36 35 98:0 / /media/usb rw,noatime shared:1 - vfat /dev/sdb1 rw" */
static void add_mount(struct media *m, char *line)
{
    char *at = line, *kind = strstr(line, " - ");
    for (int i = 0; i < 4 && at; i++)
        at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL;
    if (!at || !kind || kind < at)
        return;
    at[strcspn(at, " ")] = '\0';
    kind += 3;
    kind[strcspn(kind, " ")] = '\0';
    unescape(at);
    if (is_stick(at, kind))
        add(m, at, NULL, true);
}

static void add_mounts(struct media *m, const char *list)
{
    FILE *f = fopen(list ? list : "/proc/self/mountinfo", "re");
    char *line = NULL;
    size_t cap = 0;
    while (f && getline(&line, &cap, f) > 0)
        add_mount(m, line);
    free(line);
    if (f)
        fclose(f);
}

static void add_sticks(struct media *m, const char *folder)
{
    char **names = file_list(folder, "");
    for (char **p = names; *p; p++) {
        char *path = file_join(folder, *p);
        if (**p != '.')
            add(m, path, NULL, true);
        free(path);
    }
    file_list_free(names);
}

/* ---- the user's folders ---------------------------------------------------------------------- */

static void add_inside(struct media *m, const char *home, const char *name, const char *label)
{
    char *path = file_join(home, name);
    add(m, path, label, false);
    free(path);
}

void media_list(const struct media_options *o, struct media *ret)
{
    *ret = (struct media){0};
    char here[PATH_MAX];
    add_mounts(ret, o->mounts);
    if (o->sticks)
        add_sticks(ret, o->sticks);
    add(ret, o->last, _("Used last"), false);
    if (o->home) {
        add_inside(ret, o->home, "Downloads", _("Downloads"));
        add_inside(ret, o->home, "Tải về", _("Downloads"));
        add_inside(ret, o->home, "Tải xuống", _("Downloads"));
        add_inside(ret, o->home, "Desktop", _("Desktop"));
        add(ret, o->home, _("My folder"), false);
    }
    add(ret, getcwd(here, sizeof here), _("Current folder"), false);
}

struct media_options media_options_now(const char *last)
{
    return (struct media_options){
        .sticks = getenv("PHIEU_MEDIA"), .home = getenv("HOME"), .last = last};
}

bool media_is_removable(const struct media *m, const char *path)
{
    for (size_t i = 0; i < m->n; i++) {
        size_t n = strlen(m->v[i].path);
        if (m->v[i].removable && str_starts(path, m->v[i].path) &&
            (path[n] == '/' || path[n] == '\0'))
            return true;
    }
    return false;
}

void media_finish(struct media *m)
{
    for (size_t i = 0; i < m->n; i++) {
        free(m->v[i].path);
        free(m->v[i].label);
    }
    vec_finish(m);
}
