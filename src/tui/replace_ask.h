#ifndef PHIEU_TUI_REPLACE_ASK_H
#define PHIEU_TUI_REPLACE_ASK_H
/* Asks for a text and for what shall stand in its place, and replaces it in an edit buffer. */
#include "tui/app.h"

struct edit;

struct replace_ask {
    struct app *app;
    struct edit *edit;
    void *context;
    void (*replaced)(void *context); /* the buffer has changed */
    char *needle;                    /* its own */
};

/* r must live until the questions are gone or the app ended. */
void replace_ask(struct replace_ask *r);
void replace_ask_finish(struct replace_ask *r);

#endif
