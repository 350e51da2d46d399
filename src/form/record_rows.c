#include "form/record_rows.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct row **bucket(const struct rows *t, const char *id)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (const char *p = id; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    return &t->buckets[h & (t->bucket_count - 1)];
}

static void link_row(struct rows *t, struct row *row)
{
    struct row **head = bucket(t, row->id);
    row->next = *head;
    *head = row;
}

static void unlink_row(struct rows *t, struct row *row)
{
    struct row **p = bucket(t, row->id);
    while (*p != row)
        p = &(*p)->next;
    *p = row->next;
}

static void grow(struct rows *t)
{
    free(t->buckets);
    t->bucket_count = t->bucket_count ? t->bucket_count * 2 : 8;
    t->buckets = xcalloc(t->bucket_count, sizeof(struct row *));
    for (size_t i = 0; i < t->list.n; i++)
        link_row(t, t->list.v[i]);
}

static void renumber(struct rows *t, int from)
{
    for (size_t i = (size_t)from; i < t->list.n; i++)
        t->list.v[i]->at = (int)i;
}

static void row_destroy(struct row *row, int columns)
{
    for (int i = 0; i < columns; i++)
        value_finish(&row->cells[i]);
    js_free(row->unknown);
    free(row->id);
    free(row);
}

void rows_finish(struct rows *t)
{
    for (size_t i = 0; i < t->list.n; i++)
        row_destroy(t->list.v[i], t->columns);
    vec_finish(&t->list);
    free(t->buckets);
    js_free(t->unknown);
    *t = (struct rows){.columns = t->columns};
}

struct row *rows_find(const struct rows *t, const char *id)
{
    struct row *row = t->bucket_count ? *bucket(t, id) : NULL;
    while (row && strcmp(row->id, id))
        row = row->next;
    return row;
}

struct row *rows_insert(struct rows *t, int at, const char *id)
{
    assert(at >= 0 && (size_t)at <= t->list.n && !rows_find(t, id));
    struct row *row = xcalloc(1, sizeof *row + (size_t)t->columns * sizeof *row->cells);
    row->id = xstrdup(id);
    if (t->list.n >= t->bucket_count)
        grow(t);
    link_row(t, row);
    *vec_insert(&t->list, (size_t)at) = row;
    renumber(t, at);
    return row;
}

void rows_remove(struct rows *t, int at)
{
    assert(at >= 0 && (size_t)at < t->list.n);
    struct row *row = t->list.v[at];
    unlink_row(t, row);
    vec_remove(&t->list, (size_t)at);
    renumber(t, at);
    row_destroy(row, t->columns);
}

void rows_move(struct rows *t, int from, int to)
{
    assert(from >= 0 && (size_t)from < t->list.n && to >= 0 && (size_t)to < t->list.n);
    struct row *row = t->list.v[from];
    vec_remove(&t->list, (size_t)from);
    *vec_insert(&t->list, (size_t)to) = row;
    renumber(t, from < to ? from : to);
}

void rows_reorder(struct rows *t, const int *from)
{
    struct row **sorted = xcalloc(t->list.n + 1, sizeof *sorted);
    for (size_t i = 0; i < t->list.n; i++)
        sorted[i] = t->list.v[from[i]];
    for (size_t i = 0; i < t->list.n; i++)
        t->list.v[i] = sorted[i];
    free(sorted);
    renumber(t, 0);
}
