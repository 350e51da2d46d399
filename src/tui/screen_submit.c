/* Warnings are no obstacle, but somebody should have seen them: asked once before an entry with open
 * ones is submitted. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/wrap.h"
#include "tui/list.h"
#include "tui/screens.h"

struct submit {
    struct screen screen;
    struct entry *entry;
    struct screen *below;
    screen_submit_fn *answered;
    struct list list;
};

enum { ROW_LOOK, ROW_SUBMIT, ROW_BACK, ROW_COUNT };

static bool is_open(const struct verdict *v)
{
    return v->level == LEVEL_WARNING && !v->reason;
}

size_t warnings_open(struct entry *entry)
{
    size_t count = 0, open = 0;
    const struct verdict *v = rules_verdicts(entry_rules(entry), &count);
    for (size_t i = 0; i < count; i++)
        open += is_open(&v[i]);
    return open;
}

static const char *row_text(int i)
{
    static const char *const texts[ROW_COUNT] = {
        [ROW_LOOK] = N_("Look at them first, and give reasons"),
        [ROW_SUBMIT] = N_("Submit all the same"),
        [ROW_BACK] = N_("Do not submit now; go on filling in"),
    };
    return _(texts[i]);
}

static void draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    (void)user;
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 4, style, row_text(i));
}

static const struct list_ops list_ops = {.draw = draw_row};

static const enum action *submit_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_CHOOSE, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

/* The warnings, as many as there is room for. */
static void draw_warnings(struct submit *x, struct surface *f, int y)
{
    size_t count = 0;
    const struct verdict *v = rules_verdicts(entry_rules(x->entry), &count);
    struct wrap_lines lines = {0};
    for (size_t i = 0; i < count; i++) {
        if (!is_open(&v[i]))
            continue;
        wrap(v[i].message, strlen(v[i].message), f->columns - 6, &lines);
        if (y + (int)lines.n > f->rows - 3)
            break;
        surface_put(f, y, 1, 1, STYLE_WARNING, surface_mark(f, MARK_BAD));
        for (size_t k = 0; k < lines.n; k++, y++)
            surface_putn(f, y, 3, f->columns - 5, STYLE_NORMAL, v[i].message + lines.v[k].from,
                         lines.v[k].to - lines.v[k].from);
    }
    vec_finish(&lines);
}

static void submit_draw(struct screen *s, struct surface *f)
{
    struct submit *x = (struct submit *)s;
    app_draw_title(s->app, f, _("Submit"), NULL);
    surface_putf(f, 3, 3, f->columns - 4, STYLE_HEADING, _("%zu warnings have no reason yet."),
                 warnings_open(x->entry));
    list_draw(&x->list, f, (struct rect){5, 0, ROW_COUNT, f->columns});
    draw_warnings(x, f, 6 + ROW_COUNT);
    app_draw_bottom(s->app, f, submit_keyline(s),
                    _("Warnings do not forbid submitting. A reason tells the reader why they may stay."),
                    NULL, STYLE_DIM);
}

static bool submit_act(struct screen *s, enum action a)
{
    struct submit *x = (struct submit *)s;
    if (list_act(&x->list, a))
        return true;
    if (a != ACTION_OPEN && a != ACTION_CHOOSE && a != ACTION_BACK)
        return false;
    int row = a == ACTION_BACK ? ROW_BACK : x->list.selected;
    struct screen *below = x->below;
    screen_submit_fn *answered = x->answered;
    app_pop(s->app);
    if (row != ROW_BACK)
        answered(below, row == ROW_SUBMIT ? SUBMIT_ALL_THE_SAME : SUBMIT_LOOK_FIRST);
    return true;
}

static unsigned submit_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_QUESTION;
}

static void submit_destroy(struct screen *s)
{
    free(s);
}

static const struct screen_ops submit_ops = {
    .id = "submit",
    .places = submit_places,
    .draw = submit_draw,
    .act = submit_act,
    .destroy = submit_destroy,
    .keyline = submit_keyline,
};

bool screen_submit(struct app *app, struct entry *entry, struct screen *below,
                   screen_submit_fn *answered)
{
    if (!warnings_open(entry))
        return false;
    struct submit *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&submit_ops, app};
    x->entry = entry;
    x->below = below;
    x->answered = answered;
    x->list = (struct list){.ops = &list_ops, .user = x};
    list_set_count(&x->list, ROW_COUNT);
    app_push(app, &x->screen);
    return true;
}
