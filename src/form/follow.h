#ifndef PHIEU_FORM_FOLLOW_H
#define PHIEU_FORM_FOLLOW_H
/* Between record_follow.c, which brings answers to their places in a newer form, and follow_keep.c,
 * which keeps what has none. */
#include "form/record_inside.h"

/* Where an answer goes in the newer form. */
struct goal {
    int field, column; /* field -1: nowhere; column -1: a field of its own */
    int row;           /* made from a list of fields: the row; -1: the row keeps its id */
    int rank;          /* when several meet: -1 is the id itself, then the places in `was` */
};

/* An answer, or (id NULL) a whole row without an id. */
struct piece {
    const char *table, *row, *id; /* table NULL: a field of its own; borrowed from the JSON */
    const json *j;
    const struct field *f; /* what it was given to; NULL: not known any more */
    bool set_aside;        /* from OLD_KEY */
    bool placed;
    struct goal goal;
};
VEC_TYPEDEF(piece_list, struct piece);

struct follow {
    struct record *new;
    const struct form *old_form;
    struct piece_list pieces;
    json *notes; /* by path; NULL: none */
};

/* A member of an object that may not be there yet. */
void follow_unknown_set(json **unknown, const char *id, const json *j);
/* The row of that id, made where the form allows it; -1. */
int follow_row(struct record *r, int field, const char *id);
void follow_keep(struct follow *fo);

#endif
