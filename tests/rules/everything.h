#ifndef PHIEU_TESTS_EVERYTHING_H
#define PHIEU_TESTS_EVERYTHING_H
/* All that rules say of a record, as text, so that two ways to the same answers can be compared. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "rules/rules.h"

static void add_verdicts(struct rules *rules, const struct record *record, struct str *out)
{
    size_t n;
    const struct verdict *v = rules_verdicts(rules, &n);
    for (size_t i = 0; i < n; i++) {
        char *name = record_place_name(record, v[i].place);
        str_addf(out, "%c:%s@%s %s%s%s\n", "ewn"[v[i].level], v[i].rule, name, v[i].message,
                 v[i].reason ? " KEPT: " : "", v[i].reason ? v[i].reason : "");
        free(name);
    }
}

static void add_value(struct rules *rules, struct place p, const struct field *f, struct str *out)
{
    char *text = f ? field_print(f, rules_value(rules, p)) : NULL;
    str_addf(out, "%s%s%s\n", text && *text ? text : "-", f ? "" : " closed",
             rules_relevant(rules, p) ? "" : " hidden");
    free(text);
}

static void add_targets(struct rules *rules, const struct record *record, struct str *out)
{
    const struct target_result *t;
    size_t n = rules_targets(rules, &t);
    for (size_t i = 0; i < n; i++) {
        char *name = record_place_name(record, t[i].place);
        str_addf(out, "%s %s", t[i].target->id, target_state_ids[t[i].state]);
        for (size_t k = 0; k < t[i].figure_count; k++) {
            char figure[32] = "-";
            if (t[i].known[k])
                decimal_canonical(t[i].figures[k], figure);
            str_addf(out, " %s", figure);
        }
        str_addf(out, " @%s\n", name);
        free(name);
    }
}

static char *everything(struct rules *rules, const struct record *record)
{
    struct str out = {0};
    const struct form *form = record_form(record);
    add_verdicts(rules, record, &out);
    for (int i = 0; i < (int)form->fields.n; i++) {
        const struct field *f = form->fields.v[i];
        if (!f->table)
            add_value(rules, PLACE_FIELD(i), f, &out);
        for (int row = 0; row < record_rows(record, i); row++)
            for (int c = 0; c < (int)f->table->columns.n; c++) {
                struct place p = {i, row, c};
                add_value(rules, p, record_field(record, p), &out);
            }
    }
    add_targets(rules, record, &out);
    return str_take(&out);
}

#endif
