#ifndef PHIEU_TUI_SHEET_H
#define PHIEU_TUI_SHEET_H
/* Text to read, longer than the screen: paragraphs, each with an indent and a style, parts of them in
 * another style; wrapped to the width at hand, and scrolled. */
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "base/vec.h"
#include "tui/action.h"
#include "tui/surface.h"

struct sheet_span {
    size_t from, to; /* bytes of the paragraph */
    enum style style;
};

struct sheet_para {
    char *text;      /* owned; without newlines */
    int indent;
    enum style style;
    int tag;         /* of its owner, for sheet_show; 0: none */
    VEC(struct sheet_span) spans; /* ascending */
};

struct sheet_line {
    size_t para, from, to;
};

struct sheet {
    VEC(struct sheet_para) v;
    VEC(struct sheet_line) lines;
    int columns; /* that the lines were wrapped for; 0: not yet */
    int top;     /* first line in sight */
    int rows;    /* of the last drawing: a page */
};

void sheet_finish(struct sheet *s);
/* Takes all paragraphs away; the top stays at its line until sheet_home. */
void sheet_clear(struct sheet *s);
void sheet_home(struct sheet *s);
/* Takes text over; cut at newlines into several paragraphs. Returns the last one, until the next is added. */
struct sheet_para *sheet_add(struct sheet *s, int indent, enum style style, char *text);
/* The same, with parts between marks[i] in STYLE: marks are byte offsets from, to, from, to … */
struct marks {
    VEC(size_t) v;
};
void sheet_add_marked(struct sheet *s, int indent, enum style style, char *text, enum style marked,
                      const struct marks *marks);
/* Other letters of the same width at the beginning of a paragraph: its lines stay. Takes text over. */
void sheet_retext(struct sheet *s, size_t para, char *text);
void sheet_gap(struct sheet *s);
/* Up, Down, pages, Home, End; false: not a movement, or there is nothing to move. */
bool sheet_act(struct sheet *s, enum action a);
/* Scrolls, before it is drawn in r, so that the first paragraph of this tag is in sight, with what follows it as far as it can be. */
void sheet_show(struct sheet *s, int tag, struct rect r);
/* How many lines some text takes. */
int sheet_count(const char *text, int columns);
/* Draws what is in sight; at the right edge where more is. */
void sheet_draw(struct sheet *s, struct surface *f, struct rect r);

#endif
