#ifndef PHIEU_BASE_HASH_H
#define PHIEU_BASE_HASH_H
/* SHA-256 and hex; the one door to nettle, which uses the processor's own instructions where it has them: seven times
 * as fast as libsodium where this was measured, and a merge hashes every byte that comes. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash {
    uint8_t b[32];
};
#define HASH_HEX 65 /* 64 letters and the NUL */

/* SHA-256 of prefix followed by data. The prefix may hold NUL bytes (doc/file-format.md). */
struct hash hash_bytes(const char *prefix, size_t prefix_len, const char *data, size_t len);
/* The name of a body (doc/file-format.md): "phieu-body-1", its NUL, and the bytes. */
struct hash hash_body(const char *data, size_t len);
/* All zero: where a hash may be absent. */
bool hash_is_none(const struct hash *h);
int hash_cmp(const struct hash *a, const struct hash *b);
void hash_hex(const struct hash *h, char out[HASH_HEX]);
/* 64 lower-case hex letters → hash; false when it is anything else. */
bool hash_parse(const char *hex, struct hash *ret);

/* n bytes → 2n lower-case letters and a NUL. */
void hex_encode(char *out, const void *bytes, size_t n);
/* Exactly 2n lower-case hex letters and then the NUL → n bytes; false otherwise, and nothing is written. */
bool hex_decode(void *out, const char *hex, size_t n);

/* Sums several pieces: begin, add…, end. */
struct hash_sum;
struct hash_sum *hash_begin(void);
void hash_add(struct hash_sum *s, const void *data, size_t n);
/* Also releases s. */
struct hash hash_end(struct hash_sum *s);

#endif
