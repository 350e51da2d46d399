#include "tui/choice_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "text/wrap.h"

#define MARK_COLUMNS 3   /* highlight, chosen, a blank */
#define TICK_COLUMNS 5   /* highlight, "[x]", a blank */
#define NUMBER_COLUMNS 2 /* digit and a blank */

void choice_list_init(struct choice_list *l, struct widget *w)
{
    *l = (struct choice_list){.w = w, .source = choice_source_of(w), .at = -1};
    line_init(&l->filter, w->app, true);
}

void choice_list_finish(struct choice_list *l)
{
    line_finish(&l->filter);
    vec_finish(&l->shown);
}

bool choice_list_filtered(const struct choice_list *l)
{
    return !line_is_empty(&l->filter);
}

/* ---- which options --------------------------------------------------------------------------- */

static bool is_ticked(const struct value *v, const char *id)
{
    struct ticks t;
    bool ticked = value_ticks(v, &t) && (id ? ticks_has(&t, id) : t.other != NULL);
    ticks_finish(&t);
    return ticked;
}

bool choice_list_holds(const struct choice_list *l, size_t option)
{
    const struct value *v = widget_value(l->w);
    const char *id = l->source->id(l->w, option);
    if (l->source->several)
        return is_ticked(v, id);
    if (!id)
        return v->kind == VALUE_OTHER;
    return v->kind == VALUE_TEXT && !strcmp(v->text, id);
}

int choice_list_chosen(const struct choice_list *l)
{
    size_t n = l->source->count(l->w);
    for (size_t i = 0; i < n; i++)
        if (choice_list_holds(l, i))
            return (int)i;
    return -1;
}

int choice_list_option(const struct choice_list *l)
{
    return l->at < 0 ? -1 : (int)l->shown.v[l->at];
}

/* Without a filter nothing is highlighted before the person moves there: Enter shall walk through
 * a blank field without filling it in. Of several, where Enter chooses nothing, it is the first. */
void choice_list_refresh(struct choice_list *l)
{
    size_t n = l->source->count(l->w);
    bool filtered = choice_list_filtered(l);
    char *typed = line_text(&l->filter);
    vec_clear(&l->shown);
    for (size_t i = 0; i < n; i++)
        if (!filtered || fold_matches(l->source->label(l->w, i), typed))
            *vec_add(&l->shown) = i;
    free(typed);
    l->at = filtered || l->source->several ? (l->shown.n ? 0 : -1) : choice_list_chosen(l);
    l->top = 0;
}

void choice_list_reset(struct choice_list *l)
{
    line_begin(&l->filter, "", false);
    choice_list_refresh(l);
}

bool choice_list_move(struct choice_list *l, int by)
{
    int last = (int)l->shown.n - 1, to = l->at + by;
    if (by < 0 && l->at <= 0)
        return false;
    if (to > last)
        to = last;
    if (to < 0)
        to = 0;
    if (to == l->at || last < 0)
        return false;
    l->at = to;
    return true;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static int mark_columns(const struct choice_list *l)
{
    return l->source->several ? TICK_COLUMNS : MARK_COLUMNS;
}

static int label_column(const struct choice_list *l)
{
    return mark_columns(l) + (l->source->numbered ? NUMBER_COLUMNS : 0);
}

static bool has_filter_row(const struct choice_list *l)
{
    return l->source->open_text || choice_list_filtered(l);
}

/* The label, and behind "other" the text that stands there. Freshly allocated. */
static char *full_label(const struct choice_list *l, size_t option)
{
    struct ticks t = {0};
    const char *label = l->source->label(l->w, option);
    bool other = !l->source->id(l->w, option) && value_ticks(widget_value(l->w), &t) && t.other;
    char *text = other && *t.other ? xasprintf("%s: %s", label, t.other) : xstrdup(label);
    ticks_finish(&t);
    return text;
}

/* Lines of an option's label; the value is how many. */
static int wrap_label(const struct choice_list *l, size_t option, int columns, char **ret_label,
                      struct wrap_lines *lines)
{
    int width = columns - label_column(l);
    *ret_label = full_label(l, option);
    wrap(*ret_label, strlen(*ret_label), width > 1 ? width : 1, lines);
    return (int)lines->n;
}

static int count_rows(const struct choice_list *l, size_t before, int columns)
{
    struct wrap_lines lines = {0};
    int rows = 0;
    for (size_t i = 0; i < before; i++) {
        char *label;
        rows += wrap_label(l, l->shown.v[i], columns, &label, &lines);
        free(label);
    }
    vec_finish(&lines);
    return rows;
}

int choice_list_rows(struct choice_list *l, int columns)
{
    int rows = count_rows(l, l->shown.n, columns);
    if (l->source->rows && rows > l->source->rows)
        rows = l->source->rows;
    return has_filter_row(l) + (rows ? rows : 1);
}

static void draw_filter(struct choice_list *l, struct surface *f, struct rect r, bool focused)
{
    if (choice_list_filtered(l)) {
        line_draw(&l->filter, f, r, STYLE_INPUT, focused);
        return;
    }
    bool blank = value_is_blank(widget_value(l->w));
    char *text = l->source->print(l->w);
    surface_fill(f, (struct rect){r.y, r.x, 1, r.columns}, STYLE_FOCUS);
    surface_put(f, r.y, r.x, r.columns, blank ? STYLE_DIM : STYLE_FOCUS,
                blank ? _("type a part of the name") : text);
    free(text);
    if (focused) {
        f->cursor_y = r.y;
        f->cursor_x = r.x;
    }
}

/* The first row of an option: marks and number. */
static void draw_marks(const struct choice_list *l, struct surface *f, int y, int x, int i,
                       enum style style)
{
    size_t option = l->shown.v[i];
    if (i == l->at)
        surface_put(f, y, x, 1, style, surface_mark(f, MARK_HERE));
    bool held = choice_list_holds(l, option);
    if (l->source->several)
        surface_put(f, y, x + 1, 3, style, held ? "[x]" : "[ ]");
    else if (held)
        surface_put(f, y, x + 1, 1, style, surface_mark(f, MARK_NOTE));
    if (l->source->numbered && option < 9)
        surface_putf(f, y, x + mark_columns(l), 1, style, "%zu", option + 1);
}

/* Draws option i with its first row at y, inside r (the surface's clip is r). */
static int draw_option(const struct choice_list *l, struct surface *f, struct rect r, int y, int i,
                       struct wrap_lines *lines)
{
    enum style style = i == l->at ? STYLE_FOCUS : STYLE_NORMAL;
    char *label;
    int rows = wrap_label(l, l->shown.v[i], r.columns, &label, lines);
    surface_fill(f, (struct rect){y, r.x, rows, r.columns}, style);
    draw_marks(l, f, y, r.x, i, style);
    int x = label_column(l), columns = r.columns - x;
    for (int k = 0; k < rows; k++) {
        const char *s = label + lines->v[k].from;
        size_t n = lines->v[k].to - lines->v[k].from;
        n = text_take(s, n, columns, NULL); /* without hanging spaces */
        surface_putn(f, y + k, r.x + x, columns, style, s, n);
    }
    free(label);
    return rows;
}

/* The text being typed for "other": behind its label, whose row is y. */
static void draw_other(struct choice_list *l, struct surface *f, struct rect r, int y,
                       struct line *other)
{
    size_t option = l->shown.v[l->at];
    int x = label_column(l);
    surface_fill(f, (struct rect){y, r.x + x, 1, r.columns - x}, STYLE_FOCUS);
    x += surface_putf(f, y, r.x + x, r.columns - x, STYLE_FOCUS, "%s: ",
                      l->source->label(l->w, option));
    line_draw(other, f, (struct rect){y, r.x + x, 1, r.columns - x}, STYLE_INPUT, true);
}

static void scroll(struct choice_list *l, struct rect r)
{
    if (l->at < 0)
        return;
    int from = count_rows(l, (size_t)l->at, r.columns);
    int to = count_rows(l, (size_t)l->at + 1, r.columns);
    if (to > l->top + r.rows)
        l->top = to - r.rows;
    if (from < l->top)
        l->top = from;
}

static void draw_options(struct choice_list *l, struct surface *f, struct rect r,
                         struct line *other)
{
    struct wrap_lines lines = {0};
    int y = r.y - l->top;
    for (int i = 0; i < (int)l->shown.n && y < r.y + r.rows; i++) {
        int rows = draw_option(l, f, r, y, i, &lines);
        if (i == l->at && other)
            draw_other(l, f, r, y, other);
        else if (i == l->at && !has_filter_row(l)) {
            f->cursor_y = y < r.y ? r.y : y;
            f->cursor_x = r.x;
        }
        y += rows;
    }
    vec_finish(&lines);
}

static const char *why_empty(const struct choice_list *l)
{
    return l->source->count(l->w) ? _("nothing in the list fits") : _("the list is empty");
}

void choice_list_draw(struct choice_list *l, struct surface *f, struct rect r, bool focused,
                      struct line *other)
{
    if (r.rows < 1 || r.columns < 1)
        return;
    if (focused) {
        f->cursor_y = r.y;
        f->cursor_x = r.x;
    }
    if (has_filter_row(l)) {
        draw_filter(l, f, r, focused && !other);
        r.y++;
        r.rows--;
    }
    if (!l->shown.n)
        surface_put(f, r.y, r.x, r.columns, STYLE_DIM, why_empty(l));
    scroll(l, r);
    struct rect old = surface_clip(f, r);
    draw_options(l, f, r, focused ? other : NULL);
    surface_unclip(f, old);
}
