#ifndef PHIEU_TUI_SCRIPT_H
#define PHIEU_TUI_SCRIPT_H
/* A terminal without a terminal: input comes from a script of key names, the last frame is kept
 * (`phieu keys`, tests).
 *
 * Words are separated by blanks and newlines; a line whose first word begins with # is a comment:
 *     Down*3 F2 C-p         keys by name, pressed again with *N
 *     type:tieengs          keys pressed one by one, through the typing method
 *     text:"Xin chào"       letters that arrive composed, as from an input tool
 *     paste:"a\tb\n"        a paste
 *     wait:2000             lets that many milliseconds pass
 *     resize:120x40         the terminal gets this size
 * The clock stands still while a script runs, but for wait:.
 * A text with blanks stands in "…" (with \n \t \" \\ inside) or in '…' (all as it is). */
#include "base/err.h"
#include "tui/app.h"

struct script;

/* The whole script is read first: a wrong word is an error at name:line:column (ERR_USAGE). */
struct script *script_create(const char *text, const char *name, int rows, int columns,
                             struct err *e);
void script_destroy(struct script *s);
struct terminal script_terminal(struct script *s);
/* The last frame as text; freshly allocated. */
char *script_screen(const struct script *s);
/* "80x24" → 24 rows, 80 columns; false when it is no size. */
bool script_size(const char *text, int *ret_rows, int *ret_columns);

#endif
