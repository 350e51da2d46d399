#include "form/nearest.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Longer words are no mistypings of a name. */
#define WORD_MAX 64

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b);
    if (la > WORD_MAX || lb > WORD_MAX)
        return la > lb ? la : lb;
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t k = 0; k <= lb; k++)
        above[k] = before[k] = k;
    for (size_t i = 1; i <= la; i++) {
        row[0] = i;
        for (size_t k = 1; k <= lb; k++) {
            size_t change = above[k - 1] + (a[i - 1] != b[k - 1]);
            row[k] = least(change, least(above[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = least(row[k], before[k - 2] + 1);
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[lb];
}

void nearest_try(struct nearest *n, const char *name)
{
    size_t d = edit_distance(n->word, name);
    size_t letters = strlen(n->word);
    size_t enough = letters < 4 ? 1 : letters < 8 ? 2 : letters / 3;
    if (d > enough || d >= letters || (n->best && d >= n->distance))
        return;
    n->best = name;
    n->distance = d;
}
