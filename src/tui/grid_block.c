/* Several cells at once: copy, cut, clear, fill down, paste. Each is one undo step and one write. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "tui/app.h"
#include "tui/grid.h"

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
    char *text = field_edit_text(grid_field(g, column), grid_value(g, row, column));
    for (char *p = text; *p; p++)
        if (*p == '\t' || *p == '\n')
            *p = ' ';
    str_add(out, text);
    free(text);
}

/* Cells by tabs, rows by newlines, figures without groups: a spreadsheet takes it so. */
static bool take_copy(struct grid *g)
{
    struct grid_block b = grid_selection(g);
    struct str out = {0};
    for (int r = b.row; r <= b.row_end; r++)
        for (int c = b.column; c <= b.column_end; c++) {
            add_cell(g, &out, r, c);
            if (c < b.column_end || r < b.row_end)
                str_addc(&out, c < b.column_end ? '\t' : '\n');
        }
    bool any = out.len > 0;
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
    if (!widget_may_change(&g->w))
        return WIDGET_DONE;
    entry_group_begin(g->w.entry);
    for (int r = b.row; r <= b.row_end && r < grid_rows(g); r++)
        for (int c = b.column; c <= b.column_end && ok; c++)
            ok = entry_set(g->w.entry, grid_place(g, r, c), VALUE_NONE, &e);
    end_group(g, ok, &e);
    return WIDGET_DONE;
}

static enum widget_result cut(struct grid *g)
{
    take_copy(g);
    return clear(g);
}

/* ---- fill down ------------------------------------------------------------------------------- */

/* All rows of the selection take over its first one; a single row the one above. */
static enum widget_result fill_down(struct grid *g)
{
    struct grid_block b = grid_selection(g);
    struct err e = {0};
    bool ok = true;
    if (!widget_may_change(&g->w))
        return WIDGET_DONE;
    int from = b.row_end > b.row ? b.row : b.row - 1;
    if (from < 0)
        return WIDGET_DONE;
    entry_group_begin(g->w.entry);
    for (int r = from + 1; r <= b.row_end && ok; r++)
        for (int c = b.column; c <= b.column_end && ok; c++) {
            const struct value *v = grid_value(g, from, c);
            ok = grid_store(g, r, c, value_copy(v), &e);
        }
    end_group(g, ok, &e);
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
    struct grid_block area; /* cells that were written */
    int lost;               /* cells that found no place */
    bool ok;
    struct err e;
};

static void paste_cell(struct pasting *p, int row, int column, const char *text)
{
    struct grid *g = p->g;
    if (column >= grid_columns(g) || row > grid_last_row(g)) {
        p->lost += *text != '\0';
        return;
    }
    if (column > p->area.column_end)
        p->area.column_end = column;
    p->area.row_end = row;
    p->ok = p->ok && grid_store(g, row, column, grid_parse(g, column, text), &p->e);
}

static void paste_rows(struct pasting *p, const char *text)
{
    struct str cell = {0};
    for (int row = p->area.row; *text && p->ok; row++) {
        int column = p->area.column;
        for (bool more = true; more; column++) {
            text = read_cell(text, &cell);
            paste_cell(p, row, column, str_text(&cell));
            more = *text == '\t';
            text += more;
        }
        /* An empty line in the midst of a block is a row of its own. */
        if (row == grid_rows(p->g) && row <= grid_last_row(p->g) && *skip_newline(text))
            p->ok = p->ok && grid_make_row(p->g, row, &p->e);
        text = *text ? skip_newline(text) : text;
    }
    str_finish(&cell);
}

/* One cell for many: all of the selection takes it. */
static void paste_one(struct pasting *p, const char *text)
{
    struct grid_block b = p->area;
    for (int r = b.row; r <= b.row_end; r++)
        for (int c = b.column; c <= b.column_end; c++)
            paste_cell(p, r, c, text);
}

static void show_pasted(struct pasting *p)
{
    struct grid *g = p->g;
    grid_go(g, p->area.row, p->area.column, false);
    g->selecting = p->area.row_end > p->area.row || p->area.column_end > p->area.column;
    g->anchor_row = p->area.row_end;
    g->anchor_column = p->area.column_end;
    if (p->lost)
        app_say(g->w.app, STYLE_WARNING, _("%d pasted cells found no place in the table."),
                p->lost);
}

static void paste_block(struct grid *g, const char *text, bool one)
{
    struct pasting p = {.g = g, .area = grid_selection(g), .ok = true};
    if (!one) {
        p.area.row_end = p.area.row;
        p.area.column_end = p.area.column;
    }
    entry_group_begin(g->w.entry);
    (one ? paste_one : paste_rows)(&p, text);
    end_group(g, p.ok, &p.e);
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
    struct err e = {0};
    if (!grid_store(g, g->row, g->column, grid_parse(g, g->column, text), &e))
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
