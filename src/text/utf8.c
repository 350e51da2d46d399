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

/* ---- whether a text is sound ----------------------------------------------------------------- */

/* A machine of nine states in a shift: the row of a byte holds, six bits a state, the next state, and a state
 * is the number of bits before its place. One load and one shift a byte, and no branch that Vietnamese, where
 * every third letter has several bytes, could make guess wrong. */
#define STATE(n) (6 * (n))
enum {
    WRONG = STATE(0), /* for good */
    WHOLE = STATE(1), /* between letters */
    LACKS_1 = STATE(2), LACKS_2 = STATE(3), LACKS_3 = STATE(4),
    AFTER_E0 = STATE(5), AFTER_ED = STATE(6), AFTER_F0 = STATE(7), AFTER_F4 = STATE(8),
};
#define GOES(from, to) ((uint64_t)(to) << (from))

/* What a byte that continues a letter does after those of which not every one may follow. */
#define CONTINUES (GOES(LACKS_1, WHOLE) | GOES(LACKS_2, LACKS_1) | GOES(LACKS_3, LACKS_2))

#define LOW (CONTINUES | GOES(AFTER_ED, LACKS_1) | GOES(AFTER_F4, LACKS_2))    /* 80 to 8F */
#define MIDDLE (CONTINUES | GOES(AFTER_ED, LACKS_1) | GOES(AFTER_F0, LACKS_2)) /* 90 to 9F */
#define HIGH (CONTINUES | GOES(AFTER_E0, LACKS_1) | GOES(AFTER_F0, LACKS_2))   /* A0 to BF */
#define FIRST(next) GOES(WHOLE, next)
#define NEVER 0

#define X2(row) row, row
#define X4(row) X2(row), X2(row)
#define X16(row) X4(row), X4(row), X4(row), X4(row)
#define X64(row) X16(row), X16(row), X16(row), X16(row)
static const uint64_t rows[256] = {
    X64(FIRST(WHOLE)), X64(FIRST(WHOLE)), X16(LOW), X16(MIDDLE), X16(HIGH), X16(HIGH),
    X2(NEVER), X2(FIRST(LACKS_1)), X4(FIRST(LACKS_1)), X4(FIRST(LACKS_1)), X4(FIRST(LACKS_1)),  /* C0 */
    X16(FIRST(LACKS_1)),                                                                        /* D0 */
    FIRST(AFTER_E0), FIRST(LACKS_2), X2(FIRST(LACKS_2)), X4(FIRST(LACKS_2)), X4(FIRST(LACKS_2)),
    FIRST(LACKS_2), FIRST(AFTER_ED), X2(FIRST(LACKS_2)),                                        /* to EF */
    FIRST(AFTER_F0), FIRST(LACKS_3), X2(FIRST(LACKS_3)), FIRST(AFTER_F4), NEVER, X2(NEVER),
    X4(NEVER), X4(NEVER),                                                                       /* to FF */
};

static uint64_t after(uint64_t state, unsigned char byte)
{
    return rows[byte] >> (state & 63);
}

/* How many bytes are sound from the beginning on; it ends where they are not, for who goes on behind that. */
static size_t sound(const unsigned char *u, size_t n)
{
    uint64_t state = WHOLE;
    size_t letter = 0;
    for (size_t i = 0; i < n; i++) {
        letter = (state & 63) == WHOLE ? i : letter;
        state = after(state, u[i]);
        if ((state & 63) == WRONG)
            return letter;
    }
    return (state & 63) == WHOLE ? n : letter;
}

static uint64_t after_all(uint64_t state, const unsigned char *u, size_t n)
{
    for (size_t i = 0; i < n; i++)
        state = after(state, u[i]);
    return state & 63;
}

/* Where a letter may begin, not before the middle. */
static size_t near_middle(const unsigned char *u, size_t n)
{
    size_t at = n - n / 2;
    while (at < n && (u[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* Both halves at once: each step waits for the one before it, so two rows of steps cost what one does. */
static bool is_sound(const char *s, size_t n)
{
    const unsigned char *left = (const unsigned char *)s;
    size_t n_left = near_middle(left, n), n_right = n - n_left;
    const unsigned char *right = left + n_left;
    uint64_t a = WHOLE, b = WHOLE;
    for (size_t i = 0; i < n_right; i++) {
        a = after(a, left[i]);
        b = after(b, right[i]);
    }
    a = after_all(a, left + n_right, n_left - n_right);
    return a == WHOLE && (b & 63) == WHOLE;
}

bool utf8_valid(const char *s, size_t n, size_t *ret_bad)
{
    if (!ret_bad)
        return is_sound(s, n);
    size_t good = sound((const unsigned char *)s, n);
    if (good < n)
        *ret_bad = good;
    return good == n;
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
