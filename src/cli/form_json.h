#ifndef PHIEU_CLI_FORM_JSON_H
#define PHIEU_CLI_FORM_JSON_H
/* A form as an object, for programs that prepare answers. */
#include "base/json.h"
#include "form/form.h"

/* form, version, title, hash. */
json *form_json_summary(const struct form *f);
/* The same with its sections, fields, columns, checks and who owes it. */
json *form_json_full(const struct form *f);
/* Parts of it, for cli/form_json.c. */
json *form_json_targets(const struct form *f);
json *form_json_rollups(const struct form *f);

#endif
