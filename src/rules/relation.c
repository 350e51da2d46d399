#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

/* Companions of a value. The name is the field's with the suffix. */
enum owner { OWNER_ANY, OWNER_NARRATIVE, OWNER_OTHERS, OWNER_FIGURE, OWNER_SEVERAL };
static const struct companion {
    const char *suffix;
    enum part part;
    const char *sql;
    enum owner owner; /* which fields have it */
} companions[] = {
    {"", PART_VALUE, NULL, OWNER_OTHERS},
    {"", PART_FILLED, "INTEGER", OWNER_NARRATIVE},
    {"__letters", PART_LETTERS, "INTEGER", OWNER_ANY},
    {"__words", PART_WORDS, "INTEGER", OWNER_ANY},
    {"__missing", PART_MISSING, "TEXT", OWNER_ANY},
    {"__other", PART_OTHER, "TEXT COLLATE vi", OWNER_OTHERS},
    {"__count", PART_COUNT, "INTEGER", OWNER_SEVERAL},
    {"__at_least", PART_AT_LEAST, "INTEGER", OWNER_FIGURE},
    {"__estimate", PART_ESTIMATE, "INTEGER", OWNER_FIGURE},
};

const struct field *relation_field(const struct rules *r, const struct relation *x, int column)
{
    const struct field *f = x->field < 0 ? NULL : r->form->fields.v[x->field];
    return f ? f->table->columns.v[column] : r->form->fields.v[column];
}

int relation_width(const struct rules *r, const struct relation *x)
{
    if (x->kind == RELATION_OPTIONS)
        return 0;
    return (int)(x->field < 0 ? r->form->fields.n : r->form->fields.v[x->field]->table->columns.n);
}

/* ---- which columns -------------------------------------------------------------------------- */

/* Whether the field, or any cell of it, is a figure. */
static bool is_figure(const struct field *f)
{
    const struct field *table = f->table_field;
    for (size_t i = 0; table && i < table->table->rows.n; i++) {
        struct field *const *cells = table->table->rows.v[i].cells;
        if (cells && cells[f->index] && cells[f->index]->type->figure)
            return true;
    }
    return f->type->figure;
}

static bool owns(const struct companion *c, const struct field *f)
{
    switch (c->owner) {
    case OWNER_ANY:
        return true;
    case OWNER_NARRATIVE:
        return f->type->narrative;
    case OWNER_OTHERS:
        return !f->type->narrative;
    case OWNER_FIGURE:
        return is_figure(f);
    case OWNER_SEVERAL:
        return f->several;
    }
    return false;
}

static void add_column(struct relation *x, char *name, int column, enum part part)
{
    *vec_add(&x->columns) = (struct staged_column){name, column, part};
}

static bool counts_as_zero(const struct check *c, const struct field *f)
{
    enum blank_mode mode = blank_mode_of(c, f);
    return mode == BLANK_ZERO || mode == BLANK_SKIP;
}

/* Whether a blank there may count as zero to some check. */
static bool needs_zero(const struct rules *r, const struct field *f)
{
    static const struct check none;
    const struct field *table = f->table_field;
    for (size_t i = 0; i < r->form->checks.n; i++)
        if (counts_as_zero(&r->form->checks.v[i], f))
            return true;
    for (size_t i = 0; table && i < table->table->rows.n; i++) {
        struct field *const *cells = table->table->rows.v[i].cells;
        if (cells && cells[f->index] && counts_as_zero(&none, cells[f->index]))
            return true;
    }
    return false;
}

static void add_companions(struct rules *r, struct relation *x, int column)
{
    const struct field *f = relation_field(r, x, column);
    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++) {
        const struct companion *c = &companions[i];
        if (!owns(c, f))
            continue;
        char *name = xasprintf("%s%s", f->id, c->suffix);
        if (rules_mention(r, name))
            add_column(x, name, column, c->part);
        else
            free(name);
    }
    if (is_figure(f) && rules_mention(r, f->id) && needs_zero(r, f))
        add_column(x, xasprintf("%s__zero", f->id), column, PART_ZERO);
}

/* ---- making them ---------------------------------------------------------------------------- */

static void init(struct rules *r, struct relation *x, enum relation_kind kind, int field, int row,
                 char *name)
{
    *x = (struct relation){.kind = kind, .field = field, .row = row, .name = name};
    for (int i = 0; i < relation_width(r, x); i++)
        if (!relation_field(r, x, i)->table)
            add_companions(r, x, i);
}

/* Whether any value in the column is computed. */
static bool is_computed(const struct table *t, size_t column)
{
    for (size_t i = 0; i < t->rows.n; i++) {
        struct field *const *cells = t->rows.v[i].cells;
        if (cells && cells[column] && cells[column]->value.text)
            return true;
    }
    return t->columns.v[column]->value.text;
}

/* Such columns get a place in each row. */
static void add_slots(struct relation *x, const struct table *t)
{
    for (size_t i = 0; i < t->columns.n; i++) {
        if (!is_computed(t, i))
            continue;
        if (!x->slots) {
            x->slots = xcalloc(t->columns.n, sizeof *x->slots);
            for (size_t k = 0; k < t->columns.n; k++)
                x->slots[k] = -1;
        }
        x->slots[i] = x->slot_count++;
    }
}

static bool is_plain(const struct rules *r, const struct field *f)
{
    const struct table *t = f->table;
    bool plain = !f->when.text && !t->rows.n &&
                 !((size_t)f->section < r->form->sections.n &&
                   r->form->sections.v[f->section].when.text);
    for (size_t i = 0; i < t->columns.n; i++)
        plain = plain && !t->columns.v[i]->when.text && !t->columns.v[i]->value.text &&
                value_is_blank(&t->columns.v[i]->given);
    return plain;
}

static void init_rows(struct rules *r, struct relation *x)
{
    const struct table *t = r->form->fields.v[x->field]->table;
    for (size_t i = 0; i < t->rows.n; i++) {
        if (!rules_mention(r, t->rows.v[i].id) || t->rows.v[i].heading)
            continue;
        if (!x->row_relations) {
            x->row_relations = xcalloc(t->rows.n, sizeof *x->row_relations);
            for (size_t k = 0; k < t->rows.n; k++)
                x->row_relations[k] = -1;
        }
        x->row_relations[i] = (int)r->cells.n;
        struct relation *cell = vec_add(&r->cells);
        init(r, cell, RELATION_ROW, x->field, (int)i, xstrdup(t->rows.v[i].id));
        cell->used = true;
    }
}

static void init_table(struct rules *r, int field)
{
    struct relation *x = &r->tables[field];
    const struct field *f = r->form->fields.v[field];
    init(r, x, RELATION_TABLE, field, -1, xstrdup(f->id));
    x->used = rules_mention(r, x->name);
    for (size_t i = 0; i < r->form->checks.n && !x->used; i++)
        x->used = r->form->checks.v[i].table == f;
    for (size_t i = 0; i < f->table->columns.n; i++)
        x->used |= f->table->columns.v[i]->value.text || f->table->columns.v[i]->when.text;
    for (size_t i = 0; i < r->form->targets.n; i++)
        x->used |= r->form->targets.v[i].rows == f;
    for (size_t i = 0; r->rollups && i < r->form->rollups.n; i++)
        x->used |= r->form->rollups.v[i].from == f;
    x->plain = is_plain(r, f);
    add_slots(x, f->table);
    init_rows(r, x);
}

static void init_options(struct rules *r, int field)
{
    char *name = xasprintf("form_%s", r->form->fields.v[field]->id);
    if (!r->form->fields.v[field]->several || !rules_mention(r, name)) {
        free(name);
        return;
    }
    r->option_relations[field] = (int)r->cells.n;
    init(r, vec_add(&r->cells), RELATION_OPTIONS, field, -1, name);
}

static void init_prev(struct rules *r, enum relation_kind kind, int field, char *name)
{
    if (rules_mention(r, name))
        init(r, vec_add(&r->prevs), kind, field, -1, name);
    else
        free(name);
}

void relations_init(struct rules *r)
{
    init(r, &r->entry, RELATION_ENTRY, -1, -1, xstrdup("_entry"));
    r->entry.used = true;
    init_prev(r, RELATION_PREV, -1, xstrdup("prev"));
    for (int i = 0; i < (int)r->form->fields.n; i++) {
        r->option_relations[i] = -1;
        if (!r->form->fields.v[i]->table) {
            init_options(r, i);
            continue;
        }
        init_table(r, i);
        init_prev(r, RELATION_PREV_TABLE, i, xasprintf("prev_%s", r->form->fields.v[i]->id));
    }
}

struct relation *relation_named(struct rules *r, const char *name, bool *ret_own)
{
    *ret_own = str_starts(name, "__row_");
    if (*ret_own)
        name += strlen("__row_");
    if (!strcmp(name, r->entry.name))
        return &r->entry;
    const struct field *f = form_field(r->form, name);
    if (f && f->table)
        return &r->tables[f->index];
    for (size_t i = 0; i < r->cells.n; i++)
        if (!strcmp(r->cells.v[i].name, name))
            return &r->cells.v[i];
    for (size_t i = 0; i < r->prevs.n; i++)
        if (!strcmp(r->prevs.v[i].name, name))
            return &r->prevs.v[i];
    return NULL;
}

/* ---- in the sandbox ------------------------------------------------------------------------- */

/* The type of a column; none where cells of different types share it, so that SQL changes none. */
static const char *column_type(const struct rules *r, const struct relation *x,
                               const struct staged_column *c)
{
    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++)
        if (companions[i].part == c->part && companions[i].sql)
            return companions[i].sql;
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
