#ifndef PHIEU_CLI_FORM_WAITING_H
#define PHIEU_CLI_FORM_WAITING_H
/* Forms that came with a file: telling of them, and approving one. */
#include "cli/command.h"
#include "entry/waiting.h"

/* `phieu form approve FILE [FORM]`: without FORM those that wait, in full. */
int form_run_approve(struct call *c, struct err *e);
/* Those that wait, behind the list of the others. array: of --json, else NULL. */
bool form_list_waiting(struct session *s, json *array, struct err *e);
/* The one whose id is name or whose hash begins with it; NULL, without e when there is none. Owned by
 * the caller. */
struct form *form_find_waiting(struct session *s, const char *name, struct err *e);
/* One sentence on stderr when any wait. */
void form_warn_waiting(struct call *c, struct session *s);

#endif
