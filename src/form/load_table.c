/* Columns of a table, their merged header, what is summed. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

/* Groups within groups beyond this no paper prints. */
#define GROUPS_MAX 8
#define COLUMNS_MAX 200

/* A list of columns being read: of the table, or of a group in it. */
struct column_list {
    struct field *table;
    int level; /* how many groups are above */
};

struct group {
    struct column_list inner;
    struct text label;
};

static void load_column_list(struct load *l, const struct yaml_node *node, void *into);

static void load_group_columns(struct load *l, const struct yaml_node *node, void *into)
{
    struct group *g = into;
    load_column_list(l, node, &g->inner);
}

static const struct load_key group_keys[] = {
    {"group", load_text, offsetof(struct group, label), true},
    {"columns", load_group_columns, 0, true},
    {0},
};

/* The header cell is added before the columns, so that cells stand in reading order. */
static void load_group(struct load *l, const struct yaml_node *node, const struct column_list *list)
{
    struct table *t = list->table->table;
    if (list->level == GROUPS_MAX) {
        load_problem(l, node, NULL, _("groups of columns are nested too deep"));
        return;
    }
    struct group g = {.inner = {list->table, list->level + 1}};
    size_t cell = t->header.n;
    *vec_add(&t->header) = (struct header_cell){.level = list->level, .depth = 1,
                                                .first = (int)t->columns.n};
    load_map(l, node, group_keys, &g, _("a group of columns"));
    struct header_cell *h = &t->header.v[cell];
    h->span = (int)t->columns.n - h->first;
    h->label = g.label;
}

static void refuse_type(struct load *l, const struct yaml_node *node, const struct field *column)
{
    enum type_id type = column->type ? field_type_id(column->type) : TYPE_TEXT;
    if (type == TYPE_TABLE)
        load_problem(l, node, _("write two tables"), _("a table cannot stand in a table"));
    else if (type == TYPE_NARRATIVE)
        load_problem(l, node, _("write type: text"), _("a cell cannot hold a narrative"));
}

static void refuse_repeated(struct load *l, const struct yaml_node *node,
                            const struct field *column)
{
    const struct field *first = column->id ? table_column(column->table_field, column->id) : NULL;
    if (first && first != column)
        load_problem(l, node, _("give each column an id of its own"),
                     _("the id “%s” is taken by the column in line %d"), column->id,
                     first->at.line);
}

static void load_column(struct load *l, const struct yaml_node *node,
                        const struct column_list *list)
{
    struct table *t = list->table->table;
    if (!load_room(l, node, t->columns.n, COLUMNS_MAX))
        return;
    struct field *column = xcalloc(1, sizeof *column);
    column->table_field = list->table;
    column->section = list->table->section;
    column->index = (int)t->columns.n;
    *vec_add(&t->columns) = column;
    size_t cell = t->header.n;
    *vec_add(&t->header) = (struct header_cell){.level = list->level, .first = column->index,
                                                .span = 1};
    load_field(l, node, column);
    refuse_type(l, node, column);
    refuse_repeated(l, node, column);
    struct header_cell *h = &t->header.v[cell];
    h->label = (struct text){xstrdup0(column->label.vi), xstrdup0(column->label.en)};
}

static void add_column(struct load *l, const struct yaml_node *node, void *into)
{
    if (yaml_get(node, "group"))
        load_group(l, node, into);
    else
        load_column(l, node, into);
}

static void load_column_list(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_column, into);
}

/* Columns reach down to the lowest level of the header. */
static void finish_header(struct table *t)
{
    for (size_t i = 0; i < t->header.n; i++)
        if (t->header.v[i].level >= t->header_levels)
            t->header_levels = t->header.v[i].level + 1;
    for (size_t i = 0; i < t->header.n; i++)
        if (!t->header.v[i].depth)
            t->header.v[i].depth = t->header_levels - t->header.v[i].level;
}

void load_columns(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *table = into;
    if (!table->table)
        return;
    struct column_list list = {table, 0};
    load_column_list(l, node, &list);
    finish_header(table->table);
}

static const struct load_key row_column_keys[] = {
    {"label", load_text, offsetof(struct table, row_title), true},
    {"number", load_string, offsetof(struct table, row_number), false},
    {0},
};

void load_row_column(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *table = into;
    if (table->table)
        load_map(l, node, row_column_keys, table->table, _("the column of row numbers"));
}

static const struct load_key unit_column_keys[] = {
    {"label", load_text, offsetof(struct table, unit_title), true},
    {"number", load_string, offsetof(struct table, unit_number), false},
    {0},
};

void load_unit_column(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *table = into;
    if (!table->table)
        return;
    table->table->unit_column = true;
    load_map(l, node, unit_column_keys, table->table, _("the column of the unit"));
}

static void add_total(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *table = into;
    const char *id = load_scalar(l, node);
    if (!id)
        return;
    const struct field *column = table_column(table, id);
    if (!column) {
        load_refuse_name(l, load_mark(node), id, table);
    } else if (column->type && (!load_is_figure(column) || load_type_among(column, "percent"))) {
        load_problem(l, node, _("figures of the types integer, decimal and money are summed"),
                     _("the column “%s” cannot be summed"), id);
    } else {
        *vec_add(&table->table->totals) = column->index;
    }
}

void load_totals(struct load *l, const struct yaml_node *node, void *into)
{
    const struct field *table = into;
    if (table->table)
        load_list(l, node, add_total, into);
}
