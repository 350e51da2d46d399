#include "cli/form_json.h"

#include "base/lang.h"
#include "cli/outline.h"

json *form_json_summary(const struct form *f)
{
    char hex[HASH_HEX];
    hash_hex(&f->hash, hex);
    json *o = js_new_object();
    js_set_text(o, "form", f->id);
    js_set(o, "version", js_new_integer(f->version));
    js_set_text(o, "title", text_of(&f->title));
    js_set_text(o, "hash", hex);
    return o;
}

static json *options_json(const struct field *f)
{
    json *a = js_new_array();
    for (size_t i = 0; i < f->options.n; i++) {
        json *o = js_new_object();
        js_set_text(o, "option", f->options.v[i].id);
        js_set_text(o, "label", text_of(&f->options.v[i].label));
        js_push(a, o);
    }
    return a;
}

static json *new_figure(struct decimal d)
{
    char text[32];
    decimal_canonical(d, text);
    return d.places ? js_new_text(text) : js_new_integer(d.digits);
}

static void set_limits(json *o, const struct field *f)
{
    js_set(o, "required", js_new_bool(f->required));
    if (f->has_min)
        js_set(o, "min", new_figure(f->min));
    if (f->has_max)
        js_set(o, "max", new_figure(f->max));
    if (f->min_length)
        js_set(o, "min_length", js_new_integer(f->min_length));
    if (f->max_length)
        js_set(o, "max_length", js_new_integer(f->max_length));
    js_set_text(o, "pattern", f->pattern);
    if (f->unique)
        js_set(o, "unique", js_new_bool(true));
    if (f->options.n)
        js_set(o, "options", options_json(f));
    if (f->other)
        js_set(o, "other", js_new_bool(true));
    if (f->several)
        js_set(o, "several", js_new_bool(true));
}

static void set_figure(json *o, const struct field *f)
{
    static const char *const precisions[] = {
        [DATE_DAY] = NULL, [DATE_MONTH] = "month", [DATE_QUARTER] = "quarter",
        [DATE_YEAR] = "year"};
    if (f->places)
        js_set(o, "places", js_new_integer(f->places));
    if (f->scale > 1)
        js_set(o, "scale", js_new_integer(f->scale));
    if (!text_is_empty(&f->measure))
        js_set_text(o, "measure", text_of(&f->measure));
    js_set_text(o, "precision", precisions[f->precision]);
    if (f->at_least)
        js_set(o, "at_least", js_new_bool(true));
    if (f->estimate)
        js_set(o, "estimate", js_new_bool(true));
    if (!f->codes)
        return;
    json *codes = js_new_array();
    if (f->codes & CODE_NO_FIGURES)
        js_push(codes, js_new_text(MISSING_NO_FIGURES));
    if (f->codes & CODE_NOT_APPLICABLE)
        js_push(codes, js_new_text(MISSING_NOT_APPLICABLE));
    js_set(o, "codes", codes);
}

/* What the form makes of it: computed, given, proposed, asked only sometimes. */
static void set_made(json *o, const struct field *f)
{
    js_set_text(o, "when", f->when.text);
    js_set_text(o, "value", f->value.text);
    if (!value_is_blank(&f->given))
        js_set(o, "given", value_to_json(&f->given));
    if (!value_is_blank(&f->proposed))
        js_set(o, "proposed", value_to_json(&f->proposed));
    if (!f->was.n)
        return;
    json *was = js_new_array();
    for (size_t i = 0; i < f->was.n; i++)
        js_push(was, js_new_text(f->was.v[i]));
    js_set(o, "was", was);
}

static json *field_json(const struct field *f);

/* Cells that differ from their column, and those that are closed. */
static void set_cells(json *o, const struct table *t, const struct fixed_row *r)
{
    json *closed = js_new_array(), *cells = js_new_array();
    for (size_t i = 0; i < t->columns.n && !r->heading; i++)
        if (!r->cells[i])
            js_push(closed, js_new_text(t->columns.v[i]->id));
        else if (r->cells[i] != t->columns.v[i])
            js_push(cells, field_json(r->cells[i]));
    js_set(o, "closed", closed);
    js_set(o, "cells", cells);
}

static json *row_json(const struct table *t, const struct fixed_row *r)
{
    json *o = js_new_object(), *sum_of = js_new_array();
    js_set_text(o, "row", r->id);
    js_set_text(o, "number", r->number);
    js_set_text(o, "label", text_of(&r->label));
    js_set(o, "level", js_new_integer(r->level));
    js_set(o, "heading", js_new_bool(r->heading));
    if (!text_is_empty(&r->measure))
        js_set_text(o, "measure", text_of(&r->measure));
    js_set_text(o, "when", r->when.text);
    for (size_t i = 0; i < r->sum_of.n; i++)
        js_push(sum_of, js_new_text(t->rows.v[r->sum_of.v[i]].id));
    js_set(o, "sum_of", sum_of);
    set_cells(o, t, r);
    return o;
}

static json *field_json(const struct field *f)
{
    json *o = js_new_object();
    js_set_text(o, "field", f->id);
    js_set_text(o, "type", f->type->name);
    js_set_text(o, "number", f->number);
    js_set_text(o, "label", text_of(&f->label));
    set_limits(o, f);
    set_figure(o, f);
    set_made(o, f);
    if (!f->table)
        return o;
    json *columns = js_new_array(), *rows = js_new_array();
    for (size_t i = 0; i < f->table->columns.n; i++)
        js_push(columns, field_json(f->table->columns.v[i]));
    js_set(o, "columns", columns);
    for (size_t i = 0; i < f->table->rows.n; i++)
        js_push(rows, row_json(f->table, &f->table->rows.v[i]));
    js_set(o, "rows", rows);
    return o;
}

static json *sections_json(const struct form *f)
{
    json *a = js_new_array();
    for (size_t i = 0; i < f->sections.n; i++) {
        const struct section *s = &f->sections.v[i];
        json *o = js_new_object(), *fields = js_new_array();
        js_set_text(o, "section", s->id);
        js_set_text(o, "number", s->number);
        js_set_text(o, "title", text_of(&s->title));
        js_set_text(o, "when", s->when.text);
        for (int k = s->first; k < s->first + s->count; k++)
            js_push(fields, field_json(f->fields.v[k]));
        js_set(o, "fields", fields);
        js_push(a, o);
    }
    return a;
}

static json *checks_json(const struct form *f)
{
    json *a = js_new_array();
    for (size_t i = 0; i < f->checks.n; i++) {
        const struct check *c = &f->checks.v[i];
        json *o = js_new_object();
        js_set_text(o, "check", c->id);
        js_set_text(o, "table", c->table ? c->table->id : NULL);
        js_set_text(o, "that", c->expression);
        js_set_text(o, "level", problem_level_ids[c->level]);
        js_set_text(o, "message", text_of(&c->message));
        js_push(a, o);
    }
    return a;
}

static json *reporters_json(const struct form *f)
{
    json *a = js_new_array();
    for (size_t i = 0; i < f->reporters.n; i++) {
        const struct reporter *r = &f->reporters.v[i];
        json *o = js_new_object(), *units = js_new_array();
        char day[16];
        js_set_text(o, "level", r->level);
        for (size_t k = 0; k < r->units.n; k++)
            js_push(units, js_new_text(r->units.v[k]));
        js_set(o, "units", units);
        if (r->has_due) {
            outline_due(r->due, day);
            js_set_text(o, "due", day);
            js_set(o, "inclusive", js_new_bool(r->inclusive));
        }
        js_set_text(o, "to", r->to);
        js_push(a, o);
    }
    return a;
}

json *form_json_full(const struct form *f)
{
    json *o = form_json_summary(f);
    js_set_text(o, "units", f->units);
    js_set_text(o, "period", period_kind_name(f->period));
    js_set(o, "reporters", reporters_json(f));
    js_set(o, "sections", sections_json(f));
    js_set(o, "checks", checks_json(f));
    js_set(o, "targets", form_json_targets(f));
    js_set(o, "rollups", form_json_rollups(f));
    return o;
}
