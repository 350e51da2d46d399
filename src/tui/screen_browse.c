/* Choosing files of ours, or a folder. Letters filter, a text with a slash is a path. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/number.h"
#include "tui/browse.h"
#include "tui/browse_rows.h"
#include "tui/line.h"
#include "tui/list.h"

struct browse_screen {
    struct screen screen;
    struct browse options;
    char *title;
    struct browse_rows rows;
    VEC(char *) marked;
    struct line line;
    struct list list;
    bool touched; /* somebody chose a row: it stays the one */
};

#define READ_MS 40 /* of one step, so that keys get in between */

static struct browse_screen *of(struct screen *s)
{
    return (struct browse_screen *)s;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct browse_row *selected(const struct browse_screen *b)
{
    return b->list.selected < 0 ? NULL : &b->rows.rows.v[b->list.selected];
}

static bool is_path(const char *text)
{
    return *text == '~' || strchr(text, '/');
}

/* Most people want the first file there is. */
static void select_file(struct browse_screen *b)
{
    for (size_t i = 0; i < b->rows.rows.n; i++)
        if (b->rows.rows.v[i].kind == BROWSE_FILE) {
            list_select(&b->list, (int)i);
            return;
        }
}

/* The same row stays under the cursor, wherever it stands now. */
static void make(struct browse_screen *b)
{
    struct browse_row *at = selected(b);
    char *path = xstrdup(at ? at->path : ""), *needle = line_text(&b->line);
    enum browse_kind kind = at ? at->kind : BROWSE_HEADING;
    browse_rows_make(&b->rows, is_path(needle) ? "" : needle);
    list_set_count(&b->list, (int)b->rows.rows.n);
    for (size_t i = 0; i < b->rows.rows.n && kind != BROWSE_HEADING; i++)
        if (b->rows.rows.v[i].kind == kind && !strcmp(b->rows.rows.v[i].path, path)) {
            list_select(&b->list, (int)i);
            break;
        }
    if (!b->touched || *needle)
        select_file(b);
    free(path);
    free(needle);
    app_dirty(b->screen.app);
}

static void select_path(struct browse_screen *b, const char *path)
{
    for (size_t i = 0; i < b->rows.rows.n; i++)
        if (!strcmp(b->rows.rows.v[i].path, path))
            list_select(&b->list, (int)i);
}

static void go(struct browse_screen *b, const char *path)
{
    char *from = xstrdup0(b->rows.path), *to = xstrdup0(path);
    line_begin(&b->line, "", false);
    browse_rows_go(&b->rows, to);
    browse_rows_read(&b->rows, READ_MS);
    b->list.selected = 0;
    b->list.top = 0;
    b->touched = false;
    make(b);
    if (from)
        select_path(b, from); /* where one came up from */
    b->touched = b->list.selected > 0;
    free(from);
    free(to);
}

static bool is_marked(const struct browse_screen *b, const char *path, size_t *ret)
{
    for (size_t i = 0; i < b->marked.n; i++)
        if (!strcmp(b->marked.v[i], path)) {
            *ret = i;
            return true;
        }
    return false;
}

static bool row_selectable(void *user, int i)
{
    return ((struct browse_screen *)user)->rows.rows.v[i].kind != BROWSE_HEADING;
}

static char *row_text(void *user, int i)
{
    return xstrdup(((struct browse_screen *)user)->rows.rows.v[i].shown);
}

/* ---- drawing --------------------------------------------------------------------------------- */

#define SIZE_COLUMNS 9
#define TIME_COLUMNS 16

static void draw_right(struct surface *f, struct rect r, const struct browse_row *row,
                       enum style style)
{
    char size[24], time[32];
    int x = r.x + r.columns - SIZE_COLUMNS - TIME_COLUMNS - 3;
    if (row->kind == BROWSE_FILE) {
        surface_put_right(f, r.y, x, SIZE_COLUMNS, style, number_bytes(row->size, size));
        date_print_time(row->time, time);
        surface_put_right(f, r.y, x + SIZE_COLUMNS + 1, TIME_COLUMNS, style, time);
    } else if (row->room >= 0) {
        char *room = xasprintf(_("%s free"), number_bytes(row->room, size));
        surface_put_right(f, r.y, x, SIZE_COLUMNS + TIME_COLUMNS + 1, style, room);
        free(room);
    }
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool focused)
{
    const struct browse_screen *b = user;
    const struct browse_row *row = &b->rows.rows.v[i];
    enum style style = focused ? STYLE_FOCUS : STYLE_NORMAL, dim = focused ? style : STYLE_DIM;
    size_t at;
    surface_fill(f, r, style);
    if (row->kind == BROWSE_HEADING) {
        surface_put(f, r.y, r.x + 1, -1, STYLE_HEADING, row->shown);
        return;
    }
    bool marked = is_marked(b, row->path, &at);
    int indent = !b->rows.path && row->kind == BROWSE_FILE ? 5 : 3;
    int width = r.columns - indent - SIZE_COLUMNS - TIME_COLUMNS - 4;
    if (marked || focused)
        surface_put(f, r.y, r.x + 1, 1, marked && !focused ? STYLE_OK : style,
                    surface_mark(f, marked ? MARK_OK : MARK_HERE));
    int used = surface_put(f, r.y, r.x + indent, width, style, row->shown);
    if (row->kind == BROWSE_FOLDER && used < width)
        surface_put(f, r.y, r.x + indent + used, 1, dim, "/");
    if (row->kind == BROWSE_PLACE && strcmp(row->shown, row->path) && used + 3 < width) {
        char *path = folder_shown(row->path);
        surface_put(f, r.y, r.x + indent + used + 2, width - used - 2, dim, path);
        free(path);
    }
    draw_right(f, r, row, dim);
}

static const struct list_ops list_ops = {
    .draw = draw_row, .selectable = row_selectable, .text = row_text};

static const enum action *keyline(struct screen *s)
{
    static const enum action files[] = {ACTION_OPEN, ACTION_MARK, ACTION_FOLDER_UP, ACTION_MARK_ALL,
                                        ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action folders[] = {ACTION_OPEN, ACTION_FOLDER_UP, ACTION_BACK, ACTION_HELP,
                                          ACTION_NONE};
    return of(s)->options.folder ? folders : files;
}

/* What is to be said about the list; freshly allocated. */
static char *status(const struct browse_screen *b, enum style *ret)
{
    const struct browse_rows *r = &b->rows;
    *ret = STYLE_DIM;
    if (r->path && r->folder.trouble) {
        *ret = STYLE_WARNING;
        return xstrdup(r->folder.trouble);
    }
    if (b->marked.n)
        return xasprintf(_("%zu files marked; Enter takes them all"), b->marked.n);
    if (browse_rows_reading(r))
        return xasprintf(_("Reading … %zu"),
                         r->path ? r->folder.items.n + r->folder.others : r->looked);
    if (r->path && r->folder.others)
        return xasprintf(_("%zu other files are not Phieu's and are not shown"), r->folder.others);
    return xstrdup(_("Letters narrow the list; a path can be typed or pasted"));
}

static void draw_empty(const struct browse_screen *b, struct surface *f, int y)
{
    bool nothing = true;
    for (size_t i = 0; i < b->rows.rows.n; i++)
        nothing &= b->rows.rows.v[i].kind == BROWSE_UP;
    if (!nothing || browse_rows_reading(&b->rows) || b->rows.folder.trouble)
        return;
    surface_put(f, y + (int)b->rows.rows.n + 1, 3, f->columns - 4, STYLE_DIM,
                line_is_empty(&b->line)
                    ? b->options.folder ? _("There are no folders here.")
                                        : _("There is no data file of Phieu here.")
                    : _("Nothing here is called so."));
}

static void draw(struct screen *s, struct surface *f)
{
    struct browse_screen *b = of(s);
    char *where = b->rows.path ? folder_shown(b->rows.path) : NULL;
    char *left = where ? xasprintf("%s › %s", b->title, where) : xstrdup(b->title);
    enum style style;
    char *says = status(b, &style);
    app_draw_title(s->app, f, left, NULL);
    surface_put(f, 2, 1, 1, STYLE_LABEL, ">");
    line_draw(&b->line, f, (struct rect){2, 3, 1, f->columns - 4}, STYLE_INPUT, true);
    list_draw(&b->list, f, (struct rect){3, 0, f->rows - 6, f->columns});
    draw_empty(b, f, 3);
    app_draw_bottom(s->app, f, keyline(s), says, NULL, style);
    free(where);
    free(left);
    free(says);
}

/* ---- choosing -------------------------------------------------------------------------------- */

static void choose(struct browse_screen *b, const char *path)
{
    char *one[] = {xstrdup(path)};
    b->options.chosen(b->screen.app, one, 1);
    free(one[0]);
}

static void mark(struct browse_screen *b, const char *path, bool on)
{
    size_t at;
    bool marked = is_marked(b, path, &at);
    if (marked && !on) {
        free(b->marked.v[at]);
        vec_remove(&b->marked, at);
    } else if (!marked && on) {
        *vec_add(&b->marked) = xstrdup(path);
    }
}

static bool mark_selected(struct browse_screen *b)
{
    const struct browse_row *row = selected(b);
    size_t at;
    if (!row || row->kind != BROWSE_FILE || b->options.folder)
        return false;
    mark(b, row->path, !is_marked(b, row->path, &at));
    list_act(&b->list, ACTION_DOWN);
    return true;
}

/* All files that are shown; again: none of them. */
static void mark_all(struct browse_screen *b)
{
    bool all = true;
    size_t at;
    for (int on = 0; on < 2; on++)
        for (size_t i = 0; i < b->rows.rows.n; i++) {
            const struct browse_row *row = &b->rows.rows.v[i];
            if (row->kind == BROWSE_FILE && on)
                mark(b, row->path, !all);
            else if (row->kind == BROWSE_FILE)
                all &= is_marked(b, row->path, &at);
        }
}

/* "~/x", with or without blanks and a line end around it, as pasted. Freshly allocated. */
static char *whole_path(const char *text)
{
    const char *home = getenv("HOME");
    while (*text == ' ')
        text++;
    size_t n = strlen(text);
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\n'))
        n--;
    char *path = xstrndup(text, n);
    if (home && path[0] == '~' && (path[1] == '/' || !path[1])) {
        char *whole = xasprintf("%s%s", home, path + 1);
        free(path);
        return whole;
    }
    return path;
}

/* A path that was typed: a folder is shown, a file chosen. */
static void go_typed(struct browse_screen *b, const char *text)
{
    struct stat st;
    struct err e = {0};
    char *path = whole_path(text);
    if (stat(path, &st) < 0) {
        char *shown = folder_shown(path);
        err_set_errno(&e, shown, _("check the name and the folder"), _("cannot be opened"));
        app_error(b->screen.app, &e);
        free(shown);
    } else if (S_ISDIR(st.st_mode)) {
        char *real = realpath(path, NULL);
        go(b, real ? real : path);
        free(real);
    } else if (b->options.folder) {
        app_say(b->screen.app, STYLE_WARNING, "%s", _("That is no folder."));
    } else {
        choose(b, path);
    }
    free(path);
}

static void open_row(struct browse_screen *b, const struct browse_row *row)
{
    if (row->kind == BROWSE_UP) {
        app_do(b->screen.app, ACTION_FOLDER_UP);
    } else if (row->kind == BROWSE_FILE || row->kind == BROWSE_HERE) {
        choose(b, row->path);
    } else {
        char *real = realpath(row->path, NULL); /* links in a circle lead nowhere new */
        go(b, real ? real : row->path);
        free(real);
    }
}

static void open_selected(struct browse_screen *b)
{
    char *text = line_text(&b->line);
    const struct browse_row *row = selected(b);
    if (is_path(text))
        go_typed(b, text);
    else if (b->marked.n)
        b->options.chosen(b->screen.app, b->marked.v, b->marked.n);
    else if (row)
        open_row(b, row);
    free(text);
}

static bool is_place(const struct browse_screen *b, const char *path)
{
    for (size_t i = 0; i < b->rows.media.n; i++)
        if (!strcmp(b->rows.media.v[i].path, path))
            return true;
    return false;
}

static void go_up(struct browse_screen *b)
{
    if (!b->rows.path)
        return;
    char *above = folder_above(b->rows.path);
    bool top = is_place(b, b->rows.path) || !strcmp(above, b->rows.path);
    go(b, top ? NULL : above);
    free(above);
}

/* Deletes a letter, or goes up where there is none. */
static void go_back(struct browse_screen *b)
{
    if (line_is_empty(&b->line)) {
        go_up(b);
        return;
    }
    keyed_act(&b->line.keyed, ACTION_DELETE_LEFT);
    make(b);
}

/* One step at a time: the letters, the folder, the marks. */
static bool leave(struct browse_screen *b)
{
    if (!line_is_empty(&b->line)) {
        line_begin(&b->line, "", false);
        make(b);
    } else if (b->rows.path) {
        go(b, NULL);
    } else {
        app_pop(b->screen.app);
    }
    return true;
}

static bool act(struct screen *s, enum action a)
{
    struct browse_screen *b = of(s);
    if (list_act(&b->list, a)) {
        b->touched = true;
        return true;
    }
    if (a == ACTION_OPEN)
        open_selected(b);
    else if (a == ACTION_FOLDER_UP)
        go_back(b);
    else if (a == ACTION_MARK)
        mark_selected(b);
    else if (a == ACTION_MARK_ALL)
        mark_all(b);
    else if (a == ACTION_BACK)
        return leave(b);
    else if (keyed_act(&b->line.keyed, a))
        make(b);
    else
        return false;
    return true;
}

/* A blank marks, but in a path it is a letter. */
static bool on_text(struct screen *s, const char *utf8)
{
    struct browse_screen *b = of(s);
    char *text = line_text(&b->line);
    bool marks = !strcmp(utf8, " ") && !is_path(text);
    free(text);
    if (marks && mark_selected(b))
        return true;
    keyed_paste(&b->line.keyed, utf8);
    make(b);
    return true;
}

static bool on_search(struct screen *s, const char *needle, int direction)
{
    app_dirty(s->app);
    return list_search(&of(s)->list, needle, direction);
}

/* ---- reading --------------------------------------------------------------------------------- */

static int64_t wake(struct screen *s)
{
    return app_top(s->app) == s && browse_rows_reading(&of(s)->rows) ? clock_ms() : INT64_MAX;
}

static void tick(struct screen *s)
{
    browse_rows_read(&of(s)->rows, READ_MS);
    make(of(s));
}

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_FILES;
}

static void destroy(struct screen *s)
{
    struct browse_screen *b = of(s);
    for (size_t i = 0; i < b->marked.n; i++)
        free(b->marked.v[i]);
    vec_finish(&b->marked);
    browse_rows_finish(&b->rows);
    line_finish(&b->line);
    free(b->title);
    free(b);
}

static const struct screen_ops ops = {
    .id = "browse",
    .places = places,
    .draw = draw,
    .act = act,
    .text = on_text,
    .paste = on_text,
    .search = on_search,
    .wake = wake,
    .tick = tick,
    .destroy = destroy,
    .keyline = keyline,
};

void screen_browse(struct app *app, const struct browse *options)
{
    struct browse_screen *b = xcalloc(1, sizeof *b);
    b->screen = (struct screen){&ops, app};
    b->options = *options;
    b->title = xstrdup(options->title);
    b->list = (struct list){.ops = &list_ops, .user = b};
    line_init(&b->line, app, false);
    line_begin(&b->line, "", false);
    browse_rows_init(&b->rows, &options->media, options->own, options->folder);
    browse_rows_read(&b->rows, READ_MS);
    make(b);
    app_push(app, &b->screen);
}

void browse_leave(struct app *app)
{
    if (app_top(app) && app_top(app)->ops == &ops)
        app_pop(app);
}
