/* What waits for somebody's decision: entries with places that two people changed, entries that may be the
 * same one, unfinished work of others. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/unfinished.h"
#include "store/waiting.h"
#include "text/date.h"
#include "tui/period_text.h"
#include "tui/screen_conflict.h"
#include "tui/screen_conflicts_inside.h"
#include "tui/screens.h"

static struct conflicts *of(struct screen *s)
{
    return (struct conflicts *)s;
}

/* ---- the items --------------------------------------------------------------------------------------- */

static void forget(struct conflicts *x)
{
    for (size_t i = 0; i < x->items.n; i++) {
        entry_row_finish(&x->items.v[i].row);
        free(x->items.v[i].who);
    }
    vec_clear(&x->items);
}

struct adding {
    struct conflicts *x;
    enum item_kind kind;
    const char *heading;
};

/* Before the first of a kind its heading comes. */
static struct item *add(struct adding *a)
{
    if (a->heading && a->x->items.n)
        vec_add(&a->x->items)->heading = "";
    if (a->heading)
        vec_add(&a->x->items)->heading = a->heading;
    a->heading = NULL;
    struct item *item = vec_add(&a->x->items);
    item->kind = a->kind;
    return item;
}

static bool add_item(void *user, const struct entry_row *row)
{
    struct item *item = add(user);
    item->row = *row;
    item->row.form_id = xstrdup(row->form_id);
    item->row.unit = xstrdup(row->unit);
    item->row.period = xstrdup0(row->period);
    return true;
}

static bool add_draft(void *user, const struct draft_copy *c)
{
    struct item *item = add(user);
    char when[32];
    memcpy(item->row.entry, c->entry, sizeof item->row.entry);
    item->row.form_id = xstrdup(c->form_id ? c->form_id : "");
    item->row.unit = xstrdup(c->unit ? c->unit : "");
    item->row.period = xstrdup0(c->period);
    hash_hex(&c->id, item->copy);
    date_print_time(c->touched, when);
    item->places = unfinished_answers(c);
    item->who = xasprintf("%s%s%s", when, c->author ? " · " : "", c->author ? c->author : "");
    return true;
}

void conflicts_load(struct conflicts *x)
{
    struct err e = {0};
    struct store *store = session_store(app_session(x->screen.app));
    struct store_filter filter = {.state = STATE_CONFLICT};
    struct adding conflicts = {x, ITEM_CONFLICT, N_("Two people changed the same place")};
    struct adding twice = {x, ITEM_DUPLICATE, N_("The same unit and period, perhaps twice")};
    struct adding drafts = {x, ITEM_DRAFT, N_("Unfinished elsewhere")};
    forget(x);
    if (!store_entries(store, &filter, add_item, &conflicts, &e) ||
        !store_duplicates(store, add_item, &twice, &e) ||
        !draft_copies(store, false, add_draft, &drafts, &e))
        app_error(x->screen.app, &e);
    list_set_count(&x->list, (int)x->items.n);
}

static bool is_known(const struct merged *m, size_t i, size_t k)
{
    const struct candidate *x = &m->conflicts.v[i].candidates.v[k];
    for (size_t j = 0; j <= i; j++)
        for (size_t l = 0; l < (j < i ? m->conflicts.v[j].candidates.n : k); l++)
            if (str_eq0(m->conflicts.v[j].candidates.v[l].author, x->author) &&
                str_eq0(m->conflicts.v[j].candidates.v[l].office, x->office))
                return true;
    return false;
}

#define WHO_MOST 4

static char *who_of(struct session *s, const struct merged *m)
{
    struct str out = {0};
    int named = 0;
    for (size_t i = 0; i < m->conflicts.n && named < WHO_MOST; i++)
        for (size_t k = 0; k < m->conflicts.v[i].candidates.n; k++) {
            const struct candidate *x = &m->conflicts.v[i].candidates.v[k];
            const char *name = x->author ? x->author : x->office ? session_office_name(s, x->office) : NULL;
            if (!name || is_known(m, i, k) || named++ >= WHO_MOST)
                continue;
            str_addf(&out, "%s%s", out.len ? ", " : "", name);
        }
    return str_take(&out);
}

/* Looked up when it is drawn: of thousands only a screen. */
static void look_up(struct conflicts *x, struct item *item)
{
    struct session *s = app_session(x->screen.app);
    struct merged m;
    if (item->known || item->kind != ITEM_CONFLICT)
        return;
    item->known = true;
    if (!store_merged(session_store(s), item->row.entry, NULL, 0, &m, NULL))
        return;
    item->places = m.conflicts.n;
    item->who = who_of(s, &m);
    merged_finish(&m);
}

/* ---- drawing ----------------------------------------------------------------------------------------- */

static char *title_of(struct session *s, const struct entry_row *row)
{
    const struct form_brief *form = session_form_brief(s, row->form_id);
    return titled_period(form ? form_brief_name(form) : row->form_id, row->period);
}

static void draw_entry(struct conflicts *x, struct surface *f, struct rect r, struct item *item,
                       enum style style)
{
    struct session *s = app_session(x->screen.app);
    int unit = r.columns * 28 / 100, form = r.columns * 34 / 100;
    int last = r.columns - unit - form - 4;
    char *title = title_of(s, &item->row), *text;
    look_up(x, item);
    text = item->kind == ITEM_DUPLICATE
               ? xasprintf("%s · %.6s", entry_state_name(item->row.state), item->row.entry)
           : item->kind == ITEM_DRAFT
               ? xasprintf(_("answers: %zu · %s"), item->places, item->who)
               : xasprintf(_("places: %zu · %s"), item->places, item->who ? item->who : "");
    surface_put(f, r.y, r.x + 3, unit - 1, style, session_office_name(s, item->row.unit));
    surface_put(f, r.y, r.x + 3 + unit, form - 1, style, title);
    surface_put(f, r.y, r.x + 3 + unit + form, last, style, text);
    free(title);
    free(text);
}

static void draw_item(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct conflicts *x = user;
    struct item *item = &x->items.v[i];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    if (item->kind == ITEM_HEADING) {
        surface_put(f, r.y, r.x + 1, -1, STYLE_HEADING, *item->heading ? _(item->heading) : "");
        return;
    }
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    draw_entry(x, f, r, item, style);
}

static bool item_selectable(void *user, int i)
{
    return ((struct conflicts *)user)->items.v[i].kind != ITEM_HEADING;
}

static char *item_text(void *user, int i)
{
    struct conflicts *x = user;
    struct session *s = app_session(x->screen.app);
    const struct entry_row *row = &x->items.v[i].row;
    char *title = title_of(s, row);
    char *text = xasprintf("%s %s", session_office_name(s, row->unit), title);
    free(title);
    return text;
}

static const struct list_ops list_ops = {
    .draw = draw_item,
    .selectable = item_selectable,
    .text = item_text,
};

struct item *conflicts_selected(struct conflicts *x)
{
    return x->list.selected < 0 ? NULL : &x->items.v[x->list.selected];
}

static const enum action *conflicts_keyline(struct screen *s)
{
    static const enum action none[] = {ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action conflict[] = {ACTION_OPEN, ACTION_WHOLE_ENTRY, ACTION_SEARCH_LIST,
                                           ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action twice[] = {ACTION_OPEN, ACTION_JOIN, ACTION_WITHDRAW, ACTION_SEARCH_LIST,
                                        ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action draft[] = {ACTION_OPEN, ACTION_TAKE_OVER, ACTION_DISMISS,
                                        ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action *const keys[] = {none, conflict, twice, draft};
    const struct item *item = conflicts_selected(of(s));
    return keys[item ? item->kind : ITEM_HEADING];
}

static const char *hint(struct conflicts *x)
{
    static const char *const hints[] = {
        [ITEM_CONFLICT] = N_("Enter shows both sides, place by place; nothing is lost, whatever is chosen."),
        [ITEM_DUPLICATE] = N_("Two entries of one unit and period: until they are one, totals leave both out."),
        [ITEM_DRAFT] = N_("Somebody was typing this when the file was copied; nobody has saved it."),
    };
    struct item *item = conflicts_selected(x);
    return item ? _(hints[item->kind]) : NULL;
}

static void conflicts_draw(struct screen *s, struct surface *f)
{
    struct conflicts *x = of(s);
    app_draw_title(s->app, f, action_name(ACTION_CONFLICTS), NULL);
    if (!x->items.n)
        surface_put(f, 3, 3, -1, STYLE_OK, _("Nothing waits for a decision."));
    list_draw(&x->list, f, app_content(f));
    app_draw_bottom(s->app, f, conflicts_keyline(s), hint(x), NULL, STYLE_DIM);
}

/* ---- actions ----------------------------------------------------------------------------------------- */

/* From the selected entry on, all that have conflicts. */
static void open_conflicts(struct conflicts *x)
{
    VEC(const char *) ids = {0};
    for (size_t i = (size_t)x->list.selected; i < x->items.n; i++)
        if (x->items.v[i].kind == ITEM_CONFLICT)
            *vec_add(&ids) = x->items.v[i].row.entry;
    screen_conflict(x->screen.app, ids.v, ids.n);
    vec_finish(&ids);
}

static void read_entry(struct conflicts *x, const char *id)
{
    struct err e = {0};
    struct entry *entry = entry_open(app_session(x->screen.app), id, &e);
    if (entry)
        screen_entry(x->screen.app, entry);
    else
        app_error(x->screen.app, &e);
}

static bool conflicts_act(struct screen *s, enum action a)
{
    struct conflicts *x = of(s);
    struct item *item = conflicts_selected(x);
    if (list_act(&x->list, a))
        return true;
    if (a == ACTION_BACK || a == ACTION_CONFLICTS)
        return app_pop(s->app);
    if (!item)
        return a == ACTION_OPEN;
    if (conflicts_decide(x, a))
        return true;
    if (a != ACTION_OPEN && a != ACTION_WHOLE_ENTRY)
        return false;
    bool many = item->kind == ITEM_CONFLICT && item->known && !item->places; /* too many to compare */
    if (item->kind == ITEM_DRAFT)
        screen_unfinished(s->app, item->copy);
    else if (a == ACTION_OPEN && item->kind == ITEM_CONFLICT && !many)
        open_conflicts(x);
    else
        read_entry(x, item->row.entry);
    return true;
}

static bool conflicts_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&of(s)->list, needle, direction);
}

static unsigned conflicts_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_WAITING;
}

static void conflicts_resume(struct screen *s)
{
    conflicts_load(of(s));
}

static void conflicts_destroy(struct screen *s)
{
    forget(of(s));
    vec_finish(&of(s)->items);
    free(s);
}

static const struct screen_ops conflicts_ops = {
    .id = "conflicts",
    .places = conflicts_places,
    .draw = conflicts_draw,
    .act = conflicts_act,
    .search = conflicts_search,
    .resume = conflicts_resume,
    .destroy = conflicts_destroy,
    .keyline = conflicts_keyline,
};

void screen_conflicts(struct app *app)
{
    struct conflicts *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&conflicts_ops, app};
    x->list = (struct list){.ops = &list_ops, .user = x};
    conflicts_load(x);
    list_select(&x->list, x->items.n ? 1 : -1);
    app_push(app, &x->screen);
}
