#include "text/utf8.h"

#include <string.h>

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

/* How many bytes below 0x80 begin eight, which do not all lie below. */
static size_t plain_of(uint64_t eight)
{
    uint64_t high = eight & 0x8080808080808080;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(high) / 8;
#else
    return (size_t)__builtin_clzll(high) / 8;
#endif
}

/* How many bytes below 0x80 begin the text: most of it, so eight at once. */
static size_t plain(const char *s, size_t n)
{
    size_t at = 0;
    uint64_t eight;
    for (; n - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, s + at, sizeof eight);
        if (eight & 0x8080808080808080)
            return at + plain_of(eight);
    }
    while (at < n && !(s[at] & 0x80))
        at++;
    return at;
}

/* The length of the letter of several bytes at s; 0: it is none. */
static inline size_t letter(const unsigned char *u, size_t n)
{
    if (u[0] >= 0xE1 && u[0] <= 0xEC && n > 2) /* most of what Vietnamese needs */
        return (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80 ? 3 : 0;
    if (u[0] >= 0xC2 && u[0] <= 0xDF && n > 1)
        return (u[1] & 0xC0) == 0x80 ? 2 : 0;
    size_t len = sequence_length(u[0]);
    if (!len || len > n || !second_allowed(u[0], u[1]))
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((u[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

bool utf8_valid(const char *s, size_t n, size_t *ret_bad)
{
    for (size_t at = plain(s, n), len; at < n; at += plain(s + at, n - at)) {
        do {
            len = letter((const unsigned char *)s + at, n - at);
            if (!len) {
                if (ret_bad)
                    *ret_bad = at;
                return false;
            }
            at += len;
        } while (at < n && s[at] & 0x80);
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
