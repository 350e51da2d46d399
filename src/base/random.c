#include "base/random.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hash.h"
#include "base/str.h"

static bool seeded;
static uint64_t seed_value, seed_count;

void random_seed(uint64_t seed)
{
    seeded = true;
    seed_value = seed;
    seed_count = 0;
}

/* The kernel has always some: without them no new id would be safe, so nothing may go on. */
static void unpredictable(unsigned char *p, size_t n)
{
    while (n) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            perror("getrandom");
            abort();
        }
        p += got;
        n -= (size_t)got;
    }
}

void random_bytes(void *out, size_t n)
{
    if (!seeded) {
        unpredictable(out, n);
        return;
    }
    unsigned char *p = out;
    while (n) {
        uint64_t block[2] = {seed_value, seed_count++};
        struct hash h = hash_bytes("", 0, (const char *)block, sizeof block);
        size_t take = n < sizeof h.b ? n : sizeof h.b;
        memcpy(p, h.b, take);
        p += take;
        n -= take;
    }
}

void random_hex(char *out, size_t n)
{
    unsigned char raw[64];
    out[0] = '\0';
    while (n) {
        size_t take = n < sizeof raw ? n : sizeof raw;
        random_bytes(raw, take);
        hex_encode(out, raw, take);
        out += 2 * take;
        n -= take;
    }
}
