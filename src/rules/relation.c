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

const char *part_sql(enum part part)
{
    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++)
        if (companions[i].part == part && companions[i].sql)
            return companions[i].sql;
    return NULL;
}

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
