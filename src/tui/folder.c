#include "tui/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/peek.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* ---- names ----------------------------------------------------------------------------------- */

/* Whether the letter comes through the door that all texts come through. */
static bool is_plain(const char *s, size_t n, uint32_t c)
{
    char *clean = NULL;
    size_t len = 0;
    if (c < 0x20 || c == 0x7f || !text_clean(s, n, true, &clean, &len))
        return false;
    bool plain = len > 0 && *clean != '\n';
    free(clean);
    return plain;
}

char *folder_shown(const char *name)
{
    struct str out = {0};
    for (size_t left = strlen(name), n; left; name += n, left -= n) {
        uint32_t c = utf8_decode(name, left, &n);
        if (!utf8_valid(name, n, NULL)) {
            str_addf(&out, "\\x%02x", (unsigned char)*name);
            n = 1;
        } else if (is_plain(name, n, c)) {
            str_addn(&out, name, n);
        } else {
            str_addf(&out, c < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)c);
        }
    }
    size_t len;
    char *shown = text_nfc(str_text(&out), out.len, &len);
    str_finish(&out);
    return shown;
}

char *folder_above(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash          ? xstrdup(".")
           : slash == path ? xstrdup("/")
                           : xstrndup(path, (size_t)(slash - path));
}

char *folder_expand(const char *path)
{
    const char *home = getenv("HOME");
    return !strncmp(path, "~/", 2) && home ? file_join(home, path + 2) : xstrdup(path);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void note_trouble(struct folder *f)
{
    struct err e = {0};
    err_set_errno(&e, NULL, NULL, _("this folder cannot be read"));
    free(f->trouble);
    f->trouble = err_text(&e);
    err_finish(&e);
}

void folder_begin(struct folder *f, const char *path)
{
    *f = (struct folder){.path = xstrdup(path)};
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    f->dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!f->dir)
        note_trouble(f);
}

static void add_item(struct folder *f, const char *name)
{
    int fd = dirfd((DIR *)f->dir);
    struct stat st;
    if (name[0] == '.')
        return; /* hidden, or the folder itself */
    bool known = fstatat(fd, name, &st, 0) == 0, folder = known && S_ISDIR(st.st_mode);
    if (!folder && !(known && S_ISREG(st.st_mode) && store_peek(fd, name))) {
        f->others++;
        return;
    }
    *vec_add(&f->items) = (struct folder_item){.name = xstrdup(name),
                                               .shown = folder_shown(name),
                                               .folder = folder,
                                               .size = st.st_size,
                                               .time = st.st_mtime};
}

static int by_name(const void *a, const void *b)
{
    const struct folder_item *x = a, *y = b;
    if (x->folder != y->folder)
        return x->folder ? -1 : 1;
    int c = fold_compare(x->shown, y->shown);
    return c ? c : strcmp(x->name, y->name);
}

static void end(struct folder *f)
{
    if (f->dir)
        closedir(f->dir);
    f->dir = NULL;
}

#define LOOK_EVERY 8 /* items between two looks at the clock: each may cost a read on a slow stick */

bool folder_read(struct folder *f, int ms)
{
    int64_t until = clock_real_ms() + ms;
    size_t before = f->items.n;
    for (int i = 1; f->dir && (!ms || i % LOOK_EVERY || clock_real_ms() < until); i++) {
        errno = 0;
        struct dirent *d = readdir(f->dir);
        if (d) {
            add_item(f, d->d_name);
            continue;
        }
        if (errno)
            note_trouble(f);
        end(f);
    }
    if (f->items.n > before)
        qsort(f->items.v, f->items.n, sizeof *f->items.v, by_name);
    return f->dir != NULL;
}

void folder_finish(struct folder *f)
{
    end(f);
    for (size_t i = 0; i < f->items.n; i++) {
        free(f->items.v[i].name);
        free(f->items.v[i].shown);
    }
    vec_finish(&f->items);
    free(f->path);
    free(f->trouble);
    *f = (struct folder){0};
}
