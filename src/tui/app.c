#include "tui/app.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "db/db.h"
#include "entry/session.h"
#include "store/safety.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "text/utf8.h"
#include "tui/app_state.h"
#include "tui/screens.h"

/* Another program holds the file: it is said at once, for nothing else moves meanwhile. */
static void on_waiting(void *user)
{
    struct app *app = user;
    if (app->working) {
        atomic_store(&app->work_waiting, clock_real_ms());
        return;
    }
    app_say(app, STYLE_WARNING, "%s",
            _("Waiting for another program that is writing to the file …"));
    app->waiting = app->message;
    if (app->stack.n && app->frame->rows >= SCREEN_ROWS_MIN)
        app_show_message(app);
}

/* Long work waits in its own thread, and says so where its progress is shown. */
#define WAITING_SHOWN_MS 1500

void app_work_begin(struct app *app)
{
    app->working = true;
    atomic_store(&app->work_waiting, 0);
}

void app_work_end(struct app *app)
{
    app->working = false;
}

bool app_work_waits(struct app *app)
{
    int64_t told = atomic_load(&app->work_waiting);
    return told && clock_real_ms() - told < WAITING_SHOWN_MS;
}

/* ---- life cycle ------------------------------------------------------------------------------ */

struct app *app_create(struct session *session, struct terminal terminal, bool ascii)
{
    struct app *app = xcalloc(1, sizeof *app);
    int rows, columns;
    app->session = session;
    app->terminal = terminal;
    terminal.ops->size(terminal.self, &rows, &columns);
    app->frame = surface_create(rows, columns);
    app->frame->ascii = ascii;
    key_show_plain(ascii);
    struct typing_options options = {
        .method = TYPING_TELEX, .variant = TELEX_SIMPLE_2, .spell = true};
    if (session)
        options = session_settings(session)->typing;
    app->typing = typing_create(&options);
    app->typing_off = typing_create(&(struct typing_options){.method = TYPING_OFF});
    app->last_method = options.method != TYPING_OFF ? options.method : TYPING_TELEX;
    app->clipboard = xstrdup("");
    db_on_waiting(on_waiting, app);
    app->needle = xstrdup("");
    return app;
}

static void destroy_gone(struct app *app)
{
    for (size_t i = 0; i < app->gone.n; i++)
        if (app->gone.v[i]->ops->destroy)
            app->gone.v[i]->ops->destroy(app->gone.v[i]);
    vec_clear(&app->gone);
}

static void take_top(struct app *app)
{
    struct screen *s = app->stack.v[--app->stack.n];
    if (app->searched == s)
        app->searched = NULL;
    *vec_add(&app->gone) = s;
}

void app_destroy(struct app *app)
{
    if (!app)
        return;
    db_on_waiting(NULL, NULL);
    while (app->stack.n)
        take_top(app);
    destroy_gone(app);
    vec_finish(&app->stack);
    vec_finish(&app->gone);
    surface_destroy(app->frame);
    typing_destroy(app->typing);
    typing_destroy(app->typing_off);
    free(app->message);
    free(app->unsaved);
    free(app->clipboard);
    free(app->needle);
    free(app);
}

/* ---- stack ----------------------------------------------------------------------------------- */

struct session *app_session(struct app *app)
{
    return app->session;
}

struct screen *app_top(struct app *app)
{
    return app->stack.n ? app->stack.v[app->stack.n - 1] : NULL;
}

void app_push(struct app *app, struct screen *s)
{
    s->app = app;
    *vec_add(&app->stack) = s;
    app->fresh = true;
    typing_reset(app->typing);
    app_dirty(app);
}

bool app_pop(struct app *app)
{
    struct screen *top = app_top(app);
    if (!top || (top->ops->save && !top->ops->save(top)))
        return false;
    take_top(app);
    typing_reset(app->typing);
    app_dirty(app);
    top = app_top(app);
    if (top && top->ops->resume)
        top->ops->resume(top);
    return true;
}

void app_dirty(struct app *app)
{
    app->whole = true;
    app->drawn = false;
}

bool app_key_waits(struct app *app)
{
    return app->terminal.ops->pending(app->terminal.self);
}

void app_size(struct app *app, int *ret_rows, int *ret_columns)
{
    *ret_rows = app->frame->rows;
    *ret_columns = app->frame->columns;
}

/* ---- messages, typing, copy buffer ------------------------------------------------------------ */

static void forget_message(struct app *app)
{
    if (!app->message)
        return;
    free(app->message);
    app->message = NULL;
    app_dirty(app);
}

void app_say(struct app *app, enum style style, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = xvasprintf(fmt, ap);
    va_end(ap);
    free(app->message);
    app->message = text;
    app->message_style = style;
    app_dirty(app);
}

/* Errors begin small, since the command line puts "phieu: " before them; here they are sentences. */
void app_error(struct app *app, struct err *e)
{
    char *text = err_text(e), capital[5] = "";
    size_t first;
    utf8_encode(fold_upper(utf8_decode(text, strlen(text), &first)), capital);
    app_say(app, STYLE_ERROR, "%s%s", e->place ? "" : capital, e->place ? text : text + first);
    free(text);
    err_finish(e);
}

struct typing *app_typing(struct app *app)
{
    return app->outside_word ? app->typing_off : app->typing;
}

void app_set_typing(struct app *app, const struct typing_options *options)
{
    typing_set(app->typing, options);
    if (options->method != TYPING_OFF)
        app->last_method = options->method;
    app_dirty(app);
}

const char *app_clipboard(struct app *app)
{
    return app->clipboard;
}

void app_set_clipboard(struct app *app, const char *text)
{
    char *copy = xstrdup(text);
    free(app->clipboard);
    app->clipboard = copy;
}

/* ---- input ----------------------------------------------------------------------------------- */

unsigned app_places(const struct app *app)
{
    if (!app->stack.n)
        return 0;
    struct screen *top = app->stack.v[app->stack.n - 1];
    unsigned places = top->ops->places ? top->ops->places(top) : PLACE_LIST;
    return app->searched == top ? places | PLACE_SEARCH : places;
}

static void give_text(struct app *app, const char *utf8)
{
    struct screen *top = app_top(app);
    if (top && top->ops->text)
        top->ops->text(top, utf8);
}

static void on_letter(struct app *app, uint32_t letter)
{
    char utf8[5];
    utf8[utf8_encode(letter, utf8)] = '\0';
    if (!text_is_word(letter))
        app->outside_word = false;
    give_text(app, utf8);
}

static void on_key(struct app *app, struct key k)
{
    static const struct key digit_prefix = {'o', MOD_CTRL};
    bool digit_key = app->digit_key;
    app->digit_key = false;
    if (!digit_key && key_equal(k, digit_prefix)) {
        app->digit_key = true;
        app_say(app, STYLE_NORMAL, "%s", _("Ctrl-O: now press a digit (1 for F1, 0 for F10)"));
        return;
    }
    if (digit_key && !k.mods)
        action_digit_key(k.code, &k);
    enum action a = action_of(k, app_places(app));
    if (a != ACTION_NONE)
        app_act(app, a);
    else if (key_is_text(k))
        on_letter(app, k.code);
    else
        app->outside_word = false;
}

/* A word that an input tool outside has composed is its business until it ends: what follows goes
 * in as it comes, so that the two methods do not both work on one word. */
static void on_text(struct app *app, const char *utf8)
{
    size_t n = strlen(utf8), last = text_grapheme_before(utf8, n), used;
    typing_reset(app->typing);
    give_text(app, utf8);
    app->outside_word = text_is_word(utf8_decode(utf8 + last, n - last, &used));
}

static void on_paste(struct app *app, const struct input *in)
{
    struct screen *top = app_top(app);
    typing_reset(app->typing);
    app->outside_word = false;
    if (!top || !top->ops->paste)
        return;
    if (in->raw.len)
        screen_legacy(app, in->raw.s, in->raw.len);
    else
        top->ops->paste(top, in->text);
}

void app_resize(struct app *app, int rows, int columns)
{
    surface_resize(app->frame, rows > 0 ? rows : 1, columns > 0 ? columns : 1);
    app->fresh = true;
    app_dirty(app);
}

static void on_timer(struct app *app)
{
    int64_t now = clock_ms();
    for (size_t i = 0; i < app->stack.n; i++) {
        struct screen *s = app->stack.v[i];
        if (s->ops->wake && s->ops->wake(s) <= now && s->ops->tick)
            s->ops->tick(s);
    }
    app_dirty(app);
}

/* The terminal is gone or the program shall end: nobody can answer questions, all is saved. */
static void on_end(struct app *app)
{
    for (size_t i = app->stack.n; i-- > 0;) {
        struct screen *s = app->stack.v[i];
        if (s->ops->save && !s->ops->save(s) && !app->unsaved)
            app->unsaved = xstrdup(app->message ? app->message : s->ops->id);
    }
    app->ended = true;
}

/* In a window that shows nothing only Esc works: letters would go where nobody sees them. */
static bool unseen(const struct app *app, const struct input *in)
{
    if (!app_too_small(app))
        return false;
    return in->kind == INPUT_TEXT || in->kind == INPUT_PASTE ||
           (in->kind == INPUT_KEY && in->key.code != K_ESC);
}

/* Once when it begins: work is safe in the data file, but stands only there. The answer to a key goes first. */
static void tell_safety(struct app *app)
{
    struct store *store = app->session ? session_store(app->session) : NULL;
    const char *trouble = store ? safety_trouble(store) : NULL;
    char *news = store && !app->message ? safety_news(store) : NULL;
    app->unsafe = trouble != NULL;
    app->unsafe_told &= app->unsafe;
    if (news) {
        app_say(app, STYLE_WARNING, "%s", news);
    } else if (trouble && !app->message && !app->unsafe_told) {
        app_say(app, STYLE_WARNING, "%s", trouble);
        app->unsafe_told = true;
    }
    free(news);
}

static void on_input(struct app *app, struct input *in)
{
    app->drawn = false;
    if (unseen(app, in))
        return;
    switch (in->kind) {
    case INPUT_KEY:
        forget_message(app);
        on_key(app, in->key);
        break;
    case INPUT_TEXT:
        forget_message(app);
        on_text(app, in->text);
        break;
    case INPUT_PASTE:
        forget_message(app);
        on_paste(app, in);
        break;
    case INPUT_RESIZE:
        app_resize(app, in->rows, in->columns);
        break;
    case INPUT_TIMER:
        on_timer(app);
        break;
    case INPUT_END:
        on_end(app);
        break;
    }
}

/* ---- loop ------------------------------------------------------------------------------------ */

/* Screens below the top keep their timers: text waiting to be saved there is saved in time. */
static int64_t deadline(const struct app *app)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < app->stack.n; i++) {
        struct screen *s = app->stack.v[i];
        int64_t wake = s->ops->wake ? s->ops->wake(s) : INT64_MAX;
        if (wake < first)
            first = wake;
    }
    return first;
}

#define FRAME_MS 250 /* so often at least a frame is shown while input keeps pouring in */

static void show(struct app *app)
{
    app_draw(app);
    app->terminal.ops->show(app->terminal.self, app->frame);
    app->drawn = true;
    app->whole = app->fresh = false;
}

/* Screens learn their size by drawing: each draws at least once before it gets input, even when
 * that frame is overtaken by the keys that wait. */
static void compose_fresh(struct app *app)
{
    if (app->fresh)
        app_draw(app);
    app->fresh = false;
}

void app_end(struct app *app, struct err *e)
{
    free(app->unsaved);
    app->unsaved = err_text(e);
    app->ended = true;
    err_finish(e);
}

const char *app_unsaved(const struct app *app)
{
    return app->unsaved;
}

void app_run(struct app *app)
{
    const struct terminal *t = &app->terminal;
    int64_t shown = clock_real_ms();
    while (app->stack.n && !app->ended) {
        tell_safety(app);
        if (!app->drawn &&
            (!t->ops->pending(t->self) || clock_real_ms() - shown >= FRAME_MS)) {
            show(app);
            shown = clock_real_ms();
        }
        compose_fresh(app);
        struct input in = {0};
        t->ops->next(t->self, deadline(app), &in);
        on_input(app, &in);
        if (app->waiting && app->waiting == app->message)
            forget_message(app);
        app->waiting = NULL;
        input_finish(&in);
        destroy_gone(app);
    }
}
