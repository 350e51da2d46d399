#include "cli/form_json.h"

#include "base/lang.h"

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
    if (f->options.n)
        js_set(o, "options", options_json(f));
    if (f->other)
        js_set(o, "other", js_new_bool(true));
}

static json *field_json(const struct field *f)
{
    json *o = js_new_object();
    js_set_text(o, "field", f->id);
    js_set_text(o, "type", f->type->name);
    js_set_text(o, "number", f->number);
    js_set_text(o, "label", text_of(&f->label));
    set_limits(o, f);
    if (!f->table)
        return o;
    json *columns = js_new_array();
    for (size_t i = 0; i < f->table->columns.n; i++)
        js_push(columns, field_json(f->table->columns.v[i]));
    js_set(o, "columns", columns);
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
            date_iso(r->due, day);
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
    return o;
}
