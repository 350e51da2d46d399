#include "tui/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/unicode.h"
#include "tui/app.h"
#include "tui/list.h"

struct help_row {
    enum action action;
    struct str keys; /* also those of a second action that is the same command */
};

#define KEYS_X     3
#define KEYS_LEAST 15 /* "Esc, F10, Alt-0" */

struct help {
    struct screen screen;
    VEC(char *) notes;
    VEC(struct help_row) rows;
    struct list list;
};

static void add_row(struct help *h, enum action a)
{
    struct help_row *row = NULL;
    for (size_t i = 0; i < h->rows.n && !row; i++)
        if (!strcmp(action_name(h->rows.v[i].action), action_name(a)))
            row = &h->rows.v[i];
    if (!row) {
        row = vec_add(&h->rows);
        row->action = a;
    } else if (action_table[a].keys[0]) {
        str_add(&row->keys, ", ");
    }
    action_keys(a, &row->keys);
}

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_LIST;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* What is no key but good to know; it stands above them. */
static void find_notes(struct help *h, unsigned at)
{
    char key[32];
    if (at & PLACE_CODES)
        *vec_add(&h->notes) = xasprintf(_("In place of the answer: kcsl = no figures, kad = not applicable; by key: %s"),
                                        action_key(ACTION_CODE, key));
    *vec_add(&h->notes) = xstrdup(_("No function keys? Alt with a digit, or Ctrl-O and then the digit"));
}

static int width_of(const char *s)
{
    return text_width(s, strlen(s));
}

/* The keys get what the words leave them, but never less than most of them need. */
static void find_columns(const struct help *h, int columns, int *ret_name, int *ret_help)
{
    int keys = 0, name = 0, help = 0;
    for (size_t i = 0; i < h->rows.n; i++) {
        const struct help_row *row = &h->rows.v[i];
        int k = width_of(str_text(&row->keys)), n = width_of(action_name(row->action));
        int t = width_of(action_help(row->action));
        keys = k > keys ? k : keys;
        name = n > name ? n : name;
        help = t > help ? t : help;
    }
    int left = columns - KEYS_X - name - help - 5;
    keys = left >= keys ? keys : left > KEYS_LEAST ? left : KEYS_LEAST;
    *ret_name = KEYS_X + keys + 2;
    *ret_help = *ret_name + name + 2;
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct help *h = user;
    if (i < (int)h->notes.n) {
        surface_put(f, r.y, KEYS_X, r.columns - KEYS_X - 1, STYLE_DIM, h->notes.v[i]);
        return;
    }
    const struct help_row *row = &h->rows.v[i - (int)h->notes.n];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    int name_x, help_x;
    find_columns(h, r.columns, &name_x, &help_x);
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, KEYS_X, name_x - KEYS_X - 2, style, str_text(&row->keys));
    surface_put(f, r.y, name_x, help_x - name_x - 2, style, action_name(row->action));
    surface_put(f, r.y, help_x, r.columns - help_x - 1, style, action_help(row->action));
}

static bool selectable(void *user, int i)
{
    return i >= (int)((struct help *)user)->notes.n;
}

static const struct help_row *selected(const struct help *h)
{
    int i = h->list.selected - (int)h->notes.n;
    return i < 0 ? NULL : &h->rows.v[i];
}

static char *row_text(void *user, int i)
{
    const struct help *h = user;
    if (!selectable(user, i))
        return xstrdup("");
    enum action a = h->rows.v[i - (int)h->notes.n].action;
    return xasprintf("%s %s", action_name(a), action_help(a));
}

/* Whether there is more above and below. */
static void draw_more(const struct help *h, struct surface *f, struct rect r)
{
    if (h->list.top > 0)
        surface_put(f, r.y, r.columns - 1, 1, STYLE_KEY, f->ascii ? "^" : "↑");
    if (h->list.top + r.rows < h->list.count)
        surface_put(f, r.y + r.rows - 1, r.columns - 1, 1, STYLE_KEY, f->ascii ? "v" : "↓");
}

/* The bottom shows the selected row whole. */
static void draw(struct screen *s, struct surface *f)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_NONE};
    struct help *h = (struct help *)s;
    struct rect r = app_content(f);
    app_draw_title(s->app, f, _("Keys that work here"), NULL);
    list_draw(&h->list, f, r);
    draw_more(h, f, r);
    const struct help_row *row = selected(h);
    char *all = row ? xasprintf("%s: %s", str_text(&row->keys), action_help(row->action)) : NULL;
    app_draw_bottom(s->app, f, keys, all, NULL, STYLE_DIM);
    free(all);
}

/* ---- acting ---------------------------------------------------------------------------------- */

static bool open_selected(struct help *h)
{
    struct app *app = h->screen.app;
    enum action chosen = selected(h)->action;
    app_pop(app);
    app_do(app, chosen);
    return true;
}

static bool act(struct screen *s, enum action a)
{
    struct help *h = (struct help *)s;
    if (a == ACTION_HELP || a == ACTION_HELP_MARK)
        return true;
    if (a == ACTION_OPEN)
        return open_selected(h);
    if (!list_act(&h->list, a))
        return false;
    app_dirty(s->app);
    return true;
}

static bool search(struct screen *s, const char *needle, int direction)
{
    struct help *h = (struct help *)s;
    app_dirty(s->app);
    return list_search(&h->list, needle, direction);
}

static void destroy(struct screen *s)
{
    struct help *h = (struct help *)s;
    for (size_t i = 0; i < h->rows.n; i++)
        str_finish(&h->rows.v[i].keys);
    vec_finish(&h->rows);
    for (size_t i = 0; i < h->notes.n; i++)
        free(h->notes.v[i]);
    vec_finish(&h->notes);
    free(h);
}

static const struct screen_ops ops = {
    .id = "help",
    .places = places,
    .draw = draw,
    .act = act,
    .search = search,
    .destroy = destroy,
};

static const struct list_ops rows = {
    .draw = draw_row, .selectable = selectable, .text = row_text};

/* Where letters are typed, those of lists are no commands. A blank may still be one. */
static bool is_typed_away(enum action a, unsigned at)
{
    struct key k;
    enum action of;
    size_t keys = 0, letters = 0;
    for (size_t i = 0; action_binding(i, &k, &of); i++) {
        keys += of == a;
        letters += of == a && key_is_text(k) && k.code != ' ';
    }
    return (at & PLACE_TYPING) && keys && keys == letters;
}

struct screen *help_create(unsigned at)
{
    struct help *h = xcalloc(1, sizeof *h);
    h->screen.ops = &ops;
    h->list = (struct list){.ops = &rows, .user = h};
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        if (action_listed(a, at) && !is_typed_away(a, at))
            add_row(h, a);
    find_notes(h, at);
    list_set_count(&h->list, (int)(h->notes.n + h->rows.n));
    return &h->screen;
}
