/* Targets: their figures from the sandbox, their states by the day of the report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/parts.h"

#define FIGURES_MAX 4

/* ---- compiling ------------------------------------------------------------------------------ */

static void part_finish(struct goal_part *part)
{
    sandbox_stmt_free(part->all);
    formula_finish(&part->f);
}

static struct goal_part compile_part(struct rules *r, const struct target *t,
                                     const struct expression *e)
{
    struct goal_part part = {.f = {.text = e->text, .at = e->at,
                                   .table = t->rows ? t->rows->index : -1,
                                   .what = xasprintf(_("target %s"), t->id)}};
    if (formula_learn(r, &part.f))
        part.all = formula_prepare(r, &part.f, NULL);
    return part;
}

void goals_compile(struct rules *r)
{
    for (size_t i = 0; i < r->form->targets.n; i++) {
        const struct target *t = &r->form->targets.v[i];
        struct goal goal = {.target = t, .dirty = true};
        for (size_t k = 0; k < t->figures.n && k < FIGURES_MAX; k++)
            if (t->figures.v[k].text)
                *vec_add(&goal.figures) = compile_part(r, t, &t->figures.v[k]);
        if (t->applies.text)
            goal.applies = compile_part(r, t, &t->applies);
        *vec_add(&r->goals) = goal;
    }
}

void goals_finish(struct rules *r)
{
    for (size_t i = 0; i < r->goals.n; i++) {
        struct goal *g = &r->goals.v[i];
        for (size_t k = 0; k < g->figures.n; k++)
            part_finish(&g->figures.v[k]);
        part_finish(&g->applies);
        vec_finish(&g->figures);
        vec_finish(&g->results);
    }
    vec_finish(&r->goals);
    vec_finish(&r->results);
}

static bool part_reads(const struct goal_part *part, const struct changes *changes)
{
    struct need need = part->f.text ? formula_need(&part->f, changes) : (struct need){0};
    bool reads = need.all || need.rows.n;
    vec_finish(&need.rows);
    return reads;
}

static bool goal_reads(const struct goal *g, const struct changes *changes)
{
    bool reads = part_reads(&g->applies, changes);
    for (size_t i = 0; i < g->figures.n && !reads; i++)
        reads = part_reads(&g->figures.v[i], changes);
    const struct field *judge = g->target->state_field;
    for (size_t i = 0; i < changes->n && !reads; i++) {
        int field = changes->v[i].p.field;
        reads = (g->target->rows && g->target->rows->index == field) ||
                (judge && (judge->table_field ? judge->table_field->index : judge->index) == field);
    }
    return reads;
}

void goals_touch(struct rules *r, bool all)
{
    for (size_t i = 0; i < r->goals.n; i++)
        if (all || (!r->goals.v[i].dirty && goal_reads(&r->goals.v[i], &r->changes)))
            r->goals.v[i].dirty = true;
}

/* ---- windows -------------------------------------------------------------------------------- */

static int year_of(const char *period)
{
    int year;
    return period && sscanf(period, "%4d", &year) == 1 ? year : 0;
}

/* The last day of a target's window; quarter 1 … 4, or 0 for the period's own. */
static bool window_end(const struct rules *r, const struct target *t, int quarter, struct date *ret)
{
    static const struct date quarters[] = {{0, 3, 31}, {0, 6, 30}, {0, 9, 30}, {0, 12, 31}};
    int year = year_of(r->period);
    if (!year)
        return false;
    if (t->window == WINDOW_QUARTER && !quarter)
        return period_end(r->period, ret);
    *ret = t->window == WINDOW_QUARTER        ? quarters[quarter - 1]
           : t->window == WINDOW_FIRST_QUARTER ? quarters[0]
                                               : quarters[3];
    int behind = t->window == WINDOW_TWO_YEARS ? (year - t->cycle_start) % 2 : 1;
    ret->year = year + (behind == 0);
    return t->window != WINDOW_ONGOING;
}

/* Whether the report was made after the window; without a day of the report it was not. */
static bool has_ended(const struct rules *r, const struct target *t, int quarter)
{
    struct date end, day;
    return window_end(r, t, quarter, &end) && r->report_date &&
           date_parse_iso(r->report_date, &day) && date_days(day) > date_days(end);
}

/* ---- states --------------------------------------------------------------------------------- */

static bool reached(const struct target *t, struct decimal figure)
{
    if (!t->has_at_least && !t->has_at_most)
        return figure.digits != 0;
    return !(t->has_at_least && decimal_compare(figure, t->at_least) < 0) &&
           !(t->has_at_most && decimal_compare(figure, t->at_most) > 0);
}

static enum target_state state_of_figure(const struct rules *r, const struct target_result *x)
{
    if (!x->figure_count || !x->known[0])
        return TARGET_UNREPORTED;
    if (reached(x->target, x->figures[0]))
        return TARGET_REACHED;
    return has_ended(r, x->target, 0) ? TARGET_MISSED : TARGET_NOT_DUE;
}

/* Quarter by quarter: each has to be reached until its end. */
static enum target_state state_of_quarters(const struct rules *r, const struct target_result *x)
{
    bool all = true, missed = false, unknown = false;
    for (size_t i = 0; i < x->figure_count; i++) {
        bool ended = has_ended(r, x->target, (int)i + 1);
        bool good = x->known[i] && reached(x->target, x->figures[i]);
        all = all && good;
        missed |= ended && x->known[i] && !good;
        unknown |= ended && !x->known[i];
    }
    return missed ? TARGET_MISSED : all ? TARGET_REACHED : unknown ? TARGET_UNREPORTED
                                                                   : TARGET_NOT_DUE;
}

/* As a person judged it. */
static enum target_state state_of_judge(const struct rules *r, const struct target_result *x)
{
    const struct field *f = x->target->state_field;
    if (!f)
        return TARGET_UNREPORTED;
    struct place p = f->table_field ? (struct place){f->table_field->index, x->row, f->index}
                                    : PLACE_FIELD(f->index);
    const struct value *v = live_value(r, p);
    if (v->kind == VALUE_MISSING && !strcmp(v->text, MISSING_NOT_APPLICABLE))
        return TARGET_NOT_APPLICABLE;
    for (int i = 0; i < 5 && v->kind == VALUE_TEXT; i++)
        if (!strcmp(v->text, target_state_ids[i]))
            return (enum target_state)i;
    return TARGET_UNREPORTED;
}

static enum target_state state_of(const struct rules *r, const struct target_result *x)
{
    if (x->target->judged)
        return state_of_judge(r, x);
    return x->figure_count > 1 ? state_of_quarters(r, x) : state_of_figure(r, x);
}

/* ---- evaluating ----------------------------------------------------------------------------- */

static struct place place_of(const struct rules *r, const struct goal *g, int row)
{
    const struct target *t = g->target;
    const struct field *f = t->place ? t->place : t->state_field;
    if (f && f->table_field && row >= 0)
        return (struct place){f->table_field->index, row, f->index};
    if (f)
        return PLACE_FIELD(f->table_field ? f->table_field->index : f->index);
    for (size_t i = 0; g->figures.n && i < g->figures.v[0].f.reads.n; i++) {
        const struct read *x = &g->figures.v[0].f.reads.v[i];
        if (x->field < 0)
            continue;
        bool cell = r->form->fields.v[x->field]->table && x->column >= 0;
        if (x->row >= 0)
            return (struct place){x->field, x->row, x->column};
        return x->own && row >= 0 ? (struct place){x->field, row, cell ? x->column : -1}
                                  : PLACE_FIELD(x->field);
    }
    return t->rows ? (struct place){t->rows->index, row, -1} : PLACE_FIELD(0);
}

static struct target_result *result_of_row(struct goal *g, int row)
{
    for (size_t i = 0; i < g->results.n; i++)
        if (g->results.v[i].row == row)
            return &g->results.v[i];
    return NULL;
}

/* Gives each result what came out for its row; applies: only whether it applies. */
static void evaluate(struct rules *r, struct goal *g, struct goal_part *part, size_t figure,
                     bool applies)
{
    int value = g->target->rows ? 1 : 0;
    int *rows = value ? rows_by_id(&r->tables[g->target->rows->index]) : NULL;
    char *why = NULL;
    r->runs++;
    while (part->all && sandbox_step(part->all, &why) == SANDBOX_ROW) {
        struct target_result *x = result_of_row(g, rows ? rows[sandbox_int(part->all, 0)] : -1);
        if (!x)
            continue;
        if (!applies)
            x->known[figure] = sandbox_figure(part->all, value, &x->figures[figure]);
        else if (!sandbox_null(part->all, value) && !sandbox_true(part->all, value))
            x->state = TARGET_NOT_APPLICABLE;
    }
    if (part->all)
        sandbox_reset(part->all);
    free(why);
    free(rows);
}

static void add_result(struct rules *r, struct goal *g, int row)
{
    *vec_add(&g->results) = (struct target_result){.target = g->target,
                                                   .row = row,
                                                   .state = TARGET_UNREPORTED,
                                                   .figure_count = g->figures.n,
                                                   .place = place_of(r, g, row)};
}

static void evaluate_goal(struct rules *r, struct goal *g)
{
    vec_clear(&g->results);
    const struct field *rows = g->target->rows;
    for (size_t i = 0; rows && i < r->tables[rows->index].rows.n; i++)
        if (r->tables[rows->index].rows.v[i].staged)
            add_result(r, g, (int)i);
    if (!rows)
        add_result(r, g, -1);
    for (size_t i = 0; i < g->figures.n; i++)
        evaluate(r, g, &g->figures.v[i], i, false);
    if (g->applies.f.text)
        evaluate(r, g, &g->applies, 0, true);
    for (size_t i = 0; i < g->results.n; i++)
        if (g->results.v[i].state != TARGET_NOT_APPLICABLE)
            g->results.v[i].state = state_of(r, &g->results.v[i]);
    g->dirty = false;
}

size_t rules_targets(struct rules *r, const struct target_result **ret)
{
    vec_clear(&r->results);
    for (size_t i = 0; i < r->goals.n && r->record; i++) {
        struct goal *g = &r->goals.v[i];
        if (r->level && g->target->level && strcmp(r->level, g->target->level) != 0 &&
            !g->target->rows)
            continue;
        if (g->dirty)
            evaluate_goal(r, g);
        for (size_t k = 0; k < g->results.n; k++)
            *vec_add(&r->results) = g->results.v[k];
    }
    *ret = r->results.v;
    return r->results.n;
}
