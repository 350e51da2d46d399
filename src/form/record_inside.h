#ifndef PHIEU_FORM_RECORD_INSIDE_H
#define PHIEU_FORM_RECORD_INSIDE_H
/* What a record is made of; only record.c and record_json.c look inside. */
#include "form/record.h"
#include "form/record_rows.h"

/* A field has either a value or, if it is a table, rows. */
struct slot {
    struct value value;
    struct rows rows;
};

struct record {
    const struct form *form;
    struct slot *slots; /* one a field of the form */
    json *unknown;      /* members that are no answers to this form; NULL: none */
};

#endif
