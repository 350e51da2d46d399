/* Roll-ups: tables over the answers of all reporting units. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

#define ROLLUPS_MAX 200
#define COLUMNS_MAX 200

static void add_group(struct load *l, const struct yaml_node *node, void *into)
{
    struct rollup *r = into;
    load_expression(l, node, vec_add(&r->by));
}

static void load_by(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_group, into);
}

/* ---- columns -------------------------------------------------------------------------------- */

static const char *const kinds[] = {
    [ROLLUP_SUM] = "sum", [ROLLUP_COUNT] = "count", [ROLLUP_SHARE] = "share",
    [ROLLUP_MIN] = "min", [ROLLUP_MAX] = "max",
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static void load_kind(struct load *l, const struct yaml_node *node, void *into,
                      enum rollup_kind kind)
{
    struct rollup_column *c = into;
    c->kind = kind;
    if (kind == ROLLUP_COUNT && node->kind == YAML_SCALAR && !strcmp(node->text, "true"))
        return;
    if (!c->of.text)
        load_expression(l, node, &c->of);
}

#define KIND(name, kind)                                                                           \
    static void load_##name(struct load *l, const struct yaml_node *node, void *into)              \
    {                                                                                              \
        load_kind(l, node, into, kind);                                                            \
    }
KIND(sum, ROLLUP_SUM)
KIND(count_of, ROLLUP_COUNT)
KIND(share, ROLLUP_SHARE)
KIND(min, ROLLUP_MIN)
KIND(max, ROLLUP_MAX)
#undef KIND

#define AT(member) offsetof(struct rollup_column, member)

static const struct load_key column_keys[] = {
    {"column", load_id, AT(id), true},
    {"label", load_text, AT(label), false},
    {"sum", load_sum, 0, false},
    {"count", load_count_of, 0, false},
    {"share", load_share, 0, false},
    {"in", load_expression, AT(in), false},
    {"min", load_min, 0, false},
    {"max", load_max, 0, false},
    {"places", load_places, AT(places), false},
    {0},
};

static void check_kind(struct load *l, const struct yaml_node *node)
{
    const char *first = NULL;
    for (size_t i = 0; i < KINDS; i++) {
        const struct yaml_node *value = yaml_get(node, kinds[i]);
        if (value && first)
            load_problem(l, value, _("write two columns"),
                         _("“%s” cannot stand together with “%s”"), kinds[i], first);
        else if (value)
            first = kinds[i];
    }
    if (!first)
        load_problem(l, node, _("add sum, count, share, min or max"),
                     _("nothing says what the column shows"));
}

static void check_share(struct load *l, const struct yaml_node *node)
{
    static const char *const keys[] = {"in", "places"};
    bool share = yaml_get(node, "share") != NULL;
    if (share && !yaml_get(node, "in"))
        load_problem(l, node, _("add in: what it is a share of"),
                     _("the key “%s” is missing in %s"), "in", _("a share"));
    for (size_t i = 0; i < 2 && !share; i++)
        if (yaml_get(node, keys[i]))
            load_problem(l, yaml_get(node, keys[i]), _("take it away"),
                         _("“%s” is for shares"), keys[i]);
}

/* A column of one field may go by that field's label. */
static void name_column(struct load *l, const struct yaml_node *node, const struct rollup *r,
                        struct rollup_column *c)
{
    const struct field *f = r->from && c->of.text ? table_column(r->from, c->of.text) : NULL;
    if (!f && c->of.text)
        f = form_field(l->form, c->of.text);
    if (yaml_get(node, "label"))
        return;
    if (f && c->kind != ROLLUP_SHARE)
        c->label = (struct text){xstrdup0(f->label.vi), xstrdup0(f->label.en)};
    else
        load_problem(l, node, _("write what stands above the column"),
                     _("the key “%s” is missing in %s"), "label", _("a column of a roll-up"));
}

static void add_rollup_column(struct load *l, const struct yaml_node *node, void *into)
{
    struct rollup *r = into;
    if (!load_room(l, node, r->columns.n, COLUMNS_MAX))
        return;
    struct rollup_column *c = vec_add(&r->columns);
    c->at = load_mark(node);
    load_map(l, node, column_keys, c, _("a column of a roll-up"));
    if (node->kind != YAML_MAP)
        return;
    if (!yaml_get(node, "places"))
        c->places = 1;
    check_kind(l, node);
    check_share(l, node);
    name_column(l, node, r, c);
    for (size_t i = 0; c->id && i + 1 < r->columns.n; i++)
        if (str_eq0(r->columns.v[i].id, c->id))
            load_problem(l, yaml_get(node, "column"), _("give each column an id of its own"),
                         _("the id “%s” is taken by the column in line %d"), c->id,
                         r->columns.v[i].at.line);
}

static void load_rollup_columns(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_rollup_column, into);
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* The order matters: what a reader looks at stands above it. */
static const struct load_key rollup_keys[] = {
    {"rollup", load_id, offsetof(struct rollup, id), true},
    {"title", load_text, offsetof(struct rollup, title), true},
    {"from", load_table_id, offsetof(struct rollup, from), false},
    {"where", load_expression, offsetof(struct rollup, where), false},
    {"by", load_by, 0, false},
    {"columns", load_rollup_columns, 0, true},
    {0},
};

static void add_rollup(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    if (!load_room(l, node, form->rollups.n, ROLLUPS_MAX))
        return;
    struct rollup *r = vec_add(&form->rollups);
    r->at = load_mark(node);
    load_map(l, node, rollup_keys, r, _("a roll-up"));
    for (size_t i = 0; r->id && i + 1 < form->rollups.n; i++)
        if (str_eq0(form->rollups.v[i].id, r->id))
            load_problem(l, yaml_get(node, "rollup"), _("give each roll-up an id of its own"),
                         _("the id “%s” is taken in line %d"), r->id, form->rollups.v[i].at.line);
}

void load_rollups(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_rollup, into);
}
