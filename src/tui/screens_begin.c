/* What comes before the first screen: a file that was closed elsewhere last is looked through. */
#include "base/clock.h"
#include "base/lang.h"
#include "entry/session.h"
#include "store/safety.h"
#include "tui/app_state.h"
#include "tui/decode.h"
#include "tui/keymap.h"
#include "tui/screens.h"

#define SHOW_AFTER_MS 500
#define SHOW_EVERY_MS 100

struct looking {
    struct app *app;
    int64_t begun, shown;
    bool stopped;
};

static void draw(struct looking *l, int64_t done, int64_t all)
{
    struct app *app = l->app;
    struct surface *f = app->frame;
    surface_fill(f, (struct rect){0, 0, f->rows, f->columns}, STYLE_NORMAL);
    f->cursor_y = f->cursor_x = -1;
    surface_put(f, 1, 1, -1, STYLE_HEADING, _("Looking through the file, which was closed elsewhere last"));
    if (all)
        surface_putf(f, 3, 1, -1, STYLE_NORMAL, "%3d %%", (int)(done * 100 / all));
    surface_put(f, 5, 1, -1, STYLE_DIM, _("Esc: do not open it now. Nothing is written meanwhile."));
    app->terminal.ops->show(app->terminal.self, f);
}

/* Only Esc means anything yet; what else is typed is not for a screen that nobody sees. */
static void read_keys(struct looking *l)
{
    struct terminal *t = &l->app->terminal;
    while (!l->stopped && t->ops->pending(t->self)) {
        struct input in = {0};
        t->ops->next(t->self, clock_ms(), &in);
        l->stopped = in.kind == INPUT_END || (in.kind == INPUT_KEY && in.key.code == K_ESC);
        if (in.kind == INPUT_RESIZE)
            surface_resize(l->app->frame, in.rows > 0 ? in.rows : 1, in.columns > 0 ? in.columns : 1);
        input_finish(&in);
    }
}

static bool show(void *user, int64_t done, int64_t all)
{
    struct looking *l = user;
    int64_t now = clock_real_ms();
    if (now - l->begun < SHOW_AFTER_MS)
        return true;
    if (now - l->shown >= SHOW_EVERY_MS) {
        draw(l, done, all);
        l->shown = now;
    }
    read_keys(l);
    return !l->stopped;
}

/* The user's own keys; false: some of the file is not used, which is said once home is there. */
static bool take_keys(struct str *ret_said)
{
    char *path = keymap_path();
    struct problem_list problems = {.file = path};
    struct err e = {0};
    if (!keymap_load(path, &problems, &e))
        str_addf(ret_said, _("The key map cannot be read: %s"), path);
    else if (problems.errors)
        str_addf(ret_said, _("Key map: %zu lines are not used; “phieu keymap %s” tells why"), problems.errors, path);
    err_finish(&e);
    problem_finish(&problems);
    return !ret_said->len;
}

bool screens_begin(struct app *app, struct err *e)
{
    struct session *s = app_session(app);
    struct looking l = {.app = app, .begun = clock_real_ms()};
    if (!session_look_through(s, false, show, &l, e))
        return false;
    struct str keys = {0};
    bool own_keys = take_keys(&keys);
    if (!session_office(s)) {
        screen_start(app);
        str_finish(&keys);
        return true;
    }
    screen_home(app);
    screen_restore(app);
    if (session_readonly(s))
        app_say(app, STYLE_WARNING, "%s", session_readonly(s));
    else if (!own_keys)
        app_say(app, STYLE_WARNING, "%s", str_text(&keys));
    str_finish(&keys);
    return true;
}
