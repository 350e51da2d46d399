#ifndef PHIEU_FORM_ID_H
#define PHIEU_FORM_ID_H
/* What may be an id. Ids of fields become names in SQL. */
#include <stdbool.h>

#define ID_MAX 48

enum id_fault { ID_GOOD, ID_EMPTY, ID_LETTERS, ID_LONG, ID_UNDERSCORE, ID_KEYWORD, ID_RESERVED };

/* Ids of fields, columns, sections, checks and options: [a-z][a-z0-9_]*, at most ID_MAX. */
enum id_fault id_check(const char *id);
/* The same with "-" and a digit first allowed: ids of forms and unit lists. */
enum id_fault id_check_file(const char *id);
/* Why an id was refused, translated; NULL for ID_GOOD. */
const char *id_fault_text(enum id_fault fault);
/* Whether it is the id of a built-in limit (rules/rules.h), which no check may have. */
bool id_is_limit(const char *id);

#endif
