#ifndef PHIEU_CLI_FORM_OUTLINE_H
#define PHIEU_CLI_FORM_OUTLINE_H
/* A form as a person reads it: who owes it by when, its sections and fields, its rules. */
#include <stdio.h>

struct form;
void form_outline(const struct form *f, FILE *out);

#endif
