#include "text/unicode.h"

#include <stdlib.h>
#include <time.h>

#include "base/str.h"
#include "tap.h"
#include "text/utf8.h"

static void check_nfc(const char *in, const char *want)
{
    size_t len;
    char *got = text_nfc(in, strlen(in), &len);
    char name[128];
    snprintf(name, sizeof name, "NFC gives %s", want);
    is(want, got, name);
    ok(len == strlen(got) && text_is_nfc(got, len), "%s is NFC itself", want);
    ok(text_is_nfc(in, strlen(in)) == !strcmp(in, want), "and the check agrees for %s", want);
    free(got);
}

static void test_nfc(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"abc", "abc"},
        {"Tiếng Việt – “Ủy ban” 5 ₫…", "Tiếng Việt – “Ủy ban” 5 ₫…"},
        {"tie\u0302\u0301ng Vie\u0323\u0302t", "tiếng Việt"},
        {"e\u0301\u0302", "ế"}, /* the tone before the mark */
        {"é\u0302", "ế"},
        {"E\u0300\u0302", "Ề"},
        {"a\u0309\u0302", "ẩ"},
        {"a\u0303\u0306", "ẵ"},
        {"õ\u0302", "ỗ"},
        {"o\u0301\u0302\u0323", "ộ\u0301"}, /* one tone too many stays a mark */
        {"e\u0302\u0323", "ệ"},
        {"e\u0323\u0302", "ệ"},
        {"o\u0301\u031B", "ớ"},
        {"u\u031B\u0323", "ự"},
        {"u\u0323\u031B", "ự"},
        {"a\u0340", "à"}, /* the old tone marks */
        {"e\u0302\u0341", "ế"},
        {"e\u0341\u0302", "ế"},
        {"n\u0301\u0302", "ń\u0302"}, /* not a vowel of ours: as Unicode says */
        {"i\u0301\u0302", "í\u0302"},
        {"e\u0301\u0306", "é\u0306"}, /* no ĕ here */
        {"\u212B", "Å"},
        {"\u1112\u1161\u11AB", "한"},
        {"\u0958", "\u0915\u093C"},
        {"\u0301a", "\u0301a"},
        {"😀👍🏽", "😀👍🏽"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_nfc(cases[i][0], cases[i][1]);
}

/* All 12 vowels with 6 tones in both cases, put together from their parts in every order. */
static void test_all_vietnamese(void)
{
    static const char *const shapes[] = {"", "\u0302", "\u0306", "\u031B"};
    static const char *const tones[] = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"};
    static const char *const vowels[] = {"aAeEoO", "aAeEoO", "aA", "oOuU"};
    size_t wrong = 0, all = 0;
    for (size_t s = 1; s < 4; s++)
        for (const char *v = vowels[s]; *v; v++)
            for (size_t t = 0; t < 5; t++, all++) {
                char first[16], second[16];
                snprintf(first, sizeof first, "%c%s%s", *v, shapes[s], tones[t]);
                snprintf(second, sizeof second, "%c%s%s", *v, tones[t], shapes[s]);
                size_t n1, n2;
                char *a = text_nfc(first, strlen(first), &n1);
                char *b = text_nfc(second, strlen(second), &n2);
                wrong += strcmp(a, b) != 0 || n1 != 3;
                free(a);
                free(b);
            }
    is_int(60, (long long)all, "60 letters with a mark and a tone");
    is_int(0, (long long)wrong, "each is one letter, whichever mark came first");
}

static void test_clean(void)
{
    static const struct {
        const char *in, *lines, *one_line;
    } cases[] = {
        {"abc", "abc", "abc"},
        {"a\r\nb\rc\nd", "a\nb\nc\nd", "a b c d"},
        {"a\r\r\nb", "a\n\nb", "a  b"},
        {"a\tb", "a\tb", "a b"},
        {"a\vb\fc\xC2\x85"
         "d\u2028e\u2029f",
         "a\nb\nc\nd\ne\nf", "a b c d e f"},
        {"a\x01\x1B[31mb\x7F", "a[31mb", "a[31mb"},
        {"\xC2\x9B"
         "x",
         "x", "x"},
        {"a\u202Eb\u2066c\u200Fd\u061Ce", "abcde", "abcde"},
        {"\uFEFFa\u200Bb\u200Cc\u200Dd\u2060e\u00ADf", "abcdef", "abcdef"},
        {"e\u0302\u0301\u200B", "ế", "ế"},
        {"e\u200B\u0302\u0301", "ế", "ế"}, /* what is dropped cannot keep marks apart */
        {"a\u00A0b", "a\u00A0b", "a\u00A0b"},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got;
        size_t len;
        ok(text_clean(cases[i].in, strlen(cases[i].in), true, &got, &len), "case %zu is taken", i);
        is(cases[i].lines, got, "cleaned");
        free(got);
        text_clean(cases[i].in, strlen(cases[i].in), false, &got, &len);
        is(cases[i].one_line, got, "cleaned to one line");
        ok(len == strlen(got), "with its length");
        free(got);
    }
    char *got = NULL;
    size_t len;
    ok(text_clean("a\0b", 3, false, &got, &len) && len == 2, "NULs are dropped");
    free(got);
    ok(!text_clean("a\xFF", 2, true, &got, &len), "bad UTF-8 is refused");
}

static void test_graphemes(void)
{
    static const struct {
        const char *s;
        size_t letters;
        int width;
    } cases[] = {
        {"", 0, 0},
        {"abc", 3, 3},
        {"tiếng Việt", 10, 10},
        {"đĐữỮ…“”§", 8, 8},
        {"e\u0302\u0301x", 2, 2},
        {"\u0301", 1, 0},
        {"漢字", 2, 4},
        {"한글", 2, 4},
        {"\u1112\u1161\u11AB", 1, 2},
        {"🇻🇳🇱🇦", 2, 4},
        {"👍🏽!", 2, 3},
        {"👨\u200D👩\u200D👧", 1, 2},
        {"a\nb", 2, 2},
        {"a\tb", 3, 3},
        {"\xFF\xFF", 2, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *s = cases[i].s;
        size_t n = strlen(s);
        is_int((long long)cases[i].letters, (long long)text_letters(s, n), s);
        is_int(cases[i].width, text_width(s, n), "and its columns");
    }
    is_int(0, (long long)text_grapheme("", 0), "nothing has no grapheme");
    is_int(2, (long long)text_grapheme("\r\nx", 3), "CR LF is one");
}

/* Forwards and backwards the same boundaries are found. */
static void test_backwards(void)
{
    static const char *const texts[] = {
        "Việt e\u0302\u0301x n\u0301",
        "🇻🇳🇱🇦🇰🇭 🇻🇳",
        "👨\u200D👩\u200D👧👍🏽 漢字한글 \u1112\u1161\u11AB\u1112",
        "\u0301\u0302a\u0301",
        "a\r\n\r\nb",
        "\u0915\u094D\u0937\u093F\u0915",
        "\u0600\u0661 a",
        "x\xFF\xE1\xBA y",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t n = strlen(texts[i]), wrong = 0;
        for (size_t at = 0, len; at < n; at += len) {
            len = text_grapheme(texts[i] + at, n - at);
            wrong += text_grapheme_before(texts[i], at + len) != at;
        }
        is_int(0, (long long)wrong, "boundaries are the same backwards");
    }
}

static void test_words(void)
{
    is_int(0, (long long)text_words("", 0), "no words");
    is_int(0, (long long)text_words(" \n\t ", 4), "none in white space");
    is_int(2, (long long)text_words(" tiếng  Việt\n", 16), "two words");
    is_int(2, (long long)text_words("a\u00A0b", 4), "a hard space parts words too");
}

static void test_fit(void)
{
    static const struct {
        const char *in;
        int columns;
        const char *want;
        int used;
    } cases[] = {
        {"Huyện An Biên", 20, "Huyện An Biên", 13},
        {"Huyện An Biên", 13, "Huyện An Biên", 13},
        {"Huyện An Biên", 12, "Huyện An Bi…", 12},
        {"Huyện An Biên", 1, "…", 1},
        {"Huyện An Biên", 0, "", 0},
        {"Huyện", -3, "", 0},
        {"漢字漢字", 8, "漢字漢字", 8},
        {"漢字漢字", 7, "漢字漢…", 7},
        {"漢字漢字", 6, "漢字…", 5},
        {"", 5, "", 0},
        {"a\tb\nc\x1B", 9, "a b c ", 6},
        {"a\xFF", 9, "a\uFFFD", 2},
        {"a\u202E\xC2\x85"
         "b",
         9, "a b", 3},
        {"e\u0302\u0301x", 1, "…", 1},
        {"\u0301a", 3, "a", 1},
        {"é\u0323\u0331", 1, "é\u0323\u0331", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str out = {0};
        str_add(&out, "|");
        is_int(cases[i].used, text_fit(&out, cases[i].in, cases[i].columns), "columns used");
        is(cases[i].want, str_text(&out) + 1, "fitted");
        str_finish(&out);
    }
    int used;
    is_int(6, (long long)text_take("Việt Nam", 10, 4, &used), "four letters are taken");
    is_int(4, used, "in four columns");
    is_int(3, (long long)text_take("漢字", 6, 3, &used), "half a wide letter is not");
    is_int(2, used, "so one column stays free");
    is_int(0, (long long)text_take("x", 1, 0, NULL), "nothing fits in nothing");
}

static void test_properties(void)
{
    is_int(0x1EBF, text_lower(0x1EBE), "Ế is ế in lower case");
    is_int(0x110, text_upper(0x111), "đ is Đ in upper case");
    is_int('7', text_upper('7'), "a digit has no case");
    ok(text_is_word(0x1EBF) && text_is_word('7') && !text_is_word('-') && !text_is_word(' '),
       "letters and digits make words");
}

/* A hostile text of marks alone must not take quadratic time: 200,000 marks in two orders. */
static void test_many_marks(void)
{
    struct str s = {0};
    str_add(&s, "a");
    for (int i = 0; i < 100000; i++)
        str_add(&s, "\u0301\u0323");
    clock_t start = clock();
    size_t len;
    char *nfc = text_nfc(s.s, s.len, &len);
    ok(!strncmp(nfc, "ạ", 3), "the marks are put in order");
    ok((clock() - start) / CLOCKS_PER_SEC < 10, "and in good time");
    free(nfc);
    str_finish(&s);
}

int main(void)
{
    test_nfc();
    test_all_vietnamese();
    test_clean();
    test_graphemes();
    test_backwards();
    test_words();
    test_fit();
    test_properties();
    test_many_marks();
    return tap_done();
}
