/* Targets: what must be reached, by whom, in which time. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

#define TARGETS_MAX 500

static void load_window(struct load *l, const struct yaml_node *node, void *into)
{
    static const char *const names[] = {
        [WINDOW_YEAR] = "year", [WINDOW_TWO_YEARS] = "two_years", [WINDOW_QUARTER] = "quarter",
        [WINDOW_FIRST_QUARTER] = "first_quarter", [WINDOW_ONGOING] = "ongoing"};
    int i = load_word(l, node, names, 5, _("a time for targets"));
    if (i >= 0)
        *(enum target_window *)into = (enum target_window)i;
}

static void load_cycle_start(struct load *l, const struct yaml_node *node, void *into)
{
    int64_t year;
    if (!load_integer(l, node, &year))
        return;
    if (year < 1900 || year > 2200)
        load_problem(l, node, _("write the first year of one cycle: 2021"),
                     _("“%s” is no year"), node->text);
    else
        *(int *)into = (int)year;
}

/* A field, or for a target of rows a column of their table. */
static struct field *find_place(struct load *l, const struct yaml_node *node,
                                const struct target *t)
{
    const char *id = load_scalar(l, node);
    struct field *f = id && t->rows ? table_column(t->rows, id) : NULL;
    if (id && !f)
        f = form_field(l->form, id);
    if (id && !f)
        load_refuse_name(l, load_mark(node), id, t->rows);
    return f;
}

static void load_target_at(struct load *l, const struct yaml_node *node, void *into)
{
    struct target *t = into;
    t->place = find_place(l, node, t);
}

static bool is_state(const char *id)
{
    for (size_t i = 0; i < sizeof target_state_ids / sizeof *target_state_ids; i++)
        if (str_eq0(target_state_ids[i], id))
            return true;
    return false;
}

static bool judges(const struct field *f)
{
    bool good = f->options.n > 0 && !f->several && !f->other;
    for (size_t i = 0; i < f->options.n; i++)
        good = good && is_state(f->options.v[i].id);
    return good && field_option(f, target_state_ids[TARGET_REACHED]) &&
           field_option(f, target_state_ids[TARGET_MISSED]);
}

static void load_judge(struct load *l, const struct yaml_node *node, void *into)
{
    struct target *t = into;
    t->judged = true;
    t->state_field = find_place(l, node, t);
    if (t->state_field && !judges(t->state_field))
        load_problem(l, node,
                     _("write a choice with the options dat, khong_dat and, where needed, "
                       "chua_den_han, khong_ap_dung, chua_bao_cao"),
                     _("“%s” cannot judge a target"), node->text);
}

static void add_figure(struct load *l, const struct yaml_node *node, void *into)
{
    struct target *t = into;
    load_expression(l, node, vec_add(&t->figures));
}

static void load_figures(struct load *l, const struct yaml_node *node, void *into)
{
    const struct target *t = into;
    load_list(l, node, add_figure, into);
    if (node->kind == YAML_LIST && node->count != 4)
        load_problem(l, node, _("write four, the first for the first quarter"),
                     _("%zu figures for the four quarters"), node->count);
    else if (t->window != WINDOW_QUARTER)
        load_problem(l, node, _("write figure: with one expression, or period: quarter"),
                     _("“figures” is for targets of each quarter"));
}

static void load_at_least(struct load *l, const struct yaml_node *node, void *into)
{
    struct target *t = into;
    t->has_at_least = load_decimal(l, node, &t->at_least);
}

static void load_at_most(struct load *l, const struct yaml_node *node, void *into)
{
    struct target *t = into;
    t->has_at_most = load_decimal(l, node, &t->at_most);
}

#define AT(member) offsetof(struct target, member)

/* The order matters: what a reader looks at stands above it. */
static const struct load_key target_keys[] = {
    {"target", load_id, AT(id), true},
    {"number", load_string, AT(number), false},
    {"label", load_text, AT(label), true},
    {"measure", load_text, AT(measure), false},
    {"level", load_level, AT(level), false},
    {"period", load_window, AT(window), true},
    {"cycle_start", load_cycle_start, AT(cycle_start), false},
    {"rows", load_table_id, AT(rows), false},
    {"figure", add_figure, 0, false},
    {"figures", load_figures, 0, false},
    {"at_least", load_at_least, 0, false},
    {"at_most", load_at_most, 0, false},
    {"applies", load_expression, AT(applies), false},
    {"judge", load_judge, 0, false},
    {"at", load_target_at, 0, false},
    {0},
};

static const struct load_exclusive target_exclusive[] = {
    {"judge", {"figure", "figures", "at_least", "at_most"}},
    {"figure", {"figures"}},
    {0},
};

static void check_figures(struct load *l, const struct yaml_node *node, const struct target *t)
{
    if (!t->judged && !yaml_get(node, "figure") && !yaml_get(node, "figures"))
        load_problem(l, node, _("add figure: an expression, or judge: a choice in which a person "
                                "says it"),
                     _("nothing says whether the target is reached"));
    else if (yaml_get(node, "figure") && t->window == WINDOW_QUARTER &&
             l->form->period != PERIOD_QUARTER)
        load_problem(l, yaml_get(node, "figure"), _("write figures: [q1, q2, q3, q4]"),
                     _("a target of each quarter has four figures"));
    if (t->has_at_least && t->has_at_most && decimal_compare(t->at_least, t->at_most) > 0)
        load_problem(l, yaml_get(node, "at_most"), _("no figure could fit; exchange the two"),
                     _("at_most is smaller than at_least"));
    if (t->judged || t->has_at_least || t->has_at_most || text_is_empty(&t->measure))
        return;
    load_problem(l, yaml_get(node, "measure"), _("add at_least or at_most, or take it away"),
                 _("a target without a threshold is yes or no and has no measure"));
}

static void check_cycle(struct load *l, const struct yaml_node *node, const struct target *t)
{
    const struct yaml_node *start = yaml_get(node, "cycle_start");
    if (t->window == WINDOW_TWO_YEARS && !start)
        load_problem(l, node, _("add cycle_start: the first year of one cycle, as in 2021"),
                     _("the key “%s” is missing in %s"), "cycle_start", _("a target"));
    else if (t->window != WINDOW_TWO_YEARS && start)
        load_problem(l, start, _("take it away"), _("“cycle_start” is for period: two_years"));
}

/* Whose target it is must be somebody who reports, or a row of the table. */
static void check_level(struct load *l, const struct yaml_node *node, const struct target *t)
{
    const struct reporter_list *reporters = &l->form->reporters;
    bool asked = !t->level || t->rows || !reporters->n;
    for (size_t i = 0; i < reporters->n && !asked; i++)
        asked = !reporters->v[i].level || str_eq0(reporters->v[i].level, t->level);
    if (!asked)
        load_problem(l, yaml_get(node, "level"),
                     _("write the level of those who report, or rows: the table with a row for each"),
                     _("no unit of the level %s reports, so that nobody is asked"), t->level);
}

static void add_target(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    if (!load_room(l, node, form->targets.n, TARGETS_MAX))
        return;
    struct target *t = vec_add(&form->targets);
    t->at = load_mark(node);
    load_map(l, node, target_keys, t, _("a target"));
    if (node->kind != YAML_MAP)
        return;
    load_refuse_together(l, node, target_exclusive);
    check_figures(l, node, t);
    check_cycle(l, node, t);
    check_level(l, node, t);
    for (size_t i = 0; t->id && i + 1 < form->targets.n; i++)
        if (str_eq0(form->targets.v[i].id, t->id))
            load_problem(l, yaml_get(node, "target"), _("give each target an id of its own"),
                         _("the id “%s” is taken in line %d"), t->id, form->targets.v[i].at.line);
}

void load_targets(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_target, into);
}
