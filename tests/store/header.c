/* Headers are read in one pass, and as strictly as by way of a tree: on the frozen examples, on these
 * with bytes changed, and on any other canonical object. PHIEU_ROUNDS: how many of each. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/random.h"
#include "base/str.h"
#include "store/slow_event.h"
#include "tap.h"

static VEC(char *) heads;
static long taken, all;

static unsigned below(unsigned n)
{
    uint32_t r;
    random_bytes(&r, sizeof r);
    return r % n;
}

static bool agrees(const char *head, size_t len)
{
    bool good;
    bool same = slow_agrees(head, len, &good);
    all++;
    taken += good;
    if (!same)
        printf("# not read alike: %.*s\n", (int)len, head);
    return same;
}

/* ---- the frozen examples ------------------------------------------------------------------------ */

static void load_heads(void)
{
    char *path = file_join(getenv("PHIEU_SOURCE"), "tests/store/vectors.tsv"), *text;
    size_t len;
    if (!ok(file_read(path, 1u << 20, &text, &len, NULL), "the examples are there"))
        exit(1);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *bytes = strrchr(line, '\t');
        if (strstr(line, "\tevent\t") && bytes)
            *vec_add(&heads) = xstrdup(bytes + 1);
    }
    free(text);
    free(path);
    ok(heads.n >= 11, "of every kind");
    bool same = true;
    for (size_t i = 0; i < heads.n; i++)
        same &= agrees(heads.v[i], strlen(heads.v[i]));
    ok(same && taken == all, "they are taken, and read alike");
}

/* ---- bytes changed ------------------------------------------------------------------------------- */

static const char *const pieces[] = {
    "{", "}", "[", "]", ",", ":", "\"", "\\", "0", "-", "1", ".", "e", " ", "\n", "null", "true", "false",
    "\\n", "\\u001f", "\\u001F", "\\u000a", "\\u0000", "\\/", "\\\"", "\\\\", "\x7f", "\xc3\xa9", "\xed\xa0\x80",
    "\xef\xbf\xbd", "\xf4\x90\x80\x80", "\xf0\x9f\x98\x80", "\xc0\x80", "\xff", "9007199254740992",
    "9007199254740993", "-9007199254740992", "-9007199254740993", "-0", "00", "1.0", "18446744073709551617",
    "\"a\":1,", "\"zz\":[],", ",\"zz\":{}", ",\"zz\":[{\"b\":1,\"a\":2}]", "\"kind\":\"form\",", "\"v\":2", "{\"\":{}}",
};

static void add_piece(struct str *out)
{
    const char *p = pieces[below(sizeof pieces / sizeof *pieces)];
    if (below(6))
        str_add(out, p);
    else
        str_addc(out, (char)below(256));
}

/* A piece put in, or put in place of some bytes; a part left out, or said twice. */
static void bend(struct str *out, const char *text, size_t len)
{
    size_t at = below((unsigned)len + 1), n = below(4) ? below(3) : below(40);
    n = n > len - at ? len - at : n;
    unsigned how = below(4);
    str_addn(out, text, at + (how == 3 ? n : 0));
    if (how < 2)
        add_piece(out);
    size_t on = how == 0 ? at : how == 3 ? at : at + n;
    str_addn(out, text + on, len - on);
}

static void test_bent(unsigned rounds)
{
    bool same = true;
    for (unsigned i = 0; same && i < rounds; i++) {
        struct str a = {0}, b = {0};
        const char *head = heads.v[below((unsigned)heads.n)];
        bend(&a, head, strlen(head));
        if (below(3) == 0) {
            bend(&b, str_text(&a), a.len);
            same = agrees(str_text(&b), b.len);
        }
        same = same && agrees(str_text(&a), a.len);
        str_finish(&a);
        str_finish(&b);
    }
    ok(same, "%u bent headers are read alike", rounds);
}

/* ---- any canonical object ------------------------------------------------------------------------ */

static char *any_text(void)
{
    static const char *const words[] = {"", "a", "ab", "b", "kind", "v", "form", "entry", "parents", "time", "é",
                                        "e\xcc\x81", "\n", "\x01", "\x1f", "\"", "\\", "\x7f", "😀", "z/z", "form2"};
    struct str s = {0};
    for (unsigned i = 1 + below(2); i > 0; i--)
        str_add(&s, words[below(sizeof words / sizeof *words)]);
    return str_take(&s);
}

static json *any_value(int depth)
{
    char *text = any_text();
    json *j;
    switch (below(depth > 0 ? 7 : 4)) {
    case 0:
        j = js_new_bool(below(2));
        break;
    case 1:
        j = js_new_integer((int64_t)below(3) - 1);
        break;
    case 2:
        j = js_new_integer(((INT64_C(1) << 53) + (int64_t)below(3) - 1) * (below(2) ? 1 : -1));
        break;
    case 4:
    case 5:
        j = js_new_array();
        for (unsigned i = below(4); i > 0; i--)
            js_push(j, any_value(depth - 1));
        break;
    case 6:
        j = js_new_object();
        for (unsigned i = below(5); i > 0; i--) {
            char *key = any_text();
            js_set(j, key, any_value(depth - 1));
            free(key);
        }
        break;
    default:
        j = js_new_text(text);
    }
    free(text);
    return j;
}

static json *any_head(void)
{
    json *head = js_new_object();
    for (unsigned i = below(8); i > 0; i--) {
        char *key = any_text();
        js_set(head, key, any_value(3));
        free(key);
    }
    if (below(2)) {
        js_set_text(head, "kind", event_kind_name((enum event_kind)below(EVENT_KINDS)));
        js_set(head, "v", js_new_integer(1));
    }
    return head;
}

static void test_any(unsigned rounds)
{
    bool same = true;
    for (unsigned i = 0; same && i < rounds; i++) {
        size_t n;
        json *head = any_head();
        char *text = js_canonical(head, &n);
        struct str bent = {0};
        bend(&bent, text, n);
        same = agrees(text, n) && agrees(str_text(&bent), bent.len);
        str_finish(&bent);
        free(text);
        js_free(head);
    }
    ok(same, "%u objects of any shape are read alike", rounds);
}

/* Deeper than 32 is refused, wherever the depth stands. */
static void test_deep(void)
{
    bool same = true;
    for (int depth = 29; depth < 36; depth++) {
        struct str s = {0};
        str_add(&s, "{\"a\":");
        for (int i = 1; i < depth; i++)
            str_add(&s, i % 2 ? "[" : "{\"b\":");
        str_add(&s, "1");
        for (int i = depth - 1; i > 0; i--)
            str_add(&s, i % 2 ? "]" : "}");
        str_add(&s, "}");
        bool good;
        same &= slow_agrees(str_text(&s), s.len, &good) && good == (depth <= JS_DEPTH_MAX);
        str_finish(&s);
    }
    ok(same, "nested 32 deep is taken, 33 deep is not");
}

int main(void)
{
    const char *wanted = getenv("PHIEU_ROUNDS");
    unsigned rounds = wanted ? (unsigned)atoi(wanted) * 1000 : 20000;
    random_seed(11);
    load_heads();
    test_bent(rounds);
    test_any(rounds / 2);
    ok(taken > all / 20, "enough of them were headers (%ld of %ld)", taken, all);
    test_deep();
    for (size_t i = 0; i < heads.n; i++)
        free(heads.v[i]);
    vec_finish(&heads);
    return tap_done();
}
