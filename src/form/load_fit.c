/* Which keys of a field go with its type, and with each other. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

#define NO_TABLE "text narrative integer decimal percent money date boolean choice unit"
#define COMPUTED "text integer decimal percent money date boolean"

/* Keys that mean something for certain types alone. */
static const struct {
    const char *key, *types;
} key_types[] = {
    {"min", FIGURE_TYPES},
    {"max", FIGURE_TYPES},
    {"places", FRACTION_TYPES},
    {"scale", "money"},
    {"measure", FIGURE_TYPES},
    {"at_least", FIGURE_TYPES},
    {"estimate", FIGURE_TYPES},
    {"blank", FIGURE_TYPES " table"},
    {"precision", "date"},
    {"min_length", "text narrative"},
    {"max_length", "text narrative"},
    {"pattern", "text narrative"},
    {"other", "choice"},
    {"several", "choice"},
    {"options", "choice"},
    {"codes", NO_TABLE},
    {"unique", "text integer decimal percent money date choice unit"},
    {"value", COMPUTED},
    {"given", NO_TABLE},
    {"proposed", NO_TABLE},
    {"number_row", "table"},
    {"row_column", "table"},
    {"unit_column", "table"},
    {"columns", "table"},
    {"rows", "table"},
    {"rows_label", "table"},
    {"rows_number", "table"},
    {"totals", "table"},
    {"totals_label", "table"},
    {"min_rows", "table"},
    {"max_rows", "table"},
    {"checks", "table"},
    {"parts", "table"},
    {"of_which", "table"},
};

/* Keys that say nothing beside another one. */
static const struct load_exclusive exclusive[] = {
    {"value", {"given", "proposed", "required", "required_message", "min", "max", "min_length",
               "max_length", "pattern", "codes", "at_least", "estimate", "unique", "was"}},
    {"given", {"proposed", "required", "required_message", "codes", "at_least", "estimate",
               "unique"}},
    {"several", {"unique"}},
    {"rows", {"totals", "totals_label", "min_rows", "max_rows", "unit_column"}},
    {0},
};

static const struct yaml_pair *find_pair(const struct yaml_node *map, const char *key)
{
    for (size_t i = 0; i < map->count; i++)
        if (!strcmp(map->pairs[i].key, key))
            return &map->pairs[i];
    return NULL;
}

void load_refuse_misplaced(struct load *l, const struct yaml_node *node, const struct field *f)
{
    for (size_t i = 0; i < sizeof key_types / sizeof *key_types; i++) {
        const struct yaml_pair *pair = find_pair(node, key_types[i].key);
        if (pair && !load_type_among(f, key_types[i].types))
            load_problem_at(l, (struct mark){pair->line, pair->column}, _("take it away"),
                            _("“%s” means nothing for the type %s"), pair->key, f->type->name);
    }
}

void load_refuse_together(struct load *l, const struct yaml_node *node,
                          const struct load_exclusive *rules)
{
    for (; rules->key; rules++) {
        if (!find_pair(node, rules->key))
            continue;
        for (size_t k = 0; rules->refused[k]; k++) {
            const struct yaml_pair *pair = find_pair(node, rules->refused[k]);
            if (pair)
                load_problem_at(l, (struct mark){pair->line, pair->column},
                                _("take one of the two away"),
                                _("“%s” cannot stand together with “%s”"), pair->key, rules->key);
        }
    }
}

/* A limit with more digits behind its point than the field has. */
static void check_limit(struct load *l, const struct yaml_node *node, const char *key,
                        const struct field *f, bool has, struct decimal limit)
{
    const struct yaml_node *value = yaml_get(node, key);
    if (!has || limit.places <= f->places)
        return;
    if (load_type_among(f, "integer"))
        load_problem(l, value, _("write digits only: 1000, not 1.000"),
                     _("“%s” is no whole number"), value->text);
    else
        load_problem(l, value, _("raise places, or write fewer digits"),
                     _("“%s” has more digits behind its point than the field"), value->text);
}

void load_figure_ends(struct load *l, const struct yaml_node *node, struct field *f)
{
    check_limit(l, node, "min", f, f->has_min, f->min);
    check_limit(l, node, "max", f, f->has_max, f->max);
}

/* What is meant where the form says nothing. */
static void set_defaults(struct load *l, const struct yaml_node *node, struct field *f)
{
    bool money = load_type_among(f, "money");
    if (!yaml_get(node, "places") && load_type_among(f, "decimal percent"))
        f->places = 2;
    if (!f->scale)
        f->scale = 1;
    if (!money || yaml_get(node, "measure"))
        return;
    if (f->scale != 1)
        load_problem(l, yaml_get(node, "scale"), _("write measure: triệu đồng, or what it is"),
                     _("“scale” needs the words that the paper has for it"));
    else
        f->measure = (struct text){xstrdup("đồng"), xstrdup("dong")};
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

static void check_table(struct load *l, const struct yaml_node *node, const struct table *t)
{
    require_key(l, node, "columns", _("a table needs columns"));
    if (t->max_rows && t->min_rows > t->max_rows)
        load_problem(l, yaml_get(node, "max_rows"), _("no table could fit; exchange the two"),
                     _("max_rows is smaller than min_rows"));
    if (yaml_get(node, "rows"))
        return;
    static const char *const keys[] = {"rows_label", "rows_number"};
    for (size_t i = 0; i < 2; i++)
        if (find_pair(node, keys[i]))
            load_problem(l, yaml_get(node, keys[i]), _("take it away, or write rows"),
                         _("“%s” is for tables whose rows the form fixes"), keys[i]);
}

static void check_alone(struct load *l, const struct yaml_node *node, const struct field *f)
{
    const struct yaml_pair *unique = find_pair(node, "unique");
    const struct yaml_pair *message = find_pair(node, "required_message");
    if (unique && !f->table_field)
        load_problem_at(l, (struct mark){unique->line, unique->column}, _("take it away"),
                        _("“unique” is for columns of tables"));
    if (message && !f->required && !yaml_get(node, "value") && !yaml_get(node, "given"))
        load_problem_at(l, (struct mark){message->line, message->column},
                        _("add required: true, or take it away"),
                        _("“required_message” says nothing where blanks are allowed"));
}

void load_fit(struct load *l, const struct yaml_node *node, struct field *f)
{
    if (f->table && !yaml_get(node, "label"))
        name_table(l->form, f);
    else
        require_key(l, node, "label", _("write what the field asks for"));
    if (!f->type)
        return;
    load_refuse_misplaced(l, node, f);
    load_refuse_together(l, node, exclusive);
    check_alone(l, node, f);
    if (load_type_among(f, "choice"))
        require_key(l, node, "options", _("a choice needs what can be chosen"));
    set_defaults(l, node, f);
    if (load_is_figure(f))
        load_figure_ends(l, node, f);
    if (f->table)
        check_table(l, node, f->table);
}
