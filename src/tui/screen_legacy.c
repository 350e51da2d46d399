/* Pasted text of before Unicode: what it would be in each way of writing, and as it came. Nothing is changed
 * before somebody has seen it. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/legacy.h"
#include "text/unicode.h"
#include "text/utf8.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/sheet.h"

enum { PREVIEW_BYTES = 16 * 1024 }; /* as much as anybody looks at */

struct legacy_screen {
    struct screen screen;
    struct str raw;
    struct legacy_guess guesses[LEGACY_COUNT];
    size_t count;
    struct list list;
    struct sheet preview;
    int shown; /* the guess that the preview is of */
};

static struct legacy_screen *of(struct screen *s)
{
    return (struct legacy_screen *)s;
}

/* What would be pasted; NULL when nothing is left of it. */
static char *meaning(const struct legacy_screen *x, enum legacy e, size_t n)
{
    size_t len, clean_len;
    char *text = legacy_decode(e, x->raw.s, n, &len), *clean = NULL;
    if (text_clean(text, len, true, &clean, &clean_len) && !clean_len) {
        free(clean);
        clean = NULL;
    }
    free(text);
    return clean;
}

static void show_preview(struct legacy_screen *x)
{
    if (x->shown == x->list.selected)
        return;
    x->shown = x->list.selected;
    size_t n = x->raw.len;
    if (n > PREVIEW_BYTES)
        for (n = PREVIEW_BYTES; n && (unsigned char)x->raw.s[n] > ' '; n--)
            ;
    char *text = meaning(x, x->guesses[x->shown].encoding, n ? n : PREVIEW_BYTES);
    for (char *p = text; p && *p; p++)
        if (*p == '\t')
            *p = ' ';
    sheet_clear(&x->preview);
    sheet_home(&x->preview);
    sheet_add(&x->preview, 0, STYLE_NORMAL, text ? text : xstrdup(""));
}

/* ---- drawing ----------------------------------------------------------------------------------- */

static void draw_guess(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct legacy_screen *x = user;
    const struct legacy_guess *g = &x->guesses[i];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    struct str words = {0};
    str_addf(&words, _("Vietnamese words: %zu, others: %zu"), g->possible, g->impossible);
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, 24, style,
                g->encoding == LEGACY_NONE ? _("As it was pasted") : legacy_name(g->encoding));
    surface_put(f, r.y, r.x + 28, r.columns - 29, style, str_text(&words));
    str_finish(&words);
}

static const struct list_ops list_ops = {.draw = draw_guess};

static const enum action *legacy_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_CHOOSE, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

static void legacy_draw(struct screen *s, struct surface *f)
{
    struct legacy_screen *x = of(s);
    struct rect r = app_content(f);
    int rows = (int)x->count;
    app_draw_title(s->app, f, _("Pasted: text of the time before Unicode"), NULL);
    surface_put(f, r.y, 1, r.columns - 2, STYLE_DIM, _("Choose the line with which the text below is right."));
    list_draw(&x->list, f, (struct rect){r.y + 1, 0, rows, f->columns});
    surface_hline(f, r.y + 1 + rows, 0, f->columns);
    sheet_draw(&x->preview, f, (struct rect){r.y + 2 + rows, 2, r.rows - 2 - rows, r.columns - 4});
    app_draw_bottom(s->app, f, legacy_keyline(s), NULL, NULL, STYLE_DIM);
}

/* ---- operations -------------------------------------------------------------------------------- */

static void choose(struct legacy_screen *x)
{
    struct app *app = x->screen.app;
    char *text = meaning(x, x->guesses[x->list.selected].encoding, x->raw.len);
    app_pop(app);
    struct screen *below = app_top(app);
    if (text && below && below->ops->paste)
        below->ops->paste(below, text);
    free(text);
}

static bool legacy_act(struct screen *s, enum action a)
{
    struct legacy_screen *x = of(s);
    if (list_act(&x->list, a)) {
        show_preview(x);
        return true;
    }
    if (a == ACTION_BACK) {
        app_pop(s->app);
        app_say(s->app, STYLE_NORMAL, "%s", _("Nothing was pasted."));
    } else if (a == ACTION_OPEN || a == ACTION_CHOOSE) {
        choose(x);
    }
    return a == ACTION_BACK || a == ACTION_OPEN || a == ACTION_CHOOSE;
}

static unsigned legacy_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_QUESTION;
}

static void legacy_destroy(struct screen *s)
{
    struct legacy_screen *x = of(s);
    str_finish(&x->raw);
    sheet_finish(&x->preview);
    free(x);
}

static const struct screen_ops legacy_ops = {
    .id = "legacy",
    .places = legacy_places,
    .draw = legacy_draw,
    .act = legacy_act,
    .destroy = legacy_destroy,
    .keyline = legacy_keyline,
};

void screen_legacy(struct app *app, const char *s, size_t n)
{
    struct legacy_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&legacy_ops, app};
    str_addn(&x->raw, s, n);
    x->count = legacy_guess(s, n, x->guesses);
    x->shown = -1;
    x->list = (struct list){.ops = &list_ops, .user = x};
    list_set_count(&x->list, (int)x->count);
    show_preview(x);
    app_push(app, &x->screen);
}
