/* Where two texts differ, as data; and what must hold for any two texts. */
#include "text/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"
#include "tap.h"
#include "text/match.h"

/* ---- as data ----------------------------------------------------------------------------------- */

/* "same [one|other] same" */
static char *shown(const char *a, const char *b)
{
    struct diff_parts parts = {0};
    struct str out = {0};
    diff_words(a, b, &parts);
    for (size_t i = 0; i < parts.n; i++) {
        struct diff_part p = parts.v[i];
        if (p.same)
            str_addn(&out, a + p.a, p.a_len);
        else
            str_addf(&out, "[%.*s|%.*s]", (int)p.a_len, a + p.a, (int)p.b_len, b + p.b);
    }
    vec_finish(&parts);
    return str_take(&out);
}

static void test_words(void)
{
    static const struct {
        const char *a, *b, *want;
    } cases[] = {
        {"", "", ""},
        {"", "một", "[|một]"},
        {"một", "", "[một|]"},
        {"một hai", "một hai", "một hai"},
        {"Đã mở 12 lớp.", "Đã mở 11 lớp.", "Đã mở [12|11] lớp."},
        {"Đã mở lớp.", "Đã mở 12 lớp.", "Đã mở [|12 ]lớp."},
        {"lớp tuyên truyền cho dân.", "lớp tuyên truyền, phát tờ rơi.",
         "lớp tuyên truyền[ cho dân|, phát tờ rơi]."},
        {"một", "một hai", "một[| hai]"},
        {"một  hai", "một hai", "một [ |]hai"},
        {"một\nhai", "một hai", "một[\n| ]hai"},
        {"một\n\nhai", "một\nhai", "một\n[\n|]hai"},
        {"hòa thuận", "hoà thuận", "[hòa|hoà] thuận"},
        {"abcdefgh x ijklmnop", "qrstuvwx x yzABCDEF", "[abcdefgh x ijklmnop|qrstuvwx x yzABCDEF]"},
        {"Một.", "Một.\nHai.", "Một.[|\nHai.]"},
        {"Một.\nHai.\nBa.", "Một.\nBa.", "Một.\n[Hai.\n|]Ba."},
        {"Một.\nHai.", "Một.", "Một.[\nHai.|]"},
        {"1.240 lượt", "1.241 lượt", "[1.240|1.241] lượt"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = shown(cases[i].a, cases[i].b);
        is(cases[i].want, got, cases[i].want);
        free(got);
    }
}

static void test_combine(void)
{
    static const struct {
        const char *base, *a, *b, *want, *name;
    } cases[] = {
        {NULL, "x", "x", "x", "the same text once"},
        {NULL, "a", "b", "a\nb", "both"},
        {NULL, "đầu\na\ncuối", "đầu\nb\ncuối", "đầu\na\nb\ncuối", "what both have stands once"},
        {"đầu\ncũ\ncuối", "đầu\na\ncuối", "đầu\nb\ncuối", "đầu\na\nb\ncuối", "the old one is gone from both"},
        {"1\n2\n3", "1a\n2\n3", "1\n2\n3b", "1a\n2\n3b", "each changed another paragraph: both changes, no question"},
        {"1\n2\n3", "1\n3", "1\n2\n3\n4", "1\n3\n4", "one took a paragraph out, the other added one"},
        {"1\n2\n3", "2\n1\n3", "1\n2\n3", "2\n1\n3", "moved by one"},
        {"", "a", "b", "a\nb", "nothing stood there before"},
        {NULL, "", "b", "b", "one is blank"},
        {NULL, "a", "", "a", "the other is blank"},
        {NULL, "x\n\ny", "x\n\nz", "x\n\ny\nz", "blank lines"},
        {NULL, "—\na\n—\nb", "—\nc", "—\na\n—\nb\nc", "lines that stand often are not lost"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = diff_combine(cases[i].base, cases[i].a, cases[i].b);
        is(cases[i].want, got, cases[i].name);
        free(got);
    }
}

/* ---- of any two texts -------------------------------------------------------------------------- */

static uint32_t seed = 12345;

static uint32_t any(uint32_t n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

static char *random_text(int words, uint32_t vocabulary)
{
    static const char *const gaps[] = {" ", " ", " ", " ", "\n", "  ", "\n\n", ", "};
    struct str out = {0};
    for (int i = 0; i < words; i++)
        str_addf(&out, "từ%u%s", (unsigned)any(vocabulary), gaps[any(8)]);
    return str_take(&out);
}

/* Some words changed, taken out, put in. */
static char *changed(const char *text, uint32_t often)
{
    struct str out = {0};
    for (const char *p = text; *p; p++) {
        uint32_t what = *p == ' ' ? any(often) : often;
        if (what == 0)
            str_add(&out, " mới");
        if (what == 1) {
            size_t n = strcspn(p + 1, " \n");
            p += n;
            continue;
        }
        str_addc(&out, *p);
    }
    return str_take(&out);
}

/* The parts follow each other without a gap, and the same ones are the same bytes: so what b has in
 * place of a's makes b of a. */
static bool holds(const char *a, const char *b)
{
    struct diff_parts parts = {0};
    size_t at = 0, bt = 0;
    bool good = true;
    diff_words(a, b, &parts);
    for (size_t i = 0; i < parts.n && good; i++) {
        struct diff_part p = parts.v[i];
        good = p.a == at && p.b == bt && p.a_len + p.b_len > 0;
        good = good && (!p.same || (p.a_len == p.b_len && !memcmp(a + p.a, b + p.b, p.a_len)));
        good = good && (i == 0 || parts.v[i - 1].same != p.same);
        at += p.a_len;
        bt += p.b_len;
    }
    good = good && at == strlen(a) && bt == strlen(b);
    vec_finish(&parts);
    return good;
}

static void test_any(void)
{
    bool good = true;
    for (int i = 0; i < 400 && good; i++) {
        char *a = random_text((int)any(60), 2 + any(30));
        char *b = any(2) ? changed(a, 2 + any(12)) : random_text((int)any(60), 2 + any(30));
        good = holds(a, b) && holds(b, a);
        if (!good)
            printf("# round %d\n# %s\n# %s\n", i, a, b);
        free(a);
        free(b);
    }
    ok(good, "applying what differs gives the other text, of 400 pairs");
}

/* Every paragraph of both stands in the combined text, when nothing was there before. */
static bool has_all(const char *whole, const char *text)
{
    struct str bordered = {0}, line = {0};
    bool good = true;
    str_addf(&bordered, "\n%s\n", whole);
    for (const char *p = text; good; p++) {
        size_t n = strcspn(p, "\n");
        str_clear(&line);
        str_addf(&line, "\n%.*s\n", (int)n, p);
        good = strstr(str_text(&bordered), str_text(&line)) != NULL;
        p += n;
        if (!*p)
            break;
    }
    str_finish(&bordered);
    str_finish(&line);
    return good;
}

static void test_any_combine(void)
{
    bool good = true;
    for (int i = 0; i < 200 && good; i++) {
        char *a = random_text(1 + (int)any(40), 3), *b = changed(a, 2 + any(9));
        char *both = diff_combine(NULL, a, b);
        good = has_all(both, a) && has_all(both, b);
        free(a);
        free(b);
        free(both);
    }
    ok(good, "no paragraph of either is missing in the two combined");
}

/* ---- the longest, and quick -------------------------------------------------------------------- */

static size_t longest(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t *row = calloc(m + 1, sizeof *row);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0, before = 0; k < m; k++) {
            size_t here = row[k + 1];
            row[k + 1] = a[i] == b[k] ? before + 1 : row[k + 1] > row[k] ? row[k + 1] : row[k];
            before = here;
        }
    size_t found = row[m];
    free(row);
    return found;
}

static void test_longest(void)
{
    bool good = true;
    uint32_t a[80], b[80];
    struct matches m = {0};
    for (int round = 0; round < 2000 && good; round++) {
        size_t n = any(80), k = any(80), found = 0;
        uint32_t letters = 1 + any(9);
        for (size_t i = 0; i < n; i++)
            a[i] = any(letters);
        for (size_t i = 0; i < k; i++)
            b[i] = any(letters);
        match_sequences(a, n, b, k, &m);
        for (size_t i = 0; i < m.n && good; i++) {
            good = !memcmp(a + m.v[i].a, b + m.v[i].b, m.v[i].n * sizeof *a);
            good = good && (!i || (m.v[i].a >= m.v[i - 1].a + m.v[i - 1].n &&
                                   m.v[i].b >= m.v[i - 1].b + m.v[i - 1].n));
            found += m.v[i].n;
        }
        good = good && found == longest(a, n, b, k);
    }
    vec_finish(&m);
    ok(good, "of short sequences the longest that both have, 2,000 times");
}

/* Processor time of this program: 20,000 words without one in common, and with all in common but in
 * another order, are the worst. */
static void test_quick(void)
{
    static const struct {
        uint32_t vocabulary;
        const char *name;
    } cases[] = {{1000000, "hardly a word in common"}, {40, "many words, in another order"}, {2, "two words"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *a = random_text(20000, cases[i].vocabulary), *b = random_text(20000, cases[i].vocabulary);
        clock_t begun = clock();
        bool good = holds(a, b);
        double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
        printf("# %s: %.2f s\n", cases[i].name, seconds);
        ok(good && seconds < 20, "20,000 words against 20,000, %s", cases[i].name);
        free(a);
        free(b);
    }
}

int main(void)
{
    test_words();
    test_combine();
    test_any();
    test_any_combine();
    test_longest();
    test_quick();
    return tap_done();
}
