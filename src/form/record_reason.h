#ifndef PHIEU_FORM_RECORD_REASON_H
#define PHIEU_FORM_RECORD_REASON_H
/* What stands beside the answers of an entry: reasons why a warning is kept ("_reasons", by check or
 * "check/ROWID"), and notes ("_notes", by path). Texts are clean NFC. */
#include "form/record.h"

/* NULL: none. Valid until the next change of the reasons. */
const char *record_reason(const struct record *r, const char *key);
/* text NULL or "": takes the reason away. */
void record_set_reason(struct record *r, const char *key, const char *text);
const char *record_note(const struct record *r, const char *path);
void record_set_note(struct record *r, const char *path, const char *text);

#endif
