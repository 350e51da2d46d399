#include "text/decimal.h"

#include "base/lang.h"
#include "tap.h"

static void test_parse(void)
{
    static const struct {
        const char *s, *want;
    } good[] = {
        {"80,50", "80.50"},     {"80,5", "80.5"},         {"80.5", "80.5"},
        {"1.234,5", "1234.5"},  {"1 234,5", "1234.5"},    {"-0,7", "-0.7"},
        {",5", "0.5"},          {"12", "12"},             {"09", "9"},
        {"1.234", "1234"},      {"1.2345", "1.2345"},     {" 7,25 ", "7.25"},
        {"-12,000", "-12.000"}, {"-0,0", "0.0"},          {"0,123456789", "0.123456789"},
        {"\u22125,5", NULL},    {"900719925474099,2", "900719925474099.2"},
    };
    static const char *const bad[] = {"",     ",",        "-",         "-,",       "1,",  "1,2,3",
                                      "a",    "1,5a",     "1,2345678901", "1.23,5", "1..5", "--1,5",
                                      "1,-5", "9007199254740992,1"};
    struct decimal d;
    char out[32];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!good[i].want)
            continue;
        ok(decimal_parse(good[i].s, &d), "\"%s\" is a figure", good[i].s);
        decimal_canonical(d, out);
        is(good[i].want, out, "namely this");
        struct decimal again;
        ok(decimal_parse_canonical(out, &again) && again.digits == d.digits &&
               again.places == d.places, "its stored spelling is read back");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!decimal_parse(bad[i], &d), "\"%s\" is none", bad[i]);
    static const char *const not_stored[] = {"80,5", ".5", "1.", "+1", "1 ", "1.5 ", "", "-", "1e5",
                                             "1.1234567890", "99999999999999999"};
    for (size_t i = 0; i < sizeof not_stored / sizeof *not_stored; i++)
        ok(!decimal_parse_canonical(not_stored[i], &d), "\"%s\" is no stored spelling",
           not_stored[i]);
}

static void test_print(void)
{
    char out[40];
    lang_set(LANG_VI);
    is("1.234.567,50", decimal_print((struct decimal){123456750, 2}, out), "Vietnamese");
    is("-0,07", decimal_print((struct decimal){-7, 2}, out), "small and negative");
    is("12", decimal_print(decimal_of(12), out), "whole");
    is("-12,50", decimal_print((struct decimal){-1250, 2}, out), "negative");
    is("-9.223.372.036.854.775.808", decimal_print(decimal_of(INT64_MIN), out), "the smallest that JSON can bring");
    lang_set(LANG_EN);
    is("1,234.5", decimal_print((struct decimal){12345, 1}, out), "English");
}

static void test_reckoning(void)
{
    struct decimal sum;
    ok(decimal_compare((struct decimal){805, 1}, (struct decimal){8050, 2}) == 0, "80.5 = 80.50");
    ok(decimal_compare((struct decimal){-805, 1}, decimal_of(-80)) < 0, "-80.5 < -80");
    ok(decimal_add((struct decimal){805, 1}, (struct decimal){25, 2}, &sum), "80.5 + 0.25");
    ok(sum.digits == 8075 && sum.places == 2, "is 80.75");
    for (int i = 0, n = 0; i < 10; i++, n++)
        ok(n ? decimal_add(sum, (struct decimal){1, 1}, &sum)
             : decimal_add(decimal_of(0), (struct decimal){1, 1}, &sum), "plus a tenth");
    ok(decimal_compare(sum, decimal_of(1)) == 0, "ten tenths are one");
    ok(!decimal_add((struct decimal){INT64_C(9007199254740992), 0}, (struct decimal){1, 9}, &sum),
       "what does not fit is said");
}

int main(void)
{
    test_parse();
    test_print();
    test_reckoning();
    return tap_done();
}
