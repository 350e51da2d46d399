#include "tui/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/typing.h"
#include "text/unicode.h"
#include "text/wrap.h"
#include "tui/line.h"

/* ---- a line of text -------------------------------------------------------------------------- */

struct ask_screen {
    struct screen screen;
    struct ask ask;
    char *label;
    struct line line;
    bool edited; /* something was typed since the prompt opened */
};

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_DIALOG;
}

/* "↓ next  ↑ previous  Enter done" while it searches, and the typing method; how many columns. */
static int draw_right(const struct ask_screen *a, struct surface *f, int y)
{
    enum typing_method now = typing_get(app_typing(a->screen.app))->method;
    const char *method = typing_method_name(a->ask.plain ? TYPING_OFF : now);
    char down[32], up[32], enter[32];
    char *moves = a->ask.moved ? xasprintf(_("%s next  %s previous  %s done  "),
                                           action_key(ACTION_DOWN, down),
                                           action_key(ACTION_UP, up),
                                           action_key(ACTION_ENTER, enter))
                               : xstrdup("");
    int width = text_width(moves, strlen(moves));
    int right = width + text_width(method, strlen(method)) + 3, x = f->columns - right + 2;
    surface_put(f, y, x, -1, STYLE_KEYTEXT, moves);
    surface_put(f, y, x + width, -1, STYLE_DIM, method);
    free(moves);
    return right;
}

static void draw_line(struct screen *s, struct surface *f)
{
    struct ask_screen *a = (struct ask_screen *)s;
    int y = f->rows - 1, width = text_width(a->label, strlen(a->label));
    surface_fill(f, (struct rect){y, 0, 1, f->columns}, STYLE_NORMAL);
    surface_put(f, y, 1, -1, STYLE_KEY, a->label);
    int right = draw_right(a, f, y);
    struct rect r = {y, width + 2, 1, f->columns - width - 2 - right};
    line_draw(&a->line, f, r, STYLE_INPUT, true);
}

static void changed(struct ask_screen *a)
{
    a->edited = true;
    if (!a->ask.changed)
        return;
    char *text = line_text(&a->line);
    a->ask.changed(a->screen.app, a->ask.context, text);
    free(text);
    app_dirty(a->screen.app);
}

static bool ask_text(struct screen *s, const char *utf8)
{
    struct ask_screen *a = (struct ask_screen *)s;
    (a->ask.plain ? keyed_paste : keyed_text)(&a->line.keyed, utf8);
    changed(a);
    return true;
}

static bool ask_paste(struct screen *s, const char *utf8)
{
    struct ask_screen *a = (struct ask_screen *)s;
    keyed_paste(&a->line.keyed, utf8);
    changed(a);
    return true;
}

/* Ends the prompt; a lives on until this input is dealt with (app.c). */
static bool done(struct ask_screen *a, bool given)
{
    char *text = given ? line_text(&a->line) : NULL;
    struct app *app = a->screen.app;
    app_pop(app);
    a->ask.done(app, a->ask.context, text);
    free(text);
    return true;
}

static bool moved(struct ask_screen *a, int direction)
{
    if (a->ask.moved) {
        a->ask.moved(a->screen.app, a->ask.context, direction);
        app_dirty(a->screen.app);
    }
    return true;
}

static bool ask_act(struct screen *s, enum action action)
{
    struct ask_screen *a = (struct ask_screen *)s;
    unsigned long before = edit_stamp(a->line.keyed.edit);
    switch (action) {
    case ACTION_BACK:
        return done(a, false);
    case ACTION_ENTER:
        keyed_word_end(&a->line.keyed);
        if (!a->edited)
            moved(a, 1);
        return done(a, true);
    case ACTION_UP:
        return moved(a, -1);
    case ACTION_DOWN:
        return moved(a, 1);
    case ACTION_SEARCH:
    case ACTION_PALETTE:
        return true; /* not from inside a prompt */
    default:
        if (!keyed_act(&a->line.keyed, action))
            return false;
        if (edit_stamp(a->line.keyed.edit) != before)
            changed(a);
        return true;
    }
}

static void ask_destroy(struct screen *s)
{
    struct ask_screen *a = (struct ask_screen *)s;
    line_finish(&a->line);
    free(a->label);
    free(a);
}

static const struct screen_ops line_ops = {
    .id = "ask",
    .overlay = true,
    .places = places,
    .draw = draw_line,
    .act = ask_act,
    .text = ask_text,
    .paste = ask_paste,
    .destroy = ask_destroy,
};

void ask_line(struct app *app, const struct ask *ask)
{
    struct ask_screen *a = xcalloc(1, sizeof *a);
    a->screen.ops = &line_ops;
    a->ask = *ask;
    a->label = xstrdup(ask->label);
    line_init(&a->line, app, true);
    line_begin(&a->line, ask->text ? ask->text : "", true);
    app_push(app, &a->screen);
}

/* ---- yes or no ------------------------------------------------------------------------------- */

struct confirm_screen {
    struct screen screen;
    char *question, *enter_does;
    void (*yes)(struct app *app, void *context);
    void *context;
};

static void draw_confirm(struct screen *s, struct surface *f)
{
    struct confirm_screen *c = (struct confirm_screen *)s;
    struct wrap_lines lines = {0};
    wrap(c->question, strlen(c->question), f->columns - 4, &lines);
    int n = (int)lines.n, y = f->rows - 1, top = y - n;
    surface_fill(f, (struct rect){top - 1, 0, n + 2, f->columns}, STYLE_NORMAL);
    surface_hline(f, top - 1, 0, f->columns);
    surface_put(f, top, 1, -1, STYLE_WARNING, surface_mark(f, MARK_BAD));
    for (int i = 0; i < n; i++)
        surface_putn(f, top + i, 3, f->columns - 3, STYLE_WARNING,
                     c->question + lines.v[i].from, lines.v[i].to - lines.v[i].from);
    vec_finish(&lines);
    char key[32];
    int x = 1;
    x += surface_put(f, y, x, -1, STYLE_KEY, action_key(ACTION_ENTER, key)) + 1;
    x += surface_put(f, y, x, -1, STYLE_KEYTEXT, c->enter_does) + 2;
    x += surface_put(f, y, x, -1, STYLE_KEY, action_key(ACTION_BACK, key)) + 1;
    surface_put(f, y, x, -1, STYLE_KEYTEXT, _("No"));
    f->cursor_y = f->cursor_x = -1;
}

static bool confirm_act(struct screen *s, enum action action)
{
    struct confirm_screen *c = (struct confirm_screen *)s;
    struct app *app = s->app;
    if (action != ACTION_ENTER && action != ACTION_BACK)
        return action == ACTION_PALETTE || action == ACTION_SEARCH;
    app_pop(app);
    if (action == ACTION_ENTER)
        c->yes(app, c->context);
    return true;
}

static void confirm_destroy(struct screen *s)
{
    struct confirm_screen *c = (struct confirm_screen *)s;
    free(c->question);
    free(c->enter_does);
    free(c);
}

static const struct screen_ops confirm_ops = {
    .id = "confirm",
    .overlay = true,
    .places = places,
    .draw = draw_confirm,
    .act = confirm_act,
    .destroy = confirm_destroy,
};

void ask_confirm(struct app *app, const char *question, const char *enter_does,
                 void (*yes)(struct app *app, void *context), void *context)
{
    struct confirm_screen *c = xcalloc(1, sizeof *c);
    c->screen.ops = &confirm_ops;
    c->question = xstrdup(question);
    c->enter_does = xstrdup(enter_does);
    c->yes = yes;
    c->context = context;
    app_push(app, &c->screen);
}
