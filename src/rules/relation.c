#include "rules/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

/* Companions of a value. The name is the field's with the suffix. */
static const struct companion {
    const char *suffix;
    enum part part;
    const char *sql;
    bool narrative, others; /* which fields have it */
} companions[] = {
    {"", PART_VALUE, NULL, false, true},
    {"", PART_FILLED, "INTEGER", true, false},
    {"__letters", PART_LETTERS, "INTEGER", true, true},
    {"__words", PART_WORDS, "INTEGER", true, true},
    {"__missing", PART_MISSING, "TEXT", true, true},
    {"__other", PART_OTHER, "TEXT COLLATE vi", false, true},
};

const struct field *relation_field(const struct rules *r, const struct relation *x, int column)
{
    const struct field *f = x->field < 0 ? NULL : r->form->fields.v[x->field];
    return f ? f->table->columns.v[column] : r->form->fields.v[column];
}

static int field_count(const struct rules *r, const struct relation *x)
{
    return (int)(x->field < 0 ? r->form->fields.n : r->form->fields.v[x->field]->table->columns.n);
}

static void add_companions(struct rules *r, struct relation *x, int column)
{
    const struct field *f = relation_field(r, x, column);
    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++) {
        const struct companion *c = &companions[i];
        if (f->type->narrative ? !c->narrative : !c->others)
            continue;
        char *name = xasprintf("%s%s", f->id, c->suffix);
        if (form_mentions(r->form, name))
            *vec_add(&x->columns) = (struct staged_column){name, column, c->part};
        else
            free(name);
    }
}

void relation_init(struct rules *r, struct relation *x, int field)
{
    x->field = field;
    x->name = field < 0 ? "_entry" : r->form->fields.v[field]->id;
    x->used = field < 0 || form_mentions(r->form, x->name);
    for (size_t i = 0; i < r->form->checks.n && !x->used; i++)
        x->used = r->form->checks.v[i].table == r->form->fields.v[field];
    for (int i = 0; i < field_count(r, x); i++)
        if (!relation_field(r, x, i)->table)
            add_companions(r, x, i);
}

static const char *sql_type(const struct rules *r, const struct relation *x,
                            const struct staged_column *c)
{
    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++)
        if (companions[i].part == c->part && companions[i].sql)
            return companions[i].sql;
    const struct field *f = relation_field(r, x, c->column);
    if (field_type_id(f->type) == TYPE_TEXT)
        return "TEXT COLLATE vi";
    return f->type->sql;
}

static void add_definition(const struct rules *r, const struct relation *x, const char *prefix,
                           struct str *sql)
{
    str_addf(sql, "CREATE TABLE \"%s%s\"(__id INTEGER PRIMARY KEY, ", prefix, x->name);
    str_add(sql, x->field < 0 ? "_unit TEXT, _level TEXT, _period TEXT, _period_end TEXT, "
                                "_report_date TEXT"
                              : "_row INTEGER");
    for (size_t i = 0; i < x->columns.n; i++)
        str_addf(sql, ", \"%s\" %s", x->columns.v[i].name, sql_type(r, x, &x->columns.v[i]));
    str_add(sql, ");");
}

/* A table is defined twice: __row_T, always empty, stands in for "the row that is being checked"
 * when a check is prepared to learn what it reads; so the authorizer tells apart the row itself
 * and the table that an expression sums over. */
bool relation_define(struct rules *r, const struct relation *x)
{
    struct str sql = {0};
    add_definition(r, x, "", &sql);
    if (x->field >= 0)
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
    for (int i = 0; i < field_count(r, x); i++) {
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

bool relation_prepare(struct rules *r, struct relation *x)
{
    struct str sql = {0};
    int given = x->field < 0 ? 6 : 2; /* __id and the columns with a leading _ */
    str_addf(&sql, "INSERT INTO \"%s\" VALUES (?1", x->name);
    for (int i = 2; i <= given + (int)x->columns.n; i++)
        str_addf(&sql, ", ?%d", i);
    str_addc(&sql, ')');
    x->insert = edit(r, &sql);
    str_addf(&sql, "DELETE FROM \"%s\"", x->name);
    x->clear = edit(r, &sql);
    str_addf(&sql, "DELETE FROM \"%s\" WHERE __id = ?1", x->name);
    x->remove = edit(r, &sql);
    if (x->field >= 0) {
        str_addf(&sql, "UPDATE \"%s\" SET _row = _row + ?2 WHERE _row >= ?1", x->name);
        x->shift = edit(r, &sql);
    }
    prepare_updates(r, x, &sql);
    str_finish(&sql);
    return x->insert && x->clear && x->remove && (x->field < 0 || x->shift);
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
        founds_clear(r, &x->rows.v[i].founds);
    vec_finish(&x->rows);
}
