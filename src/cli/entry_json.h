#ifndef PHIEU_CLI_ENTRY_JSON_H
#define PHIEU_CLI_ENTRY_JSON_H
/* An entry as the command line shows it: the objects of `show --json` and `list --json`. */
#include "base/json.h"
#include "entry/entry.h"

/* What the lists know: without answers, history and problems. */
json *entry_json_summary(struct session *s, const struct entry_row *row, struct err *e);
/* Of one whose answers were erased: they are null. */
json *entry_json_erased(struct session *s, const struct entry_row *row, struct err *e);
/* Everything. */
json *entry_json_full(struct session *s, struct entry *en, struct err *e);
/* The same with problems, conflicts and comments. */
json *entry_json_listed(struct session *s, const struct entry_row *row, struct err *e);
/* {field, path, base, candidates: [{value, revision, author, office, at}]} */
json *entry_json_conflict(const struct entry *en, const struct conflict *c);
json *entry_json_problems(struct entry *en);
json *entry_json_flags(unsigned flags);
/* As 64 hex letters. */
json *entry_json_hash(const struct hash *h);

/* What counts as a failed rule: errors; of an entry nobody has submitted, an empty required field
 * is only unfinished work. */
size_t entry_failed_rules(struct entry *en);
/* The problems on stderr, a line each: "level: place: message". Empty required fields of an entry
 * that nobody has submitted are only counted, unless `unfinished`. */
void entry_print_problems(struct entry *en, const char *prefix, bool unfinished);

#endif
