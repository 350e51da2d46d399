#include "form/value.h"

#include <stdlib.h>

#include "tap.h"

/* Canonical bytes → kind and back. */
static void shapes(void)
{
    static const struct {
        const char *bytes;
        enum value_kind kind;
        const char *text;
    } cases[] = {
        {"", VALUE_BLANK, NULL},
        {"\"Bến Tre\"", VALUE_TEXT, "Bến Tre"},
        {"\"a\\nb\"", VALUE_TEXT, "a\nb"},
        {"\"2015-06-25\"", VALUE_TEXT, "2015-06-25"},
        {"0", VALUE_INTEGER, NULL},
        {"-12", VALUE_INTEGER, NULL},
        {"9223372036854775807", VALUE_INTEGER, NULL},
        {"{\"raw\":\"12a\"}", VALUE_RAW, "12a"},
        {"{\"missing\":\"kcsl\"}", VALUE_MISSING, "kcsl"},
        {"{\"missing\":\"kad\"}", VALUE_MISSING, "kad"},
        {"{\"text\":\"tự nguyện\",\"value\":\"khac\"}", VALUE_OTHER, "tự nguyện"},
        {"{\"text\":\"\",\"value\":\"khac\"}", VALUE_OTHER, ""},
        {"[\"a\",\"b\"]", VALUE_JSON, "[\"a\",\"b\"]"},
        {"true", VALUE_JSON, "true"},
        {"{}", VALUE_JSON, "{}"},
        {"[]", VALUE_JSON, "[]"},
        /* Near a known shape, and not it. */
        {"{\"raw\":\"\"}", VALUE_JSON, "{\"raw\":\"\"}"},
        {"{\"raw\":12}", VALUE_JSON, "{\"raw\":12}"},
        {"{\"raw\":\"12a\",\"x\":1}", VALUE_JSON, "{\"raw\":\"12a\",\"x\":1}"},
        {"{\"missing\":\"later\"}", VALUE_JSON, "{\"missing\":\"later\"}"},
        {"{\"missing\":\"\"}", VALUE_JSON, "{\"missing\":\"\"}"},
        {"{\"value\":\"khac\"}", VALUE_JSON, "{\"value\":\"khac\"}"},
        {"{\"text\":\"a\",\"value\":\"tot\"}", VALUE_JSON, "{\"text\":\"a\",\"value\":\"tot\"}"},
        {"{\"text\":null,\"value\":\"khac\"}", VALUE_JSON, "{\"text\":null,\"value\":\"khac\"}"},
        {"{\"at_least\":true,\"value\":100}", VALUE_JSON, "{\"at_least\":true,\"value\":100}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value v;
        ok(value_from_bytes(cases[i].bytes, &v) && v.kind == cases[i].kind, "kind of %s",
           cases[i].bytes);
        is(cases[i].text, v.text, "its text");
        char *bytes = value_to_bytes(&v);
        is(cases[i].bytes, bytes, "its bytes");
        free(bytes);
        json *j = value_to_json(&v);
        struct value again = j ? value_from_json(j) : VALUE_NONE;
        ok((j == NULL) == value_is_blank(&v) && value_equal(&v, &again), "through JSON and back");
        js_free(j);
        value_finish(&again);
        value_finish(&v);
    }
}

static void reads_loosely(void)
{
    static const struct {
        const char *bytes, *canonical;
    } cases[] = {
        {"null", ""},
        {"\"\"", ""},
        {" 7 ", "7"},
        {"-0", "0"},
        {"\"\\u1ebf\"", "\"ế\""},
        {"{\"value\":\"khac\", \"text\":\"x\"}", "{\"text\":\"x\",\"value\":\"khac\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value v;
        ok(value_from_bytes(cases[i].bytes, &v), "reads %s", cases[i].bytes);
        char *bytes = value_to_bytes(&v);
        is(cases[i].canonical, bytes, "one value has one spelling");
        free(bytes);
        value_finish(&v);
    }
    static const char *const bad[] = {"x", "1 2", "{", "\"\\u0000\"", "{\"a\":1,\"a\":1}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct value v = {.integer = 77};
        ok(!value_from_bytes(bad[i], &v) && v.integer == 77, "refuses %s", bad[i]);
    }
}

/* Decimals from outside come so; no type takes them yet, but nothing may break. */
static void fractions(void)
{
    json *j = js_parse("80.5", 4, "", NULL);
    struct value v = value_from_json(j);
    is_int(VALUE_JSON, v.kind, "a fraction is kept verbatim");
    is("80.5", v.text, "as it reads");
    json *back = value_to_json(&v);
    ok(js_real(back) == 80.5, "and comes back");
    js_free(back);
    js_free(j);
    value_finish(&v);
}

static void makes(void)
{
    struct value empty = value_text(""), none = value_raw("");
    ok(value_is_blank(&empty) && value_is_blank(&none), "an empty text is blank");
    struct value a = value_text("x"), b = value_raw("x"), c = value_copy(&a), n = value_integer(0);
    ok(value_equal(&a, &c) && a.text != c.text, "a copy is equal and its own");
    ok(!value_equal(&a, &b) && !value_equal(&a, &n), "other kinds are not");
    ok(!value_equal(&n, &empty), "zero is not blank");
    value_finish(&a);
    value_finish(&b);
    value_finish(&c);
    value_finish(&n);
    ok(value_is_blank(&a) && !a.text, "finished is blank");
    value_finish(&a);
}

/* Equality of values is equality of bytes, for all pairs of a set. */
static void equal_bytes(void)
{
    static const char *const set[] = {
        "", "0", "1", "\"0\"", "\"1\"", "\"kcsl\"", "{\"raw\":\"1\"}", "{\"missing\":\"kcsl\"}",
        "{\"raw\":\"kcsl\"}", "{\"text\":\"1\",\"value\":\"khac\"}", "[1]", "[\"1\"]", "false",
        "\"[1]\"", "\"false\"",
    };
    size_t n = sizeof set / sizeof *set;
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            struct value a, b;
            value_from_bytes(set[i], &a);
            value_from_bytes(set[k], &b);
            good = good && value_equal(&a, &b) == (i == k);
            value_finish(&a);
            value_finish(&b);
        }
    }
    ok(good, "values are equal exactly when their bytes are");
}

/* ---- shapes that several kinds share ------------------------------------------------------------ */

static void figures(void)
{
    static const struct {
        const char *bytes;
        long long digits;
        int places;
        bool at_least, estimate;
    } good[] = {
        {"12", 12, 0, false, false},
        {"-12", -12, 0, false, false},
        {"\"80.50\"", 8050, 2, false, false},
        {"\"-0.5\"", -5, 1, false, false},
        {"{\"at_least\":true,\"value\":100}", 100, 0, true, false},
        {"{\"estimate\":true,\"value\":\"80.5\"}", 805, 1, false, true},
        {"{\"at_least\":true,\"estimate\":true,\"value\":-7}", -7, 0, true, true},
    };
    static const char *const bad[] = {
        "", "\"x\"", "\"80,5\"", "\"1.\"", "true", "[1]", "{\"value\":100}",
        "{\"at_least\":false,\"value\":100}", "{\"at_least\":true}",
        "{\"at_least\":true,\"value\":\"x\"}", "{\"at_least\":true,\"value\":[1]}",
        "{\"at_least\":true,\"value\":100,\"x\":1}", "{\"at_least\":1,\"value\":100}",
        "{\"missing\":\"kcsl\"}", "{\"raw\":\"12\"}",
        "{\"at_least\":true,\"value\":99999999999999999}",
    };
    struct figure f;
    struct value v;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        value_from_bytes(good[i].bytes, &v);
        ok(value_figure(&v, &f) && f.size.digits == good[i].digits &&
               f.size.places == good[i].places && f.at_least == good[i].at_least &&
               f.estimate == good[i].estimate, "a figure: %s", good[i].bytes);
        struct value again = value_of_figure(f, !strchr(good[i].bytes, '"') ||
                                                    strstr(good[i].bytes, "\":1") ||
                                                    strstr(good[i].bytes, "\":-"));
        ok(value_equal(&v, &again), "made again");
        value_finish(&again);
        value_finish(&v);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        value_from_bytes(bad[i], &v);
        ok(!value_figure(&v, &f), "none: %s", bad[i]);
        value_finish(&v);
    }
}

static void booleans(void)
{
    for (int yes = 0; yes < 2; yes++) {
        struct value v = value_of_boolean(yes), read;
        bool is_yes = !yes;
        char *bytes = value_to_bytes(&v);
        is(yes ? "true" : "false", bytes, "its bytes");
        value_from_bytes(bytes, &read);
        ok(value_boolean(&read, &is_yes) && is_yes == yes, "read again");
        free(bytes);
        value_finish(&read);
        value_finish(&v);
    }
    struct value v = value_integer(1);
    bool yes;
    ok(!value_boolean(&v, &yes), "1 is a figure");
}

static void ticks(void)
{
    static const struct {
        const char *bytes, *ids, *other;
        bool good;
    } cases[] = {
        {"", "", NULL, true},
        {"\"a\"", "a", NULL, true},
        {"[\"a\",\"b\"]", "a,b", NULL, true},
        {"[\"a\",\"a\"]", "a", NULL, true},
        {"[]", "", NULL, true},
        {"[\"a\",{\"text\":\"x\",\"value\":\"khac\"}]", "a", "x", true},
        {"{\"text\":\"x\",\"value\":\"khac\"}", "", "x", true},
        {"[\"a\",1]", "", NULL, false},
        {"[[\"a\"]]", "", NULL, false},
        {"[{\"text\":\"x\",\"value\":\"khac\"},{\"text\":\"y\",\"value\":\"khac\"}]", "", NULL,
         false},
        {"7", "", NULL, false},
        {"true", "", NULL, false},
        {"{\"raw\":\"a\"}", "", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value v;
        struct ticks t;
        struct str ids = {0};
        value_from_bytes(cases[i].bytes, &v);
        ok(value_ticks(&v, &t) == cases[i].good, "%s", cases[i].bytes);
        for (size_t k = 0; k < t.ids.n; k++)
            str_addf(&ids, "%s%s", k ? "," : "", t.ids.v[k]);
        is(cases[i].ids, str_text(&ids), "the options");
        is(cases[i].other, t.other, "the other");
        struct value made = value_of_ticks(&t);
        struct ticks again;
        ok(value_ticks(&made, &again) && again.ids.n == t.ids.n && str_eq0(again.other, t.other),
           "made again");
        ticks_finish(&again);
        ticks_finish(&t);
        str_finish(&ids);
        value_finish(&made);
        value_finish(&v);
    }
}

int main(void)
{
    shapes();
    reads_loosely();
    fractions();
    makes();
    equal_bytes();
    figures();
    booleans();
    ticks();
    return tap_done();
}
