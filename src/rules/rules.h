#ifndef PHIEU_RULES_RULES_H
#define PHIEU_RULES_RULES_H
/* A form's rules over one record. The form compiles once to relations (rules/compile), the record
 * is staged in them, and every check, also the built-in limits, gives verdicts. A changed cell runs
 * only the checks that read it, as the authorizer reported when they were prepared.
 *
 * A check has three outcomes: true, false, and not decided (NULL), which is never a verdict. Rule ids
 * of the built-in limits: required, type, min, max, length, pattern, option, unit, rows. They are
 * exact and computed here in C; narratives never enter the database. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "form/form.h"
#include "form/record.h"

struct catalogue;
struct rules;

struct verdict {
    enum level level;
    const char *rule;          /* id of the check, or of a built-in limit */
    const struct check *check; /* NULL for a built-in limit */
    struct place place;        /* the first of its places: where the cursor goes */
    const struct place *places;
    size_t place_count;
    char *message;             /* with the values filled in, in the current language */
};

/* Compiles the checks. Expressions that do not compile, read unknown fields, or cannot be trusted
 * become problems that point into the expression (line and column of the YAML); they are left out
 * of what runs. Never NULL; errors in `problems` (may be NULL) mean the form must not be used.
 * catalogue (may be NULL) is what unit fields are checked against; it must outlive the rules. */
struct rules *rules_create(const struct form *form, const struct catalogue *catalogue,
                           struct problem_list *problems);
void rules_destroy(struct rules *r);

/* Stages the whole record and runs everything. unit, level, period: what _unit, _level, _period
 * mean; report_date: _report_date, ISO, may be NULL. The record must outlive its use here. */
struct rules_context {
    const char *unit, *level, *period, *report_date;
};
void rules_load(struct rules *r, const struct record *record, const struct rules_context *context);
/* The record changed in one place, got a row (already in it), or lost one (already gone; its id).
 * Runs what reads it; the verdict list is up to date afterwards. */
void rules_changed(struct rules *r, struct place p);
void rules_row_inserted(struct rules *r, int field, int row);
void rules_row_removed(struct rules *r, int field, int row, const char *row_id);

/* In the order of the form: by field, row, column. Valid until the next change. */
const struct verdict *rules_verdicts(struct rules *r, size_t *ret_count);
size_t rules_count(struct rules *r, enum level level);
/* The verdicts that touch a place (a table field with row -1 collects all of its cells): fills at
 * most max pointers, worst level first; returns how many there are. */
size_t rules_at(struct rules *r, struct place p, const struct verdict **ret, size_t max);

/* How often a check's SQL was run since creation: the proof that a change runs only what reads it. */
uint64_t rules_runs(const struct rules *r);
/* What a check reads, as the authorizer told: "phu_luc.so_mo_hinh phu_luc.tl_den_2010" in sorted
 * order; freshly allocated. */
char *rules_reads(const struct rules *r, const char *check_id);

#endif
