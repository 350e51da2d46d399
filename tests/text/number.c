#include "text/number.h"

#include <inttypes.h>

#include "base/lang.h"
#include "tap.h"

static void test_parse(void)
{
    static const struct {
        const char *s;
        int64_t want;
    } good[] = {
        {"0", 0},
        {"-0", 0},
        {"5", 5},
        {"-5", -5},
        {"+5", 5},
        {"\u22125", -5},
        {" 09 ", 9},
        {"1240", 1240},
        {"1.240", 1240},
        {"1 240", 1240},
        {"1\u00A0240", 1240},
        {"1\u202F240", 1240},
        {"\u00A0\t12 ", 12},
        {"-12.345.678", -12345678},
        {"123 456 789", 123456789},
        {"999.999  ", 999999},
        {"0000000000000000000000000007", 7},
        {"9007199254740992", INT64_C(9007199254740992)},
        {"-9.007.199.254.740.992", INT64_C(-9007199254740992)},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t n = 77;
        ok(number_parse(good[i].s, &n), "\"%s\" is a number", good[i].s);
        is_int(good[i].want, n, "namely this");
    }
    static const char *const bad[] = {
        "",
        " ",
        "-",
        "+",
        "--5",
        "- 5",
        "12a",
        "a",
        "1.24",
        "1.2400",
        "1.24.000",
        "12.3456",
        "1..240",
        ".240",
        "1.",
        "1240.",
        "1.240.",
        "1234.567",
        "0.123",
        "012.345",
        "1.240 000",
        "1 240.000",
        "1  240",
        "1,240",
        "1,5",
        "12,0",
        "1e3",
        "0x10",
        "9007199254740993",
        "-9007199254740993",
        "99999999999999999999999999999999999999",
        "9.007.199.254.740.993",
        "5%",
        "½",
        "\xFF",
        "1\xC2",
        "１２",
        "5-3",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t n = 77;
        ok(!number_parse(bad[i], &n) && n == 77, "\"%s\" is none", bad[i]);
        bool large = strlen(bad[i]) > 15;
        ok(number_too_large(bad[i]) == large, "… %s", large ? "it is too large" : "not too large");
    }
    ok(!number_too_large("9007199254740992"), "the largest number is not too large");
}

static void test_print(void)
{
    static const struct {
        int64_t n;
        const char *vi, *en;
    } cases[] = {
        {0, "0", "0"},
        {5, "5", "5"},
        {999, "999", "999"},
        {1000, "1.000", "1,000"},
        {1240, "1.240", "1,240"},
        {-1240, "-1.240", "-1,240"},
        {-999, "-999", "-999"},
        {123456789, "123.456.789", "123,456,789"},
        {INT64_MAX, "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
        {INT64_MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"},
    };
    char out[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lang_set(LANG_VI);
        is(cases[i].vi, number_print(cases[i].n, out), "printed in Vietnamese");
        lang_set(LANG_EN);
        is(cases[i].en, number_print(cases[i].n, out), "and in English");
    }
    lang_set(LANG_VI);
}

static void test_round_trip(void)
{
    size_t wrong = 0;
    for (int64_t n = 1; n < INT64_C(9007199254740992); n = n * 3 + 1) {
        char out[32];
        int64_t back = 0;
        wrong += !number_parse(number_print(-n, out), &back) || back != -n;
    }
    is_int(0, (long long)wrong, "what is printed can be read again");
}

static void test_bytes(void)
{
    char out[24];
    lang_set(LANG_VI);
    is("0 B", number_bytes(0, out), "nothing");
    is("999 B", number_bytes(999, out), "bytes");
    is("1,0 kB", number_bytes(1000, out), "with a comma");
    is("1,0 MB", number_bytes(999950, out), "rounded up to the next unit");
    is("345 MB", number_bytes(345000000, out), "three figures");
    lang_set(LANG_EN);
    is("1.2 GB", number_bytes(1200000000, out), "with a point");
    lang_set(LANG_VI);
}

int main(void)
{
    test_parse();
    test_print();
    test_round_trip();
    test_bytes();
    return tap_done();
}
