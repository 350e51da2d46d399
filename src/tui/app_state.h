#ifndef PHIEU_TUI_APP_STATE_H
#define PHIEU_TUI_APP_STATE_H
/* What the files of the app share: app.c (the loop, the stack), app_act.c (what every screen gets),
 * app_draw.c. Screens use app.h. */
#include <stdatomic.h>

#include "base/vec.h"
#include "text/typing.h"
#include "tui/app.h"

struct app {
    struct session *session;
    struct terminal terminal;
    struct surface *frame;
    VEC(struct screen *) stack;
    VEC(struct screen *) gone; /* popped while their own code may still run; destroyed later */
    bool drawn;                /* the frame is on the terminal */
    bool whole;                /* the next frame draws everything */
    bool fresh;                /* a screen was pushed or resized since the last drawing */
    bool ended;                /* INPUT_END came */

    bool unsafe;   /* the safety store lacks something: the title line says so, */
    bool unsafe_told; /* and a message has said why */
    char *unsaved; /* why something could not be saved at the end; NULL: all is saved */
    char *message; /* NULL: none */
    bool working;        /* a thread has the session now (work.c) */
    atomic_llong work_waiting; /* when it last said that it waits for another program */
    const char *waiting; /* the message, while it says that another program is writing */
    enum style message_style;

    struct typing *typing;
    struct typing *typing_off;      /* given out while a word of an outside input tool goes on */
    bool outside_word;
    enum typing_method last_method; /* what Ctrl-Space brings back */

    bool digit_key; /* Ctrl-O came: a digit is a function key */
    char *clipboard;
    char *needle;            /* the word searched last */
    struct screen *searched; /* the screen on which a search is open; NULL: none */
};

/* PLACE_… bits of the top screen. */
unsigned app_places(const struct app *app);
/* The action goes to the top screen, then to what all screens share, then to the bottom screen. */
void app_act(struct app *app, enum action a);
/* Ends an open search; false when none was open. */
bool app_search_end(struct app *app);
/* The window is too small to show anything: what is typed would not be seen. */
bool app_too_small(const struct app *app);
/* Shows the message on the frame as it stands, in the middle of a write. */
void app_show_message(struct app *app);
void app_resize(struct app *app, int rows, int columns);
/* Long work in a thread begins and ends (work.c); whether it waits for another program. */
void app_work_begin(struct app *app);
void app_work_end(struct app *app);
bool app_work_waits(struct app *app);
/* Draws the stack of screens into the frame. */
void app_draw(struct app *app);

#endif
