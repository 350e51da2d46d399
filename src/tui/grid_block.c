/* Several cells at once: copy, cut, clear, fill down, paste. Each is one undo step and one write. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tui/app.h"
#include "tui/grid.h"
#include "tui/work.h"

static void end_group(struct grid *g, bool ok, struct err *e)
{
    ok = entry_group_end(g->w.entry, ok ? e : NULL) && ok;
    grid_total_changed(g, -1);
    if (!ok)
        app_error(g->w.app, e);
}

/* ---- copy, clear ----------------------------------------------------------------------------- */

static void add_cell(const struct grid *g, struct str *out, int row, int column)
{
    const struct field *f = grid_cell(g, row, column);
    char *text = f ? field_edit_text(f, grid_value(g, row, column)) : xstrdup("");
    for (char *p = text; *p; p++)
        if (*p == '\t' || *p == '\n')
            *p = ' ';
    str_add(out, text);
    free(text);
}

static void add_row(const struct grid *g, struct str *out, int row, const struct grid_block *b)
{
    bool first = true;
    for (int c = b->column; c <= b->column_end; c++) {
        if (!grid_column_shown(g, c))
            continue;
        if (!first)
            str_addc(out, '\t');
        add_cell(g, out, row, c);
        first = false;
    }
}

/* Cells by tabs, rows by newlines, figures without groups: a spreadsheet takes it so. */
static bool take_copy(struct grid *g)
{
    struct grid_block b = grid_selection(g);
    struct str out = {0};
    for (int i = grid_shown_index(g, b.row); i < grid_shown_count(g); i++) {
        int r = grid_shown_row(g, i);
        if (r > b.row_end)
            break;
        if (r > b.row)
            str_addc(&out, '\n');
        add_row(g, &out, r, &b);
    }
    bool any = out.len > 0;
    if (any && out.s[out.len - 1] == '\n')
        str_addc(&out, '\n'); /* the last row is blank: one newline alone would only end the row above */
    if (any)
        app_set_clipboard(g->w.app, str_text(&out));
    str_finish(&out);
    return any;
}

static enum widget_result copy(struct grid *g)
{
    if (take_copy(g))
        app_say(g->w.app, STYLE_NORMAL, "%s", _("Copied; Ctrl-V inserts it."));
    return WIDGET_DONE;
}

static enum widget_result clear(struct grid *g)
{
    struct grid_block b = grid_selection(g);
    struct err e = {0};
    bool ok = true;
    int open = 0;
    if (!widget_may_change(&g->w))
        return WIDGET_DONE;
    entry_group_begin(g->w.entry);
    for (int i = grid_shown_index(g, b.row); i <= grid_shown_index(g, b.row_end); i++) {
        int r = grid_shown_row(g, i);
        for (int c = b.column; c <= b.column_end && ok && r < grid_rows(g); c++) {
            if (!grid_is_open(g, r, c))
                continue;
            ok = entry_set(g->w.entry, grid_place(g, r, c), VALUE_NONE, &e);
            open++;
        }
    }
    end_group(g, ok, &e);
    if (!open && b.row < grid_rows(g))
        app_say(g->w.app, STYLE_WARNING, "%s", grid_why_closed(g, g->row, g->column));
    return WIDGET_DONE;
}

static enum widget_result cut(struct grid *g)
{
    take_copy(g);
    return clear(g);
}

/* ---- fill down ------------------------------------------------------------------------------- */

/* Cells that took nothing over, for they are closed, computed or given: nothing is lost by that,
 * but it is said. */
static void say_passed_over(struct grid *g, int cells)
{
    if (cells)
        app_say(g->w.app, STYLE_WARNING,
                _("%d cells passed over: they are closed, computed or given."), cells);
}

/* A row of another type takes what it would, were it typed there. */
static struct value value_for(const struct grid *g, const struct field *to,
                              const struct field *from, const struct value *v)
{
    if (to->type == from->type && to->precision == from->precision && to->several == from->several)
        return value_copy(v);
    char *text = field_edit_text(from, v);
    struct value taken = grid_parse(g, to, text);
    free(text);
    return taken;
}

static bool fill_cell(struct grid *g, int from, int row, int column, int *passed, struct err *e)
{
    const struct field *source = grid_cell(g, from, column), *f = grid_cell(g, row, column);
    const struct value *v = grid_value(g, from, column);
    if (!source || (grid_fixed(g) && grid_fixed_row(g, row)->heading))
        return true;
    if (!grid_is_open(g, row, column)) {
        *passed += !value_is_blank(v) && !value_equal(v, grid_value(g, row, column));
        return true;
    }
    return grid_store(g, row, column, value_for(g, f, source, v), e);
}

/* The nearest row above with a cell in the column of the cursor; -1: none. */
static int row_above(const struct grid *g)
{
    int i = grid_shown_index(g, g->row) - 1;
    while (i >= 0 && !grid_cell(g, grid_shown_row(g, i), g->column))
        i--;
    return i < 0 ? -1 : grid_shown_row(g, i);
}

/* All rows of the selection take over its first one; a single row the one above. */
static enum widget_result fill_down(struct grid *g)
{
    struct grid_block b = grid_selection(g);
    struct err e = {0};
    bool ok = true;
    int passed = 0;
    if (!widget_may_change(&g->w))
        return WIDGET_DONE;
    int from = b.row_end > b.row ? b.row : row_above(g);
    if (b.row == b.row_end && !g->selecting && !grid_is_open(g, g->row, g->column)) {
        app_say(g->w.app, STYLE_WARNING, "%s", grid_why_closed(g, g->row, g->column));
        return WIDGET_DONE;
    }
    if (from < 0)
        return WIDGET_DONE;
    entry_group_begin(g->w.entry);
    for (int i = grid_shown_index(g, b.row_end > b.row ? b.row : b.row - 1) + 1;
         i <= grid_shown_index(g, b.row_end) && ok; i++)
        for (int c = b.column; c <= b.column_end && ok; c++)
            ok = fill_cell(g, from, grid_shown_row(g, i), c, &passed, &e);
    end_group(g, ok, &e);
    say_passed_over(g, passed);
    return WIDGET_DONE;
}

/* ---- paste ----------------------------------------------------------------------------------- */

/* Reads one cell of a pasted block; a spreadsheet puts cells with newlines into quotation marks.
 * Returns what follows it: a tab, a newline or the end. */
static const char *read_cell(const char *p, struct str *ret)
{
    const char *start = p;
    str_clear(ret);
    if (*p == '"') {
        for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
            p += *p == '"';
            str_addc(ret, *p == '\n' || *p == '\t' ? ' ' : *p);
        }
        if (*p == '"' && strchr("\t\r\n", p[1]))
            return p + 1;
        str_clear(ret); /* not one of those: the marks are the text's own */
        p = start;
    }
    size_t n = strcspn(p, "\t\r\n");
    str_addn(ret, p, n);
    return p + n;
}

static const char *skip_newline(const char *p)
{
    p += *p == '\r';
    return p + (*p == '\n');
}

struct pasting {
    struct grid *g;
    const char *text;
    bool one;               /* one cell, for all of the selection */
    struct work *work;
    struct grid_block area; /* cells that were written */
    int lost;               /* cells that found no place */
    int passed;             /* … that fell on cells where nothing is typed */
    bool ok, stopped;
    struct err e;
};

/* Whether the text says what stands there already. */
static bool is_there(const struct grid *g, int row, int column, const char *text)
{
    const struct field *f = grid_cell(g, row, column);
    if (!f)
        return !strcmp(text, "x") || !strcmp(text, "X") || !strcmp(text, "×");
    struct value v = grid_parse(g, f, text);
    bool same = value_equal(&v, grid_value(g, row, column));
    value_finish(&v);
    return same;
}

/* column -1: beyond the last one. */
static void paste_cell(struct pasting *p, int row, int column, const char *text)
{
    struct grid *g = p->g;
    if (column < 0 || row < 0) {
        p->lost += *text != '\0';
        return;
    }
    if (column > p->area.column_end)
        p->area.column_end = column;
    p->area.row_end = row;
    if (!grid_is_open(g, row, column)) {
        p->passed += *text && !is_there(g, row, column, text);
        return;
    }
    p->ok = p->ok &&
            grid_store(g, row, column, grid_parse(g, grid_cell(g, row, column), text), &p->e);
}

/* The next column shown; -1: none. */
static int column_after(const struct grid *g, int column)
{
    for (int c = column + 1; column >= 0 && c < grid_columns(g); c++)
        if (grid_column_shown(g, c))
            return c;
    return -1;
}

static bool goes_on(struct pasting *p, int64_t done, int64_t all)
{
    p->stopped = p->stopped || !work_progress(p->work, "", done, all);
    return p->ok && !p->stopped;
}

/* Rows of the block fall on the rows shown, headings too: so they stand on paper. */
static void paste_rows(struct pasting *p)
{
    struct grid *g = p->g;
    struct str cell = {0};
    const char *text = p->text;
    int64_t all = (int64_t)strlen(text);
    for (int i = grid_shown_index(g, p->area.row); *text && goes_on(p, text - p->text, all); i++) {
        int row = i < grid_shown_count(g) ? grid_shown_row(g, i) : -1, column = p->area.column;
        for (bool more = true; more; column = column_after(g, column)) {
            text = read_cell(text, &cell);
            paste_cell(p, row, column, str_text(&cell));
            more = *text == '\t';
            text += more;
        }
        /* An empty line in the midst of a block is a row of its own. */
        if (row == grid_rows(g) && *skip_newline(text))
            p->ok = p->ok && grid_make_row(g, row, &p->e);
        text = *text ? skip_newline(text) : text;
    }
    str_finish(&cell);
}

/* One cell for many: all of the selection takes it. */
static void paste_one(struct pasting *p)
{
    struct grid *g = p->g;
    struct grid_block b = p->area;
    int first = grid_shown_index(g, b.row), last = grid_shown_index(g, b.row_end);
    for (int i = first; i <= last && goes_on(p, i - first, last - first + 1); i++)
        for (int c = b.column; c >= 0 && c <= b.column_end; c = column_after(g, c)) {
            int row = grid_shown_row(g, i);
            if (!grid_fixed(g) || !grid_fixed_row(g, row)->heading)
                paste_cell(p, row, c, p->text);
        }
}

/* The whole of it, in a thread of its own when it may take long: all or nothing. */
static void paste(struct work *w, void *context)
{
    struct pasting *p = context;
    p->work = w;
    entry_group_begin(p->g->w.entry);
    (p->one ? paste_one : paste_rows)(p);
    p->ok = (p->stopped ? entry_group_drop : entry_group_end)(p->g->w.entry, p->ok ? &p->e : NULL) && p->ok;
}

/* What a folded group hides would be passed over unseen. */
static void unfold_all(struct grid *g)
{
    for (int row = 0; row < grid_rows(g) && g->folded; row++)
        g->folded[row] = false;
    grid_view_make(g);
}

static void show_pasted(struct pasting *p)
{
    struct grid *g = p->g;
    grid_go(g, p->area.row, p->area.column, false);
    g->selecting = p->area.row_end > p->area.row || p->area.column_end > p->area.column;
    g->anchor_row = p->area.row_end;
    g->anchor_column = p->area.column_end;
    say_passed_over(g, p->passed);
    if (p->lost)
        app_say(g->w.app, STYLE_WARNING, _("%d pasted cells found no place in the table."),
                p->lost);
}

static void paste_block(struct grid *g, const char *text, bool one)
{
    struct pasting p = {.g = g, .text = text, .one = one, .area = grid_selection(g), .ok = true};
    if (!one) {
        unfold_all(g);
        p.area.row_end = p.area.row;
        p.area.column_end = p.area.column;
    }
    app_work(g->w.app, _("Pasting …"), _("Stop; the table stays as it was"), paste, &p);
    grid_total_changed(g, -1);
    if (!p.ok)
        app_error(g->w.app, &p.e);
    if (p.stopped) {
        grid_view_make(g);
        app_say(g->w.app, STYLE_NORMAL, "%s", _("Nothing was pasted."));
        return;
    }
    show_pasted(&p);
}

/* Without tab or newline (but for one at the end) it is text for the cell. */
static bool is_block(const char *text)
{
    size_t n = strcspn(text, "\t\r\n");
    return text[n] && (text[n] == '\t' || *skip_newline(text + n));
}

enum widget_result grid_paste(struct grid *g, const char *utf8)
{
    bool block = is_block(utf8);
    if (!*utf8 || !widget_may_change(&g->w))
        return WIDGET_DONE;
    if (!block && !g->selecting) {
        grid_cell_paste(g, utf8);
        return WIDGET_DONE;
    }
    grid_settle(g);
    if (block) {
        paste_block(g, utf8, false);
        return WIDGET_DONE;
    }
    struct str cell = {0};
    read_cell(utf8, &cell);
    paste_block(g, str_text(&cell), true);
    str_finish(&cell);
    return WIDGET_DONE;
}

/* At rest, one copied cell replaces at once: there is nothing more to type. */
static enum widget_result paste_own(struct grid *g)
{
    const char *text = app_clipboard(g->w.app);
    if (!text || !*text || !widget_may_change(&g->w))
        return WIDGET_DONE;
    if (is_block(text) || g->selecting)
        return grid_paste(g, text);
    if (!grid_is_open(g, g->row, g->column)) {
        app_say(g->w.app, STYLE_WARNING, "%s", grid_why_closed(g, g->row, g->column));
        return WIDGET_DONE;
    }
    struct err e = {0};
    const struct field *f = grid_cell(g, g->row, g->column);
    if (!grid_store(g, g->row, g->column, grid_parse(g, f, text), &e))
        app_error(g->w.app, &e);
    return WIDGET_DONE;
}

enum widget_result grid_block_act(struct grid *g, enum action a)
{
    switch (a) {
    case ACTION_COPY:
        return copy(g);
    case ACTION_CUT:
        return cut(g);
    case ACTION_PASTE:
        return paste_own(g);
    case ACTION_DELETE_RIGHT:
    case ACTION_KILL:
        return clear(g);
    case ACTION_COPY_ABOVE:
        grid_drop(g);
        return fill_down(g);
    default:
        return WIDGET_PASS;
    }
}
