#ifndef PHIEU_TUI_APP_H
#define PHIEU_TUI_APP_H
/* The loop and the stack of screens: input → action → top screen → default. Drains all waiting
 * input before it draws once. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/screen.h"
#include "tui/surface.h"

struct session;
struct typing;
struct typing_options;

/* Where input comes from and frames go: the terminal (term.h) or a script (script.h). */
struct terminal_ops {
    /* Waits until deadline (clock_ms; INT64_MAX: for ever) for input. Always fills *ret. */
    void (*next)(void *self, int64_t deadline, struct input *ret);
    /* Whether more input waits already: then drawing can wait. */
    bool (*pending)(void *self);
    void (*show)(void *self, struct surface *f);
    void (*size)(void *self, int *ret_rows, int *ret_columns);
    void (*redraw)(void *self); /* forget what is on the terminal */
};
struct terminal {
    const struct terminal_ops *ops;
    void *self;
};

struct app *app_create(struct session *session, struct terminal terminal, bool ascii);
void app_destroy(struct app *app);
/* Runs until the last screen is gone or INPUT_END came. Everything is saved then. */
void app_run(struct app *app);
/* After app_run: what could not be saved when the end came from outside; NULL: nothing. */
const char *app_unsaved(const struct app *app);

/* Work cannot go on: the loop ends, and app_unsaved says why. Finishes e. */
void app_end(struct app *app, struct err *e);

struct session *app_session(struct app *app);
/* Takes the screen over. */
void app_push(struct app *app, struct screen *s);
/* Ends the top screen (after save); false when it wants to stay. */
bool app_pop(struct app *app);
struct screen *app_top(struct app *app);
void app_do(struct app *app, enum action a); /* as if its key had been pressed */
/* The size of the frame, for screens that must know it before they draw (a page of a list). */
void app_size(struct app *app, int *ret_rows, int *ret_columns);

/* A sentence on the message line above the key line until the next key; copied. A longer one takes
 * several lines, over the end of the content. */
void app_say(struct app *app, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void app_error(struct app *app, struct err *e); /* says it, and finishes e */
/* Whether input waits: long searches end then. */
bool app_key_waits(struct app *app);
/* The next frame draws everything (default after each action). */
void app_dirty(struct app *app);
/* The typing method of this program (F9), for every single letter that the screen's `text` gets.
 * Several letters at once come from an input tool outside: they go in as they are, followed by
 * typing_reset. In a word that such a tool has touched this is a typing that is off. */
struct typing *app_typing(struct app *app);
/* Chooses the typing method (settings, the person screen). */
void app_set_typing(struct app *app, const struct typing_options *options);
/* The copy buffer: text, rows by LF and cells by TAB. Owned by app. */
const char *app_clipboard(struct app *app);
void app_set_clipboard(struct app *app, const char *text);

/* ---- drawing shared by all screens ----------------------------------------------------------- */

/* Title line: left, right aligned right part; then a rule. Row 0 and 1. */
void app_draw_title(struct app *app, struct surface *f, const char *left, const char *right);
/* Key line and typing method at the bottom row, message line above it, a rule above that. Status
 * texts may be NULL: left = help of the focused field, right = "214 chữ". keys: ended by
 * ACTION_NONE. A status that is an error, a warning or a success gets its mark ("! ") here. The
 * typing method is shown where the top screen's place allows text. */
void app_draw_bottom(struct app *app, struct surface *f, const enum action *keys,
                     const char *status_left, const char *status_right, enum style status_style);
/* The rect between the two rules. Frames may touch them: a vertical line from row 1 to row
 * rows - 3 joins both. */
struct rect app_content(const struct surface *f);
/* Smaller terminals get one sentence instead of the screen. */
#define SCREEN_ROWS_MIN 16
#define SCREEN_COLUMNS_MIN 60

#endif
