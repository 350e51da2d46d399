#ifndef PHIEU_TUI_CHOOSE_H
#define PHIEU_TUI_CHOOSE_H
/* A question on a screen of its own: what it is about, and answers in a list. */
#include "tui/app.h"

struct choose {
    const char *title;         /* translated; copied */
    const char *text;          /* paragraphs, LF between them; copied */
    const char *const *answers; /* N_() sentences, ended by NULL; must live as long. The last one is "do not" */
    void *context;             /* for chosen; must live until then, or until the app ends */
    /* The screen is gone. Not called for the last answer, nor for Esc. */
    void (*chosen)(struct app *app, void *context, int answer);
};
void choose(struct app *app, const struct choose *options);

#endif
