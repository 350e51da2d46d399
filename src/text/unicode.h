#ifndef PHIEU_TEXT_UNICODE_H
#define PHIEU_TEXT_UNICODE_H
/* Normalisation, graphemes and width; the one door to utf8proc. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* NFC of valid UTF-8, freshly allocated. Repairs the order "tone before mark" (e U+0301 U+0302 →
 * ế), which plain NFC leaves apart. Pure ASCII is copied without further work. */
char *text_nfc(const char *s, size_t n, size_t *ret_len);
/* Whether text_nfc would leave the bytes as they are (so "tone before mark" is not NFC here). */
bool text_is_nfc(const char *s, size_t n);
/* s without its last `parts` code points, each letter counted as base, mark (â ă ơ), tone; NFC, freshly allocated. */
char *text_without_parts(const char *s, size_t n, size_t parts);
/* Takes bytes from outside (typing, paste, JSON, YAML): must be valid UTF-8 (false otherwise);
 * makes NFC; turns line ends of every kind (CR LF, CR, VT, FF, NEL, U+2028, U+2029) into LF, and
 * drops the other C0 controls except TAB, DEL, C1, and bidirectional, zero-width and other
 * invisible formatting controls. Without keep_newlines each LF and TAB becomes a space. *ret is
 * freed by the caller. */
bool text_clean(const char *s, size_t n, bool keep_newlines, char **ret, size_t *ret_len);

/* Byte length of the grapheme (what a person calls a letter) that starts at s; 0 when n = 0. */
size_t text_grapheme(const char *s, size_t n);
/* Start of the grapheme that ends just before offset at (> 0). */
size_t text_grapheme_before(const char *s, size_t at);
/* Whether c begins a letter of its own and can never join the one before it: most of what people
 * here type. Between two such code points nothing needs to be looked up. */
static inline bool text_is_simple(uint32_t c)
{
    return (c < 0x300 && c != '\r' && c != '\n') || (c >= 0x1E00 && c <= 0x1EFF);
}
/* Columns a grapheme takes on the terminal: 0, 1 or 2. Ambiguous letters take 1; controls, which
 * are drawn as spaces, take 1; newlines 0. */
int text_grapheme_width(const char *s, size_t n);
/* Columns that n bytes take. Newlines count 0. */
int text_width(const char *s, size_t n);
/* Letters (graphemes) in n bytes; newlines are none. */
size_t text_letters(const char *s, size_t n);
/* Words: runs without white space. */
size_t text_words(const char *s, size_t n);
/* Appends s, cut to at most `columns` columns; a cut ends with "…" (which is counted). Control
 * characters are drawn as spaces, bad bytes as U+FFFD; what takes no column is left out. Returns
 * the columns used. */
int text_fit(struct str *out, const char *s, int columns);
/* Byte offset just after the last grapheme that fits in `columns`; *ret_used (may be NULL) =
 * columns used. */
size_t text_take(const char *s, size_t n, int columns, int *ret_used);

/* Properties of one code point. */
bool text_is_space(uint32_t c);
bool text_is_word(uint32_t c); /* letters, marks, digits */
uint32_t text_lower(uint32_t c);
uint32_t text_upper(uint32_t c);

#endif
