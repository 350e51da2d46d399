#ifndef PHIEU_CLI_DIFF_ENTRIES_H
#define PHIEU_CLI_DIFF_ENTRIES_H
/* Two entries beside each other: what they answer differently. */
#include "cli/command.h"

void diff_entries(struct call *c, struct session *s, struct err *e);

#endif
