#ifndef PHIEU_CLI_SAY_H
#define PHIEU_CLI_SAY_H
/* Printing what a file holds: nothing in it reaches the terminal as a command (control characters, letters
 * that turn the text round). */
#include <stdio.h>

/* printf without them. */
void say(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* JSON on standard output, with them escaped, and a newline. */
void say_json(const char *text);

#endif
