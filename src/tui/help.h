#ifndef PHIEU_TUI_HELP_H
#define PHIEU_TUI_HELP_H
/* F1: all keys of the place below, from the action table. */
#include "tui/screen.h"

struct screen *help_create(unsigned places);

#endif
