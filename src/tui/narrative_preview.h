#ifndef PHIEU_TUI_NARRATIVE_PREVIEW_H
#define PHIEU_TUI_NARRATIVE_PREVIEW_H
/* The first lines of a long text, for where it is not being edited. Reads no more of the text than
 * it shows. */
#include "tui/surface.h"

#define PREVIEW_ROWS 3

/* 1 for a blank text. */
int preview_rows(const char *text, int columns);
/* The last line ends in `…` when there is more. Blank lines between paragraphs are left out. */
void preview_draw(const char *text, struct surface *f, struct rect r, enum style style);

#endif
