#ifndef PHIEU_TUI_LINE_H
#define PHIEU_TUI_LINE_H
/* One line of text being typed: a one-line field, a cell, the text beside "other". Scrolls
 * sideways by letters. Knows no field: its owner loads it, asks for the text and stores it. */
#include <stdbool.h>

#include "tui/keyed.h"
#include "tui/surface.h"

struct line {
    struct keyed keyed;
    size_t first; /* byte of the first letter shown */
};

void line_init(struct line *l, struct app *app, bool method);
void line_finish(struct line *l);
/* Loads the text, caret at the end. replace: all of it is selected, so that the first letter
 * replaces it, and undo brings it back. */
void line_begin(struct line *l, const char *text, bool replace);
char *line_text(const struct line *l); /* freshly allocated */
bool line_changed(const struct line *l);
bool line_is_empty(const struct line *l);
/* Undoes all that was typed since line_begin, or does it again; false: there is nothing. */
bool line_take_back(struct line *l);
bool line_bring_again(struct line *l);
/* Draws in the first row of r, whose columns are filled in the style; `…` stands where letters are
 * out of sight. cursor: the caret is kept in sight and the surface's cursor set on it. */
void line_draw(struct line *l, struct surface *f, struct rect r, enum style style, bool cursor);

#endif
