#include "rules/parts.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"

/* When a check fails to run over a whole table, its rows are tried one by one for so long. */
#define SINGLE_MS 300

/* ---- one check ------------------------------------------------------------------------------ */

/* Where verdicts of a row check stand: with its row, or with the table as such (row -1). */
static struct founds *list_for(struct rules *r, int index, int row)
{
    return founds_of(r, (struct place){r->list.v[index].table, row, -1});
}

/* Where it shows, of what is asked; 0: nowhere. */
static size_t find_places(const struct rules *r, const struct rule *rule, int row,
                          struct place *places)
{
    size_t n = 0;
    for (size_t i = 0; i < rule->places.n; i++) {
        struct place p = rule->places.v[i];
        if (rule->table >= 0)
            p.row = row;
        if (rules_relevant(r, p))
            places[n++] = p;
    }
    return n;
}

/* Takes message over. */
static void add(struct rules *r, int index, int row, enum level level, char *message)
{
    const struct rule *rule = &r->list.v[index];
    struct found f = {.rule = index, .numbered = rule->numbered && row >= 0};
    bool whole = rule->table >= 0 && row < 0; /* a row check, said of the table as such */
    f.places = xcalloc(rule->places.n + 1, sizeof *f.places);
    f.places[0] = PLACE_FIELD(rule->table);
    size_t n = whole ? rules_relevant(r, f.places[0]) : find_places(r, rule, row, f.places);
    if (!n) {
        free(f.places);
        free(message);
        return;
    }
    f.v = (struct verdict){.level = level,
                           .rule = rule->check->id,
                           .check = rule->check,
                           .place = f.places[0],
                           .places = f.places,
                           .place_count = n,
                           .message = message};
    found_add(r, founds_of(r, f.places[0]), f);
}

static void add_failed(struct rules *r, int index, int row)
{
    const struct rule *rule = &r->list.v[index];
    add(r, index, row, rule->check->level, rule_message(r, rule, row));
}

/* The check could not be evaluated (why is taken over): an error, whatever its level. */
static void add_broken(struct rules *r, int index, int row, char *why)
{
    add(r, index, row, LEVEL_ERROR,
        xasprintf(_("The check %s cannot be evaluated: %s. Tell the form's author."),
                  r->list.v[index].check->id, why));
    free(why);
}

static void run_entry(struct rules *r, int index)
{
    struct sandbox_stmt *st = r->list.v[index].all;
    char *why = NULL;
    const struct rule *rule = &r->list.v[index];
    for (size_t i = 0; i < rule->places.n; i++)
        found_remove(r, founds_of(r, rule->places.v[i]), index);
    r->runs++;
    enum sandbox_row got = sandbox_step(st, &why);
    sandbox_reset(st);
    if (got == SANDBOX_ROW)
        add_failed(r, index, -1);
    else if (got == SANDBOX_FAILED)
        add_broken(r, index, -1, why);
}

static void run_row(struct rules *r, int index, int row)
{
    struct rule *rule = &r->list.v[index];
    const struct row_state *state = &r->tables[rule->table].rows.v[row];
    char *why = NULL;
    found_remove(r, list_for(r, index, row), index);
    if (!state->staged)
        return;
    sandbox_bind_int(rule->one, 1, state->id);
    r->runs++;
    enum sandbox_row got = sandbox_step(rule->one, &why);
    sandbox_reset(rule->one);
    if (got == SANDBOX_ROW)
        add_failed(r, index, row);
    else if (got == SANDBOX_FAILED)
        add_broken(r, index, row, why);
}

static void forget(struct rules *r, int index)
{
    struct relation *x = &r->tables[r->list.v[index].table];
    found_remove(r, list_for(r, index, -1), index);
    size_t seen = 0, all = x->found_count;
    for (size_t i = 0; i < x->rows.n && seen < all; i++) {
        seen += x->rows.v[i].founds.n;
        found_remove(r, &x->rows.v[i].founds, index);
    }
}

/* Finds which rows cannot be evaluated, as long as that is quick; else says it of the table. */
static void run_singly(struct rules *r, int index, char *why)
{
    struct rule *rule = &r->list.v[index];
    const struct relation *x = &r->tables[rule->table];
    int64_t deadline = clock_real_ms() + SINGLE_MS;
    bool hopeless = sandbox_exhausted(rule->all);
    for (size_t i = 0; i < x->rows.n && !hopeless; i++) {
        run_row(r, index, (int)i);
        hopeless = clock_real_ms() > deadline;
    }
    if (!hopeless) {
        free(why);
        return;
    }
    forget(r, index);
    add_broken(r, index, -1, why);
}

VEC_TYPEDEF(ids, int64_t);

int *rows_by_id(const struct relation *x)
{
    int *rows = xcalloc((size_t)x->next_id + 1, sizeof *rows);
    for (size_t i = 0; i < x->rows.n; i++)
        rows[x->rows.v[i].id] = (int)i;
    return rows;
}

static void add_all_failed(struct rules *r, int index, const struct ids *failed)
{
    if (!failed->n)
        return;
    int *rows = rows_by_id(&r->tables[r->list.v[index].table]);
    for (size_t i = 0; i < failed->n; i++)
        add_failed(r, index, rows[failed->v[i]]);
    free(rows);
}

/* A row check over the whole table: one statement that gives the failing rows. */
static void run_table(struct rules *r, int index)
{
    struct sandbox_stmt *st = r->list.v[index].all;
    struct ids failed = {0};
    char *why = NULL;
    enum sandbox_row got;
    forget(r, index);
    r->runs++;
    while ((got = sandbox_step(st, &why)) == SANDBOX_ROW)
        *vec_add(&failed) = sandbox_int(st, 0);
    sandbox_reset(st);
    if (got == SANDBOX_FAILED)
        run_singly(r, index, why);
    else
        add_all_failed(r, index, &failed);
    vec_finish(&failed);
}

void rule_run(struct rules *r, int index, const struct need *need)
{
    const struct rule *rule = &r->list.v[index];
    if (rule->table < 0) {
        run_entry(r, index);
    } else if (need->all) {
        run_table(r, index);
    } else {
        for (size_t i = 0; i < need->rows.n; i++)
            run_row(r, index, need->rows.v[i]);
    }
}

bool rule_is_broken(struct rules *r, int index)
{
    const struct founds *list = list_for(r, index, -1);
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].rule == index)
            return true;
    return false;
}

/* ---- the whole record ----------------------------------------------------------------------- */

void forget_everything(struct rules *r)
{
    for (size_t i = 0; i < r->form->fields.n; i++) {
        founds_clear(r, &r->at_field[i]);
        for (size_t k = 0; k < r->tables[i].rows.n; k++)
            row_state_finish(r, &r->tables[i], &r->tables[i].rows.v[k]);
        vec_clear(&r->tables[i].rows);
    }
    relevance_reset(r);
    vec_clear(&r->changes);
}

static void stage_everything(struct rules *r)
{
    run_edit(r->begin);
    stage_entry(r);
    for (size_t i = 0; i < r->form->fields.n; i++)
        if (r->form->fields.v[i]->table)
            stage_table(r, &r->tables[i]);
    nodes_run_all(r);
    run_edit(r->commit);
    vec_clear(&r->changes);
}

/* Judges everything; what was said before is forgotten already. */
void rules_judge(struct rules *r)
{
    static const struct need all = {.all = true};
    r->lang = lang_get();
    if (!r->commit)
        return; /* the relations could not be made; rules_create said so */
    stage_everything(r);
    for (size_t i = 0; i < r->form->fields.n; i++)
        limits_all_of(r, (int)i);
    for (size_t i = 0; i < r->list.n; i++)
        rule_run(r, (int)i, &all);
    goals_touch(r, true);
}

static void keep(char **to, const char *text)
{
    char *copy = xstrdup0(text);
    free(*to);
    *to = copy;
}

static void keep_context(struct rules *r, const struct record *record,
                         const struct rules_context *context)
{
    static const struct rules_context none = {0};
    if (!context)
        context = &none;
    r->record = record;
    keep(&r->unit, context->unit);
    keep(&r->level, context->level);
    keep(&r->period, context->period);
    keep(&r->report_date, context->report_date);
    forget_everything(r);
    if (r->commit)
        prevs_stage(r, context);
}

void rules_load(struct rules *r, const struct record *record, const struct rules_context *context)
{
    keep_context(r, record, context);
    rules_judge(r);
}

void rules_speak(struct rules *r)
{
    if (!r->record || r->lang == lang_get())
        return;
    forget_everything(r);
    rules_judge(r);
}

void rules_stage(struct rules *r, const struct record *record, const struct rules_context *context)
{
    keep_context(r, record, context);
    r->lang = lang_get();
    if (r->commit)
        stage_everything(r);
    goals_touch(r, true);
}

uint64_t rules_runs(const struct rules *r)
{
    return r->runs;
}
