/* Which rows are in sight. */
#include "tui/grid.h"

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* Rows at which the cursor does not stop, right before and behind its own, are brought into sight
 * too: headings, sums. */
static int reach(const struct grid *g, int index, int by)
{
    int end = grid_shown_count(g);
    for (int i = index + by; i >= 0 && i < end; i += by) {
        if (grid_row_stops(g, grid_shown_row(g, i)))
            break;
        index = i;
    }
    return index;
}

static int height_of(const struct grid *g, int from, int to)
{
    int lines = 0;
    for (int i = from; i <= to; i++)
        lines += grid_row_height(g, grid_shown_row(g, i));
    return lines;
}

static void scroll_fixed(struct grid *g)
{
    int rows = g->layout.body_rows, last = grid_shown_count(g) - 1;
    int at = grid_shown_index(g, g->row), first = reach(g, at, -1), end = reach(g, at, 1);
    while (first < at && height_of(g, first, at) > rows)
        first++;
    while (end > at && height_of(g, first, end) > rows)
        end--;
    g->top = min(max(g->top, 0), first);
    while (g->top < first && height_of(g, g->top, end) > rows)
        g->top++;
    while (g->top > 0 && height_of(g, g->top - 1, last) <= rows)
        g->top--;
}

void grid_scroll_down(struct grid *g)
{
    if (grid_fixed(g)) {
        scroll_fixed(g);
        return;
    }
    int rows = g->layout.body_rows, last = grid_last_row(g);
    if (g->top > last - rows + 1)
        g->top = max(0, last - rows + 1);
    if (g->row < g->top)
        g->top = g->row;
    if (g->row >= g->top + rows)
        g->top = g->row - rows + 1;
}
