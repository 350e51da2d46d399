#ifndef PHIEU_TUI_CHOOSE_H
#define PHIEU_TUI_CHOOSE_H
/* One of several lines, over the whole screen. */
#include "tui/app.h"

struct choose {
    const char *title;        /* copied */
    const char *const *lines; /* copied */
    size_t n, selected;
    void *context;            /* must live until done was called or the app ended */
    /* The list is gone; -1: given up with Esc. */
    void (*done)(struct app *app, void *context, int chosen);
};
void choose(struct app *app, const struct choose *c);

#endif
