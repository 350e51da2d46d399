#ifndef PHIEU_CLI_ENTRY_JSON_H
#define PHIEU_CLI_ENTRY_JSON_H
/* An entry as the command line shows it: the objects of `show --json` and `list --json`. */
#include "base/json.h"
#include "entry/entry.h"

/* Without answers and history. revisions may be NULL: then the heads are read from the store. */
json *entry_json_summary(struct session *s, const struct entry_row *row, struct err *e);
/* Everything. */
json *entry_json_full(struct session *s, struct entry *en, struct err *e);
json *entry_json_problems(struct entry *en);
json *entry_json_flags(unsigned flags);

/* What counts as a failed rule: errors; of an entry nobody has submitted, an empty required field
 * is only unfinished work. */
size_t entry_failed_rules(struct entry *en);
/* The problems, a line each: "level: place: message". */
void entry_print_problems(struct entry *en, const char *prefix);

#endif
