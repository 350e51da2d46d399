#ifndef PHIEU_TUI_LIST_H
#define PHIEU_TUI_LIST_H
/* What every list does: a selected row, scrolling, paging, searching. Rows are the owner's. */
#include <stdbool.h>

#include "tui/action.h"
#include "tui/surface.h"

struct list;

struct list_ops {
    /* Draws row i into r (one line); selected: it has the cursor. */
    void (*draw)(void *user, struct surface *f, struct rect r, int i, bool selected);
    /* Whether row i can be selected (headings cannot). NULL: all can. */
    bool (*selectable)(void *user, int i);
    /* The text that searching looks at, freshly allocated. NULL: no search. */
    char *(*text)(void *user, int i);
};

struct list {
    const struct list_ops *ops;
    void *user;
    int count, selected; /* selected = -1: nothing can be selected */
    int top, height;     /* first row shown, rows shown at the last drawing */
    struct rect drawn;   /* where that was; no rows: not drawn yet */
    int drawn_top, drawn_selected;
    int origin, found;   /* where a search began, and where it has got to */
};

/* After the rows changed: keeps the selection inside and on a selectable row. */
void list_set_count(struct list *l, int count);
void list_select(struct list *l, int i);
/* Up, Down, PgUp, PgDn, Home, End; false: not a movement. */
bool list_act(struct list *l, enum action a);
void list_draw(struct list *l, struct surface *f, struct rect r);
/* After a movement: brings what list_draw drew up to date, row by row; false when that would be
 * most of them. */
bool list_draw_part(struct list *l, struct surface *f);
/* The owner put n rows in front (n < 0: took them away): the same rows stay selected and shown. */
void list_shift(struct list *l, int n);
/* Selects the next row (direction 1, -1; 0: from where the search began) that matches; wraps. While
 * the needle is typed (direction 0), one without a hit brings back the row where that was. */
bool list_search(struct list *l, const char *needle, int direction);

#endif
