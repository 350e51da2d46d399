#ifndef PHIEU_RULES_ROLLUP_H
#define PHIEU_RULES_ROLLUP_H
/* A form's roll-ups over many entries. Each entry is staged with its computed values and relevance
 * and its rows are evaluated in the sandbox; sums, shares and counts are exact and in C. */
#include "rules/rules.h"

/* One entry behind a roll-up. */
struct rollup_source {
    const char *unit, *level, *period, *report_date;
    const struct record *record;
};
/* Gives the next entry; false when there are no more. What it gives must live until the next call. */
typedef bool rollup_next_fn(void *user, struct rollup_source *ret);

struct rollup_key {
    char *text;                /* the group as text; NULL: blank */
    bool figure;               /* it is a number, for sorting and alignment */
    const struct field *field; /* whose values it shows (options have labels); NULL: none */
};

struct rollup_cell {
    bool known;           /* false: no row had a figure */
    struct decimal value; /* SHARE: percent */
    int rows;             /* how many rows had a figure (COUNT: were decided) */
};

struct rollup_line {
    struct rollup_key *keys;   /* by rollup->by */
    struct rollup_cell *cells; /* by rollup->columns */
    int units, rows;           /* how many stand behind it: _units, _rows */
};

struct rollup_result {
    const struct rollup *rollup;
    VEC(struct rollup_line) lines; /* sorted by their keys, blank ones last */
    struct rollup_line all;        /* over all groups; no keys */
    int entries;                   /* how many entries were read */
};

/* False when an expression cannot be evaluated (e says which, ERR_RULE); *ret untouched then. The
 * form must have passed rules_create without errors. */
bool rollup_run(const struct form *form, const struct catalogue *catalogue,
                const struct rollup *rollup, rollup_next_fn *next, void *user,
                struct rollup_result *ret, struct err *e);
void rollup_finish(struct rollup_result *result);

#endif
