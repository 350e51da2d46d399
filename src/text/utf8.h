#ifndef PHIEU_TEXT_UTF8_H
#define PHIEU_TEXT_UTF8_H
/* UTF-8 step by step, without any table. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether n bytes are valid UTF-8 (no overlong forms, no surrogates, at most U+10FFFF). When not,
 * *ret_bad (may be NULL) is the offset of the first bad byte. NUL bytes are valid here. */
bool utf8_valid(const char *s, size_t n, size_t *ret_bad);
/* The code point at s (n > 0 bytes are left) and how many bytes it takes; a bad byte gives U+FFFD
 * and 1. */
static inline uint32_t utf8_decode(const char *s, size_t n, size_t *ret_len);
/* Writes a code point as 1..4 bytes; returns how many. */
size_t utf8_encode(uint32_t c, char out[4]);

/* Longer than one byte, or bad. */
uint32_t utf8_decode_long_(const char *s, size_t n, size_t *ret_len);

static inline uint32_t utf8_decode(const char *s, size_t n, size_t *ret_len)
{
    if ((unsigned char)*s >= 0x80)
        return utf8_decode_long_(s, n, ret_len);
    *ret_len = 1;
    return (unsigned char)*s;
}

#endif
