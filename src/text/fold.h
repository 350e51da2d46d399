#ifndef PHIEU_TEXT_FOLD_H
#define PHIEU_TEXT_FOLD_H
/* Vietnamese letters: searching without marks, and the order of the alphabet. NFC in. Everywhere
 * here dashes of any length are '-', hard spaces spaces, and curly quotes straight ones. */
#include <stdbool.h>
#include <stddef.h>

/* Lower case, tone and mark stripped, đ → d; other scripts: lower case only. Freshly allocated. */
char *fold_plain(const char *s);
/* Lower case with the marks kept, and the tone of oa oe uy at one place (hoà = hòa). */
char *fold_marks(const char *s);
/* Finds needle in hay as a person searches: a letter without marks matches all its kin, a marked
 * letter only itself, the tone of oa oe uy may stand on either. Byte offset in hay, -1 if absent
 * (an empty needle is at 0); *ret_len (may be NULL) = matched bytes of hay. */
long fold_find(const char *hay, const char *needle, size_t *ret_len);
/* Whether all words of needle occur in hay (folded), in any order: for palette and pick lists. */
bool fold_matches(const char *hay, const char *needle);
/* Whether all words of needle begin words of hay (folded): what people mean first. */
bool fold_begins_words(const char *hay, const char *needle);
/* Order: syllable by syllable, a space lowest: by letters of the Vietnamese alphabet (a ă â b … y),
 * then by tones ngang huyền hỏi ngã sắc nặng; texts equal so far by case, small before capital;
 * last, by code points. Signs and digits sort before letters, other scripts behind. */
int fold_compare(const char *a, const char *b);
/* The order of people: by the last word (the given name), then by the others from the left; each as above. */
int fold_compare_names(const char *a, const char *b);
/* Upper and lower case of a code point. */
unsigned fold_upper(unsigned c);
unsigned fold_lower(unsigned c);

#endif
