#include "tui/work.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "text/unicode.h"
#include "tui/app_state.h"

#define SHOW_AFTER_MS 500 /* what is shorter needs no progress */
#define SHOW_EVERY_MS 100

struct work {
    struct app *app;
    const char *title, *stopping;
    work_fn *run;
    void *context;

    int end[2];           /* a pipe that closes when the thread ends */
    pthread_mutex_t lock; /* guards what follows */
    bool stop;
    char *what;
    int64_t done, all;
};

/* ---- in the thread --------------------------------------------------------------------------- */

bool work_progress(struct work *w, const char *what, int64_t done, int64_t all)
{
    pthread_mutex_lock(&w->lock);
    if (!w->what || strcmp(w->what, what)) {
        free(w->what);
        w->what = xstrdup(what);
    }
    w->done = done;
    w->all = all;
    bool goes_on = !w->stop;
    pthread_mutex_unlock(&w->lock);
    return goes_on;
}

static void *run_thread(void *user)
{
    struct work *w = user;
    w->run(w, w->context);
    close(w->end[1]);
    return NULL;
}

/* Signals are the loop's business; only faults go to who made them. */
static bool start(struct work *w, pthread_t *ret)
{
    sigset_t quiet, before;
    sigfillset(&quiet);
    sigdelset(&quiet, SIGSEGV);
    sigdelset(&quiet, SIGBUS);
    sigdelset(&quiet, SIGFPE);
    sigdelset(&quiet, SIGILL);
    sigdelset(&quiet, SIGABRT);
    pthread_sigmask(SIG_SETMASK, &quiet, &before);
    bool good = pthread_create(ret, NULL, run_thread, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return good;
}

/* ---- beside it ------------------------------------------------------------------------------- */

static bool wait_end(const struct work *w, int ms)
{
    struct pollfd p = {.fd = w->end[0]};
    return poll(&p, 1, ms) > 0;
}

static void ask_stop(struct work *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_mutex_unlock(&w->lock);
}

static void draw_bar(struct surface *f, int y, int columns, int64_t done, int64_t all)
{
    int full = all > 0 ? (int)((int64_t)columns * (done < all ? done : all) / all) : 0;
    for (int x = 0; x < columns; x++)
        surface_put(f, y, 4 + x, 1, x < full ? STYLE_KEY : STYLE_DIM,
                    f->ascii ? (x < full ? "#" : ".") : x < full ? "▇" : "▁");
}

static void draw_amount(struct surface *f, int y, int seconds, int64_t done, int64_t all)
{
    int columns = f->columns - 24;
    if (all > 0) {
        draw_bar(f, y, columns, done, all);
        surface_putf(f, y, 5 + columns, 6, STYLE_NORMAL, "%3d %%",
                     (int)((done < all ? done : all) * 100 / all));
    }
    char *time = seconds < 60 ? xasprintf(_("%d s"), seconds)
                              : xasprintf(_("%d min %02d s"), seconds / 60, seconds % 60);
    surface_put_right(f, y, f->columns - 14, 10, STYLE_DIM, time);
    free(time);
}

/* A box over the end of the content, where messages stand, too. */
static void draw(struct work *w, struct surface *f, int seconds, bool waits)
{
    struct rect box = {f->rows - 8, 1, 6, f->columns - 2};
    pthread_mutex_lock(&w->lock);
    surface_fill(f, box, STYLE_NORMAL);
    surface_box(f, box);
    surface_put(f, box.y + 1, 4, f->columns - 8, STYLE_HEADING, w->title);
    surface_put(f, box.y + 2, 4, f->columns - 8, STYLE_NORMAL, w->what ? w->what : "");
    draw_amount(f, box.y + 3, seconds, w->done, w->all);
    const char *says = waits ? _("Another program is writing to the file; it takes its turn.")
                       : w->stop ? _("Stopping where that does no harm …")
                                 : "";
    surface_put(f, box.y + 4, 4, f->columns - 8, STYLE_WARNING, says);
    pthread_mutex_unlock(&w->lock);
    surface_fill(f, (struct rect){f->rows - 1, 0, 1, f->columns}, STYLE_NORMAL);
    if (w->stopping) {
        surface_put(f, f->rows - 1, 1, -1, STYLE_KEY, "Esc");
        surface_put(f, f->rows - 1, 5, f->columns - 6, STYLE_KEYTEXT, w->stopping);
    }
    f->cursor_y = f->cursor_x = -1;
}

/* Over what stood there: screens draw from the session, which is not theirs now. */
static void show(struct work *w, int64_t begun)
{
    struct app *app = w->app;
    if (!app_too_small(app))
        draw(w, app->frame, (int)((clock_ms() - begun) / 1000), app_work_waits(app));
    app->terminal.ops->show(app->terminal.self, app->frame);
}

static void resize(struct app *app, int rows, int columns)
{
    app_resize(app, rows, columns);
    surface_fill(app->frame, (struct rect){0, 0, app->frame->rows, app->frame->columns},
                 STYLE_NORMAL);
}

/* False: nothing waits. */
static bool hear(struct work *w)
{
    struct app *app = w->app;
    struct input in = {0};
    app->terminal.ops->next(app->terminal.self, clock_ms(), &in);
    bool stop = in.kind == INPUT_END ||
                (in.kind == INPUT_KEY && action_of(in.key, PLACE_ALL) == ACTION_BACK);
    if (in.kind == INPUT_RESIZE)
        resize(app, in.rows, in.columns);
    if (in.kind == INPUT_KEY && action_of(in.key, PLACE_ALL) == ACTION_REDRAW)
        app->terminal.ops->redraw(app->terminal.self);
    bool nothing = in.kind == INPUT_TIMER || in.kind == INPUT_END;
    input_finish(&in);
    if (stop && (w->stopping || in.kind == INPUT_END))
        ask_stop(w);
    return !nothing;
}

/* The loop while the work goes on; the end of the terminal comes again, to the loop of the app. */
static bool attend(struct work *w)
{
    int64_t begun = clock_ms();
    while (!wait_end(w, SHOW_EVERY_MS)) {
        if (clock_ms() - begun < SHOW_AFTER_MS)
            continue;
        while (hear(w))
            continue;
        show(w, begun);
    }
    return w->stop;
}

/* Without a thread there is no progress, but the work is done. */
static bool run_beside(struct work *w)
{
    pthread_t thread;
    if (pipe2(w->end, O_CLOEXEC) < 0) {
        w->run(w, w->context);
        return false;
    }
    bool stopped = false, started = start(w, &thread);
    if (started) {
        stopped = attend(w);
        pthread_join(thread, NULL);
    } else {
        run_thread(w);
    }
    close(w->end[0]);
    return stopped;
}

bool app_work(struct app *app, const char *title, const char *stopping, work_fn *run, void *context)
{
    struct work w = {.app = app, .title = title, .stopping = stopping, .run = run,
                     .context = context};
    pthread_mutex_init(&w.lock, NULL);
    app_work_begin(app);
    bool stopped = run_beside(&w);
    app_work_end(app);
    pthread_mutex_destroy(&w.lock);
    free(w.what);
    app_dirty(app);
    return stopped;
}
