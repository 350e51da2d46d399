#include "rules/parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

static void complain(struct rules *r, const struct check *c, size_t offset, const char *remedy,
                     const char *message)
{
    if (!r->problems)
        return;
    struct mark at = expression_mark(r->form, c, offset);
    problem_add(r->problems, PROBLEM_ERROR, at.line, at.column, remedy, _("check %s: %s"), c->id,
                message);
}

bool form_mentions(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->checks.n; i++) {
        const char *e = f->checks.v[i].expression;
        /* SELECT * sees every column; count(*) does not. */
        for (const char *star = strchr(e, '*'); star; star = strchr(star + 1, '*'))
            if (strcasestr(e, "select") && star > e && star[-1] != '(')
                return true;
        if (strcasestr(e, name))
            return true;
    }
    return false;
}

/* ---- what a check reads --------------------------------------------------------------------- */

struct learner {
    struct rules *r;
    struct rule *rule;
};

static struct relation *relation_named(struct rules *r, const char *name, bool *ret_own)
{
    *ret_own = str_starts(name, "__row_");
    if (*ret_own)
        name += strlen("__row_");
    if (!strcmp(name, r->entry.name))
        return &r->entry;
    const struct field *f = form_field(r->form, name);
    return f && f->table ? &r->tables[f->index] : NULL;
}

static int column_named(const struct relation *x, const char *name)
{
    if (!strcmp(name, "_row"))
        return COLUMN_NUMBER;
    for (size_t i = 0; i < x->columns.n; i++)
        if (!strcmp(x->columns.v[i].name, name))
            return x->columns.v[i].column;
    return COLUMN_SELF;
}

static void add_read(struct rule *rule, struct read read)
{
    for (size_t i = 0; i < rule->reads.n; i++) {
        const struct read *old = &rule->reads.v[i];
        if (old->own == read.own && !strcmp(old->name, read.name)) {
            free(read.name);
            return;
        }
    }
    *vec_add(&rule->reads) = read;
}

static void learn_entry(struct learner *l, const char *column)
{
    const struct relation *x = &l->r->entry;
    int field = *column == '_' ? -1 : column_named(x, column);
    add_read(l->rule, (struct read){field, COLUMN_SELF, l->rule->table < 0, xstrdup(column)});
}

static void learn_read(void *user, const char *table, const char *column)
{
    struct learner *l = user;
    bool own;
    struct relation *x = relation_named(l->r, table, &own);
    if (!x || !strcmp(column, "__id"))
        return;
    if (x == &l->r->entry) {
        if (*column)
            learn_entry(l, column);
        return;
    }
    if (own && !*column)
        return;
    struct read read = {x->field, column_named(x, column), own, NULL};
    if (read.column == COLUMN_NUMBER)
        x->numbers = true;
    read.name = *column ? xasprintf("%s.%s", x->name, column) : xstrdup(x->name);
    add_read(l->rule, read);
}

bool rule_reads(const struct rule *rule, int field, int column, bool own)
{
    for (size_t i = 0; i < rule->reads.n; i++) {
        const struct read *x = &rule->reads.v[i];
        if (x->field == field && x->own == own && (x->column == column || column == COLUMN_ANY))
            return true;
    }
    return false;
}

/* ---- preparing ------------------------------------------------------------------------------ */

static struct sandbox_stmt *prepare(struct rules *r, const struct rule *rule, bool learn,
                                    const char *where, struct sandbox_fault *fault)
{
    struct learner l = {r, (struct rule *)rule};
    const char *text = rule->check->expression;
    sandbox_read_fn *read = learn ? learn_read : NULL;
    if (rule->table < 0)
        return sandbox_expression(r->box, text, NULL, "_entry", where, read, &l, fault);
    const char *name = r->tables[rule->table].name;
    char *from = learn ? xasprintf("\"__row_%s\" AS \"%s\", _entry", name, name)
                       : xasprintf("\"%s\", _entry", name);
    char *id = xasprintf("\"%s\".__id", name);
    struct sandbox_stmt *st =
        sandbox_expression(r->box, text, id, from, where, read, &l, fault);
    free(id);
    free(from);
    return st;
}

struct sandbox_stmt *rule_values(struct rules *r, const struct rule *rule)
{
    struct sandbox_fault fault = {0};
    struct sandbox_stmt *st = prepare(r, rule, false, NULL, &fault);
    free(fault.message);
    return st;
}

static bool prepare_statements(struct rules *r, struct rule *rule, struct sandbox_fault *fault)
{
    rule->all = prepare(r, rule, false, "NOT __value", fault);
    if (!rule->all || rule->table < 0)
        return rule->all != NULL;
    char *where = xasprintf("\"%s\".__id = ?1 AND NOT __value", r->tables[rule->table].name);
    rule->one = prepare(r, rule, false, where, fault);
    free(where);
    return rule->one != NULL;
}

static void add_place(struct rule *rule, int place)
{
    size_t at = 0;
    for (; at < rule->places.n && rule->places.v[at] <= place; at++)
        if (rule->places.v[at] == place)
            return;
    *vec_insert(&rule->places, at) = place;
}

/* Where a verdict shows: as the form says, else at what the check reads of its own row (a check of
 * the entry: at the fields and tables it reads), in the order of the form. */
static void find_places(struct rule *rule)
{
    const struct check *c = rule->check;
    for (size_t i = 0; i < c->places.n; i++)
        *vec_add(&rule->places) = c->places.v[i];
    for (size_t i = 0; i < rule->reads.n && !c->places.n; i++) {
        const struct read *x = &rule->reads.v[i];
        if (rule->table < 0 && x->field >= 0)
            add_place(rule, x->field);
        else if (x->field == rule->table && x->own && x->column >= 0)
            add_place(rule, x->column);
    }
    if (rule->table >= 0 && !rule->places.n)
        add_place(rule, 0);
}

static bool check_division(struct rules *r, const struct check *c)
{
    size_t at;
    if (!sandbox_whole_division(c->expression, NULL, NULL, &at))
        return true;
    complain(r, c, at, _("write share(part, whole, places) for a percentage, or 100.0 * a / b"),
             _("“/” between whole numbers throws the fraction away"));
    return false;
}

static bool check_reads(struct rules *r, struct rule *rule)
{
    if (rule->places.n)
        return true;
    complain(r, rule->check, 0, _("name the field where it shows with at:"),
             _("the expression reads no field"));
    return false;
}

static bool check_message(struct rules *r, const struct check *c)
{
    char *unknown = message_unknown(r->form, c);
    if (!unknown)
        return true;
    if (r->problems)
        problem_add(r->problems, PROBLEM_ERROR, c->message_at.line, c->message_at.column,
                    _("write the id of a field, or of a column of the same table"),
                    _("the message names {%s}, which is no field"), unknown);
    free(unknown);
    return false;
}

static void rule_finish(struct rule *rule)
{
    sandbox_stmt_free(rule->all);
    sandbox_stmt_free(rule->one);
    for (size_t i = 0; i < rule->reads.n; i++)
        free(rule->reads.v[i].name);
    vec_finish(&rule->reads);
    vec_finish(&rule->places);
}

/* Learns what the check reads, then prepares what runs. */
static bool compile_rule(struct rules *r, struct rule *rule)
{
    struct sandbox_fault fault = {0};
    struct sandbox_stmt *learned = prepare(r, rule, true, "NOT __value", &fault);
    bool good = learned && prepare_statements(r, rule, &fault);
    sandbox_stmt_free(learned);
    if (!good) {
        complain(r, rule->check, fault.offset, NULL, fault.message);
        free(fault.message);
        return false;
    }
    find_places(rule);
    rule->numbered = message_names_row(rule->check);
    bool whole = check_division(r, rule->check), reads = check_reads(r, rule);
    return check_message(r, rule->check) && whole && reads;
}

static void compile_rules(struct rules *r)
{
    for (size_t i = 0; i < r->form->checks.n; i++) {
        const struct check *c = &r->form->checks.v[i];
        struct rule rule = {.check = c, .table = c->table ? c->table->index : -1};
        if (compile_rule(r, &rule))
            *vec_add(&r->list) = rule;
        else
            rule_finish(&rule);
    }
}

/* ---- life ----------------------------------------------------------------------------------- */

static bool make_relations(struct rules *r)
{
    relation_init(r, &r->entry, -1);
    bool done = relation_define(r, &r->entry);
    for (size_t i = 0; i < r->form->fields.n && done; i++) {
        if (!r->form->fields.v[i]->table)
            continue;
        relation_init(r, &r->tables[i], (int)i);
        done = relation_define(r, &r->tables[i]);
    }
    if (!done)
        return false;
    sandbox_lock(r->box);
    done = relation_prepare(r, &r->entry);
    for (size_t i = 0; i < r->form->fields.n && done; i++)
        done = !r->form->fields.v[i]->table || relation_prepare(r, &r->tables[i]);
    r->begin = sandbox_edit(r->box, "BEGIN", NULL);
    r->commit = sandbox_edit(r->box, "COMMIT", NULL);
    return done && r->begin && r->commit;
}

struct rules *rules_create(const struct form *form, const struct catalogue *catalogue,
                           struct problem_list *problems)
{
    struct rules *r = xcalloc(1, sizeof *r);
    struct err e = {0};
    *r = (struct rules){.form = form, .catalogue = catalogue, .problems = problems};
    r->tables = xcalloc(form->fields.n + 1, sizeof *r->tables);
    r->at_field = xcalloc(form->fields.n + 1, sizeof *r->at_field);
    patterns_compile(r);
    r->box = sandbox_create(&e);
    if (r->box && make_relations(r))
        compile_rules(r);
    else if (problems)
        problem_add(problems, PROBLEM_ERROR, 0, 0, NULL, "%s",
                    e.message ? e.message : _("the form is too large for its checks to be prepared"));
    err_finish(&e);
    r->problems = NULL;
    return r;
}

void rules_destroy(struct rules *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->list.n; i++)
        rule_finish(&r->list.v[i]);
    vec_finish(&r->list);
    relation_finish(r, &r->entry);
    for (size_t i = 0; i < r->form->fields.n; i++) {
        relation_finish(r, &r->tables[i]);
        founds_clear(r, &r->at_field[i]);
    }
    sandbox_stmt_free(r->begin);
    sandbox_stmt_free(r->commit);
    sandbox_destroy(r->box);
    patterns_finish(r);
    free(r->tables);
    free(r->at_field);
    vec_finish(&r->flat);
    free(r->unit);
    free(r->level);
    free(r->period);
    free(r->report_date);
    free(r);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join_sorted(const struct rule *rule)
{
    char **names = xcalloc(rule->reads.n + 1, sizeof *names);
    for (size_t i = 0; i < rule->reads.n; i++)
        names[i] = rule->reads.v[i].name;
    qsort(names, rule->reads.n, sizeof *names, compare_names);
    struct str out = {0};
    for (size_t i = 0; i < rule->reads.n; i++)
        if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
            str_addf(&out, "%s%s", out.len ? " " : "", names[i]);
    free(names);
    return str_take(&out);
}

char *rules_reads(const struct rules *r, const char *check_id)
{
    for (size_t i = 0; i < r->list.n; i++)
        if (!strcmp(r->list.v[i].check->id, check_id))
            return join_sorted(&r->list.v[i]);
    return xstrdup("");
}
