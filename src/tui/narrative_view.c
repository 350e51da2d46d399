#include "tui/narrative_view.h"

#include "text/unicode.h"

void view_init(struct narrative_view *v, const struct edit *edit)
{
    *v = (struct narrative_view){.edit = edit, .columns = 79, .rows = 1};
    view_sync(v, v->columns);
}

static void drop_paragraphs(struct narrative_view *v, size_t keep)
{
    for (size_t i = keep; i < v->paragraphs.n; i++)
        vec_finish(&v->paragraphs.v[i].lines);
    if (keep < v->paragraphs.n)
        v->paragraphs.n = keep;
}

void view_finish(struct narrative_view *v)
{
    drop_paragraphs(v, 0);
    vec_finish(&v->paragraphs);
}

static void forget_lines(struct narrative_view *v)
{
    for (size_t i = 0; i < v->paragraphs.n; i++)
        v->paragraphs.v[i].wrapped = false;
}

void view_reset(struct narrative_view *v)
{
    forget_lines(v);
    v->top = (struct view_line){0, 0};
    view_sync(v, v->columns);
}

/* When paragraphs were added or taken out, those behind have moved: which ones they were is not
 * worth knowing, only the few in sight are wrapped again. */
void view_sync(struct narrative_view *v, int columns)
{
    size_t n = edit_paragraphs(v->edit);
    if (columns < 1)
        columns = 1;
    if (columns == v->columns && n == v->paragraphs.n)
        return;
    v->columns = columns;
    forget_lines(v);
    drop_paragraphs(v, n);
    while (v->paragraphs.n < n)
        (void)vec_add(&v->paragraphs);
}

const struct wrap_lines *view_lines(struct narrative_view *v, size_t para)
{
    struct view_paragraph *p = &v->paragraphs.v[para];
    unsigned long stamp = edit_para_stamp(v->edit, para);
    if (!p->wrapped || p->stamp != stamp) {
        size_t n;
        const char *s = edit_paragraph(v->edit, para, &n);
        wrap(s, n, v->columns, &p->lines);
        p->wrapped = true;
        p->stamp = stamp;
    }
    return &p->lines;
}

struct view_line view_line_of(struct narrative_view *v, struct edit_pos pos, int *ret_column)
{
    const struct wrap_lines *lines = view_lines(v, pos.para);
    const char *s = edit_paragraph(v->edit, pos.para, NULL);
    size_t low = 0, high = lines->n - 1; /* the last line that starts at pos or before */
    while (low < high) {
        size_t middle = (low + high + 1) / 2;
        if (lines->v[middle].from <= pos.byte)
            low = middle;
        else
            high = middle - 1;
    }
    int column = text_width(s + lines->v[low].from, pos.byte - lines->v[low].from);
    *ret_column = column < v->columns ? column : v->columns;
    return (struct view_line){pos.para, low};
}

struct edit_pos view_pos_at(struct narrative_view *v, struct view_line at, int column)
{
    const struct wrap_lines *lines = view_lines(v, at.para);
    const struct wrap_line *line = &lines->v[at.line];
    const char *s = edit_paragraph(v->edit, at.para, NULL);
    size_t byte = line->from + text_take(s + line->from, line->to - line->from, column, NULL);
    if (byte == line->to && at.line + 1 < lines->n && byte > line->from)
        byte = text_grapheme_before(s, byte);
    return (struct edit_pos){at.para, byte};
}

static bool step_down(struct narrative_view *v, struct view_line *at)
{
    if (at->line + 1 < view_lines(v, at->para)->n)
        at->line++;
    else if (at->para + 1 < v->paragraphs.n)
        *at = (struct view_line){at->para + 1, 0};
    else
        return false;
    return true;
}

static bool step_up(struct narrative_view *v, struct view_line *at)
{
    if (at->line)
        at->line--;
    else if (at->para)
        *at = (struct view_line){at->para - 1, view_lines(v, at->para - 1)->n - 1};
    else
        return false;
    return true;
}

int view_step(struct narrative_view *v, struct view_line *at, int by)
{
    int done = 0;
    for (; by < 0 && step_up(v, at); by++)
        done++;
    for (; by > 0 && step_down(v, at); by--)
        done++;
    return done;
}

int view_count(struct narrative_view *v, int limit)
{
    size_t count = 0;
    for (size_t i = 0; i < v->paragraphs.n && count < (size_t)limit; i++)
        count += view_lines(v, i)->n;
    return count < (size_t)limit ? (int)count : limit;
}

/* ---- scrolling ------------------------------------------------------------------------------- */

static bool is_before(struct view_line a, struct view_line b)
{
    return a.para < b.para || (a.para == b.para && a.line < b.line);
}

/* The text may have become shorter. */
static void clamp_top(struct narrative_view *v)
{
    if (v->top.para >= v->paragraphs.n)
        v->top = (struct view_line){v->paragraphs.n - 1, 0};
    size_t lines = view_lines(v, v->top.para)->n;
    if (v->top.line >= lines)
        v->top.line = lines - 1;
}

void view_follow(struct narrative_view *v, int rows)
{
    int column;
    struct view_line caret = view_line_of(v, edit_caret(v->edit), &column);
    if (rows < 1)
        rows = 1;
    clamp_top(v);
    struct view_line first = caret; /* the top that puts the caret on the last row */
    view_step(v, &first, -(rows - 1));
    if (is_before(caret, v->top))
        v->top = caret;
    else if (is_before(v->top, first))
        v->top = first;
    struct view_line end = v->top; /* no empty rows below while there is text above */
    int below = view_step(v, &end, rows - 1);
    view_step(v, &v->top, -(rows - 1 - below));
    v->rows = rows;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* The part of a line that lies between two places; the end of a paragraph counts one more. */
static void draw_between(struct narrative_view *v, struct surface *f, struct rect r, int y,
                         struct view_line at, struct edit_pos from, struct edit_pos to,
                         enum style style)
{
    if (at.para < from.para || at.para > to.para)
        return;
    const struct wrap_lines *lines = view_lines(v, at.para);
    struct wrap_line line = lines->v[at.line];
    const char *s = edit_paragraph(v->edit, at.para, NULL);
    size_t a = at.para == from.para && from.byte > line.from ? from.byte : line.from;
    size_t b = at.para == to.para && to.byte < line.to ? to.byte : line.to;
    bool newline = at.para < to.para && at.line + 1 == lines->n && a <= line.to;
    if (a > b || (a == b && !newline))
        return;
    int x = text_width(s + line.from, a - line.from);
    int width = text_width(s + a, b - a) + newline;
    if (x < r.columns)
        surface_style(f, y, r.x + x, width < r.columns - x ? width : r.columns - x, style);
}

static void draw_line(struct narrative_view *v, struct surface *f, struct rect r, int y,
                      struct view_line at)
{
    struct wrap_line line = view_lines(v, at.para)->v[at.line];
    const char *s = edit_paragraph(v->edit, at.para, NULL) + line.from;
    size_t n = line.to - line.from;
    while (n && s[n - 1] == ' ')
        n--; /* blanks hang over the edge */
    surface_putn(f, y, r.x, r.columns, STYLE_INPUT, s, n);
}

/* Where the first line in sight is in the text, by paragraphs and lines of its paragraph: exact at
 * both ends, near enough between. */
static void draw_mark(struct narrative_view *v, struct surface *f, struct rect r, bool more_below)
{
    bool more_above = v->top.para || v->top.line;
    if ((!more_above && !more_below) || r.rows < 2)
        return;
    double inside = (double)v->top.line / (double)view_lines(v, v->top.para)->n;
    double share = ((double)v->top.para + inside) / (double)v->paragraphs.n;
    int row = !more_above ? 0 : !more_below ? r.rows - 1 : (int)(share * r.rows);
    if (more_above && row == 0)
        row = 1;
    if (more_below && row > r.rows - 2)
        row = r.rows - 2;
    surface_put(f, r.y + row, r.x + r.columns - 1, 1, STYLE_LINE, f->ascii ? "#" : "▐");
}

static void set_cursor(struct narrative_view *v, struct surface *f, struct rect r)
{
    int column, row = 0;
    struct view_line caret = view_line_of(v, edit_caret(v->edit), &column), at = v->top;
    while (is_before(at, caret) && step_down(v, &at))
        row++;
    f->cursor_y = r.y + row;
    f->cursor_x = r.x + (column < r.columns ? column : r.columns - 1);
}

void view_draw(struct narrative_view *v, struct surface *f, struct rect r,
               const struct view_hit *hit)
{
    if (r.rows < 1 || r.columns < 2)
        return;
    view_sync(v, r.columns - 1);
    view_follow(v, r.rows);
    surface_fill(f, r, STYLE_INPUT);
    struct view_line at = v->top;
    struct edit_pos from, to;
    bool more = true, selected = edit_selection(v->edit, &from, &to);
    for (int row = 0; row < r.rows && more; row++) {
        draw_line(v, f, r, r.y + row, at);
        if (selected)
            draw_between(v, f, r, r.y + row, at, from, to, STYLE_SELECTED);
        if (hit)
            draw_between(v, f, r, r.y + row, at, hit->from, hit->to, STYLE_HIT);
        more = step_down(v, &at);
    }
    draw_mark(v, f, r, more);
    set_cursor(v, f, r);
}

/* ---- searching ------------------------------------------------------------------------------- */

static bool comes_before(struct edit_pos a, struct edit_pos b)
{
    return a.para < b.para || (a.para == b.para && a.byte < b.byte);
}

bool view_find(struct edit *e, const char *needle, int direction, bool whole, bool hit, struct view_hit *mark)
{
    struct edit_pos from, to, start, old = edit_caret(e);
    bool again = hit && direction;
    if (whole)
        (direction < 0 ? edit_all_end : edit_all_start)(e, false);
    else if (hit && direction <= 0)
        edit_move(e, mark->from, false);
    start = edit_caret(e);
    bool found = edit_find(e, needle, direction < 0) && edit_selection(e, &from, &to);
    bool wrapped = found && again && comes_before(from, start) == (direction > 0);
    if (!found || wrapped) {
        edit_move(e, wrapped ? start : old, false);
        return false;
    }
    *mark = (struct view_hit){from, to};
    edit_move(e, to, false); /* nothing is selected: the next letter replaces nothing */
    return true;
}
