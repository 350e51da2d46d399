#ifndef PHIEU_TUI_SCREEN_REVIEW_H
#define PHIEU_TUI_SCREEN_REVIEW_H
/* Reading and deciding submissions, one after the other. */
#include "tui/app.h"

struct review_list {
    const char *const *ids; /* in the order in which they are read; copied */
    size_t n, at;           /* it begins there */
    void *context;          /* must live as long as the screen */
    /* The n-th of them is read now. */
    void (*shown)(void *context, size_t at);
    /* One was decided, or its decision taken back. */
    void (*decided)(void *context, const char *id, const char *revision, bool undone);
};
void screen_review(struct app *app, const struct review_list *list);

#endif
