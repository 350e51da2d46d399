#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

void formula_complain(struct rules *r, const struct formula *f, size_t offset, const char *remedy,
                      const char *message)
{
    if (!r->problems)
        return;
    struct mark at = expression_mark(r->form, f->text, f->at, offset);
    problem_add(r->problems, PROBLEM_ERROR, at.line, at.column, remedy, "%s: %s", f->what, message);
}

/* ---- what it reads -------------------------------------------------------------------------- */

struct learner {
    struct rules *r;
    struct formula *f;
};

static const struct staged_column *column_named(const struct relation *x, const char *name)
{
    for (size_t i = 0; i < x->columns.n; i++)
        if (!strcmp(x->columns.v[i].name, name))
            return &x->columns.v[i];
    return NULL;
}

static void add_read(struct formula *f, struct read read)
{
    for (size_t i = 0; i < f->reads.n; i++) {
        const struct read *old = &f->reads.v[i];
        if (old->own == read.own && !strcmp(old->name, read.name)) {
            free(read.name);
            return;
        }
    }
    *vec_add(&f->reads) = read;
}

/* The name as the author writes it. */
static char *read_name(const struct relation *x, const char *column)
{
    const char *zero = strstr(column, "__zero");
    int n = zero ? (int)(zero - column) : (int)strlen(column);
    if (x->kind == RELATION_ENTRY)
        return xasprintf("%.*s", n, column);
    return n ? xasprintf("%s.%.*s", x->name, n, column) : xstrdup(x->name);
}

static struct read read_of(const struct learner *l, struct relation *x, const char *column, bool own)
{
    const struct staged_column *c = column_named(x, column);
    struct read read = {-1, ROW_ANY, c ? c->column : COLUMN_SELF, own, read_name(x, column)};
    switch (x->kind) {
    case RELATION_ENTRY:
        read.field = c ? c->column : -1;
        read.column = COLUMN_SELF;
        read.own = l->f->table < 0;
        break;
    case RELATION_TABLE:
        read.field = x->field;
        if (!strcmp(column, "_row")) {
            read.column = COLUMN_NUMBER;
            x->numbers = !table_fixed(l->r->form->fields.v[x->field]);
        }
        break;
    case RELATION_ROW:
        read.field = x->field;
        read.row = x->row;
        break;
    case RELATION_OPTIONS:
        read.field = x->field;
        read.column = COLUMN_SELF;
        break;
    case RELATION_PREV:
    case RELATION_PREV_TABLE:
        break; /* they never change while an entry is open */
    }
    return read;
}

static void learn_read(void *user, const char *table, const char *column)
{
    struct learner *l = user;
    bool own;
    struct relation *x = relation_named(l->r, table, &own);
    if (!x || !strcmp(column, "__id") || (!*column && (own || x->kind == RELATION_ENTRY)))
        return;
    add_read(l->f, read_of(l, x, column, own));
}

static bool reads_place(const struct read *x, struct place p)
{
    if (x->field != p.field)
        return false;
    if (x->row >= 0 && p.row >= 0 && x->row != p.row)
        return false;
    if (x->row >= 0 && p.row == ROW_GONE)
        return false;
    return p.column == COLUMN_ANY || x->column == p.column;
}

bool formula_reads(const struct formula *f, struct place p, bool own)
{
    for (size_t i = 0; i < f->reads.n; i++)
        if (f->reads.v[i].own == own && reads_place(&f->reads.v[i], p))
            return true;
    return false;
}

/* ---- preparing ------------------------------------------------------------------------------ */

static struct sandbox_stmt *prepare(struct rules *r, struct formula *f, bool learn,
                                    const char *where, struct sandbox_fault *fault)
{
    struct learner l = {r, f};
    sandbox_read_fn *read = learn ? learn_read : NULL;
    if (f->table < 0)
        return sandbox_expression(r->box, f->sql, NULL, "_entry", where, read, &l, fault);
    const char *name = r->tables[f->table].name;
    char *from = learn ? xasprintf("\"__row_%s\" AS \"%s\", _entry", name, name)
                       : xasprintf("\"%s\", _entry", name);
    char *id = xasprintf("\"%s\".__id", name);
    struct sandbox_stmt *st = sandbox_expression(r->box, f->sql, id, from, where, read, &l, fault);
    free(id);
    free(from);
    return st;
}

static bool is_fraction(void *user, const char *word, size_t len)
{
    struct learner *l = user;
    const struct field *f = formula_field(l->r, l->f, word, len);
    return f && f->type->figure && field_type_id(f->type) != TYPE_INTEGER;
}

static bool check_arithmetic(struct rules *r, struct formula *f)
{
    size_t at;
    struct learner l = {r, f};
    bool good = true;
    if (sandbox_whole_division(f->text, is_fraction, &l, &at)) {
        formula_complain(r, f, at,
                         _("write share(part, whole, places) for a percentage, or 100.0 * a / b"),
                         _("“/” between whole numbers throws the fraction away"));
        good = false;
    }
    if (!(f->check && f->check->made) && sandbox_inexact_equality(f->text, is_fraction, &l, &at)) {
        formula_complain(r, f, at, _("write round(a + b, 2) = c, with the places of the field"),
                         _("reckoned figures with a fraction are never exactly equal"));
        good = false;
    }
    return good;
}

bool formula_learn(struct rules *r, struct formula *f)
{
    struct sandbox_fault fault = {0};
    struct rewritten *map = NULL;
    struct sandbox_stmt *st = NULL;
    if (sandbox_lex(f->text, &fault)) {
        free(f->sql);
        f->sql = rewrite(r, f, &map);
        /* A condition on the value makes SQL refuse sums that belong into a SELECT. */
        st = prepare(r, f, true, "NOT __value", &fault);
        if (!st)
            fault.offset = rewritten_origin(map, fault.offset);
    }
    bool good = st != NULL;
    if (!good) {
        char *remedy = formula_hint(r, f, fault.offset, fault.message);
        formula_complain(r, f, fault.offset, remedy, fault.message);
        free(remedy);
        free(fault.message);
    }
    sandbox_stmt_free(st);
    rewritten_free(map);
    return good && check_arithmetic(r, f) && formula_options(r, f);
}

/* The condition with the table's name in it. */
static char *condition(const struct rules *r, const struct formula *f, const char *where)
{
    struct str out = {0};
    const char *hole = where ? strstr(where, "%s") : NULL;
    if (hole)
        str_addf(&out, "%.*s%s%s", (int)(hole - where), where, r->tables[f->table].name, hole + 2);
    else if (where)
        str_add(&out, where);
    if (f->decided)
        str_addf(&out, "%s(%s)", where ? " AND " : "", f->decided);
    return out.len ? str_take(&out) : NULL;
}

struct sandbox_stmt *formula_prepare(struct rules *r, struct formula *f, const char *where)
{
    struct sandbox_fault fault = {0};
    char *text = condition(r, f, where);
    struct sandbox_stmt *st = prepare(r, f, false, text, &fault);
    free(text);
    if (!st)
        formula_complain(r, f, 0, NULL, fault.message);
    free(fault.message);
    return st;
}

struct sandbox_stmt *rule_values(struct rules *r, struct rule *rule)
{
    return formula_prepare(r, &rule->f, NULL);
}

void formula_finish(struct formula *f)
{
    for (size_t i = 0; i < f->reads.n; i++)
        free(f->reads.v[i].name);
    vec_finish(&f->reads);
    free(f->what);
    free(f->sql);
    free(f->decided);
}

size_t formula_find(const struct formula *f, const char *word)
{
    size_t at = 0, from, len;
    bool literal;
    while (sandbox_next_word(f->text, &at, &from, &len, &literal))
        if (!literal && strlen(word) == len && !strncasecmp(f->text + from, word, len))
            return from;
    return 0;
}
