#include "base/random.h"

#include <stdbool.h>
#include <string.h>

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

void random_bytes(void *out, size_t n)
{
    if (!seeded) {
        hash_random(out, n);
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
