/* What the styles look like. */
#include <stdlib.h>

#include "tui/term_write.h"

enum { BLACK = 0, RED = 1, GREEN = 2, YELLOW = 3, CYAN = 6 }; /* as terminals count them */

/* Without colours the attributes say it; the marks on the screen say it in any case. */
static const struct looks coloured[STYLE_COUNT] = {
    [STYLE_NORMAL] = {-1, -1, 0, 0, 0},
    [STYLE_TITLE] = {-1, -1, .bold = true},
    [STYLE_LINE] = {CYAN, -1, 0, 0, 0},
    [STYLE_LABEL] = {-1, -1, 0, 0, 0},
    [STYLE_DIM] = {CYAN, -1, 0, 0, 0},
    [STYLE_HEADING] = {CYAN, -1, .bold = true},
    [STYLE_FOCUS] = {-1, -1, .reverse = true},
    [STYLE_INPUT] = {-1, -1, .underline = true},
    [STYLE_SELECTED] = {BLACK, CYAN, 0, 0, 0},
    [STYLE_ERROR] = {RED, -1, .bold = true},
    [STYLE_WARNING] = {YELLOW, -1, .bold = true},
    [STYLE_OK] = {GREEN, -1, 0, 0, 0},
    [STYLE_KEY] = {-1, -1, .reverse = true},
    [STYLE_KEYTEXT] = {-1, -1, 0, 0, 0},
    [STYLE_HIT] = {BLACK, YELLOW, 0, 0, 0},
};

static const struct looks plain[STYLE_COUNT] = {
    [STYLE_NORMAL] = {-1, -1, 0, 0, 0},
    [STYLE_TITLE] = {-1, -1, .bold = true},
    [STYLE_LINE] = {-1, -1, 0, 0, 0},
    [STYLE_LABEL] = {-1, -1, 0, 0, 0},
    [STYLE_DIM] = {-1, -1, 0, 0, 0},
    [STYLE_HEADING] = {-1, -1, .bold = true},
    [STYLE_FOCUS] = {-1, -1, .reverse = true},
    [STYLE_INPUT] = {-1, -1, .underline = true},
    [STYLE_SELECTED] = {-1, -1, .reverse = true},
    [STYLE_ERROR] = {-1, -1, .bold = true},
    [STYLE_WARNING] = {-1, -1, .bold = true},
    [STYLE_OK] = {-1, -1, 0, 0, 0},
    [STYLE_KEY] = {-1, -1, .reverse = true},
    [STYLE_KEYTEXT] = {-1, -1, 0, 0, 0},
    [STYLE_HIT] = {-1, -1, .bold = true, .reverse = true},
};

const struct looks *writer_looks(int colours)
{
    const char *no_colour = getenv("NO_COLOR");
    return colours < 8 || (no_colour && no_colour[0]) ? plain : coloured;
}
