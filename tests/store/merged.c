/* The register over the graph of revisions: cases as data, and random graphs against a slow and
 * simple reading of the same rule (doc/merging.md). */
#include "store/merged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "tap.h"

#define REVISIONS 12
#define PARENTS 3

struct graph {
    size_t n;
    struct field_values fields[REVISIONS];
    size_t parents[REVISIONS][PARENTS], n_parents[REVISIONS];
    bool cut[REVISIONS], silent[REVISIONS];
    struct merged_revision revisions[REVISIONS];
    size_t heads[REVISIONS], n_heads;
};

static void finish_graph(struct graph *g)
{
    for (size_t i = 0; i < g->n; i++)
        fields_finish(&g->fields[i]);
}

static void link_graph(struct graph *g)
{
    bool followed[REVISIONS] = {false};
    for (size_t i = 0; i < g->n; i++) {
        g->revisions[i] = (struct merged_revision){&g->fields[i], g->parents[i], g->n_parents[i],
                                                   g->cut[i], g->silent[i]};
        for (size_t k = 0; k < g->n_parents[i]; k++)
            followed[g->parents[i][k]] = true;
    }
    g->n_heads = 0;
    for (size_t i = 0; i < g->n; i++)
        if (!followed[i])
            g->heads[g->n_heads++] = i;
}

/* "path=candidate|candidate path=…" of the fields that somebody wrote; blank is "-". */
static char *describe(const struct merged_fields *f)
{
    struct str out = {0};
    for (size_t i = 0; i < f->n; i++) {
        str_addf(&out, "%s%s=", i ? " " : "", f->v[i].path);
        for (size_t k = 0; k < f->v[i].candidates.n; k++)
            str_addf(&out, "%s%s", k ? "|" : "",
                     f->v[i].candidates.v[k].bytes ? f->v[i].candidates.v[k].bytes : "-");
    }
    return str_take(&out);
}

/* ---- cases ----------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    struct {
        const char *parents; /* digits */
        const char *answers;
    } revisions[8];
    const char *want;
} cases[] = {
    {"one revision", {{"", "{\"a\":1}"}}, "a=1"},
    {"different fields", {{"", "{\"a\":1,\"b\":1}"}, {"0", "{\"a\":2,\"b\":1}"},
                          {"0", "{\"a\":1,\"b\":2}"}}, "a=2 b=2"},
    {"the same field", {{"", "{\"a\":1}"}, {"0", "{\"a\":2}"}, {"0", "{\"a\":3}"}}, "a=3|2"},
    {"the same value", {{"", "{\"a\":1}"}, {"0", "{\"a\":2}"}, {"0", "{\"a\":2}"}}, "a=2"},
    {"a correction taken back on purpose is a change",
     {{"", "{\"a\":0}"}, {"0", "{\"a\":1}"}, {"0", "{\"a\":1}"}, {"2", "{\"a\":0}"}}, "a=0|1"},
    {"a value made blank against a change",
     {{"", "{\"a\":1}"}, {"0", "{}"}, {"0", "{\"a\":2}"}}, "a=2|-"},
    {"a settled field is settled",
     {{"", "{\"a\":1}"}, {"0", "{\"a\":2}"}, {"0", "{\"a\":3}"}, {"12", "{\"a\":3}"}}, "a=3"},
    {"and is asked again only for what is newer",
     {{"", "{\"a\":1}"}, {"0", "{\"a\":2}"}, {"0", "{\"a\":3}"}, {"12", "{\"a\":3}"},
      {"1", "{\"a\":4}"}}, "a=4|3"},
    {"criss-cross", {{"", "{\"a\":1,\"b\":1}"}, {"0", "{\"a\":2,\"b\":1}"},
                     {"0", "{\"a\":1,\"b\":2}"}, {"12", "{\"a\":2,\"b\":2}"},
                     {"12", "{\"a\":2,\"b\":2}"}}, "a=2 b=2"},
    {"a row changed and another added",
     {{"", "{\"t\":[{\"_row\":\"r1\",\"c\":1}]}"}, {"0", "{\"t\":[{\"_row\":\"r1\",\"c\":2}]}"},
      {"0", "{\"t\":[{\"_row\":\"r1\",\"c\":1},{\"_row\":\"r2\",\"c\":5}]}"}},
     "t/$order=[\"r1\",\"r2\"] t/r1/$alive=true t/r1/c=2 t/r2/$alive=true t/r2/c=5"},
    {"a row removed and changed",
     {{"", "{\"t\":[{\"_row\":\"r1\",\"c\":1,\"d\":7}]}"}, {"0", "{}"},
      {"0", "{\"t\":[{\"_row\":\"r1\",\"c\":2,\"d\":7}]}"}},
     "t/$order=- t/r1/$alive=true|- t/r1/c=2 t/r1/d=7"},
    {"a row removed and filled in further",
     {{"", "{\"t\":[{\"_row\":\"r1\",\"c\":1}]}"}, {"0", "{}"},
      {"0", "{\"t\":[{\"_row\":\"r1\",\"c\":1,\"d\":2}]}"}},
     "t/$order=- t/r1/$alive=true|- t/r1/c=1 t/r1/d=2"},
    {"a row removed, nothing else", {{"", "{\"t\":[{\"_row\":\"r1\",\"c\":1}]}"}, {"0", "{}"},
                                     {"0", "{\"t\":[{\"_row\":\"r1\",\"c\":1}],\"a\":1}"}},
     "a=1 t/$order=- t/r1/$alive=- t/r1/c=1"},
    {"three heads", {{"", "{\"a\":1}"}, {"0", "{\"a\":2}"}, {"0", "{\"a\":3}"}, {"0", "{\"a\":2}"}},
     "a=2|3"},
    {"notes go one by one", {{"", "{\"_notes\":{\"a\":\"x\",\"b/c\":\"y\"}}"},
                             {"0", "{\"_notes\":{\"a\":\"z\",\"b/c\":\"y\"}}"},
                             {"0", "{\"_notes\":{\"a\":\"x\"}}"}},
     "_notes/a=\"z\" _notes/b~1c=-"},
};

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct graph g = {0};
        for (; g.n < 8 && cases[i].revisions[g.n].answers; g.n++) {
            const char *text = cases[i].revisions[g.n].answers;
            json *answers = js_parse(text, strlen(text), "case", NULL);
            fields_flatten(answers, &g.fields[g.n]);
            js_free(answers);
            for (const char *p = cases[i].revisions[g.n].parents; *p; p++)
                g.parents[g.n][g.n_parents[g.n]++] = (size_t)(*p - '0');
        }
        link_graph(&g);
        struct merged_fields result;
        merged_compute(g.revisions, g.n, g.heads, g.n_heads, &result);
        char *got = describe(&result);
        is(cases[i].want, got, cases[i].name);
        free(got);
        merged_fields_finish(&result);
        finish_graph(&g);
    }
}

/* ---- flat and back --------------------------------------------------------------------------- */

static void test_flat(void)
{
    static const char *const same[] = {
        "{}",
        "{\"a\":1,\"b\":\"x\",\"c\":[\"p\",\"q\"],\"d\":{\"raw\":\"1a\"}}",
        "{\"t\":[{\"_row\":\"z\",\"c\":1},{\"_row\":\"a\"},{\"_row\":\"m\",\"c\":{\"missing\":\"kad\"}}]}",
        "{\"a/b\":1,\"a~b\":2,\"t\":[{\"_row\":\"r/1\",\"c/d\":3}]}",
        "{\"_notes\":{\"a\":\"x\",\"t/r/c\":\"y\"},\"_reasons\":{\"k/r\":\"z\"}}",
        "{\"e\":[]}",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        json *answers = js_parse(same[i], strlen(same[i]), "flat", NULL);
        struct field_values flat;
        fields_flatten(answers, &flat);
        json *back = fields_unflatten(&flat);
        char *want = js_canonical(answers, NULL), *got = js_canonical(back, NULL);
        is(want, got, "flat and back");
        free(want);
        free(got);
        js_free(back);
        js_free(answers);
        fields_finish(&flat);
    }
}

/* ---- the rule, read slowly -------------------------------------------------------------------- */

static unsigned state;

static unsigned roll(unsigned n)
{
    state = state * 1103515245u + 12345u;
    return (state >> 16) % n;
}

static bool before(const struct graph *g, size_t a, size_t b)
{
    for (size_t i = 0; i < g->n_parents[b]; i++)
        if (g->parents[b][i] == a || before(g, a, g->parents[b][i]))
            return true;
    return false;
}

/* A set of revisions as bits. */
static unsigned newest(const struct graph *g, unsigned set)
{
    unsigned kept = 0;
    for (size_t a = 0; a < g->n; a++) {
        bool covered = !(set >> a & 1);
        for (size_t b = 0; b < g->n && !covered; b++)
            covered = (set >> b & 1) && before(g, a, b);
        kept |= covered ? 0 : 1u << a;
    }
    return kept;
}

static const char *value(const struct graph *g, size_t r)
{
    const char *v = fields_get(&g->fields[r], "a");
    return v ? v : "-";
}

static unsigned writers(const struct graph *g, size_t r)
{
    unsigned set = 0;
    for (size_t i = 0; i < g->n_parents[r]; i++)
        set |= writers(g, g->parents[r][i]);
    set = newest(g, set);
    if (g->silent[r])
        return set;
    bool same = !g->cut[r] && (set || !strcmp(value(g, r), "-"));
    for (size_t i = 0; i < g->n; i++)
        same = same && (!(set >> i & 1) || !strcmp(value(g, i), value(g, r)));
    return same ? set : 1u << r;
}

static unsigned expected(const struct graph *g)
{
    unsigned set = 0;
    for (size_t i = 0; i < g->n_heads; i++)
        set |= writers(g, g->heads[i]);
    return newest(g, set);
}

static void random_graph(struct graph *g)
{
    *g = (struct graph){0};
    g->n = 1 + roll(REVISIONS);
    for (size_t r = 0; r < g->n; r++) {
        size_t want = r ? 1 + roll(PARENTS) : 0;
        for (size_t k = 0; k < want; k++) {
            size_t p = roll((unsigned)r), known = 0;
            for (; known < g->n_parents[r] && g->parents[r][known] != p; known++)
                ;
            if (known == g->n_parents[r])
                g->parents[r][g->n_parents[r]++] = p;
        }
        g->cut[r] = roll(20) == 0;
        g->silent[r] = roll(12) == 0;
        char text[2] = {(char)('0' + roll(3)), '\0'};
        if (*text != '0' || r + 1 == g->n) /* somebody writes it */
            fields_add(&g->fields[r], "a", text);
    }
    link_graph(g);
}

static unsigned computed(const struct graph *g)
{
    struct merged_fields result;
    unsigned set = 0;
    merged_compute(g->revisions, g->n, g->heads, g->n_heads, &result);
    for (size_t i = 0; i < result.n; i++)
        for (size_t k = 0; k < result.v[i].candidates.n; k++)
            for (size_t w = 0; w < result.v[i].candidates.v[k].writers.n; w++)
                set |= 1u << result.v[i].candidates.v[k].writers.v[w];
    merged_fields_finish(&result);
    return set;
}

static void test_random(void)
{
    const int rounds = 3000;
    int same = 0;
    for (int i = 0; i < rounds; i++) {
        struct graph g;
        state = (unsigned)i + 1;
        random_graph(&g);
        bool good = expected(&g) == computed(&g);
        if (!good)
            printf("# seed %d: expected %x, computed %x\n", i + 1, expected(&g), computed(&g));
        same += good;
        finish_graph(&g);
    }
    is_int(rounds, same, "M2: random graphs: as the rule, read slowly, says");
}

static void test_too_many(void)
{
    struct graph g = {.n = 1};
    struct merged_fields result;
    size_t heads[MERGED_HEADS_MAX + 1] = {0};
    link_graph(&g);
    ok(!merged_compute(g.revisions, 1, heads, MERGED_HEADS_MAX + 1, &result),
       "more heads than people make are not compared");
    is_int(0, (long long)result.n, "and give nothing");
}

int main(void)
{
    test_cases();
    test_flat();
    test_random();
    test_too_many();
    return tap_done();
}
