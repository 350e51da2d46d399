#include "store/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/installation.h"
#include "base/mem.h"
#include "store/internal.h"

/* When a process began, in ticks since boot: field 22 of /proc/PID/stat; "" where there is none. */
static char *start_of(int64_t pid)
{
    char *path = xasprintf("/proc/%lld/stat", (long long)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    free(path);
    char line[1024];
    ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
    if (fd >= 0)
        close(fd);
    line[n > 0 ? n : 0] = '\0';
    char *p = strrchr(line, ')'); /* the name before it may hold blanks */
    for (int field = 2; p && field < 22; field++)
        p = strchr(p + 1, ' ');
    return p ? xstrndup(p + 1, strcspn(p + 1, " \n")) : xstrdup("");
}

static char *boot_of(int64_t pid)
{
    char *start = start_of(pid);
    char *boot = xasprintf("%s %s", installation_boot(), start);
    free(start);
    return boot;
}

int64_t lease_own_pid(void)
{
    return getpid();
}

char *lease_own_boot(void)
{
    return boot_of(getpid());
}

bool lease_is_held(int64_t pid, const char *boot)
{
    if (pid <= 0 || pid > INT32_MAX || pid == getpid())
        return false;
    if (kill((pid_t)pid, 0) < 0 && errno != EPERM)
        return false;
    char *now = boot_of(pid);
    bool same = !strcmp(now, boot);
    free(now);
    return same;
}

/* ---- names of files ------------------------------------------------------------------------- */

#define BOOT_LETTERS 8

static void boot_mark(char ret[BOOT_LETTERS + 1])
{
    char hex[HASH_HEX];
    const char *boot = installation_boot();
    struct hash h = hash_bytes("", 0, boot, strlen(boot));
    hash_hex(&h, hex);
    snprintf(ret, BOOT_LETTERS + 1, "%.*s", BOOT_LETTERS, hex);
}

static char *tag_of(int64_t pid)
{
    char mark[BOOT_LETTERS + 1], *start = start_of(pid);
    boot_mark(mark);
    char *tag = xasprintf("%s-%lld-%s", mark, (long long)pid, start);
    free(start);
    return tag;
}

char *lease_tag(void)
{
    return tag_of(getpid());
}

enum lease_life lease_life_of(const char *tag)
{
    char mark[BOOT_LETTERS + 1], *end;
    boot_mark(mark);
    if (strspn(tag, "0123456789abcdef") != BOOT_LETTERS || tag[BOOT_LETTERS] != '-' ||
        !strspn(tag + BOOT_LETTERS + 1, "0123456789"))
        return LEASE_NO_TAG;
    if (strncmp(tag, mark, BOOT_LETTERS))
        return LEASE_ELSEWHERE;
    char *now = tag_of(strtoll(tag + BOOT_LETTERS + 1, &end, 10));
    size_t n = strlen(now);
    bool runs = !strncmp(now, tag, n) && !strspn(tag + n, "0123456789") && now[n - 1] != '-';
    free(now);
    return runs ? LEASE_RUNS : LEASE_ENDED;
}

/* ---- drafts ------------------------------------------------------------------------------------ */

static bool write_lease(struct store *s, const char *draft, int64_t pid, const char *boot,
                        struct err *e)
{
    struct stmt *q =
        db_prepare(s->db, "UPDATE draft SET lease_pid=?, lease_boot=? WHERE draft_id=?", e);
    if (!q)
        return false;
    if (pid)
        stmt_bind_int(q, 1, pid);
    stmt_bind_text(q, 2, boot);
    stmt_bind_id(q, 3, draft);
    return stmt_run(q, e);
}

/* 1, 0, -1 as draft_lease. */
static int take(struct store *s, const char *draft, int64_t *ret_who, struct err *e)
{
    struct stmt *q =
        db_prepare(s->db, "SELECT lease_pid, lease_boot FROM draft WHERE draft_id=?", e);
    if (!q)
        return -1;
    stmt_bind_id(q, 1, draft);
    enum stmt_row row = stmt_step(q, e);
    int64_t pid = row == STMT_ROW ? stmt_int(q, 0) : 0;
    bool held = row == STMT_ROW && lease_is_held(pid, stmt_text(q, 1));
    stmt_done(q);
    if (row != STMT_ROW)
        return -1;
    if (held) {
        *ret_who = pid;
        return 0;
    }
    char *boot = lease_own_boot();
    bool good = write_lease(s, draft, lease_own_pid(), boot, e);
    free(boot);
    return good ? 1 : -1;
}

int draft_lease(struct store *s, const char *draft, int64_t *ret_who, struct err *e)
{
    if (!db_begin(s->db, e))
        return -1;
    int got = take(s, draft, ret_who, e);
    if (got < 0 && e && !e->code)
        draft_gone(s, e);
    return store_finish(s, got >= 0, e) ? got : -1;
}

bool draft_release(struct store *s, const char *draft, struct err *e)
{
    return db_begin(s->db, e) && store_finish(s, write_lease(s, draft, 0, NULL, e), e);
}
