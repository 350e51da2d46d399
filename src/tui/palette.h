#ifndef PHIEU_TUI_PALETTE_H
#define PHIEU_TUI_PALETTE_H
/* Ctrl-P: every command that works at the place below, found by its name without diacritics. */
#include "tui/screen.h"

struct screen *palette_create(struct app *app, unsigned places);

#endif
