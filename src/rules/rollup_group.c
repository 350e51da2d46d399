#include "rules/rollup_group.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/fold.h"

/* What a column has gathered. */
struct rollup_grown {
    struct total sum, whole; /* whole: of a share's denominators */
    struct decimal least, most;
    int rows, yes;
};

/* ---- groups --------------------------------------------------------------------------------- */

static void init(struct rollup_group *g, const struct rollup *x)
{
    *g = (struct rollup_group){.cells = xcalloc(x->columns.n + 1, sizeof *g->cells)};
}

static void finish(struct rollup_group *g, size_t keys)
{
    for (size_t i = 0; g->keys && i < keys; i++)
        free(g->keys[i].text);
    for (size_t i = 0; i < g->units.n; i++)
        free(g->units.v[i]);
    vec_finish(&g->units);
    free(g->keys);
    free(g->cells);
}

void rollup_groups_init(struct rollup_groups *g, const struct rollup *rollup)
{
    g->rollup = rollup;
    init(&g->all, rollup);
}

void rollup_groups_finish(struct rollup_groups *g)
{
    for (size_t i = 0; i < g->list.n; i++)
        finish(&g->list.v[i], g->rollup->by.n);
    vec_finish(&g->list);
    finish(&g->all, 0);
}

/* Figures by size before texts in Vietnamese order, blanks last. */
static int compare_key(const struct rollup_key *a, const struct rollup_answer *b)
{
    if (!a->text || b->null)
        return (a->text == NULL) - b->null;
    if (a->figure != b->figure)
        return a->figure ? -1 : 1;
    struct decimal size;
    if (!a->figure)
        return fold_compare(a->text, b->text);
    return decimal_parse_canonical(a->text, &size) ? decimal_compare(size, b->size) : 0;
}

static int compare(const struct rollup_group *g, const struct rollup_answer *const *keys, size_t n)
{
    int cmp = 0;
    for (size_t i = 0; i < n && !cmp; i++)
        cmp = compare_key(&g->keys[i], keys[i]);
    return cmp;
}

static struct rollup_key key_of(const struct rollup_answer *a)
{
    char text[32];
    if (!a->null && a->figure)
        decimal_canonical(a->size, text);
    return (struct rollup_key){
        .text = a->null ? NULL : xstrdup(a->figure ? text : a->text),
        .figure = !a->null && a->figure,
    };
}

struct rollup_group *rollup_group_for(struct rollup_groups *g,
                                      const struct rollup_answer *const *keys)
{
    size_t from = 0, to = g->list.n, n = g->rollup->by.n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int cmp = compare(&g->list.v[middle], keys, n);
        if (cmp == 0)
            return &g->list.v[middle];
        if (cmp < 0)
            from = middle + 1;
        else
            to = middle;
    }
    struct rollup_group *new = vec_insert(&g->list, from);
    init(new, g->rollup);
    new->keys = xcalloc(n + 1, sizeof *new->keys);
    for (size_t i = 0; i < n; i++)
        new->keys[i] = key_of(keys[i]);
    return new;
}

void rollup_group_count(struct rollup_group *g, const char *unit)
{
    size_t at = 0;
    g->rows++;
    while (at < g->units.n && strcmp(g->units.v[at], unit ? unit : "") < 0)
        at++;
    if (at < g->units.n && !strcmp(g->units.v[at], unit ? unit : ""))
        return;
    *vec_insert(&g->units, at) = xstrdup(unit ? unit : "");
}

/* ---- figures -------------------------------------------------------------------------------- */

void rollup_group_add(struct rollup_group *g, size_t column, const struct rollup_column *c,
                      const struct rollup_answer *of, const struct rollup_answer *in)
{
    struct rollup_grown *x = &g->cells[column];
    if (c->kind == ROLLUP_COUNT) {
        x->rows += !c->of.text || !of->null;
        x->yes += !c->of.text || of->yes;
        return;
    }
    if (!of->figure || (c->kind == ROLLUP_SHARE && !in->figure))
        return;
    total_add(&x->sum, of->size);
    if (c->kind == ROLLUP_SHARE)
        total_add(&x->whole, in->size);
    if (!x->rows || decimal_compare(of->size, x->least) < 0)
        x->least = of->size;
    if (!x->rows || decimal_compare(of->size, x->most) > 0)
        x->most = of->size;
    x->rows++;
}

/* Percent of two totals, rounded half away from zero. */
static bool share(const struct rollup_grown *x, int places, struct decimal *ret)
{
    __int128 whole = x->whole.digits, up = x->sum.digits * 200;
    if (whole == 0)
        return false;
    for (int i = 0; i < places; i++)
        up *= 10;
    if (whole < 0) {
        whole = -whole;
        up = -up;
    }
    __int128 digits = (up + (up < 0 ? -whole : whole)) / (whole * 2);
    *ret = (struct decimal){(int64_t)digits, places};
    return digits < ((int64_t)1 << 53) && digits > -((int64_t)1 << 53);
}

static struct rollup_cell read_cell(const struct rollup_grown *x, const struct rollup_column *c)
{
    struct rollup_cell cell = {.known = x->rows > 0, .rows = x->rows};
    switch (c->kind) {
    case ROLLUP_COUNT:
        cell.known = true;
        cell.value = decimal_of(x->yes);
        break;
    case ROLLUP_SUM:
        cell.known = total_read(&x->sum, &cell.value);
        break;
    case ROLLUP_SHARE:
        cell.known = cell.known && share(x, c->places, &cell.value);
        break;
    case ROLLUP_MIN:
        cell.value = x->least;
        break;
    case ROLLUP_MAX:
        cell.value = x->most;
        break;
    }
    return cell;
}

static struct rollup_line read_line(const struct rollup *x, const struct rollup_group *g)
{
    struct rollup_line line = {.units = (int)g->units.n, .rows = g->rows};
    line.keys = xcalloc(x->by.n + 1, sizeof *line.keys);
    line.cells = xcalloc(x->columns.n + 1, sizeof *line.cells);
    for (size_t i = 0; g->keys && i < x->by.n; i++) {
        line.keys[i] = g->keys[i];
        line.keys[i].text = xstrdup0(g->keys[i].text);
    }
    for (size_t i = 0; i < x->columns.n; i++)
        line.cells[i] = read_cell(&g->cells[i], &x->columns.v[i]);
    return line;
}

void rollup_groups_read(const struct rollup_groups *g, struct rollup_result *ret)
{
    *ret = (struct rollup_result){.rollup = g->rollup, .all = read_line(g->rollup, &g->all)};
    for (size_t i = 0; i < g->list.n; i++)
        *vec_add(&ret->lines) = read_line(g->rollup, &g->list.v[i]);
}

static void line_finish(struct rollup_line *line, size_t keys)
{
    for (size_t i = 0; i < keys; i++)
        free(line->keys[i].text);
    free(line->keys);
    free(line->cells);
}

void rollup_finish(struct rollup_result *result)
{
    if (!result->rollup)
        return;
    for (size_t i = 0; i < result->lines.n; i++)
        line_finish(&result->lines.v[i], result->rollup->by.n);
    vec_finish(&result->lines);
    line_finish(&result->all, 0);
    *result = (struct rollup_result){0};
}
