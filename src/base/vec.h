#ifndef PHIEU_BASE_VEC_H
#define PHIEU_BASE_VEC_H
/* Growable arrays of any element type:
 *
 *     VEC(struct row) rows = {0};
 *     struct row *r = vec_add(&rows);      a new element at the end, all zero
 *     for (size_t i = 0; i < rows.n; i++) use(&rows.v[i]);
 *     vec_finish(&rows);
 *
 * Elements move when the array grows: keep indexes, not pointers. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *v;                                                                                      \
        size_t n, cap;                                                                             \
    }

/* Names such an array, to hand it from function to function: VEC_TYPEDEF(lines, struct line); */
#define VEC_TYPEDEF(name, T)                                                                       \
    struct name {                                                                                  \
        T *v;                                                                                      \
        size_t n, cap;                                                                             \
    }

/* Adds one zeroed element at the end; the value is a pointer to it. */
#define vec_add(a)                                                                                 \
    ((a)->v = vec_grow_((a)->v, &(a)->n, &(a)->cap, sizeof *(a)->v), &(a)->v[(a)->n - 1])
/* Inserts one zeroed element before index `at` (0..n); the value is a pointer to it. */
#define vec_insert(a, at)                                                                          \
    ((a)->v = vec_open_((a)->v, &(a)->n, &(a)->cap, sizeof *(a)->v, (at)), &(a)->v[(at)])
/* Takes element `at` out; what it owned must have been released before. */
#define vec_remove(a, at)                                                                          \
    (memmove(&(a)->v[(at)], &(a)->v[(at) + 1], ((a)->n - (at)-1) * sizeof *(a)->v), (a)->n--)
#define vec_clear(a) ((a)->n = 0)
#define vec_finish(a) (free((a)->v), (a)->v = NULL, (a)->n = (a)->cap = 0)

void *vec_grow_(void *v, size_t *n, size_t *cap, size_t size);
void *vec_open_(void *v, size_t *n, size_t *cap, size_t size, size_t at);

#endif
