#ifndef PHIEU_TUI_TERM_H
#define PHIEU_TUI_TERM_H
/* The terminal: the one door to ncurses, which only writes here; input is read by ourselves
 * (decode.h), so that waiting, signals, pastes and timers are in one place.
 *
 * With PHIEU_SYNC=1 the terminal gets `ESC ] 7770 ; understood ; resizes ; read BEL` whenever
 * nothing waits and the frame is shown: bytes understood so far, changes of size seen, bytes read.
 * `ESC ] 7771 ; <ms> BEL` in the input then moves a fixed clock (PHIEU_TEST_CLOCK). */
#include <stdbool.h>

#include "base/err.h"
#include "tui/app.h"

struct term;

/* Chooses the locale: the user's, or C.UTF-8 where that is not UTF-8 (LANG=C). False when there is
 * none or the user asked for another charset (ERR_USAGE). */
bool term_set_locale(struct err *e);
/* Takes the terminal over. NULL when standard input or output is no terminal, or nothing is known
 * about it (ERR_USAGE). One at a time. */
struct term *term_create(struct err *e);
/* Gives the terminal back as it was. */
void term_destroy(struct term *t);
/* What a person should know about this terminal before they begin (a console font without the
 * letters), freshly allocated; NULL: nothing. */
char *term_advice(const struct term *t);
/* For app_create; lives as long as t. */
struct terminal term_terminal(struct term *t);

#endif
