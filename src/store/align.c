#include "store/align.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool is_table(const json *j)
{
    bool rows = js_is(j, JS_ARRAY) && js_count(j) > 0;
    for (size_t i = 0; rows && i < js_count(j); i++)
        rows = js_is(js_get(js_at(j, i), "_row"), JS_STRING);
    return rows;
}

/* Its cells as bytes; freshly allocated. */
static char *cells_of(const json *row)
{
    json *cells = js_copy(row);
    js_delete(cells, "_row");
    char *bytes = js_compact(cells);
    js_free(cells);
    return bytes;
}

struct side {
    const json *rows;
    size_t n;
    char **cells;
    size_t *other; /* index on the other side, n there: none */
};

static struct side side_of(const json *rows, size_t none)
{
    struct side s = {.rows = rows, .n = js_count(rows)};
    s.cells = xcalloc(s.n + 1, sizeof *s.cells);
    s.other = xcalloc(s.n + 1, sizeof *s.other);
    for (size_t i = 0; i < s.n; i++) {
        s.cells[i] = cells_of(js_at(rows, i));
        s.other[i] = none;
    }
    return s;
}

static void side_finish(struct side *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->cells[i]);
    free(s->cells);
    free(s->other);
}

static void pair(struct side *a, size_t i, struct side *b, size_t k)
{
    a->other[i] = k;
    b->other[k] = i;
}

static const struct side *sorting;

static int by_cells(const void *x, const void *y)
{
    size_t i = *(const size_t *)x, k = *(const size_t *)y;
    int c = strcmp(sorting->cells[i], sorting->cells[k]);
    return c ? c : (i > k) - (i < k);
}

/* Indexes by what stands in the row, then by their order. */
static size_t *sorted(const struct side *s)
{
    size_t *order = xcalloc(s->n + 1, sizeof *order);
    for (size_t i = 0; i < s->n; i++)
        order[i] = i;
    sorting = s;
    if (s->n > 1)
        qsort(order, s->n, sizeof *order, by_cells);
    return order;
}

static void pair_equal(struct side *a, struct side *b)
{
    size_t *x = sorted(a), *y = sorted(b);
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        int c = strcmp(a->cells[x[i]], b->cells[y[k]]);
        if (c == 0)
            pair(a, x[i++], b, y[k++]);
        else if (c < 0)
            i++;
        else
            k++;
    }
    free(x);
    free(y);
}

static void pair_rest(struct side *a, struct side *b)
{
    size_t i = 0, k = 0;
    while (i < a->n && k < b->n) {
        if (a->other[i] != b->n)
            i++;
        else if (b->other[k] != a->n)
            k++;
        else
            pair(a, i++, b, k++);
    }
}

static json *align_rows(const json *here, const json *there)
{
    struct side a = side_of(here, js_count(there)), b = side_of(there, js_count(here));
    pair_equal(&a, &b);
    pair_rest(&a, &b);
    json *rows = js_new_array();
    for (size_t k = 0; k < b.n; k++) {
        json *row = js_copy(js_at(there, k));
        if (b.other[k] != a.n)
            js_set_text(row, "_row", js_text(js_get(js_at(here, b.other[k]), "_row")));
        js_push(rows, row);
    }
    side_finish(&a);
    side_finish(&b);
    return rows;
}

json *answers_align(const json *a, const json *b)
{
    json *ret = js_new_object();
    for (void *i = js_first(b); i; i = js_next(b, i)) {
        const json *here = js_get(a, js_key(i)), *there = js_value(i);
        js_set(ret, js_key(i), is_table(here) && is_table(there) ? align_rows(here, there) : js_copy(there));
    }
    return ret;
}
