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

static void load_type(struct load *l, const struct yaml_node *node, void *into)
{
    const char *name = load_scalar(l, node);
    if (!name)
        return;
    const char *names[TYPE_COUNT];
    for (int i = 0; i < TYPE_COUNT; i++)
        names[i] = field_types[i].name;
    int i = load_word(l, node, names, TYPE_COUNT, _("a type of this version"));
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
#undef IN_TABLE

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
    {"min", load_min, 0, false},
    {"max", load_max, 0, false},
    {"min_length", load_count, offsetof(struct field, min_length), false},
    {"max_length", load_max_length, 0, false},
    {"pattern", load_pattern, offsetof(struct field, pattern), false},
    {"other", load_bool, offsetof(struct field, other), false},
    {"options", load_options, 0, false},
    {"width", load_count, offsetof(struct field, width), false},
    {"number_row", load_number_row, 0, false},
    {"row_column", load_row_column, 0, false},
    {"unit_column", load_unit_column, 0, false},
    {"columns", load_columns, 0, false},
    {"totals", load_totals, 0, false},
    {"totals_label", load_totals_label, 0, false},
    {"min_rows", load_min_rows, 0, false},
    {"max_rows", load_max_rows, 0, false},
    {"checks", load_row_checks, 0, false},
    {0},
};

#define ONLY(type) (1u << (type))
#define TEXTS (ONLY(TYPE_TEXT) | ONLY(TYPE_NARRATIVE))

/* Keys that mean something for certain types alone. */
static const struct {
    const char *key;
    unsigned types;
} key_types[] = {
    {"min", ONLY(TYPE_INTEGER)},
    {"max", ONLY(TYPE_INTEGER)},
    {"min_length", TEXTS},
    {"max_length", TEXTS},
    {"pattern", TEXTS},
    {"other", ONLY(TYPE_CHOICE)},
    {"options", ONLY(TYPE_CHOICE)},
    {"number_row", ONLY(TYPE_TABLE)},
    {"row_column", ONLY(TYPE_TABLE)},
    {"unit_column", ONLY(TYPE_TABLE)},
    {"columns", ONLY(TYPE_TABLE)},
    {"totals", ONLY(TYPE_TABLE)},
    {"totals_label", ONLY(TYPE_TABLE)},
    {"min_rows", ONLY(TYPE_TABLE)},
    {"max_rows", ONLY(TYPE_TABLE)},
    {"checks", ONLY(TYPE_TABLE)},
};

static void refuse_misplaced(struct load *l, const struct yaml_pair *pair, enum type_id type)
{
    for (size_t i = 0; i < sizeof key_types / sizeof *key_types; i++)
        if (!strcmp(key_types[i].key, pair->key) && !(key_types[i].types & ONLY(type)))
            load_problem_at(l, (struct mark){pair->line, pair->column}, _("take it away"),
                            _("“%s” means nothing for the type %s"), pair->key,
                            field_types[type].name);
}

/* A table that fills its section may go by the section's title. */
static void name_table(const struct form *form, struct field *f)
{
    const struct text *title = &form->sections.v[f->section].title;
    f->label = (struct text){xstrdup0(title->vi), xstrdup0(title->en)};
}

static void require_key(struct load *l, const struct yaml_node *node, const char *key,
                        const char *remedy)
{
    if (!yaml_get(node, key))
        load_problem(l, node, remedy, _("the key “%s” is missing in %s"), key, _("a field"));
}

static void check_by_type(struct load *l, const struct yaml_node *node, struct field *f)
{
    if (f->table && !yaml_get(node, "label"))
        name_table(l->form, f);
    else
        require_key(l, node, "label", _("write what the field asks for"));
    if (!f->type)
        return;
    enum type_id type = field_type_id(f->type);
    for (size_t i = 0; i < node->count; i++)
        refuse_misplaced(l, &node->pairs[i], type);
    if (type == TYPE_CHOICE)
        require_key(l, node, "options", _("a choice needs what can be chosen"));
    if (type == TYPE_TABLE)
        require_key(l, node, "columns", _("a table needs columns"));
    const struct table *t = f->table;
    if (t && t->max_rows && t->min_rows > t->max_rows)
        load_problem(l, yaml_get(node, "max_rows"), _("no table could fit; exchange the two"),
                     _("max_rows is smaller than min_rows"));
}

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
        check_by_type(l, node, field);
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
