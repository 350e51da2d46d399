#ifndef PHIEU_CLI_DIFF_FILES_H
#define PHIEU_CLI_DIFF_FILES_H
/* `phieu diff FILE1 FILE2`. */
#include "cli/command.h"

/* Prints it; the status, or e. */
int diff_files(struct call *c, struct session *s, struct err *e);

#endif
