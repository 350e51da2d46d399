#ifndef PHIEU_RULES_RULES_H
#define PHIEU_RULES_RULES_H
/* A form's rules over one record. The form compiles once to relations (rules/compile), the record
 * is staged in them, and every check, also the built-in limits, gives verdicts. A changed cell runs
 * only the expressions that read it, as the authorizer reported when they were prepared; computed
 * values and relevance come first, in the order in which they need each other.
 *
 * A check has three outcomes: true, false, and not decided (NULL), which is never a verdict. Rule ids
 * of the built-in limits: required, type, min, max, length, pattern, option, unit, unique, rows, and
 * value (a computed value that cannot be had). They are exact and computed here in C; narratives
 * never enter the database. */
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
    const char *reason;        /* of a warning that is kept: why; else NULL */
};

/* Compiles the expressions. Those that do not compile, read unknown fields, need themselves, or
 * cannot be trusted become problems that point into the expression (line and column of the YAML);
 * they are left out of what runs. Never NULL; errors in `problems` (may be NULL) mean the form must
 * not be used. catalogue (may be NULL) is what unit fields are checked against; it must outlive the
 * rules. */
struct rules *rules_create(const struct form *form, const struct catalogue *catalogue,
                           struct problem_list *problems);
void rules_destroy(struct rules *r);

/* An earlier entry of the same form and unit: what `prev` and `prev_TABLE` show. */
struct rules_earlier {
    const char *period;
    const struct record *record;
};

/* unit, level, period: what _unit, _level, _period mean; report_date: _report_date, ISO. Each may be
 * NULL. `earlier` in any order; its records are read only during rules_load. */
struct rules_context {
    const char *unit, *level, *period, *report_date;
    const struct rules_earlier *earlier;
    size_t earlier_count;
};
/* Whether any expression looks at earlier entries. */
bool rules_want_earlier(const struct rules *r);
/* Stages the whole record and runs everything. The record must outlive its use here. */
void rules_load(struct rules *r, const struct record *record, const struct rules_context *context);
/* The record changed in one place, got a row (already in it), or lost one (already gone; its id).
 * Runs what reads it; everything below is up to date afterwards. */
void rules_changed(struct rules *r, struct place p);
void rules_row_inserted(struct rules *r, int field, int row);
void rules_row_removed(struct rules *r, int field, int row, const char *row_id);
/* The reasons beside the answers changed (form/record_beside.h). */
void rules_reasons_changed(struct rules *r);

/* ---- verdicts ------------------------------------------------------------------------------- */

/* In the order of the form: by field, row, column. Valid until the next change. */
const struct verdict *rules_verdicts(struct rules *r, size_t *ret_count);
size_t rules_count(struct rules *r, enum level level);
/* The verdicts that touch a place (a table field with row -1 collects all of its cells): fills at
 * most max pointers, worst level first; returns how many there are. */
size_t rules_at(struct rules *r, struct place p, const struct verdict **ret, size_t max);
/* The key under which a reason for this verdict is kept: "CHECK", or "CHECK/ROWID"; freshly
 * allocated, NULL where no reason helps (errors, notes, limits). */
char *rules_reason_key(const struct rules *r, const struct verdict *v);

/* ---- values and relevance ------------------------------------------------------------------- */

/* Whether the place is asked at all: no `when` of it, its row, column, table, section is anything
 * but true. Row -1 with a column: false when the whole column is hidden. */
bool rules_relevant(const struct rules *r, struct place p);
bool rules_section_relevant(const struct rules *r, int section);
/* The value that stands in a place: what is given by the form, what is computed, else the record's.
 * Never NULL; valid until the next change. */
const struct value *rules_value(const struct rules *r, struct place p);
/* Whether its value is computed (value:, or a subtotal), so that nobody types it. */
bool rules_computed(const struct rules *r, struct place p);
/* Whether a person may type there: relevant, not closed, neither computed nor given. */
bool rules_open(const struct rules *r, struct place p);
/* As record_sum (form/record.h), but of what is relevant, with computed and given figures. */
bool rules_sum(const struct rules *r, int field, int column, struct sum *ret);

/* ---- targets -------------------------------------------------------------------------------- */

struct target_result {
    const struct target *target;
    int row;                   /* of target->rows; -1: judged once */
    enum target_state state;
    bool known[4];             /* by figure; one, or four of the quarters */
    struct decimal figures[4]; /* 1 or 0 where the target is a truth */
    size_t figure_count;
    struct place place;        /* where its state shows */
};

/* The targets of the level in the context, in the order of the form; only what changed is
 * evaluated anew. Without a level: all. Valid until the next change. */
size_t rules_targets(struct rules *r, const struct target_result **ret);

/* ---- proof ---------------------------------------------------------------------------------- */

/* How often an expression was run since creation: the proof that a change runs only what reads it. */
uint64_t rules_runs(const struct rules *r);
/* What a check reads, as the authorizer told: "phu_luc.so_mo_hinh phu_luc.tl_den_2010" in sorted
 * order; freshly allocated. */
char *rules_reads(const struct rules *r, const char *check_id);

#endif
