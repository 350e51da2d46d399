#ifndef PHIEU_TUI_WORK_H
#define PHIEU_TUI_WORK_H
/* Something that may take long (a merge, a copy, a slow stick): done in a thread of its own, while the screen
 * stays alive, tells after half a second how far it is, and hears Esc. The one door to threads. */
#include "tui/app.h"

struct work;

/* What is done. It runs alone with the session: the app touches nothing of it until this returns. It must
 * not touch the app. */
typedef void work_fn(struct work *w, void *context);
/* Runs it, and returns when it has ended. title: "Taking in …"; stopping: what Esc does, or NULL when it
 * can do nothing. True: Esc (or the end of the terminal) asked for a stop. Keys that came while progress
 * was shown are forgotten: nobody could see what they would do. */
bool app_work(struct app *app, const char *title, const char *stopping, work_fn *run, void *context);

/* For the thread: how far it is, with which file or step (copied); all 0: nobody knows. False: it shall
 * stop where that does no harm. */
bool work_progress(struct work *w, const char *what, int64_t done, int64_t all);

#endif
