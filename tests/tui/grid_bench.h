#ifndef PHIEU_TESTS_GRID_BENCH_H
#define PHIEU_TESTS_GRID_BENCH_H
/* The annex of the survey on a bench: the real form, entry and rules in a data file of its own; of
 * the app only what a widget asks for; a surface. Keys go in by name ("F2 Left 'typed' Enter"). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "entry/entry.h"
#include "folder.h"
#include "text/typing.h"
#include "text/utf8.h"
#include "tui/app.h"
#include "tui/replace_ask.h"
#include "tui/widget.h"
#include "tui/work.h"

#include "tap.h"

/* ---- the app that the widget sees ------------------------------------------------------------ */

struct app {
    struct session *session;
    struct typing *typing;
    char *clipboard, *said;
};

struct session *app_session(struct app *app)
{
    return app->session;
}
struct typing *app_typing(struct app *app)
{
    return app->typing;
}
const char *app_clipboard(struct app *app)
{
    return app->clipboard ? app->clipboard : "";
}
void app_set_clipboard(struct app *app, const char *text)
{
    char *copy = xstrdup(text);
    free(app->clipboard);
    app->clipboard = copy;
}
void app_say(struct app *app, enum style style, const char *fmt, ...)
{
    va_list ap;
    (void)style;
    va_start(ap, fmt);
    free(app->said);
    app->said = xvasprintf(fmt, ap);
    va_end(ap);
}
void app_dirty(struct app *app)
{
    (void)app;
}
void replace_ask(struct replace_ask *r)
{
    (void)r;
}
void replace_ask_finish(struct replace_ask *r)
{
    (void)r;
}
void app_error(struct app *app, struct err *e)
{
    free(app->said);
    app->said = err_text(e);
    err_finish(e);
}

/* Work is done at once; stop_work: how often it may tell of its progress until it shall stop, 0: always. */
static int stop_work;

bool app_work(struct app *app, const char *title, const char *stopping, work_fn *run, void *context)
{
    (void)app, (void)title, (void)stopping;
    run(NULL, context);
    return stop_work < 0;
}
bool work_progress(struct work *w, const char *what, int64_t done, int64_t all)
{
    (void)w, (void)what, (void)done, (void)all;
    if (stop_work > 0 && --stop_work == 0)
        stop_work = -1;
    return stop_work >= 0;
}

/* ---- the bench ------------------------------------------------------------------------------- */

struct bench {
    char folder[64], *file;
    struct app app;
    struct entry *entry;
    struct widget *w;
    struct surface *surface;
    enum widget_result result; /* of the last key */
};

static inline void must(bool good, struct err *e)
{
    if (good)
        return;
    char *text = err_text(e);
    printf("Bail out! %s\n", text);
    free(text);
    err_finish(e);
    exit(1);
}

static inline void bench_begin_table(struct bench *b, const char *form_id, const char *table,
                                     int rows, int columns)
{
    struct err e = {0};
    struct session_options options = {.store_flags = STORE_CREATE,
                                      .office = "kg_an_bien/youth",
                                      .ignore_settings = true};
    *b = (struct bench){0};
    folder_make(b->folder, sizeof b->folder, "grid");
    clock_fix(1434000000);
    random_seed(7);
    lang_set(LANG_VI);
    b->file = xasprintf("%s/a.db", b->folder);
    b->app.session = session_open(b->file, &options, &e);
    must(b->app.session, &e);
    const struct form *form = session_form(b->app.session, form_id, &e);
    must(form, &e);
    b->entry = entry_begin(b->app.session, form, "kg_an_bien", NULL, &e);
    must(b->entry, &e);
    b->app.typing = typing_create(&(struct typing_options){.method = TYPING_OFF, .spell = true});
    b->surface = surface_create(rows, columns);
    const struct field *f = form_field(form, table);
    b->w = widget_for(f)->create(&b->app, b->entry, f->index);
    b->w->ops->enter(b->w, PLACE_FIELD(f->index), false);
}

static inline void bench_begin(struct bench *b, int rows, int columns)
{
    bench_begin_table(b, "kg-khao-sat-2015", "phu_luc", rows, columns);
}

static inline void bench_end(struct bench *b)
{
    struct err e = {0};
    b->w->ops->destroy(b->w);
    surface_destroy(b->surface);
    entry_destroy(b->entry);
    must(session_close(b->app.session, &e), &e);
    typing_destroy(b->app.typing);
    free(b->app.clipboard);
    free(b->app.said);
    unlink(b->file);
    char *safety = xasprintf("%s-wal", b->file);
    unlink(safety);
    rmdir(b->folder);
    free(safety);
    free(b->file);
}

/* The screen's part: what the widget passes on. */
static inline void travel(struct bench *b, bool back)
{
    struct place p = PLACE_FIELD(b->w->field);
    struct err e = {0};
    b->w->ops->leave(b->w, &e);
    if (back ? entry_undo(b->entry, &p, &e) : entry_redo(b->entry, &p, &e))
        b->w->ops->enter(b->w, p, false);
    err_finish(&e);
}

static inline void bench_key(struct bench *b, const char *name)
{
    struct key k;
    if (!key_from_name(name, &k)) {
        ok(false, "%s is the name of a key", name);
        return;
    }
    enum action a = action_of(k, b->w->ops->place);
    b->result = b->w->ops->act(b->w, a);
    if (b->result == WIDGET_PASS && (a == ACTION_UNDO || a == ACTION_REDO))
        travel(b, a == ACTION_UNDO);
}

static inline void bench_type(struct bench *b, const char *text)
{
    for (size_t n = strlen(text), used; n; text += used, n -= used) {
        char letter[5];
        utf8_decode(text, n, &used);
        memcpy(letter, text, used);
        letter[used] = '\0';
        b->result = b->w->ops->text(b->w, letter);
    }
}

/* Names of keys, 'letters typed one by one', "text pasted". */
static inline void bench_keys(struct bench *b, const char *keys)
{
    while (*keys) {
        size_t n = strcspn(keys, " ");
        if (*keys == '\'' || *keys == '"') {
            const char *end = strchr(keys + 1, *keys);
            char *text = xstrndup(keys + 1, (size_t)(end - keys - 1));
            if (*keys == '"')
                b->result = b->w->ops->paste(b->w, text);
            else
                bench_type(b, text);
            free(text);
            n = (size_t)(end - keys) + 1;
        } else if (n) {
            char *name = xstrndup(keys, n);
            bench_key(b, name);
            free(name);
        }
        keys += n + (keys[n] == ' ');
    }
}

/* What is on the surface; freshly allocated. */
static inline char *bench_screen(struct bench *b)
{
    struct surface *f = b->surface;
    surface_fill(f, (struct rect){0, 0, f->rows, f->columns}, STYLE_NORMAL);
    f->cursor_y = f->cursor_x = -1;
    b->w->ops->draw(b->w, f, (struct rect){0, 0, f->rows, f->columns}, true);
    return surface_text(f);
}

static inline void shows(struct bench *b, const char *want, const char *name)
{
    char *got = bench_screen(b);
    is(want, got, name);
    free(got);
}

/* The answers of the table as canonical JSON: [{…},{…}]; ids only of fixed rows. */
static inline char *bench_answers(struct bench *b)
{
    json *all = record_to_json(entry_record(b->entry)), *out = js_new_array();
    const struct field *table = widget_field(b->w);
    const json *rows = js_get(all, table->id);
    for (size_t i = 0; i < js_count(rows); i++) {
        json *row = js_copy(js_at(rows, i));
        if (!table_fixed(table))
            js_delete(row, "_row");
        js_push(out, row);
    }
    char *text = js_canonical(out, NULL);
    js_free(out);
    js_free(all);
    return text;
}

static inline void holds(struct bench *b, const char *want, const char *name)
{
    char *got = bench_answers(b);
    is(want, got, name);
    free(got);
}

#endif
