#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

/* ---- checks --------------------------------------------------------------------------------- */

static bool prepare_statements(struct rules *r, struct rule *rule)
{
    rule->all = formula_prepare(r, &rule->f, "NOT __value");
    if (!rule->all || rule->table < 0)
        return rule->all != NULL;
    rule->one = formula_prepare(r, &rule->f, "\"%s\".__id = ?1 AND NOT __value");
    return rule->one != NULL;
}

static int compare_places(struct place a, struct place b)
{
    return a.field != b.field ? a.field - b.field
           : a.row != b.row   ? a.row - b.row
                              : a.column - b.column;
}

static void add_place(struct rule *rule, struct place p)
{
    size_t at = 0;
    for (; at < rule->places.n && compare_places(rule->places.v[at], p) <= 0; at++)
        if (compare_places(rule->places.v[at], p) == 0)
            return;
    *vec_insert(&rule->places, at) = p;
}

/* Where a verdict shows: as the form says, else at what the check reads of its own row (a check of
 * the entry: at the fields, tables and cells it reads), in the order of the form. */
static void find_places(struct rules *r, struct rule *rule)
{
    const struct check *c = rule->check;
    int table = rule->table;
    for (size_t i = 0; i < c->places.n; i++)
        *vec_add(&rule->places) = table < 0 ? PLACE_FIELD(c->places.v[i])
                                            : (struct place){table, -1, c->places.v[i]};
    for (size_t i = 0; i < rule->f.reads.n && !c->places.n; i++) {
        const struct read *x = &rule->f.reads.v[i];
        if (table < 0 && x->field >= 0 && x->row >= 0 && x->column >= 0)
            add_place(rule, (struct place){x->field, x->row, x->column});
        else if (table < 0 && x->field >= 0)
            add_place(rule, PLACE_FIELD(x->field));
        else if (x->field == table && x->own && x->column >= 0)
            add_place(rule, (struct place){table, -1, x->column});
    }
    if (table >= 0 && !rule->places.n)
        add_place(rule, (struct place){table, -1, 0});
    for (size_t i = 0; i < rule->places.n; i++)
        r->wander |= rule->places.v[i].row >= 0;
}

static bool check_reads(struct rules *r, struct rule *rule)
{
    if (rule->places.n)
        return true;
    formula_complain(r, &rule->f, 0, _("name the field where it shows with at:"),
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
    formula_finish(&rule->f);
    vec_finish(&rule->places);
}

/* Learns what the check reads, then prepares what runs. */
static bool compile_rule(struct rules *r, struct rule *rule)
{
    if (!formula_learn(r, &rule->f) || !prepare_statements(r, rule))
        return false;
    find_places(r, rule);
    rule->numbered = message_names_row(rule->check);
    bool reads = check_reads(r, rule);
    return check_message(r, rule->check) && reads;
}

static void compile_rules(struct rules *r)
{
    for (size_t i = 0; i < r->form->checks.n; i++) {
        const struct check *c = &r->form->checks.v[i];
        int table = c->table ? c->table->index : -1;
        struct rule rule = {.check = c, .table = table};
        rule.f = (struct formula){.text = c->expression, .at = c->at, .table = table, .check = c,
                                  .what = xasprintf(_("check %s"), c->id)};
        if (compile_rule(r, &rule))
            *vec_add(&r->list) = rule;
        else
            rule_finish(&rule);
    }
}

/* ---- life ----------------------------------------------------------------------------------- */

static bool make_relations(struct rules *r)
{
    relations_init(r);
    if (!relations_define(r))
        return false;
    sandbox_lock(r->box);
    r->begin = sandbox_edit(r->box, "BEGIN", NULL);
    r->commit = sandbox_edit(r->box, "COMMIT", NULL);
    bool done = relations_prepare(r) && r->begin && r->commit;
    if (!done) {
        sandbox_stmt_free(r->commit);
        r->commit = NULL;
    }
    return done;
}

struct rules *rules_build(const struct form *form, const struct catalogue *catalogue,
                          struct problem_list *problems, bool rollups)
{
    struct rules *r = xcalloc(1, sizeof *r);
    struct err e = {0};
    size_t fields = form->fields.n + 1;
    *r = (struct rules){.form = form, .catalogue = catalogue, .problems = problems,
                        .rollups = rollups};
    r->tables = xcalloc(fields, sizeof *r->tables);
    r->at_field = xcalloc(fields, sizeof *r->at_field);
    r->option_relations = xcalloc(fields, sizeof *r->option_relations);
    r->hidden_fields = xcalloc(fields, sizeof *r->hidden_fields);
    r->hidden_sections = xcalloc(form->sections.n + 1, sizeof *r->hidden_sections);
    r->words = words_collect(form, rollups);
    patterns_compile(r);
    r->box = sandbox_create(&e);
    if (r->box && make_relations(r)) {
        nodes_compile(r);
        compile_rules(r);
        goals_compile(r);
        if (rollups && problems)
            rollups_compile(r);
    } else if (problems) {
        problem_add(problems, PROBLEM_ERROR, 0, 0, NULL, "%s",
                    e.message ? e.message : _("the form is too large for its checks to be prepared"));
    }
    err_finish(&e);
    r->problems = NULL;
    return r;
}

struct rules *rules_create(const struct form *form, const struct catalogue *catalogue,
                           struct problem_list *problems)
{
    return rules_build(form, catalogue, problems, false);
}

static void finish_values(struct rules *r)
{
    for (size_t i = 0; r->computed && i < r->form->fields.n; i++)
        value_finish(&r->computed[i]);
    free(r->computed);
    free(r->computes);
    free(r->hidden_fields);
    free(r->hidden_sections);
    vec_finish(&r->changes);
}

static void finish_relations(struct rules *r)
{
    relation_finish(r, &r->entry);
    for (size_t i = 0; i < r->form->fields.n; i++)
        relation_finish(r, &r->tables[i]);
    for (size_t i = 0; i < r->cells.n; i++)
        relation_finish(r, &r->cells.v[i]);
    for (size_t i = 0; i < r->prevs.n; i++)
        relation_finish(r, &r->prevs.v[i]);
    vec_finish(&r->cells);
    vec_finish(&r->prevs);
    free(r->option_relations);
    free(r->tables);
}

void rules_destroy(struct rules *r)
{
    if (!r)
        return;
    rules_destroy(r->past);
    for (size_t i = 0; i < r->list.n; i++)
        rule_finish(&r->list.v[i]);
    vec_finish(&r->list);
    nodes_finish(r);
    goals_finish(r);
    finish_relations(r);
    for (size_t i = 0; i < r->form->fields.n; i++)
        founds_clear(r, &r->at_field[i]);
    sandbox_stmt_free(r->begin);
    sandbox_stmt_free(r->commit);
    sandbox_destroy(r->box);
    patterns_finish(r);
    words_free(r->words);
    finish_values(r);
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

static char *join_sorted(const struct formula *f)
{
    char **names = xcalloc(f->reads.n + 1, sizeof *names);
    for (size_t i = 0; i < f->reads.n; i++)
        names[i] = f->reads.v[i].name;
    qsort(names, f->reads.n, sizeof *names, compare_names);
    struct str out = {0};
    for (size_t i = 0; i < f->reads.n; i++)
        if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
            str_addf(&out, "%s%s", out.len ? " " : "", names[i]);
    free(names);
    return str_take(&out);
}

char *rules_reads(const struct rules *r, const char *check_id)
{
    for (size_t i = 0; i < r->list.n; i++)
        if (!strcmp(r->list.v[i].check->id, check_id))
            return join_sorted(&r->list.v[i].f);
    return xstrdup("");
}
