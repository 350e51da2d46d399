#ifndef PHIEU_FORM_CHOICE_H
#define PHIEU_FORM_CHOICE_H
/* The row "choice" of the table of types (form/type.h says what each function is for). */
#include <stdbool.h>

#include "form/value.h"

struct field;

/* Takes an option's id, its label in any language, a beginning of a label that no other option
 * shares (marks may be left out), its number "1" to "9"; "khác: …" or "khác …" where the field
 * allows it. */
struct value choice_parse(const struct field *f, const char *typed);
char *choice_print(const struct field *f, const struct value *v);
/* The label, unless several options share it: then the id. */
char *choice_edit(const struct field *f, const struct value *v);
bool choice_accepts(const struct field *f, const struct value *v, const char **ret_why);

/* The id of the option that has this id or exactly this label; owned by the field, NULL when
 * there is none. */
const char *choice_exact(const struct field *f, const char *text);

#endif
