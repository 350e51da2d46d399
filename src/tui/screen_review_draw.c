/* How the review screen looks: title, what is to be known first, and what is read. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/desk.h"
#include "entry/state_words.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/period_text.h"
#include "tui/screen_review_inside.h"

static struct session *session_of(const struct review_screen *x)
{
    return app_session(x->screen.app);
}

static void add_notice(struct review_screen *x, enum style style, char *text)
{
    sheet_add(&x->sheet, 1, style, text);
}

static void add_decided(struct review_screen *x, const struct decided *d, bool earlier)
{
    static const char *const words[] = {
        [SAYS_ACCEPT] = N_("✓ accepted"),
        [SAYS_PASS_ON] = N_("✓ accepted and handed on"),
        [SAYS_RETURN] = N_("! returned"),
        [SAYS_NOTHING] = "",
    };
    char *who = reading_who(session_of(x), d->author, d->office, d->time);
    struct str out = {0};
    str_addf(&out, "%s%s: %s", earlier ? _("Before: ") : "", _(words[d->says]), who);
    if (d->text)
        str_addf(&out, ": “%s”", d->text);
    if (d->received)
        str_addf(&out, _(" · came in on %s"), d->received);
    add_notice(x, d->says == SAYS_RETURN && !earlier ? STYLE_WARNING : STYLE_DIM, str_take(&out));
    free(who);
}

static void add_decisions(struct review_screen *x, const struct revision *of_which, bool earlier)
{
    struct decided_list list = {0};
    if (!review_decided(x->review, of_which, &list, NULL))
        return;
    for (size_t i = 0; i < list.n; i++)
        add_decided(x, &list.v[i], earlier);
    decided_finish(&list);
}

/* What stands above the changes: state, decisions so far, how much there is to read. */
static void add_notices(struct review_screen *x)
{
    struct entry *en = review_entry(x->review);
    const struct entry_row *row = entry_row(en);
    char *flags = session_flag_words(session_of(x), row), key[32];
    bool base = x->reading.base != NULL;
    if (row->state == STATE_CONFLICT)
        add_notice(x, STYLE_WARNING,
                   xasprintf(_("! Two versions stand beside each other: nobody can accept it before they are brought together (%s)."),
                             action_key(ACTION_TO_CONFLICT, key)));
    else if (row->state == STATE_WITHDRAWN || row->state == STATE_DRAFT)
        add_notice(x, STYLE_WARNING, xasprintf("! %s", entry_state_name(row->state)));
    if (*flags)
        add_notice(x, STYLE_WARNING, xasprintf("! %s", flags));
    free(flags);
    add_decisions(x, review_revision(x->review), false);
    if (base)
        add_decisions(x, x->reading.base, true);
    if (base && !x->whole && !x->reading.changes)
        add_notice(x, STYLE_OK, xstrdup(_("Nothing has changed since you reviewed it last.")));
}

static char *counts(const struct review_screen *x)
{
    struct rules *rules = entry_rules(review_entry(x->review));
    size_t threads = 0, open = 0;
    for (size_t i = 0; i < x->reading.remarks.n; i++) {
        const struct comment *c = x->reading.remarks.v[i].said;
        threads += c->thread == i;
        open += c->thread == i && c->open;
    }
    size_t errors = rules_count(rules, LEVEL_ERROR), warnings = review_warnings(x->review);
    return x->made_columns && x->made_columns < 70
               ? xasprintf(_("errors: %zu · warnings: %zu · open: %zu"), errors, warnings, open)
               : xasprintf(_("errors: %zu · warnings: %zu · comments: %zu, open: %zu"), errors, warnings,
                           threads, open);
}

static char *reading_what(const struct review_screen *x)
{
    char key[32];
    action_key(ACTION_WHOLE, key);
    if (!x->reading.base)
        return xstrdup(_("Not reviewed before: all of it"));
    return x->whole ? xasprintf(_("All of it (%s: only changes)"), key)
                    : xasprintf(_("Changes only: %zu (%s: all)"), x->reading.changes, key);
}

static void make_sheet(struct review_screen *x, int columns)
{
    if (!x->fresh && x->made_columns == columns && x->made_in == lang_get())
        return;
    x->made_in = lang_get();
    sheet_clear(&x->sheet);
    x->view.columns = columns;
    add_notices(x);
    reading_sheet(&x->sheet, &x->view);
    reading_mark(&x->sheet, &x->view, true);
    x->fresh = false;
    x->made_columns = columns;
}

const enum action *review_screen_keyline(struct screen *s)
{
    static const enum action keys[] = {
        ACTION_ACCEPT, ACTION_RETURN,   ACTION_REMARK,   ACTION_WHOLE, ACTION_NEXT_ENTRY, ACTION_PREV_ENTRY,
        ACTION_BACK,   ACTION_PROBLEMS, ACTION_HELP,  ACTION_UNDO, ACTION_NONE};
    static const enum action thread[] = {
        ACTION_ACCEPT, ACTION_RETURN, ACTION_REMARK, ACTION_CLOSE_REMARK, ACTION_WHOLE, ACTION_NEXT_ENTRY,
        ACTION_BACK,   ACTION_PROBLEMS, ACTION_HELP, ACTION_UNDO, ACTION_NONE};
    static const enum action newer[] = {
        ACTION_NEWER, ACTION_ACCEPT, ACTION_RETURN, ACTION_REMARK, ACTION_WHOLE, ACTION_NEXT_ENTRY, ACTION_BACK,
        ACTION_PROBLEMS, ACTION_HELP, ACTION_UNDO, ACTION_NONE};
    const struct reading_item *item = review_screen_item(review_screen_of(s));
    return review_screen_of(s)->newer ? newer : item && item->kind == READING_THREAD ? thread : keys;
}

static const char *form_title(const struct form *form)
{
    return text_of(text_is_empty(&form->short_title) ? &form->title : &form->short_title);
}

#define TITLE_ROOM 24 /* "Duyệt 123/123 ›  › " and what stands between left and right */

static void draw_title(struct review_screen *x, struct surface *f)
{
    struct entry *en = review_entry(x->review);
    const struct revision *r = review_revision(x->review);
    const struct unit *unit = entry_catalogue(en) ? catalogue_find(entry_catalogue(en), entry_unit(en)) : NULL;
    char when[32] = "";
    if (r)
        date_print_time(r->head.time, when);
    const char *name = unit ? unit->name : entry_unit(en);
    char *right = xasprintf(_("Submission %d · %s"), entry_row(en)->submission, when);
    struct str form = {0};
    char *whole = titled_period(form_title(entry_form(en)), entry_period(en));
    int room = f->columns - TITLE_ROOM - text_width(right, strlen(right)) - text_width(name, strlen(name));
    text_fit(&form, whole, room > 5 ? room : 0); /* the unit is never cut for it */
    char *left = xasprintf(_("Review %zu/%zu › %s%s%s"), x->at + 1, x->refs.n, str_text(&form),
                           form.len ? " › " : "", name);
    str_finish(&form);
    free(whole);
    app_draw_title(x->screen.app, f, left, right);
    free(left);
    free(right);
}

/* The item under the cursor, with what was said about it as far as it can be. */
static void show_selected(struct review_screen *x, struct rect r)
{
    size_t last = x->view.selected;
    while (last + 1 < x->reading.n && x->reading.v[last + 1].kind == READING_THREAD)
        last++;
    if (last > x->view.selected)
        sheet_show(&x->sheet, (int)last + 1, r);
    if (last)
        sheet_show(&x->sheet, (int)x->view.selected + 1, r);
}

void review_screen_draw(struct screen *s, struct surface *f)
{
    struct review_screen *x = review_screen_of(s);
    const struct revision *r = review_revision(x->review);
    struct rect top = app_content(f), rest = {top.y + 1, top.x, top.rows - 1, top.columns};
    make_sheet(x, f->columns);
    char *what = reading_what(x), *count = counts(x), *label = reading_label(&x->view);
    char *by = r && r->head.author ? xasprintf(_("submitted by %s"), r->head.author) : NULL;
    static const char *const done[] = {"", N_("✓ you accepted this"), N_("! you returned this")};
    const char *decided = done[x->refs.v[x->at].done];
    draw_title(x, f);
    int right = text_width(count, strlen(count));
    surface_put(f, top.y, 1, f->columns - right - 4, STYLE_HEADING, *decided ? _(decided) : what);
    surface_put(f, top.y, f->columns - right - 1, right, STYLE_DIM, count);
    if (x->follow)
        show_selected(x, rest);
    x->follow = false;
    sheet_draw(&x->sheet, f, rest);
    app_draw_bottom(s->app, f, review_screen_keyline(s), x->newer ? x->newer : label, x->newer ? NULL : by,
                    x->newer ? STYLE_WARNING : STYLE_DIM);
    free(what);
    free(count);
    free(label);
    free(by);
}
