#include "store/medium.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

#define MOUNTS_MAX ((size_t)4 << 20)

static const struct kind {
    const char *name;
    enum medium medium;
} kinds[] = {
    {"vfat", MEDIUM_REMOVABLE},       {"msdos", MEDIUM_REMOVABLE},
    {"exfat", MEDIUM_REMOVABLE},      {"ntfs", MEDIUM_REMOVABLE},
    {"ntfs3", MEDIUM_REMOVABLE},      {"fuseblk", MEDIUM_REMOVABLE},
    {"nfs", MEDIUM_NETWORK},          {"nfs4", MEDIUM_NETWORK},
    {"cifs", MEDIUM_NETWORK},         {"smb3", MEDIUM_NETWORK},
    {"smbfs", MEDIUM_NETWORK},        {"ncpfs", MEDIUM_NETWORK},
    {"afs", MEDIUM_NETWORK},          {"ceph", MEDIUM_NETWORK},
    {"fuse.sshfs", MEDIUM_NETWORK},   {"fuse.rclone", MEDIUM_NETWORK},
    {"fuse.davfs", MEDIUM_NETWORK},   {"fuse.smbnetfs", MEDIUM_NETWORK},
    {"fuse.gvfsd-fuse", MEDIUM_NETWORK}, {"fuse.glusterfs", MEDIUM_NETWORK},
};

struct mount {
    char point[4096], type[64], device[32];
};

/* ---- the table of mounts ------------------------------------------------------------------------- */

/* Blanks and the like stand there as \040. */
static void unescape(const char *from, size_t n, char *to, size_t room)
{
    size_t at = 0;
    for (size_t i = 0; i < n && at + 1 < room; at++) {
        bool octal = from[i] == '\\' && i + 3 < n && strspn(from + i + 1, "01234567") >= 3;
        to[at] = octal ? (char)((from[i + 1] - '0') * 64 + (from[i + 2] - '0') * 8 + from[i + 3] - '0')
                       : from[i];
        i += octal ? 4 : 1;
    }
    to[at] = '\0';
}

/* "36 35 98:0 /in/it /point options … - type source options" */
static bool read_mount(const char *line, size_t len, struct mount *ret)
{
    const char *end = line + len, *p = line, *dash = memmem(line, len, " - ", 3);
    for (int field = 0; field < 5 && p < end; field++) {
        size_t n = strcspn(p, " \n");
        if (field == 2)
            snprintf(ret->device, sizeof ret->device, "%.*s", (int)n, p);
        else if (field == 4)
            unescape(p, n, ret->point, sizeof ret->point);
        p += n + 1;
    }
    if (!dash || p >= end)
        return false;
    snprintf(ret->type, sizeof ret->type, "%.*s", (int)strcspn(dash + 3, " \n"), dash + 3);
    return true;
}

static bool is_under(const char *path, const char *point)
{
    size_t n = strlen(point);
    return n && !strncmp(path, point, n) &&
           (point[n - 1] == '/' || path[n] == '/' || !path[n]);
}

/* The deepest, and of these the last: it hides those before. */
static bool find_mount(const char *path, const char *table, struct mount *ret)
{
    bool found = false;
    for (const char *line = table; *line; line += *line == '\n') {
        size_t len = strcspn(line, "\n");
        struct mount m = {{0}, {0}, {0}};
        if (read_mount(line, len, &m) && is_under(path, m.point) &&
            (!found || strlen(m.point) >= strlen(ret->point))) {
            *ret = m;
            found = true;
        }
        line += len;
    }
    return found;
}

/* ---- devices -------------------------------------------------------------------------------------- */

static bool says_one(const char *folder, const char *name)
{
    char *path = file_join(folder, name), *text = NULL;
    size_t len;
    bool one = file_read(path, 64, &text, &len, NULL) && text[0] == '1';
    free(text);
    free(path);
    return one;
}

/* A disk says so itself, a partition by the disk it is of; disks in boxes hang on USB and do not say. */
static bool is_removable(const char *devices, const char *number)
{
    char *link = file_join(devices, number), *device = realpath(link, NULL);
    bool removable = device && (strstr(device, "/usb") || says_one(device, "removable") ||
                                says_one(device, "../removable"));
    free(device);
    free(link);
    return removable;
}

/* ---- both ----------------------------------------------------------------------------------------- */

/* The file, or the folder it is to be made in, without links. */
static char *whole_path(const char *path)
{
    char *whole = realpath(path, NULL);
    if (whole)
        return whole;
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
    whole = realpath(folder, NULL);
    free(folder);
    return whole;
}

enum medium medium_by(const char *path, const char *mounts, const char *devices)
{
    char *table = NULL, *whole = whole_path(path);
    size_t len;
    struct mount m;
    enum medium medium = MEDIUM_FIXED;
    if (whole && file_read(mounts, MOUNTS_MAX, &table, &len, NULL) && find_mount(whole, table, &m)) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (!strcmp(m.type, kinds[i].name))
                medium = kinds[i].medium;
        if (medium == MEDIUM_FIXED && is_removable(devices, m.device))
            medium = MEDIUM_REMOVABLE;
    }
    free(table);
    free(whole);
    return medium;
}

static const char *or_usual(const char *name, const char *usual)
{
    const char *set = getenv(name);
    return set && *set ? set : usual;
}

enum medium medium_of(const char *path)
{
    return medium_by(path, or_usual("PHIEU_TEST_MOUNTS", "/proc/self/mountinfo"),
                     or_usual("PHIEU_TEST_DEVICES", "/sys/dev/block"));
}

bool medium_refuse(const char *path, struct err *e)
{
    return err_set(e, ERR_FILE, path,
                   _("copy it to this computer (phieu copy), work there, then bring it back: phieu merge OWN "
                     "NETWORK takes in what others did, phieu copy OWN NETWORK puts it there"),
                   _("the file stands on a network drive, where two programs at once could damage it; it can "
                     "only be read there"));
}
