#ifndef PHIEU_TUI_ASK_H
#define PHIEU_TUI_ASK_H
/* Questions in the bottom line, over the screen that asks: a line of text, or yes and no. */
#include <stdbool.h>

#include "tui/app.h"

struct ask {
    const char *label;  /* "Search:"; copied */
    bool plain;         /* letters as they are typed, without the typing method: a path */
    const char *text;   /* to begin with, selected: typing replaces it; may be NULL; copied */
    void *context;      /* for the functions; must live until done was called or the app ended */
    /* The text changed; Up or Down (-1, +1) were pressed, or Enter without any change (+1). Both
     * may be NULL. The asking screen is still covered by the prompt. */
    void (*changed)(struct app *app, void *context, const char *text);
    void (*moved)(struct app *app, void *context, int direction);
    /* The prompt is gone; text NULL: given up with Esc. */
    void (*done)(struct app *app, void *context, const char *text);
};
void ask_line(struct app *app, const struct ask *ask);

#endif
