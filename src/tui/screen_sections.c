/* F5: the sections of the form, how far each is; Enter jumps there. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "tui/list.h"
#include "tui/screens.h"

struct sections {
    struct screen screen;
    struct entry *entry;
    struct screen *below;
    screen_pick_fn *pick;
    struct list list;
    VEC(int) shown; /* the sections that are asked */
};

int section_start(struct entry *entry, int section)
{
    const struct form *form = entry_form(entry);
    const struct section *s = &form->sections.v[section];
    const struct rules *rules = entry_rules(entry);
    int shown = -1;
    if (!rules_section_relevant(rules, section))
        return -1;
    for (int k = s->first; k < s->first + s->count; k++) {
        if (!rules_relevant(rules, PLACE_FIELD(k)))
            continue;
        if (form->fields.v[k]->table || rules_open(rules, PLACE_FIELD(k)))
            return k;
        shown = shown < 0 ? k : shown;
    }
    return shown;
}

static void collect(struct sections *x, int section)
{
    for (int i = 0; i < (int)entry_form(x->entry)->sections.n; i++)
        if (section_start(x->entry, i) >= 0)
            *vec_add(&x->shown) = i;
    list_set_count(&x->list, (int)x->shown.n);
    for (int i = 0; i < (int)x->shown.n; i++)
        if (x->shown.v[i] == section)
            list_select(&x->list, i);
}

/* Rows in the tables of a section; -1: it has none. */
static int rows_filled(const struct sections *x, int i)
{
    const struct form *form = entry_form(x->entry);
    const struct section *s = &form->sections.v[i];
    int rows = -1;
    for (int k = s->first; k < s->first + s->count; k++) {
        if (!form->fields.v[k]->table || !rules_relevant(entry_rules(x->entry), PLACE_FIELD(k)))
            continue;
        rows = rows < 0 ? 0 : rows;
        for (int row = 0; row < record_rows(entry_record(x->entry), k); row++)
            rows += !record_row_blank(entry_record(x->entry), k, row);
    }
    return rows;
}

static char *progress_text(const struct sections *x, int i, const struct section_progress *p)
{
    int rows = rows_filled(x, i);
    struct str b = {0};
    if (rows >= 0)
        str_addf(&b, _("%d rows"), rows);
    else if (p->required)
        str_addf(&b, _("%d/%d filled"), p->filled, p->required);
    else
        str_addf(&b, _("%d filled, none required"), p->any);
    if (p->errors)
        str_addf(&b, _(", %d problems"), p->errors);
    return str_take(&b);
}

static void draw_section(void *user, struct surface *f, struct rect r, int row, bool selected)
{
    struct sections *x = user;
    int i = x->shown.v[row];
    const struct section *s = &entry_form(x->entry)->sections.v[i];
    struct section_progress p = entry_section_progress(x->entry, i);
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    bool done = p.required && p.filled == p.required && !p.errors;
    surface_fill(f, r, style);
    if (p.errors || done)
        surface_put(f, r.y, r.x + 1, 1, selected ? style : p.errors ? STYLE_ERROR : STYLE_OK,
                    surface_mark(f, p.errors ? MARK_BAD : MARK_OK));
    surface_put(f, r.y, r.x + 3, 6, style, s->number ? s->number : "");
    surface_put(f, r.y, r.x + 9, r.columns - 36, style, text_of(&s->title));
    char *state = progress_text(x, i, &p);
    surface_put_right(f, r.y, r.x + r.columns - 26, 25, style, state);
    free(state);
}

static char *section_text(void *user, int i)
{
    struct sections *x = user;
    return xstrdup(text_of(&entry_form(x->entry)->sections.v[x->shown.v[i]].title));
}

static const struct list_ops list_ops = {.draw = draw_section, .text = section_text};

static const enum action *sections_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static void sections_draw(struct screen *s, struct surface *f)
{
    struct sections *x = (struct sections *)s;
    const struct form *form = entry_form(x->entry);
    app_draw_title(s->app, f, _("Sections"), NULL);
    list_draw(&x->list, f, (struct rect){2, 0, f->rows - 5, f->columns});
    app_draw_bottom(s->app, f, sections_keyline(s),
                    x->list.selected < 0
                        ? NULL
                        : text_of(&form->sections.v[x->shown.v[x->list.selected]].title),
                    NULL, STYLE_DIM);
}

static bool sections_act(struct screen *s, enum action a)
{
    struct sections *x = (struct sections *)s;
    if (list_act(&x->list, a))
        return true;
    if (a == ACTION_BACK || a == ACTION_SECTIONS)
        return app_pop(s->app);
    if (a != ACTION_OPEN)
        return false;
    if (x->list.selected < 0)
        return true;
    struct place place = PLACE_FIELD(section_start(x->entry, x->shown.v[x->list.selected]));
    struct screen *below = x->below;
    screen_pick_fn *pick = x->pick;
    app_pop(s->app);
    pick(below, place);
    return true;
}

static bool sections_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&((struct sections *)s)->list, needle, direction);
}

static unsigned sections_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST;
}

static void sections_destroy(struct screen *s)
{
    vec_finish(&((struct sections *)s)->shown);
    free(s);
}

static const struct screen_ops sections_ops = {
    .id = "sections",
    .places = sections_places,
    .draw = sections_draw,
    .act = sections_act,
    .search = sections_search,
    .destroy = sections_destroy,
    .keyline = sections_keyline,
};

void screen_sections(struct app *app, struct entry *entry, struct screen *below, int section,
                     screen_pick_fn *pick)
{
    struct sections *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&sections_ops, app};
    x->entry = entry;
    x->below = below;
    x->pick = pick;
    x->list = (struct list){.ops = &list_ops, .user = x};
    collect(x, section);
    app_push(app, &x->screen);
}
