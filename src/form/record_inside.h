#ifndef PHIEU_FORM_RECORD_INSIDE_H
#define PHIEU_FORM_RECORD_INSIDE_H
/* What a record is made of; only record*.c look inside. */
#include "form/record.h"
#include "form/record_rows.h"

/* A field has either a value or, if it is a table, rows. */
struct slot {
    struct value value;
    struct rows rows;
};

/* Beside the answers: answers whose own id means something else now. An object of lists, by id. */
#define OLD_KEY "_old"
#define ROW_KEY "_row"

struct record {
    const struct form *form;
    struct slot *slots; /* one a field of the form */
    json *unknown;      /* members that are no answers to this form; NULL: none */
};

/* Whether the form itself says what stands there (given, value, subtotal): never stored.
 * f: record_field; NULL is such a place too. */
bool field_said_by_form(const struct field *f);
bool place_said_by_form(const struct record *r, struct place p, const struct field *f);
/* Adds a verbatim answer to OLD_KEY of *unknown (NULL: none yet). Takes j over. */
void unknown_add_old(json **unknown, const char *id, json *j);

#endif
