#ifndef PHIEU_TUI_SCREEN_H
#define PHIEU_TUI_SCREEN_H
/* A screen is a file with an operations table. The app (app.h) asks the top screen first; what it
 * does not handle gets the common treatment. An unset operation = default behaviour. */
#include <stdbool.h>
#include <stdint.h>

#include "tui/action.h"
#include "tui/key.h"
#include "tui/surface.h"

struct app;
struct screen;

struct screen_ops {
    const char *id; /* "home", for tests and the log */
    bool overlay;   /* drawn over the screen below it: a prompt, a menu */
    /* What works here now: PLACE_… bits, by what has the cursor. */
    unsigned (*places)(struct screen *s);
    /* Draws everything into f (blank before). Reads state, never changes it. */
    void (*draw)(struct screen *s, struct surface *f);
    /* Quick path for a key inside one widget: redraws only that; false: draw everything. Optional. */
    bool (*draw_part)(struct screen *s, struct surface *f);
    /* An action; false: not handled. */
    bool (*act)(struct screen *s, enum action a);
    /* Letters: one typed by key (the screen puts it through app_typing where it wants that), or
     * several that an outside input tool composed. */
    bool (*text)(struct screen *s, const char *utf8);
    bool (*paste)(struct screen *s, const char *utf8);
    /* The search word changed (Ctrl-F, /); empty = stop searching. Optional. */
    bool (*search)(struct screen *s, const char *needle, int direction);
    /* Milliseconds (clock_ms) at which it wants a tick; INT64_MAX = never. */
    int64_t (*wake)(struct screen *s);
    void (*tick)(struct screen *s);
    /* It comes back to the top. */
    void (*resume)(struct screen *s);
    /* Everything unsaved goes to disk now (hangup, leaving). false: an error is shown (app_error) and
     * the screen wants to stay. */
    bool (*save)(struct screen *s);
    void (*destroy)(struct screen *s);
    /* Actions on the bottom line, in order, ended by ACTION_NONE; by place. */
    const enum action *(*keyline)(struct screen *s);
};

/* Screens embed this as their first member. */
struct screen {
    const struct screen_ops *ops;
    struct app *app;
};

#endif
