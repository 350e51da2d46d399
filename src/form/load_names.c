/* Names across the whole form: those that nothing has, those that two things have, those that
 * something had before. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

VEC_TYPEDEF(names, const char *);

/* The table with such a column; NULL when there is none. */
static const struct field *find_table(const struct form *form, const char *id)
{
    for (size_t i = 0; i < form->fields.n; i++)
        if (table_column(form->fields.v[i], id))
            return form->fields.v[i];
    return NULL;
}

void load_refuse_name(struct load *l, struct mark at, const char *id, const struct field *table)
{
    struct names names = {0};
    const struct field *other = table ? NULL : find_table(l->form, id);
    struct field *const *fields = table ? table->table->columns.v : l->form->fields.v;
    size_t count = table ? table->table->columns.n : l->form->fields.n;
    for (size_t i = 0; i < count; i++)
        if (fields[i]->id)
            *vec_add(&names) = fields[i]->id;
    char *remedy = other && other->id
                       ? xasprintf(_("it is a column of the table “%s”, and known only there"),
                                   other->id)
                       : load_suggestion(id, names.v, names.n);
    if (table)
        load_problem_at(l, at, remedy, _("the table has no column “%s”"), id);
    else
        load_problem_at(l, at, remedy, _("the form has no field “%s”"), id);
    free(remedy);
    vec_finish(&names);
}

void load_refuse_row(struct load *l, struct mark at, const char *id, const struct field *table)
{
    struct names names = {0};
    for (size_t i = 0; i < table->table->rows.n; i++)
        if (table->table->rows.v[i].id)
            *vec_add(&names) = table->table->rows.v[i].id;
    char *remedy = load_suggestion(id, names.v, names.n);
    load_problem_at(l, at, remedy, _("the table has no row “%s”"), id);
    free(remedy);
    vec_finish(&names);
}

struct field *load_cell(const struct form *form, const char *name, const struct field **ret_table)
{
    const char *dot = strchr(name, '.');
    char *id = dot ? xstrndup(name, (size_t)(dot - name)) : NULL;
    struct field *cell = NULL;
    for (size_t i = 0; dot && i < form->fields.n && !cell; i++) {
        const struct field *table = form->fields.v[i];
        int row = table_row(table, id);
        const struct field *column = row >= 0 ? table_column(table, dot + 1) : NULL;
        if (!column || !table->table->rows.v[row].cells)
            continue;
        cell = table_cell(table, row, column->index);
        if (ret_table)
            *ret_table = table;
    }
    free(id);
    return cell;
}

bool load_refuse_cell(struct load *l, struct mark at, const char *name)
{
    const char *dot = strchr(name, '.');
    char *id = dot ? xstrndup(name, (size_t)(dot - name)) : NULL;
    bool found = false;
    for (size_t i = 0; dot && i < l->form->fields.n && !found; i++) {
        const struct field *table = l->form->fields.v[i];
        found = table_row(table, id) >= 0;
        if (found && !table_column(table, dot + 1))
            load_refuse_name(l, at, dot + 1, table);
        else if (found)
            load_problem_at(l, at, _("take it away"), _("the cell “%s” of the row “%s” is closed"),
                            dot + 1, id);
    }
    free(id);
    return found;
}

/* ---- ids of columns and rows ---------------------------------------------------------------- */

/* Rules read columns and fields by their bare names. */
static void check_columns(struct load *l, const struct field *table)
{
    for (size_t i = 0; i < table->table->columns.n; i++) {
        const struct field *column = table->table->columns.v[i];
        const struct field *top = column->id ? form_field(l->form, column->id) : NULL;
        if (top)
            load_problem_at(l, column->at, _("give the column another id"),
                            _("the id “%s” is taken by the field in line %d"), column->id,
                            top->at.line);
    }
}

/* What an id of a row clashes with: a field, a column of any table, an earlier row. */
static const struct mark *find_other(const struct form *form, const struct fixed_row *row)
{
    const struct field *top = form_field(form, row->id);
    if (top)
        return &top->at;
    for (size_t i = 0; i < form->fields.n; i++) {
        const struct field *table = form->fields.v[i];
        const struct field *column = table_column(table, row->id);
        if (column)
            return &column->at;
        for (size_t k = 0; table->table && k < table->table->rows.n; k++) {
            const struct fixed_row *other = &table->table->rows.v[k];
            if (other == row)
                return NULL;
            if (str_eq0(other->id, row->id))
                return &other->at;
        }
    }
    return NULL;
}

static void check_rows(struct load *l, const struct field *table)
{
    for (size_t i = 0; i < table->table->rows.n; i++) {
        const struct fixed_row *row = &table->table->rows.v[i];
        const struct mark *by = row->id ? find_other(l->form, row) : NULL;
        if (by)
            load_problem_at(l, row->at, _("give the row another id"),
                            _("the id “%s” is taken in line %d"), row->id, by->line);
    }
}

void load_check_ids(struct load *l)
{
    for (size_t i = 0; i < l->form->fields.n; i++) {
        const struct field *f = l->form->fields.v[i];
        if (!f->table)
            continue;
        check_columns(l, f);
        check_rows(l, f);
    }
}

/* ---- earlier ids ---------------------------------------------------------------------------- */

struct earlier {
    const char *id;
    const struct field *f;
};
VEC_TYPEDEF(earlier_list, struct earlier);

/* Whether "field" or "table.column" names something that the form has. */
static bool is_present(const struct form *form, const char *id)
{
    const char *dot = strchr(id, '.');
    if (!dot)
        return form_field(form, id) != NULL;
    char *table = xstrndup(id, (size_t)(dot - id));
    const struct field *f = form_field(form, table);
    free(table);
    return f && table_column(f, dot + 1);
}

static void check_was(struct load *l, const struct field *f, struct earlier_list *all)
{
    for (size_t i = 0; i < f->was.n; i++) {
        const char *id = f->was.v[i];
        if (is_present(l->form, id))
            load_problem_at(l, f->was_at, _("name the id that this one had before"),
                            _("“%s” is still a field of the form"), id);
        for (size_t k = 0; k < all->n; k++)
            if (!strcmp(all->v[k].id, id))
                load_problem_at(l, f->was_at, _("only one can take over its answers"),
                                _("“%s” is also an earlier id of the field in line %d"), id,
                                all->v[k].f->at.line);
        *vec_add(all) = (struct earlier){id, f};
    }
}

/* Lists of fields become rows, the first of every column the first row. */
static size_t rows_made(const struct field *column)
{
    size_t n = 0;
    for (size_t i = 0; i < column->was.n; i++)
        n += !strchr(column->was.v[i], '.');
    return n;
}

static void check_lists(struct load *l, const struct field *table)
{
    const struct field *first = NULL;
    for (size_t i = 0; i < table->table->columns.n; i++) {
        const struct field *column = table->table->columns.v[i];
        if (!rows_made(column))
            continue;
        if (!first)
            first = column;
        else if (rows_made(first) != rows_made(column))
            load_problem_at(l, column->was_at,
                            _("the first ids of all columns become the first row, the second the "
                              "second: name as many in each"),
                            _("the column in line %d names %zu earlier fields, this one %zu"),
                            first->at.line, rows_made(first), rows_made(column));
    }
}

void load_check_was(struct load *l)
{
    struct earlier_list all = {0};
    for (size_t i = 0; i < l->form->fields.n; i++) {
        const struct field *f = l->form->fields.v[i];
        check_was(l, f, &all);
        for (size_t k = 0; f->table && k < f->table->columns.n; k++)
            check_was(l, f->table->columns.v[k], &all);
        if (f->table)
            check_lists(l, f);
    }
    vec_finish(&all);
}

void load_table_id(struct load *l, const struct yaml_node *node, void *into)
{
    const char *id = load_scalar(l, node);
    struct field *f = id ? form_field(l->form, id) : NULL;
    if (f && f->table)
        *(struct field **)into = f;
    else if (f)
        load_problem(l, node, _("write the id of a table"), _("“%s” is not a table"), id);
    else if (id)
        load_refuse_name(l, load_mark(node), id, NULL);
}
