#include "store/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/conflict.h"

/* ---- comparing --------------------------------------------------------------------------------- */

static bool is_order(const char *path)
{
    const char *slash = strchr(path, '/');
    return *path != '_' && slash && !strcmp(slash + 1, FIELD_ORDER);
}

/* Whether a cell stands in a row that is not alive there. */
static bool in_lost_row(const struct field_values *after, const char *path)
{
    size_t table_len, row_len;
    const char *row, *rest;
    if (!fields_split(path, &table_len, &row, &row_len, &rest) || !strcmp(rest, FIELD_ALIVE))
        return false;
    char *alive = xasprintf("%.*s/" FIELD_ALIVE, (int)(row + row_len - path), path);
    bool lost = !fields_get(after, alive);
    free(alive);
    return lost;
}

static bool holds(const json *array, const char *text)
{
    for (size_t i = 0; i < js_count(array); i++)
        if (!strcmp(js_text(js_at(array, i)), text))
            return true;
    return false;
}

/* Whether the rows that both have stand in another order. */
static bool rows_moved(const char *before, const char *after)
{
    json *a = before ? js_parse(before, strlen(before), "", NULL) : NULL;
    json *b = after ? js_parse(after, strlen(after), "", NULL) : NULL;
    size_t i = 0, k = 0;
    bool moved = false;
    while (!moved) {
        while (i < js_count(a) && !holds(b, js_text(js_at(a, i))))
            i++;
        while (k < js_count(b) && !holds(a, js_text(js_at(b, k))))
            k++;
        if (i >= js_count(a) || k >= js_count(b))
            break;
        moved = strcmp(js_text(js_at(a, i++)), js_text(js_at(b, k++))) != 0;
    }
    js_free(a);
    js_free(b);
    return moved;
}

static void compare_field(const char *path, const char *before, const char *after,
                          const struct field_values *all_after, struct field_changes *ret)
{
    if (str_eq0(before, after) || (is_order(path) && !rows_moved(before, after)) ||
        (!after && in_lost_row(all_after, path)))
        return;
    struct field_change *c = vec_add(ret);
    c->path = xstrdup(path);
    c->before = xstrdup0(before);
    c->after = xstrdup0(after);
}

void fields_compare(const struct field_values *a, const struct field_values *b,
                    struct field_changes *ret)
{
    for (size_t i = 0, k = 0; i < a->n || k < b->n;) {
        int c = i == a->n ? 1 : k == b->n ? -1 : strcmp(a->v[i].path, b->v[k].path);
        const char *path = c <= 0 ? a->v[i].path : b->v[k].path;
        const char *before = c <= 0 ? a->v[i++].bytes : NULL;
        const char *after = c >= 0 ? b->v[k++].bytes : NULL;
        compare_field(path, before, after, b, ret);
    }
}

static void change_finish(struct field_change *c)
{
    free(c->path);
    free(c->before);
    free(c->after);
}

void changes_finish(struct field_changes *c)
{
    for (size_t i = 0; i < c->n; i++)
        change_finish(&c->v[i]);
    vec_finish(c);
}

void changes_keep(struct field_changes *c, bool (*keep)(const struct field_change *c, const void *user),
                  const void *user)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (keep(&c->v[i], user))
            c->v[kept++] = c->v[i];
        else
            change_finish(&c->v[i]);
    }
    c->n = kept;
}

/* ---- what a revision says ------------------------------------------------------------------------ */

static void add_facts(struct field_values *to, const struct event *head)
{
    char hex[HASH_HEX];
    hash_hex(&head->form, hex);
    fields_add_text(to, "$form", hex);
    fields_add_text(to, "$period", head->period);
    fields_add_text(to, "$status", head->status);
    fields_add_text(to, "$unit", head->unit);
    fields_sort(to);
}

static bool load(struct store *s, const struct revision *r, struct field_values *ret,
                 struct err *e)
{
    json *answers = store_answers(s, &r->head.body, e);
    if (!answers)
        return false;
    fields_flatten(answers, ret);
    js_free(answers);
    add_facts(ret, &r->head);
    return true;
}

bool store_changes(struct store *s, const struct revision *a, const struct revision *b,
                   struct field_changes *ret, struct err *e)
{
    struct field_values before = {0}, after = {0};
    *ret = (struct field_changes){0};
    bool good = (!a || load(s, a, &before, e)) && load(s, b, &after, e);
    if (good)
        fields_compare(&before, &after, ret);
    fields_finish(&before);
    fields_finish(&after);
    return good;
}

/* ---- against its parents ------------------------------------------------------------------------- */

static const struct revision *find(const struct revisions *all, const struct hash *id)
{
    for (size_t i = 0; i < all->n; i++)
        if (!hash_cmp(&all->v[i].id, id))
            return &all->v[i];
    return NULL;
}

static bool is_open(const struct merged *m, const char *path)
{
    for (size_t i = 0; i < m->conflicts.n; i++)
        if (!strcmp(m->conflicts.v[i].path, path))
            return true;
    return false;
}

/* What was open has no value before. */
static void leave_open_out(struct field_values *fields, const struct merged *m)
{
    for (size_t i = 0; i < fields->n;) {
        if (!is_open(m, fields->v[i].path)) {
            i++;
            continue;
        }
        free(fields->v[i].path);
        free(fields->v[i].bytes);
        vec_remove(fields, i);
    }
}

/* newest: the parent whose facts count where nobody disputes them. */
static bool load_merged(struct store *s, const struct revision *r, const struct hash *heads,
                        size_t n, const struct revision *newest, struct field_values *ret,
                        struct err *e)
{
    struct merged m;
    if (!store_merged(s, r->head.entry, heads, n, &m, e))
        return false;
    fields_flatten(m.answers, ret);
    add_facts(ret, &newest->head);
    leave_open_out(ret, &m);
    merged_finish(&m);
    return true;
}

bool store_changes_made(struct store *s, const struct revisions *all, const struct revision *r,
                        struct field_changes *ret, struct err *e)
{
    VEC(struct hash) here = {0};
    const struct revision *newest = NULL;
    for (size_t i = 0; i < r->head.parents.n; i++) {
        const struct revision *p = find(all, &r->head.parents.v[i]);
        if (!p)
            continue;
        *vec_add(&here) = p->id;
        if (!newest || p->generation > newest->generation ||
            (p->generation == newest->generation && hash_cmp(&p->id, &newest->id) > 0))
            newest = p;
    }
    struct field_values before = {0}, after = {0};
    *ret = (struct field_changes){0};
    bool good = (here.n < 2 || load_merged(s, r, here.v, here.n, newest, &before, e)) &&
                (here.n != 1 || load(s, newest, &before, e)) && load(s, r, &after, e);
    if (good)
        fields_compare(&before, &after, ret);
    fields_finish(&before);
    fields_finish(&after);
    vec_finish(&here);
    return good;
}
