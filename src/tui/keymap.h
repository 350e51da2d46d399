#ifndef PHIEU_TUI_KEYMAP_H
#define PHIEU_TUI_KEYMAP_H
/* The key map: a text file of the user that gives actions other keys (doc/keymap.md). A line is the action's
 * name, a colon, and its keys; what is not named keeps its keys. */
#include <stdbool.h>

#include "base/err.h"
#include "base/problem.h"
#include "base/str.h"
#include "tui/action.h"

/* PHIEU_KEYMAP, else keys.txt in the folder of the settings; freshly allocated. */
char *keymap_path(void);
/* Reads the file and gives the actions their keys, after giving all their own ones back. A line with an
 * error is not used, and its action keeps its own keys; all errors are in ret. False with e: the file
 * cannot be read. A file that does not exist changes nothing; it is an error where PHIEU_KEYMAP names it. */
bool keymap_load(const char *path, struct problem_list *ret, struct err *e);
/* The same from a text. */
void keymap_read(const char *text, struct problem_list *ret);
/* The whole map in use, as such a file holds it. */
void keymap_print(struct str *out);

/* "COPY_ABOVE" is "copy-above" in the file. out holds 64. */
char *keymap_name(enum action a, char out[64]);

#endif
