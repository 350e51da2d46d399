/* Long work: the screen lives on beside it, tells how far it is, and hears Esc. On the real clock, since work
 * goes by it; nothing is waited for but what happens. */
#include "tui/work.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "demo_screen.h"
#include "tap.h"

/* A terminal that presses Esc, changes its size, or ends as soon as progress is shown. */
struct fake {
    enum input_kind kind;
    bool given;
    char *seen; /* the first frame with progress */
};

static void next(void *self, int64_t deadline, struct input *ret)
{
    struct fake *f = self;
    (void)deadline;
    *ret = (struct input){.kind = INPUT_TIMER};
    if (!f->seen || (f->given && f->kind != INPUT_END))
        return;
    __atomic_store_n(&f->given, true, __ATOMIC_RELEASE);
    ret->kind = f->kind;
    ret->key = (struct key){.code = K_ESC};
    ret->rows = 30;
    ret->columns = 100;
}

static bool pending(void *self)
{
    (void)self;
    return false;
}

static void show(void *self, struct surface *s)
{
    struct fake *f = self;
    if (!f->seen)
        f->seen = surface_text(s);
}

static void size(void *self, int *ret_rows, int *ret_columns)
{
    (void)self;
    *ret_rows = 24;
    *ret_columns = 80;
}

static void redraw(void *self)
{
    (void)self;
}

static const struct terminal_ops ops = {
    .next = next, .pending = pending, .show = show, .size = size, .redraw = redraw};

static void until_stopped(struct work *w, void *context)
{
    while (work_progress(w, "an-bien.db", 38, 100))
        ++*(long *)context;
}

static void short_work(struct work *w, void *context)
{
    *(bool *)context = work_progress(w, "", 0, 0);
}

static struct app *begin(struct fake *f, struct str *log)
{
    struct app *app = app_create(NULL, (struct terminal){&ops, f}, false);
    demo_push(app, PLACE_LIST, log);
    return app;
}

static void stops(enum input_kind kind, const char *how)
{
    struct fake f = {.kind = kind};
    struct str log = {0};
    long rounds = 0;
    struct app *app = begin(&f, &log);
    ok(app_work(app, "Nhận", "Dừng", until_stopped, &rounds), "%s stops it", how);
    ok(rounds > 0 && f.seen, "it went on until then");
    ok(f.seen && strstr(f.seen, "an-bien.db") && strstr(f.seen, "38 %") && strstr(f.seen, "Esc Dừng"),
       "with which file, how far, and what Esc does");
    free(f.seen);
    app_destroy(app);
    str_finish(&log);
}

/* What cannot be stopped is not, whatever is pressed. */
static void shown_twice(struct work *w, void *context)
{
    struct fake *f = context;
    while (!__atomic_load_n(&f->given, __ATOMIC_ACQUIRE))
        work_progress(w, "", 0, 0);
}

int main(void)
{
    lang_set(LANG_VI);
    stops(INPUT_KEY, "Esc");
    stops(INPUT_END, "the end of the terminal");
    struct fake f = {.kind = INPUT_KEY};
    struct str log = {0};
    struct app *app = begin(&f, &log);
    bool went_on = false;
    ok(!app_work(app, "Nhận", NULL, short_work, &went_on) && went_on, "short work");
    ok(!f.seen, "shows no progress");
    ok(!app_work(app, "Nhận", NULL, shown_twice, &f), "what cannot be stopped is not");
    app_destroy(app);
    free(f.seen);
    str_finish(&log);
    return tap_done();
}
