/* Text → keys (keyer.h) → text, by Telex in its three variants and by VNI: every syllable that can be, the
 * texts of data/samples, and sentences of random syllables. PHIEU_ROUNDS: how many sentences. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "tap.h"
#include "text/keyer.h"
#include "text/syllables.h"
#include "text/unicode.h"
#include "text/utf8.h"

static const struct method {
    const char *name;
    enum typing_method method;
    enum typing_variant variant;
} methods[] = {
    {"Telex", TYPING_TELEX, TELEX_FULL},
    {"Simple Telex", TYPING_TELEX, TELEX_SIMPLE},
    {"Simple Telex 2", TYPING_TELEX, TELEX_SIMPLE_2},
    {"VNI", TYPING_VNI, TELEX_FULL},
};

static struct typing_options options_of(const struct method *m, bool new_style)
{
    return (struct typing_options){m->method, m->variant, new_style, true};
}

static bool comes_back(const char *text, const struct typing_options *o, struct keyer_counts *counts)
{
    struct str keys = {0};
    keyer_add(text, o, &keys, counts);
    char *shown = keyer_typed(str_text(&keys), o);
    bool good = !strcmp(shown, text);
    if (!good)
        printf("# %s\n# keyed %s\n# gave  %s\n", text, str_text(&keys), shown);
    free(shown);
    str_finish(&keys);
    return good;
}

static void test_syllables(const struct method *m, const struct syllables *all, bool new_style)
{
    struct typing_options o = options_of(m, new_style);
    struct keyer_counts counts = {0};
    size_t wrong = 0;
    for (size_t i = 0; i < all->n; i++)
        wrong += !comes_back(all->v[i], &o, &counts);
    ok(!wrong && all->n >= 10000, "%s, %s style: %zu syllables come back as they were", m->name,
       new_style ? "new" : "old", all->n);
    is_int((long long)all->n, (long long)counts.words[KEYER_SPELLED], "… spelled as taught, each of them");
}

/* ---- sentences ------------------------------------------------------------------------------- */

static uint32_t state = 20261122;

static size_t chance(size_t n)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % n;
}

static void add_raised(struct str *out, const char *word, bool all)
{
    for (size_t n = strlen(word), used; n; word += used, n -= used) {
        char bytes[4];
        uint32_t c = utf8_decode(word, n, &used);
        str_addn(out, bytes, utf8_encode(text_upper(c), bytes));
        if (!all) {
            str_add(out, word + used);
            return;
        }
    }
}

static char *sentence(const struct syllables *all)
{
    static const char *const others[] = {
        "Word", "Excel", "virus", "website", "email", "www", "HĐND", "UBND", "56-CTr/TU", "09-HD/HĐ", "A41",
        "QĐ1234", "[x]", "100%", "12,5", "soon", "reset", "CTr", "ww", "aa", "IIIs", "x2", "Q1/2015",
    };
    static const char *const between[] = {" ", " ", " ", ", ", ". ", "; ", " “", "” ", "-", "/", "…", "\n", " ("};
    struct str s = {0};
    for (size_t i = 0, n = 1 + chance(20); i < n; i++) {
        const char *word = all->v[chance(all->n)];
        if (i)
            str_add(&s, between[chance(sizeof between / sizeof *between)]);
        if (chance(8) == 0)
            str_add(&s, others[chance(sizeof others / sizeof *others)]);
        else if (chance(4) == 0)
            add_raised(&s, word, chance(2));
        else
            str_add(&s, word);
    }
    return str_take(&s);
}

static void test_sentences(const struct method *m, const struct syllables *all, size_t rounds)
{
    struct typing_options o = options_of(m, false);
    struct keyer_counts counts = {0};
    size_t wrong = 0;
    for (size_t i = 0; i < rounds; i++) {
        char *text = sentence(all);
        wrong += !comes_back(text, &o, &counts);
        free(text);
    }
    ok(!wrong, "%s: %zu random sentences come back", m->name, rounds);
}

/* ---- the samples ----------------------------------------------------------------------------- */

static size_t texts_of(const json *j, const struct typing_options *o, struct keyer_counts *counts)
{
    size_t wrong = 0;
    if (js_is(j, JS_STRING))
        return !comes_back(js_text(j), o, counts);
    for (size_t i = 0; i < js_count(j); i++)
        wrong += js_is(j, JS_ARRAY) ? texts_of(js_at(j, i), o, counts) : 0;
    for (void *i = js_is(j, JS_OBJECT) ? js_first(j) : NULL; i; i = js_next(j, i))
        wrong += texts_of(js_value(i), o, counts);
    return wrong;
}

static void test_sample(const struct method *m, const char *path)
{
    struct typing_options o = options_of(m, false);
    struct keyer_counts counts = {0};
    char *text = NULL;
    size_t n = 0;
    json *j = file_read(path, 1 << 24, &text, &n, NULL) ? js_parse(text, n, path, NULL) : NULL;
    size_t wrong = texts_of(j, &o, &counts), *n_of = counts.words;
    ok(j && n_of[KEYER_SPELLED] && !wrong,
       "%s: %s comes back; words spelled %zu, with a key twice %zu, as keyed %zu, in parts %zu", m->name,
       strrchr(path, '/') + 1, n_of[KEYER_SPELLED], n_of[KEYER_DOUBLED], n_of[KEYER_RESTORED],
       n_of[KEYER_BROKEN]);
    js_free(j);
    free(text);
}

static void test_samples(const struct method *m)
{
    char *folder = file_join(getenv("PHIEU_DATA"), "samples"), **names = file_list(folder, ".json");
    ok(names[0] != NULL, "there are samples");
    for (size_t i = 0; names[i]; i++) {
        char *path = file_join(folder, names[i]);
        test_sample(m, path);
        free(path);
    }
    file_list_free(names);
    free(folder);
}

int main(void)
{
    const char *rounds = getenv("PHIEU_ROUNDS");
    struct syllables styles[2];
    for (int i = 0; i < 2; i++)
        syllables_make(&styles[i], i);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        test_syllables(&methods[i], &styles[0], false);
        if (i % 3 == 0)
            test_syllables(&methods[i], &styles[1], true);
        test_sentences(&methods[i], &styles[0], rounds ? strtoul(rounds, NULL, 10) : 300);
        test_samples(&methods[i]);
    }
    for (int i = 0; i < 2; i++)
        syllables_finish(&styles[i]);
    return tap_done();
}
