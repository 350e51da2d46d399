/* The answers object of a record (record.h). */
#include "form/record.h"

#include <stdlib.h>
#include <string.h>

#include "form/record_inside.h"

#define DIGITS_SHOWN 15 /* what other programs' numbers hold */

/* ---- figures for other programs --------------------------------------------------------------- */

static json *number_json(struct decimal d)
{
    char text[32];
    decimal_canonical(d, text);
    int digits = 0;
    for (int64_t rest = d.digits; rest; rest /= 10)
        digits++;
    return digits > DIGITS_SHOWN ? js_new_text(text) : js_parse(text, strlen(text), "", NULL);
}

static json *figure_json(struct figure figure)
{
    json *size = number_json(figure.size), *o;
    if (!figure.at_least && !figure.estimate)
        return size;
    o = js_new_object();
    if (figure.at_least)
        js_set(o, "at_least", js_new_bool(true));
    if (figure.estimate)
        js_set(o, "estimate", js_new_bool(true));
    js_set(o, "value", size);
    return o;
}

/* ---- writing -------------------------------------------------------------------------------- */

struct writer {
    const struct record *r;
    bool shown;
};

static json *value_json(const struct writer *w, const struct field *f, const struct value *v)
{
    struct figure figure;
    if (w->shown && f->type->figure && value_figure(v, &figure))
        return figure_json(figure);
    return value_to_json(v);
}

static json *known_and_unknown(const json *unknown)
{
    return unknown ? js_copy(unknown) : js_new_object();
}

static json *row_json(const struct writer *w, int field, int at)
{
    const struct row *row = w->r->slots[field].rows.list.v[at];
    const struct table *table = w->r->form->fields.v[field]->table;
    json *out = known_and_unknown(row->unknown);
    for (size_t i = 0; i < table->columns.n; i++) {
        if (value_is_blank(&row->cells[i]))
            continue;
        const struct field *f = record_field(w->r, (struct place){field, at, (int)i});
        if (!field_said_by_form(f))
            js_set(out, table->columns.v[i]->id, value_json(w, f, &row->cells[i]));
    }
    if (js_count(out))
        js_set_text(out, ROW_KEY, row->id);
    return out;
}

static json *rows_json(const struct writer *w, int field)
{
    const struct rows *rows = &w->r->slots[field].rows;
    json *out = js_new_array();
    for (size_t i = 0; i < rows->list.n; i++) {
        json *row = row_json(w, field, (int)i);
        if (js_count(row))
            js_push(out, row);
        else
            js_free(row);
    }
    for (size_t i = 0; rows->unknown && i < js_count(rows->unknown); i++)
        js_push(out, js_copy(js_at(rows->unknown, i)));
    return out;
}

/* What stands there and is no list of rows makes room. */
static void set_rows(json *out, const char *id, json *rows)
{
    const json *other = js_get(out, id);
    if (!js_count(rows)) {
        js_free(rows);
        return;
    }
    if (other)
        unknown_add_old(&out, id, js_copy(other));
    js_set(out, id, rows);
}

void unknown_add_old(json **unknown, const char *id, json *j)
{
    if (!*unknown)
        *unknown = js_new_object();
    const json *old = js_get(*unknown, OLD_KEY), *list = js_get(old, id);
    json *new_old = js_is(old, JS_OBJECT) ? js_copy(old) : js_new_object();
    json *new_list = js_is(list, JS_ARRAY) ? js_copy(list) : js_new_array();
    js_push(new_list, j);
    js_set(new_old, id, new_list);
    js_set(*unknown, OLD_KEY, new_old);
}

static json *answers(const struct record *r, bool shown)
{
    const struct writer w = {r, shown};
    json *out = known_and_unknown(r->unknown);
    for (size_t i = 0; i < r->form->fields.n; i++) {
        const struct field *f = r->form->fields.v[i];
        const struct value *v = &r->slots[i].value;
        if (f->table)
            set_rows(out, f->id, rows_json(&w, (int)i));
        else if (!value_is_blank(v) && !field_said_by_form(f))
            js_set(out, f->id, value_json(&w, f, v));
    }
    return out;
}

json *record_to_json(const struct record *r)
{
    return answers(r, false);
}

json *record_to_json_shown(const struct record *r)
{
    return answers(r, true);
}
