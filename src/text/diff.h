#ifndef PHIEU_TEXT_DIFF_H
#define PHIEU_TEXT_DIFF_H
/* Where two texts differ, word by word; and two versions of a text in one, paragraph by paragraph. */
#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

/* The texts cut into pieces that follow each other on both sides without a gap. A piece that is not the
 * same holds what the one has there and what the other has (either may be empty). */
struct diff_part {
    bool same;
    size_t a, a_len; /* bytes */
    size_t b, b_len; /* same: as long as a_len, and the same bytes */
};
VEC_TYPEDEF(diff_parts, struct diff_part);

/* Clears and fills ret; same and other pieces take turns. A word or two that happen to stand between
 * long changes are not told apart from them. */
void diff_words(const char *a, const char *b, struct diff_parts *ret);

/* Both versions of a text for somebody to edit: paragraphs that both have once, of the others first a's, then
 * b's, where they differ. A paragraph of the base that one has left as it was, and the other changed or
 * took out, stays away. base may be NULL. Freshly allocated. */
char *diff_combine(const char *base, const char *a, const char *b);

#endif
