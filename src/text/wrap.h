#ifndef PHIEU_TEXT_WRAP_H
#define PHIEU_TEXT_WRAP_H
/* Breaking a paragraph into lines of at most `columns` columns: at spaces, words longer than a
 * line are broken between graphemes. Spaces at a break hang on the line they end, however many;
 * so does a newline, which always ends its line. */
#include <stddef.h>

#include "base/vec.h"

struct wrap_line {
    size_t from, to; /* bytes; consecutive lines meet: to of one = from of the next */
};
VEC_TYPEDEF(wrap_lines, struct wrap_line);

/* Clears and fills lines; an empty text has one empty line. */
void wrap(const char *s, size_t n, int columns, struct wrap_lines *lines);

#endif
