#ifndef PHIEU_FORM_RECORD_FOLLOW_H
#define PHIEU_FORM_RECORD_FOLLOW_H
/* Answers that follow their form to another version. Nothing is ever lost: what has no place in the
 * other version is kept under its old id, and finds its place again when a later version asks for
 * it. Following in several steps gives what following in one gives, as long as the forms keep their
 * lists of earlier ids (was:). */
#include "form/record.h"

/* A new record of `newer`, which must outlive it.
 *
 * An answer goes to the field or column of its own id, else to the one that names its id in `was`;
 * if several answers meet in one place, the one with the id itself has it, then in the order of
 * `was`. Rows keep their ids. A list of top-level fields on the columns of a table makes rows, which
 * are named by the first column's; in a table with fixed rows they are its rows in order, headings
 * left out. Where the type changed, what the answer says is read as if it were typed, or stays as
 * VALUE_RAW in its new place. Closed, given and computed places take nothing. */
struct record *record_follow(const struct form *newer, const struct record *older);

/* One answer that the form has no place for. */
struct unplaced {
    char *id;   /* "field", "table[2].column" */
    char *text; /* as it can be shown */
};
VEC_TYPEDEF(unplaced_list, struct unplaced);
/* Adds them to an empty list. */
void record_unplaced(const struct record *r, struct unplaced_list *ret);
void unplaced_finish(struct unplaced_list *l);

#endif
