#ifndef PHIEU_TUI_TERM_WRITE_H
#define PHIEU_TUI_TERM_WRITE_H
/* Brings frames to the terminal: what changed since the last one, in the words of the terminal's
 * description. It leaves attributes and cursor as they are, so that a letter typed at the cursor is
 * one byte. For term.c only, which has opened the description. */
#include "base/str.h"
#include "tui/surface.h"

struct looks {
    short ink, paper; /* -1: the terminal's own */
    bool bold, underline, reverse;
};

/* What the terminal's description gives; NULL: it cannot. */
struct abilities {
    const char *clear, *clear_rest, *go, *show_cursor, *hide_cursor, *region, *up, *down;
    const char *plain, *bold, *underline, *reverse, *ink, *paper;
    bool keeps_corner; /* the last place of all can be written */
};

struct writer {
    struct abilities can;
    struct surface *shown; /* what the terminal shows; NULL: unknown */
    struct str out;        /* bytes of this frame */
    char *styles[STYLE_COUNT]; /* made when first used */
    const struct looks *looks;
    int style, y, x;       /* now at the terminal; -1: unknown */
    int cursor;            /* 1 shown, 0 hidden, -1 unknown */
};

/* By style: in colours, or without where the terminal has fewer than 8 or NO_COLOR is set. */
const struct looks *writer_looks(int colours);
/* Appends a string of the description as the terminal wants it (without its padding); NULL: none. */
void writer_add_capability(struct str *out, const char *capability);
/* looks: by style, borrowed. */
void writer_init(struct writer *w, const struct looks *looks);
void writer_finish(struct writer *w);
/* The next frame is written whole. */
void writer_forget(struct writer *w);
void writer_show(struct writer *w, struct surface *f);
/* Plain attributes and a visible cursor, for whoever comes next. */
void writer_rest(struct writer *w);

#endif
