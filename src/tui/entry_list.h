#ifndef PHIEU_TUI_ENTRY_LIST_H
#define PHIEU_TUI_ENTRY_LIST_H
/* All entries of the file, however many: only some pages around the cursor are held, read by key
 * when it comes near their end. For screen_entries.c, and home of an office that owes nothing. */
#include "base/vec.h"
#include "store/store.h"
#include "tui/list.h"

struct app;
struct form_brief;

struct entry_line {
    struct entry_row row;
    const struct form_brief *form; /* NULL: not known here */
    const char *unit;              /* its name */
};

struct entry_list {
    struct app *app;
    struct list list;              /* over the lines that are held */
    VEC(struct entry_line) lines;
    bool from_first, to_last;      /* nothing more before, behind them */
};

/* Begins at the first entry. */
void entry_list_init(struct entry_list *l, struct app *app);
void entry_list_finish(struct entry_list *l);
/* Reads what is held again, the same entry under the cursor. */
void entry_list_reload(struct entry_list *l);
/* Moves; false: not a movement. */
bool entry_list_act(struct entry_list *l, enum action a);
/* The heads of the columns in the first row of r, the entries below. */
void entry_list_draw(struct entry_list *l, struct surface *f, struct rect r);
/* After a movement: only the rows that changed; false: draw everything. */
bool entry_list_draw_part(struct entry_list *l, struct surface *f);
/* Goes to the next unit (of a form) that has the word in its name, or in the form's; ends early,
 * as not found, when a key comes. */
bool entry_list_search(struct entry_list *l, const char *needle, int direction);
/* NULL: there is none. */
const struct entry_row *entry_list_selected(const struct entry_list *l);

#endif
