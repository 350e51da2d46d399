#ifndef PHIEU_TESTS_RELIABILITY_MEMORY_H
#define PHIEU_TESTS_RELIABILITY_MEMORY_H
/* Allocations inside SQLite that fail. */
#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

static sqlite3_mem_methods real_memory;
static long memory_left;    /* allocations until one fails; 0: none will */
static bool memory_for_ever, memory_failed;

static inline bool memory_fails(void)
{
    if (memory_failed && memory_for_ever && memory_left)
        return true;
    if (memory_failed || !memory_left || --memory_left)
        return false;
    memory_left = 1;
    return memory_failed = true;
}

static inline void *failing_malloc(int n)
{
    return memory_fails() ? NULL : real_memory.xMalloc(n);
}

static inline void *failing_realloc(void *p, int n)
{
    return memory_fails() ? NULL : real_memory.xRealloc(p, n);
}

/* Before the first use of SQLite. */
static inline void install_memory(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
    sqlite3_mem_methods m = real_memory;
    m.xMalloc = failing_malloc;
    m.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &m);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

/* The n-th allocation from now fails; kind 1: all later ones too. */
static inline void arm_memory(long n, int kind)
{
    memory_for_ever = kind;
    memory_failed = false;
    memory_left = n;
}

static inline bool mend_memory(void)
{
    memory_left = 0;
    return memory_failed;
}

#endif
