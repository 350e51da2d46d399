#ifndef PHIEU_TESTS_DEMO_SCREEN_H
#define PHIEU_TESTS_DEMO_SCREEN_H
/* A small screen to test the app with: a list of five words, or a line of text; it writes down what
 * was asked of it. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/line.h"

struct demo {
    struct screen screen;
    unsigned places;
    struct line line;
    struct str *log;   /* the test's */
    int64_t due;       /* when what was typed shall be saved; INT64_MAX: saved */
    int chosen;
    bool stays;        /* refuses to be left */
};

static const char *const demo_words[] = {"Báo cáo", "Đoàn viên", "Chi đoàn", "Đoàn phí", "Hết"};

static unsigned demo_places(struct screen *s)
{
    return ((struct demo *)s)->places;
}

static void demo_draw(struct screen *s, struct surface *f)
{
    static const enum action keys[] = {ACTION_HELP,   ACTION_EDIT,     ACTION_PROBLEMS,
                                       ACTION_FULL_SCREEN, ACTION_SECTIONS, ACTION_SUBMIT,
                                       ACTION_BACK,   ACTION_NONE};
    struct demo *d = (struct demo *)s;
    app_draw_title(s->app, f, "Demo", d->due == INT64_MAX ? "saved" : "typing");
    for (int i = 0; i < 5; i++)
        surface_put(f, 2 + i, 3, -1, i == d->chosen ? STYLE_FOCUS : STYLE_NORMAL, demo_words[i]);
    if (d->places & PLACE_TYPING)
        line_draw(&d->line, f, (struct rect){8, 3, 1, 40}, STYLE_INPUT, true);
    app_draw_bottom(s->app, f, keys, "status", "right", STYLE_NORMAL);
}

static void demo_typed(struct demo *d)
{
    d->due = clock_ms() + 2000;
}

static bool demo_act(struct screen *s, enum action a)
{
    struct demo *d = (struct demo *)s;
    str_addf(d->log, " %s", action_table[a].id);
    if (a == ACTION_BACK || !(d->places & PLACE_TYPING))
        return false;
    bool done = keyed_act(&d->line.keyed, a);
    if (done)
        demo_typed(d);
    return done;
}

static bool demo_text(struct screen *s, const char *utf8)
{
    struct demo *d = (struct demo *)s;
    if (!(d->places & PLACE_TYPING))
        return false;
    keyed_text(&d->line.keyed, utf8);
    demo_typed(d);
    return true;
}

static bool demo_paste(struct screen *s, const char *utf8)
{
    struct demo *d = (struct demo *)s;
    keyed_paste(&d->line.keyed, utf8);
    demo_typed(d);
    return true;
}

static bool demo_search(struct screen *s, const char *needle, int direction)
{
    struct demo *d = (struct demo *)s;
    str_addf(d->log, " search(%s,%d)", needle, direction);
    for (int i = direction ? 1 : 0; *needle && i <= 5; i++) {
        int at = (d->chosen + (direction < 0 ? 10 - i : i)) % 5;
        if (fold_find(demo_words[at], needle, NULL) < 0)
            continue;
        d->chosen = at;
        return true;
    }
    return false;
}

static int64_t demo_wake(struct screen *s)
{
    return ((struct demo *)s)->due;
}

static bool demo_save(struct screen *s)
{
    struct demo *d = (struct demo *)s;
    str_add(d->log, " save");
    d->due = INT64_MAX;
    return !d->stays;
}

static void demo_tick(struct screen *s)
{
    str_add(((struct demo *)s)->log, " tick");
    demo_save(s);
}

static void demo_resume(struct screen *s)
{
    str_add(((struct demo *)s)->log, " resume");
}

static void demo_destroy(struct screen *s)
{
    line_finish(&((struct demo *)s)->line);
    free(s);
}

static const struct screen_ops demo_ops = {
    .id = "demo",
    .places = demo_places,
    .draw = demo_draw,
    .act = demo_act,
    .text = demo_text,
    .paste = demo_paste,
    .search = demo_search,
    .wake = demo_wake,
    .tick = demo_tick,
    .resume = demo_resume,
    .save = demo_save,
    .destroy = demo_destroy,
};

static inline struct demo *demo_push(struct app *app, unsigned places, struct str *log)
{
    struct demo *d = xcalloc(1, sizeof *d);
    d->screen.ops = &demo_ops;
    d->places = places;
    d->log = log;
    d->due = INT64_MAX;
    line_init(&d->line, app, true);
    app_push(app, &d->screen);
    return d;
}

#endif
