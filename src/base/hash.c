#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct hash_sum {
    struct sha256_ctx state;
};

struct hash_sum *hash_begin(void)
{
    struct hash_sum *s = xmalloc(sizeof *s);
    sha256_init(&s->state);
    return s;
}

void hash_add(struct hash_sum *s, const void *data, size_t n)
{
    sha256_update(&s->state, n, data);
}

struct hash hash_end(struct hash_sum *s)
{
    struct hash h;
    sha256_digest(&s->state, sizeof h.b, h.b);
    free(s);
    return h;
}

struct hash hash_bytes(const char *prefix, size_t prefix_len, const char *data, size_t len)
{
    struct hash h;
    struct sha256_ctx state;
    sha256_init(&state);
    sha256_update(&state, prefix_len, (const uint8_t *)prefix);
    sha256_update(&state, len, (const uint8_t *)data);
    sha256_digest(&state, sizeof h.b, h.b);
    return h;
}

struct hash hash_body(const char *data, size_t len)
{
    static const char prefix[] = "phieu-body-1"; /* frozen for ever, and its NUL */
    return hash_bytes(prefix, sizeof prefix, data, len);
}

bool hash_is_none(const struct hash *h)
{
    static const struct hash none;
    return hash_cmp(h, &none) == 0;
}

int hash_cmp(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, sizeof a->b);
}

void hex_encode(char *out, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *p = bytes;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
    out[2 * n] = '\0';
}

/* The value of a digit, and one: 0 is none. */
static const uint8_t hex_digits[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static unsigned hex_digit(char c)
{
    return hex_digits[(unsigned char)c];
}

bool hex_decode(void *out, const char *hex, size_t n)
{
    uint8_t *p = out;
    bool good = strlen(hex) == 2 * n;
    for (size_t i = 0; good && i < 2 * n; i++)
        good = hex_digit(hex[i]) != 0;
    for (size_t i = 0; good && i < n; i++)
        p[i] = (uint8_t)((hex_digit(hex[2 * i]) - 1) << 4 | (hex_digit(hex[2 * i + 1]) - 1));
    return good;
}

void hash_hex(const struct hash *h, char out[HASH_HEX])
{
    hex_encode(out, h->b, sizeof h->b);
}

bool hash_parse(const char *hex, struct hash *ret)
{
    return hex_decode(ret->b, hex, sizeof ret->b);
}
