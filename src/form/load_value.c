/* What a field's answer is: its measure and places, codes, expressions, what stands there from the
 * beginning, what it was called before. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/id.h"

bool load_type_among(const struct field *f, const char *names)
{
    size_t n = f->type ? strlen(f->type->name) : 0;
    for (const char *at = names; n && (at = strstr(at, f->type->name)); at += n)
        if ((at == names || at[-1] == ' ') && (!at[n] || at[n] == ' '))
            return true;
    return false;
}

bool load_is_figure(const struct field *f)
{
    return load_type_among(f, FIGURE_TYPES);
}

void load_expression(struct load *l, const struct yaml_node *node, void *into)
{
    struct expression *e = into;
    load_string(l, node, &e->text);
    e->at = (struct mark){node->text_line, node->text_column};
}

void load_level(struct load *l, const struct yaml_node *node, void *into)
{
    static const char *const names[] = {"tinh", "huyen", "xa"};
    int i = load_word(l, node, names, 3, _("a level"));
    if (i >= 0)
        *(char **)into = xstrdup(names[i]);
}

void load_places(struct load *l, const struct yaml_node *node, void *into)
{
    int64_t places;
    if (!load_integer(l, node, &places))
        return;
    if (places < 0 || places > DECIMAL_PLACES_MAX)
        load_problem(l, node, NULL, _("a number from 0 to %d was expected here"),
                     DECIMAL_PLACES_MAX);
    else
        *(int *)into = (int)places;
}

void load_scale(struct load *l, const struct yaml_node *node, void *into)
{
    int64_t scale, rest;
    if (!load_integer(l, node, &scale))
        return;
    for (rest = scale; rest > 1 && rest % 10 == 0;)
        rest /= 10;
    if (rest != 1)
        load_problem(l, node, _("write 1000 for “1.000 đồng”, 1000000 for “triệu đồng”"),
                     _("what 1 stands for must be 1, 10, 100, 1000 …"));
    else
        *(int64_t *)into = scale;
}

void load_precision(struct load *l, const struct yaml_node *node, void *into)
{
    static const char *const names[] = {
        [DATE_DAY] = "day", [DATE_MONTH] = "month", [DATE_QUARTER] = "quarter",
        [DATE_YEAR] = "year"};
    int i = load_word(l, node, names, 4, _("a precision of dates"));
    if (i >= 0)
        *(enum date_precision *)into = (enum date_precision)i;
}

void load_blank(struct load *l, const struct yaml_node *node, void *into)
{
    static const char *const names[] = {"undecided", "zero", "skip"};
    int i = load_word(l, node, names, 3, _("a meaning of blanks"));
    if (i >= 0)
        *(enum blank_mode *)into = (enum blank_mode)(BLANK_UNDECIDED + i);
}

static void add_code(struct load *l, const struct yaml_node *node, void *into)
{
    static const char *const names[] = {MISSING_NO_FIGURES, MISSING_NOT_APPLICABLE};
    static const unsigned codes[] = {CODE_NO_FIGURES, CODE_NOT_APPLICABLE};
    int i = load_word(l, node, names, 2, _("a code"));
    if (i >= 0)
        *(unsigned *)into |= codes[i];
}

void load_codes(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_code, into);
}

/* ---- earlier ids ---------------------------------------------------------------------------- */

static void add_was(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    const char *id = load_scalar(l, node);
    if (!id)
        return;
    const char *dot = strchr(id, '.');
    char *first = dot ? xstrndup(id, (size_t)(dot - id)) : xstrdup(id);
    if (id_check(first) != ID_GOOD || (dot && id_check(dot + 1) != ID_GOOD))
        load_problem(l, node, _("write the earlier id: old_field, or old_table.old_column"),
                     _("“%s” cannot have been an id"), id);
    else if (dot && !f->table_field)
        load_problem(l, node, _("write the id of an earlier field"),
                     _("“%s” was a column, which this field cannot take the place of"), id);
    else
        *vec_add(&f->was) = xstrdup(id);
    free(first);
}

void load_was(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    f->was_at = load_mark(node);
    if (node->kind == YAML_LIST)
        load_list(l, node, add_was, f);
    else
        add_was(l, node, f);
}

/* ---- values --------------------------------------------------------------------------------- */

static json *read_scalar(struct load *l, const struct yaml_node *node, const struct field *f)
{
    if (node->kind != YAML_SCALAR || !f->type || !f->type->parse) {
        load_problem(l, node, NULL, _("a single value was expected here"));
        return NULL;
    }
    struct decimal d;
    if (load_type_among(f, "boolean") && !strcmp(node->text, "true"))
        return js_new_bool(true);
    if (load_type_among(f, "boolean") && !strcmp(node->text, "false"))
        return js_new_bool(false);
    if (load_type_among(f, FRACTION_TYPES) && decimal_parse_canonical(node->text, &d))
        return js_new_text(node->text);
    struct value v = f->type->parse(f, node->text);
    json *j = value_to_json(&v);
    value_finish(&v);
    return j;
}

static json *read_member(struct load *l, const struct yaml_pair *p, const struct field *f)
{
    bool flag = !strcmp(p->key, "at_least") || !strcmp(p->key, "estimate");
    if (!strcmp(p->key, "value") && load_is_figure(f))
        return read_scalar(l, p->value, f);
    const char *text = load_scalar(l, p->value);
    if (flag && text && !strcmp(text, "true"))
        return js_new_bool(true);
    return text ? js_new_text(text) : NULL;
}

/* {missing: kcsl}, {value: khac, text: …}, {value: 100, at_least: true}: shapes that stand for a
 * value. */
static json *read_shape(struct load *l, const struct yaml_node *node, const struct field *f)
{
    json *shape = js_new_object();
    for (size_t i = 0; i < node->count; i++) {
        json *member = read_member(l, &node->pairs[i], f);
        if (member)
            js_set(shape, node->pairs[i].key, member);
    }
    return shape;
}

/* Where an item stands among the options; behind them all when it is none of them. */
static size_t option_index(const struct field *f, const json *item)
{
    for (size_t i = 0; i < f->options.n; i++)
        if (str_eq0(f->options.v[i].id, js_text(item)))
            return i;
    return f->options.n;
}

/* In the order of the options, whatever order was written. */
static json *read_several(struct load *l, const struct yaml_node *node, const struct field *f)
{
    struct field one = *f;
    one.several = false;
    json *list = js_new_array(), *sorted = js_new_array();
    for (size_t i = 0; i < node->count; i++) {
        json *item = load_json(l, node->items[i], &one);
        if (item)
            js_push(list, item);
    }
    for (size_t k = 0; k <= f->options.n; k++)
        for (size_t i = 0; i < js_count(list); i++)
            if (option_index(f, js_at(list, i)) == k)
                js_push(sorted, js_copy(js_at(list, i)));
    js_free(list);
    return sorted;
}

json *load_json(struct load *l, const struct yaml_node *node, const struct field *f)
{
    if (node->kind == YAML_MAP)
        return read_shape(l, node, f);
    if (node->kind == YAML_LIST && f->several)
        return read_several(l, node, f);
    return read_scalar(l, node, f);
}

static bool within_limits(const struct field *f, const struct value *v)
{
    struct figure d;
    if (!load_is_figure(f) || !value_figure(v, &d))
        return true;
    return (!f->has_min || decimal_compare(d.size, f->min) >= 0) &&
           (!f->has_max || decimal_compare(d.size, f->max) <= 0);
}

/* Why a value of the right shape does not fit all the same; NULL when it does. */
static const char *misfit(const struct field *f, const struct value *v)
{
    static const char *const texts[] = {
        [FIT_GOOD] = NULL,
        [FIT_TYPE] = N_("this value does not fit the type of its field"),
        [FIT_CODE] = N_("this code is not among the codes of its field"),
        [FIT_FLAG] = N_("the field knows no such mark: add at_least or estimate to it"),
        [FIT_PLACES] = N_("this value has more digits behind its point than its field"),
    };
    enum field_fit fit = field_fit(f, v);
    if (fit != FIT_GOOD)
        return _(texts[fit]);
    return within_limits(f, v) ? NULL
                               : _("this value lies outside min and max of its field");
}

static void refuse_constant(struct load *l, const struct yaml_node *node, const struct field *f,
                            const char *why)
{
    VEC(const char *) ids = {0};
    for (size_t i = 0; i < f->options.n; i++)
        *vec_add(&ids) = f->options.v[i].id;
    char *remedy = node->kind == YAML_SCALAR && ids.n ? load_suggestion(node->text, ids.v, ids.n)
                                                      : NULL;
    load_problem(l, node, remedy ? remedy : why, _("this value does not fit the type %s"),
                 f->type->name);
    free(remedy);
    vec_finish(&ids);
}

void load_constant(struct load *l, const struct yaml_node *node, const struct field *f,
                   struct value *ret)
{
    const char *why = NULL;
    if (!f->type || f->table)
        return;
    json *j = load_json(l, node, f);
    struct value v = j ? value_from_json(j) : VALUE_NONE;
    js_free(j);
    bool accepted = v.kind == VALUE_BLANK || f->type->accepts(f, &v, &why);
    if (v.kind == VALUE_BLANK && node->kind == YAML_SCALAR)
        load_scalar(l, node);
    else if (!accepted || v.kind == VALUE_RAW)
        refuse_constant(l, node, f, why);
    else if (misfit(f, &v))
        load_problem(l, node, NULL, "%s", misfit(f, &v));
    else
        *ret = value_copy(&v);
    value_finish(&v);
}

void load_given(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    load_constant(l, node, f, &f->given);
}

void load_proposed(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *f = into;
    load_constant(l, node, f, &f->proposed);
}
