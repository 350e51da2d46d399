#ifndef PHIEU_TEXT_SYLLABLE_H
#define PHIEU_TEXT_SYLLABLE_H
/* The model of a Vietnamese syllable: onset, nucleus, coda and tone, as letters whose marks stand
 * apart from their tones. It knows which letters can begin a syllable, which are a finished one,
 * and which letter carries the tone. It also knows highland place names that break the rules. */
#include <stdbool.h>
#include <stddef.h>

enum tone { TONE_NONE, TONE_ACUTE, TONE_GRAVE, TONE_HOOK, TONE_TILDE, TONE_DOT, TONES };

/* A letter. The code is the small letter itself, or for a marked one a capital:
 * A â, W ă, E ê, O ô, Q ơ, U ư, D đ. Anything else (a digit) stands for itself. */
struct letter {
    char code;
    unsigned char tone; /* enum tone */
    bool upper;
    char lone; /* the key that made the letter all by itself (w, [ or ]), else 0 */
};

enum coda {
    CODA_NONE, CODA_C, CODA_CH, CODA_M, CODA_N, CODA_NG, CODA_NH, CODA_P, CODA_T, CODA_K, CODA_RARE
};

struct onset;
struct nucleus;

struct syllable {
    const struct onset *onset;     /* never NULL after a parse */
    const struct nucleus *nucleus; /* NULL while there are only consonants */
    size_t onset_len, nucleus_len, coda_len;
    enum coda coda;
};

/* Whether the letters begin a syllable. With `strict`, highland clusters (kr, pl) count as onsets
 * where a known name may come of them; without, a cluster is never an onset. */
bool syllable_parse(const struct letter *letters, size_t n, bool strict, struct syllable *ret);
/* Whether the letters with their tones are a finished syllable, or a known name. */
bool syllable_possible(const struct letter *letters, size_t n);
/* Whether a parsed syllable can carry the tone. */
bool syllable_takes(const struct syllable *s, const struct letter *letters, enum tone tone);
/* The codes of the onset, "" when there is none, and of the nucleus (which is not NULL). */
const char *syllable_onset(const struct syllable *s);
const char *syllable_nucleus(const struct syllable *s);
/* The index of the letter that carries the tone; the nucleus is not NULL. */
size_t syllable_tone_place(const struct syllable *s, bool new_style);

bool letter_is_vowel(char code);
/* The letter without its mark: 'a' for 'A' and 'W'. */
char letter_plain(char code);
/* The code point shown, in NFC. */
unsigned letter_code_point(const struct letter *l);

#endif
