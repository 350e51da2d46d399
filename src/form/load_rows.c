/* Rows that the form fixes, and their cells: what each row changes in its columns, what it closes,
 * and what is summed into it. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

#define ROWS_MAX 2000
#define DEPTH_MAX 9

/* A row being read. */
struct reading {
    struct fixed_row row;
    struct field *table;
    struct field own;             /* type, places, limits, codes: in place of the columns' */
    const struct yaml_node *node;
    VEC(int) closed;
    int visited;                  /* by check_cycle: 1 on the way, 2 done */
};
VEC_TYPEDEF(reading_list, struct reading);

/* ---- keys ----------------------------------------------------------------------------------- */

static void load_depth(struct load *l, const struct yaml_node *node, void *into)
{
    int64_t depth;
    if (!load_integer(l, node, &depth))
        return;
    if (depth < 0 || depth > DEPTH_MAX)
        load_problem(l, node, NULL, _("a number from 0 to %d was expected here"), DEPTH_MAX);
    else
        *(int *)into = (int)depth;
}

static void add_closed(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    const char *id = load_scalar(l, node);
    const struct field *column = id ? table_column(r->table, id) : NULL;
    if (column)
        *vec_add(&r->closed) = column->index;
    else if (id)
        load_refuse_name(l, load_mark(node), id, r->table);
}

static void load_closed(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_closed, into);
}

/* What needs all rows, or the cells, is read when they are there. */
static void leave(struct load *l, const struct yaml_node *node, void *into)
{
    (void)l;
    (void)node;
    (void)into;
}

#define ROW(member) offsetof(struct reading, row.member)
#define OWN(member) offsetof(struct reading, own.member)

static void load_own_min(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *own = into;
    own->has_min = load_decimal(l, node, &own->min);
}

static void load_own_max(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *own = into;
    own->has_max = load_decimal(l, node, &own->max);
}

static const struct load_key row_keys[] = {
    {"row", load_id, ROW(id), true},
    {"label", load_text, ROW(label), true},
    {"number", load_string, ROW(number), false},
    {"level", load_depth, ROW(level), false},
    {"heading", load_bool, ROW(heading), false},
    {"measure", load_text, ROW(measure), false},
    {"closed", load_closed, 0, false},
    {"type", load_type, OWN(type), false},
    {"places", load_places, OWN(places), false},
    {"scale", load_scale, OWN(scale), false},
    {"min", load_own_min, offsetof(struct reading, own), false},
    {"max", load_own_max, offsetof(struct reading, own), false},
    {"required", load_bool, OWN(required), false},
    {"codes", load_codes, OWN(codes), false},
    {"when", load_expression, ROW(when), false},
    {"sum_of", leave, 0, false},
    {"given", leave, 0, false},
    {0},
};

static const struct load_exclusive row_exclusive[] = {
    {"heading", {"measure", "closed", "type", "places", "scale", "min", "max", "required", "codes",
                 "sum_of", "given"}},
    {"sum_of", {"given", "min", "max", "required", "codes"}},
    {0},
};

static void check_type(struct load *l, const struct yaml_node *node, struct field *own)
{
    if (!own->type)
        return;
    if (!load_type_among(own, "text integer decimal percent money date boolean")) {
        load_problem(l, yaml_get(node, "type"), _("write it as a field of its own"),
                     _("a row cannot have the type %s"), own->type->name);
        return;
    }
    load_refuse_misplaced(l, node, own);
    if (load_type_among(own, "decimal percent") && !yaml_get(node, "places"))
        own->places = 2;
    if (load_is_figure(own))
        load_figure_ends(l, node, own);
}

static void add_row(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading_list *list = into;
    struct field *table = list->v[0].table;
    if (!load_room(l, node, list->n, ROWS_MAX))
        return;
    struct reading *r = vec_add(list);
    r->table = table;
    r->node = node;
    r->row.at = load_mark(node);
    load_map(l, node, row_keys, r, _("a row"));
    load_refuse_together(l, node, row_exclusive);
    check_type(l, node, &r->own);
    if (r->own.has_min && r->own.has_max && decimal_compare(r->own.min, r->own.max) > 0)
        load_problem(l, yaml_get(node, "max"), _("no figure could fit; exchange the two"),
                     _("max is smaller than min"));
}

/* ---- sums ----------------------------------------------------------------------------------- */

static void add_summed(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    const struct table *t = r->table->table;
    const char *id = load_scalar(l, node);
    int row = id ? table_row(r->table, id) : -1;
    if (!id)
        return;
    if (row < 0) {
        load_refuse_row(l, load_mark(node), id, r->table);
        return;
    }
    if (t->rows.v[row].heading)
        load_problem(l, node, _("write the rows below it"),
                     _("the row “%s” is a heading and has no figures"), id);
    for (size_t i = 0; i < r->row.sum_of.n; i++)
        if (r->row.sum_of.v[i] == row) {
            load_problem(l, node, _("write each row once"), _("“%s” stands here a second time"),
                         id);
            return;
        }
    *vec_add(&r->row.sum_of) = row;
}

static void read_sums(struct load *l, struct reading_list *list)
{
    for (size_t i = 1; i < list->n; i++) {
        struct reading *r = &list->v[i];
        const struct yaml_node *sum = yaml_get(r->node, "sum_of");
        if (!sum)
            continue;
        load_list(l, sum, add_summed, r);
        struct fixed_row *row = &r->table->table->rows.v[i - 1];
        memcpy(&row->sum_of, &r->row.sum_of, sizeof row->sum_of);
    }
}

static void check_cycle(struct load *l, struct reading_list *list, size_t i)
{
    struct reading *r = &list->v[i];
    if (r->visited == 2)
        return;
    if (r->visited == 1) {
        load_problem(l, yaml_get(r->node, "sum_of"), _("take one of the rows out of its list"),
                     _("the row “%s” is summed into itself"), r->row.id ? r->row.id : "");
        return;
    }
    r->visited = 1;
    for (size_t k = 0; k < r->row.sum_of.n; k++)
        check_cycle(l, list, (size_t)r->row.sum_of.v[k] + 1);
    r->visited = 2;
}

static bool is_summed(const struct field *cell)
{
    return load_is_figure(cell) && !load_type_among(cell, "percent") && !cell->value.text;
}

/* a.c + b.c with blanks passed over; NULL where nothing can be summed. All blank: blank. */
static char *sum_expression(const struct field *table, const struct fixed_row *row,
                            const struct field *cell)
{
    struct str all = {0}, sum = {0};
    size_t count = 0;
    for (size_t i = 0; i < row->sum_of.n; i++) {
        const struct fixed_row *part = &table->table->rows.v[row->sum_of.v[i]];
        if (!part->id || !part->cells || !part->cells[cell->index])
            continue;
        str_addf(&all, "%s%s.%s", count ? ", " : "", part->id, cell->id);
        str_addf(&sum, "%scoalesce(%s.%s, 0)", count ? " + " : "", part->id, cell->id);
        count++;
    }
    char *text = NULL;
    if (count == 1)
        text = xstrdup(str_text(&all));
    else if (count && cell->places)
        text = xasprintf("iif(coalesce(%s) is null, null, round(%s, %d))", str_text(&all),
                         str_text(&sum), cell->places);
    else if (count)
        text = xasprintf("iif(coalesce(%s) is null, null, %s)", str_text(&all), str_text(&sum));
    str_finish(&all);
    str_finish(&sum);
    return text;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static void change_type(struct field *cell, const struct reading *r)
{
    cell->type = r->own.type;
    cell->places = r->own.places;
    cell->scale = r->own.scale ? r->own.scale : 1;
    if (load_is_figure(cell))
        return;
    cell->has_min = cell->has_max = cell->at_least = cell->estimate = false;
    cell->places = 0;
}

/* Texts stay as they are, and so do computed percentages. */
static bool is_changed(const struct field *column)
{
    return load_is_figure(column) &&
           !(column->value.text && load_type_among(column, "percent"));
}

/* What a row says of its figures; computed columns keep their limits. */
static void change_cell(struct field *cell, const struct reading *r)
{
    bool computed = cell->value.text != NULL;
    if (!is_changed(cell))
        return;
    if (r->own.type)
        change_type(cell, r);
    else if (yaml_get(r->node, "places") && load_type_among(cell, FRACTION_TYPES))
        cell->places = r->own.places;
    if (!text_is_empty(&r->row.measure))
        cell->measure = r->row.measure;
    if (computed)
        return;
    if (r->own.has_min) {
        cell->has_min = true;
        cell->min = r->own.min;
    }
    if (r->own.has_max) {
        cell->has_max = true;
        cell->max = r->own.max;
    }
    if (yaml_get(r->node, "required"))
        cell->required = r->own.required;
    if (yaml_get(r->node, "codes"))
        cell->codes = r->own.codes;
}

static bool is_closed(const struct reading *r, int column)
{
    for (size_t i = 0; i < r->closed.n; i++)
        if (r->closed.v[i] == column)
            return true;
    return false;
}

static const struct yaml_node *given_of(const struct reading *r, const struct field *column)
{
    const struct yaml_node *given = yaml_get(r->node, "given");
    return given && column->id ? yaml_get(given, column->id) : NULL;
}

static struct field *make_cell(struct load *l, const struct reading *r, struct field *column)
{
    static const char *const changing[] = {"measure", "type", "places", "scale", "min",
                                           "max",     "required", "codes"};
    bool changed = false;
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
        changed |= yaml_get(r->node, changing[i]) != NULL;
    const struct yaml_node *given = given_of(r, column);
    changed = (changed && is_changed(column)) || given || (r->row.sum_of.n && column->type &&
                                                              is_summed(column));
    if (is_closed(r, column->index))
        return NULL;
    if (!changed)
        return column;
    struct field *cell = xmalloc(sizeof *cell);
    *cell = *column;
    change_cell(cell, r);
    if (given) {
        cell->given = VALUE_NONE;
        load_constant(l, given, cell, &cell->given);
    }
    return cell;
}

static void check_given(struct load *l, const struct reading *r)
{
    const struct yaml_node *given = yaml_get(r->node, "given");
    if (!given)
        return;
    if (given->kind != YAML_MAP) {
        load_problem(l, given, _("write {column: value}"), _("a map was expected here"));
        return;
    }
    for (size_t i = 0; i < given->count; i++) {
        const struct yaml_pair *p = &given->pairs[i];
        struct mark at = {p->line, p->column};
        const struct field *column = table_column(r->table, p->key);
        if (!column)
            load_refuse_name(l, at, p->key, r->table);
        else if (is_closed(r, column->index))
            load_problem_at(l, at, _("take it out of one of the two"),
                            _("the cell “%s” is closed and cannot be given"), p->key);
        else if (column->value.text)
            load_problem_at(l, at, _("take it away"),
                            _("the column “%s” is computed and cannot be given"), p->key);
    }
}

static void make_cells(struct load *l, struct reading *r, struct fixed_row *row)
{
    const struct table *t = r->table->table;
    row->cells = xcalloc(t->columns.n + 1, sizeof *row->cells);
    check_given(l, r);
    for (size_t i = 0; i < t->columns.n && !row->heading; i++)
        row->cells[i] = make_cell(l, r, t->columns.v[i]);
}

/* A subtotal has no cell where none of its rows has one. */
static void make_sums(struct load *l, const struct reading *r, struct fixed_row *row)
{
    const struct table *t = r->table->table;
    const struct yaml_node *sum = yaml_get(r->node, "sum_of");
    size_t summed = 0;
    for (size_t i = 0; i < t->columns.n && row->sum_of.n; i++) {
        struct field *cell = row->cells[i];
        if (!cell || !cell->id || !is_summed(cell))
            continue;
        cell->value.text = sum_expression(r->table, row, cell);
        cell->value.at = load_mark(sum);
        cell->required = false;
        summed++;
        if (!cell->value.text) {
            free(cell);
            row->cells[i] = NULL;
        }
    }
    if (row->sum_of.n && !summed)
        load_problem(l, sum, _("a column of the type integer, decimal or money is summed, unless "
                               "it is computed"),
                     _("no column can be summed"));
}

/* Row ids that are used twice are found with all other names (load_links). */
void load_rows(struct load *l, const struct yaml_node *node, void *into)
{
    struct field *table = into;
    if (!table->table)
        return;
    /* The first stands for no row: it tells the others their table. */
    struct reading_list list = {0};
    vec_add(&list)->table = table;
    load_list(l, node, add_row, &list);
    for (size_t i = 1; i < list.n; i++)
        *vec_add(&table->table->rows) = list.v[i].row;
    read_sums(l, &list);
    for (size_t i = 1; i < list.n; i++)
        check_cycle(l, &list, i);
    for (size_t i = 1; i < list.n; i++)
        make_cells(l, &list.v[i], &table->table->rows.v[i - 1]);
    for (size_t i = 1; i < list.n; i++)
        make_sums(l, &list.v[i], &table->table->rows.v[i - 1]);
    for (size_t i = 0; i < list.n; i++)
        vec_finish(&list.v[i].closed);
    vec_finish(&list);
}
