/* Sections and their fields; columns are fields too. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/pattern.h"

#define FIELDS_MAX 1000
#define OPTIONS_MAX 1000

void load_type(struct load *l, const struct yaml_node *node, void *into)
{
    const char *name = load_scalar(l, node);
    if (!name)
        return;
    const char *names[TYPE_COUNT];
    for (int i = 0; i < TYPE_COUNT; i++)
        names[i] = field_types[i].name;
    int i = load_word(l, node, names, TYPE_COUNT, _("a type"));
    if (i >= 0)
        *(const struct field_type **)into = &field_types[i];
}

static void load_min(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    f->has_min = load_decimal(l, node, &f->min);
}

static void load_max(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    f->has_max = load_decimal(l, node, &f->max);
    if (f->has_min && f->has_max && decimal_compare(f->min, f->max) > 0)
        load_problem(l, node, _("no figure could fit; exchange the two"),
                     _("max is smaller than min"));
}

static void load_max_length(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    load_count(l, node, &f->max_length);
    if (f->min_length && f->max_length && f->min_length > f->max_length)
        load_problem(l, node, _("no text could fit; exchange the two"),
                     _("max_length is smaller than min_length"));
}

static void load_pattern(struct load *l, const struct yaml_node *node, void *into)
{
    const char *text = load_scalar(l, node);
    if (!text)
        return;
    const char *why = pattern_refused(text);
    if (why) {
        load_problem(l, node, _("write a POSIX extended regular expression for the whole text"),
                     "%s", why);
        return;
    }
    *(char **)into = xstrdup(text);
}

static const struct load_key option_keys[] = {
    {"option", load_id, offsetof(struct option, id), true},
    {"label", load_text, offsetof(struct option, label), true},
    {0},
};

static void add_option(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    if (!load_room(l, node, f->options.n, OPTIONS_MAX))
        return;
    struct option o = {0};
    load_map(l, node, option_keys, &o, _("an option"));
    if (o.id && field_option(f, o.id))
        load_problem(l, node, _("give each option an id of its own"),
                     _("the option “%s” stands here a second time"), o.id);
    if (f->other && str_eq0(o.id, OTHER_ID))
        load_problem(l, node, _("take it away: other: true adds it"),
                     _("the option “%s” stands here a second time"), o.id);
    /* The form's tests read answers by the options, so none without an id is kept. */
    if (!o.id)
        text_finish(&o.label);
    else
        *vec_add(&f->options) = o;
}

static void load_options(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_option, into);
}

/* Keys of a table go on in struct table; where a field has none, check_by_type says so. */
#define IN_TABLE(name, reader)                                                                     \
    static void load_##name(struct load *l, const struct yaml_node *node, void *into)              \
    {                                                                                              \
        struct field *f = into;                                                                    \
        if (f->table)                                                                              \
            reader(l, node, &f->table->name);                                                      \
    }
IN_TABLE(number_row, load_bool)
IN_TABLE(totals_label, load_text)
IN_TABLE(min_rows, load_count)
IN_TABLE(max_rows, load_count)
IN_TABLE(rows_label, load_text)
IN_TABLE(rows_number, load_string)
#undef IN_TABLE

static void load_meaning_of_blank(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    load_blank(l, node, f->table ? &f->table->blank : &f->blank);
}

/* The order matters: what a reader looks at stands above it. */
static const struct load_key field_keys[] = {
    {"field", load_id, offsetof(struct field, id), true},
    {"type", load_type, offsetof(struct field, type), true},
    {"label", load_text, offsetof(struct field, label), false},
    {"help", load_text, offsetof(struct field, help), false},
    {"heading", load_text, offsetof(struct field, heading), false},
    {"heading_help", load_text, offsetof(struct field, heading_help), false},
    {"number", load_string, offsetof(struct field, number), false},
    {"required", load_bool, offsetof(struct field, required), false},
    {"required_message", load_text, offsetof(struct field, required_message), false},
    {"measure", load_text, offsetof(struct field, measure), false},
    {"places", load_places, offsetof(struct field, places), false},
    {"scale", load_scale, offsetof(struct field, scale), false},
    {"precision", load_precision, offsetof(struct field, precision), false},
    {"codes", load_codes, offsetof(struct field, codes), false},
    {"at_least", load_bool, offsetof(struct field, at_least), false},
    {"estimate", load_bool, offsetof(struct field, estimate), false},
    {"unique", load_bool, offsetof(struct field, unique), false},
    {"blank", load_meaning_of_blank, 0, false},
    {"when", load_expression, offsetof(struct field, when), false},
    {"value", load_expression, offsetof(struct field, value), false},
    {"min", load_min, 0, false},
    {"max", load_max, 0, false},
    {"min_length", load_count, offsetof(struct field, min_length), false},
    {"max_length", load_max_length, 0, false},
    {"pattern", load_pattern, offsetof(struct field, pattern), false},
    {"other", load_bool, offsetof(struct field, other), false},
    {"several", load_bool, offsetof(struct field, several), false},
    {"options", load_options, 0, false},
    {"given", load_given, 0, false},
    {"proposed", load_proposed, 0, false},
    {"was", load_was, 0, false},
    {"width", load_count, offsetof(struct field, width), false},
    {"rows_label", load_rows_label, 0, false},
    {"rows_number", load_rows_number, 0, false},
    {"number_row", load_number_row, 0, false},
    {"row_column", load_row_column, 0, false},
    {"unit_column", load_unit_column, 0, false},
    {"columns", load_columns, 0, false},
    {"rows", load_rows, 0, false},
    {"totals", load_totals, 0, false},
    {"totals_label", load_totals_label, 0, false},
    {"min_rows", load_min_rows, 0, false},
    {"max_rows", load_max_rows, 0, false},
    {"checks", load_row_checks, 0, false},
    {"parts", load_table_parts, 0, false},
    {"of_which", load_table_of_which, 0, false},
    {0},
};

/* Whether the map says type: table; its keys need the struct before they are read. */
static bool says_table(const struct yaml_node *node)
{
    const struct yaml_node *type = yaml_get(node, "type");
    return type && type->kind == YAML_SCALAR &&
           !strcmp(type->text, field_types[TYPE_TABLE].name);
}

void load_field(struct load *l, const struct yaml_node *node, struct field *field)
{
    field->at = load_mark(node);
    if (says_table(node))
        field->table = xcalloc(1, sizeof *field->table);
    load_map(l, node, field_keys, field, _("a field"));
    if (node->kind == YAML_MAP)
        load_fit(l, node, field);
}

/* ---- sections ------------------------------------------------------------------------------- */

static void add_field(struct load *l, const struct yaml_node *node, void *into)
{
    (void)into;
    struct form *form = l->form;
    if (!load_room(l, node, form->fields.n, FIELDS_MAX))
        return;
    struct field *f = xcalloc(1, sizeof *f);
    f->section = (int)form->sections.n - 1;
    f->index = (int)form->fields.n;
    *vec_add(&form->fields) = f;
    form->sections.v[f->section].count++;
    load_field(l, node, f);
    const struct field *first = f->id ? form_field(form, f->id) : NULL;
    if (first && first != f)
        load_problem(l, yaml_get(node, "field"), _("give each field an id of its own"),
                     _("the id “%s” is taken by the field in line %d"), f->id, first->at.line);
}

static void load_fields(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_field, into);
}

static const struct load_key section_keys[] = {
    {"section", load_id, offsetof(struct section, id), true},
    {"number", load_string, offsetof(struct section, number), false},
    {"title", load_text, offsetof(struct section, title), true},
    {"short_title", load_text, offsetof(struct section, short_title), false},
    {"help", load_text, offsetof(struct section, help), false},
    {"when", load_expression, offsetof(struct section, when), false},
    {"fields", load_fields, 0, true},
    {0},
};

static void add_section(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    struct section *s = vec_add(&form->sections);
    s->first = (int)form->fields.n;
    s->at = load_mark(node);
    load_map(l, node, section_keys, s, _("a section"));
    const struct section *first = s->id ? form_section(form, s->id) : NULL;
    if (first && first != s)
        load_problem(l, yaml_get(node, "section"), _("give each section an id of its own"),
                     _("the id “%s” is taken by the section in line %d"), s->id, first->at.line);
}

void load_sections(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_section, into);
}
