#include "store/seen.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"

#define AT_CHANGES 24 /* of an SQLite file */

static uint32_t counter(const char *path)
{
    uint8_t b[4] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0 && pread(fd, b, sizeof b, AT_CHANGES) != sizeof b)
        memset(b, 0, sizeof b);
    if (fd >= 0)
        close(fd);
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

void seen_stamp(const char *path, char ret[SEEN_STAMP])
{
    char stamp[FILE_STAMP];
    ret[0] = '\0';
    if (file_stamp(path, stamp))
        snprintf(ret, SEEN_STAMP, "%s.%u", stamp, (unsigned)counter(path));
}

void seen_place(const char *path, char ret[SEEN_STAMP])
{
    struct stat st;
    ret[0] = '\0';
    if (stat(path, &st) == 0)
        snprintf(ret, SEEN_STAMP, "%llu.%llu", (unsigned long long)st.st_dev,
                 (unsigned long long)st.st_ino);
}

/* ---- where it stands ---------------------------------------------------------------------------- */

static char *own_path(const char *lineage, const char *path)
{
    char *whole = realpath(path, NULL), hex[HASH_HEX];
    const char *named = whole ? whole : path;
    struct hash h = hash_bytes(lineage, strlen(lineage) + 1, named, strlen(named));
    hash_hex(&h, hex);
    free(whole);
    char *folder = file_state_folder(), *own = xasprintf("%s/seen/%.32s", folder, hex);
    free(folder);
    return own;
}

/* ---- reading ------------------------------------------------------------------------------------ */

static void copy(char *to, size_t n, const char *from)
{
    snprintf(to, n, "%s", from);
}

static void read_line(struct seen *s, const char *key, const char *value)
{
    if (!strcmp(key, "closed"))
        copy(s->closed, sizeof s->closed, value);
    else if (!strcmp(key, "safety"))
        copy(s->safety, sizeof s->safety, value);
    else if (!strcmp(key, "safety-id"))
        copy(s->safety_id, sizeof s->safety_id, value);
    else if (!strcmp(key, "place"))
        copy(s->place, sizeof s->place, value);
    else if (!strcmp(key, "complete"))
        s->complete = strtoll(value, NULL, 10);
    else if (!strcmp(key, "missing"))
        s->missing = strtoll(value, NULL, 10);
    else if (!strcmp(key, "behind"))
        s->behind = *value == '1';
    else if (!strcmp(key, "log"))
        s->log = *value == '1';
    else if (!strcmp(key, "pid"))
        s->pid = strtoll(value, NULL, 10);
    else if (!strcmp(key, "boot")) {
        free(s->boot);
        s->boot = xstrdup(value);
    }
}

/* A note that is cut off, or not ours, says nothing. */
static bool is_whole(const char *text)
{
    size_t n = strlen(text);
    return str_starts(text, "phieu-seen-1\n") && n > 4 && !strcmp(text + n - 4, "end\n");
}

void seen_load(const char *lineage, const char *path, struct seen *ret)
{
    *ret = (struct seen){0};
    char *own = own_path(lineage, path), *text = NULL;
    size_t len;
    if (file_read(own, 8192, &text, &len, NULL) && is_whole(text)) {
        for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
            *end = '\0';
            char *blank = strchr(line, ' ');
            if (blank) {
                *blank = '\0';
                read_line(ret, line, blank + 1);
            }
        }
    }
    free(text);
    free(own);
}

/* ---- writing ------------------------------------------------------------------------------------ */

static bool write_new(const char *path, const char *text, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0 && write(fd, text, len) == (ssize_t)len;
    return fd >= 0 && close(fd) == 0 && good;
}

void seen_save(const char *lineage, const char *path, const struct seen *seen)
{
    struct str t = {0};
    char *own = own_path(lineage, path), *made = xasprintf("%s.%ld", own, (long)getpid());
    char *folder = xstrndup(own, (size_t)(strrchr(own, '/') - own));
    str_addf(&t, "phieu-seen-1\nclosed %s\nsafety %s\nsafety-id %s\ncomplete %lld\nmissing %lld\n",
             seen->closed, seen->safety, seen->safety_id, (long long)seen->complete,
             (long long)seen->missing);
    str_addf(&t, "behind %d\nlog %d\npid %lld\nboot %s\nplace %s\nend\n", seen->behind, seen->log,
             (long long)seen->pid, seen->boot ? seen->boot : "", seen->place);
    bool good = file_make_folder(folder, NULL) && write_new(made, str_text(&t), t.len) &&
                rename(made, own) == 0;
    if (!good) { /* an old note would say what is no longer so */
        unlink(made);
        unlink(own);
    }
    str_finish(&t);
    free(folder);
    free(made);
    free(own);
}

void seen_finish(struct seen *s)
{
    free(s->boot);
    *s = (struct seen){0};
}
