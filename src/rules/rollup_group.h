#ifndef PHIEU_RULES_ROLLUP_GROUP_H
#define PHIEU_RULES_ROLLUP_GROUP_H
/* The lines of a roll-up while they grow: exact sums, counts, shares by group. */
#include "rules/parts.h"
#include "rules/rollup.h"

/* What an expression gave for one row. */
struct rollup_answer {
    bool null, yes, figure;
    struct decimal size; /* with figure */
    char *text;          /* NULL with null */
};

struct rollup_group {
    struct rollup_key *keys;
    struct rollup_grown *cells; /* by column */
    VEC(char *) units;          /* sorted */
    int rows;
};

struct rollup_groups {
    const struct rollup *rollup;
    VEC(struct rollup_group) list; /* sorted by their keys */
    struct rollup_group all;
};

void rollup_groups_init(struct rollup_groups *g, const struct rollup *rollup);
void rollup_groups_finish(struct rollup_groups *g);
/* keys: one a `by`. Valid until the next call. */
struct rollup_group *rollup_group_for(struct rollup_groups *g,
                                      const struct rollup_answer *const *keys);
/* One more row of this unit. */
void rollup_group_count(struct rollup_group *g, const char *unit);
void rollup_group_add(struct rollup_group *g, size_t column, const struct rollup_column *c,
                      const struct rollup_answer *of, const struct rollup_answer *in);
void rollup_groups_read(const struct rollup_groups *g, struct rollup_result *ret);

#endif
