/* The lists that open over a table: options of a cell, the menu of rows. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/unicode.h"
#include "tui/grid.h"

#define POPUP_ROWS 8
#define POPUP_WIDTH 44

bool grid_options_open(const struct grid *g)
{
    return g->mode != GRID_REST && g->options.items.n > 0;
}

/* "&Insert" → "Insert"; freshly allocated. */
static char *without_mark(const char *label)
{
    size_t n = strcspn(label, "&");
    return xasprintf("%.*s%s", (int)n, label, label[n] ? label + n + 1 : "");
}

static char *label_of(const struct grid *g, bool menu, int item)
{
    if (menu)
        return without_mark(grid_menu_label(item));
    const struct field *f = grid_cell(g, g->row, g->column);
    bool numbered = item < 9 && f->options.n > 0;
    const char *label = grid_option_label(g, f, item);
    if (g->mode != GRID_TICKS)
        return numbered ? xasprintf("%d %s", item + 1, label) : xstrdup(label);
    const char *id = grid_option_id(g, f, item);
    bool ticked = id ? ticks_has(&g->ticks, id) : g->ticks.other != NULL;
    char *number = numbered ? xasprintf("%d", item + 1) : xstrdup(" ");
    char *line = xasprintf("[%s] %s %s%s%s", ticked ? "x" : " ", number, label,
                           !id && ticked ? ": " : "", !id && ticked ? g->ticks.other : "");
    free(number);
    return line;
}

static int widest(const struct grid *g, bool menu, const struct int_list *items)
{
    int width = 0;
    for (size_t i = 0; i < items->n; i++) {
        char *label = label_of(g, menu, items->v[i]);
        int w = text_width(label, strlen(label));
        width = w > width ? w : width;
        free(label);
    }
    return width < POPUP_WIDTH ? width : POPUP_WIDTH;
}

/* Below the cell where there is room, else above it; never beyond the table. */
static struct rect place_popup(const struct grid *g, struct rect r, int rows, int columns, int x)
{
    int y = r.y + grid_row_y(g, g->row);
    struct rect box = {y + 1, x, rows, columns};
    if (box.y + rows > r.y + r.rows)
        box.y = y - rows >= r.y ? y - rows : r.y;
    if (box.x + columns > r.x + r.columns)
        box.x = r.x + r.columns - columns;
    return box;
}

/* The letter that chooses a line of the menu stands out. */
static void mark_letter(struct surface *f, int y, int x, const char *label)
{
    size_t n = strcspn(label, "&");
    if (label[n])
        surface_style(f, y, x + text_width(label, n), 1, STYLE_KEY);
}

static void draw_list(struct grid *g, struct surface *f, struct rect box, bool menu)
{
    const struct grid_popup *p = menu ? &g->menu : &g->options;
    int rows = box.rows - 2, first = p->at >= rows ? p->at - rows + 1 : 0;
    surface_fill(f, box, STYLE_NORMAL);
    surface_box(f, box);
    for (int i = 0; i < rows && first + i < (int)p->items.n; i++) {
        int y = box.y + 1 + i, x = box.x + 2, item = p->items.v[first + i];
        enum style style = first + i == p->at ? STYLE_SELECTED : STYLE_NORMAL;
        char *label = label_of(g, menu, item);
        surface_fill(f, (struct rect){y, box.x + 1, 1, box.columns - 2}, style);
        if (first + i == p->at)
            surface_put(f, y, box.x + 1, 1, style, surface_mark(f, MARK_HERE));
        surface_put(f, y, x, box.columns - 4, style, label);
        if (menu)
            mark_letter(f, y, x, grid_menu_label(item));
        free(label);
    }
}

void grid_popup_draw(struct grid *g, struct surface *f, struct rect r)
{
    bool menu = g->menu.items.n > 0;
    const struct int_list *items = menu ? &g->menu.items : &g->options.items;
    const struct grid_column *c = &g->layout.columns.v[g->column];
    if (!menu && !grid_options_open(g))
        return;
    int rows = (int)items->n < POPUP_ROWS ? (int)items->n : POPUP_ROWS;
    int x = menu ? r.x + 2 + g->layout.number_width : r.x + c->x - 2;
    draw_list(g, f, place_popup(g, r, rows + 2, widest(g, menu, items) + 4, x), menu);
}
