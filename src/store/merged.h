#ifndef PHIEU_STORE_MERGED_H
#define PHIEU_STORE_MERGED_H
/* What an entry says when several revisions stand beside each other: a register for every field,
 * over the graph of its revisions. A revision writes a field when its value is not the one that
 * all the newest writers among its ancestors agree on. The newest writers seen from all heads
 * decide: if their values are equal that is the value, else it is a conflict with exactly these
 * candidates. No base is chosen, no clock is asked: the result is a function of the set alone.
 *
 * Pure: bytes in, bytes out. Used by merged_entry (entry_merged.c). */
#include "base/vec.h"
#include "store/fields.h"

/* More heads than people make, and more revisions than fit the memory of an old PC: no field is
 * compared then, and somebody has to choose a whole revision. */
#define MERGED_HEADS_MAX     64
#define MERGED_REVISIONS_MAX 8192

/* Parents stand before their children. */
struct merged_revision {
    const struct field_values *fields;
    const size_t *parents; /* indexes */
    size_t n_parents;
    bool cut;              /* a parent is not known: nobody can say what it changed */
    bool silent;           /* its answers are not stored (erased, or not yet here): it goes on with what stands
                              before it, and writes nothing but facts ("$unit") */
};

struct merged_candidate {
    const char *bytes;     /* of a revision's fields; NULL: blank, or the row removed */
    VEC(size_t) writers;   /* revisions, ascending */
};

struct merged_field {
    const char *path;      /* of some revision's fields */
    VEC(struct merged_candidate) candidates; /* one: settled. By their last writer, descending */
    const char *base;      /* what stood there before the first of them; NULL: blank, or they have no
                              common past */
};
VEC_TYPEDEF(merged_fields, struct merged_field);

/* All fields that have a writer, by path; released by merged_fields_finish. heads: indexes. False:
 * too many to compare (*ret is empty then). */
bool merged_compute(const struct merged_revision *revisions, size_t n, const size_t *heads,
                    size_t n_heads, struct merged_fields *ret);
void merged_fields_finish(struct merged_fields *f);

#endif
