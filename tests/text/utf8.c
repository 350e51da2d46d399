#include "text/utf8.h"

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
    test_bad_bytes();
    return tap_done();
}
