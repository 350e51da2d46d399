#ifndef PHIEU_TUI_CRASH_H
#define PHIEU_TUI_CRASH_H
/* A mistake of the program itself (an assertion, a bad address) must not leave a terminal behind
 * that shows nothing of what is typed. The guard gives it back with what was prepared before, and
 * lets the signal go its way. */
#include <stddef.h>
#include <termios.h>

/* From now on: the bytes (borrowed) go to standard output, the modes to standard input, a sentence
 * to standard error. */
void crash_guard(const struct termios *modes, const char *bytes, size_t n);
/* The handlers are as before. May be called twice. */
void crash_unguard(void);

#endif
