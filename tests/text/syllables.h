#ifndef PHIEU_TESTS_SYLLABLES_H
#define PHIEU_TESTS_SYLLABLES_H
/* Every syllable that can be: all onsets, vowels and codas put together, kept where syllable_possible
 * says so, each with the tones it takes. Where the tone stands is reckoned here once more, from the
 * rules and not from the tables of text/syllable.c. */
#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

VEC_TYPEDEF(syllables, char *); /* small letters, NFC */

/* Old style: hòa, thủy; new style: hoà, thuỷ. Always in the same order. */
void syllables_make(struct syllables *s, bool new_style);
void syllables_finish(struct syllables *s);

#endif
