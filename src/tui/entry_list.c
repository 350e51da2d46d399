#include "tui/entry_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/session.h"
#include "text/date.h"
#include "text/fold.h"
#include "tui/app.h"
#include "tui/period_text.h"

static int page_rows(const struct entry_list *l)
{
    int rows, columns;
    app_size(l->app, &rows, &columns);
    return rows > 8 ? rows - 6 : 2;
}

/* ---- the lines held -------------------------------------------------------------------------- */

static const char *unit_name(struct session *s, const struct form_brief *form, const char *unit)
{
    const struct catalogue *c =
        form && form->units ? session_catalogue(s, form->units, NULL) : NULL;
    const struct unit *u = c ? catalogue_find(c, unit) : NULL;
    return u ? u->name : NULL;
}

static void make_line(struct entry_list *l, const struct entry_row *row, struct entry_line *ret)
{
    struct session *s = app_session(l->app);
    ret->row = *row;
    ret->row.form_id = xstrdup(row->form_id);
    ret->row.unit = xstrdup(row->unit);
    ret->row.period = xstrdup0(row->period);
    ret->form = session_form_brief(s, row->form_id);
    ret->unit = unit_name(s, ret->form, row->unit);
}

static void drop_lines(struct entry_list *l, size_t at, size_t n)
{
    if (!n)
        return;
    for (size_t i = at; i < at + n; i++)
        entry_row_finish(&l->lines.v[i].row);
    memmove(&l->lines.v[at], &l->lines.v[at + n], (l->lines.n - at - n) * sizeof *l->lines.v);
    l->lines.n -= n;
}

struct reading {
    struct entry_list *l;
    size_t at; /* where the next line goes; of a walk backwards always the same place */
    bool backward;
    int left, got;
};

static bool take_row(void *user, const struct entry_row *row)
{
    struct reading *r = user;
    if (r->left-- == 0)
        return false;
    make_line(r->l, row, vec_insert(&r->l->lines, r->at));
    r->at += !r->backward;
    r->got++;
    return true;
}

/* Reads n entries behind (before) the row, into the lines from `at` on; how many there were. */
static int read_lines(struct entry_list *l, const struct entry_row *after, bool backward, int n,
                      size_t at)
{
    struct err e = {0};
    struct reading r = {.l = l, .at = at, .backward = backward, .left = n};
    struct store_filter filter = {
        .state = -1, .after = after, .backward = backward, .limit = n + 1};
    if (!store_entries(session_store(app_session(l->app)), &filter, take_row, &r, &e))
        app_error(l->app, &e);
    if (r.left >= 0 && backward)
        l->from_first = true;
    else if (r.left >= 0)
        l->to_last = true;
    return r.got;
}

static struct entry_row row_copy(const struct entry_row *row)
{
    struct entry_row copy = *row;
    copy.form_id = xstrdup(row->form_id);
    copy.unit = xstrdup(row->unit);
    copy.period = xstrdup0(row->period);
    return copy;
}

/* The row from which to go on is a line itself, and lines move. */
static int read_more(struct entry_list *l, bool backward, int n)
{
    if (!l->lines.n)
        return 0;
    struct entry_row from = row_copy(&l->lines.v[backward ? 0 : l->lines.n - 1].row);
    int got = read_lines(l, &from, backward, n, backward ? 0 : l->lines.n);
    entry_row_finish(&from);
    if (backward)
        list_shift(&l->list, got);
    l->list.count = (int)l->lines.n;
    return got;
}

/* A page at least in the direction of the next movement. */
static void read_ahead(struct entry_list *l, bool backward)
{
    int page = page_rows(l);
    int ahead = backward ? l->list.selected : l->list.count - 1 - l->list.selected;
    if (ahead < page && !(backward ? l->from_first : l->to_last))
        read_more(l, backward, page);
}

/* Two pages on each side are enough; what is farther is dropped some pages at a time. */
static void forget_far(struct entry_list *l)
{
    int page = page_rows(l);
    int before = l->list.selected - 2 * page, behind = l->list.count - l->list.selected - 2 * page;
    if (before > 2 * page) {
        drop_lines(l, 0, (size_t)before);
        list_shift(&l->list, -before);
        l->from_first = false;
    }
    if (behind > 2 * page) {
        drop_lines(l, l->lines.n - (size_t)behind, (size_t)behind);
        l->to_last = false;
    }
    l->list.count = (int)l->lines.n;
}

static void clear(struct entry_list *l)
{
    drop_lines(l, 0, l->lines.n);
    l->list.drawn.rows = 0;
    l->from_first = l->to_last = false;
}

static void go_end(struct entry_list *l, bool last)
{
    if (!(last ? l->to_last : l->from_first)) {
        clear(l);
        read_lines(l, NULL, last, 2 * page_rows(l), 0);
        *(last ? &l->to_last : &l->from_first) = true;
    }
    list_set_count(&l->list, (int)l->lines.n);
    list_select(&l->list, last ? l->list.count - 1 : 0);
}

/* Holds the row, which is copied, and what stands around it. */
static void go_row(struct entry_list *l, const struct entry_row *row)
{
    struct entry_row copy = row_copy(row);
    clear(l);
    make_line(l, &copy, vec_add(&l->lines));
    entry_row_finish(&copy);
    l->list.selected = 0;
    l->list.count = 1;
    read_more(l, true, page_rows(l));
    read_more(l, false, page_rows(l));
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* Where the columns begin, by the width at hand. */
static void columns_at(int width, int x[6])
{
    int time = 17, state = 12, rest = width - 3 - time - state;
    x[0] = 3;
    x[1] = x[0] + rest * 38 / 100;
    x[2] = x[1] + rest * 26 / 100;
    x[3] = width - time - state;
    x[4] = width - time;
    x[5] = width;
}

static void draw_line(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct entry_list *l = user;
    const struct entry_line *line = &l->lines.v[i];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    int x[6];
    char when[32], *period = period_text(line->row.period);
    columns_at(r.columns, x);
    date_print_time(line->row.time, when);
    const char *texts[5] = {line->form ? form_brief_name(line->form) : line->row.form_id,
                            line->unit ? line->unit : line->row.unit,
                            period,
                            entry_state_name(line->row.state), when};
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    for (int k = 0; k < 5; k++)
        surface_put(f, r.y, r.x + x[k], x[k + 1] - x[k] - 1, style, texts[k]);
    free(period);
}

static const struct list_ops line_ops = {.draw = draw_line};

void entry_list_draw(struct entry_list *l, struct surface *f, struct rect r)
{
    const char *heads[5] = {_("Form"), _("Unit"), _("Period"), _("State"), _("Time")};
    int x[6];
    columns_at(r.columns, x);
    for (int k = 0; k < 5; k++)
        surface_put(f, r.y, r.x + x[k], x[k + 1] - x[k] - 1, STYLE_DIM, heads[k]);
    list_draw(&l->list, f, (struct rect){r.y + 1, r.x, r.rows - 1, r.columns});
}

bool entry_list_draw_part(struct entry_list *l, struct surface *f)
{
    return list_draw_part(&l->list, f);
}

/* ---- moving ---------------------------------------------------------------------------------- */

bool entry_list_act(struct entry_list *l, enum action a)
{
    bool up = a == ACTION_UP || a == ACTION_PAGE_UP;
    if (a == ACTION_HOME || a == ACTION_END) {
        go_end(l, a == ACTION_END);
        return true;
    }
    if (up || a == ACTION_DOWN || a == ACTION_PAGE_DOWN)
        read_ahead(l, up);
    if (!list_act(&l->list, a))
        return false;
    forget_far(l);
    return true;
}

const struct entry_row *entry_list_selected(const struct entry_list *l)
{
    return l->list.selected < 0 ? NULL : &l->lines.v[l->list.selected].row;
}

/* ---- searching ------------------------------------------------------------------------------- */

#define PATIENCE_MS 20 /* after that a key that waits ends the search */

static bool matches(struct entry_list *l, const struct entry_row *row, const char *needle)
{
    struct session *s = app_session(l->app);
    const struct form_brief *form = session_form_brief(s, row->form_id);
    const char *unit = unit_name(s, form, row->unit);
    return fold_find(form ? form_brief_name(form) : row->form_id, needle, NULL) >= 0 ||
           fold_find(unit ? unit : row->unit, needle, NULL) >= 0;
}

static bool keep_row(void *user, const struct entry_row *row)
{
    *(struct entry_row *)user = row_copy(row);
    return false;
}

/* The first row of the next unit: past all that this one has; NULL before the first. False: none. */
static bool next_unit(struct entry_list *l, const struct entry_row *at, bool backward,
                      struct entry_row *ret)
{
    struct err e = {0};
    struct entry_row edge = {0};
    struct store_filter filter = {.state = -1, .backward = backward, .limit = 1};
    if (at) {
        edge = row_copy(at);
        free(edge.period);
        edge.period = xstrdup(backward ? "" : "\U0010FFFF");
        memset(edge.entry, backward ? '0' : 'f', ENTRY_ID_HEX - 1);
        filter.after = &edge;
    }
    *ret = (struct entry_row){0};
    if (!store_entries(session_store(app_session(l->app)), &filter, keep_row, ret, &e))
        app_error(l->app, &e);
    entry_row_finish(&edge);
    return ret->form_id != NULL;
}

bool entry_list_search(struct entry_list *l, const char *needle, int direction)
{
    const struct entry_row *from = entry_list_selected(l);
    if (!*needle || !from)
        return false;
    if (!direction && matches(l, from, needle))
        return true;
    struct entry_row at = row_copy(from), next;
    bool found = false, wrapped = false;
    int64_t begun = clock_real_ms();
    while (!found && (clock_real_ms() - begun < PATIENCE_MS || !app_key_waits(l->app))) {
        bool any = next_unit(l, &at, direction < 0, &next);
        if (!any && wrapped)
            break;
        if (!any)
            wrapped = next_unit(l, NULL, direction < 0, &next);
        entry_row_finish(&at);
        at = next;
        found = at.form_id && matches(l, &at, needle);
        if (!at.form_id)
            break;
    }
    if (found)
        go_row(l, &at);
    app_dirty(l->app);
    entry_row_finish(&at);
    return found;
}

/* ---- life cycle ------------------------------------------------------------------------------ */

void entry_list_init(struct entry_list *l, struct app *app)
{
    *l = (struct entry_list){.app = app};
    l->list = (struct list){.ops = &line_ops, .user = l};
    go_end(l, false);
}

/* The entry may be gone from its place (another period): then the cursor goes to the first. */
void entry_list_reload(struct entry_list *l)
{
    const struct entry_row *at = entry_list_selected(l);
    if (!at) {
        go_end(l, false);
        return;
    }
    struct entry_row before = row_copy(at);
    memset(before.entry, '0', ENTRY_ID_HEX - 1);
    clear(l);
    l->list.count = 0;
    read_lines(l, &before, false, page_rows(l), 0);
    list_set_count(&l->list, (int)l->lines.n);
    list_select(&l->list, 0);
    if (l->lines.n)
        read_more(l, true, page_rows(l));
    else
        go_end(l, true);
    for (int i = 0; i < l->list.count; i++)
        if (!strcmp(l->lines.v[i].row.entry, before.entry))
            list_select(&l->list, i);
    entry_row_finish(&before);
}

void entry_list_finish(struct entry_list *l)
{
    clear(l);
    vec_finish(&l->lines);
}
