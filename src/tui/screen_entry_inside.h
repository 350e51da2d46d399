#ifndef PHIEU_TUI_SCREEN_ENTRY_INSIDE_H
#define PHIEU_TUI_SCREEN_ENTRY_INSIDE_H
/* The inside of the entry screen, for screen_entry.c (what happens) and screen_entry_draw.c (how
 * it looks). */
#include "tui/screens.h"
#include "tui/widget.h"

#define SECTION_COLUMN 28  /* its width */
#define SECTION_COLUMN_FROM 70 /* terminals narrower than this fold it away */

struct entry_screen {
    struct screen screen;
    struct entry *entry;
    struct widget **widgets; /* one a field, made when first needed */
    int field;               /* that has the cursor */
    bool inside;             /* its widget was entered and not left yet */
    bool full;               /* F4: a narrative on the whole screen */
    int scroll;              /* first row shown of the section's lines */
    struct rect widget_rect; /* where the focused widget was drawn last */
    char *status;            /* its status text then */
    int widget_rows;         /* rows it wanted then */
};

const struct field *entry_screen_field(const struct entry_screen *es);
struct widget *entry_screen_widget(struct entry_screen *es, int field);
unsigned entry_screen_place(struct entry_screen *es);
const enum action *entry_screen_keyline(struct screen *s);

void entry_screen_draw(struct screen *s, struct surface *f);
bool entry_screen_draw_part(struct screen *s, struct surface *f);

#endif
