#ifndef PHIEU_TEXT_MATCH_H
#define PHIEU_TEXT_MATCH_H
/* What two sequences of numbers have in common, in order: the longest such for sequences that are much
 * alike (E. W. Myers, An O(ND) difference algorithm, 1986, in linear space), a good one for others, so that
 * the time stays within some hundred steps an element whatever the sequences are. */
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct match {
    size_t a, b, n; /* a[a … a+n) equals b[b … b+n) */
};
VEC_TYPEDEF(matches, struct match);

/* Clears and fills ret, ascending on both sides, each as long as it goes. */
void match_sequences(const uint32_t *a, size_t n, const uint32_t *b, size_t m, struct matches *ret);

#endif
