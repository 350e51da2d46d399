/* A record and its answers object (record.h). */
#include "form/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/choice.h"
#include "form/record_inside.h"
#include "text/unicode.h"

#define ROW_KEY "_row"
#define PLACE_SHOWN 80 /* columns of a name that is not ours */

/* ---- writing -------------------------------------------------------------------------------- */

static json *known_and_unknown(const json *unknown)
{
    return unknown ? js_copy(unknown) : js_new_object();
}

static json *row_to_json(const struct row *row, const struct table *table)
{
    json *out = known_and_unknown(row->unknown);
    for (size_t i = 0; i < table->columns.n; i++)
        if (!value_is_blank(&row->cells[i]))
            js_set(out, table->columns.v[i]->id, value_to_json(&row->cells[i]));
    if (js_count(out))
        js_set_text(out, ROW_KEY, row->id);
    return out;
}

static json *rows_to_json(const struct rows *rows, const struct table *table)
{
    json *out = js_new_array();
    for (size_t i = 0; i < rows->list.n; i++) {
        json *row = row_to_json(rows->list.v[i], table);
        if (js_count(row))
            js_push(out, row);
        else
            js_free(row);
    }
    return out;
}

static void set_rows(json *out, const char *id, json *rows)
{
    if (js_count(rows))
        js_set(out, id, rows);
    else
        js_free(rows);
}

json *record_to_json(const struct record *r)
{
    json *out = known_and_unknown(r->unknown);
    for (size_t i = 0; i < r->form->fields.n; i++) {
        const struct field *f = r->form->fields.v[i];
        const struct slot *slot = &r->slots[i];
        if (f->table)
            set_rows(out, f->id, rows_to_json(&slot->rows, f->table));
        else if (!value_is_blank(&slot->value))
            js_set(out, f->id, value_to_json(&slot->value));
    }
    return out;
}

/* ---- reading: one value --------------------------------------------------------------------- */

struct reader {
    struct record *r;
    bool keep; /* what does not belong is kept all the same */
    bool good;
    struct problem_list *problems;
};

/* How a message shows what it found: short, on one line. */
static char *found(const json *j)
{
    struct str out = {0};
    if (js_is(j, JS_OBJECT) || js_is(j, JS_ARRAY))
        return xstrdup(js_is(j, JS_OBJECT) ? _("an object {…}") : _("a list […]"));
    char *text = js_pretty(j);
    text_fit(&out, text, 40);
    free(text);
    return str_take(&out);
}

static void complain(struct reader *rd, const char *place, const char *expected, const json *j,
                     const char *remedy)
{
    char *what = found(j);
    problem_add(rd->problems, PROBLEM_ERROR, 0, 0, remedy, _("%s: expected %s, found %s"), place,
                expected, what);
    free(what);
    rd->good = false;
}

static char *options_text(const struct field *f)
{
    struct str ids = {0};
    for (size_t i = 0; i < f->options.n; i++)
        str_addf(&ids, "%s%s", i ? ", " : "", f->options.v[i].id);
    char *out = ids.len ? xasprintf(_("the options are: %s"), str_text(&ids)) : NULL;
    str_finish(&ids);
    return out;
}

static struct value one_line(const char *text)
{
    return field_types[TYPE_TEXT].parse(NULL, text);
}

/* A text says what a person may type, but not the short cuts of typing: no codes, no beginnings of
 * labels. What does not fit stays a text, which its type then refuses. */
static struct value value_of_text(const struct field *f, const char *text)
{
    struct value v;
    if (f->type == &field_types[TYPE_CHOICE]) {
        v = one_line(text);
        const char *id = v.text ? choice_exact(f, v.text) : NULL;
        if (!id)
            return v;
        value_finish(&v);
        return value_text(id);
    }
    v = f->type->parse(f, text);
    if (v.kind == VALUE_RAW || v.kind == VALUE_MISSING)
        v.kind = VALUE_TEXT;
    return v;
}

/* The same shape around the text made clean. */
static struct value cleaned(struct value v)
{
    struct value text = one_line(v.text);
    if (v.kind == VALUE_OTHER)
        text.text = text.text ? text.text : xstrdup("");
    if (text.text)
        text.kind = v.kind;
    value_finish(&v);
    return text;
}

/* 12.0 and 1e3 are whole numbers to a person; VALUE_JSON when it is not one. */
static struct value value_of_real(const json *j)
{
    double d = js_real(j);
    if (d >= -0x1p53 && d <= 0x1p53 && (double)(int64_t)d == d)
        return value_integer((int64_t)d);
    return value_from_json(j);
}

static struct value convert(const struct field *f, const json *j)
{
    if (js_is(j, JS_STRING))
        return value_of_text(f, js_text(j));
    if (js_is(j, JS_REAL))
        return value_of_real(j);
    struct value v = value_from_json(j);
    return v.kind == VALUE_RAW || v.kind == VALUE_OTHER ? cleaned(v) : v;
}

static void read_value(struct reader *rd, struct place p, const json *j)
{
    const struct field *f = record_field(rd->r, p);
    struct value v = convert(f, j);
    const char *why;
    if (!value_is_blank(&v) && !f->type->accepts(f, &v, &why)) {
        char *place = record_place_name(rd->r, p), *remedy = options_text(f);
        complain(rd, place, why, j, remedy);
        free(remedy);
        free(place);
        value_finish(&v);
        /* Only what can be written again in canonical bytes can be kept. */
        v = rd->keep && !js_has_real(j) ? value_from_json(j) : VALUE_NONE;
    }
    record_set(rd->r, p, v);
}

/* ---- reading: what the form does not know --------------------------------------------------- */

/* Stands beside the answers and is no answer (doc/file-format.md). */
static bool is_beside(const char *key)
{
    return !strcmp(key, "_reasons") || !strcmp(key, "_notes") || !strcmp(key, "_from");
}

static void keep_verbatim(struct reader *rd, json **unknown, const char *place, const char *key,
                          const json *j)
{
    if (js_has_real(j)) {
        complain(rd, place, _("a whole number or a text"), j,
                 _("write decimal numbers as texts in quotation marks"));
        return;
    }
    if (!*unknown)
        *unknown = js_new_object();
    js_set(*unknown, key, js_copy(j));
}

static void read_unknown(struct reader *rd, json **unknown, const char *place, const char *key,
                         const json *j)
{
    if (rd->keep) {
        keep_verbatim(rd, unknown, place, key, j);
        return;
    }
    struct str shown = {0};
    text_fit(&shown, place, PLACE_SHOWN);
    problem_add(rd->problems, PROBLEM_ERROR, 0, 0,
                _("correct the name of the field, or leave it out"),
                _("%s: the form has no such field"), str_text(&shown));
    str_finish(&shown);
    rd->good = false;
}

/* ---- reading: tables ------------------------------------------------------------------------ */

static bool is_row_id(const char *id)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_.";
    size_t n = strlen(id);
    return n > 0 && n <= ROW_ID_MAX && strspn(id, letters) == n;
}

/* The id that a row brings along; NULL: it needs a new one. */
static const char *read_row_id(struct reader *rd, struct place p, const json *j)
{
    if (!j || js_is(j, JS_NULL) || (js_is(j, JS_STRING) && !*js_text(j)))
        return NULL;
    char *name = record_place_name(rd->r, p);
    const char *id = NULL;
    if (!is_row_id(js_text(j)))
        complain(rd, name, _("a row id in \"_row\" (letters, digits, - _ .)"), j,
                 _("leave \"_row\" out of new rows"));
    else if (record_row_find(rd->r, p.field, js_text(j)) >= 0)
        complain(rd, name, _("a row id in \"_row\" that no other row has"), j,
                 _("leave \"_row\" out of new rows"));
    else
        id = js_text(j);
    free(name);
    return id;
}

static void read_row(struct reader *rd, int field, int row, const json *j)
{
    const struct field *table = rd->r->form->fields.v[field];
    struct place p = {field, row, -1};
    record_row_insert(rd->r, field, row, read_row_id(rd, p, js_get(j, ROW_KEY)));
    for (void *i = js_first(j); i; i = js_next(j, i)) {
        const struct field *column = table_column(table, js_key(i));
        if (column) {
            read_value(rd, (struct place){field, row, column->index}, js_value(i));
        } else if (strcmp(js_key(i), ROW_KEY)) {
            char *place = xasprintf("%s[%d].%s", table->id, row + 1, js_key(i));
            read_unknown(rd, &rd->r->slots[field].rows.list.v[row]->unknown, place, js_key(i),
                         js_value(i));
            free(place);
        }
    }
}

static bool are_rows(struct reader *rd, const struct field *f, const json *j)
{
    bool good = js_is(j, JS_ARRAY);
    if (!good)
        complain(rd, f->id, _("a list of rows [{…}, …]"), j, NULL);
    for (size_t i = 0; good && i < js_count(j); i++) {
        if (js_is(js_at(j, i), JS_OBJECT))
            continue;
        char *name = xasprintf("%s[%zu]", f->id, i + 1);
        complain(rd, name, _("a row {…}"), js_at(j, i), NULL);
        free(name);
        good = false;
    }
    return good;
}

static void read_table(struct reader *rd, const struct field *f, const json *j)
{
    if (js_is(j, JS_NULL))
        return;
    if (!are_rows(rd, f, j)) {
        if (rd->keep && !js_has_real(j))
            keep_verbatim(rd, &rd->r->unknown, f->id, f->id, j);
        return;
    }
    for (size_t i = 0; i < js_count(j); i++)
        read_row(rd, f->index, (int)i, js_at(j, i));
}

/* ---- reading: the whole --------------------------------------------------------------------- */

static void read_member(struct reader *rd, const char *key, const json *j)
{
    const struct field *f = form_field(rd->r->form, key);
    if (f && f->table)
        read_table(rd, f, j);
    else if (f)
        read_value(rd, PLACE_FIELD(f->index), j);
    else if (is_beside(key))
        keep_verbatim(rd, &rd->r->unknown, key, key, j);
    else
        read_unknown(rd, &rd->r->unknown, key, key, j);
}

bool record_from_json(struct record *r, const json *answers, bool keep_unknown,
                      struct problem_list *problems)
{
    struct reader rd = {r, keep_unknown, true, problems};
    if (!js_is(answers, JS_OBJECT)) {
        complain(&rd, _("answers"), _("an object {\"field\": value, …}"), answers, NULL);
        return false;
    }
    for (void *i = js_first(answers); i; i = js_next(answers, i))
        read_member(&rd, js_key(i), js_value(i));
    return rd.good;
}
