#include "store/weave.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Both lists behind each other: the one's ids, then the other's. */
struct named {
    const char *id;
    size_t at;
};

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int c = strcmp(x->id, y->id);
    return c ? c : (x->at > y->at) - (x->at < y->at);
}

/* Of each the first that has its id. */
static size_t *find_first(const struct named *ids, size_t n)
{
    struct named *sorted = xcalloc(n + 1, sizeof *sorted);
    size_t *first = xcalloc(n + 1, sizeof *first);
    memcpy(sorted, ids, n * sizeof *sorted);
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_id);
    for (size_t i = 0; i < n; i++) {
        bool again = i && !strcmp(sorted[i].id, sorted[i - 1].id);
        first[sorted[i].at] = again ? first[sorted[i - 1].at] : sorted[i].at;
    }
    free(sorted);
    return first;
}

void order_weave(json **order, const json *other)
{
    size_t own = js_count(*order), n = own + js_count(other), begin = n, end = n + 1;
    struct named *ids = xcalloc(n + 1, sizeof *ids);
    size_t *next = xcalloc(n + 1, sizeof *next); /* a chain, from next[begin] to end */
    for (size_t i = 0; i < n; i++)
        ids[i] = (struct named){js_text(i < own ? js_at(*order, i) : js_at(other, i - own)), i};
    size_t *first = find_first(ids, n);
    next[begin] = own ? 0 : end;
    for (size_t i = 0; i < own; i++)
        next[i] = i + 1 < own ? i + 1 : end;
    for (size_t i = own, last = begin; i < n; i++) {
        if (first[i] == i) {
            next[i] = next[last];
            next[last] = i;
        }
        last = first[i];
    }
    json *woven = js_new_array();
    for (size_t i = next[begin]; i != end; i = next[i])
        js_push(woven, js_new_text(ids[i].id));
    free(ids);
    free(next);
    free(first);
    js_free(*order);
    *order = woven;
}
