#ifndef PHIEU_FORM_FIGURE_H
#define PHIEU_FORM_FIGURE_H
/* The rows integer, decimal, percent and money of the table of types (form/type.h says what each
 * function is for). Where the field allows it, a lower bound is typed 100+, >100, "trên 100",
 * "ít nhất 100", an estimate ~100, "khoảng 100". */
#include <stdbool.h>

#include "form/value.h"

struct field;

struct value figure_parse(const struct field *f, const char *typed);
char *figure_print(const struct field *f, const struct value *v);
/* Without groups of thousands. */
char *figure_edit(const struct field *f, const struct value *v);
bool integer_accepts(const struct field *f, const struct value *v, const char **ret_why);
bool decimal_accepts(const struct field *f, const struct value *v, const char **ret_why);

/* A JSON value as a figure of the field: numbers with a fraction (15 digits are read), texts in
 * stored spelling and as people write them. What is no figure comes back as it stands; JSON that
 * has no canonical bytes then as VALUE_JSON all the same. */
struct value figure_from_json(const struct field *f, const json *j);
/* Whether it is written as JSON number (integer), not as text. */
bool figure_is_whole(const struct field *f);

#endif
