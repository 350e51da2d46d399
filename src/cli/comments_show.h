#ifndef PHIEU_CLI_COMMENTS_SHOW_H
#define PHIEU_CLI_COMMENTS_SHOW_H
/* What reviewers and reporters said about an entry, for people and as JSON. */
#include "base/json.h"
#include "entry/review.h"

/* Threads: [{id, field, path, revision, text, author, office, at, open, answered, changed, answers: [{id,
 * text, author, office, at}]}]; text null: no longer stored. NULL with e. */
json *comments_json(struct session *s, struct entry *en, struct err *e);
/* [{id, revision, verdict, text, author, office, at, supersedes}], by time. NULL with e. */
json *reviews_json(struct session *s, const char *entry, struct err *e);
/* Open threads, and why it was returned; nothing when there are none. */
bool comments_print(struct session *s, struct entry *en, struct err *e);

#endif
