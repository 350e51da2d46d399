#include "base/json.h"

#include <stdlib.h>

#include "base/json_walk.h"
#include "base/lang.h"
#include "base/mem.h"
#include "tap.h"

/* ---- strict reading ------------------------------------------------------------------------- */

#define BYTES(s) s, sizeof s - 1

struct text_case {
    const char *text;
    size_t len;
    const char *word; /* accepted: canonical bytes, NULL: not asked; refused: in the message */
};

static const struct text_case accepted[] = {
    {BYTES("{}"), "{}"},
    {BYTES(" \t\r\n[ ] "), "[]"},
    {BYTES("[[],{\"a\":[{}]}]"), "[[],{\"a\":[{}]}]"},
    {BYTES("true"), "true"},
    {BYTES("null"), "null"},
    {BYTES("\"\""), "\"\""},
    {BYTES("-0"), "0"},
    {BYTES("9223372036854775807"), "9223372036854775807"},
    {BYTES("-9223372036854775808"), "-9223372036854775808"},
    {BYTES("[1.5,-0.25,1e3,2E-2]"), NULL},
    {BYTES("{\"b\":2,\"a\":1,\"B\":0,\"\":3}"), "{\"\":3,\"B\":0,\"a\":1,\"b\":2}"},
    {BYTES("{\"ế\":1,\"z\":2,\"é\":3}"), "{\"z\":2,\"é\":3,\"ế\":1}"},
    {BYTES("\"\\u1ebf \\ud83d\\ude00\""), "\"ế 😀\""},
    {BYTES("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
    {BYTES("\"\\u0001\\u001f\""), "\"\\u0001\\u001F\""},
    {BYTES("\"\x7f\xe2\x80\xa8\""), "\"\x7f\xe2\x80\xa8\""},
    {BYTES("\"\\uFFFE\\uffff\""), "\"\xef\xbf\xbe\xef\xbf\xbf\""},
    {BYTES("\"\\\\u0000\""), "\"\\\\u0000\""},
};

static const struct text_case refused[] = {
    {BYTES(""), "not valid"},
    {BYTES("  "), "not valid"},
    {BYTES("{"), "not valid"},
    {BYTES("[1,]"), "not valid"},
    {BYTES("[,1]"), "not valid"},
    {BYTES("[1 2]"), "not valid"},
    {BYTES("{\"a\":1,}"), "not valid"},
    {BYTES("{\"a\"}"), "not valid"},
    {BYTES("{a:1}"), "not valid"},
    {BYTES("{'a':1}"), "not valid"},
    {BYTES("{1:1}"), "not valid"},
    {BYTES("{} {}"), "not valid"},
    {BYTES("[1]x"), "not valid"},
    {BYTES("/**/1"), "not valid"},
    {BYTES("1//"), "not valid"},
    {BYTES("True"), "not valid"},
    {BYTES("nul"), "not valid"},
    {BYTES("NaN"), "not valid"},
    {BYTES("-Infinity"), "not valid"},
    {BYTES("01"), "not valid"},
    {BYTES("-01"), "not valid"},
    {BYTES("+1"), "not valid"},
    {BYTES("1."), "not valid"},
    {BYTES(".5"), "not valid"},
    {BYTES("1e"), "not valid"},
    {BYTES("0x10"), "not valid"},
    {BYTES("1_000"), "not valid"},
    {BYTES("\"a"), "not valid"},
    {BYTES("\"\\x41\""), "not valid"},
    {BYTES("\"\\u12\""), "not valid"},
    {BYTES("\"\\\""), "not valid"},
    {BYTES("\"a\nb\""), "not valid"},
    {BYTES("\"a\tb\""), "not valid"},
    {BYTES("\"\\ud800\""), "not valid"},
    {BYTES("\"\\udc00\\ud800\""), "not valid"},
    {BYTES("\xef\xbb\xbf{}"), "not valid"},
    {BYTES("[\xc2\xa0]"), "not valid"},
    {BYTES("[1\0]"), "not valid"},
    {BYTES("1\0"), "not valid"},
    {BYTES("\"\xff\""), "UTF-8"},
    {BYTES("\"\xc0\xaf\""), "UTF-8"},
    {BYTES("\"\xed\xa0\x80\""), "UTF-8"},
    {BYTES("\"\xf4\x90\x80\x80\""), "UTF-8"},
    {BYTES("\"\xe1\xba\""), "UTF-8"},
    {BYTES("{\"a\":1,\"a\":1}"), "twice"},
    {BYTES("{\"\\u0061\":1,\"a\":2}"), "twice"},
    {BYTES("\"\\u0000\""), "NUL"},
    {BYTES("{\"a\\u0000b\":1}"), "NUL"},
    {BYTES("9223372036854775808"), "too large"},
    {BYTES("-99999999999999999999"), "too large"},
    {BYTES("1e999"), "too large"},
};

static void accepts(void)
{
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        struct err e = {0};
        json *j = js_parse(accepted[i].text, accepted[i].len, "t", &e);
        if (!ok(j != NULL, "accepts %s", accepted[i].text))
            printf("#   %s\n", e.message);
        if (j && accepted[i].word) {
            size_t len;
            char *bytes = js_canonical(j, &len);
            is(accepted[i].word, bytes, "and writes it in canonical bytes");
            ok(len == strlen(bytes), "of the length told");
            free(bytes);
        }
        js_free(j);
        err_finish(&e);
    }
}

static void refuses(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct err e = {0};
        json *j = js_parse(refused[i].text, refused[i].len, "t", &e);
        ok(!j && e.code == ERR_USAGE && strstr(e.message, refused[i].word) &&
               e.place[0] == 't' && e.remedy, "refuses %s (%s)", refused[i].text,
           e.message ? e.message : "accepted");
        js_free(j);
        err_finish(&e);
    }
}

/* All beginnings of a text are refused, and none reads beyond its end. */
static void refuses_beginnings(void)
{
    static const char text[] = "{\"a\":[1,-2,\"\\u1ebf\\n\xe1\xba\xbf\",true,null,{\"b\":0}]}";
    bool good = true;
    for (size_t n = 0; n < sizeof text - 1; n++) {
        char *piece = xmalloc(n + 1);
        memcpy(piece, text, n);
        json *j = js_parse(piece, n, "t", NULL);
        good = good && !j;
        js_free(j);
        free(piece);
    }
    ok(good, "no beginning of a text is a text");
}

static char *nested(int depth, const char *open, const char *close)
{
    struct str b = {0};
    for (int i = 0; i < depth; i++)
        str_add(&b, open);
    str_add(&b, "1");
    for (int i = 0; i < depth; i++)
        str_add(&b, close);
    return str_take(&b);
}

static void depth(void)
{
    static const struct {
        const char *open, *close;
        int depth;
        bool good;
    } cases[] = {
        {"[", "]", JS_DEPTH_MAX, true},          {"{\"a\":", "}", JS_DEPTH_MAX, true},
        {"[", "]", JS_DEPTH_MAX + 1, false},     {"{\"a\":", "}", JS_DEPTH_MAX + 1, false},
        {"[", "]", 100000, false},               {"{\"\":[", "]}", 50000, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        char *text = nested(cases[i].depth, cases[i].open, cases[i].close);
        json *j = js_parse(text, strlen(text), "t", &e);
        ok((j != NULL) == cases[i].good && (j || strstr(e.message, "too deep")), "%d times %s",
           cases[i].depth, cases[i].open);
        js_free(j);
        free(text);
        err_finish(&e);
    }
}

/* Every error has line and column, and a message without controls or cut letters. */
static void places(void)
{
    static const struct {
        const char *text;
        size_t len;
        const char *place, *message;
    } cases[] = {
        {BYTES("{\n  \"a\": 1,\n  \"b\": x\n}"), "t:3:8", "not valid JSON ('x')"},
        {BYTES("{\n \"ế\": 1\0}"), "t:2:8", "not valid JSON (a NUL byte stands in it)"},
        {BYTES("[\n\"[\\\"[\",[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1"), "t:2:39", "nested too deep"},
        {BYTES("{\"a\": \"\\u00e\314\234\"}"), "t:1:13", "not valid JSON ('\"\\u00e…')"},
        {BYTES("{\"a\": \x1b[31m}"), "t:1:7", "not valid JSON ('…')"},
        {BYTES("{\"a\": 1"), "t:1:7", "not valid JSON (the end is missing)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        js_parse(cases[i].text, cases[i].len, "t", &e);
        is(cases[i].place, e.place, "the place of an error");
        is(cases[i].message, e.message, "and its message");
        err_finish(&e);
    }
}

/* ---- values --------------------------------------------------------------------------------- */

static void builds(void)
{
    json *o = js_new_object(), *a = js_new_array();
    js_push(a, js_new_integer(-3));
    js_push(a, js_new_bool(true));
    js_push(a, js_new_null());
    js_push(a, js_new_textn("abc", 2));
    js_set(o, "list", a);
    js_set_text(o, "ten", "Bến Tre");
    js_set_text(o, "none", NULL);
    js_set(o, "x", js_new_integer(1));
    js_set(o, "x", js_new_integer(2));
    js_set(o, "gone", js_new_object());
    js_delete(o, "gone");
    char *bytes = js_canonical(o, NULL), *pretty = js_pretty(o);
    is("{\"list\":[-3,true,null,\"ab\"],\"ten\":\"Bến Tre\",\"x\":2}", bytes, "canonical");
    is("{\n  \"list\": [\n    -3,\n    true,\n    null,\n    \"ab\"\n  ],\n"
       "  \"ten\": \"Bến Tre\",\n  \"x\": 2\n}", pretty, "pretty");
    json *copy = js_copy(o);
    js_set(o, "x", js_new_integer(9));
    ok(js_integer(js_get(copy, "x")) == 2, "a copy is deep");
    free(pretty);
    free(bytes);
    js_free(copy);
    js_free(o);
    js_free(NULL);
}

static void reads(void)
{
    static const char text[] = "{\"i\":7,\"r\":0.5,\"s\":\"é\",\"t\":true,\"n\":null,\"a\":[1,2],"
                               "\"o\":{\"k\":1}}";
    json *o = js_parse(text, sizeof text - 1, "t", NULL);
    static const enum js_kind kinds[] = {JS_INTEGER, JS_REAL, JS_STRING, JS_BOOL,
                                         JS_NULL,    JS_ARRAY, JS_OBJECT};
    size_t n = 0;
    for (void *i = js_first(o); i; i = js_next(o, i), n++)
        ok(js_is(js_value(i), kinds[n]) && js_value(i) == js_get(o, js_key(i)),
           "member %s has its kind", js_key(i));
    ok(n == js_count(o), "all members were walked, in the order of the text");
    ok(js_integer(js_get(o, "i")) == 7 && js_real(js_get(o, "i")) == 7.0, "integer, also as real");
    ok(js_real(js_get(o, "r")) == 0.5 && js_integer(js_get(o, "r")) == 0, "real");
    is("é", js_text(js_get(o, "s")), "text");
    ok(js_bool(js_get(o, "t")) && !js_bool(js_get(o, "i")), "true");
    ok(js_count(js_get(o, "a")) == 2 && js_integer(js_at(js_get(o, "a"), 1)) == 2, "elements");
    ok(!js_at(js_get(o, "a"), 2) && !js_get(o, "absent"), "what is absent is NULL");
    ok(!js_is(NULL, JS_NULL) && !js_count(NULL) && !js_integer(NULL) && !js_bool(NULL) &&
           !strcmp(js_text(NULL), "") && !js_first(NULL), "NULL has nothing in it");
    ok(js_has_real(o) && !js_has_real(js_get(o, "a")) && !js_has_real(js_get(o, "o")),
       "where numbers with a fraction are");
    js_free(o);
}

static void quotes(void)
{
    struct str b = {0};
    str_add(&b, "k=");
    js_quote(&b, "a\"\\\n\x01\xc3\xa9/", 8);
    is("k=\"a\\\"\\\\\\n\\u0001é/\"", str_text(&b), "a quoted text is appended");
    str_finish(&b);
}

/* ---- where things stand --------------------------------------------------------------------- */

static const char walked[] = "\n{ \"a\" : \"é\\\\\" , \"[{,\\\"\": [1,[2, 3],{}, [ ]],\n"
                             "\t\"ể\": [\n  {\"x\": {\"y\": [4]}, \"z\": true}, null ] } ";

static const struct {
    size_t path[3], n;
    int line, column;
} walks[] = {
    {{0}, 0, 1, 1},       {{0}, 1, 2, 3},        {{1}, 1, 2, 17},      {{1, 0}, 2, 2, 27},
    {{1, 1}, 2, 2, 29},   {{1, 1, 1}, 3, 2, 33}, {{1, 2}, 2, 2, 36},   {{1, 3}, 2, 2, 40},
    {{2}, 1, 3, 2},       {{2, 0}, 2, 4, 3},     {{2, 0, 0}, 3, 4, 4}, {{2, 0, 1}, 3, 4, 21},
    {{2, 1}, 2, 4, 33},
};

static void walk(void)
{
    struct js_walk w, again;
    json *j = js_parse(walked, sizeof walked - 1, "t", NULL);
    ok(j != NULL, "it is JSON");
    js_free(j);
    js_walk_begin(&w, walked, sizeof walked - 1);
    for (size_t i = 0; i < sizeof walks / sizeof *walks; i++) {
        js_walk_begin(&again, walked, sizeof walked - 1);
        bool one = js_walk_to(&w, walks[i].path, walks[i].n);
        ok(one && w.line == walks[i].line && w.column == walks[i].column, "place %zu: %d:%d", i,
           w.line, w.column);
        ok(js_walk_to(&again, walks[i].path, walks[i].n) && again.at == w.at, "and from the start");
    }
    ok(!js_walk_to(&w, walks[1].path, 1), "what was passed is not found");
    js_walk_begin(&again, walked, sizeof walked - 1);
    ok(!js_walk_to(&again, (size_t[]){1, 4}, 2), "what is not there is not found");
}

int main(void)
{
    lang_set(LANG_EN);
    accepts();
    refuses();
    refuses_beginnings();
    depth();
    places();
    builds();
    reads();
    quotes();
    walk();
    return tap_done();
}
