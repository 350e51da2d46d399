#ifndef PHIEU_CLI_CHANGES_SHOW_H
#define PHIEU_CLI_CHANGES_SHOW_H
/* Changes between revisions, as `history` and `diff` show them. en names the fields; NULL: by path. */
#include "entry/entry.h"
#include "store/changes.h"

/* [{field, path, before, after}] */
json *changes_json(const struct entry *en, const struct field_changes *c);
/* "  field: before → after", a line each. */
void changes_print(const struct entry *en, const struct field_changes *c);
/* The revision of `all` that these letters begin; NULL with e. */
const struct revision *revision_named(const struct revisions *all, const char *want, struct err *e);

#endif
