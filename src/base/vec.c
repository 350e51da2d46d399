#include "base/vec.h"

#include <assert.h>

#include "base/mem.h"

/* Of large elements many lists hold a single one, such as what is wrong in each of many rows. */
#define LARGE 64

void *vec_grow_(void *v, size_t *n, size_t *cap, size_t size)
{
    if (*n == *cap) {
        *cap = *cap ? *cap * 2 : size > LARGE ? 1 : 8;
        v = xreallocarray(v, *cap, size);
    }
    memset((char *)v + *n * size, 0, size);
    (*n)++;
    return v;
}

void *vec_open_(void *v, size_t *n, size_t *cap, size_t size, size_t at)
{
    assert(at <= *n);
    v = vec_grow_(v, n, cap, size);
    char *place = (char *)v + at * size;
    memmove(place + size, place, (*n - 1 - at) * size);
    memset(place, 0, size);
    return v;
}
