#include "text/wrap.h"

#include <stdlib.h>

#include "base/str.h"
#include "tap.h"
#include "text/unicode.h"

/* The lines with '|' between them. */
static char *wrapped(const char *s, int columns)
{
    struct wrap_lines lines = {0};
    struct str out = {0};
    wrap(s, strlen(s), columns, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        if (i)
            str_addc(&out, '|');
        str_addn(&out, s + lines.v[i].from, lines.v[i].to - lines.v[i].from);
    }
    vec_finish(&lines);
    return str_take(&out);
}

static void test_cases(void)
{
    static const struct {
        const char *s;
        int columns;
        const char *want;
    } cases[] = {
        {"", 10, ""},
        {"tiếng Việt", 10, "tiếng Việt"},
        {"tiếng Việt", 9, "tiếng |Việt"},
        {"tiếng Việt", 5, "tiếng |Việt"},
        {"tiếng Việt", 4, "tiến|g |Việt"},
        {"một hai ba bốn", 7, "một hai |ba bốn"},
        {"một hai   ba", 7, "một hai   |ba"},
        {"một   ", 3, "một   "},
        {"   một", 3, "   |một"},
        {"          ", 3, "          "},
        {"abcdefgh", 3, "abc|def|gh"},
        {"ab cdefgh", 3, "ab |cde|fgh"},
        {"a\nb", 10, "a\n|b"},
        {"a\n\nb\n", 10, "a\n|\n|b\n"},
        {"漢字漢字", 5, "漢字|漢字"},
        {"a漢字", 2, "a|漢|字"},
        {"漢字", 1, "漢|字"},
        {"abc", 0, "a|b|c"},
        {"abc", -5, "a|b|c"},
        {"e\u0302\u0301e\u0302\u0301", 1, "e\u0302\u0301|e\u0302\u0301"},
        {"1.240\u00A0đồng nữa", 8, "1.240\u00A0đồ|ng nữa"},
        {"a\tb", 2, "a\t|b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = wrapped(cases[i].s, cases[i].columns);
        is(cases[i].want, got, "wrapped");
        free(got);
    }
}

/* Over many texts and widths: lines meet, cover all, fit (but for the spaces that hang), break no
 * letter, and are as full as they can be. */
static void test_property(void)
{
    static const char *const letters[] = {"a",  "ế",   " ",       "đ", "漢",
                                          "  ", "bcd", "n\u0302", ".", "ngh"};
    size_t wrong = 0;
    srand(7);
    for (int round = 0; round < 3000; round++) {
        struct str s = {0};
        struct wrap_lines lines = {0};
        for (int i = rand() % 40; i > 0; i--)
            str_add(&s, letters[rand() % 10]);
        int columns = 2 + rand() % 12;
        const char *t = str_text(&s);
        wrap(t, s.len, columns, &lines);
        wrong += lines.v[0].from != 0 || lines.v[lines.n - 1].to != s.len;
        for (size_t i = 0; i < lines.n; i++) {
            size_t from = lines.v[i].from, to = lines.v[i].to, end = to;
            wrong += i + 1 < lines.n && lines.v[i + 1].from != to;
            wrong += to < s.len && from == to;
            wrong += to < s.len && to > 0 &&
                     text_grapheme_before(t, to + text_grapheme(t + to, s.len - to)) != to;
            while (end > from && t[end - 1] == ' ')
                end--;
            wrong += text_width(t + from, end - from) > columns;
            size_t next = to;
            while (next < s.len && t[next] != ' ')
                next++;
            wrong += to < s.len && text_width(t + from, next - from) <= columns;
        }
        vec_finish(&lines);
        str_finish(&s);
    }
    is_int(0, (long long)wrong, "3000 random texts are wrapped well");
}

int main(void)
{
    test_cases();
    test_property();
    return tap_done();
}
