/* A record from its answers object (record.h). */
#include "form/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_walk.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/choice.h"
#include "form/figure.h"
#include "form/record_inside.h"
#include "text/unicode.h"

#define PLACE_SHOWN 80 /* columns of a name that is not ours */

/* ---- reading: one value --------------------------------------------------------------------- */

struct reader {
    struct record *r;
    bool keep; /* what does not belong is kept all the same */
    bool good;
    struct problem_list *problems;
    struct js_walk walk;
    size_t path[3], depth; /* what is being read: member, row, cell, as they stand in the text */
};

static void add_problem(struct reader *rd, const char *remedy, const char *message)
{
    struct js_walk *w = &rd->walk;
    bool told = w->text && js_walk_to(w, rd->path, rd->depth);
    problem_add(rd->problems, PROBLEM_ERROR, told ? w->line : 0, told ? w->column : 0, remedy, "%s",
                message);
    rd->good = false;
}

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
    char *message = xasprintf(_("%s: expected %s, found %s"), place, expected, what);
    add_problem(rd, remedy, message);
    free(message);
    free(what);
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
    if (v.kind == VALUE_MISSING) { /* codes have a JSON of their own */
        value_finish(&v);
        return one_line(text);
    }
    if (v.kind == VALUE_RAW)
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

/* Also of years that people cannot type. */
static bool is_stored_date(const struct field *f, const char *text)
{
    struct date d;
    return f->type == &field_types[TYPE_DATE] && date_parse_stored(text, f->precision, &d);
}

/* Paragraphs that were given to a narrative, before the form made it one line. */
static bool has_paragraphs(const struct field *f, const json *j)
{
    return f->type == &field_types[TYPE_TEXT] && strchr(js_text(j), '\n');
}

static struct value convert(const struct reader *rd, const struct field *f, const json *j)
{
    if (rd->keep && has_paragraphs(f, j))
        return field_types[TYPE_NARRATIVE].parse(NULL, js_text(j));
    if (f->type->figure && !js_is(js_get(j, "raw"), JS_STRING))
        return figure_from_json(f, j);
    if (f->several && (js_is(j, JS_STRING) || js_is(j, JS_ARRAY)))
        return choice_from_json(f, j);
    if (js_is(j, JS_STRING) && is_stored_date(f, js_text(j)))
        return value_text(js_text(j));
    if (js_is(j, JS_STRING))
        return value_of_text(f, js_text(j));
    struct value v = value_from_json(j);
    return v.kind == VALUE_RAW || v.kind == VALUE_OTHER ? cleaned(v) : v;
}

/* ---- reading: what the form does not know --------------------------------------------------- */

/* Stands beside the answers and is no answer (doc/file-format.md). */
static bool is_beside(const char *key)
{
    return !strcmp(key, "_reasons") || !strcmp(key, "_notes") || !strcmp(key, "_from") ||
           !strcmp(key, OLD_KEY);
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

/* format: of one "%s", the place. */
static void refuse(struct reader *rd, const char *place, const char *remedy, const char *format)
{
    struct str shown = {0}, message = {0};
    text_fit(&shown, place, PLACE_SHOWN);
    const char *at = strstr(format, "%s");
    str_addn(&message, format, (size_t)(at - format));
    str_add(&message, str_text(&shown));
    str_add(&message, at + 2);
    add_problem(rd, remedy, str_text(&message));
    str_finish(&message);
    str_finish(&shown);
}

static void read_unknown(struct reader *rd, json **unknown, const char *place, const char *key,
                         const json *j)
{
    if (rd->keep) {
        keep_verbatim(rd, unknown, place, key, j);
        return;
    }
    refuse(rd, place, _("correct the name of the field, or leave it out"),
           _("%s: the form has no such field"));
}

/* ---- reading: a place ----------------------------------------------------------------------- */

static json **row_unknown(struct reader *rd, struct place p)
{
    return &rd->r->slots[p.field].rows.list.v[p.row]->unknown;
}

/* The member's name in its object. */
static const char *key_of(struct reader *rd, struct place p)
{
    const struct field *f = rd->r->form->fields.v[p.field];
    return p.row < 0 ? f->id : f->table->columns.v[p.column]->id;
}

/* The answer is the form's: another one has no place. */
static void read_said(struct reader *rd, struct place p, const struct field *f, const json *j)
{
    struct value v = f ? convert(rd, f, j) : VALUE_NONE;
    bool same = !rd->keep && f && value_equal(&v, record_get(rd->r, p));
    value_finish(&v);
    if (same || js_is(j, JS_NULL))
        return;
    char *place = record_place_name(rd->r, p);
    if (rd->keep)
        keep_verbatim(rd, p.row < 0 ? &rd->r->unknown : row_unknown(rd, p), place, key_of(rd, p), j);
    else
        refuse(rd, place, _("leave it out"),
               !f ? _("%s: this cell is closed in the form")
               : value_is_blank(&f->given) ? _("%s: the form computes this answer")
                                           : _("%s: the form gives this answer itself"));
    free(place);
}

static void read_value(struct reader *rd, struct place p, const json *j)
{
    const struct field *f = record_field(rd->r, p);
    if (place_said_by_form(rd->r, p, f)) {
        read_said(rd, p, f, j);
        return;
    }
    struct value v = convert(rd, f, j);
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

/* ---- reading: tables ------------------------------------------------------------------------ */

bool record_is_row_id(const char *id)
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
    if (!record_is_row_id(js_text(j)))
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

static void read_cells(struct reader *rd, int field, int row, const json *j)
{
    const struct field *table = rd->r->form->fields.v[field];
    rd->depth = 3;
    rd->path[2] = 0;
    for (void *i = js_first(j); i; i = js_next(j, i), rd->path[2]++) {
        const struct field *column = table_column(table, js_key(i));
        struct place p = {field, row, column ? column->index : -1};
        if (column) {
            read_value(rd, p, js_value(i));
        } else if (strcmp(js_key(i), ROW_KEY)) {
            char *place = xasprintf("%s[%d].%s", table->id, row + 1, js_key(i));
            read_unknown(rd, row_unknown(rd, p), place, js_key(i), js_value(i));
            free(place);
        }
    }
    rd->depth = 2;
}

static void read_row(struct reader *rd, int field, int row, const json *j)
{
    struct place p = {field, row, -1};
    record_row_insert(rd->r, field, row, read_row_id(rd, p, js_get(j, ROW_KEY)));
    read_cells(rd, field, row, j);
}

/* A row that the form does not have, or that came already. */
static void keep_row(struct reader *rd, int field, size_t at, const json *j)
{
    struct rows *rows = &rd->r->slots[field].rows;
    char *place = xasprintf("%s[%zu]", rd->r->form->fields.v[field]->id, at + 1);
    if (!rd->keep) {
        refuse(rd, place, _("write the id of a row of the form in \"_row\", each row once"),
               _("%s: the form has no such row"));
    } else if (js_has_real(j)) {
        complain(rd, place, _("a whole number or a text"), j,
                 _("write decimal numbers as texts in quotation marks"));
    } else {
        rows->unknown = rows->unknown ? rows->unknown : js_new_array();
        js_push(rows->unknown, js_copy(j));
    }
    free(place);
}

static void read_fixed(struct reader *rd, int field, const json *list)
{
    const struct field *f = rd->r->form->fields.v[field];
    bool *seen = xcalloc(f->table->rows.n, sizeof *seen);
    for (size_t i = 0; i < js_count(list); i++) {
        rd->path[1] = i;
        const json *j = js_at(list, i);
        int row = table_row(f, js_text(js_get(j, ROW_KEY)));
        if (row < 0 || seen[row]) {
            keep_row(rd, field, i, j);
            continue;
        }
        seen[row] = true;
        read_cells(rd, field, row, j);
    }
    free(seen);
}

static bool are_rows(struct reader *rd, const struct field *f, const json *j)
{
    bool good = js_is(j, JS_ARRAY);
    if (!good)
        complain(rd, f->id, _("a list of rows [{…}, …]"), j, NULL);
    for (size_t i = 0; good && i < js_count(j); i++) {
        if (js_is(js_at(j, i), JS_OBJECT))
            continue;
        rd->depth = 2;
        rd->path[1] = i;
        char *name = xasprintf("%s[%zu]", f->id, i + 1);
        complain(rd, name, _("a row {…}"), js_at(j, i), NULL);
        free(name);
        rd->depth = 1;
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
    rd->depth = 2;
    if (table_fixed(f))
        read_fixed(rd, f->index, j);
    else
        for (rd->path[1] = 0; rd->path[1] < js_count(j); rd->path[1]++)
            read_row(rd, f->index, (int)rd->path[1], js_at(j, rd->path[1]));
    rd->depth = 1;
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
    struct reader rd = {.r = r, .keep = keep_unknown, .good = true, .problems = problems};
    js_walk_begin(&rd.walk, problems->json, problems->json_len);
    if (!js_is(answers, JS_OBJECT)) {
        complain(&rd, _("answers"), _("an object {\"field\": value, …}"), answers, NULL);
        return false;
    }
    rd.depth = 1;
    for (void *i = js_first(answers); i; i = js_next(answers, i), rd.path[0]++)
        read_member(&rd, js_key(i), js_value(i));
    return rd.good;
}
