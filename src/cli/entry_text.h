#ifndef PHIEU_CLI_ENTRY_TEXT_H
#define PHIEU_CLI_ENTRY_TEXT_H
/* An entry for a person to read: `show`. */
#include "entry/entry.h"

/* Answers, also computed ones, by section; then targets, answers without a place, conflicts. */
void entry_text_print(struct session *s, struct entry *en);
/* One whose answers were erased on request. */
void entry_text_print_erased(struct session *s, const struct entry_row *row);

#endif
