/* The rows of a table on the screen, what they sum up to, and the line under them. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/number.h"
#include "text/unicode.h"
#include "tui/grid.h"

#define VERDICTS 32 /* of one row: more are not told apart */

struct frame {
    struct grid *g;
    struct surface *f;
    struct rect r;
    bool focused;
    bool sentence; /* the line under the rows says something */
};

/* ---- verdicts -------------------------------------------------------------------------------- */

struct row_state {
    const struct verdict *v[VERDICTS];
    size_t n;
};

/* In the row being filled in, what is not typed yet is no error. */
static bool told(const struct frame *d, const struct verdict *v, int row)
{
    bool here = d->focused && row == d->g->row;
    return v->level != LEVEL_NOTE && !(here && !strcmp(v->rule, "required"));
}

static void find_verdicts(const struct frame *d, int row, struct row_state *s)
{
    const struct verdict *all[VERDICTS];
    size_t n = rules_at(entry_rules(d->g->w.entry), grid_place(d->g, row, -1), all, VERDICTS);
    s->n = 0;
    for (size_t i = 0; i < n && i < VERDICTS; i++)
        if (told(d, all[i], row))
            s->v[s->n++] = all[i];
}

static bool touches(const struct verdict *v, int column)
{
    for (size_t i = 0; i < v->place_count; i++)
        if (v->places[i].column == column)
            return true;
    return false;
}

/* The worst verdict at a cell, NULL: none. */
static const struct verdict *verdict_at(const struct row_state *s, int column)
{
    for (size_t i = 0; i < s->n; i++)
        if (touches(s->v[i], column))
            return s->v[i];
    return NULL;
}

static enum style level_style(const struct verdict *v)
{
    return v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING;
}

static const char *level_mark(const struct surface *f, const struct verdict *v)
{
    return surface_mark(f, v->level == LEVEL_ERROR ? MARK_BAD : MARK_NOTE);
}

/* ---- cells ----------------------------------------------------------------------------------- */

static bool is_here(const struct frame *d, int row, int column)
{
    return d->focused && row == d->g->row && column == d->g->column;
}

static bool is_selected(const struct frame *d, int row, int column)
{
    struct grid_block b = grid_selection(d->g);
    return d->focused && d->g->selecting && row >= b.row && row <= b.row_end &&
           column >= b.column && column <= b.column_end;
}

static bool is_hit(const struct frame *d, const char *text)
{
    return d->g->needle && fold_find(text, d->g->needle, NULL) >= 0;
}

/* An offending blank is shown by the mark: there is nothing else to colour. */
static char *cell_text(const struct frame *d, int row, int column, const struct verdict *v)
{
    const struct value *value = grid_value(d->g, row, column);
    if (value_is_blank(value) && v)
        return xstrdup(level_mark(d->f, v));
    return grid_print(d->g, column, value);
}

static void put_cell(const struct frame *d, int y, int row, int column, enum style style,
                     const char *text)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    bool right = grid_field(d->g, column)->type->right &&
                 grid_value(d->g, row, column)->kind != VALUE_RAW;
    int x = d->r.x + c->x;
    if (right)
        surface_put_right(d->f, y, x, c->shown, style, text);
    else
        surface_put(d->f, y, x, c->shown, style, text);
}

/* The cell of the cursor stands in brackets, so that it is found without colours too. */
static void put_brackets(const struct frame *d, int y, int column, enum style style)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    surface_put(d->f, y, d->r.x + c->x - 1, 1, style, "[");
    surface_put(d->f, y, d->r.x + c->x + c->shown, 1, style, "]");
}

static void draw_typed(const struct frame *d, int y, int column)
{
    struct grid *g = d->g;
    const struct grid_column *c = &g->layout.columns.v[column];
    char *text = line_text(&g->line);
    struct value v = grid_field(g, column)->type->parse(grid_field(g, column), text);
    bool bad = v.kind == VALUE_RAW && !grid_option_count(g, column);
    value_finish(&v);
    free(text);
    line_draw(&g->line, d->f, (struct rect){y, d->r.x + c->x, 1, c->shown},
              bad ? STYLE_ERROR : STYLE_INPUT, true);
    put_brackets(d, y, column, STYLE_FOCUS);
}

/* Behind a text, on the last letter of a figure. */
static int cursor_column(const struct frame *d, int column, const char *text)
{
    int last = d->g->layout.columns.v[column].shown - 1;
    int width = text_width(text, strlen(text));
    return grid_field(d->g, column)->type->right || width > last ? last : width;
}

static void draw_resting(const struct frame *d, int y, int row, int column,
                         const struct row_state *s)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    const struct verdict *v = verdict_at(s, column);
    char *text = cell_text(d, row, column, v);
    bool here = is_here(d, row, column);
    bool bad = grid_value(d->g, row, column)->kind == VALUE_RAW;
    enum style style = bad ? STYLE_ERROR : v ? level_style(v) : STYLE_NORMAL;
    if (is_selected(d, row, column))
        style = STYLE_SELECTED;
    else if (here && style == STYLE_NORMAL)
        style = STYLE_FOCUS;
    else if (!here && is_hit(d, text))
        style = STYLE_HIT;
    if (style == STYLE_SELECTED || here)
        surface_fill(d->f, (struct rect){y, d->r.x + c->x, 1, c->shown}, style);
    put_cell(d, y, row, column, style, text);
    if (here) {
        put_brackets(d, y, column, STYLE_FOCUS);
        d->f->cursor_y = y;
        d->f->cursor_x = d->r.x + c->x + cursor_column(d, column, text);
    }
    free(text);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void draw_row_head(const struct frame *d, int y, int row, const struct row_state *s)
{
    const struct grid *g = d->g;
    char number[32];
    bool here = d->focused && row == g->row, virtual = row == grid_rows(g);
    enum style style = here ? STYLE_HEADING : virtual ? STYLE_DIM : STYLE_NORMAL;
    surface_put_right(d->f, y, d->r.x + 2, g->layout.number_width, style,
                      number_print(row + 1, number));
    if (s->n)
        surface_put(d->f, y, d->r.x + 1, 1, level_style(s->v[0]), level_mark(d->f, s->v[0]));
}

static void draw_row(const struct frame *d, int y, int row)
{
    struct row_state s;
    find_verdicts(d, row, &s);
    draw_row_head(d, y, row, &s);
    for (int i = 0; i < grid_columns(d->g); i++) {
        if (d->g->layout.columns.v[i].x < 0)
            continue;
        if (is_here(d, row, i) && d->g->mode != GRID_REST)
            draw_typed(d, y, i);
        else
            draw_resting(d, y, row, i, &s);
    }
}

static void draw_body(const struct frame *d)
{
    const struct grid_layout *l = &d->g->layout;
    int last = grid_last_row(d->g);
    for (int i = 0; i < l->body_rows && d->g->top + i <= last; i++)
        draw_row(d, d->r.y + l->body + i, d->g->top + i);
}

static void draw_totals(const struct frame *d)
{
    struct grid *g = d->g;
    const struct grid_layout *l = &g->layout;
    int y = d->r.y + l->totals;
    char out[40];
    if (l->totals < 0)
        return;
    const char *label = text_of(&grid_table(g)->totals_label);
    surface_put(d->f, y, d->r.x + 2 + l->number_width + 1, l->frozen_end - l->number_width - 3,
                STYLE_HEADING, *label ? label : _("Total"));
    for (int i = 0; i < grid_columns(g); i++) {
        const struct grid_column *c = &l->columns.v[i];
        const struct grid_total *total = c->x < 0 ? NULL : grid_total(g, i);
        if (total)
            surface_put_right(d->f, y, d->r.x + c->x, c->shown, STYLE_HEADING,
                              decimal_print(total->sum.size, out));
    }
}

/* ---- the line under the rows ----------------------------------------------------------------- */

/* What the screen's own line cannot know, since that shows the verdict of the cell under the
 * cursor: the first of its row, else the worst of the whole table. */
static const struct verdict *foot_verdict(const struct frame *d)
{
    struct row_state s;
    const struct verdict *all[VERDICTS];
    find_verdicts(d, d->g->row, &s);
    if (s.n)
        return verdict_at(&s, d->g->column) ? NULL : s.v[0];
    size_t n = rules_at(entry_rules(d->g->w.entry), PLACE_FIELD(d->g->w.field), all, VERDICTS);
    for (size_t i = 0; i < n && i < VERDICTS; i++)
        if (told(d, all[i], all[i]->place.row))
            return all[i];
    return NULL;
}

/* "Column 5", or the label where columns have no numbers; freshly allocated. */
static char *column_name(const struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    return f->number ? xasprintf(_("Column %s"), f->number) : xstrdup(text_of(&f->label));
}

/* The verdict, with its place where that is not the cursor's cell; freshly allocated. */
static char *verdict_text(const struct frame *d, const struct verdict *v)
{
    if (v->place.row >= 0 && v->place.row != d->g->row)
        return xasprintf(_("Row %d: %s"), v->place.row + 1, v->message);
    if (v->place.column < 0 || touches(v, d->g->column))
        return xstrdup(v->message);
    char *name = column_name(d->g, v->place.column);
    bool named = str_starts(v->message, name);
    char *text = named ? xstrdup(v->message) : xasprintf("%s: %s", name, v->message);
    free(name);
    return text;
}

static void put_verdict(const struct frame *d, int y, const struct verdict *v)
{
    char *text = verdict_text(d, v);
    surface_put(d->f, y, d->r.x + 1, 1, level_style(v), level_mark(d->f, v));
    surface_put(d->f, y, d->r.x + 3, d->r.columns - 3, level_style(v), text);
    free(text);
}

/* "1 one · 2 two", or how to see them when that is too long for the line. */
static char *list_options(struct grid *g, int columns)
{
    struct str out = {0};
    int n = grid_option_count(g, g->column);
    for (int i = 0; i < n && out.len < 400; i++)
        str_addf(&out, "%s%d %s", i ? " · " : "", i + 1, grid_option_label(g, g->column, i));
    if (text_width(str_text(&out), out.len) > columns) {
        str_finish(&out);
        return xasprintf(_("F2 lists the %d choices; or type a number or the first letters"), n);
    }
    return str_take(&out);
}

/* The whole text of a cell that is cut, or what can be chosen in it, or what stands over it. */
static char *cell_help(const struct frame *d)
{
    struct grid *g = d->g;
    const struct grid_column *c = &g->layout.columns.v[g->column];
    const struct value *v = grid_value(g, g->row, g->column);
    bool choice = grid_field(g, g->column)->options.n > 0;
    char *text = grid_print(g, g->column, v);
    if (text_width(text, strlen(text)) > c->shown)
        return text;
    free(text);
    return choice && value_is_blank(v) ? list_options(g, d->r.columns - 2) : grid_header_path(g);
}

static void draw_foot(struct frame *d)
{
    int y = d->r.y + d->g->layout.foot, columns = d->r.columns;
    const struct verdict *v = d->focused ? foot_verdict(d) : NULL;
    char *help = v || !d->focused          ? NULL
                 : d->g->mode == GRID_REST ? cell_help(d)
                                           : grid_header_path(d->g);
    if (v) {
        put_verdict(d, y, v);
    } else if (help) {
        surface_put(d->f, y, d->r.x + 1, columns - 1, STYLE_DIM, help);
    } else {
        surface_hline(d->f, y, d->r.x, columns);
    }
    d->sentence = v || help;
    free(help);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Upright lines from the first row to the last, but not through a sentence. */
static void draw_vline(const struct frame *d, int x)
{
    const struct grid_layout *l = &d->g->layout;
    int end = l->totals < 0 ? l->foot : l->totals + 1;
    surface_vline(d->f, d->r.y, d->r.x + x, d->sentence ? l->foot : end);
    if (d->sentence && l->totals >= 0)
        surface_vline(d->f, d->r.y + l->totals, d->r.x + x, 1);
}

static void draw_lines(const struct frame *d)
{
    const struct grid_layout *l = &d->g->layout;
    surface_hline(d->f, d->r.y + l->body - 1, d->r.x, d->r.columns);
    draw_vline(d, l->frozen_end);
    for (size_t i = 1; i < l->columns.n; i++) {
        const struct grid_column *c = &l->columns.v[i];
        bool first = (int)i == l->frozen || (int)i == d->g->left;
        if (c->x >= 0 && c->starts && !first)
            draw_vline(d, c->x - 2);
    }
}

static void keep_drawn(struct grid *g, struct rect r, bool focused)
{
    bool simple = focused && !g->selecting && !grid_options_open(g) && !g->menu.items.n;
    g->drawn.r = simple ? r : (struct rect){0};
    g->drawn.row = g->row;
    g->drawn.column = g->column;
    g->drawn.top = g->top;
    g->drawn.left = g->left;
    g->drawn.mode = g->mode;
}

bool grid_draw_part(struct widget *w, struct surface *f)
{
    struct grid *g = grid_of(w);
    struct frame d = {.g = g, .f = f, .r = g->drawn.r, .focused = true};
    bool same = g->drawn.r.rows && g->drawn.row == g->row && g->drawn.column == g->column &&
                g->drawn.top == g->top && g->drawn.left == g->left && g->drawn.mode == g->mode;
    if (!same || g->mode == GRID_REST || g->selecting || grid_options_open(g) || g->menu.items.n)
        return false;
    struct rect old = surface_clip(f, d.r);
    draw_typed(&d, d.r.y + g->layout.body + g->row - g->top, g->column);
    surface_unclip(f, old);
    return true;
}

void grid_draw(struct widget *w, struct surface *f, struct rect r, bool focused)
{
    struct grid *g = grid_of(w);
    struct frame d = {.g = g, .f = f, .r = r, .focused = focused};
    struct rect old = surface_clip(f, r);
    grid_clamp(g);
    grid_layout_make(g, r.rows, r.columns);
    draw_foot(&d);
    draw_lines(&d);
    grid_header_draw(g, f, r);
    draw_body(&d);
    draw_totals(&d);
    if (focused)
        grid_popup_draw(g, f, r);
    surface_unclip(f, old);
    keep_drawn(g, r, focused);
}
