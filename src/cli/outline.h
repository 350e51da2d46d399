#ifndef PHIEU_CLI_OUTLINE_H
#define PHIEU_CLI_OUTLINE_H
/* Inside the outline of a form (cli/form_outline.h): its parts, a file each. */
#include <stdio.h>

#include "base/str.h"
#include "form/form.h"

#define OUTLINE_COLUMNS 80

/* Prints the text on lines of at most OUTLINE_COLUMNS, the first after `indent` blanks, the others
 * after `hang`. */
void outline_print(FILE *out, int indent, int hang, const char *text);
/* printf into it, with one blank or comma between the parts of what is told. */
void outline_add(struct str *line, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The due day as a form writes it: 2015-06-25, or 11-05 for the period's year. */
void outline_due(struct date due, char out[16]);

/* What a field asks for, in words: its type, limits, measure, options. */
void outline_field_facts(struct str *line, const struct field *f);
/* The rows of a table that the form fixes, indented, with a sign for each cell. */
void outline_rows(const struct field *table, FILE *out);
/* Checks, targets, roll-ups. */
void outline_checks(const struct form *f, FILE *out);
void outline_targets(const struct form *f, FILE *out);
void outline_rollups(const struct form *f, FILE *out);

#endif
