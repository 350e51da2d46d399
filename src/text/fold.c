#include "text/fold.h"

#include <string.h>

#include "base/str.h"
#include "base/vec.h"
#include "text/fold_letter.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* The closed world of Vietnamese vowels: number, plain letter, shape, and the six tones. */
#define VOWELS(X)                                                                                  \
    X(0, 'a', 0, u'a', u'à', u'ả', u'ã', u'á', u'ạ')                                               \
    X(1, 'a', 1, u'ă', u'ằ', u'ẳ', u'ẵ', u'ắ', u'ặ')                                               \
    X(2, 'a', 2, u'â', u'ầ', u'ẩ', u'ẫ', u'ấ', u'ậ')                                               \
    X(3, 'e', 0, u'e', u'è', u'ẻ', u'ẽ', u'é', u'ẹ')                                               \
    X(4, 'e', 1, u'ê', u'ề', u'ể', u'ễ', u'ế', u'ệ')                                               \
    X(5, 'i', 0, u'i', u'ì', u'ỉ', u'ĩ', u'í', u'ị')                                               \
    X(6, 'o', 0, u'o', u'ò', u'ỏ', u'õ', u'ó', u'ọ')                                               \
    X(7, 'o', 1, u'ô', u'ồ', u'ổ', u'ỗ', u'ố', u'ộ')                                               \
    X(8, 'o', 2, u'ơ', u'ờ', u'ở', u'ỡ', u'ớ', u'ợ')                                               \
    X(9, 'u', 0, u'u', u'ù', u'ủ', u'ũ', u'ú', u'ụ')                                               \
    X(10, 'u', 1, u'ư', u'ừ', u'ử', u'ữ', u'ứ', u'ự')                                              \
    X(11, 'y', 0, u'y', u'ỳ', u'ỷ', u'ỹ', u'ý', u'ỵ')

enum { VOWEL_A = 0, VOWEL_E = 3, VOWEL_O = 6, VOWEL_U = 9, VOWEL_Y = 11, VOWEL_COUNT };

/* The letters stand in two blocks of Unicode, which one table holds behind each other. */
#define LOW_BLOCK  0x200
#define HIGH_BLOCK 0x1EA0
#define SLOT(c)    ((c) < LOW_BLOCK ? (c) : (c)-HIGH_BLOCK + LOW_BLOCK)
#define SLOTS      (LOW_BLOCK + 0x60)

static const struct {
    char plain;
    uint8_t shape;
    uint16_t toned[6];
} vowels[VOWEL_COUNT] = {
#define ROW(i, plain, shape, t0, t1, t2, t3, t4, t5) [i] = {plain, shape, {t0, t1, t2, t3, t4, t5}},
    VOWELS(ROW)
#undef ROW
};

/* vowel * 6 + tone + 1 for each small vowel, 0 for all else. */
static const uint8_t slots[SLOTS] = {
#define ROW(i, plain, shape, t0, t1, t2, t3, t4, t5)                                               \
    [SLOT(t0)] = (i)*6 + 1, [SLOT(t1)] = (i)*6 + 2, [SLOT(t2)] = (i)*6 + 3,                        \
    [SLOT(t3)] = (i)*6 + 4, [SLOT(t4)] = (i)*6 + 5, [SLOT(t5)] = (i)*6 + 6,
    VOWELS(ROW)
#undef ROW
};

unsigned fold_upper(unsigned c)
{
    return text_upper(c);
}

unsigned fold_lower(unsigned c)
{
    return text_lower(c);
}

/* --- reading ----------------------------------------------------------------------------- */

static uint32_t one_sign(uint32_t c)
{
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    if (c == 0x2018 || c == 0x2019)
        return '\'';
    if (c >= 0x201C && c <= 0x201E)
        return '"';
    return text_is_space(c) ? ' ' : c;
}

static struct fold_letter letter_of(uint32_t c)
{
    uint32_t lower = text_lower(c);
    struct fold_letter l = {.plain = lower, .vowel = NO_VOWEL, .capital = lower != c};
    if (lower == u'đ') {
        l.plain = 'd';
        l.shape = 1;
    } else if (lower < LOW_BLOCK || (lower >= HIGH_BLOCK && lower < HIGH_BLOCK + 0x60)) {
        int slot = slots[SLOT(lower)] - 1;
        if (slot >= 0) {
            l.vowel = slot / 6;
            l.tone = slot % 6;
            l.shape = vowels[l.vowel].shape;
            l.plain = (unsigned char)vowels[l.vowel].plain;
        }
    }
    if (l.vowel == NO_VOWEL && !l.shape)
        lower = l.plain = one_sign(lower);
    l.lower = lower;
    return l;
}

struct fold_reader fold_read(const char *s)
{
    return (struct fold_reader){.s = s, .n = strlen(s)};
}

/* Old style writes òa òe ùy, new style oà oè uỳ. */
static bool tone_may_move(int vowel, int next)
{
    return vowel == VOWEL_O ? next == VOWEL_A || next == VOWEL_E
                            : vowel == VOWEL_U && next == VOWEL_Y;
}

bool fold_next(struct fold_reader *r, struct fold_letter *ret)
{
    if (r->at >= r->n)
        return false;
    size_t len;
    *ret = letter_of(utf8_decode(r->s + r->at, r->n - r->at, &len));
    r->at += len;
    if (r->carried) {
        ret->tone = r->carried;
        r->carried = 0;
    } else if (ret->tone && (ret->vowel == VOWEL_O || ret->vowel == VOWEL_U) && r->at < r->n) {
        struct fold_letter next = letter_of(utf8_decode(r->s + r->at, r->n - r->at, &len));
        if (!next.tone && tone_may_move(ret->vowel, next.vowel)) {
            r->carried = ret->tone;
            ret->tone = 0;
        }
    }
    return true;
}

uint32_t fold_code_point(const struct fold_letter *l)
{
    return l->vowel == NO_VOWEL ? l->lower : vowels[l->vowel].toned[l->tone];
}

/* --- folded texts ------------------------------------------------------------------------ */

static char *fold(const char *s, bool marks)
{
    struct str out = {0};
    struct fold_letter l;
    for (struct fold_reader r = fold_read(s); fold_next(&r, &l);) {
        char bytes[4];
        str_addn(&out, bytes, utf8_encode(marks ? fold_code_point(&l) : l.plain, bytes));
    }
    return str_take(&out);
}

char *fold_plain(const char *s)
{
    return fold(s, false);
}

char *fold_marks(const char *s)
{
    return fold(s, true);
}

/* --- search ------------------------------------------------------------------------------ */

VEC_TYPEDEF(letters, struct fold_letter);

/* As it is written counts too, so that "hò" finds the beginning of "hòa". */
static bool letter_matches(const struct fold_letter *hay, const struct fold_letter *needle)
{
    if (!needle->shape && !needle->tone)
        return hay->plain == needle->plain;
    return hay->lower == needle->lower ||
           (hay->vowel != NO_VOWEL && hay->vowel == needle->vowel && hay->tone == needle->tone);
}

/* How many bytes match where r stands; -1 if they do not. */
static long match_at(struct fold_reader r, const struct letters *needle)
{
    size_t start = r.at;
    struct fold_letter l;
    for (size_t i = 0; i < needle->n; i++)
        if (!fold_next(&r, &l) || !letter_matches(&l, &needle->v[i]))
            return -1;
    return (long)(r.at - start);
}

/* Whether a word of hay begins with it. */
static bool begins_word(const char *hay, const struct letters *needle)
{
    struct fold_letter l;
    bool start = true;
    for (struct fold_reader r = fold_read(hay);;) {
        if (start && match_at(r, needle) >= 0)
            return true;
        if (!fold_next(&r, &l))
            return false;
        start = l.lower == ' ' || l.lower == '-' || l.lower == '(' || l.lower == '/';
    }
}

static long find(const char *hay, const struct letters *needle, size_t *ret_len)
{
    struct fold_letter l;
    for (struct fold_reader r = fold_read(hay);;) {
        long len = match_at(r, needle);
        if (len >= 0) {
            if (ret_len)
                *ret_len = (size_t)len;
            return (long)r.at;
        }
        if (!fold_next(&r, &l))
            return -1;
    }
}

long fold_find(const char *hay, const char *needle, size_t *ret_len)
{
    struct letters letters = {0};
    struct fold_letter l;
    for (struct fold_reader r = fold_read(needle); fold_next(&r, &l);)
        *vec_add(&letters) = l;
    long at = find(hay, &letters, ret_len);
    vec_finish(&letters);
    return at;
}

static bool all_words(const char *hay, const char *needle, bool begin)
{
    struct letters word = {0};
    struct fold_letter l;
    bool all = true;
    struct fold_reader r = fold_read(needle);
    for (bool more = true; more && all;) {
        more = fold_next(&r, &l);
        if (more && l.lower != ' ') {
            *vec_add(&word) = l;
            continue;
        }
        all = !word.n || (begin ? begins_word(hay, &word) : find(hay, &word, NULL) >= 0);
        vec_clear(&word);
    }
    vec_finish(&word);
    return all;
}

bool fold_matches(const char *hay, const char *needle)
{
    return all_words(hay, needle, false);
}

bool fold_begins_words(const char *hay, const char *needle)
{
    return all_words(hay, needle, true);
}
