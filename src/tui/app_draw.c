/* The frame: the stack of screens, the title line, the bottom lines. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/unicode.h"
#include "text/wrap.h"
#include "tui/app_state.h"

/* ---- the stack ------------------------------------------------------------------------------- */

bool app_too_small(const struct app *app)
{
    return app->frame->rows < SCREEN_ROWS_MIN || app->frame->columns < SCREEN_COLUMNS_MIN;
}

static void draw_too_small(struct surface *f)
{
    surface_putf(f, f->rows / 2, 0, -1, STYLE_NORMAL, _("Phieu needs %d columns and %d rows"),
                 SCREEN_COLUMNS_MIN, SCREEN_ROWS_MIN);
    surface_putf(f, f->rows / 2 + 1, 0, -1, STYLE_NORMAL,
                 _("now %d × %d: make the window larger"), f->columns, f->rows);
}

static void draw_whole(struct app *app, struct surface *f)
{
    surface_fill(f, (struct rect){0, 0, f->rows, f->columns}, STYLE_NORMAL);
    f->cursor_y = f->cursor_x = -1;
    if (app_too_small(app)) {
        draw_too_small(f);
        return;
    }
    size_t first = app->stack.n;
    while (first > 0 && app->stack.v[--first]->ops->overlay)
        continue;
    for (; first < app->stack.n; first++)
        app->stack.v[first]->ops->draw(app->stack.v[first], f);
}

void app_draw(struct app *app)
{
    struct screen *top = app_top(app);
    if (!app->whole && !app_too_small(app) && top && top->ops->draw_part &&
        top->ops->draw_part(top, app->frame))
        return;
    draw_whole(app, app->frame);
}

/* ---- title ----------------------------------------------------------------------------------- */

struct rect app_content(const struct surface *f)
{
    return (struct rect){.y = 2, .x = 0, .rows = f->rows - 5, .columns = f->columns};
}

void app_draw_title(struct app *app, struct surface *f, const char *left, const char *right)
{
    char *unsafe = app->unsafe ? xasprintf("%s%s%s", _("! no second copy"), right ? " · " : "",
                                           right ? right : "") : NULL;
    right = unsafe ? unsafe : right;
    int width = right ? text_width(right, strlen(right)) : 0;
    int most = unsafe ? f->columns * 2 / 3 : f->columns / 2; /* whether it is saved stays in sight, too */
    if (width > most)
        width = most;
    surface_fill(f, (struct rect){0, 0, 1, f->columns}, STYLE_TITLE);
    surface_put(f, 0, 1, f->columns - 1 - (width ? width + 2 : 0), STYLE_TITLE, left);
    if (width)
        surface_put(f, 0, f->columns - width, width, STYLE_TITLE, right);
    surface_hline(f, 1, 0, f->columns);
    free(unsafe);
}

/* ---- bottom ---------------------------------------------------------------------------------- */

#define KEYS_MAX 24 /* more do not fit on any line */

struct key_item {
    enum action action;
    char key[32];
    int width; /* key, blank and name */
};

static size_t collect_key(enum action a, struct key_item *items, size_t n)
{
    struct key_item *item = &items[n];
    const char *name = action_name(a);
    item->action = a;
    action_key(a, item->key);
    item->width = text_width(item->key, strlen(item->key)) + 1 + text_width(name, strlen(name));
    return item->key[0] ? n + 1 : n;
}

/* While a search is open, the next hit comes first, and stands for the search. */
static size_t collect_keys(const enum action *keys, bool searched, struct key_item *items)
{
    size_t n = 0;
    for (enum action a = ACTION_FIND_NEXT; searched && a <= ACTION_FIND_PREV; a++)
        n = collect_key(a, items, n);
    for (; keys && *keys != ACTION_NONE && n < KEYS_MAX; keys++)
        if (!searched || (*keys != ACTION_SEARCH_LIST && *keys != ACTION_SEARCH))
            n = collect_key(*keys, items, n);
    return n;
}

static int line_width(const struct key_item *items, size_t n, int between)
{
    int width = 0;
    for (size_t i = 0; i < n; i++)
        width += items[i].width + (i ? between : 0);
    return width;
}

/* Drops keys from the right until the rest fits; help and the way back stay. */
static size_t fit_keys(struct key_item *items, size_t n, int columns)
{
    for (size_t i = n; i-- > 0 && line_width(items, n, 1) > columns;) {
        if (items[i].action == ACTION_HELP || items[i].action == ACTION_BACK)
            continue;
        memmove(&items[i], &items[i + 1], (n - i - 1) * sizeof *items);
        n--;
    }
    return n;
}

static void draw_keys(struct surface *f, int y, int columns, const enum action *keys, bool searched)
{
    struct key_item items[KEYS_MAX];
    size_t n = fit_keys(items, collect_keys(keys, searched, items), columns);
    int between = line_width(items, n, 2) <= columns ? 2 : 1;
    int x = 1;
    for (size_t i = 0; i < n && x <= columns; i++) {
        x += surface_put(f, y, x, columns + 1 - x, STYLE_KEY, items[i].key);
        x++;
        x += surface_put(f, y, x, columns + 1 - x, STYLE_KEYTEXT, action_name(items[i].action));
        x += between;
    }
}

/* "! " for trouble, "✓ " for success: the colour never says it alone. */
static int draw_mark(struct surface *f, int y, enum style style)
{
    if (style != STYLE_ERROR && style != STYLE_WARNING && style != STYLE_OK)
        return 1;
    const char *mark = surface_mark(f, style == STYLE_OK ? MARK_OK : MARK_BAD);
    return 2 + surface_put(f, y, 1, 1, style, mark);
}

/* The last line is row y; a long message goes over the lines above it. */
static void draw_message(const struct app *app, struct surface *f, int y)
{
    size_t n = strlen(app->message), most = (size_t)f->rows / 2;
    int left = app->message_style == STYLE_NORMAL ? 1 : 3, columns = f->columns - left - 1;
    struct wrap_lines lines = {0};
    wrap(app->message, n, columns, &lines);
    if (lines.n > most)
        lines.n = most;
    int top = y + 1 - (int)lines.n;
    surface_fill(f, (struct rect){top, 0, (int)lines.n, f->columns}, app->message_style);
    if (lines.n > 1) {
        surface_fill(f, (struct rect){top - 1, 0, 1, f->columns}, STYLE_LINE);
        surface_hline(f, top - 1, 0, f->columns);
    }
    draw_mark(f, top, app->message_style);
    for (size_t i = 0; i < lines.n; i++) {
        const char *from = app->message + lines.v[i].from;
        size_t length = lines.v[i].to - lines.v[i].from;
        while (length && (from[length - 1] == ' ' || from[length - 1] == '\n'))
            length--; /* blanks hang over the end of the line */
        surface_putn(f, top + (int)i, left, columns, app->message_style, from, length);
    }
    vec_finish(&lines);
}

void app_show_message(struct app *app)
{
    draw_message(app, app->frame, app->frame->rows - 2);
    app->terminal.ops->show(app->terminal.self, app->frame);
}

static void draw_status(struct surface *f, int y, const char *left, const char *right,
                        enum style style)
{
    int width = right ? text_width(right, strlen(right)) : 0;
    if (width)
        surface_put_right(f, y, f->columns - width - 1, width, STYLE_DIM, right);
    if (!left || !left[0])
        return;
    int x = draw_mark(f, y, style);
    surface_put(f, y, x, f->columns - x - (width ? width + 3 : 1), style, left);
}

void app_draw_bottom(struct app *app, struct surface *f, const enum action *keys,
                     const char *status_left, const char *status_right, enum style status_style)
{
    int y = f->rows - 1;
    bool typed = (app_places(app) & PLACE_TYPING & ~(unsigned)PLACE_FILES) != 0;
    const char *method = typed ? typing_method_name(typing_get(app->typing)->method) : "";
    int width = text_width(method, strlen(method));
    surface_hline(f, y - 2, 0, f->columns);
    if (app->message)
        draw_message(app, f, y - 1);
    else
        draw_status(f, y - 1, status_left, status_right, status_style);
    bool searched = app->searched && app->searched == app_top(app);
    draw_keys(f, y, f->columns - 2 - (width ? width + 2 : 0), keys, searched);
    if (width)
        surface_put(f, y, f->columns - width - 1, width, STYLE_DIM, method);
}
