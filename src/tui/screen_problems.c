/* F3: every problem of the entry; Enter jumps to its field. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "tui/list.h"
#include "tui/screens.h"

struct problems {
    struct screen screen;
    struct entry *entry;
    struct screen *below;
    screen_pick_fn *pick;
    struct list list;
    VEC(size_t) order; /* verdicts as shown: broken rules first, then what is still empty */
};

static const struct verdict *verdict_at(const struct problems *p, int i)
{
    size_t count = 0;
    const struct verdict *v = rules_verdicts(entry_rules(p->entry), &count);
    return i >= 0 && (size_t)i < p->order.n && p->order.v[i] < count ? &v[p->order.v[i]] : NULL;
}

/* Broken rules come first; the selection begins at the first of them, else at the field that the
 * person came from. */
static void sort_problems(struct problems *p, int field)
{
    size_t count = 0;
    const struct verdict *v = rules_verdicts(entry_rules(p->entry), &count);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < count; i++) {
            bool empty = strcmp(v[i].rule, "required") == 0;
            if (empty == (round > 0))
                *vec_add(&p->order) = i;
        }
    list_set_count(&p->list, (int)count);
    for (size_t i = 0; i < count && !strcmp(v[p->order.v[0]].rule, "required"); i++)
        if (v[p->order.v[i]].place.field >= field) {
            list_select(&p->list, (int)i);
            break;
        }
}

/* "III · Những phương pháp …" or "Phụ lục, dòng 3, cột 6": how a person finds the place. */
static char *where(const struct problems *p, const struct verdict *v)
{
    const struct form *form = entry_form(p->entry);
    const struct field *f = form->fields.v[v->place.field];
    const struct section *s = &form->sections.v[f->section];
    if (v->place.row < 0)
        return xasprintf("%s%s%s", s->number ? s->number : "", s->number ? " " : "",
                         text_of(&f->label));
    const struct field *column = record_field(entry_record(p->entry), v->place);
    const char *title = text_of(text_is_empty(&s->short_title) ? &s->title : &s->short_title);
    return xasprintf(_("%s, row %d, %s"), title, v->place.row + 1, text_of(&column->label));
}

static void draw_verdict(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct problems *p = user;
    const struct verdict *v = verdict_at(p, i);
    if (!v)
        return;
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    enum style mark = v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING;
    int half = (r.columns - 6) / 2;
    char *place = where(p, v);
    surface_fill(f, r, style);
    surface_put(f, r.y, r.x + 1, 1, selected ? style : mark,
                surface_mark(f, v->level == LEVEL_ERROR ? MARK_BAD : MARK_NOTE));
    surface_put(f, r.y, r.x + 3, half, style, place);
    surface_put(f, r.y, r.x + 4 + half, r.columns - half - 5, style, v->message);
    free(place);
}

static char *verdict_text(void *user, int i)
{
    struct problems *p = user;
    const struct verdict *v = verdict_at(p, i);
    char *place = where(p, v), *text = xasprintf("%s %s", place, v->message);
    free(place);
    return text;
}

static const struct list_ops list_ops = {.draw = draw_verdict, .text = verdict_text};

static const enum action *problems_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static void problems_draw(struct screen *s, struct surface *f)
{
    struct problems *p = (struct problems *)s;
    struct rules *rules = entry_rules(p->entry);
    char *count = xasprintf(_("%zu errors · %zu warnings"), rules_count(rules, LEVEL_ERROR),
                            rules_count(rules, LEVEL_WARNING) + rules_count(rules, LEVEL_NOTE));
    app_draw_title(s->app, f, _("Problems"), count);
    free(count);
    if (!p->list.count)
        surface_put(f, 3, 3, -1, STYLE_OK, _("No problem: this entry can be submitted (Esc, then F8)."));
    list_draw(&p->list, f, (struct rect){2, 0, f->rows - 5, f->columns});
    /* What the row had to cut: the whole of the place, or of the message. */
    const struct verdict *v = verdict_at(p, p->list.selected);
    char *text = !v ? NULL : v->place.row < 0 ? where(p, v) : xstrdup(v->message);
    app_draw_bottom(s->app, f, problems_keyline(s), text, NULL, STYLE_NORMAL);
    free(text);
}

static bool problems_act(struct screen *s, enum action a)
{
    struct problems *p = (struct problems *)s;
    if (list_act(&p->list, a))
        return true;
    if (a == ACTION_BACK || a == ACTION_PROBLEMS)
        return app_pop(s->app);
    if (a != ACTION_OPEN)
        return false;
    const struct verdict *v = verdict_at(p, p->list.selected);
    if (!v)
        return true;
    struct place place = v->place;
    struct screen *below = p->below;
    screen_pick_fn *pick = p->pick;
    app_pop(s->app);
    pick(below, place);
    return true;
}

static bool problems_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&((struct problems *)s)->list, needle, direction);
}

static unsigned problems_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST;
}

static void problems_destroy(struct screen *s)
{
    vec_finish(&((struct problems *)s)->order);
    free(s);
}

static const struct screen_ops problems_ops = {
    .id = "problems",
    .places = problems_places,
    .draw = problems_draw,
    .act = problems_act,
    .search = problems_search,
    .destroy = problems_destroy,
    .keyline = problems_keyline,
};

void screen_problems(struct app *app, struct entry *entry, struct screen *below, int field,
                     screen_pick_fn *pick)
{
    struct problems *p = xcalloc(1, sizeof *p);
    p->screen = (struct screen){&problems_ops, app};
    p->entry = entry;
    p->below = below;
    p->pick = pick;
    p->list = (struct list){.ops = &list_ops, .user = p};
    sort_problems(p, field);
    app_push(app, &p->screen);
}
