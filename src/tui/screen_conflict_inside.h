#ifndef PHIEU_TUI_SCREEN_CONFLICT_INSIDE_H
#define PHIEU_TUI_SCREEN_CONFLICT_INSIDE_H
/* The inside of the screen where conflicts are decided, for the files screen_conflict*.c only. */
#include "tui/conflict_text.h"
#include "tui/screen_conflict.h"

/* What one key decided: indexes of conflicts. */
struct step {
    size_t *which;
    size_t n;
};

struct conflict_screen {
    struct screen screen;
    VEC(char *) ids;       /* entries; those before `next` are done or left for later */
    size_t next;
    struct entry *entry;
    size_t current;        /* of its conflicts */
    size_t selected;       /* side, from 0 */
    bool whole;            /* also what long texts have in common */
    struct sheet sheet;
    bool fresh;            /* the sheet must be made anew */
    int made_rows, made_columns; /* of the place that it was made for */
    bool follow;           /* the side selected must come in sight */
    VEC(struct step) steps; /* of this entry, for Ctrl-Z */
    size_t later;          /* places that were left for later */
    bool combining;        /* what is being written anew began as both texts */
};

const struct conflict *conflict_all(const struct conflict_screen *x, size_t *ret_n);
/* The place shown. */
const struct conflict *conflict_now(const struct conflict_screen *x);
size_t conflict_count_open(const struct conflict_screen *x);
/* Shows a place; the first open one from i on (false: there is none behind it). */
void conflict_show(struct conflict_screen *x, size_t i);
bool conflict_show_open(struct conflict_screen *x, size_t i);
/* Opens the next entry with something to decide; without one the screen is gone. */
void conflict_open_next(struct conflict_screen *x);
void conflict_forget_steps(struct conflict_screen *x);

/* What the keys do (screen_conflict_decide.c). */
bool conflict_take_side(struct conflict_screen *x, size_t side);
bool conflict_take_rest(struct conflict_screen *x);
bool conflict_take_back(struct conflict_screen *x);
bool conflict_rewrite(struct conflict_screen *x);
bool conflict_combine(struct conflict_screen *x);

#endif
