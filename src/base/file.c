#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

static bool read_all(int fd, const char *path, size_t limit, char **ret_text, size_t *ret_len,
                     struct err *e)
{
    struct str b = {0};
    char block[16384];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err_set_errno(e, path, _("check the disk and try again"), _("cannot be read"));
            str_finish(&b);
            return false;
        }
        if (n == 0)
            break;
        if (b.len + (size_t)n > limit) {
            str_finish(&b);
            return err_set(e, ERR_FILE, path, _("is it the right file?"),
                           _("larger than the limit of %zu bytes"), limit);
        }
        str_addn(&b, block, (size_t)n);
    }
    *ret_len = b.len;
    *ret_text = str_take(&b);
    return true;
}

bool file_read(const char *path, size_t limit, char **ret_text, size_t *ret_len, struct err *e)
{
    if (!strcmp(path, "-"))
        return read_all(STDIN_FILENO, _("standard input"), limit, ret_text, ret_len, e);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_set_errno(e, path, err_open_remedy(), _("cannot be opened"));
    struct stat st;
    bool ok = false;
    if (fstat(fd, &st) < 0)
        err_set_errno(e, path, NULL, _("cannot be read"));
    else if (!S_ISREG(st.st_mode))
        err_set(e, ERR_FILE, path, _("name a file"), _("is not a regular file"));
    else
        ok = read_all(fd, path, limit, ret_text, ret_len, e);
    close(fd);
    return ok;
}

static bool sync_folder_of(const char *path)
{
    char *folder = xstrdup(path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return false;
    int bad = fsync(fd);
    close(fd);
    return bad == 0;
}

static bool write_all(int fd, const char *text, size_t len)
{
    while (len) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        text += n;
        len -= (size_t)n;
    }
    return true;
}

bool file_write(const char *path, const char *text, size_t len, struct err *e)
{
    char *temp = xasprintf("%s.tmp.%ld", path, (long)getpid());
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write_all(fd, text, len) && fsync(fd) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && rename(temp, path) == 0;
    if (!ok) {
        err_set_errno(e, path, _("choose another folder, or free some room"),
                      _("cannot be written"));
        unlink(temp);
    } else if (!sync_folder_of(path)) {
        ok = err_set_errno(e, path, NULL, _("cannot be made safe on the disk"));
    }
    free(temp);
    return ok;
}

bool file_make_folder(const char *path, struct err *e)
{
    char *copy = xstrdup(path);
    for (char *p = copy + 1;; p++) {
        if (*p != '/' && *p)
            continue;
        char kept = *p;
        *p = '\0';
        if (mkdir(copy, 0700) < 0 && errno != EEXIST) {
            err_set_errno(e, copy, _("check who owns the folder above it"),
                          _("the folder cannot be made"));
            free(copy);
            return false;
        }
        *p = kept;
        if (!kept)
            break;
    }
    free(copy);
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **file_list(const char *folder, const char *suffix)
{
    VEC(char *) names = {0};
    DIR *d = opendir(folder);
    size_t k = strlen(suffix);
    for (struct dirent *x; d && (x = readdir(d));) {
        size_t n = strlen(x->d_name);
        if (x->d_name[0] != '.' && n > k && !strcmp(x->d_name + n - k, suffix))
            *vec_add(&names) = xstrdup(x->d_name);
    }
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.v, names.n, sizeof *names.v, by_name);
    *vec_add(&names) = NULL;
    return names.v;
}

void file_list_free(char **names)
{
    for (char **p = names; p && *p; p++)
        free(*p);
    free(names);
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

int64_t file_length(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

bool file_stamp(const char *path, char ret[FILE_STAMP])
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    snprintf(ret, FILE_STAMP, "%lld.%lld.%lld.%ld.%lld.%ld", (long long)st.st_ino,
             (long long)st.st_size, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
             (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
    return true;
}

char *file_join(const char *folder, const char *name)
{
    return xasprintf("%s/%s", folder, name);
}

static char *user_folder(const char *variable, const char *under_home)
{
    const char *base = getenv(variable);
    if (base && base[0] == '/')
        return xasprintf("%s/phieu", base);
    const char *home = getenv("HOME");
    return xasprintf("%s/%s/phieu", home && *home ? home : "/tmp", under_home);
}

char *file_config_folder(void)
{
    return user_folder("XDG_CONFIG_HOME", ".config");
}

char *file_state_folder(void)
{
    return user_folder("XDG_STATE_HOME", ".local/state");
}

char *file_data_folder(void)
{
    return user_folder("XDG_DATA_HOME", ".local/share");
}

char *file_cache_folder(void)
{
    return user_folder("XDG_CACHE_HOME", ".cache");
}

/* The tree that the program stands in: PREFIX/bin/phieu → PREFIX/share/phieu, BUILD/src/phieu →
 * the source tree above it. */
static char *beside_program(const char *name)
{
    static const char *const steps[] = {"../share/phieu", "../..", "..", "."};
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n > 0) {
        self[n] = '\0';
        *strrchr(self, '/') = '\0';
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            char *path = xasprintf("%s/%s/%s", self, steps[i], name);
            if (file_exists(path))
                return path;
            free(path);
        }
    }
    return xasprintf("/usr/share/phieu/%s", name);
}

char *file_forms_folder(void)
{
    const char *set = getenv("PHIEU_FORMS");
    return set && *set ? xstrdup(set) : beside_program("forms");
}

char *file_units_folder(void)
{
    const char *set = getenv("PHIEU_DATA");
    return set && *set ? xasprintf("%s/units", set) : beside_program("data/units");
}
