#include "text/utf8.h"

/* How many bytes a longer sequence that starts with b has; 0 when b cannot start one. */
static size_t sequence_length(unsigned char b)
{
    if (b >= 0xC2 && b <= 0xDF)
        return 2;
    if ((b & 0xF0) == 0xE0)
        return 3;
    return b >= 0xF0 && b <= 0xF4 ? 4 : 0;
}

/* The second byte carries all that is forbidden: overlong forms, surrogates, beyond U+10FFFF. */
static bool second_allowed(unsigned char first, unsigned char second)
{
    if ((second & 0xC0) != 0x80)
        return false;
    switch (first) {
    case 0xE0:
        return second >= 0xA0;
    case 0xED:
        return second < 0xA0;
    case 0xF0:
        return second >= 0x90;
    case 0xF4:
        return second < 0x90;
    default:
        return true;
    }
}

uint32_t utf8_decode_long_(const char *s, size_t n, size_t *ret_len)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t len = sequence_length(u[0]);
    *ret_len = 1;
    if (!len || len > n || !second_allowed(u[0], u[1]))
        return 0xFFFD;
    uint32_t c = u[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((u[i] & 0xC0) != 0x80)
            return 0xFFFD;
        c = c << 6 | (u[i] & 0x3F);
    }
    *ret_len = len;
    return c;
}

bool utf8_valid(const char *s, size_t n, size_t *ret_bad)
{
    for (size_t at = 0, len; at < n; at += len) {
        /* A real U+FFFD takes three bytes, a bad byte one. */
        if (utf8_decode(s + at, n - at, &len) != 0xFFFD || len == 3)
            continue;
        if (ret_bad)
            *ret_bad = at;
        return false;
    }
    return true;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> len & 0xFF) | c);
    return len;
}
