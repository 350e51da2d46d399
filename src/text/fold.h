#ifndef PHIEU_TEXT_FOLD_H
#define PHIEU_TEXT_FOLD_H
/* Vietnamese letters: searching without marks, and the order of the alphabet. NFC in. */
#include <stdbool.h>
#include <stddef.h>

/* Lower case, tone and mark stripped, đ → d; other scripts: lower case only. Freshly allocated. */
char *fold_plain(const char *s);
/* Lower case with the marks kept, and the tone of oa oe uy at one place (hoà = hòa). */
char *fold_marks(const char *s);
/* Finds needle in hay as a person searches: needle without marks matches all, a marked letter only
 * itself. Byte offset in hay, -1 if absent; *ret_len (may be NULL) = matched bytes of hay. */
long fold_find(const char *hay, const char *needle, size_t *ret_len);
/* Whether all words of needle occur in hay (folded), in any order: for the palette and pick lists. */
bool fold_matches(const char *hay, const char *needle);
/* Order: letters of the Vietnamese alphabet (a ă â b … y), then tones ngang huyền hỏi ngã sắc nặng,
 * then small before capital; syllable by syllable, a space sorts lowest; last, code points. */
int fold_compare(const char *a, const char *b);
/* Vietnamese upper and lower case of a code point. */
unsigned fold_upper(unsigned c);
unsigned fold_lower(unsigned c);

#endif
