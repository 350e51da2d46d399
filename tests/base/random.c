#include "base/random.h"

#include <stdlib.h>

#include "base/hash.h"
#include "tap.h"

static void unseeded(void)
{
    char a[33], b[33], raw[16];
    random_hex(a, 16);
    random_hex(b, 16);
    ok(strlen(a) == 32 && hex_decode(raw, a, 16), "16 bytes are 32 hex letters");
    ok(strcmp(a, b), "and never the same twice");
}

static void seeded(void)
{
    unsigned char a[100], b[100], c[100];
    random_seed(42);
    random_bytes(a, sizeof a);
    random_bytes(c, sizeof c);
    random_seed(42);
    random_bytes(b, sizeof b);
    ok(!memcmp(a, b, sizeof a), "a seed gives the same bytes every time");
    ok(memcmp(a, c, sizeof a), "which go on differently");
    random_seed(43);
    random_bytes(b, sizeof b);
    ok(memcmp(a, b, sizeof a), "another seed gives others");
}

static void lengths(void)
{
    bool good = true;
    random_seed(1);
    for (size_t n = 0; n <= 200; n++) {
        char *out = malloc(2 * n + 1);
        random_hex(out, n);
        good = good && strlen(out) == 2 * n && strspn(out, "0123456789abcdef") == 2 * n;
        free(out);
    }
    ok(good, "any number of bytes, exactly");
}

/* Every byte value comes up, and none far too often. */
static void spread(void)
{
    static unsigned char bytes[65536];
    int count[256] = {0}, low = 65536, high = 0;
    random_seed(7);
    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        count[bytes[i]]++;
    for (int i = 0; i < 256; i++) {
        low = count[i] < low ? count[i] : low;
        high = count[i] > high ? count[i] : high;
    }
    ok(low > 180 && high < 340, "each of 256 values about 256 times (%d to %d)", low, high);
}

int main(void)
{
    unseeded();
    seeded();
    lengths();
    spread();
    return tap_done();
}
