/* All targets: what is asked, how far it is, in words; Enter jumps to the field. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/unicode.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/target_text.h"

#define STATE_COLUMNS 15
#define NUMBER_COLUMNS 10 /* at most */
#define FIGURE_COLUMNS 18
#define LABEL_COLUMNS 12  /* at least */

struct targets {
    struct screen screen;
    struct entry *entry;
    struct screen *below;
    screen_pick_fn *pick;
    struct list list;
    int number_width, figure_width; /* as the widest of all rows need, within their limits */
};

static const struct target_result *result_at(const struct targets *x, int i)
{
    const struct target_result *all;
    size_t n = rules_targets(entry_rules(x->entry), &all);
    return i >= 0 && (size_t)i < n ? &all[i] : NULL;
}

/* The row that a target is judged for: its label on paper, or the first text in it. */
static char *row_name(const struct targets *x, const struct target_result *r)
{
    const struct field *table = r->target->rows;
    const struct record *record = entry_record(x->entry);
    if (table_fixed(table))
        return xstrdup(text_of(&table->table->rows.v[r->row].label));
    for (int c = 0; c < (int)table->table->columns.n; c++) {
        struct place p = {table->index, r->row, c};
        const struct field *f = record_field(record, p);
        if (f && !f->type->figure && !value_is_blank(record_get(record, p)))
            return field_print(f, record_get(record, p));
    }
    return xasprintf(_("row %d"), r->row + 1);
}

static char *label_of(const struct targets *x, const struct target_result *r)
{
    if (r->row < 0)
        return xstrdup(text_of(&r->target->label));
    char *row = row_name(x, r), *label = xasprintf("%s · %s", row, text_of(&r->target->label));
    free(row);
    return label;
}

/* What is known of it, else what is asked. */
static char *figure_of(const struct target_result *r)
{
    char *figure = target_figure(r);
    if (*figure)
        return figure;
    free(figure);
    return target_threshold(r->target);
}

static int width_of(const char *text)
{
    return text ? text_width(text, strlen(text)) : 0;
}

static void measure(struct targets *x)
{
    for (int i = 0; i < x->list.count; i++) {
        const struct target_result *t = result_at(x, i);
        char *figure = figure_of(t);
        int number = width_of(t->target->number), wide = width_of(figure);
        x->number_width = number > x->number_width ? number : x->number_width;
        x->figure_width = wide > x->figure_width ? wide : x->figure_width;
        free(figure);
    }
    if (x->number_width > NUMBER_COLUMNS)
        x->number_width = NUMBER_COLUMNS;
    if (x->figure_width > FIGURE_COLUMNS)
        x->figure_width = FIGURE_COLUMNS;
}

/* Number, label, figure, state; a figure wider than the others goes over the end of its label. */
static void draw_target(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct targets *x = user;
    const struct target_result *t = result_at(x, i);
    if (!t)
        return;
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    enum style state = selected ? style : target_state_style(t->state);
    char *label = label_of(x, t), *figure = figure_of(t);
    int wide = width_of(figure), label_x = r.x + 4 + x->number_width;
    int state_x = r.x + r.columns - STATE_COLUMNS;
    int figure_x = state_x - 2 - (wide > x->figure_width ? wide : x->figure_width);
    if (figure_x < label_x + LABEL_COLUMNS)
        figure_x = label_x + LABEL_COLUMNS;
    surface_fill(f, r, style);
    surface_put(f, r.y, r.x + 1, 1, state, target_state_mark(f, t->state));
    surface_put(f, r.y, r.x + 3, x->number_width, style, t->target->number ? t->target->number : "");
    surface_put(f, r.y, label_x, figure_x - label_x - 1, style, label);
    surface_put(f, r.y, figure_x, state_x - figure_x - 1, style, figure);
    surface_put(f, r.y, state_x, STATE_COLUMNS - 1, state, target_state_name(t->state));
    free(label);
    free(figure);
}

static char *target_text(void *user, int i)
{
    struct targets *x = user;
    const struct target_result *t = result_at(x, i);
    char *label = label_of(x, t), *text = xasprintf("%s %s %s", t->target->number ? t->target->number : "",
                                                    label, target_state_name(t->state));
    free(label);
    return text;
}

static const struct list_ops list_ops = {.draw = draw_target, .text = target_text};

static const enum action *targets_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

/* "12 chỉ tiêu · 3 đạt · 1 không đạt" */
static char *count_text(const struct targets *x)
{
    struct str b = {0};
    int of[5] = {0};
    for (int i = 0; i < x->list.count; i++)
        of[result_at(x, i)->state]++;
    str_addf(&b, _("%d targets"), x->list.count);
    if (of[TARGET_REACHED])
        str_addf(&b, " · %d %s", of[TARGET_REACHED], target_state_name(TARGET_REACHED));
    if (of[TARGET_MISSED])
        str_addf(&b, " · %d %s", of[TARGET_MISSED], target_state_name(TARGET_MISSED));
    return str_take(&b);
}

/* The threshold, and the whole label, which the row may have cut. */
static char *whole_text(const struct targets *x)
{
    const struct target_result *t = result_at(x, x->list.selected);
    if (!t)
        return NULL;
    char *label = label_of(x, t), *threshold = target_threshold(t->target), *text;
    text = *threshold ? xasprintf("%s: %s", threshold, label)
           : t->target->judged ? xasprintf(_("judged by a person: %s"), label)
                               : xstrdup(label);
    free(label);
    free(threshold);
    return text;
}

static void targets_draw(struct screen *s, struct surface *f)
{
    struct targets *x = (struct targets *)s;
    char *count = count_text(x), *text = whole_text(x);
    app_draw_title(s->app, f, _("Targets"), count);
    if (!x->list.count)
        surface_put(f, 3, 3, -1, STYLE_DIM, _("This form sets no targets for this unit."));
    list_draw(&x->list, f, (struct rect){2, 0, f->rows - 5, f->columns});
    app_draw_bottom(s->app, f, targets_keyline(s), text, NULL, STYLE_DIM);
    free(count);
    free(text);
}

static bool targets_act(struct screen *s, enum action a)
{
    struct targets *x = (struct targets *)s;
    if (list_act(&x->list, a))
        return true;
    if (a == ACTION_BACK || a == ACTION_TARGETS)
        return app_pop(s->app);
    if (a != ACTION_OPEN)
        return false;
    const struct target_result *t = result_at(x, x->list.selected);
    if (!t)
        return true;
    struct place place = t->place;
    struct screen *below = x->below;
    screen_pick_fn *pick = x->pick;
    app_pop(s->app);
    pick(below, place);
    return true;
}

static bool targets_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&((struct targets *)s)->list, needle, direction);
}

static unsigned targets_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST;
}

static void targets_destroy(struct screen *s)
{
    free(s);
}

static const struct screen_ops targets_ops = {
    .id = "targets",
    .places = targets_places,
    .draw = targets_draw,
    .act = targets_act,
    .search = targets_search,
    .destroy = targets_destroy,
    .keyline = targets_keyline,
};

void screen_targets(struct app *app, struct entry *entry, struct screen *below, int field,
                    screen_pick_fn *pick)
{
    const struct target_result *all;
    struct targets *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&targets_ops, app};
    x->entry = entry;
    x->below = below;
    x->pick = pick;
    x->list = (struct list){.ops = &list_ops, .user = x};
    size_t n = rules_targets(entry_rules(entry), &all);
    list_set_count(&x->list, (int)n);
    measure(x);
    for (size_t i = n; i-- > 0;)
        if (all[i].place.field == field)
            list_select(&x->list, (int)i);
    app_push(app, &x->screen);
}
