#include "tui/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/unicode.h"
#include "text/utf8.h"

#define SIZE_MAX_CELLS 1000  /* rows or columns */
#define TIMES_MAX      100000 /* how often one word may repeat a key */

struct step {
    struct input input; /* the text is owned; also TIMER: time passes */
    int64_t wait;       /* TIMER */
    long times;         /* KEY: how often */
};

struct script {
    VEC(struct step) steps;
    size_t at;
    int rows, columns;
    char *screen; /* the last frame */
};

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    const char *text, *name;
    const char *p;    /* the next byte */
    const char *word; /* where the present word begins */
    struct script *script;
    struct err *e;
};

static bool refuse(const struct reader *r, const char *what)
{
    int line = 1, column = 1;
    for (const char *p = r->text; p < r->word; p++) {
        column = *p == '\n' ? 1 : column + (((unsigned char)*p & 0xC0) != 0x80);
        line += *p == '\n';
    }
    size_t n = strcspn(r->word, " \t\r\n");
    char *place = xasprintf("%s:%d:%d", r->name, line, column);
    err_set(r->e, ERR_USAGE, place,
            _("write key names (Down*3 F2 C-p Enter) or type: text: paste: wait: resize:"),
            "%s: %.*s", what, (int)n, r->word);
    free(place);
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A quoted part of a word, after its opening quote; *r->p ends behind the closing one. */
static bool read_quoted(struct reader *r, char quote, struct str *out)
{
    for (; *r->p && *r->p != quote; r->p++) {
        if (quote == '"' && *r->p == '\\' && r->p[1]) {
            r->p++;
            str_addc(out, *r->p == 'n' ? '\n' : *r->p == 't' ? '\t' : *r->p);
        } else {
            str_addc(out, *r->p);
        }
    }
    if (!*r->p)
        return refuse(r, _("The quote is not closed"));
    r->p++;
    return true;
}

/* One argument up to the next blank; quotes may stand anywhere in it. */
static bool read_argument(struct reader *r, struct str *out)
{
    while (*r->p && !is_blank(*r->p)) {
        char c = *r->p++;
        if (c != '"' && c != '\'')
            str_addc(out, c);
        else if (!read_quoted(r, c, out))
            return false;
    }
    return true;
}

static struct step *add_step(struct reader *r, enum input_kind kind)
{
    struct step *s = vec_add(&r->script->steps);
    s->input.kind = kind;
    s->times = 1;
    return s;
}

static bool add_text(struct reader *r, enum input_kind kind, const struct str *text)
{
    size_t n;
    char *clean;
    if (!text_clean(str_text(text), text->len, kind == INPUT_PASTE, &clean, &n))
        return refuse(r, _("This is not valid UTF-8"));
    if (n == 0) {
        free(clean);
        return true;
    }
    struct input *in = &add_step(r, kind)->input;
    in->text = clean;
    if (kind == INPUT_PASTE)
        input_look(in, str_text(text), text->len);
    return true;
}

static bool read_text(struct reader *r, const struct str *text)
{
    return add_text(r, INPUT_TEXT, text);
}

static bool read_paste(struct reader *r, const struct str *text)
{
    return add_text(r, INPUT_PASTE, text);
}

static bool read_type(struct reader *r, const struct str *text)
{
    if (!utf8_valid(str_text(text), text->len, NULL))
        return refuse(r, _("This is not valid UTF-8"));
    for (size_t at = 0, used; at < text->len; at += used) {
        uint32_t c = utf8_decode(text->s + at, text->len - at, &used);
        struct key k = {c == '\n' ? K_ENTER : c == '\t' ? K_TAB : c, 0};
        if (k.code >= ' ' && k.code != 0x7F)
            add_step(r, INPUT_KEY)->input.key = k;
    }
    return true;
}

static bool read_wait(struct reader *r, const struct str *text)
{
    char *end;
    long long ms = strtoll(str_text(text), &end, 10);
    if (!text->len || *end || ms < 0)
        return refuse(r, _("wait: needs milliseconds"));
    add_step(r, INPUT_TIMER)->wait = ms;
    return true;
}

bool script_size(const char *text, int *ret_rows, int *ret_columns)
{
    char *end;
    long columns = strtol(text, &end, 10);
    if (end == text || *end != 'x')
        return false;
    const char *second = end + 1;
    long rows = strtol(second, &end, 10);
    if (end == second || *end || rows < 1 || columns < 1 || rows > SIZE_MAX_CELLS ||
        columns > SIZE_MAX_CELLS)
        return false;
    *ret_rows = (int)rows;
    *ret_columns = (int)columns;
    return true;
}

static bool read_resize(struct reader *r, const struct str *text)
{
    int rows, columns;
    if (!script_size(str_text(text), &rows, &columns))
        return refuse(r, _("A size is written like 80x24"));
    struct step *s = add_step(r, INPUT_RESIZE);
    s->input.rows = rows;
    s->input.columns = columns;
    return true;
}

static bool read_key(struct reader *r, const struct str *text)
{
    struct key k;
    char *name = xstrdup(str_text(text)), *star = strrchr(name, '*'), *end = name;
    long times = star && star > name ? strtol(star + 1, &end, 10) : 1;
    if (star && star > name && star[1] && !*end && times > 0)
        *star = '\0';
    else
        times = 1;
    bool known = key_from_name(name, &k);
    free(name);
    if (!known)
        return refuse(r, _("There is no key of this name"));
    if (times > TIMES_MAX)
        return refuse(r, _("A key can be repeated at most 100000 times"));
    struct step *s = add_step(r, INPUT_KEY);
    s->input.key = k;
    s->times = times;
    return true;
}

static bool read_word(struct reader *r)
{
    static const struct {
        const char *prefix;
        bool (*read)(struct reader *r, const struct str *text);
    } words[] = {{"type:", read_type}, {"text:", read_text},     {"paste:", read_paste},
                 {"wait:", read_wait}, {"resize:", read_resize}, {"", read_key}};
    size_t i = 0;
    while (!str_starts(r->p, words[i].prefix))
        i++;
    r->word = r->p;
    r->p += strlen(words[i].prefix);
    struct str argument = {0};
    bool good = read_argument(r, &argument) && words[i].read(r, &argument);
    str_finish(&argument);
    return good;
}

static bool read_all(struct reader *r)
{
    bool line_start = true;
    for (;;) {
        while (is_blank(*r->p))
            line_start = *r->p++ == '\n' || line_start;
        if (!*r->p)
            return true;
        if (line_start && *r->p == '#')
            r->p += strcspn(r->p, "\n");
        else if (!read_word(r))
            return false;
        line_start = false;
    }
}

/* ---- life cycle ------------------------------------------------------------------------------ */

struct script *script_create(const char *text, const char *name, int rows, int columns,
                             struct err *e)
{
    struct script *s = xcalloc(1, sizeof *s);
    if (!clock_is_fixed())
        clock_fix(clock_now());
    s->rows = rows;
    s->columns = columns;
    s->screen = xstrdup("");
    struct reader r = {.text = text, .name = name, .p = text, .word = text, .script = s, .e = e};
    if (read_all(&r))
        return s;
    script_destroy(s);
    return NULL;
}

void script_destroy(struct script *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->steps.n; i++)
        input_finish(&s->steps.v[i].input);
    vec_finish(&s->steps);
    free(s->screen);
    free(s);
}

char *script_screen(const struct script *s)
{
    return xstrdup(s->screen);
}

/* ---- as a terminal --------------------------------------------------------------------------- */

static void next(void *self, int64_t deadline, struct input *ret)
{
    struct script *s = self;
    for (;;) {
        if (clock_ms() >= deadline) {
            *ret = (struct input){.kind = INPUT_TIMER};
            return;
        }
        if (s->at == s->steps.n) {
            *ret = (struct input){.kind = INPUT_END};
            return;
        }
        struct step *step = &s->steps.v[s->at];
        if (step->input.kind != INPUT_TIMER)
            break;
        clock_advance(step->wait);
        s->at++;
    }
    struct step *step = &s->steps.v[s->at];
    *ret = step->input;
    step->input.text = NULL;
    step->input.raw = (struct str){0};
    if (ret->kind == INPUT_RESIZE) {
        s->rows = ret->rows;
        s->columns = ret->columns;
    }
    s->at += --step->times <= 0;
}

/* Every step is drawn, as for a person who types slowly: a script shows what each key does. */
static bool pending(void *self)
{
    (void)self;
    return false;
}

static void show(void *self, struct surface *f)
{
    struct script *s = self;
    free(s->screen);
    s->screen = surface_text(f);
}

static void size(void *self, int *ret_rows, int *ret_columns)
{
    struct script *s = self;
    *ret_rows = s->rows;
    *ret_columns = s->columns;
}

static void redraw(void *self)
{
    (void)self;
}

struct terminal script_terminal(struct script *s)
{
    static const struct terminal_ops ops = {
        .next = next, .pending = pending, .show = show, .size = size, .redraw = redraw};
    return (struct terminal){.ops = &ops, .self = s};
}
