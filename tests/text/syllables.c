#include "text/syllables.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/syllable.h"
#include "text/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* As in text/syllable.h: A â, W ă, E ê, O ô, Q ơ, U ư, D đ. */
static const char vowels[] = "aWAeEioOQuUy";
#define VOWELS (sizeof vowels - 1)
static const char *const onsets[] = {
    "", "b", "c", "ch", "d", "D", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "kr", "kl", "Dr", "hr", "hl", "ml", "mr", "sr", "tl",
    "chr", "bl", "br", "dr", "gl", "gr", "kn", "pl", "pr",
};
static const char *const codas[] = {"", "c", "ch", "m", "n", "ng", "nh", "p", "t", "k"};

/* A mark draws the tone; then three vowels the middle one, two before a coda the second, two open ones
 * the first, but for oa, oe, uy in the new style. */
static size_t tone_place(const char *v, size_t n, bool closed, bool new_style)
{
    for (size_t i = n; i-- > 0;)
        if (strchr("AWEOQU", v[i]))
            return i;
    if (n == 3)
        return 1;
    if (n == 2 && (closed || (new_style && (!memcmp(v, "oa", 2) || !memcmp(v, "oe", 2) ||
                                            !memcmp(v, "uy", 2)))))
        return 1;
    return 0;
}

static char *shown(const struct letter *letters, size_t n)
{
    struct str s = {0};
    char bytes[4];
    for (size_t i = 0; i < n; i++)
        str_addn(&s, bytes, utf8_encode(letter_code_point(&letters[i]), bytes));
    return str_take(&s);
}

static void add_toned(struct syllables *s, const char *onset, const char *nucleus, const char *coda,
                      bool new_style)
{
    struct letter letters[12] = {0};
    size_t n = 0, before = strlen(onset), vowels_n = strlen(nucleus);
    const char *const parts[] = {onset, nucleus, coda};
    for (size_t i = 0; i < COUNT(parts); i++)
        for (const char *p = parts[i]; *p; p++)
            letters[n++].code = *p;
    if (!syllable_possible(letters, n))
        return;
    size_t at = before + tone_place(nucleus, vowels_n, *coda, new_style);
    for (int tone = 0; tone < TONES; tone++) {
        letters[at].tone = (unsigned char)tone;
        if (syllable_possible(letters, n))
            *vec_add(s) = shown(letters, n);
    }
}

/* uơ, huơ, khuơ, thuở: behind any other onset the keys mean ươ, and no word is spelled otherwise. */
static bool takes_open_uo(const char *onset)
{
    return !*onset || !strcmp(onset, "h") || !strcmp(onset, "kh") || !strcmp(onset, "th");
}

static void add_nucleus(struct syllables *s, const char *nucleus, bool new_style)
{
    for (size_t o = 0; o < COUNT(onsets); o++) {
        if (!strcmp(onsets[o], "g") && nucleus[0] == 'i' && nucleus[1])
            continue; /* gi takes the i: gia is not g-ia */
        if (!strcmp(nucleus, "uQ") && !takes_open_uo(onsets[o]))
            continue;
        for (size_t c = 0; c < COUNT(codas); c++)
            add_toned(s, onsets[o], nucleus, codas[c], new_style);
    }
}

void syllables_make(struct syllables *s, bool new_style)
{
    *s = (struct syllables){0};
    for (size_t i = 0; i < VOWELS * (VOWELS + 1) * (VOWELS + 1); i++) {
        size_t second = i / VOWELS % (VOWELS + 1), third = i / VOWELS / (VOWELS + 1);
        /* vowels[VOWELS] is the end of the text: no letter */
        char nucleus[4] = {vowels[i % VOWELS], vowels[VOWELS - second], vowels[VOWELS - third]};
        if (second || !third)
            add_nucleus(s, nucleus, new_style);
    }
}

void syllables_finish(struct syllables *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->v[i]);
    vec_finish(s);
}
