#ifndef PHIEU_CLI_FORM_DIFF_H
#define PHIEU_CLI_FORM_DIFF_H
/* What differs between two forms, a line each: "+ field", "− field", "~ field: what". */
#include <stdbool.h>
#include <stdio.h>

struct form;
/* false: nothing differs. */
bool form_diff(const struct form *a, const struct form *b, FILE *out);

#endif
