#include "tui/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/typing.h"
#include "text/unicode.h"
#include "tui/line.h"

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
