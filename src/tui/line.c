#include "tui/line.h"

#include <string.h>

#include "text/unicode.h"

void line_init(struct line *l, struct app *app, bool method)
{
    *l = (struct line){0};
    keyed_init(&l->keyed, app, false, method);
}

void line_finish(struct line *l)
{
    keyed_finish(&l->keyed);
}

void line_begin(struct line *l, const char *text, bool replace)
{
    keyed_word_over(&l->keyed);
    edit_load(l->keyed.edit, text, strlen(text));
    l->first = 0;
    if (replace && *text)
        edit_select_all(l->keyed.edit);
}

char *line_text(const struct line *l)
{
    return edit_text(l->keyed.edit, NULL);
}

bool line_changed(const struct line *l)
{
    return edit_changed(l->keyed.edit);
}

bool line_is_empty(const struct line *l)
{
    size_t n;
    edit_paragraph(l->keyed.edit, 0, &n);
    return n == 0;
}

bool line_take_back(struct line *l)
{
    bool any = false;
    while (keyed_act(&l->keyed, ACTION_UNDO))
        any = true;
    return any;
}

bool line_bring_again(struct line *l)
{
    bool any = false;
    while (keyed_act(&l->keyed, ACTION_REDO))
        any = true;
    return any;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* What is seen of a line: bytes from..to, with a mark where letters are left out. */
struct window {
    size_t from, to;
    bool cut_left, cut_right;
};

/* first as a place that still begins a letter, whatever became of the text. */
static size_t window_snap(const char *s, size_t n, size_t first)
{
    if (first >= n)
        return n;
    while (first && ((unsigned char)s[first] & 0xC0) == 0x80)
        first--;
    return first;
}

/* The first letter to show, so that the caret and the letter under it are inside: as before when
 * it still fits, else as little moved as needed. */
static size_t window_start(const char *s, size_t n, size_t caret, size_t first, int columns)
{
    if (caret < first || (caret == first && first)) /* the mark takes a column at the left */
        first = caret ? text_grapheme_before(s, caret) : 0;
    int after = caret < n ? text_grapheme_width(s + caret, n - caret) + 1 : 1;
    int width = text_width(s + first, caret - first) + after;
    while (first < caret && width + (first > 0) > columns) {
        size_t g = text_grapheme(s + first, n - first);
        width -= text_grapheme_width(s + first, g);
        first += g;
    }
    return first;
}

/* After deletions there may be room at the right end: shows more at the left. */
static size_t window_pull_back(const char *s, size_t n, size_t first, int columns)
{
    if (first && text_width(s, n) < columns)
        return 0;
    int width = text_width(s + first, n - first) + 2;
    while (first && width < columns) {
        size_t before = text_grapheme_before(s, first);
        width += text_grapheme_width(s + before, first - before);
        if (width > columns)
            break;
        first = before;
    }
    return first;
}

static struct window window_of(const char *s, size_t n, size_t first, int columns)
{
    struct window w = {.from = first, .cut_left = first > 0};
    int room = columns - w.cut_left;
    size_t fits = text_take(s + first, n - first, room, NULL);
    w.cut_right = first + fits < n;
    if (w.cut_right)
        fits = text_take(s + first, n - first, room - 1, NULL);
    w.to = first + fits;
    return w;
}

static void draw_selection(const struct line *l, struct surface *f, struct rect r, const char *s,
                           const struct window *w)
{
    struct edit_pos a, b;
    if (!edit_selection(l->keyed.edit, &a, &b))
        return;
    size_t from = a.byte > w->from ? a.byte : w->from, to = b.byte < w->to ? b.byte : w->to;
    if (from < to)
        surface_style(f, r.y, r.x + w->cut_left + text_width(s + w->from, from - w->from),
                      text_width(s + from, to - from), STYLE_SELECTED);
}

void line_draw(struct line *l, struct surface *f, struct rect r, enum style style, bool cursor)
{
    size_t n, caret = edit_caret(l->keyed.edit).byte;
    const char *s = edit_paragraph(l->keyed.edit, 0, &n);
    if (r.columns < 1 || r.rows < 1)
        return;
    l->first = window_pull_back(s, n, window_snap(s, n, l->first), r.columns);
    l->first = cursor ? window_start(s, n, caret, l->first, r.columns) : 0;
    struct window w = window_of(s, n, l->first, r.columns);
    surface_fill(f, (struct rect){r.y, r.x, 1, r.columns}, style);
    const char *mark = "…";
    if (w.cut_left)
        surface_put(f, r.y, r.x, 1, style, mark);
    int used = surface_putn(f, r.y, r.x + w.cut_left, r.columns - w.cut_left, style, s + w.from,
                            w.to - w.from);
    if (w.cut_right)
        surface_put(f, r.y, r.x + w.cut_left + used, 1, style, mark);
    draw_selection(l, f, r, s, &w);
    if (cursor) {
        f->cursor_y = r.y;
        f->cursor_x = r.x + w.cut_left + text_width(s + w.from, caret - w.from);
    }
}
