#ifndef PHIEU_TESTS_RELIABILITY_KINDS_H
#define PHIEU_TESTS_RELIABILITY_KINDS_H
/* How the system's calls fail, and how many of each something makes when nobody disturbs it. */
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "reliability/calls.h"
#include "reliability/memory.h"

static const struct fault_kind {
    unsigned on;
    int error; /* 0: short */
} fault_kinds[] = {
    {ON_READ, EIO},   {ON_READ, 0},      {ON_WRITE, EIO},  {ON_WRITE, ENOSPC}, {ON_WRITE, 0},
    {ON_SYNC, EIO},   {ON_SYNC, ENOSPC}, {ON_NAME, EIO},   {ON_NAME, EACCES},  {ON_NAME, EINVAL},
    {ON_OPEN, EIO},   {ON_OPEN, EMFILE}, {ON_OPEN, ENOENT}, {ON_CLOSE, EIO},   {ON_LOCK, EAGAIN},
    {ON_LOCK, EIO},   {ON_STAT, EIO},    {ON_STAT, EACCES},
};
enum { FAULT_KINDS = sizeof fault_kinds / sizeof *fault_kinds };

struct size {
    long changes, calls[8], allocations;
};

static inline long size_calls(const struct size *s, unsigned on)
{
    return s->calls[__builtin_ctz(on)];
}

/* Counted below the folder, in a process of its own, as a trial is. */
static inline void size_measure(const char *folder, bool (*act)(void *user, struct err *e), void *user,
                                struct size *ret)
{
    int pipes[2];
    if (pipe(pipes))
        abort();
    pid_t pid = fork();
    if (pid == 0) {
        struct size s = {0};
        struct err e = {0};
        calls_watch(folder);
        calls_fail(&(struct calls_fault){.on = ON_ALL});
        arm_memory(1L << 40, 0);
        bool good = act(user, &e);
        s.changes = calls_changes();
        for (int i = 0; i < 8; i++)
            s.calls[i] = calls_count(1u << i);
        s.allocations = (1L << 40) - memory_left;
        _exit(!good || write(pipes[1], &s, sizeof s) != sizeof s);
    }
    close(pipes[1]);
    if (read(pipes[0], ret, sizeof *ret) != sizeof *ret)
        abort();
    close(pipes[0]);
    waitpid(pid, NULL, 0);
}

#endif
