#include "text/utf8.h"

#include <string.h>

#include "tap.h"

static void test_valid(void)
{
    static const struct {
        const char *s;
        size_t n;
        long bad; /* -1: valid */
    } cases[] = {
        {"", 0, -1},
        {"abc", 3, -1},
        {"a\0b", 3, -1},
        {"tiếng Việt", 14, -1},
        {"\xF0\x9F\x98\x80", 4, -1},
        {"\xEF\xBF\xBD", 3, -1},     /* U+FFFD itself */
        {"\xED\x9F\xBF", 3, -1},     /* U+D7FF */
        {"\xF4\x8F\xBF\xBF", 4, -1}, /* U+10FFFF */
        {"ab\x80", 3, 2},            /* lone continuation */
        {"a\xC3", 2, 1},             /* cut short */
        {"\xE1\xBA", 2, 0},
        {"\xE1\xBA\x61", 3, 0},
        {"\xC0\x80", 2, 0},         /* overlong NUL */
        {"\xC1\xBF", 2, 0},         /* overlong DEL */
        {"\xE0\x9F\xBF", 3, 0},     /* overlong */
        {"\xF0\x8F\xBF\xBF", 4, 0}, /* overlong */
        {"\xED\xA0\x80", 3, 0},     /* surrogate */
        {"\xED\xBF\xBF", 3, 0},
        {"\xF4\x90\x80\x80", 4, 0}, /* beyond U+10FFFF */
        {"\xF5\x80\x80\x80", 4, 0},
        {"\xFF", 1, 0},
        {"\xE1\x41\x80", 3, 0},
        {"ế\xFE", 4, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad = 99;
        bool valid = utf8_valid(cases[i].s, cases[i].n, &bad);
        ok(valid == (cases[i].bad < 0) && (valid ? bad == 99 : bad == (size_t)cases[i].bad),
           "validity of case %zu", i);
    }
    ok(!utf8_valid("\xFF", 1, NULL), "the offset may be left out");
}

/* Every code point there is: encoded, decoded, valid; surrogates are not. */
static void test_round_trip(void)
{
    size_t wrong = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        size_t len, n = utf8_encode(c, bytes);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        bool back = utf8_decode(bytes, n, &len) == c && len == n;
        wrong += back == surrogate || utf8_valid(bytes, n, NULL) == surrogate;
    }
    is_int(0, (long long)wrong, "all code points go through encode and decode");
}

/* Plainly by the table of the Unicode standard (“Well-Formed UTF-8 Byte Sequences”). */
static size_t plain_letter(const unsigned char *p, size_t n)
{
    static const struct {
        unsigned char from, to, low, high;
        size_t len;
    } forms[] = {
        {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if (p[0] < forms[f].from || p[0] > forms[f].to || forms[f].len > n)
            continue;
        bool good = forms[f].len < 2 || (p[1] >= forms[f].low && p[1] <= forms[f].high);
        for (size_t i = 2; i < forms[f].len; i++)
            good = good && p[i] >= 0x80 && p[i] <= 0xBF;
        return good ? forms[f].len : 0;
    }
    return 0;
}

/* Whether both ways of asking, and the place that one tells, are as they plainly are. */
static bool as_plain(const unsigned char *p, size_t n)
{
    size_t at = 0, bad = 99, len;
    while (at < n && (len = plain_letter(p + at, n - at)))
        at += len;
    bool valid = utf8_valid((const char *)p, n, &bad);
    return valid == (at == n) && bad == (valid ? 99 : at) &&
           utf8_valid((const char *)p, n, NULL) == valid;
}

/* All of one to three bytes, and of four bytes those at the borders of the table. */
static void test_all_short(void)
{
    static const unsigned char borders[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2,
                                            0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    enum { N = sizeof borders };
    size_t wrong = 0;
    for (unsigned i = 0; i < 1u << 16; i++) {
        unsigned char p[] = {(unsigned char)(i >> 8), (unsigned char)i, 0};
        wrong += !as_plain(p, 1) + !as_plain(p, 2);
        for (unsigned b = 0; b < N; b++) {
            p[2] = borders[b];
            wrong += !as_plain(p, 3);
        }
    }
    for (unsigned i = 0; i < N * N * N * N; i++) {
        unsigned char p[] = {borders[i / (N * N * N)], borders[i / (N * N) % N], borders[i / N % N], borders[i % N]};
        wrong += !as_plain(p, 4);
    }
    is_int(0, (long long)wrong, "short sequences are valid where the standard says so");
}

/* Longer texts are looked at in two halves: every cut of them, and every byte of them made another one. */
static void test_halves(void)
{
    static const char text[] = "Đoàn xã Thổ Sơn, huyện Hòn Đất \xF0\x9F\x98\x80 tổ chức 12 buổi sinh hoạt ở ấp";
    enum { N = sizeof text - 1 };
    size_t wrong = 0;
    for (size_t from = 0; from < N; from++)
        for (size_t to = from; to <= N; to++)
            wrong += !as_plain((const unsigned char *)text + from, to - from);
    for (unsigned i = 0; i < N * 256; i++) {
        unsigned char changed[N];
        memcpy(changed, text, N);
        changed[i / 256] = (unsigned char)i;
        wrong += !as_plain(changed, N);
    }
    is_int(0, (long long)wrong, "every cut of a text, and every byte of it changed");
}

static void test_bad_bytes(void)
{
    size_t len;
    is_int(0xFFFD, utf8_decode("\xE1\xBA", 2, &len), "a cut letter gives U+FFFD");
    is_int(1, (long long)len, "and one byte");
    is_int(0xFFFD, utf8_decode("\x80xx", 3, &len), "so does a lone continuation");
    is_int(0x1EBF, utf8_decode("ếx", 4, &len), "ế is decoded");
    is_int(3, (long long)len, "in three bytes");
}

int main(void)
{
    test_valid();
    test_round_trip();
    test_all_short();
    test_halves();
    test_bad_bytes();
    return tap_done();
}
