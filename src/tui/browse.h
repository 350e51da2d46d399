#ifndef PHIEU_TUI_BROWSE_H
#define PHIEU_TUI_BROWSE_H
/* Choosing files of ours, or a folder for one: sticks first, with what they hold. Typing filters, a
 * path can be typed or pasted. */
#include "tui/app.h"
#include "tui/media.h"

struct browse {
    const char *title; /* translated */
    bool folder;       /* a folder is chosen; else one file or several */
    const char *own;   /* the file that is open: never listed */
    struct media_options media;
    /* The browser stays below, for another choice. paths: for a folder one. */
    void (*chosen)(struct app *app, char *const *paths, size_t n);
};
/* What options point to is copied. */
void screen_browse(struct app *app, const struct browse *options);
/* When the browser is on top: leaves it. */
void browse_leave(struct app *app);

#endif
