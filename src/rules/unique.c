/* Columns in which no two rows may be alike. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/parts.h"
#include "text/fold.h"

struct keyed {
    char *key;
    int row;
};

/* What makes two values alike: texts without letter case, figures by size. NULL: not compared. */
static char *key_of(const struct field *f, const struct value *v)
{
    struct figure figure;
    char text[32];
    if (f->type->figure && value_figure(v, &figure)) {
        decimal_canonical(decimal_round(figure.size, DECIMAL_PLACES_MAX), text);
        return xstrdup(text);
    }
    if (v->kind == VALUE_TEXT)
        return fold_marks(v->text);
    return v->kind == VALUE_OTHER || v->kind == VALUE_JSON ? value_to_bytes(v) : NULL;
}

static int compare(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int cmp = strcmp(x->key, y->key);
    return cmp ? cmp : x->row - y->row;
}

static void refuse(struct rules *r, struct place p)
{
    found_say(r, RULE_UNIQUE, "unique", p,
              xstrdup(_("The same stands in another row: no two rows may be alike here")));
}

static void limit_column(struct rules *r, int field, int column)
{
    struct relation *x = &r->tables[field];
    VEC(struct keyed) keys = {0};
    for (size_t i = 0; i < x->rows.n; i++) {
        struct place p = {field, (int)i, column};
        const struct field *f = place_field(r, p);
        found_remove_at(r, &x->rows.v[i].founds, RULE_UNIQUE, column);
        char *key = f && x->rows.v[i].staged ? key_of(f, live_value(r, p)) : NULL;
        if (key)
            *vec_add(&keys) = (struct keyed){key, (int)i};
    }
    if (keys.n)
        qsort(keys.v, keys.n, sizeof *keys.v, compare);
    for (size_t i = 0; i < keys.n; i++) {
        struct place p = {field, keys.v[i].row, column};
        if ((i > 0 && !strcmp(keys.v[i - 1].key, keys.v[i].key)) ||
            (i + 1 < keys.n && !strcmp(keys.v[i].key, keys.v[i + 1].key)))
            refuse(r, p);
    }
    for (size_t i = 0; i < keys.n; i++)
        free(keys.v[i].key);
    vec_finish(&keys);
}

void limits_unique(struct rules *r, int field, int column)
{
    const struct table *t = r->form->fields.v[field]->table;
    for (size_t i = 0; i < t->columns.n; i++)
        if (t->columns.v[i]->unique && (column == COLUMN_ANY || column == (int)i))
            limit_column(r, field, (int)i);
}
