#ifndef PHIEU_TUI_SCREEN_CONFLICT_H
#define PHIEU_TUI_SCREEN_CONFLICT_H
/* Deciding what two people wrote in one place: one place after the other, one entry after the other. */
#include "entry/entry.h"
#include "tui/app.h"

/* The conflicts of these entries (ids, copied), from the first one on. */
void screen_conflict(struct app *app, const char *const *ids, size_t n);
/* Leads there when somebody has to decide about the entry and may do so here; false: nobody has, or may. */
bool screen_conflict_instead(struct app *app, const char *id);

/* Writes a value anew, in the field's own widget, beginning with these bytes. done: the screen is gone; bytes is
 * NULL when blank; changed: it is not what it began with. */
struct rewrite {
    struct entry *entry;
    const struct conflict *conflict;
    const char *bytes;
    struct screen *below;
    void (*done)(struct screen *below, const char *bytes, bool changed);
};
void screen_rewrite(struct app *app, const struct rewrite *r);

#endif
