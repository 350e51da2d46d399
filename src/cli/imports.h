#ifndef PHIEU_CLI_IMPORTS_H
#define PHIEU_CLI_IMPORTS_H
/* Files that were taken in only in part. */
#include "cli/command.h"

/* Says so on stderr, a line each. */
void imports_warn(const struct call *c, struct session *s);
/* Their names. */
json *imports_json(struct session *s);

#endif
