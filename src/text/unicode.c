#include "text/unicode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/mem.h"
#include "base/vec.h"
#include "text/utf8.h"

/* --- properties -------------------------------------------------------------------------- */

bool text_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool text_is_word(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO;
}

uint32_t text_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t text_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

/* --- graphemes --------------------------------------------------------------------------- */

size_t text_grapheme(const char *s, size_t n)
{
    if (!n)
        return 0;
    size_t len, at;
    uint32_t c = utf8_decode(s, n, &at);
    utf8proc_int32_t state = 0;
    for (; at < n; at += len) {
        uint32_t next = utf8_decode(s + at, n - at, &len);
        if (text_is_simple(next) && text_is_simple(c))
            break;
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)c, (utf8proc_int32_t)next, &state))
            break;
        c = next;
    }
    return at;
}

/* Start of the code point that ends just before at. */
static size_t code_point_before(const char *s, size_t at)
{
    size_t len;
    for (size_t back = 2; back <= 4 && back <= at; back++) {
        utf8_decode(s + at - back, back, &len);
        if (len == back)
            return at - back;
    }
    return at - 1;
}

/* Classes between which there is a boundary whatever stands around them. */
static bool stands_alone(uint32_t c)
{
    if (text_is_simple(c))
        return true;
    int class = utf8proc_get_property((utf8proc_int32_t)c)->boundclass;
    return class == UTF8PROC_BOUNDCLASS_OTHER || class == UTF8PROC_BOUNDCLASS_CONTROL;
}

size_t text_grapheme_before(const char *s, size_t at)
{
    /* Back to a place that is a boundary for sure, then forward letter by letter. */
    size_t start = at, len;
    while (start > 0) {
        start = code_point_before(s, start);
        if (start == 0 || !stands_alone(utf8_decode(s + start, at - start, &len)))
            continue;
        size_t before = code_point_before(s, start);
        if (stands_alone(utf8_decode(s + before, at - before, &len)))
            break;
    }
    for (;;) {
        size_t letter = text_grapheme(s + start, at - start);
        if (start + letter >= at)
            return start;
        start += letter;
    }
}

int text_grapheme_width(const char *s, size_t n)
{
    int width = 0;
    for (size_t at = 0, len; at < n && width < 2; at += len) {
        uint32_t c = utf8_decode(s + at, n - at, &len);
        if (c == '\n' || c == '\r')
            continue;
        width += c < 0x300 ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
    }
    return width > 2 ? 2 : width;
}

int text_width(const char *s, size_t n)
{
    int width = 0;
    for (size_t at = 0, len; at < n; at += len) {
        len = text_grapheme(s + at, n - at);
        width += text_grapheme_width(s + at, len);
    }
    return width;
}

size_t text_letters(const char *s, size_t n)
{
    size_t letters = 0;
    for (size_t at = 0; at < n;) {
        letters += s[at] != '\n' && s[at] != '\r';
        bool plain = at + 1 < n && (s[at] & 0x80) == 0 && (s[at + 1] & 0x80) == 0 && s[at] != '\r';
        at += plain ? 1 : text_grapheme(s + at, n - at);
    }
    return letters;
}

size_t text_words(const char *s, size_t n)
{
    size_t words = 0;
    bool inside = false;
    for (size_t at = 0, len; at < n; at += len) {
        bool space = text_is_space(utf8_decode(s + at, n - at, &len));
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

size_t text_take(const char *s, size_t n, int columns, int *ret_used)
{
    size_t at = 0;
    int used = 0;
    while (at < n) {
        size_t len = text_grapheme(s + at, n - at);
        int width = text_grapheme_width(s + at, len);
        if (used + width > columns)
            break;
        used += width;
        at += len;
    }
    if (ret_used)
        *ret_used = used;
    return at;
}

/* How one grapheme is drawn by text_fit: never a control, never a stray byte. */
static int draw_grapheme(struct str *out, const char *s, size_t n)
{
    size_t len;
    uint32_t c = utf8_decode(s, n, &len);
    if (is_control(c)) {
        str_addc(out, ' ');
        return 1;
    }
    if (c == 0xFFFD) {
        str_add(out, "\uFFFD");
        return 1;
    }
    int width = text_grapheme_width(s, n);
    if (width)
        str_addn(out, s, n);
    return width;
}

int text_fit(struct str *out, const char *s, int columns)
{
    size_t n = strlen(s), cut = out->len;
    int used = 0, cut_used = 0;
    for (size_t at = 0, len; at < n; at += len) {
        len = text_grapheme(s + at, n - at);
        used += draw_grapheme(out, s + at, len);
        if (used <= columns - 1) {
            cut = out->len;
            cut_used = used;
        }
        if (used <= columns)
            continue;
        out->len = cut;
        if (columns < 1)
            cut_used = 0;
        else
            str_add(out, "…");
        if (out->s)
            out->s[out->len] = '\0';
        return columns < 1 ? 0 : cut_used + 1;
    }
    return used;
}

/* --- normal form C ----------------------------------------------------------------------- */

/* Symbols that are in NFC as they stand and never join the letter before them. */
static bool is_plain_symbol(uint32_t c)
{
    if (c < 0x2002 || c > 0x2BFF || (c >= 0x20D0 && c <= 0x20F0))
        return false;
    return c != 0x2126 && c != 0x212A && c != 0x212B && c != 0x2329 && c != 0x232A && c != 0x2ADC;
}

/* How many of n bytes are NFC already, judged by ranges only: up to the last letter that what
 * follows might still change. */
static size_t surely_nfc(const char *s, size_t n)
{
    size_t last = 0;
    for (size_t at = 0, len; at < n; at += len) {
        len = 1;
        uint32_t c = (unsigned char)s[at];
        if (c >= 0x80) {
            c = utf8_decode(s + at, n - at, &len);
            if (!text_is_simple(c) && !is_plain_symbol(c))
                return last;
        }
        last = at;
    }
    return n;
}

/* Bytes up to the next letter that begins anew, whatever stands before it; the first is not looked
 * at. */
static size_t until_simple(const char *s, size_t n)
{
    size_t at, len;
    utf8_decode(s, n, &at);
    for (; at < n; at += len)
        if (text_is_simple(utf8_decode(s + at, n - at, &len)))
            break;
    return at;
}

static int combining_class(utf8proc_int32_t c)
{
    return c < 0x300 ? 0 : utf8proc_get_property(c)->combining_class;
}

struct mark {
    utf8proc_int32_t c;
    size_t order;
};

static int mark_cmp(const void *pa, const void *pb)
{
    const struct mark *a = pa, *b = pb;
    int ca = combining_class(a->c), cb = combining_class(b->c);
    return ca != cb ? ca - cb : a->order < b->order ? -1 : 1;
}

/* Marks of one letter in canonical order. Long runs, which only a hostile text has, are sorted
 * so that they cannot take quadratic time. */
static void order_marks(utf8proc_int32_t *c, size_t n)
{
    if (n < 2)
        return;
    struct mark few[16], *marks = n <= 16 ? few : xreallocarray(NULL, n, sizeof *marks);
    for (size_t i = 0; i < n; i++)
        marks[i] = (struct mark){c[i], i};
    qsort(marks, n, sizeof *marks, mark_cmp);
    for (size_t i = 0; i < n; i++)
        c[i] = marks[i].c;
    if (marks != few)
        free(marks);
}

/* A tone written before the circumflex or breve of a Vietnamese vowel goes behind it: both have
 * the same combining class, so plain NFC would keep them apart. */
static void repair_vowel(utf8proc_int32_t vowel, utf8proc_int32_t *marks, size_t n)
{
    bool a = vowel == 'a' || vowel == 'A';
    bool circumflex = a || vowel == 'e' || vowel == 'E' || vowel == 'o' || vowel == 'O';
    for (size_t i = 1; circumflex && i < n; i++) {
        utf8proc_int32_t tone = marks[i - 1], shape = marks[i];
        bool is_tone = tone == 0x300 || tone == 0x301 || tone == 0x303 || tone == 0x309;
        if (is_tone && (shape == 0x302 || (a && shape == 0x306))) {
            marks[i - 1] = shape;
            marks[i] = tone;
            return;
        }
    }
}

/* Decomposes into canonical order; freshly allocated. */
static utf8proc_int32_t *decompose(const char *s, size_t n, size_t *ret_n)
{
    VEC(utf8proc_int32_t) out = {0};
    for (size_t at = 0, len; at < n; at += len) {
        utf8proc_int32_t parts[8];
        uint32_t c = utf8_decode(s + at, n - at, &len);
        int last = UTF8PROC_BOUNDCLASS_START;
        utf8proc_ssize_t k =
            utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &last);
        for (utf8proc_ssize_t i = 0; i < k; i++)
            *vec_add(&out) = parts[i];
    }
    for (size_t i = 0; i < out.n; i++) {
        size_t end = i + 1;
        while (end < out.n && combining_class(out.v[end]))
            end++;
        size_t first = combining_class(out.v[i]) ? i : i + 1;
        order_marks(out.v + first, end - first);
        repair_vowel(out.v[i], out.v + first, end - first);
        i = end - 1;
    }
    *ret_n = out.n;
    return out.v;
}

/* A stretch that needs the whole work. */
static void add_composed(struct str *out, const char *s, size_t n)
{
    size_t count;
    utf8proc_int32_t *c = decompose(s, n, &count);
    utf8proc_ssize_t composed =
        utf8proc_normalize_utf32(c, (utf8proc_ssize_t)count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    assert(composed >= 0);
    for (utf8proc_ssize_t i = 0; i < composed; i++) {
        char bytes[4];
        str_addn(out, bytes, utf8_encode((uint32_t)c[i], bytes));
    }
    free(c);
}

char *text_nfc(const char *s, size_t n, size_t *ret_len)
{
    struct str out = {0};
    str_reserve(&out, n);
    for (size_t at = 0; at < n;) {
        size_t good = surely_nfc(s + at, n - at);
        str_addn(&out, s + at, good);
        at += good;
        size_t rest = at < n ? until_simple(s + at, n - at) : 0;
        if (rest)
            add_composed(&out, s + at, rest);
        at += rest;
    }
    *ret_len = out.len;
    return str_take(&out);
}

bool text_is_nfc(const char *s, size_t n)
{
    if (surely_nfc(s, n) == n)
        return true;
    size_t len;
    char *nfc = text_nfc(s, n, &len);
    bool same = len == n && memcmp(nfc, s, n) == 0;
    free(nfc);
    return same;
}

/* The dot below stands before circumflex and breve in canonical order, but is the tone. */
static void tones_last(utf8proc_int32_t *c, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (c[i - 1] == 0x323 && (c[i] == 0x302 || c[i] == 0x306)) {
            c[i - 1] = c[i];
            c[i] = 0x323;
        }
}

char *text_without_parts(const char *s, size_t n, size_t parts)
{
    size_t count, len;
    struct str left = {0};
    utf8proc_int32_t *c = decompose(s, n, &count);
    tones_last(c, count);
    for (size_t i = 0; i + parts < count; i++) {
        char bytes[4];
        str_addn(&left, bytes, utf8_encode((uint32_t)c[i], bytes));
    }
    char *nfc = text_nfc(str_text(&left), left.len, &len);
    str_finish(&left);
    free(c);
    return nfc;
}
