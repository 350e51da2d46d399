#include "base/json_walk.h"

#include <string.h>

void js_walk_begin(struct js_walk *w, const char *text, size_t len)
{
    *w = (struct js_walk){.text = text, .len = len, .line = 1, .column = 1};
}

static void step(struct js_walk *w)
{
    char c = w->text[w->at++];
    if (c == '\n') {
        w->line++;
        w->column = 1;
    } else if (w->at == w->len || (w->text[w->at] & 0xC0) != 0x80) {
        w->column++;
    }
}

/* To the quotation mark that ends it. */
static void skip_string(struct js_walk *w)
{
    for (step(w); w->at + 1 < w->len && w->text[w->at] != '"'; step(w))
        if (w->text[w->at] == '\\')
            step(w);
}

/* Takes one letter in; whether a member or an element may begin behind it. */
static bool take(struct js_walk *w)
{
    char c = w->text[w->at];
    bool opens = c == '[' || c == '{', closes = c == ']' || c == '}';
    if (c == '"')
        skip_string(w);
    w->depth += opens;
    if (opens)
        w->nth[w->depth] = 0;
    w->depth -= closes && w->depth;
    w->nth[w->depth] += c == ',';
    step(w);
    return opens || c == ',';
}

/* To the beginning of the next member or element. */
static bool next(struct js_walk *w)
{
    bool begins = false;
    while (w->at < w->len) {
        char c = w->text[w->at];
        bool space = strchr(" \t\r\n", c) && c;
        if (begins && !space && c != ']' && c != '}')
            return true;
        if (space)
            step(w);
        else
            begins = take(w);
    }
    return false;
}

bool js_walk_to(struct js_walk *w, const size_t *path, size_t n)
{
    while (w->depth != n || (n && memcmp(w->nth + 1, path, n * sizeof *path) != 0))
        if (!next(w))
            return false;
    return true;
}
