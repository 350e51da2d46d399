#ifndef PHIEU_TUI_SCREEN_REVIEW_H
#define PHIEU_TUI_SCREEN_REVIEW_H
/* Reading and deciding submissions, one after the other. */
#include "tui/app.h"

/* The ids in the order in which they are read; copied. Begins at one of them. */
void screen_review(struct app *app, const char *const *ids, size_t n, size_t at);

#endif
