#ifndef PHIEU_TUI_NARRATIVE_VIEW_H
#define PHIEU_TUI_NARRATIVE_VIEW_H
/* How a long text stands on the screen: its paragraphs wrapped into lines, which of them are in
 * sight. Paragraphs are wrapped when they are first needed, and again only when their stamp has
 * changed, so that a key costs the same in a long text and in a short one. */
#include <stdbool.h>
#include <stddef.h>

#include "text/edit.h"
#include "text/wrap.h"
#include "tui/surface.h"

struct view_line {
    size_t para, line;
};

struct view_paragraph {
    bool wrapped;
    unsigned long stamp;
    struct wrap_lines lines;
};

struct narrative_view {
    const struct edit *edit; /* borrowed */
    int columns;             /* of the text; the caret may stand one further */
    int rows;                /* of the last drawing: a page */
    VEC(struct view_paragraph) paragraphs;
    struct view_line top;    /* the first line in sight */
};

void view_init(struct narrative_view *v, const struct edit *edit);
void view_finish(struct narrative_view *v);
/* Another text was loaded. */
void view_reset(struct narrative_view *v);
/* To be called after each change of the text, and with the columns at hand before drawing. */
void view_sync(struct narrative_view *v, int columns);

/* Lines of one paragraph; valid until the next change. */
const struct wrap_lines *view_lines(struct narrative_view *v, size_t para);
/* The line where a place of the text stands, and its column there. */
struct view_line view_line_of(struct narrative_view *v, struct edit_pos pos, int *ret_column);
/* The place in a line that is nearest to a column; never past the line's last letter unless the
 * paragraph ends there. */
struct edit_pos view_pos_at(struct narrative_view *v, struct view_line at, int column);
/* Moves by lines as far as there are some; returns how many. */
int view_step(struct narrative_view *v, struct view_line *at, int by);
/* Lines of the whole text, but counts no further than limit. */
int view_count(struct narrative_view *v, int limit);
/* Scrolls so that the caret is in sight. */
void view_follow(struct narrative_view *v, int rows);

struct view_hit {
    struct edit_pos from, to;
};

/* Goes to the next hit; hit: one stands at *mark. Behind the last one (before the first) it says no once, so that the
 * search goes on in other fields. direction 0: the needle grew, the hit may stay where it is. whole: all of the text. */
bool view_find(struct edit *e, const char *needle, int direction, bool whole, bool hit, struct view_hit *mark);

/* Draws what is in sight, the selection, a search's hit (NULL: none), and a mark at the right edge
 * that shows where in the text this is (only when it does not fit). Sets the surface's cursor. */
void view_draw(struct narrative_view *v, struct surface *f, struct rect r,
               const struct view_hit *hit);

#endif
