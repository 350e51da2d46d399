/* Relations in the sandbox: their tables, and the statements that fill them. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

/* The type of a column; none where cells of different types share it, so that SQL changes none. */
static const char *column_type(const struct rules *r, const struct relation *x,
                               const struct staged_column *c)
{
    if (part_sql(c->part))
        return part_sql(c->part);
    const struct field *f = relation_field(r, x, c->column);
    const struct table *t = f->table_field ? f->table_field->table : NULL;
    for (size_t i = 0; t && i < t->rows.n; i++)
        if (t->rows.v[i].cells && t->rows.v[i].cells[f->index] &&
            t->rows.v[i].cells[f->index]->type != f->type)
            return "";
    return field_type_id(f->type) == TYPE_TEXT ? "TEXT COLLATE vi" : f->type->sql;
}

/* What stands before the staged columns, besides __id. */
static const char *lead(const struct rules *r, const struct relation *x, int *ret_count)
{
    bool fixed = x->field >= 0 && table_fixed(r->form->fields.v[x->field]);
    switch (x->kind) {
    case RELATION_ENTRY:
        *ret_count = 5;
        return ", _unit TEXT, _level TEXT, _period TEXT, _period_end TEXT, _report_date TEXT";
    case RELATION_TABLE:
        *ret_count = 1;
        return fixed ? ", _row TEXT" : ", _row INTEGER";
    case RELATION_ROW:
        *ret_count = 0;
        return "";
    case RELATION_OPTIONS:
        *ret_count = 1;
        return ", option TEXT";
    case RELATION_PREV:
        *ret_count = 1;
        return ", _period TEXT";
    case RELATION_PREV_TABLE:
        break;
    }
    *ret_count = 2;
    return fixed ? ", _period TEXT, _row TEXT" : ", _period TEXT, _row INTEGER";
}

static void add_definition(const struct rules *r, const struct relation *x, const char *prefix,
                           struct str *sql)
{
    int count;
    str_addf(sql, "CREATE TABLE \"%s%s\"(__id INTEGER PRIMARY KEY%s", prefix, x->name,
             lead(r, x, &count));
    for (size_t i = 0; i < x->columns.n; i++)
        str_addf(sql, ", \"%s\" %s", x->columns.v[i].name, column_type(r, x, &x->columns.v[i]));
    str_add(sql, ");");
}

/* A table is defined twice: __row_T, always empty, stands in for "the row that is being checked"
 * when a check is prepared to learn what it reads; so the authorizer tells apart the row itself
 * and the table that an expression sums over. */
static bool define(struct rules *r, struct relation *x)
{
    struct str sql = {0};
    add_definition(r, x, "", &sql);
    if (x->kind == RELATION_TABLE)
        add_definition(r, x, "__row_", &sql);
    bool done = sandbox_define(r->box, str_text(&sql), NULL);
    str_finish(&sql);
    return done;
}

static struct sandbox_stmt *edit(struct rules *r, struct str *sql)
{
    struct sandbox_stmt *st = sandbox_edit(r->box, str_text(sql), NULL);
    str_clear(sql);
    return st;
}

static void prepare_updates(struct rules *r, struct relation *x, struct str *sql)
{
    for (int i = 0; i < relation_width(r, x); i++) {
        str_addf(sql, "UPDATE \"%s\" SET ", x->name);
        int n = 1; /* the last parameter used: ?1 is the row */
        for (size_t k = 0; k < x->columns.n; k++) {
            if (x->columns.v[k].column != i)
                continue;
            n++;
            str_addf(sql, "%s\"%s\" = ?%d", n > 2 ? ", " : "", x->columns.v[k].name, n);
        }
        str_add(sql, " WHERE __id = ?1");
        *vec_add(&x->update) = n > 1 ? edit(r, sql) : NULL;
        str_clear(sql);
    }
}

static bool prepare(struct rules *r, struct relation *x)
{
    struct str sql = {0};
    int given;
    lead(r, x, &given);
    str_addf(&sql, "INSERT INTO \"%s\" VALUES (?1", x->name);
    for (int i = 2; i <= given + 1 + (int)x->columns.n; i++)
        str_addf(&sql, ", ?%d", i);
    str_addc(&sql, ')');
    x->insert = edit(r, &sql);
    str_addf(&sql, "DELETE FROM \"%s\"", x->name);
    x->clear = edit(r, &sql);
    bool rows = x->kind == RELATION_TABLE;
    if (rows) {
        str_addf(&sql, "DELETE FROM \"%s\" WHERE __id = ?1", x->name);
        x->remove = edit(r, &sql);
        str_addf(&sql, "UPDATE \"%s\" SET _row = _row + ?2 WHERE _row >= ?1", x->name);
        x->shift = edit(r, &sql);
    }
    if (rows || x->kind == RELATION_ENTRY || x->kind == RELATION_ROW)
        prepare_updates(r, x, &sql);
    str_finish(&sql);
    return x->insert && x->clear && (!rows || (x->remove && x->shift));
}

static bool each_relation(struct rules *r, bool (*fn)(struct rules *, struct relation *))
{
    bool done = fn(r, &r->entry);
    for (size_t i = 0; i < r->form->fields.n && done; i++)
        done = !r->form->fields.v[i]->table || fn(r, &r->tables[i]);
    for (size_t i = 0; i < r->cells.n && done; i++)
        done = fn(r, &r->cells.v[i]);
    for (size_t i = 0; i < r->prevs.n && done; i++)
        done = fn(r, &r->prevs.v[i]);
    return done;
}

bool relations_define(struct rules *r)
{
    return each_relation(r, define);
}

bool relations_prepare(struct rules *r)
{
    return each_relation(r, prepare);
}

void relation_finish(struct rules *r, struct relation *x)
{
    for (size_t i = 0; i < x->columns.n; i++)
        free(x->columns.v[i].name);
    vec_finish(&x->columns);
    for (size_t i = 0; i < x->update.n; i++)
        sandbox_stmt_free(x->update.v[i]);
    vec_finish(&x->update);
    sandbox_stmt_free(x->insert);
    sandbox_stmt_free(x->remove);
    sandbox_stmt_free(x->clear);
    sandbox_stmt_free(x->shift);
    for (size_t i = 0; i < x->rows.n; i++)
        row_state_finish(r, x, &x->rows.v[i]);
    vec_finish(&x->rows);
    free(x->slots);
    free(x->hidden_columns);
    free(x->row_relations);
    free(x->name);
}
