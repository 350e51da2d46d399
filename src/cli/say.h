#ifndef PHIEU_CLI_SAY_H
#define PHIEU_CLI_SAY_H
/* Printing what a file holds: nothing in it reaches the terminal as a command (control characters, letters
 * that turn the text round). */
#include <stdio.h>

/* printf without them. */
void say(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A column of a list on standard output: cut or filled up to the width, and a blank. */
void say_cell(const char *text, int width);
/* JSON on standard output, with them escaped, and a newline. */
void say_json(const char *text);

#endif
