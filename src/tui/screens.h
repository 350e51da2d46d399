#ifndef PHIEU_TUI_SCREENS_H
#define PHIEU_TUI_SCREENS_H
/* The screens, one file each. Each function makes one and pushes it. */
#include "entry/entry.h"
#include "tui/app.h"

/* Who works here: office, person, typing method (first start; "Đổi người nhập"). */
void screen_start(struct app *app);
/* What I owe. */
void screen_home(struct app *app);
/* Everything that the file holds. */
void screen_entries(struct app *app);
/* Opens an entry by its id; what hinders that is said. */
void screen_entry_open(struct app *app, const char *id);
/* Filling in an entry; takes the entry over. */
void screen_entry(struct app *app, struct entry *entry);

/* What the paper says about a field, its section and the whole form. */
void screen_about(struct app *app, const struct entry *entry, int field);

/* Lists over an entry, beginning at a field or section; picking a row closes the list and calls back with a place to go to. */
typedef void screen_pick_fn(struct screen *below, struct place p);
void screen_problems(struct app *app, struct entry *entry, struct screen *below, int field,
                     screen_pick_fn *pick);
void screen_sections(struct app *app, struct entry *entry, struct screen *below, int section,
                     screen_pick_fn *pick);

#endif
