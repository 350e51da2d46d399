#ifndef PHIEU_CLI_TIME_OPTION_H
#define PHIEU_CLI_TIME_OPTION_H
/* Times as the command line takes and gives them. */
#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970, or 2015-06-20, 2015-06-20T08:30[:00][Z|+07:00]; a blank may stand for the T.
 * Without a zone it is UTC+7. */
bool time_option(const char *text, int64_t *ret);
/* 2015-06-20T01:30:00Z; out holds 32. */
char *time_iso(int64_t t, char out[32]);

#endif
