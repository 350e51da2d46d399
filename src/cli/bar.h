#ifndef PHIEU_CLI_BAR_H
#define PHIEU_CLI_BAR_H
/* How far a long command is, on standard error when that is a terminal; and Ctrl-C, which ends it at the
 * next good place instead of in the middle. One at a time. */
#include <stdbool.h>
#include <stdint.h>

/* From here on Ctrl-C (and SIGTERM) is only noted. quiet: nothing is told. */
void bar_begin(bool quiet);
/* Tells how far it is, if somebody looks and it takes longer than half a second; all 0: it is not known. false:
 * stop. */
bool bar_show(const char *what, int64_t done, int64_t all);
/* The same, for a struct watch (store/watch.h); what: a text. */
bool bar_goes_on(void *what, int64_t done, int64_t all);
/* Takes the line away. Whether Ctrl-C came. */
bool bar_end(void);

#endif
