#ifndef PHIEU_TUI_SURFACE_H
#define PHIEU_TUI_SURFACE_H
/* A grid of cells in memory. Screens draw here and nowhere else; tui/term.c brings it to the
 * terminal, tests print it as text. Drawing outside is clipped, control characters never get in. */
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* What a cell means; tui/term.c maps it to colours or to bold, underline, reverse. */
enum style {
    STYLE_NORMAL,
    STYLE_TITLE,    /* the title line */
    STYLE_LINE,     /* frames and rules */
    STYLE_LABEL,
    STYLE_DIM,      /* explanations, "(chưa nhập)" */
    STYLE_HEADING,
    STYLE_FOCUS,    /* the field or row that has the cursor */
    STYLE_INPUT,    /* text being edited */
    STYLE_SELECTED, /* selected letters or cells */
    STYLE_ERROR,
    STYLE_WARNING,
    STYLE_OK,
    STYLE_KEY,      /* a key's name on the key line */
    STYLE_KEYTEXT,  /* what the key does */
    STYLE_HIT,      /* found by a search */
    STYLE_COUNT,
};

#define CELL_LETTERS 4
struct cell {
    uint32_t c[CELL_LETTERS]; /* base letter and marks, 0-ended; c[0] = 0: right half of a wide one */
    uint8_t style, width;
    uint8_t lines; /* which of LINE_UP … leave the middle of the cell; 0: it holds a letter */
    uint8_t unused; /* always 0, so that cells compare as bytes */
};

enum { LINE_UP = 1, LINE_DOWN = 2, LINE_LEFT = 4, LINE_RIGHT = 8 };

struct rect {
    int y, x, rows, columns;
};

struct surface {
    int rows, columns;
    struct cell *cells;   /* rows * columns */
    bool *touched;        /* per row: drawn since the last show */
    struct rect clip;
    struct rect scrolled; /* whole rows that surface_scroll moved since the last show */
    int scrolled_by;      /* 0: none */
    int cursor_y, cursor_x; /* where the terminal cursor shall stand; -1: hidden */
    bool ascii;           /* signs that are no letters as ASCII (--ascii): see surface_ascii */
};

struct surface *surface_create(int rows, int columns);
void surface_destroy(struct surface *s);
void surface_resize(struct surface *s, int rows, int columns);
struct cell *surface_cell(struct surface *s, int y, int x);

/* Blanks a rectangle in a style. */
void surface_fill(struct surface *s, struct rect r, enum style style);
/* What stands for a sign that is no letter where a terminal has only letters; else c itself. */
uint32_t surface_ascii(uint32_t c);
/* Draws UTF-8 (NFC) from y, x; at most `columns` columns (a cut ends in "…", "~" in ASCII); -1: to
 * the surface's edge. Newlines and controls are drawn as spaces, invisible letters not at all. Returns the
 * columns used. */
int surface_put(struct surface *s, int y, int x, int columns, enum style style, const char *text);
int surface_putn(struct surface *s, int y, int x, int columns, enum style style, const char *text,
                 size_t n);
/* Right-aligned in `columns`. */
void surface_put_right(struct surface *s, int y, int x, int columns, enum style style,
                       const char *text);
int surface_putf(struct surface *s, int y, int x, int columns, enum style style, const char *fmt,
                 ...) __attribute__((format(printf, 6, 7)));
/* Changes only the style of a stretch of cells. */
void surface_style(struct surface *s, int y, int x, int columns, enum style style);
/* Lines; crossings with lines already there, drawn in any order, become ┬ ┴ ├ ┤ ┼. */
void surface_hline(struct surface *s, int y, int x, int columns);
void surface_vline(struct surface *s, int y, int x, int rows);
void surface_box(struct surface *s, struct rect r);
/* Moves what stands in r up by some rows (down: by < 0) and blanks the rows that come in. */
void surface_scroll(struct surface *s, struct rect r, int by);
/* Limits drawing to r (inside the present clip); returns the clip to give back to surface_unclip. */
struct rect surface_clip(struct surface *s, struct rect r);
void surface_unclip(struct surface *s, struct rect old);
/* Marks: ✓ ! • ~ ▸, or + ! * ~ > in ASCII. */
enum surface_mark { MARK_OK, MARK_BAD, MARK_NOTE, MARK_CHANGED, MARK_HERE };
const char *surface_mark(const struct surface *s, enum surface_mark m);

/* The rows as text, blanks at the right end cut, each ended by a newline. Freshly allocated. */
char *surface_text(const struct surface *s);

#endif
