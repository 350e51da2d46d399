#ifndef PHIEU_ENTRY_READING_TEXT_H
#define PHIEU_ENTRY_READING_TEXT_H
/* A narrative that changed, paragraph by paragraph. Only entry/reading*.c uses this. */
#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

struct text_piece {
    char *before, *after; /* a paragraph or more; "" where the other side has nothing there */
    bool changed;
    size_t number;        /* of the first paragraph in the text as it is now, from 1; empty lines are none */
    size_t count;         /* how many of them it holds; 0: taken out */
};
VEC_TYPEDEF(text_pieces, struct text_piece);

/* Both texts in pieces that follow each other; unchanged ones hold one paragraph each. */
void text_pieces_make(const char *before, const char *after, struct text_pieces *ret);
void text_pieces_finish(struct text_pieces *v);

#endif
