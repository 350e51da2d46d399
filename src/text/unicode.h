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
bool text_is_nfc(const char *s, size_t n);
/* Takes bytes from outside (typing, paste, JSON, YAML): must be valid UTF-8 (false otherwise);
 * makes NFC; turns CR LF and CR into LF, and drops C0 controls except LF and TAB, DEL, C1, and
 * bidirectional and zero-width formatting controls. *ret is freed by the caller. */
bool text_clean(const char *s, size_t n, bool keep_newlines, char **ret, size_t *ret_len);

/* Byte length of the grapheme (what a person calls a letter) that starts at s; 0 when n = 0. */
size_t text_grapheme(const char *s, size_t n);
/* Start of the grapheme that ends just before offset at (> 0). */
size_t text_grapheme_before(const char *s, size_t at);
/* Columns a grapheme takes on the terminal: 0, 1 or 2. Ambiguous letters take 1. */
int text_grapheme_width(const char *s, size_t n);
/* Columns that n bytes take. Newlines count 0. */
int text_width(const char *s, size_t n);
/* Letters (graphemes) in n bytes. */
size_t text_letters(const char *s, size_t n);
/* Words: runs without white space. */
size_t text_words(const char *s, size_t n);
/* Appends s, cut to at most `columns` columns; a cut ends with "…" (which is counted). Control
 * characters are drawn as spaces. Returns the columns used. */
int text_fit(struct str *out, const char *s, int columns);
/* Byte offset just after the last grapheme that fits in `columns`; *ret_used = columns used. */
size_t text_take(const char *s, size_t n, int columns, int *ret_used);

#endif
