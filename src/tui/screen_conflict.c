/* Two people changed the same place: one place after the other, with a key for each side. A decision is in
 * the file at once; after the last one of an entry a revision follows all sides, and the next entry opens
 * by itself. */
#include "tui/screen_conflict.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "tui/screen_conflict_inside.h"
#include "tui/screens.h"

static struct conflict_screen *of(struct screen *s)
{
    return (struct conflict_screen *)s;
}

const struct conflict *conflict_all(const struct conflict_screen *x, size_t *ret_n)
{
    const struct conflict *v = NULL;
    *ret_n = entry_conflicts(x->entry, &v);
    return v;
}

const struct conflict *conflict_now(const struct conflict_screen *x)
{
    size_t n;
    return &conflict_all(x, &n)[x->current];
}

size_t conflict_count_open(const struct conflict_screen *x)
{
    size_t n, open = 0;
    const struct conflict *v = conflict_all(x, &n);
    for (size_t i = 0; i < n; i++)
        open += !entry_conflict_decided(x->entry, &v[i]);
    return open;
}

/* ---- going on -------------------------------------------------------------------------------------- */

void conflict_show(struct conflict_screen *x, size_t i)
{
    x->current = i;
    x->selected = 0;
    x->whole = false;
    x->fresh = true;
    sheet_home(&x->sheet);
    x->follow = false;
    app_dirty(x->screen.app);
}

/* The first open place from i on; false: there is none behind it. */
bool conflict_show_open(struct conflict_screen *x, size_t i)
{
    size_t n;
    const struct conflict *v = conflict_all(x, &n);
    while (i < n && entry_conflict_decided(x->entry, &v[i]))
        i++;
    if (i < n)
        conflict_show(x, i);
    return i < n;
}

void conflict_forget_steps(struct conflict_screen *x)
{
    for (size_t i = 0; i < x->steps.n; i++)
        free(x->steps.v[i].which);
    vec_clear(&x->steps);
}

/* The next entry with something to decide; without one the screen is gone. */
void conflict_open_next(struct conflict_screen *x)
{
    struct app *app = x->screen.app;
    conflict_forget_steps(x);
    entry_destroy(x->entry);
    x->entry = NULL;
    while (x->next < x->ids.n) {
        struct err e = {0};
        x->entry = entry_open_conflict(app_session(app), x->ids.v[x->next++], &e);
        if (x->entry && conflict_show_open(x, 0))
            return;
        if (!x->entry)
            app_error(app, &e);
        else if (!entry_conflicts(x->entry, NULL))
            app_say(app, STYLE_WARNING, "%s",
                    _("Nothing stands against each other here field by field: read the entry as a whole."));
        entry_destroy(x->entry);
        x->entry = NULL;
    }
    app_pop(app);
}

/* ---- the other keys -------------------------------------------------------------------------------- */

/* Behind the last one the next entry comes. */
static bool leave_for_later(struct conflict_screen *x)
{
    struct app *app = x->screen.app;
    x->later++;
    if (conflict_show_open(x, x->current + 1))
        return true;
    size_t later = x->later;
    conflict_open_next(x);
    app_say(app, STYLE_DIM, _("Left for later: %zu. What was decided is kept."), later);
    return true;
}

static bool select_side(struct conflict_screen *x, int by)
{
    size_t n = conflict_now(x)->candidates.n;
    if ((by < 0 && !x->selected) || (by > 0 && x->selected + 1 == n))
        return sheet_act(&x->sheet, by < 0 ? ACTION_UP : ACTION_DOWN), true;
    x->selected = by < 0 ? x->selected - 1 : x->selected + 1;
    x->fresh = x->follow = true;
    return true;
}

static bool read_whole(struct conflict_screen *x)
{
    struct err e = {0};
    struct entry *entry = entry_open(app_session(x->screen.app), entry_id(x->entry), &e);
    if (entry)
        screen_entry(x->screen.app, entry);
    else
        app_error(x->screen.app, &e);
    return true;
}

static bool conflict_act(struct screen *s, enum action a)
{
    struct conflict_screen *x = of(s);
    app_dirty(s->app);
    switch (a) {
    case ACTION_TAKE_1:
        return conflict_take_side(x, 0);
    case ACTION_TAKE_2:
        return conflict_take_side(x, 1);
    case ACTION_COMBINE:
        return conflict_combine(x);
    case ACTION_REWRITE:
        return conflict_rewrite(x);
    case ACTION_LATER:
        return leave_for_later(x);
    case ACTION_TAKE_REST:
        return conflict_take_rest(x);
    case ACTION_CONFLICT_ALL:
        x->whole = !x->whole;
        x->fresh = true;
        return true;
    case ACTION_WHOLE_ENTRY:
        return read_whole(x);
    case ACTION_UNDO:
        return conflict_take_back(x);
    case ACTION_UP:
        return select_side(x, -1);
    case ACTION_DOWN:
        return select_side(x, 1);
    case ACTION_OPEN:
        if (conflict_now(x)->candidates.n > 9)
            return conflict_take_side(x, x->selected);
        app_say(s->app, STYLE_DIM, "%s", _("Press the number of the side to take."));
        return true;
    default:
        return sheet_act(&x->sheet, a);
    }
}

/* Numbers from 3 on: sides, or both texts in one where there are only two. */
static bool conflict_letters(struct screen *s, const char *utf8)
{
    struct conflict_screen *x = of(s);
    if (*utf8 < '3' || *utf8 > '9' || utf8[1])
        return false;
    if (*utf8 == '3' && conflict_now(x)->candidates.n == 2 &&
        conflict_kind(x->entry, conflict_now(x)) == CONFLICT_NARRATIVE)
        return conflict_combine(x);
    return conflict_take_side(x, (size_t)(*utf8 - '1'));
}

/* ---- drawing --------------------------------------------------------------------------------------- */

static const enum action *conflict_keyline(struct screen *s)
{
    static const enum action text[] = {
        ACTION_TAKE_1, ACTION_TAKE_2, ACTION_COMBINE, ACTION_REWRITE, ACTION_LATER, ACTION_UNDO,
        ACTION_TAKE_REST, ACTION_WHOLE_ENTRY, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action value[] = {
        ACTION_TAKE_1, ACTION_TAKE_2, ACTION_REWRITE, ACTION_LATER, ACTION_UNDO,
        ACTION_TAKE_REST, ACTION_WHOLE_ENTRY, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action row[] = {
        ACTION_TAKE_1, ACTION_TAKE_2, ACTION_LATER, ACTION_UNDO, ACTION_TAKE_REST,
        ACTION_WHOLE_ENTRY, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    enum conflict_kind kind = conflict_kind(of(s)->entry, conflict_now(of(s)));
    return kind == CONFLICT_NARRATIVE ? text : kind == CONFLICT_VALUE ? value : row;
}

static const char *form_title(const struct form *form)
{
    return text_of(text_is_empty(&form->short_title) ? &form->title : &form->short_title);
}

static void make_sheet(struct conflict_screen *x, int rows, int columns)
{
    if (!x->fresh && x->made_rows == rows && x->made_columns == columns)
        return;
    conflict_sheet(&x->sheet, app_session(x->screen.app), x->entry, conflict_now(x), x->selected,
                   x->whole, rows, columns - 2);
    x->fresh = false;
    x->made_rows = rows;
    x->made_columns = columns;
}

static void conflict_draw(struct screen *s, struct surface *f)
{
    struct conflict_screen *x = of(s);
    struct session *session = app_session(s->app);
    size_t n;
    conflict_all(x, &n);
    char *left = xasprintf(_("Conflict %zu/%zu › %s › %s"), x->current + 1, n,
                           form_title(entry_form(x->entry)),
                           session_office_name(session, entry_unit(x->entry)));
    char *right = x->ids.n > 1 ? xasprintf(_("entry %zu/%zu"), x->next, x->ids.n) : NULL;
    char *open = xasprintf(_("still open in this entry: %zu"), conflict_count_open(x));
    const char *why = entry_readonly(x->entry);
    app_draw_title(s->app, f, left, right);
    make_sheet(x, app_content(f).rows, f->columns);
    if (x->follow && x->selected)
        sheet_show(&x->sheet, (int)x->selected + 1, app_content(f));
    x->follow = false;
    sheet_draw(&x->sheet, f, app_content(f));
    app_draw_bottom(s->app, f, conflict_keyline(s), why ? why : _("A number takes that side."), open,
                    why ? STYLE_WARNING : STYLE_DIM);
    free(left);
    free(right);
    free(open);
}

static unsigned conflict_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_CONFLICT;
}

/* The entry may have been settled elsewhere while something stood over this. */
static void conflict_resume(struct screen *s)
{
    of(s)->fresh = true;
}

static void conflict_destroy(struct screen *s)
{
    struct conflict_screen *x = of(s);
    conflict_forget_steps(x);
    vec_finish(&x->steps);
    for (size_t i = 0; i < x->ids.n; i++)
        free(x->ids.v[i]);
    vec_finish(&x->ids);
    sheet_finish(&x->sheet);
    entry_destroy(x->entry);
    free(x);
}

static const struct screen_ops conflict_ops = {
    .id = "conflict",
    .places = conflict_places,
    .draw = conflict_draw,
    .act = conflict_act,
    .text = conflict_letters,
    .resume = conflict_resume,
    .destroy = conflict_destroy,
    .keyline = conflict_keyline,
};

/* ---- opening --------------------------------------------------------------------------------------- */

void screen_conflict(struct app *app, const char *const *ids, size_t n)
{
    struct conflict_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&conflict_ops, app};
    for (size_t i = 0; i < n; i++)
        *vec_add(&x->ids) = xstrdup(ids[i]);
    app_push(app, &x->screen);
    conflict_open_next(x);
}

bool screen_conflict_instead(struct app *app, const char *id)
{
    struct entry_row row = {0};
    struct err e = {0};
    bool conflict = store_entry(session_store(app_session(app)), id, &row, &e) &&
                    row.state == STATE_CONFLICT;
    entry_row_finish(&row);
    struct entry *entry = conflict ? entry_open_conflict(app_session(app), id, &e) : NULL;
    bool may = entry && entry_conflicts(entry, NULL) && !entry_readonly(entry);
    entry_destroy(entry);
    err_finish(&e);
    if (may)
        screen_conflict(app, &id, 1);
    return may;
}
