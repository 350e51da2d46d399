#ifndef PHIEU_TUI_HOME_NOTES_H
#define PHIEU_TUI_HOME_NOTES_H
/* What home says besides what is owed: lines above the bottom rule for what waits for somebody (places to
 * decide, work that the file lacks, forms to approve), and what came last. */
#include "store/waiting.h"
#include "tui/app.h"

struct home_notes {
    struct store_waiting waiting;
    int64_t missing; /* pieces of work made here that the file lacks */
    size_t forms;    /* that nobody here has approved */
    int reviews;     /* submissions that wait for this office; */
    bool more;       /* or more of them */
    char *news;      /* what was taken in last; NULL: nothing */
};

/* Reads them again; what goes wrong is said. */
void home_notes_load(struct home_notes *n, struct app *app);
void home_notes_finish(struct home_notes *n);
/* Whether there is something to decide. */
bool home_notes_decide(const struct home_notes *n);
/* How many rows they take, and drawing them there. */
int home_notes_rows(const struct home_notes *n);
void home_notes_draw(const struct home_notes *n, struct surface *f);

#endif
