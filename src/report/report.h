#ifndef PHIEU_REPORT_REPORT_H
#define PHIEU_REPORT_REPORT_H
/* An entry as text for paper: letterhead, outline with its answers, tables on pages of their own,
 * notes and signatures, in the order and numbering of the form. */
#include <stdbool.h>

#include "base/str.h"
#include "form/catalogue.h"
#include "form/form.h"
#include "form/record.h"
#include "rules/rules.h"

struct report {
    const struct form *form;
    const struct record *record;
    struct rules *rules;               /* loaded with the record; NULL: a blank form */
    const struct catalogue *catalogue; /* may be NULL */
    const char *unit;                  /* the reporting office's name; NULL on a blank form */
    int columns;                       /* of a page, at least REPORT_COLUMNS_MIN */
    int wide_columns;                  /* of a page for wide tables, not less than columns */
    bool ascii;                        /* rules of tables as + - | */
};

#define REPORT_COLUMNS_MIN 40

/* What a place shows to a reader: its value, also a computed or given one; a unit by its name. "" when
 * blank, closed, or not asked. rules NULL: what the record holds. Freshly allocated. */
char *report_answer(const struct record *record, struct rules *rules,
                    const struct catalogue *catalogue, struct place p);

/* Appends the document; pages with tables of an annex begin with a form feed. */
void report_write(const struct report *r, struct str *out);

#endif
