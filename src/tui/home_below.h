#ifndef PHIEU_TUI_HOME_BELOW_H
#define PHIEU_TUI_HOME_BELOW_H
/* What home says of the units below the office: how many have not sent what is due now, by form. */
#include "tui/app.h"

/* "Not sent: Survey 11/15 (6 late) · … (t shows them)"; NULL: nothing is missing that is due within a month, or
 * an error, which is said. Freshly allocated. Counts all units: some milliseconds where there are thousands. */
char *home_below(struct app *app, bool *ret_late);
/* Draws it in row y. */
void home_below_draw(const char *text, bool late, struct surface *f, int y);

#endif
