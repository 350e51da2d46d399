#include "store/fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

/* ---- paths ----------------------------------------------------------------------------------- */

static void add_name(struct str *path, const char *name)
{
    for (; *name; name++) {
        if (*name == '~' || *name == '/')
            str_add(path, *name == '~' ? "~0" : "~1");
        else
            str_addc(path, *name);
    }
}

static char *read_name(const char *s, size_t n)
{
    struct str name = {0};
    for (size_t i = 0; i < n; i++) {
        bool escaped = s[i] == '~' && i + 1 < n && (s[i + 1] == '0' || s[i + 1] == '1');
        str_addc(&name, !escaped ? s[i] : s[i + 1] == '0' ? '~' : '/');
        i += escaped;
    }
    return str_take(&name);
}

bool fields_split(const char *path, size_t *ret_table_len, const char **ret_row,
                  size_t *ret_row_len, const char **ret_rest)
{
    const char *a = strchr(path, '/'), *b = a ? strchr(a + 1, '/') : NULL;
    if (!b || *path == '_')
        return false;
    *ret_table_len = (size_t)(a - path);
    *ret_row = a + 1;
    *ret_row_len = (size_t)(b - a - 1);
    *ret_rest = b + 1;
    return true;
}

/* ---- the list -------------------------------------------------------------------------------- */

void fields_add(struct field_values *fields, const char *path, const char *bytes)
{
    *vec_add(fields) = (struct field_value){xstrdup(path), xstrdup(bytes)};
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct field_value *)a)->path, ((const struct field_value *)b)->path);
}

void fields_add_text(struct field_values *fields, const char *path, const char *text)
{
    struct str bytes = {0};
    if (!text)
        return;
    js_quote(&bytes, text, strlen(text));
    fields_add(fields, path, str_text(&bytes));
    str_finish(&bytes);
}

void fields_sort(struct field_values *fields)
{
    if (fields->n)
        qsort(fields->v, fields->n, sizeof *fields->v, by_path);
}

const char *fields_get(const struct field_values *fields, const char *path)
{
    struct field_value key = {(char *)path, NULL};
    const struct field_value *found =
        fields->n ? bsearch(&key, fields->v, fields->n, sizeof *fields->v, by_path) : NULL;
    return found ? found->bytes : NULL;
}

void fields_finish(struct field_values *fields)
{
    for (size_t i = 0; i < fields->n; i++) {
        free(fields->v[i].path);
        free(fields->v[i].bytes);
    }
    vec_finish(fields);
}

/* ---- answers to fields ----------------------------------------------------------------------- */

static void add_json(struct field_values *ret, const struct str *path, const json *value)
{
    if (js_is(value, JS_NULL))
        return;
    *vec_add(ret) = (struct field_value){xstrdup(str_text(path)), js_compact(value)};
}

static bool is_table(const json *value)
{
    for (size_t i = 0; i < js_count(value); i++)
        if (!js_is(js_get(js_at(value, i), "_row"), JS_STRING))
            return false;
    return js_is(value, JS_ARRAY) && js_count(value) > 0;
}

static bool is_beside(const char *name)
{
    static const char *const names[] = {"_reasons", "_notes", "_from"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* Members of an object under a path; skip: a member that is no field. */
static void add_members(struct field_values *ret, struct str *path, const json *object,
                        const char *skip)
{
    size_t len = path->len;
    for (void *i = js_first(object); i; i = js_next(object, i)) {
        if (skip && !strcmp(js_key(i), skip))
            continue;
        str_addc(path, '/');
        add_name(path, js_key(i));
        add_json(ret, path, js_value(i));
        path->s[path->len = len] = '\0';
    }
}

static void add_table(struct field_values *ret, struct str *path, const json *rows)
{
    json *order = js_new_array();
    size_t len = path->len;
    for (size_t i = 0; i < js_count(rows); i++) {
        const char *id = js_text(js_get(js_at(rows, i), "_row"));
        js_push(order, js_new_text(id));
        str_addc(path, '/');
        add_name(path, id);
        add_members(ret, path, js_at(rows, i), "_row");
        str_add(path, "/" FIELD_ALIVE);
        fields_add(ret, str_text(path), "true");
        path->s[path->len = len] = '\0';
    }
    str_add(path, "/" FIELD_ORDER);
    add_json(ret, path, order);
    js_free(order);
}

void fields_flatten(const json *answers, struct field_values *ret)
{
    struct str path = {0};
    *ret = (struct field_values){0};
    for (void *i = js_first(answers); i; i = js_next(answers, i)) {
        str_clear(&path);
        add_name(&path, js_key(i));
        if (is_table(js_value(i)))
            add_table(ret, &path, js_value(i));
        else if (is_beside(js_key(i)) && js_is(js_value(i), JS_OBJECT))
            add_members(ret, &path, js_value(i), NULL);
        else
            add_json(ret, &path, js_value(i));
    }
    str_finish(&path);
    fields_sort(ret);
}

/* ---- fields to answers ----------------------------------------------------------------------- */

static json *parse(const char *bytes)
{
    json *j = js_parse(bytes, strlen(bytes), "", NULL);
    return j ? j : js_new_null();
}

/* The array of a table in the answers; rows are put into it as they come, and ordered at the end. */
static json *member_array(json *answers, const char *name)
{
    if (!js_is(js_get(answers, name), JS_ARRAY))
        js_set(answers, name, js_new_array());
    return (json *)js_get(answers, name);
}

static void take_row_field(json *answers, const struct field_value *f, size_t table_len,
                           const char *row, size_t row_len, const char *rest)
{
    char *table = read_name(f->path, table_len), *id = read_name(row, row_len);
    char *column = read_name(rest, strlen(rest));
    json *rows = member_array(answers, table);
    size_t n = js_count(rows);
    json *last = n ? (json *)js_at(rows, n - 1) : NULL; /* fields of a row stand together */
    if (!last || strcmp(js_text(js_get(last, "_row")), id)) {
        last = js_new_object();
        js_set_text(last, "_row", id);
        js_push(rows, last);
    }
    if (!strcmp(column, FIELD_ALIVE))
        js_set(last, FIELD_ALIVE, js_new_bool(true));
    else
        js_set(last, column, parse(f->bytes));
    free(table);
    free(id);
    free(column);
}

/* A row once, if it is alive. left: which rows have not been moved, by id. */
static void move_row(json *to, const json *rows, json *left, const char *id)
{
    const json *nth = js_get(left, id);
    const json *row = nth ? js_at(rows, (size_t)js_integer(nth)) : NULL;
    if (!row)
        return;
    js_delete(left, id);
    if (!js_get(row, FIELD_ALIVE))
        return;
    json *clean = js_copy(row);
    js_delete(clean, FIELD_ALIVE);
    js_push(to, clean);
}

static json *ordered(const json *rows, const char *order_bytes)
{
    json *result = js_new_array(), *left = js_new_object(), *order = parse(order_bytes);
    for (size_t i = 0; i < js_count(rows); i++)
        js_set(left, js_text(js_get(js_at(rows, i), "_row")), js_new_integer((int64_t)i));
    for (size_t i = 0; i < js_count(order); i++)
        move_row(result, rows, left, js_text(js_at(order, i)));
    for (size_t i = 0; i < js_count(rows); i++)
        move_row(result, rows, left, js_text(js_get(js_at(rows, i), "_row")));
    js_free(left);
    js_free(order);
    return result;
}

static void take_beside(json *answers, const struct field_value *f)
{
    const char *slash = strchr(f->path, '/');
    char *name = read_name(f->path, (size_t)(slash - f->path));
    char *key = read_name(slash + 1, strlen(slash + 1));
    if (!js_is(js_get(answers, name), JS_OBJECT))
        js_set(answers, name, js_new_object());
    js_set((json *)js_get(answers, name), key, parse(f->bytes));
    free(name);
    free(key);
}

static void order_tables(json *answers, const struct field_values *fields)
{
    for (size_t i = 0; i < fields->n; i++) {
        const char *slash = strchr(fields->v[i].path, '/');
        if (!slash || strcmp(slash + 1, FIELD_ORDER))
            continue;
        char *table = read_name(fields->v[i].path, (size_t)(slash - fields->v[i].path));
        json *rows = ordered(js_get(answers, table), fields->v[i].bytes);
        if (js_count(rows)) {
            js_set(answers, table, rows);
        } else {
            js_free(rows);
            js_delete(answers, table);
        }
        free(table);
    }
}

json *fields_unflatten(const struct field_values *fields)
{
    json *answers = js_new_object();
    for (size_t i = 0; i < fields->n; i++) {
        const struct field_value *f = &fields->v[i];
        const char *slash = strchr(f->path, '/'), *row, *rest;
        size_t table_len, row_len;
        if (fields_split(f->path, &table_len, &row, &row_len, &rest)) {
            take_row_field(answers, f, table_len, row, row_len, rest);
        } else if (!slash) {
            char *name = read_name(f->path, strlen(f->path));
            js_set(answers, name, parse(f->bytes));
            free(name);
        } else if (strcmp(slash + 1, FIELD_ORDER) != 0) {
            take_beside(answers, f);
        }
    }
    order_tables(answers, fields);
    return answers;
}
