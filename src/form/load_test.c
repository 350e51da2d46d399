/* A form's own tests: answers as a person would type them, and what must come of them. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/id.h"

/* "_row" names the row of a table whose rows the form fixes. */
#define ROW_KEY "_row"

/* What the form computes or gives nobody types. */
static json *read_given(struct load *l, const struct yaml_pair *p, const struct field *f)
{
    if (f->value.text || !value_is_blank(&f->given)) {
        load_problem_at(l, (struct mark){p->line, p->column}, _("take it away"),
                        _("the form itself fills in “%s”"), p->key);
        return NULL;
    }
    return load_json(l, p->value, f);
}

/* The fixed row that the map is about; -1 after a problem. */
static int read_row_id(struct load *l, const struct yaml_node *node, const struct field *table,
                       json *row)
{
    const struct yaml_node *name = yaml_get(node, ROW_KEY);
    const char *id = name ? load_scalar(l, name) : NULL;
    int i = id ? table_row(table, id) : -1;
    if (!name)
        load_problem(l, node, _("write the id of a fixed row: {_row: id, column: value}"),
                     _("the key “_row” is missing in the row of a test"));
    else if (id && i < 0)
        load_refuse_row(l, load_mark(name), id, table);
    if (i >= 0)
        js_set_text(row, ROW_KEY, id);
    return i;
}

static void read_cell(struct load *l, const struct yaml_pair *p, const struct field *table, int i,
                      json *row)
{
    struct mark at = {p->line, p->column};
    const struct field *column = table_column(table, p->key);
    const struct field *cell = column;
    if (!column) {
        load_refuse_name(l, at, p->key, table);
        return;
    }
    if (table_fixed(table))
        cell = i >= 0 ? table_cell(table, i, column->index) : NULL;
    if (i >= 0 && !cell)
        load_problem_at(l, at, _("take it away"), _("the cell “%s” of the row “%s” is closed"),
                        p->key, table->table->rows.v[i].id);
    json *value = cell ? read_given(l, p, cell) : NULL;
    if (value)
        js_set(row, p->key, value);
}

static json *read_row(struct load *l, const struct yaml_node *node, const struct field *table)
{
    json *row = js_new_object();
    int i = -1;
    if (node->kind != YAML_MAP)
        load_problem(l, node, _("write {column: value, column: value}"),
                     _("a row was expected here"));
    else if (table_fixed(table))
        i = read_row_id(l, node, table, row);
    for (size_t k = 0; node->kind == YAML_MAP && k < node->count; k++)
        if (!table_fixed(table) || strcmp(node->pairs[k].key, ROW_KEY))
            read_cell(l, &node->pairs[k], table, i, row);
    return row;
}

static json *read_rows(struct load *l, const struct yaml_node *node, const struct field *table)
{
    json *rows = js_new_array();
    if (node->kind != YAML_LIST)
        load_problem(l, node, _("write each on a line of its own, after “- ”"),
                     _("a list was expected here"));
    for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++)
        js_push(rows, read_row(l, node->items[i], table));
    return rows;
}

static void read_answer(struct load *l, const struct yaml_pair *p, json *answers)
{
    const struct field *f = form_field(l->form, p->key);
    if (!f) {
        load_refuse_name(l, (struct mark){p->line, p->column}, p->key, NULL);
        return;
    }
    json *value = f->table ? read_rows(l, p->value, f) : read_given(l, p, f);
    if (value)
        js_set(answers, p->key, value);
}

static bool is_map(struct load *l, const struct yaml_node *node)
{
    if (node->kind == YAML_MAP)
        return true;
    load_problem(l, node, _("write “key: value”, a line each"), _("a map was expected here"));
    return false;
}

static void load_answers(struct load *l, const struct yaml_node *node, void *into)
{
    json *answers = js_new_object();
    for (size_t i = 0; is_map(l, node) && i < node->count; i++)
        read_answer(l, &node->pairs[i], answers);
    *(char **)into = js_canonical(answers, NULL);
    js_free(answers);
}

/* ---- what must and must not come of them ---------------------------------------------------- */

/* "field" or "table.column". */
static bool is_place(const struct form *form, const char *path)
{
    const char *dot = strchr(path, '.');
    if (!dot)
        return form_field(form, path) != NULL;
    char *table = xstrndup(path, (size_t)(dot - path));
    const struct field *f = form_field(form, table);
    free(table);
    return f && f->table && table_column(f, dot + 1);
}

static bool is_problem(const struct form *form, const char *id)
{
    const char *colon = strchr(id, ':');
    if (!colon) {
        for (size_t i = 0; i < form->checks.n; i++)
            if (str_eq0(form->checks.v[i].id, id))
                return true;
        return false;
    }
    char *path = xstrndup(id, (size_t)(colon - id));
    bool good = id_is_limit(colon + 1) && is_place(form, path);
    free(path);
    return good;
}

static void refuse_problem(struct load *l, const struct yaml_node *node, const char *id)
{
    VEC(const char *) ids = {0};
    for (size_t i = 0; i < l->form->checks.n; i++)
        if (l->form->checks.v[i].id)
            *vec_add(&ids) = l->form->checks.v[i].id;
    char *remedy = load_suggestion(id, ids.v, strchr(id, ':') ? 0 : ids.n);
    load_problem(l, node,
                 remedy ? remedy
                        : _("write the id of a check, or field:rule, table.column:rule with one "
                            "of required, type, min, max, length, pattern, option, unit, rows, "
                            "unique"),
                 _("the form has no check or limit “%s”"), id);
    free(remedy);
    vec_finish(&ids);
}

static void add_problem_id(struct load *l, const struct yaml_node *node, void *into)
{
    struct id_list *list = into;
    const char *id = load_scalar(l, node);
    if (id && is_problem(l->form, id))
        *vec_add(list) = xstrdup(id);
    else if (id)
        refuse_problem(l, node, id);
}

static void load_must(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_problem_id, into);
}

static void read_totals(struct load *l, const struct yaml_node *node, const struct field *table,
                        json *sums)
{
    for (size_t i = 0; is_map(l, node) && i < node->count; i++) {
        const struct yaml_pair *p = &node->pairs[i];
        struct decimal sum;
        if (!table_column(table, p->key))
            load_refuse_name(l, (struct mark){p->line, p->column}, p->key, table);
        else if (load_decimal(l, p->value, &sum))
            js_set(sums, p->key,
                   sum.places ? js_new_text(p->value->text) : js_new_integer(sum.digits));
    }
}

static void load_totals_of(struct load *l, const struct yaml_node *node, void *into)
{
    json *totals = js_new_object();
    for (size_t i = 0; is_map(l, node) && i < node->count; i++) {
        const struct yaml_pair *p = &node->pairs[i];
        const struct field *table = form_field(l->form, p->key);
        struct mark at = {p->line, p->column};
        if (!table || !table->table) {
            if (table)
                load_problem_at(l, at, _("write the id of a table"), _("“%s” is not a table"),
                                p->key);
            else
                load_refuse_name(l, at, p->key, NULL);
            continue;
        }
        json *sums = js_new_object();
        read_totals(l, p->value, table, sums);
        js_set(totals, p->key, sums);
    }
    *(char **)into = js_canonical(totals, NULL);
    js_free(totals);
}

static const struct load_key test_keys[] = {
    {"test", load_string, offsetof(struct form_test, name), true},
    {"answers", load_answers, offsetof(struct form_test, answers), true},
    {"must", load_must, offsetof(struct form_test, must), false},
    {"must_not", load_must, offsetof(struct form_test, must_not), false},
    {"totals", load_totals_of, offsetof(struct form_test, totals), false},
    {0},
};

static void add_test(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    struct form_test *t = vec_add(&form->tests);
    t->at = load_mark(node);
    load_map(l, node, test_keys, t, _("a test"));
    if (node->kind == YAML_MAP && !yaml_get(node, "must") && !yaml_get(node, "must_not") &&
        !yaml_get(node, "totals"))
        load_problem(l, node, _("add must, must_not or totals"), _("this test expects nothing"));
}

void load_tests(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_test, into);
}
