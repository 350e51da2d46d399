#ifndef PHIEU_TESTS_WIDGET_BENCH_H
#define PHIEU_TESTS_WIDGET_BENCH_H
/* A widget on a bench: an entry with one field that lives in memory, an app that only has a typing
 * method and a copy buffer, a surface. Keys go in by name ("F2 Left 'typed text' Enter"), what is
 * on the surface comes out as text. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "text/typing.h"
#include "tui/app.h"
#include "tui/replace_ask.h"
#include "tui/widget.h"

#include "tap.h"

/* ---- the entry and the app that the widgets see ---------------------------------------------- */

struct entry {
    struct form form;
    struct field field;
    struct record *record;
    const struct catalogue *catalogue;
    const char *readonly;
    int writes;
    bool disk_full, waiting;
};

const struct form *entry_form(const struct entry *en)
{
    return &en->form;
}
const struct record *entry_record(const struct entry *en)
{
    return en->record;
}
const struct catalogue *entry_catalogue(const struct entry *en)
{
    return en->catalogue;
}
const char *entry_period(const struct entry *en)
{
    (void)en;
    return "2015";
}

const char *entry_readonly(const struct entry *en)
{
    return en->readonly;
}
/* No rules here: the field is asked, and what stands in it is the record's. */
struct rules *entry_rules(struct entry *en)
{
    return (struct rules *)en;
}
const struct value *rules_value(const struct rules *r, struct place p)
{
    return record_get(((const struct entry *)r)->record, p);
}
bool rules_open(const struct rules *r, struct place p)
{
    return record_is_open(((const struct entry *)r)->record, p);
}
bool rules_relevant(const struct rules *r, struct place p)
{
    (void)r;
    (void)p;
    return true;
}
bool rules_computed(const struct rules *r, struct place p)
{
    (void)r;
    (void)p;
    return false;
}
bool entry_waiting(const struct entry *en)
{
    return en->waiting;
}
bool entry_flush(struct entry *en, struct err *e)
{
    if (en->disk_full)
        return err_set(e, ERR_FILE, NULL, NULL, "disk full");
    en->writes += en->waiting;
    en->waiting = false;
    return true;
}
bool entry_set(struct entry *en, struct place p, struct value v, struct err *e)
{
    if (value_equal(record_get(en->record, p), &v)) {
        value_finish(&v);
        return true;
    }
    record_set(en->record, p, v);
    en->waiting = true;
    return entry_flush(en, e);
}

struct app {
    struct typing *typing;
    char *clipboard, *said;
};

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
    free(app->clipboard);
    app->clipboard = xstrdup(text);
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

/* No table here. */
const struct widget_ops widget_grid = {.place = PLACE_GRID};

/* ---- the bench ------------------------------------------------------------------------------- */

struct bench {
    struct entry entry;
    struct app app;
    struct widget *w;
    struct surface *surface;
    enum widget_result result; /* of the last key */
};

static void bench_field(struct bench *b, enum type_id type)
{
    memset(b, 0, sizeof *b);
    b->entry.field.id = xstrdup("o");
    b->entry.field.type = &field_types[type];
}

/* What is on the surface, the cursor as "@y,x" at the end (when focused). Freshly allocated. */
static char *bench_screen(struct bench *b, bool focused)
{
    struct surface *f = b->surface;
    surface_fill(f, (struct rect){0, 0, f->rows, f->columns}, STYLE_NORMAL);
    f->cursor_y = f->cursor_x = -1;
    b->w->ops->draw(b->w, f, (struct rect){0, 0, f->rows, f->columns}, focused);
    char *text = surface_text(f), *out;
    size_t n = strlen(text);
    while (n > 1 && text[n - 1] == '\n' && text[n - 2] == '\n')
        text[--n] = '\0';
    out = f->cursor_y < 0 ? xstrdup(text) : xasprintf("%s@%d,%d", text, f->cursor_y, f->cursor_x);
    free(text);
    return out;
}

/* After the field was described: the field's value as canonical JSON, "" for blank. */
static void bench_begin(struct bench *b, const char *value, int rows, int columns)
{
    struct value v;
    *vec_add(&b->entry.form.fields) = &b->entry.field;
    b->entry.record = record_create(&b->entry.form);
    if (*value && value_from_bytes(value, &v))
        record_set(b->entry.record, PLACE_FIELD(0), v);
    b->app.typing = typing_create(&(struct typing_options){.method = TYPING_OFF, .spell = true});
    b->surface = surface_create(rows, columns);
    b->w = widget_for(&b->entry.field)->create(&b->app, &b->entry, 0);
    b->w->ops->enter(b->w, PLACE_FIELD(0), false);
    free(bench_screen(b, true));
}

static inline void bench_typing(struct bench *b, enum typing_method method)
{
    typing_set(b->app.typing, &(struct typing_options){.method = method, .spell = true});
}

static inline void bench_option(struct bench *b, const char *id, const char *label)
{
    *vec_add(&b->entry.field.options) =
        (struct option){.id = xstrdup(id), .label = {.vi = xstrdup(label)}};
}

static void bench_end(struct bench *b)
{
    b->w->ops->destroy(b->w);
    surface_destroy(b->surface);
    record_destroy(b->entry.record);
    typing_destroy(b->app.typing);
    for (size_t i = 0; i < b->entry.field.options.n; i++) {
        free(b->entry.field.options.v[i].id);
        free(b->entry.field.options.v[i].label.vi);
    }
    vec_finish(&b->entry.field.options);
    vec_finish(&b->entry.form.fields);
    free(b->entry.field.id);
    free(b->app.clipboard);
    free(b->app.said);
}

static void bench_key(struct bench *b, const char *name)
{
    struct key k;
    if (!key_from_name(name, &k)) {
        ok(false, "%s is the name of a key", name);
        return;
    }
    enum action a = action_of(k, b->w->ops->place);
    b->result = b->w->ops->act(b->w, a);
    free(bench_screen(b, true));
}

/* "F2 Left 'typed' \"pasted\" Enter": names of keys, letters typed one by one, text pasted. */
static void bench_keys(struct bench *b, const char *keys)
{
    while (*keys) {
        size_t n = strcspn(keys, " ");
        if (*keys == '\'' || *keys == '"') {
            const char *end = strchr(keys + 1, *keys);
            char *text = xstrndup(keys + 1, (size_t)(end - keys - 1));
            if (*keys == '"')
                b->result = b->w->ops->paste(b->w, text);
            for (const char *p = text; *keys == '\'' && *p;) {
                size_t len = 1;
                while (((unsigned char)p[len] & 0xC0) == 0x80)
                    len++;
                char *letter = xstrndup(p, len);
                b->result = b->w->ops->text(b->w, letter);
                free(letter);
                free(bench_screen(b, true));
                p += len;
            }
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

/* The styles of a row as letters: . normal, i input, f focus, s selected, e error, d dim, h hit. */
static inline char *bench_styles(struct bench *b, int row)
{
    static const char letters[STYLE_COUNT] = {
        [STYLE_NORMAL] = '.', [STYLE_INPUT] = 'i', [STYLE_FOCUS] = 'f', [STYLE_SELECTED] = 's',
        [STYLE_ERROR] = 'e',  [STYLE_DIM] = 'd',   [STYLE_HIT] = 'h',   [STYLE_LINE] = 'l',
    };
    struct str out = {0};
    for (int x = 0; x < b->surface->columns; x++) {
        char c = letters[surface_cell(b->surface, row, x)->style];
        str_addc(&out, c ? c : '?');
    }
    return str_take(&out);
}

static void shows(struct bench *b, const char *want, const char *name)
{
    char *got = bench_screen(b, true);
    is(want, got, name);
    free(got);
}

static void rests(struct bench *b, const char *want, const char *name)
{
    char *got = bench_screen(b, false);
    is(want, got, name);
    free(got);
}

static void holds(struct bench *b, const char *want, const char *name)
{
    char *got = value_to_bytes(record_get(b->entry.record, PLACE_FIELD(0)));
    is(want, got, name);
    free(got);
}

static inline void styled(struct bench *b, int row, const char *want, const char *name)
{
    char *got = bench_styles(b, row);
    is(want, got, name);
    free(got);
}

static bool leaves(struct bench *b)
{
    struct err e = {0};
    bool good = b->w->ops->leave(b->w, &e);
    err_finish(&e);
    return good;
}

#endif
