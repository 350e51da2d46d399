#include "text/match.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

#define COST_MAX 300     /* steps of a search from one end before the best so far must do */
#define NONE SIZE_MAX
#define FAR (PTRDIFF_MAX / 4)

struct work {
    const uint32_t *a, *b;
    ptrdiff_t *forward, *backward; /* by diagonal (x - y): how far the search has got, as x */
    size_t *partner;               /* by element of a: its element of b, or NONE */
};

/* A part of each sequence: a[a0 … a1), b[b0 … b1). */
struct box {
    ptrdiff_t a0, a1, b0, b1;
};

struct point {
    ptrdiff_t x, y;
};

static void pair(struct work *w, ptrdiff_t x, ptrdiff_t y)
{
    w->partner[x] = (size_t)y;
}

/* Takes what both ends have in common out of the box. */
static void strip(struct work *w, struct box *b)
{
    while (b->a0 < b->a1 && b->b0 < b->b1 && w->a[b->a0] == w->b[b->b0])
        pair(w, b->a0++, b->b0++);
    while (b->a0 < b->a1 && b->b0 < b->b1 && w->a[b->a1 - 1] == w->b[b->b1 - 1])
        pair(w, --b->a1, --b->b1);
}

/* The diagonals that a search has reached: low, low + 2, … high; it grows by one on both sides with
 * each step, within those of the box. */
struct front {
    ptrdiff_t low, high;
};

static void widen(struct front *f, const struct box *b, ptrdiff_t *far, ptrdiff_t unreached)
{
    if (f->low > b->a0 - b->b1)
        far[--f->low - 1] = unreached;
    else
        f->low++;
    if (f->high < b->a1 - b->b0)
        far[++f->high + 1] = unreached;
    else
        f->high--;
}

static bool reached(const struct front *f, ptrdiff_t diagonal)
{
    return f->low <= diagonal && diagonal <= f->high;
}

/* One step from the beginning; true: it meets the search from the end there. */
static bool step_forward(struct work *w, const struct box *b, const struct front *f,
                         const struct front *other, struct point *ret)
{
    for (ptrdiff_t d = f->high; d >= f->low; d -= 2) {
        ptrdiff_t below = w->forward[d - 1], above = w->forward[d + 1];
        ptrdiff_t x = below >= above ? below + 1 : above;
        while (x < b->a1 && x - d < b->b1 && w->a[x] == w->b[x - d])
            x++;
        w->forward[d] = x;
        if (other && reached(other, d) && w->backward[d] <= x) {
            *ret = (struct point){x, x - d};
            return true;
        }
    }
    return false;
}

static bool step_backward(struct work *w, const struct box *b, const struct front *f,
                          const struct front *other, struct point *ret)
{
    for (ptrdiff_t d = f->high; d >= f->low; d -= 2) {
        ptrdiff_t below = w->backward[d - 1], above = w->backward[d + 1];
        ptrdiff_t x = below < above ? below : above - 1;
        while (x > b->a0 && x - d > b->b0 && w->a[x - 1] == w->b[x - d - 1])
            x--;
        w->backward[d] = x;
        if (other && reached(other, d) && x <= w->forward[d]) {
            *ret = (struct point){x, x - d};
            return true;
        }
    }
    return false;
}

static struct point clip(const struct box *b, ptrdiff_t x, ptrdiff_t diagonal)
{
    x = x > b->a1 ? b->a1 : x < b->a0 ? b->a0 : x;
    if (x - diagonal > b->b1)
        x = b->b1 + diagonal;
    if (x - diagonal < b->b0)
        x = b->b0 + diagonal;
    return (struct point){x, x - diagonal};
}

/* The searches have not met in time: the point that is farthest from its end. */
static struct point best(const struct work *w, const struct box *b, const struct front *f,
                         const struct front *g)
{
    struct point from_start = {b->a0, b->b0}, from_end = {b->a1, b->b1};
    for (ptrdiff_t d = f->low; d <= f->high; d += 2) {
        struct point p = clip(b, w->forward[d], d);
        if (p.x + p.y > from_start.x + from_start.y)
            from_start = p;
    }
    for (ptrdiff_t d = g->low; d <= g->high; d += 2) {
        struct point p = clip(b, w->backward[d], d);
        if (p.x + p.y < from_end.x + from_end.y)
            from_end = p;
    }
    ptrdiff_t first = from_start.x + from_start.y - b->a0 - b->b0;
    ptrdiff_t last = b->a1 + b->b1 - from_end.x - from_end.y;
    return first > last ? from_start : from_end;
}

/* A point that the way through the box goes through; neither of its corners. The box has something on
 * both sides, and no common ends. */
static struct point split(struct work *w, const struct box *b)
{
    struct front f = {b->a0 - b->b0, b->a0 - b->b0}, g = {b->a1 - b->b1, b->a1 - b->b1};
    bool odd = (f.low - g.low) & 1;
    struct point p;
    w->forward[f.low] = b->a0;
    w->backward[g.low] = b->a1;
    for (int cost = 0; cost < COST_MAX; cost++) {
        widen(&f, b, w->forward, -1);
        if (step_forward(w, b, &f, odd ? &g : NULL, &p))
            return p;
        widen(&g, b, w->backward, FAR);
        if (step_backward(w, b, &g, odd ? NULL : &f, &p))
            return p;
    }
    return best(w, b, &f, &g);
}

static ptrdiff_t size_of(const struct box *b)
{
    return b->a1 - b->a0 + b->b1 - b->b0;
}

/* Goes down into the smaller part, and on with the larger one: so it never goes deep. */
static void compare(struct work *w, struct box b)
{
    for (;;) {
        strip(w, &b);
        if (b.a0 == b.a1 || b.b0 == b.b1)
            return;
        struct point p = split(w, &b);
        struct box first = {b.a0, p.x, b.b0, p.y}, second = {p.x, b.a1, p.y, b.b1};
        bool swap = size_of(&first) > size_of(&second);
        compare(w, swap ? second : first);
        b = swap ? first : second;
    }
}

/* Where something was only put in, or only taken out, and its first element comes again right behind it,
 * it may as well stand one further: as late as it can, which is where a sentence or a paragraph ends. */
static void slide(struct work *w, size_t n)
{
    for (size_t i = 0, next = 0; i < n; i++) {
        size_t behind = i ? w->partner[i - 1] + 1 : 0; /* what comes in b after the one before */
        if (i && w->partner[i - 1] == NONE)
            continue;
        if (w->partner[i] != NONE) {
            if (w->partner[i] > behind && w->b[behind] == w->a[i])
                w->partner[i] = behind;
            continue;
        }
        for (next = next > i ? next : i; next < n && w->partner[next] == NONE;)
            next++;
        if (next < n && w->partner[next] == behind && w->a[i] == w->b[behind]) {
            w->partner[i] = behind;
            w->partner[next] = NONE;
        }
    }
}

static void collect(const size_t *partner, size_t n, struct matches *ret)
{
    vec_clear(ret);
    for (size_t i = 0; i < n; i++) {
        struct match *last = ret->n ? &ret->v[ret->n - 1] : NULL;
        if (partner[i] == NONE)
            continue;
        if (last && last->a + last->n == i && last->b + last->n == partner[i])
            last->n++;
        else
            *vec_add(ret) = (struct match){i, partner[i], 1};
    }
}

void match_sequences(const uint32_t *a, size_t n, const uint32_t *b, size_t m, struct matches *ret)
{
    size_t diagonals = n + m + 5;
    struct work w = {.a = a, .b = b};
    ptrdiff_t *forward = xcalloc(diagonals, sizeof *forward);
    ptrdiff_t *backward = xcalloc(diagonals, sizeof *backward);
    w.forward = forward + m + 2;
    w.backward = backward + m + 2;
    w.partner = xcalloc(n + 1, sizeof *w.partner);
    for (size_t i = 0; i < n; i++)
        w.partner[i] = NONE;
    compare(&w, (struct box){0, (ptrdiff_t)n, 0, (ptrdiff_t)m});
    slide(&w, n);
    collect(w.partner, n, ret);
    free(forward);
    free(backward);
    free(w.partner);
}
