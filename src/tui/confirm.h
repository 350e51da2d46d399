#ifndef PHIEU_TUI_CONFIRM_H
#define PHIEU_TUI_CONFIRM_H
/* A question with two answers, over the whole screen: what would be done, and not to do it. */
#include <stdbool.h>

#include "tui/app.h"

struct confirm {
    const char *title, *question; /* copied; the question may be long */
    const char *yes, *no;         /* copied: what each does, in words */
    void *context;                /* must live until done was called or the app ended */
    /* The question is gone. */
    void (*done)(struct app *app, void *context, bool yes);
};
void confirm(struct app *app, const struct confirm *ask);

#endif
