#include "tui/list.h"

#include <stdlib.h>

#include "text/fold.h"

static bool selectable(const struct list *l, int i)
{
    return i >= 0 && i < l->count && (!l->ops->selectable || l->ops->selectable(l->user, i));
}

/* The nearest selectable row from i in the direction, else in the other; -1: none. */
static int nearest(const struct list *l, int i, int direction)
{
    for (int k = i; k >= 0 && k < l->count; k += direction)
        if (selectable(l, k))
            return k;
    for (int k = i - direction; k >= 0 && k < l->count; k -= direction)
        if (selectable(l, k))
            return k;
    return -1;
}

void list_set_count(struct list *l, int count)
{
    l->count = count;
    list_select(l, l->selected < 0 ? 0 : l->selected);
}

void list_select(struct list *l, int i)
{
    int last = l->count - 1;
    l->selected = l->count ? nearest(l, i < 0 ? 0 : i > last ? last : i, 1) : -1;
}

static int clamp(const struct list *l, int i)
{
    return i < 0 ? 0 : i >= l->count ? l->count - 1 : i;
}

bool list_act(struct list *l, enum action a)
{
    int page = l->height > 1 ? l->height - 1 : 1;
    int to = l->selected, direction = 1;
    switch (a) {
    case ACTION_UP:
        to = l->selected - 1;
        direction = -1;
        break;
    case ACTION_DOWN:
        to = l->selected + 1;
        break;
    case ACTION_PAGE_UP:
        to = l->selected - page;
        direction = -1;
        break;
    case ACTION_PAGE_DOWN:
        to = l->selected + page;
        break;
    case ACTION_HOME:
        to = 0;
        break;
    case ACTION_END:
        to = l->count - 1;
        direction = -1;
        break;
    default:
        return false;
    }
    if (l->count)
        l->selected = nearest(l, clamp(l, to), direction);
    return true;
}

static void scroll(struct list *l, int height)
{
    l->height = height;
    if (l->selected >= 0 && l->selected < l->top)
        l->top = l->selected;
    if (l->selected >= l->top + height)
        l->top = l->selected - height + 1;
    if (l->top > l->count - height)
        l->top = l->count - height;
    if (l->top < 0)
        l->top = 0;
    /* A heading above the first row that can be selected stays in sight. */
    bool only_headings_above = true;
    for (int i = 0; i < l->top && only_headings_above; i++)
        only_headings_above = !selectable(l, i);
    if (only_headings_above && l->selected < height)
        l->top = 0;
}

void list_draw(struct list *l, struct surface *f, struct rect r)
{
    scroll(l, r.rows);
    for (int i = 0; i < r.rows && l->top + i < l->count; i++) {
        struct rect line = {r.y + i, r.x, 1, r.columns};
        l->ops->draw(l->user, f, line, l->top + i, l->top + i == l->selected);
    }
    l->drawn = r;
    l->drawn_top = l->top;
    l->drawn_selected = l->selected;
}

static void draw_again(struct list *l, struct surface *f, int i)
{
    int row = i - l->top;
    if (row < 0 || row >= l->drawn.rows || i >= l->count)
        return;
    struct rect line = {l->drawn.y + row, l->drawn.x, 1, l->drawn.columns};
    surface_fill(f, line, STYLE_NORMAL);
    l->ops->draw(l->user, f, line, i, i == l->selected);
}

bool list_draw_part(struct list *l, struct surface *f)
{
    if (l->drawn.rows < 1)
        return false;
    scroll(l, l->drawn.rows);
    int by = l->top - l->drawn_top;
    if (by < -1 || by > 1)
        return false;
    if (by) {
        surface_scroll(f, l->drawn, by);
        draw_again(l, f, by > 0 ? l->top + l->drawn.rows - 1 : l->top);
    }
    if (l->drawn_selected != l->selected) {
        draw_again(l, f, l->drawn_selected);
        draw_again(l, f, l->selected);
    }
    l->drawn_top = l->top;
    l->drawn_selected = l->selected;
    return true;
}

void list_shift(struct list *l, int n)
{
    l->count += n;
    l->selected += n;
    l->top += n;
    l->drawn_top += n;
    l->origin += n;
    l->found += n;
    l->drawn_selected += n;
}

bool list_search(struct list *l, const char *needle, int direction)
{
    int step = direction < 0 ? -1 : 1;
    if (!l->ops->text || !*needle || l->count == 0)
        return false;
    if (direction || l->selected != l->found || l->origin < 0 || l->origin >= l->count)
        l->origin = l->selected;
    for (int k = direction ? 1 : 0; k <= l->count; k++) {
        int i = ((l->origin + k * step) % l->count + l->count) % l->count;
        if (!selectable(l, i))
            continue;
        char *text = l->ops->text(l->user, i);
        bool hit = fold_find(text, needle, NULL) >= 0;
        free(text);
        if (hit) {
            l->selected = l->found = i;
            l->drawn.rows = 0;
            return true;
        }
    }
    l->selected = l->found = l->origin;
    l->drawn.rows = 0;
    return false;
}
