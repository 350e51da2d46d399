/* What the screen of who has reported looks like. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/state_words.h"
#include "text/unicode.h"
#include "tui/period_text.h"
#include "tui/screen_reported_inside.h"

char *reported_screen_due(const struct reported *u)
{
    char day[16];
    date_print(u->due, day);
    return xasprintf(u->line && u->line->inclusive ? _("by %s") : _("before %s"), day);
}

/* ---- columns ---------------------------------------------------------------------------------- */

enum { X_NAME, X_PARENT, X_STATE, X_COMPLETE, X_SENT, X_CAME, X_LATE, X_END, X_COUNT };

/* Where each begins; one that has no room begins where the next one does. */
static void columns_at(const struct reported_screen *s, int width, int x[X_COUNT])
{
    static const int widths[X_COUNT] = {
        [X_STATE] = 14, [X_COMPLETE] = 6, [X_SENT] = 11, [X_CAME] = 11, [X_LATE] = 9};
    x[X_END] = width;
    for (int i = X_LATE; i >= X_STATE; i--)
        x[i] = x[i + 1] - (i == X_CAME && width < 76 ? 0 : widths[i]);
    x[X_NAME] = 3;
    x[X_PARENT] = s->parents && width >= 90 ? x[X_NAME] + (x[X_STATE] - x[X_NAME]) * 55 / 100 : x[X_STATE];
}

static void put(struct surface *f, int y, int left, const int x[X_COUNT], int column,
                enum style style, const char *text)
{
    int columns = x[column + 1] - x[column] - 1;
    if (columns > 0)
        surface_put(f, y, left + x[column], columns, style, text);
}

static void draw_heads(const struct reported_screen *s, struct surface *f, struct rect r)
{
    static const enum reported_column sorted[X_END] = {
        [X_NAME] = COLUMN_NAME, [X_STATE] = COLUMN_STATE, [X_COMPLETE] = COLUMN_COMPLETE,
        [X_SENT] = COLUMN_SENT, [X_CAME] = COLUMN_CAME,   [X_LATE] = COLUMN_LATE};
    int x[X_COUNT];
    columns_at(s, r.columns, x);
    put(f, r.y, r.x, x, X_PARENT, STYLE_DIM, _("Under"));
    for (int i = X_NAME; i < X_END; i++) {
        if (i == X_PARENT)
            continue;
        bool here = s->rows.column == sorted[i];
        char *text = xasprintf("%s%s", reported_column_name(sorted[i]),
                               !here ? "" : s->rows.backward ? " ↓" : " ↑");
        put(f, r.y, r.x, x, i, here ? STYLE_HEADING : STYLE_DIM, text);
        free(text);
    }
}

/* ---- a row ------------------------------------------------------------------------------------ */

static const char *day_of(bool known, int64_t at, char out[16])
{
    *out = '\0';
    if (known)
        date_print(date_of_time(at), out);
    return out;
}

static void draw_mark(struct surface *f, struct rect r, const struct reported *u, bool selected)
{
    bool bad = u->late > 0 || (u->exists && (u->row.state == STATE_RETURNED || u->row.state == STATE_CONFLICT));
    bool waits = u->received && u->row.state == STATE_SUBMITTED;
    enum style style = selected ? STYLE_FOCUS : u->accepted ? STYLE_OK : bad ? STYLE_ERROR : STYLE_NORMAL;
    enum surface_mark mark = u->accepted ? MARK_OK : bad ? MARK_BAD : waits ? MARK_NOTE : MARK_HERE;
    if (u->accepted || bad || waits || selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, mark));
}

void reported_screen_draw_row(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct reported_screen *s = user;
    struct session *session = app_session(s->screen.app);
    const struct reported *u = &s->all.v[s->rows.v.v[i]];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    char day[16], late[32] = "";
    int x[X_COUNT];
    columns_at(s, r.columns, x);
    surface_fill(f, r, style);
    draw_mark(f, r, u, selected);
    if (u->late)
        snprintf(late, sizeof late, _("%d days"), (int)u->late);
    put(f, r.y, r.x, x, X_NAME, style, session_office_name(session, u->unit->id));
    put(f, r.y, r.x, x, X_PARENT, style,
        u->unit->parent ? session_office_name(session, u->unit->parent) : "");
    put(f, r.y, r.x, x, X_STATE, style, reported_state_name(u));
    put(f, r.y, r.x, x, X_COMPLETE, style,
        !u->received ? "" : !u->looked ? "…" : u->complete ? _("yes") : _("no"));
    put(f, r.y, r.x, x, X_SENT, style, day_of(u->received, u->row.submitted, day));
    put(f, r.y, r.x, x, X_CAME, style, !u->looked && u->received ? "…" : day_of(u->received, u->came, day));
    put(f, r.y, r.x, x, X_LATE, style == STYLE_NORMAL ? STYLE_ERROR : style, late);
}

/* ---- what there is to say of the selected one ------------------------------------------------- */

static void add_part(struct str *out, const char *text)
{
    str_addf(out, "%s%s", out->len ? " · " : "", text);
}

static char *detail(const struct reported_screen *s, const struct reported *u)
{
    struct session *session = app_session(s->screen.app);
    struct str out = {0};
    char *due = reported_screen_due(u);
    str_add(&out, session_office_name(session, u->unit->id));
    if (s->parents && u->unit->parent)
        str_addf(&out, ", %s", session_office_name(session, u->unit->parent));
    if (u->has_due)
        str_addf(&out, _(" · due %s"), due);
    free(due);
    if (!u->line)
        add_part(&out, _("is not asked to report"));
    if (u->exists && u->row.submission > 1)
        str_addf(&out, _(" · sent %d times"), u->row.submission);
    if (u->entries > 1)
        str_addf(&out, _(" · %d entries"), u->entries);
    char *flags = u->exists ? session_flag_words(session, &u->row) : xstrdup("");
    if (*flags)
        add_part(&out, flags);
    free(flags);
    return str_take(&out);
}

static void draw_detail(const struct reported_screen *s, struct surface *f)
{
    const struct reported *u = reported_screen_selected(s);
    struct rect r = {f->rows - 4, 0, 1, f->columns};
    surface_fill(f, r, STYLE_NORMAL);
    if (!u)
        return;
    char *text = detail(s, u);
    surface_put(f, r.y, 3, f->columns - 4, STYLE_LABEL, text);
    free(text);
}

/* ---- the frame -------------------------------------------------------------------------------- */

const enum action *reported_screen_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_FORM_PERIOD, ACTION_FILTER, ACTION_SORT,
                                       ACTION_SEARCH_LIST, ACTION_EXPORT, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

/* The shorter one where thousands of units make the figures long. */
static char *title_figures(const struct reported_totals *t, int columns)
{
    int sent = t->owe - t->missing;
    char *whole = xasprintf(_("%d/%d sent · %d accepted · %d late"), sent, t->owe, t->accepted, t->late);
    if (text_width(whole, strlen(whole)) <= columns)
        return whole;
    free(whole);
    return xasprintf(_("sent %d/%d · late %d"), sent, t->owe, t->late);
}

static void draw_title(const struct reported_screen *s, struct surface *f)
{
    char *form = titled_period(form_brief_name(s->form), s->period);
    char *left = xasprintf("%s › %s", action_name(ACTION_REPORTED), form);
    free(form);
    char *right = title_figures(&s->all.totals, f->columns / 2);
    app_draw_title(s->screen.app, f, left, right);
    free(left);
    free(right);
}

static char *totals(const struct reported_screen *s)
{
    const struct reported_totals *t = &s->all.totals;
    struct str out = {0};
    if (s->rows.filter != SHOW_ALL)
        str_addf(&out, _("Shown: %s (%zu) · "), reported_filter_name(s->rows.filter), s->rows.v.n);
    str_addf(&out, _("not sent %d · on time %d · to review %d · returned %d · complete "), t->missing,
             t->on_time, t->waiting, t->returned);
    if ((size_t)t->looked == s->all.n)
        str_addf(&out, "%d", t->complete);
    else
        str_add(&out, "…");
    if (t->received > t->owe - t->missing)
        str_addf(&out, _(" · not asked: %d"), t->received - (t->owe - t->missing));
    return str_take(&out);
}

void reported_screen_draw(struct screen *screen, struct surface *f)
{
    struct reported_screen *s = (struct reported_screen *)screen;
    struct rect r = app_content(f);
    char *sums = totals(s);
    draw_title(s, f);
    draw_heads(s, f, r);
    if (!s->rows.v.n)
        surface_put(f, r.y + 2, 3, -1, STYLE_NORMAL, _("No unit to show."));
    list_draw(&s->list, f, (struct rect){r.y + 1, 0, r.rows - 2, r.columns});
    draw_detail(s, f);
    app_draw_bottom(screen->app, f, reported_screen_keyline(screen), sums, NULL, STYLE_DIM);
    free(sums);
}

bool reported_screen_draw_part(struct screen *screen, struct surface *f)
{
    struct reported_screen *s = (struct reported_screen *)screen;
    if (!list_draw_part(&s->list, f))
        return false;
    draw_detail(s, f);
    return true;
}
