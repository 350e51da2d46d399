#ifndef PHIEU_STORE_ALIGN_H
#define PHIEU_STORE_ALIGN_H
/* Answers of two different entries beside each other. */
#include "base/json.h"

/* A copy of b whose rows carry the ids of the rows of a that they stand for: those with the same cells first, then one
 * after the other; what is left keeps its own. So fields_compare (store/changes.h) tells cells apart, not ids. */
json *answers_align(const json *a, const json *b);

#endif
