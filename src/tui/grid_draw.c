/* The rows of a table on the screen, what they sum up to, and the line under them. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry_beside.h"
#include "entry/talk.h"
#include "form/typed.h"
#include "text/fold.h"
#include "text/number.h"
#include "text/unicode.h"
#include "tui/grid.h"

/* ---- verdicts -------------------------------------------------------------------------------- */

/* In the row being filled in, what is not typed yet is no error; in a fixed row, which is there from
 * the beginning, it never is an alarm (the blank has a mark of its own). */
static bool told(const struct grid_frame *d, const struct verdict *v, int row)
{
    bool here = d->focused && row == d->g->row;
    return v->level != LEVEL_NOTE &&
           !((here || grid_fixed(d->g)) && !strcmp(v->rule, "required"));
}

static void add_verdicts(const struct grid_frame *d, int row, struct grid_verdicts *s)
{
    const struct verdict *all[GRID_VERDICTS];
    size_t n = rules_at(entry_rules(d->g->w.entry), grid_place(d->g, row, -1), all, GRID_VERDICTS);
    for (size_t i = 0; i < n && i < GRID_VERDICTS && s->n < GRID_VERDICTS; i++)
        if (told(d, all[i], row < 0 ? all[i]->place.row : row))
            s->v[s->n++] = all[i];
}

void grid_find_verdicts(const struct grid_frame *d, int row, struct grid_verdicts *ret)
{
    bool folded = row >= 0 && grid_is_folded(d->g, row);
    int end = folded ? grid_group_end(d->g, row) : row + 1;
    ret->n = 0;
    for (int i = row; i < end; i++)
        add_verdicts(d, i, ret);
}

static bool touches(const struct verdict *v, int row, int column)
{
    for (size_t i = 0; i < v->place_count; i++)
        if (v->places[i].column == column && (row < 0 || v->places[i].row == row))
            return true;
    return false;
}

const struct verdict *grid_verdict_at(const struct grid_verdicts *s, int row, int column)
{
    for (size_t i = 0; i < s->n; i++)
        if (touches(s->v[i], row, column))
            return s->v[i];
    return NULL;
}

enum style grid_verdict_style(const struct verdict *v)
{
    return v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING;
}

const char *grid_verdict_mark(const struct surface *f, const struct verdict *v)
{
    return surface_mark(f, v->level == LEVEL_ERROR ? MARK_BAD : MARK_NOTE);
}

/* ---- cells ----------------------------------------------------------------------------------- */

static bool is_here(const struct grid_frame *d, int row, int column)
{
    return d->focused && row == d->g->row && column == d->g->column;
}

static bool is_selected(const struct grid_frame *d, int row, int column)
{
    struct grid_block b = grid_selection(d->g);
    return d->focused && d->g->selecting && row >= b.row && row <= b.row_end &&
           column >= b.column && column <= b.column_end;
}

static bool is_hit(const struct grid_frame *d, const char *text)
{
    return d->g->needle && fold_find(text, d->g->needle, NULL) >= 0;
}

/* What a cell looks like. */
struct look {
    const struct field *field; /* NULL: closed */
    const struct value *value;
    bool asked, computed, given, missing; /* missing: a required blank */
};

static struct look look_at(const struct grid_frame *d, int row, int column)
{
    const struct rules *rules = entry_rules(d->g->w.entry);
    struct place p = grid_place(d->g, row, column);
    struct look l = {.field = grid_cell(d->g, row, column), .value = grid_value(d->g, row, column)};
    l.asked = rules_relevant(rules, p);
    l.computed = l.field && l.field->value.text;
    l.given = l.field && !l.computed && !value_is_blank(&l.field->given);
    l.missing = l.field && l.asked && l.field->required && grid_fixed(d->g) &&
                value_is_blank(l.value) && !l.computed;
    return l;
}

/* A code stands as such where its words have no room. */
static char *print_cell(const struct grid_frame *d, const struct look *l, int columns)
{
    char *text = grid_print(d->g, l->field, l->value);
    if (l->value->kind != VALUE_MISSING || text_width(text, strlen(text)) <= columns)
        return text;
    free(text);
    return xstrdup(l->value->text);
}

/* A comment that waits, or an answer taken over; NULL: neither. */
static const char *cell_mark(const struct grid_frame *d, struct place p)
{
    size_t at = 0;
    const struct talk_thread *x;
    while (d->g->w.talk && (x = talk_at(d->g->w.talk, p, &at)))
        if (talk_is_waiting(d->g->w.talk, x))
            return d->f->ascii ? "\"" : "»";
    return entry_taken(d->g->w.entry, p) ? "~" : NULL;
}

/* An offending blank is shown by the mark: there is nothing else to colour. Closed cells are
 * crossed out as on paper. What was taken over and not confirmed has a mark before it. */
static char *cell_text(const struct grid_frame *d, const struct look *l, int row, int column,
                       const struct verdict *v)
{
    const struct fixed_row *fixed = grid_fixed_row(d->g, row);
    if (!l->field)
        return xstrdup(fixed && fixed->heading ? "" : "×");
    if (!l->asked)
        return xstrdup("");
    if (value_is_blank(l->value) && (v || l->missing))
        return xstrdup(v ? grid_verdict_mark(d->f, v) : "*");
    int columns = d->g->layout.columns.v[column].shown;
    const char *mark = cell_mark(d, grid_place(d->g, row, column));
    if (!mark)
        return print_cell(d, l, columns);
    char *text = print_cell(d, l, columns - 1), *marked = xasprintf("%s%s", mark, text);
    free(text);
    return marked;
}

static void put_cell(const struct grid_frame *d, int y, int column, const struct look *l,
                     enum style style, const char *text)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    bool right = l->field && l->field->type->right && l->value->kind != VALUE_RAW;
    int x = d->r.x + c->x, middle = l->field ? 0 : (c->shown - 1) / 2;
    if (right)
        surface_put_right(d->f, y, x, c->shown, style, text);
    else
        surface_put(d->f, y, x + middle, c->shown - middle, style, text);
    if (l->computed && l->asked && !value_is_blank(l->value)) {
        int before = right ? c->shown - text_width(text, strlen(text)) - 2 : -1;
        surface_put(d->f, y, x + (before < 0 ? -1 : before), 1, STYLE_DIM, "=");
    }
}

/* The cell of the cursor stands in brackets, so that it is found without colours too. */
static void put_brackets(const struct grid_frame *d, int y, int column, enum style style)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    surface_put(d->f, y, d->r.x + c->x - 1, 1, style, "[");
    surface_put(d->f, y, d->r.x + c->x + c->shown, 1, style, "]");
}

static void draw_typed(const struct grid_frame *d, int y, int column)
{
    struct grid *g = d->g;
    const struct grid_column *c = &g->layout.columns.v[column];
    const struct field *field = grid_cell(g, g->row, column);
    char *text = line_text(&g->line);
    struct value v = typed_read(field, text, widget_year(&g->w));
    bool bad = v.kind == VALUE_RAW && !grid_option_count(g, field);
    value_finish(&v);
    free(text);
    line_draw(&g->line, d->f, (struct rect){y, d->r.x + c->x, 1, c->shown},
              bad ? STYLE_ERROR : STYLE_INPUT, true);
    put_brackets(d, y, column, STYLE_FOCUS);
}

/* Behind a text, on the last letter of a figure. */
static int cursor_column(const struct grid_frame *d, int column, const struct field *f,
                         const char *text)
{
    int last = d->g->layout.columns.v[column].shown - 1;
    int width = text_width(text, strlen(text));
    return (f && f->type->right) || width > last ? last : width;
}

static enum style cell_style(const struct look *l, const struct verdict *v)
{
    if (l->value->kind == VALUE_RAW)
        return STYLE_ERROR;
    if (v)
        return grid_verdict_style(v);
    return !l->field || l->computed || l->given || l->missing ? STYLE_DIM : STYLE_NORMAL;
}

/* A folded heading has the cursor at its label. */
static bool at_label(const struct grid_frame *d, int row)
{
    return grid_is_folded(d->g, row) && !grid_is_open(d->g, row, d->g->column);
}

static void draw_resting(const struct grid_frame *d, int y, int row, int column,
                         const struct grid_verdicts *s)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    const struct verdict *v = grid_verdict_at(s, row, column);
    struct look l = look_at(d, row, column);
    char *text = cell_text(d, &l, row, column, v);
    bool here = is_here(d, row, column) && !at_label(d, row);
    enum style style = cell_style(&l, v);
    if (is_selected(d, row, column))
        style = STYLE_SELECTED;
    else if (here && (style == STYLE_NORMAL || style == STYLE_DIM))
        style = STYLE_FOCUS;
    else if (!here && is_hit(d, text))
        style = STYLE_HIT;
    if (style == STYLE_SELECTED || here)
        surface_fill(d->f, (struct rect){y, d->r.x + c->x, 1, c->shown}, style);
    put_cell(d, y, column, &l, style, text);
    if (here) {
        put_brackets(d, y, column, STYLE_FOCUS);
        d->f->cursor_y = y;
        d->f->cursor_x = d->r.x + c->x + cursor_column(d, column, l.field, text);
    }
    free(text);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void draw_row_head(const struct grid_frame *d, int y, int row,
                          const struct grid_verdicts *s)
{
    const struct grid *g = d->g;
    char number[32];
    bool here = d->focused && row == g->row, virtual = row == grid_rows(g);
    enum style style = here ? STYLE_HEADING : virtual ? STYLE_DIM : STYLE_NORMAL;
    if (grid_fixed(g))
        grid_stub_draw(d, y, row);
    else
        surface_put_right(d->f, y, d->r.x + 2, g->layout.number_width, style,
                          number_print(row + 1, number));
    if (s->n)
        surface_put(d->f, y, d->r.x + 1, 1, grid_verdict_style(s->v[0]),
                    grid_verdict_mark(d->f, s->v[0]));
}

static void draw_row(const struct grid_frame *d, int y, int row)
{
    const struct fixed_row *fixed = grid_fixed_row(d->g, row);
    struct grid_verdicts s;
    grid_find_verdicts(d, row, &s);
    draw_row_head(d, y, row, &s);
    if (fixed && fixed->heading && !d->g->selecting && row != d->g->row)
        return;
    for (int i = 0; i < grid_columns(d->g); i++) {
        if (d->g->layout.columns.v[i].x < 0)
            continue;
        if (is_here(d, row, i) && d->g->mode != GRID_REST && d->g->mode != GRID_TICKS)
            draw_typed(d, y, i);
        else
            draw_resting(d, y, row, i, &s);
    }
}

static void draw_body(const struct grid_frame *d)
{
    const struct grid_layout *l = &d->g->layout;
    struct rect old = surface_clip(d->f, (struct rect){d->r.y + l->body, d->r.x, l->body_rows,
                                                       d->r.columns});
    for (int i = d->g->top, y = 0; y < l->body_rows && i < grid_shown_count(d->g); i++) {
        int row = grid_shown_row(d->g, i);
        draw_row(d, d->r.y + l->body + y, row);
        y += grid_row_height(d->g, row);
    }
    surface_unclip(d->f, old);
}

/* "over 77" where a part is a lower bound, "~77" an estimate; "?" behind: some figures are still
 * blank. */
static void draw_total(const struct grid_frame *d, int y, int column, const struct sum *sum)
{
    const struct grid_column *c = &d->g->layout.columns.v[column];
    const struct field *f = grid_field(d->g, column);
    struct figure figure = {sum->size, sum->at_least, sum->estimate};
    struct value v = value_of_figure(figure, false);
    char *text = f->type->print(f, &v);
    surface_put_right(d->f, y, d->r.x + c->x, c->shown, STYLE_HEADING, text);
    if (sum->blank)
        surface_put(d->f, y, d->r.x + c->x + c->shown, 1, STYLE_DIM, "?");
    value_finish(&v);
    free(text);
}

static void draw_totals(const struct grid_frame *d)
{
    struct grid *g = d->g;
    const struct grid_layout *l = &g->layout;
    int y = d->r.y + l->totals;
    int x = grid_fixed(g) ? l->label_x : 2 + l->number_width + 1;
    if (l->totals < 0)
        return;
    const char *label = text_of(&grid_table(g)->totals_label);
    surface_put(d->f, y, d->r.x + x, l->frozen_end - x, STYLE_HEADING,
                *label ? label : _("Total"));
    for (int i = 0; i < grid_columns(g); i++) {
        const struct grid_column *c = &l->columns.v[i];
        const struct grid_total *total = c->x < 0 ? NULL : grid_total(g, i);
        if (total)
            draw_total(d, y, i, &total->sum);
    }
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Upright lines from the first row to the last, but not through a sentence. */
static void draw_vline(const struct grid_frame *d, int x)
{
    const struct grid_layout *l = &d->g->layout;
    int end = l->totals < 0 ? l->foot + 1 : l->totals + 1;
    surface_vline(d->f, d->r.y, d->r.x + x, d->sentence ? l->foot : end);
    if (d->sentence && l->totals >= 0)
        surface_vline(d->f, d->r.y + l->totals, d->r.x + x, 1);
}

static void draw_lines(const struct grid_frame *d)
{
    const struct grid_layout *l = &d->g->layout;
    surface_hline(d->f, d->r.y + l->body - 1, d->r.x, d->r.columns);
    draw_vline(d, l->frozen_end);
    for (size_t i = 1; i < l->columns.n; i++) {
        const struct grid_column *c = &l->columns.v[i];
        bool first = (int)i == l->first || (int)i == d->g->left;
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
    struct grid_frame d = {.g = g, .f = f, .r = g->drawn.r, .focused = true};
    bool same = g->drawn.r.rows && g->drawn.row == g->row && g->drawn.column == g->column &&
                g->drawn.top == g->top && g->drawn.left == g->left && g->drawn.mode == g->mode;
    if (!same || g->mode == GRID_REST || g->mode == GRID_TICKS || g->selecting || grid_options_open(g) || g->menu.items.n)
        return false;
    struct rect old = surface_clip(f, d.r);
    draw_typed(&d, d.r.y + grid_row_y(g, g->row), g->column);
    surface_unclip(f, old);
    return true;
}

void grid_draw(struct widget *w, struct surface *f, struct rect r, bool focused)
{
    struct grid *g = grid_of(w);
    struct grid_frame d = {.g = g, .f = f, .r = r, .focused = focused};
    struct rect old = surface_clip(f, r);
    grid_clamp(g);
    grid_layout_make(g, r.rows, r.columns);
    grid_foot_draw(&d);
    draw_lines(&d);
    grid_header_draw(g, f, r);
    draw_body(&d);
    draw_totals(&d);
    if (focused)
        grid_popup_draw(g, f, r);
    surface_unclip(f, old);
    keep_drawn(g, r, focused);
}
