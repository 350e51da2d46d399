#include "text/legacy.h"

#include <stdlib.h>

#include "text/fold_letter.h"
#include "text/syllable.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum { LONGEST = 7 }; /* letters of the longest syllable, nghiêng */

struct reading {
    struct letter letters[LONGEST];
    size_t n;      /* letters and odd signs so far; may pass LONGEST */
    bool marked;   /* a letter beyond ASCII, or an odd sign */
    bool odd;      /* a sign that has no place in a word */
    bool vowel, small;
};

/* Signs that stand beside words in any document. */
static bool is_common_sign(uint32_t c)
{
    static const uint16_t signs[] = {0xA0, 0xB0, 0xB2, 0xB3, 0x2013, 0x2014, 0x2018,
                                     0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AB};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == c)
            return true;
    return c < 0x80;
}

/* Between the controls and À of Latin-1 stand signs only, though Unicode calls ª and ¾ letters and digits. */
static bool is_letter(uint32_t c)
{
    return text_is_word(c) && !(c >= '0' && c <= '9') && !(c >= 0x80 && c < 0xC0);
}

static struct letter letter_of(const struct fold_letter *l)
{
    static const char codes[] = "aWAeEioOQuUy"; /* as fold_letter.h numbers the vowels */
    static const unsigned char tones[] = {TONE_NONE, TONE_GRAVE, TONE_HOOK, TONE_TILDE, TONE_ACUTE, TONE_DOT};
    struct letter ret = {.upper = l->capital, .tone = tones[l->tone]};
    if (l->vowel != NO_VOWEL)
        ret.code = codes[l->vowel];
    else
        ret.code = l->shape ? 'D' : l->plain < 0x80 ? (char)l->plain : '?';
    return ret;
}

/* A syllable, or an abbreviation like TGĐ. */
static bool is_possible(const struct reading *w)
{
    if (w->odd || w->n > LONGEST)
        return false;
    return (!w->vowel && !w->small) || syllable_possible(w->letters, w->n);
}

/* A letter alone says nothing for a way of reading: any dash is a letter in some. */
static void count_word(struct reading *w, struct legacy_guess *g)
{
    if (w->marked) {
        bool possible = is_possible(w);
        g->possible += possible && w->n > 1;
        g->impossible += !possible + w->odd;
    }
    *w = (struct reading){0};
}

static void count_words(const char *text, struct legacy_guess *g)
{
    struct reading w = {0};
    struct fold_reader r = fold_read(text);
    for (struct fold_letter l; fold_next(&r, &l);) {
        bool letter = is_letter(l.lower);
        if (!letter && is_common_sign(l.lower)) {
            count_word(&w, g);
            continue;
        }
        w.odd |= !letter;
        w.marked |= l.lower >= 0x80;
        w.vowel |= l.vowel != NO_VOWEL;
        w.small |= !l.capital;
        if (w.n < LONGEST)
            w.letters[w.n] = letter_of(&l);
        w.n++;
    }
    count_word(&w, g);
}

static long worth(const struct legacy_guess *g)
{
    return (long)g->possible - 2 * (long)g->impossible;
}

/* Best first; of equals the one that needs no change, then the commoner one. */
static int by_worth(const void *a, const void *b)
{
    const struct legacy_guess *x = a, *y = b;
    long d = worth(y) - worth(x);
    return d ? (d > 0) - (d < 0) : (int)x->encoding - (int)y->encoding;
}

/* Enough to be sure, cut where no letter is cut. */
static size_t sample(const char *s, size_t n)
{
    enum { ENOUGH = 64 * 1024 };
    if (n <= ENOUGH)
        return n;
    n = ENOUGH;
    while (n && (unsigned char)s[n] > ' ')
        n--;
    return n ? n : ENOUGH;
}

size_t legacy_guess(const char *s, size_t n, struct legacy_guess ret[LEGACY_COUNT])
{
    n = sample(s, n);
    bool utf8 = utf8_valid(s, n, NULL);
    size_t count = 0;
    for (int e = 0; e < LEGACY_COUNT; e++) {
        if (!utf8 && (e == LEGACY_NONE || e == LEGACY_UTF8))
            continue;
        char *text = legacy_decode((enum legacy)e, s, n, NULL);
        ret[count] = (struct legacy_guess){.encoding = (enum legacy)e};
        count_words(text, &ret[count++]);
        free(text);
    }
    qsort(ret, count, sizeof *ret, by_worth);
    return count;
}
