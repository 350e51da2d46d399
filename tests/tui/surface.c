/* Drawing into cells: letters of all widths, cuts, clips, crossing lines. */
#include "tui/surface.h"

#include <stdlib.h>

#include "tap.h"
#include "text/utf8.h"

/* The surface as text must be this. */
static void looks(const char *want, struct surface *s, const char *name)
{
    char *got = surface_text(s);
    is(want, got, name);
    free(got);
}

static void blank(struct surface *s)
{
    surface_fill(s, (struct rect){0, 0, s->rows, s->columns}, STYLE_NORMAL);
}

static void letters(struct surface *s)
{
    static const struct {
        const char *text;
        int columns, used;
        const char *want, *name;
    } cases[] = {
        {"Tiếng Việt", -1, 10, "Tiếng Việt\n", "Vietnamese letters take one column"},
        {"Tiếng Việt", 7, 7, "Tiếng …\n", "a cut ends in a mark"},
        {"Tiếng", 5, 5, "Tiếng\n", "what fits is not cut"},
        {"abc", 1, 1, "…\n", "one column for more"},
        {"abc", 0, 0, "\n", "no column"},
        {"x\xcc\x83\xcc\xa3y", -1, 2, "x\xcc\x83\xcc\xa3y\n", "marks join their letter"},
        {"日本", -1, 4, "日本\n", "wide letters take two"},
        {"日本語", 5, 5, "日本…\n", "a cut after two wide ones"},
        {"日本語", 4, 4, "日…\n", "a cut in the place of a wide one"},
        {"a\tb\nc", -1, 5, "a b c\n", "controls are spaces"},
        {"a\xffz", -1, 3, "a\xef\xbf\xbdz\n", "bad bytes are shown as such"},
        {"a\xe2\x80\x8bz", -1, 2, "az\n", "what has no width is left out"},
        {"a\u200Db\uFEFFc\u202Ed\u2066e", -1, 5, "abcde\n",
         "so are joiners and signs of direction"},
        {"a\xc2\x9b" "5ib\xc2\x85", -1, 6, "a 5ib\n", "C1 controls are spaces"},
        {"tệp\u00ADtin", -1, 7, "tệp-tin\n", "a soft hyphen is seen"},
        {"", -1, 0, "\n", "nothing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        blank(s);
        int used = surface_put(s, 0, 0, cases[i].columns, STYLE_NORMAL, cases[i].text);
        is_int(cases[i].used, used, cases[i].name);
        char *got = surface_text(s);
        got[strcspn(got, "\n") + 1] = '\0';
        if (cases[i].want)
            is(cases[i].want, got, cases[i].name);
        free(got);
    }
}

static void edges(void)
{
    struct surface *s = surface_create(2, 6);
    is_int(6, surface_put(s, 0, 0, -1, STYLE_NORMAL, "Phiếu nhập"), "cut at the edge");
    looks("Phiếu…\n\n", s, "with a mark");
    is_int(0, surface_put(s, 5, 0, -1, STYLE_NORMAL, "x"), "below the surface");
    is_int(0, surface_put(s, 0, 9, -1, STYLE_NORMAL, "x"), "right of it");
    surface_put(s, 1, -2, 4, STYLE_NORMAL, "abcd");
    looks("Phiếu…\ncd\n", s, "what lies left of it is left out");
    surface_put_right(s, 1, 0, 6, STYLE_NORMAL, "ấy");
    looks("Phiếu…\ncd  ấy\n", s, "right-aligned");
    s->ascii = true;
    surface_put(s, 0, 0, 4, STYLE_NORMAL, "Phiếu");
    looks("Phi~u…\ncd  ấy\n", s, "the ASCII mark of a cut");
    surface_destroy(s);
}

static void overwriting(void)
{
    struct surface *s = surface_create(1, 6);
    surface_put(s, 0, 0, -1, STYLE_NORMAL, "日本語");
    surface_put(s, 0, 1, -1, STYLE_NORMAL, "x");
    looks(" x本語\n", s, "over a right half");
    surface_put(s, 0, 2, -1, STYLE_NORMAL, "y");
    looks(" xy 語\n", s, "over a left half");
    surface_fill(s, (struct rect){0, 5, 1, 1}, STYLE_NORMAL);
    looks(" xy\n", s, "a fill takes both halves");
    is_int(1, surface_cell(s, 0, 4)->width, "and leaves a whole cell");
    surface_put(s, 0, 0, -1, STYLE_NORMAL, "日本語");
    surface_put(s, 0, 1, -1, STYLE_NORMAL, "日");
    looks(" 日 語\n", s, "a wide one over two halves");
    surface_destroy(s);
}

static void clipping(void)
{
    struct surface *s = surface_create(3, 8);
    struct rect old = surface_clip(s, (struct rect){1, 2, 1, 4});
    surface_put(s, 1, 0, -1, STYLE_NORMAL, "abcdefgh");
    surface_put(s, 0, 3, -1, STYLE_NORMAL, "x");
    looks("\n  cdef\n\n", s, "inside the clip only");
    surface_put(s, 1, 1, -1, STYLE_NORMAL, "日本日");
    looks("\n   本\n\n", s, "no half of a wide letter");
    struct rect inner = surface_clip(s, (struct rect){0, 0, 3, 3});
    surface_fill(s, (struct rect){0, 0, 3, 8}, STYLE_HIT);
    is_int(STYLE_HIT, surface_cell(s, 1, 2)->style, "a clip lies inside the one before");
    is_int(STYLE_NORMAL, surface_cell(s, 1, 1)->style, "not outside of it");
    surface_unclip(s, inner);
    surface_unclip(s, old);
    surface_put(s, 2, 7, -1, STYLE_NORMAL, "z");
    ok(surface_cell(s, 2, 7)->c[0] == 'z', "the old clip is back");
    surface_destroy(s);
}

static void lines(void)
{
    struct surface *s = surface_create(5, 9);
    surface_vline(s, 1, 4, 4);
    surface_hline(s, 1, 0, 9);
    surface_hline(s, 4, 0, 9);
    looks("\n────┬────\n    │\n    │\n────┴────\n", s, "lines that end at another");
    surface_hline(s, 3, 0, 9);
    looks("\n────┬────\n    │\n────┼────\n────┴────\n", s, "lines that cross");
    surface_vline(s, 1, 0, 4);
    surface_vline(s, 1, 8, 4);
    looks("\n┌───┬───┐\n│   │   │\n├───┼───┤\n└───┴───┘\n", s, "a table");
    surface_put(s, 3, 4, -1, STYLE_NORMAL, "x");
    surface_hline(s, 3, 4, 1);
    ok(surface_cell(s, 3, 4)->c[0] == 0x2500, "a letter leaves no line behind");
    s->ascii = true;
    blank(s);
    surface_box(s, (struct rect){0, 0, 3, 4});
    looks("+--+\n|  |\n+--+\n\n\n", s, "a box in ASCII");
    surface_destroy(s);
}

static void misc(void)
{
    struct surface *s = surface_create(2, 4);
    memset(s->touched, 0, 2);
    surface_putf(s, 1, 0, -1, STYLE_OK, "%d", 42);
    ok(!s->touched[0] && s->touched[1], "only rows drawn on are touched");
    surface_style(s, 1, 1, 9, STYLE_HIT);
    is_int(STYLE_OK, surface_cell(s, 1, 0)->style, "the style given");
    is_int(STYLE_HIT, surface_cell(s, 1, 3)->style, "changed for a stretch");
    looks("\n42\n", s, "the letters stay");
    surface_resize(s, 1, 2);
    looks("\n", s, "a new size begins blank");
    is("✓", surface_mark(s, MARK_OK), "a mark");
    s->ascii = true;
    is("+", surface_mark(s, MARK_OK), "in ASCII");
    surface_destroy(s);
}

/* Every code point there is, between two letters, alone and joined: what reaches a cell is neither
 * a control nor invisible. */
static bool may_stand(uint32_t c)
{
    return !(c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C ||
             (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
             (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
             (c >= 0xD800 && c <= 0xDFFF) || c == 0xE0001 || (c >= 0xE0020 && c <= 0xE007F));
}

static bool stand(const struct surface *s, uint32_t put)
{
    for (int x = 0; x < s->columns; x++)
        for (int i = 0; i < CELL_LETTERS && s->cells[x].c[i]; i++)
            if (!may_stand(s->cells[x].c[i]))
                return ok(false, "U+%04X puts U+%04X into a cell", (unsigned)put,
                          (unsigned)s->cells[x].c[i]);
    return true;
}

static void all_letters(void)
{
    struct surface *s = surface_create(1, 8);
    bool good = true;
    for (uint32_t c = 1; good && c < 0x110000; c++) {
        char text[24] = "a";
        size_t n = 1 + utf8_encode(c, text + 1);
        n += utf8_encode(0x202E, text + n);
        text[n++] = 'b';
        n += utf8_encode(0x2066, text + n);
        n += utf8_encode(c, text + n);
        surface_putn(s, 0, 0, -1, STYLE_NORMAL, text, n);
        good = stand(s, c);
    }
    ok(good, "no code point brings a control or an invisible sign into a cell");
    surface_destroy(s);
}

/* --ascii: our own signs have stand-ins, the letters stay. */
static void ascii_signs(void)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"Khảo sát › An Biên", "Khảo sát > An Biên\n"},
        {"3 × 4 · nháp…", "3 x 4 - nháp~\n"},
        {"“khác” – ‘hai’", "\"khác\" - 'hai'\n"},
        {"↑↓←→↔ ▐ ✓ • ▸", "^v<>- # + * >\n"},
        {"13 + 8 ≠ 20", "13 + 8 # 20\n"},
        {"≤ 5 €", "≤ 5 €\n"},
        {"a\xff\u00A0b", "a? b\n"},
    };
    struct surface *s = surface_create(1, 20);
    s->ascii = true;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        blank(s);
        surface_put(s, 0, 0, -1, STYLE_NORMAL, cases[i].text);
        looks(cases[i].want, s, cases[i].text);
    }
    for (uint32_t c = 0; c < 0x10000; c++)
        if (surface_ascii(c) != c && (surface_ascii(c) < ' ' || surface_ascii(c) > '~'))
            ok(false, "U+%04X has another stand-in than ASCII", (unsigned)c);
    surface_destroy(s);
}

int main(void)
{
    struct surface *s = surface_create(1, 20);
    letters(s);
    surface_destroy(s);
    edges();
    overwriting();
    clipping();
    lines();
    misc();
    all_letters();
    ascii_signs();
    return tap_done();
}
