/* The document that asks, its words, and who owes the report. */
#include "form/load.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

static const struct load_key letter_keys[] = {
    {"head_left", load_texts, offsetof(struct letter, head_left), false},
    {"head_right", load_texts, offsetof(struct letter, head_right), false},
    {"place_date", load_text, offsetof(struct letter, place_date), false},
    {"addressee", load_text, offsetof(struct letter, addressee), false},
    {"basis", load_text, offsetof(struct letter, basis), false},
    {"request", load_text, offsetof(struct letter, request), false},
    {"signer", load_texts, offsetof(struct letter, signer), false},
    {"recipients", load_texts, offsetof(struct letter, recipients), false},
    {0},
};

static void load_letter(struct load *l, const struct yaml_node *node, void *into)
{
    load_map(l, node, letter_keys, into, _("the letter"));
}

static const struct load_key source_keys[] = {
    {"number", load_string, offsetof(struct form, source_number), false},
    {"date", load_date, offsetof(struct form, source_date), false},
    {"issuer", load_string, offsetof(struct form, source_issuer), false},
    {"about", load_text, offsetof(struct form, source_about), false},
    {"letter", load_letter, offsetof(struct form, letter), false},
    {0},
};

void load_source(struct load *l, const struct yaml_node *node, void *into)
{
    load_map(l, node, source_keys, into, _("the source"));
}

/* ---- reporters ------------------------------------------------------------------------------ */

static void add_unit(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    const char *id = load_scalar(l, node);
    if (id)
        *vec_add(&r->units) = xstrdup(id);
}

static void load_units(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    r->units_at = load_mark(node);
    load_list(l, node, add_unit, r);
}

/* "2015-06-25", or "11-05": that day of the period's year. 29 February is no day of every year. */
static bool parse_due(const char *text, struct date *ret)
{
    if (strlen(text) != 5)
        return date_parse_iso(text, ret);
    char common[16];
    snprintf(common, sizeof common, "2001-%s", text);
    if (!date_parse_iso(common, ret))
        return false;
    ret->year = 0;
    return true;
}

/* A due day must lie where the period can reach it. */
static void check_due(struct load *l, const struct yaml_node *node, const struct reporter *r)
{
    const struct form *f = l->form;
    bool yearly = r->due.year == 0;
    if (yearly && f->period != PERIOD_YEAR)
        load_problem(l, node, _("write the year too: 2015-06-25"),
                     _("a due day without a year needs period: year"));
    else if (!yearly && f->period != PERIOD_ONCE && f->period != PERIOD_FREE)
        load_problem(l, node,
                     _("write month-day for period: year, as in 11-05; other periods that come "
                       "back have no due day in this version"),
                     _("this due day is outside most periods of the form"));
    else if (!yearly && f->source_date.year && date_days(r->due) < date_days(f->source_date))
        load_problem(l, node, _("check both days"),
                     _("the due day is before the day of the document that asks"));
}

static void load_due(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    const char *text = load_scalar(l, node);
    if (!text)
        return;
    r->has_due = parse_due(text, &r->due);
    if (r->has_due)
        check_due(l, node, r);
    else
        load_problem(l, node, _("write year-month-day as in 2015-06-25, or month-day as in 11-05"),
                     _("“%s” is no day"), text);
}

static void load_to(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    load_string(l, node, &r->to);
    r->to_at = load_mark(node);
}

static void load_via(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    load_string(l, node, &r->via);
    r->via_at = load_mark(node);
}

static void add_then(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    const char *id = load_scalar(l, node);
    if (id)
        *vec_add(&r->then) = xstrdup(id);
}

static void load_then(struct load *l, const struct yaml_node *node, void *into)
{
    struct reporter *r = into;
    r->then_at = load_mark(node);
    load_list(l, node, add_then, r);
}

static const struct load_key reporter_keys[] = {
    {"level", load_level, offsetof(struct reporter, level), false},
    {"units", load_units, 0, false},
    {"due", load_due, 0, false},
    {"inclusive", load_bool, offsetof(struct reporter, inclusive), false},
    {"to", load_to, 0, true},
    {"via", load_via, 0, false},
    {"then", load_then, 0, false},
    {0},
};

static void add_reporter(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    struct reporter *r = vec_add(&form->reporters);
    r->at = load_mark(node);
    load_map(l, node, reporter_keys, r, _("a reporter"));
    if (node->kind != YAML_MAP)
        return;
    bool level = yaml_get(node, "level"), units = yaml_get(node, "units");
    if (level == units)
        load_problem(l, node, _("write level: huyen, or units: [a, b]"),
                     level ? _("a reporter has a level or units, not both")
                           : _("who reports is missing: a level or units"));
    if (yaml_get(node, "inclusive") && !yaml_get(node, "due"))
        load_problem(l, yaml_get(node, "inclusive"), _("add due, or take inclusive away"),
                     _("inclusive says nothing without a due day"));
}

void load_reporters(struct load *l, const struct yaml_node *node, void *into)
{
    struct form *form = into;
    load_list(l, node, add_reporter, form);
    if (!form->units)
        load_problem(l, node, _("add units: with the name of a list in data/units"),
                     _("reporters need the form's unit list"));
}
