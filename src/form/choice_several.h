#ifndef PHIEU_FORM_CHOICE_SEVERAL_H
#define PHIEU_FORM_CHOICE_SEVERAL_H
/* Choices of any number of options; only choice.c includes this. */
#include <stdbool.h>

#include "form/value.h"

struct field;

/* What finds an option by its text: choice_find, choice_exact. */
typedef const char *option_find(const struct field *f, const char *text);
/* BLANK when it does not fit. */
struct value several_parse(const struct field *f, const char *text, option_find *find);
/* Joined by "; ", "khác" at the end. */
char *several_text(const struct field *f, const struct value *v,
                   char *(*label)(const struct field *f, const char *id));
bool several_accepts(const struct field *f, const struct value *v, const char **ret_why);

#endif
