#ifndef PHIEU_FORM_NEAREST_H
#define PHIEU_FORM_NEAREST_H
/* The known word that is nearest to a mistyped one, for "did you mean". */
#include <stddef.h>

struct nearest {
    const char *word; /* what was written; set it before the first try */
    const char *best; /* the nearest so far, NULL while nothing is near enough */
    size_t distance;
};

/* Letters to change, add, drop or swap between a and b. */
size_t edit_distance(const char *a, const char *b);
/* name must live as long as the search. */
void nearest_try(struct nearest *n, const char *name);

#endif
