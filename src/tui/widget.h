#ifndef PHIEU_TUI_WIDGET_H
#define PHIEU_TUI_WIDGET_H
/* A widget edits one field of an entry. It owns the text while it is being typed, and gives the
 * value to the entry when the cursor leaves it (widget_leave), never later than two seconds after
 * the last key for long texts (widget tick). One implementation per widget_kind (form/type.h). */
#include <stdbool.h>
#include <stdint.h>

#include "form/record.h"
#include "tui/action.h"
#include "tui/surface.h"

struct app;
struct entry;
struct talk;
struct widget;

/* What became of an action. */
enum widget_result {
    WIDGET_PASS,  /* not mine: the screen decides (movement to other fields, F3 …) */
    WIDGET_DONE,  /* handled */
    WIDGET_NEXT,  /* handled, and the cursor wants to go to the next field */
    WIDGET_PREV,
};

struct widget_ops {
    unsigned place; /* PLACE_ENTRY, PLACE_GRID or PLACE_TEXT */
    struct widget *(*create)(struct app *app, struct entry *entry, int field);
    void (*destroy)(struct widget *w);
    /* Rows it wants at this width: between enter and leave for editing, else for reading. */
    int (*rows)(struct widget *w, int columns);
    /* Draws itself and, when focused, sets the cursor of the surface. */
    void (*draw)(struct widget *w, struct surface *f, struct rect r, bool focused);
    /* Where a table changed in one cell only: draws that, after draw; false: draw everything. NULL:
     * draw does. */
    bool (*draw_part)(struct widget *w, struct surface *f);
    enum widget_result (*act)(struct widget *w, enum action a);
    enum widget_result (*text)(struct widget *w, const char *utf8);
    enum widget_result (*paste)(struct widget *w, const char *utf8);
    /* The cursor comes (from before or behind, or to a place inside: a cell) and goes. leave stores
     * what was typed; false with e: it could not be written, the cursor better stays. The entry has
     * it all the same, so that a second leave goes: nobody is kept in a field by a full disk. */
    void (*enter)(struct widget *w, struct place p, bool from_behind);
    bool (*leave)(struct widget *w, struct err *e);
    int64_t (*wake)(struct widget *w);
    bool (*tick)(struct widget *w, struct err *e);
    /* Where the cursor stands, as text for draft_cursor ("phu_luc/ROWID/col", "field@para:byte"),
     * and back. Freshly allocated. */
    char *(*where)(struct widget *w);
    void (*go)(struct widget *w, const char *where);
    /* Goes to the hit from here on: direction 0 (the needle was just typed), to the next one: 1, -1.
     * False: no hit, or no further one before the end; the screen looks in other fields. */
    bool (*search)(struct widget *w, const char *needle, int direction);
    /* The right part of the status line ("214 chữ"); freshly allocated or NULL. */
    char *(*status)(struct widget *w);
    /* The place under the cursor, for help and problems. */
    struct place (*place_now)(struct widget *w);
    /* How it is filled in, for a field without help of its own; NULL: nothing to say. */
    const char *(*hint)(struct widget *w);
};

struct widget {
    const struct widget_ops *ops;
    struct app *app;
    struct entry *entry;
    int field;
    const struct talk *talk; /* what was said about the entry; NULL: nobody asks */
};

extern const struct widget_ops widget_line, widget_boolean, widget_choice, widget_narrative,
    widget_grid;
/* By the field's type. */
const struct widget_ops *widget_for(const struct field *f);

/* ---- what the widgets share ------------------------------------------------------------------ */

const struct field *widget_field(const struct widget *w);
/* The answer as it stands in the entry, also a given or computed one; valid until the next change. */
const struct value *widget_value(const struct widget *w);
/* Stores v, which it takes over, as the answer of the field. */
bool widget_store(struct widget *w, struct value v, struct err *e);
/* The year that a date without one is of: that of the entry's period, else this one. */
int widget_year(const struct widget *w);
/* Whether the field can be changed; says why not. */
bool widget_may_change(struct widget *w);
/* Why nobody types there (computed, given, not asked): a translated sentence; NULL: a person does. */
const char *widget_closed(const struct widget *w);
/* Ends editing by storing (ops->leave); an error is shown and the cursor stays. */
enum widget_result widget_finish(struct widget *w);
/* Draws an answer that has not got the cursor in the first row of r: dimmed "(not filled in)" for a
 * blank one, as an error what does not fit its type; behind it what widget_tail gives. */
void widget_draw_text(struct widget *w, struct surface *f, struct rect r, const char *text);
/* What stands dimmed behind the answer: the unit of measure, and whether it is given or computed;
 * freshly allocated, "" mostly. */
char *widget_tail(const struct widget *w);
/* Operations of widgets whose text never waits for a tick. */
int64_t widget_wake_never(struct widget *w);
bool widget_tick_nothing(struct widget *w, struct err *e);
char *widget_where_field(struct widget *w);
void widget_go_nowhere(struct widget *w, const char *where);
struct place widget_place(struct widget *w);

#endif
