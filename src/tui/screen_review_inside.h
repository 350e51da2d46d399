#ifndef PHIEU_TUI_SCREEN_REVIEW_INSIDE_H
#define PHIEU_TUI_SCREEN_REVIEW_INSIDE_H
/* The inside of the review screen, for the files screen_review*.c only. */
#include "base/lang.h"
#include "tui/reading_sheet.h"
#include "tui/screen_review.h"

enum review_done { REVIEW_WAITS, REVIEW_ACCEPTED, REVIEW_RETURNED };

struct review_ref {
    char *id;
    enum review_done done; /* in this sitting: */
    char revision[HASH_HEX]; /* which was decided; it is what is shown of it from then on */
};

struct review_screen {
    struct screen screen;
    VEC(struct review_ref) refs;
    size_t at;
    struct review *review; /* of the revision that is being read; it stays, whatever arrives */
    struct reading reading;
    struct reading_view view;
    struct sheet sheet;
    bool fresh, follow;    /* the sheet must be made anew; the item under the cursor come in sight */
    bool whole;
    int made_columns;
    enum lang made_in;
    VEC(size_t) steps;     /* refs that were decided, for Ctrl-Z */
    size_t events;         /* reviews, comments and revisions of the entry, when it was read */
    char *newer;           /* what has arrived since; NULL: nothing */
    int64_t look_at;       /* when it is asked again */
    char *received;        /* the day typed last */
    void *context;
    void (*shown)(void *context, size_t at);
    void (*decided)(void *context, const char *id, const char *revision, bool undone);
    bool quiet;            /* it was decided here: that is a look, too */
};

static inline struct review_screen *review_screen_of(struct screen *s)
{
    return (struct review_screen *)s;
}

/* screen_review_draw.c */
void review_screen_draw(struct screen *s, struct surface *f);
const enum action *review_screen_keyline(struct screen *s);

/* Shows the submission of refs[at]: the one that was decided here, else the newest there is, with the first change
 * under the cursor. False: it cannot be opened, and was said. */
bool review_screen_show(struct review_screen *x, size_t at);
/* After something was said or decided: what is shown is made anew, the cursor stays. */
void review_screen_again(struct review_screen *x);
/* On from the decided one; leaves the screen when nothing waits behind it. */
void review_screen_go_on(struct review_screen *x, const char *said);
/* The kind of item under the cursor; NULL: there is none. */
const struct reading_item *review_screen_item(const struct review_screen *x);
/* How many events there are about its entry. */
size_t review_screen_events(const struct review_screen *x);

/* The keys that decide or say something (screen_review_decide.c); false: none of them. */
bool review_screen_decide(struct review_screen *x, enum action a);

#endif
