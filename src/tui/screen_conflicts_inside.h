#ifndef PHIEU_TUI_SCREEN_CONFLICTS_INSIDE_H
#define PHIEU_TUI_SCREEN_CONFLICTS_INSIDE_H
/* The inside of the list of what waits for a decision, for the files screen_conflicts*.c only. */
#include "base/vec.h"
#include "store/store.h"
#include "tui/app.h"
#include "tui/list.h"

enum item_kind { ITEM_HEADING, ITEM_CONFLICT, ITEM_DUPLICATE, ITEM_DRAFT };

struct item {
    enum item_kind kind;
    const char *heading;   /* translated when drawn; "": a gap */
    struct entry_row row;
    bool known;            /* what follows has been looked up */
    size_t places;         /* in conflict; answers of unfinished work */
    char *who;             /* the sides, newest first; when and by whom */
    char copy[HASH_HEX];   /* unfinished work: its id */
};

struct conflicts {
    struct screen screen;
    VEC(struct item) items;
    struct list list;
};

/* NULL: there is none. */
struct item *conflicts_selected(struct conflicts *x);
/* Reads everything again. */
void conflicts_load(struct conflicts *x);
/* Joining, withdrawing, taking over, dismissing, each after a question; false: another action, or not for what is
 * selected (screen_conflicts_act.c). */
bool conflicts_decide(struct conflicts *x, enum action a);

#endif
