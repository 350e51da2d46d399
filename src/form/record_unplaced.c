/* The answers that have no place in the form, for people to see (record_follow.h). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/choice.h"
#include "form/record_follow.h"
#include "form/record_inside.h"
#include "form/typed.h"

/* Shown by its shape, since the field that it was given to is not known. */
static char *shape_text(const json *j)
{
    static const struct field shapes[] = {
        {.type = &field_types[TYPE_DECIMAL]},
        {.type = &field_types[TYPE_BOOLEAN]},
        {.type = &field_types[TYPE_CHOICE], .several = true},
    };
    static const struct field text = {.type = &field_types[TYPE_TEXT]};
    struct value v = value_from_json(j);
    const struct field *f = &text;
    for (size_t i = 0; v.kind == VALUE_JSON && i < sizeof shapes / sizeof *shapes; i++)
        if (field_fit(&shapes[i], &v) != FIT_TYPE)
            f = &shapes[i];
    char *shown = field_print(f, &v);
    value_finish(&v);
    return shown;
}

/* Takes id over. */
static void add(struct unplaced_list *l, char *id, const json *j)
{
    struct unplaced *u = vec_add(l);
    u->id = id;
    u->text = shape_text(j);
}

static void add_row(struct unplaced_list *l, const char *table, size_t at, const json *row)
{
    for (void *i = js_first(row); i; i = js_next(row, i))
        if (strcmp(js_key(i), ROW_KEY) != 0)
            add(l, xasprintf("%s[%zu].%s", table, at + 1, js_key(i)), js_value(i));
}

static bool are_rows(const json *j)
{
    bool any = false;
    for (size_t i = 0; i < js_count(j); i++) {
        if (!js_is(js_at(j, i), JS_OBJECT))
            return false;
        any = any || js_get(js_at(j, i), ROW_KEY);
    }
    return js_is(j, JS_ARRAY) && any;
}

static void add_answer(struct unplaced_list *l, const char *id, const json *j)
{
    if (!are_rows(j))
        add(l, xstrdup(id), j);
    else
        for (size_t i = 0; i < js_count(j); i++)
            add_row(l, id, i, js_at(j, i));
}

static void add_table(struct unplaced_list *l, const char *id, const struct rows *rows)
{
    for (size_t i = 0; i < rows->list.n; i++)
        if (rows->list.v[i]->unknown)
            add_row(l, id, i, rows->list.v[i]->unknown);
    for (size_t i = 0; rows->unknown && i < js_count(rows->unknown); i++) {
        const json *row = js_at(rows->unknown, i);
        const char *row_id = js_text(js_get(row, ROW_KEY));
        for (void *k = js_first(row); k; k = js_next(row, k))
            if (strcmp(js_key(k), ROW_KEY) != 0)
                add(l, xasprintf("%s.%s", *row_id ? row_id : id, js_key(k)), js_value(k));
    }
}

void record_unplaced(const struct record *r, struct unplaced_list *ret)
{
    for (void *i = r->unknown ? js_first(r->unknown) : NULL; i; i = js_next(r->unknown, i))
        if (*js_key(i) != '_')
            add_answer(ret, js_key(i), js_value(i));
    const json *aside = r->unknown ? js_get(r->unknown, OLD_KEY) : NULL;
    for (void *i = js_is(aside, JS_OBJECT) ? js_first(aside) : NULL; i; i = js_next(aside, i)) {
        if (!js_is(js_value(i), JS_ARRAY))
            add(ret, xstrdup(js_key(i)), js_value(i));
        for (size_t k = 0; js_is(js_value(i), JS_ARRAY) && k < js_count(js_value(i)); k++)
            add_answer(ret, js_key(i), js_at(js_value(i), k));
    }
    for (size_t i = 0; i < r->form->fields.n; i++)
        if (r->form->fields.v[i]->table)
            add_table(ret, r->form->fields.v[i]->id, &r->slots[i].rows);
}

void unplaced_finish(struct unplaced_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->v[i].id);
        free(l->v[i].text);
    }
    vec_finish(l);
}
