#include "store/merged.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"

struct writers {
    size_t *v;
    size_t n;
};

struct work {
    const struct merged_revision *revisions;
    size_t n;
    uint64_t *ancestors;       /* a row of bits a revision: who came before it */
    size_t words;              /* of a row */
    VEC(const char *) paths;   /* sorted */
    const char **values;       /* of one path, by revision; NULL: blank */
    struct writers *wrote;     /* of one path, by revision; some share their list with a parent */
    bool *touched;             /* of one row, by revision: some cell of it was written here */
    VEC(size_t *) lists;       /* all lists of the present path */
    VEC(size_t) joined;
};

/* ---- who came before whom -------------------------------------------------------------------- */

static bool came_before(const struct work *w, size_t a, size_t b)
{
    return w->ancestors[b * w->words + a / 64] >> (a % 64) & 1;
}

static void find_ancestors(struct work *w)
{
    w->words = (w->n + 63) / 64;
    w->ancestors = xcalloc(w->n * w->words + 1, sizeof *w->ancestors);
    for (size_t r = 0; r < w->n; r++)
        for (size_t i = 0; i < w->revisions[r].n_parents; i++) {
            size_t p = w->revisions[r].parents[i];
            for (size_t k = 0; k < w->words; k++)
                w->ancestors[r * w->words + k] |= w->ancestors[p * w->words + k];
            w->ancestors[r * w->words + p / 64] |= UINT64_C(1) << (p % 64);
        }
}

/* ---- paths ----------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void find_paths(struct work *w)
{
    for (size_t r = 0; r < w->n; r++)
        for (size_t i = 0; i < w->revisions[r].fields->n; i++)
            *vec_add(&w->paths) = w->revisions[r].fields->v[i].path;
    if (w->paths.n)
        qsort(w->paths.v, w->paths.n, sizeof *w->paths.v, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < w->paths.n; i++)
        if (!kept || strcmp(w->paths.v[kept - 1], w->paths.v[i]))
            w->paths.v[kept++] = w->paths.v[i];
    w->paths.n = kept;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

/* ---- writers --------------------------------------------------------------------------------- */

static struct writers keep_list(struct work *w, const size_t *v, size_t n)
{
    size_t *copy = xcalloc(n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = v[i];
    *vec_add(&w->lists) = copy;
    return (struct writers){copy, n};
}

static int by_index(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* The newest writers seen from several revisions: none of them came before another. */
static struct writers join(struct work *w, const size_t *from, size_t n)
{
    if (n == 1)
        return w->wrote[*from];
    vec_clear(&w->joined);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < w->wrote[from[i]].n; k++)
            *vec_add(&w->joined) = w->wrote[from[i]].v[k];
    if (w->joined.n)
        qsort(w->joined.v, w->joined.n, sizeof *w->joined.v, by_index);
    size_t kept = 0;
    for (size_t i = 0; i < w->joined.n; i++) {
        bool covered = i + 1 < w->joined.n && w->joined.v[i] == w->joined.v[i + 1];
        for (size_t k = i + 1; k < w->joined.n && !covered; k++)
            covered = came_before(w, w->joined.v[i], w->joined.v[k]);
        if (!covered)
            w->joined.v[kept++] = w->joined.v[i];
    }
    return keep_list(w, w->joined.v, kept);
}

/* Whether a revision only goes on with what all before it agree on. */
static bool inherits(const struct work *w, size_t r, const struct writers *before)
{
    if (w->revisions[r].cut)
        return false;
    if (!before->n)
        return !w->values[r];
    for (size_t i = 0; i < before->n; i++)
        if (!same(w->values[before->v[i]], w->values[r]))
            return false;
    return true;
}

/* rows: a row is written, too, by who wrote any of its cells. */
static void find_writers(struct work *w, const char *path, bool rows)
{
    for (size_t r = 0; r < w->n; r++)
        w->values[r] = fields_get(w->revisions[r].fields, path);
    for (size_t r = 0; r < w->n; r++) {
        const struct merged_revision *x = &w->revisions[r];
        struct writers before = {0};
        if (x->n_parents)
            before = join(w, x->parents, x->n_parents);
        if (x->silent && *path != '$')
            w->wrote[r] = before;
        else if (inherits(w, r, &before) && !(rows && w->touched[r] && w->values[r]))
            w->wrote[r] = before;
        else
            w->wrote[r] = keep_list(w, &r, 1);
    }
}

/* Notes who wrote a cell that others had, or that he filled in. */
static void note_touched(struct work *w)
{
    for (size_t r = 0; r < w->n; r++)
        w->touched[r] |= w->wrote[r].n == 1 && w->wrote[r].v[0] == r;
}

static void forget_lists(struct work *w)
{
    for (size_t i = 0; i < w->lists.n; i++)
        free(w->lists.v[i]);
    vec_clear(&w->lists);
}

/* ---- results --------------------------------------------------------------------------------- */

static void add_candidate(struct merged_field *f, const char *bytes, size_t writer)
{
    for (size_t i = 0; i < f->candidates.n; i++)
        if (same(f->candidates.v[i].bytes, bytes)) {
            *vec_add(&f->candidates.v[i].writers) = writer;
            return;
        }
    struct merged_candidate *c = vec_add(&f->candidates);
    c->bytes = bytes;
    *vec_add(&c->writers) = writer;
}

static size_t last_writer(const struct merged_candidate *c)
{
    return c->writers.v[c->writers.n - 1];
}

static int by_last_writer(const void *a, const void *b)
{
    size_t x = last_writer(a), y = last_writer(b);
    return (x < y) - (x > y);
}

/* Whether they have a common past: of entries made apart and joined later nothing stood before both. */
static bool are_related(const struct work *w, const struct writers *x)
{
    uint64_t common = 0;
    for (size_t k = 0; k < w->words && !common; k++) {
        common = ~UINT64_C(0);
        for (size_t i = 0; i < x->n; i++)
            common &= w->ancestors[x->v[i] * w->words + k];
    }
    return common != 0;
}

static void add_result(struct work *w, const char *path, const size_t *heads, size_t n_heads,
                       struct merged_fields *ret)
{
    struct writers last = join(w, heads, n_heads);
    if (!last.n)
        return;
    struct merged_field *f = vec_add(ret);
    f->path = path;
    for (size_t i = 0; i < last.n; i++)
        add_candidate(f, w->values[last.v[i]], last.v[i]);
    qsort(f->candidates.v, f->candidates.n, sizeof *f->candidates.v, by_last_writer);
    const struct merged_revision *first = &w->revisions[last.v[0]];
    f->base = first->n_parents && are_related(w, &last) ? w->values[first->parents[0]] : NULL;
}

static bool is_alive(const char *path)
{
    size_t table, row_len;
    const char *row, *rest;
    return fields_split(path, &table, &row, &row_len, &rest) && !strcmp(rest, FIELD_ALIVE);
}

/* Who removed a row did not empty its cells: where it is also changed, only the changes stand
 * against each other, and the row itself is the question. */
static void drop_removed(const struct work *w, const char *alive, struct merged_field *f)
{
    for (size_t i = f->candidates.n; i-- > 0;) {
        struct merged_candidate *c = &f->candidates.v[i];
        bool removed = !c->bytes;
        for (size_t k = 0; k < c->writers.n && removed; k++)
            removed = !fields_get(w->revisions[c->writers.v[k]].fields, alive);
        if (!removed || f->candidates.n == 1)
            continue;
        vec_finish(&c->writers);
        vec_remove(&f->candidates, i);
    }
}

/* What a cell said before its row was removed; NULL: nothing. */
static const char *before_removal(const struct work *w, size_t r)
{
    const struct merged_revision *x = &w->revisions[r];
    for (size_t i = 0; i < x->n_parents; i++)
        if (w->values[x->parents[i]])
            return w->values[x->parents[i]];
    return NULL;
}

/* A cell that nobody wrote but who removed its row says what it said: should the row stay, it stays whole. (Of
 * a row that is gone no cell is seen.) */
static void keep_removed(const struct work *w, const char *alive, struct merged_field *f)
{
    struct merged_candidate *c = &f->candidates.v[0];
    if (f->candidates.n != 1 || c->bytes)
        return;
    for (size_t i = 0; i < c->writers.n && !c->bytes; i++)
        if (!fields_get(w->revisions[c->writers.v[i]].fields, alive))
            c->bytes = before_removal(w, c->writers.v[i]);
}

/* ---- all fields ------------------------------------------------------------------------------- */

/* A row's $alive stands before its cells, but is judged after them. Returns the paths used. */
static size_t row_results(struct work *w, size_t at, const size_t *heads, size_t n_heads,
                          struct merged_fields *ret)
{
    const char *alive = w->paths.v[at];
    size_t prefix = strlen(alive) - strlen(FIELD_ALIVE), used = 1;
    memset(w->touched, 0, w->n * sizeof *w->touched);
    size_t first = ret->n;
    for (; at + used < w->paths.n && !strncmp(w->paths.v[at + used], alive, prefix); used++) {
        find_writers(w, w->paths.v[at + used], false);
        note_touched(w);
        size_t had = ret->n;
        add_result(w, w->paths.v[at + used], heads, n_heads, ret);
        if (ret->n > had) {
            drop_removed(w, alive, &ret->v[had]);
            keep_removed(w, alive, &ret->v[had]);
        }
        forget_lists(w);
    }
    find_writers(w, alive, true);
    size_t before = ret->n;
    add_result(w, alive, heads, n_heads, ret);
    forget_lists(w);
    if (ret->n > before) { /* in the order of paths again */
        struct merged_field f = ret->v[before];
        memmove(&ret->v[first + 1], &ret->v[first], (before - first) * sizeof f);
        ret->v[first] = f;
    }
    return used;
}

static void work_finish(struct work *w)
{
    free(w->ancestors);
    free(w->values);
    free(w->wrote);
    free(w->touched);
    vec_finish(&w->paths);
    vec_finish(&w->lists);
    vec_finish(&w->joined);
}

bool merged_compute(const struct merged_revision *revisions, size_t n, const size_t *heads,
                    size_t n_heads, struct merged_fields *ret)
{
    *ret = (struct merged_fields){0};
    if (n > MERGED_REVISIONS_MAX || n_heads > MERGED_HEADS_MAX)
        return false;
    if (!n)
        return true;
    struct work w = {.revisions = revisions, .n = n};
    w.values = xcalloc(n, sizeof *w.values);
    w.wrote = xcalloc(n, sizeof *w.wrote);
    w.touched = xcalloc(n, sizeof *w.touched);
    find_ancestors(&w);
    find_paths(&w);
    for (size_t i = 0; i < w.paths.n;) {
        if (is_alive(w.paths.v[i])) {
            i += row_results(&w, i, heads, n_heads, ret);
            continue;
        }
        find_writers(&w, w.paths.v[i], false);
        add_result(&w, w.paths.v[i++], heads, n_heads, ret);
        forget_lists(&w);
    }
    work_finish(&w);
    return true;
}

void merged_fields_finish(struct merged_fields *f)
{
    for (size_t i = 0; i < f->n; i++) {
        for (size_t k = 0; k < f->v[i].candidates.n; k++)
            vec_finish(&f->v[i].candidates.v[k].writers);
        vec_finish(&f->v[i].candidates);
    }
    vec_finish(f);
}
