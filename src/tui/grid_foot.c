/* The line under the rows: what is wrong in the row, or what the cell holds and means. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/unicode.h"
#include "tui/grid.h"

#define NAME_COLUMNS 30

/* What the screen's own line cannot know, since that shows the verdict of the cell under the
 * cursor: the first of its row, else the worst of the whole table. */
static const struct verdict *foot_verdict(const struct grid_frame *d)
{
    struct grid_verdicts s;
    grid_find_verdicts(d, d->g->row, &s);
    if (s.n)
        return grid_verdict_at(&s, d->g->row, d->g->column) ? NULL : s.v[0];
    grid_find_verdicts(d, -1, &s);
    return s.n ? s.v[0] : NULL;
}

/* "Column 5", or the label where columns have no numbers; freshly allocated. */
static char *column_name(const struct grid *g, int column)
{
    const struct field *f = grid_field(g, column);
    return f->number ? xasprintf(_("Column %s"), f->number) : xstrdup(text_of(&f->label));
}

/* "Row 3", "Row 1.2", or a beginning of the label; freshly allocated. */
static char *row_name(const struct grid *g, int row)
{
    const struct fixed_row *fixed = grid_fixed_row(g, row);
    const char *label = fixed ? text_of(&fixed->label) : "";
    if (!fixed)
        return xasprintf(_("Row %d"), row + 1);
    if (fixed->number)
        return xasprintf(_("Row %s"), fixed->number);
    size_t n = text_take(label, strlen(label), NAME_COLUMNS, NULL);
    return xasprintf("%.*s%s", (int)n, label, label[n] ? "…" : "");
}

/* The verdict, with its place where that is not the cursor's cell; freshly allocated. */
static char *verdict_text(const struct grid_frame *d, const struct verdict *v)
{
    struct grid_verdicts only = {{v}, 1};
    bool elsewhere = v->place.row >= 0 && v->place.row != d->g->row;
    if (!elsewhere &&
        (v->place.column < 0 || grid_verdict_at(&only, d->g->row, d->g->column)))
        return xstrdup(v->message);
    char *name = elsewhere ? row_name(d->g, v->place.row) : column_name(d->g, v->place.column);
    bool named = str_starts(v->message, name);
    char *text = named ? xstrdup(v->message) : xasprintf("%s: %s", name, v->message);
    free(name);
    return text;
}

static void put_verdict(const struct grid_frame *d, int y, const struct verdict *v)
{
    char *text = verdict_text(d, v);
    surface_put(d->f, y, d->r.x + 1, 1, grid_verdict_style(v), grid_verdict_mark(d->f, v));
    surface_put(d->f, y, d->r.x + 3, d->r.columns - 3, grid_verdict_style(v), text);
    free(text);
}

/* "1 one · 2 two", or how to see them when that is too long for the line. */
static char *list_options(struct grid *g, const struct field *f, int columns)
{
    struct str out = {0};
    int n = grid_option_count(g, f);
    for (int i = 0; i < n && out.len < 400; i++)
        str_addf(&out, "%s%d %s", i ? " · " : "", i + 1, grid_option_label(g, f, i));
    if (text_width(str_text(&out), out.len) > columns) {
        str_finish(&out);
        return f->several ? xasprintf(_("F2 lists the %d choices; a blank ticks one"), n)
                          : xasprintf(_("F2 lists the %d choices; or type a number or the first "
                                        "letters"), n);
    }
    return str_take(&out);
}

/* What a blank cell takes; NULL: nothing to tell, freshly allocated else. */
static char *blank_help(struct grid *g, const struct field *f, int columns)
{
    if (f->type == &field_types[TYPE_BOOLEAN])
        return xstrdup(_("c Yes · k No; a blank changes it"));
    return f->options.n ? list_options(g, f, columns) : NULL;
}

/* The whole text of a cell that is cut, why nothing is typed in it, what can be chosen, or what
 * stands over it. */
static char *cell_help(const struct grid_frame *d)
{
    struct grid *g = d->g;
    const struct grid_column *c = &g->layout.columns.v[g->column];
    const struct field *f = grid_cell(g, g->row, g->column);
    const struct value *v = grid_value(g, g->row, g->column);
    if (grid_is_folded(g, g->row) && !grid_is_open(g, g->row, g->column))
        return xasprintf("%s — %s", text_of(&grid_fixed_row(g, g->row)->label), _("F4 opens"));
    char *text = grid_print(g, f, v);
    if (text_width(text, strlen(text)) > c->shown)
        return text;
    free(text);
    if (!grid_is_open(g, g->row, g->column))
        return xstrdup(grid_why_closed(g, g->row, g->column));
    char *help = value_is_blank(v) ? blank_help(g, f, d->r.columns - 2) : NULL;
    return help ? help : grid_header_path(g);
}

static char *ticks_help(void)
{
    return xstrdup(_("A blank or the number ticks and unticks; Enter is done; Esc leaves it as it was"));
}

void grid_foot_draw(struct grid_frame *d)
{
    int y = d->r.y + d->g->layout.foot, columns = d->r.columns;
    const struct verdict *v = d->focused ? foot_verdict(d) : NULL;
    bool ticks = d->g->mode == GRID_TICKS;
    char *help = (v && !ticks) || !d->focused ? NULL
                 : ticks                      ? ticks_help()
                 : d->g->mode == GRID_REST    ? cell_help(d)
                                              : grid_header_path(d->g);
    if (help) {
        surface_put(d->f, y, d->r.x + 1, columns - 1, STYLE_DIM, help);
    } else if (v) {
        put_verdict(d, y, v);
    } else if (d->g->layout.totals >= 0) { /* else the rule of the bottom follows */
        surface_hline(d->f, y, d->r.x, columns);
    }
    d->sentence = v || help;
    free(help);
}

