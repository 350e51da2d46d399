#ifndef PHIEU_FORM_CHOICE_H
#define PHIEU_FORM_CHOICE_H
/* The row "choice" of the table of types (form/type.h says what each function is for). */
#include <stdbool.h>

#include "form/value.h"

struct field;

/* One option: takes an option's id, its label in any language, a beginning of a label that no other option
 * shares (marks may be left out), its number "1" to "9"; "khác: …" or "khác …" where the field
 * allows it. Of several: such texts with "," or ";" between them; what stands behind "khác" to the
 * end is its text. */
struct value choice_parse(const struct field *f, const char *typed);
char *choice_print(const struct field *f, const struct value *v);
/* One: the label, unless several options share it: then the id. */
char *choice_edit(const struct field *f, const struct value *v);
bool choice_accepts(const struct field *f, const struct value *v, const char **ret_why);

/* Whether choice_print knows what to do with it. */
bool choice_prints(const struct field *f, const struct value *v);
/* "Khác: …" */
char *choice_other_text(const char *text);
/* A value of the field with these options ticked, in the order of the form; those that the form
 * does not know behind them. Of a field that takes one option: the only one, else BLANK. */
struct value choice_ticked(const struct field *f, const struct ticks *t);
/* Without the short cuts of typing: ids and exact labels, "khác". BLANK when it does not fit. */
struct value choice_parse_exact(const struct field *f, const char *text);
/* Ids and exact labels only, as JSON brings them; a text, or a list of texts and "khác" objects.
 * Not for fields that take one option. What does not fit comes back as it stands. */
struct value choice_from_json(const struct field *f, const json *j);

/* The option that is typed, NULL when there is none; owned by the field. */
const char *choice_find(const struct field *f, const char *text);
/* "khác: …", "khác …" or "khác" alone (in either language): the text behind it, NULL otherwise. */
char *choice_other(const char *text);

/* The id of the option that has this id or exactly this label; owned by the field, NULL when
 * there is none. */
const char *choice_exact(const struct field *f, const char *text);

#endif
