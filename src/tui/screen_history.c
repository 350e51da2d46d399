/* The history of an entry, or of one field of it: who, when, from which office, what changed, what was said. An old
 * revision opens for reading. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/history.h"
#include "store/comment.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/place_text.h"
#include "tui/screens.h"

struct history_screen {
    struct screen screen;
    struct entry *entry;   /* as it is now: names the places; NULL: its form cannot be read */
    char *id;              /* of the entry */
    char *field;           /* only what is about this one; NULL: all */
    struct history history;
    VEC(size_t) shown;     /* events of the history */
    VEC(size_t) heads;     /* their first paragraphs in the sheet */
    struct sheet sheet;
    size_t selected;       /* of those shown */
    bool follow;           /* the selected one is to be in sight */
};

static struct history_screen *of(struct screen *s)
{
    return (struct history_screen *)s;
}

/* ---- what is about the field ------------------------------------------------------------------ */

static bool is_about(const struct history_screen *h, const char *path)
{
    size_t n = h->field ? strlen(h->field) : 0;
    return !h->field || (path && !strncmp(path, h->field, n) && (!path[n] || path[n] == '/' || path[n] == '#'));
}

static bool change_is_about(const struct field_change *c, const void *user)
{
    return is_about(user, c->path);
}

/* ---- the text --------------------------------------------------------------------------------- */

enum { INDENT_WHERE = 4, INDENT_VALUE = 6 };

/* "27/6/2015 09:12 · Tỉnh Đoàn · Trần Văn Bình · trả lại" */
static char *head_text(const struct history_screen *h, const struct revision *r)
{
    struct session *s = app_session(h->screen.app);
    char when[32];
    date_print_time(r->head.time, when);
    return xasprintf("%s · %s%s%s · %s", when, r->head.office ? session_office_name(s, r->head.office) : "-",
                     r->head.author ? " · " : "", r->head.author ? r->head.author : "", history_word(r));
}

static char *whole_where(const struct history_screen *h, const char *path)
{
    struct place p;
    if (h->entry && record_place(entry_record(h->entry), path, &p))
        return place_label(h->entry, p);
    bool lost = h->entry && !strchr("_$", *path);
    return lost ? place_lost_label(h->entry, path) : h->entry ? entry_path_name(h->entry, path) : xstrdup(path);
}

#define WHERE_COLUMNS 72

/* On one line: some questions are a paragraph. */
static char *where_text(const struct history_screen *h, const char *path)
{
    char *whole = whole_where(h, path);
    struct str out = {0};
    text_fit(&out, whole, WHERE_COLUMNS);
    free(whole);
    return str_take(&out);
}

/* The field that the title names already. */
static bool is_said(const struct history_screen *h, const char *path)
{
    return h->field && !strcmp(path, h->field);
}

static const struct field *field_at(const struct history_screen *h, const char *path)
{
    struct place p;
    return h->entry && record_place(entry_record(h->entry), path, &p)
               ? record_field(entry_record(h->entry), p)
               : NULL;
}

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), k = strlen(end);
    return n > k && !strcmp(path + n - k, end);
}

static void add_values(struct history_screen *h, const struct field_change *c)
{
    const struct field *f = field_at(h, c->path);
    if (f && field_type_id(f->type) == TYPE_NARRATIVE) {
        char *before = place_plain(c->before), *after = place_plain(c->after);
        if (*before)
            marked_text(&h->sheet, INDENT_VALUE, STYLE_DIM, "− ", before, after, false);
        marked_text(&h->sheet, INDENT_VALUE, STYLE_NORMAL, "+ ", after, before, false);
        free(before);
        free(after);
        return;
    }
    char *before = place_value(h->entry, f, c->before), *after = place_value(h->entry, f, c->after);
    sheet_add(&h->sheet, INDENT_VALUE, STYLE_NORMAL, xasprintf("%s → %s", before, after));
    free(before);
    free(after);
}

static void add_change(struct history_screen *h, const struct field_change *c)
{
    if (!strcmp(c->path, "$form")) {
        sheet_add(&h->sheet, INDENT_WHERE, STYLE_LABEL, xstrdup(_("another version of the form")));
        return;
    }
    char *where = where_text(h, c->path);
    const char *what = ends_with(c->path, "/" FIELD_ALIVE) ? c->after ? _(": row added") : _(": row removed")
                       : ends_with(c->path, "/" FIELD_ORDER) ? _(": rows moved")
                                                             : NULL;
    if (!is_said(h, c->path))
        sheet_add(&h->sheet, INDENT_WHERE, STYLE_LABEL, xasprintf("%s%s", where, what ? what : ""));
    if (!what && h->entry)
        add_values(h, c);
    free(where);
}

/* False: it has nothing about the field. */
static bool add_revision(struct history_screen *h, const struct revision *r)
{
    struct session *s = app_session(h->screen.app);
    struct field_changes changes = {0};
    struct err e = {0};
    const char *why = NULL;
    if (!history_changes(s, &h->history, r, &changes, &why, &e))
        app_error(h->screen.app, &e);
    changes_keep(&changes, change_is_about, h);
    bool shown = !h->field || changes.n || why;
    if (shown)
        sheet_add(&h->sheet, 2, STYLE_HEADING, head_text(h, r));
    if (shown && r->head.parents.n > 1)
        sheet_add(&h->sheet, INDENT_WHERE, STYLE_DIM,
                  xasprintf(_("brings %zu versions together"), r->head.parents.n));
    if (why)
        sheet_add(&h->sheet, INDENT_WHERE, STYLE_DIM, xasprintf("(%s)", why));
    for (size_t i = 0; i < changes.n; i++)
        add_change(h, &changes.v[i]);
    changes_finish(&changes);
    return shown;
}

/* An answer is about the place of the comment that it answers. */
static const char *path_of(const struct history_screen *h, const struct revision *r)
{
    for (size_t i = 0; !r->head.field && i < h->history.comments.n; i++)
        if (!hash_cmp(&h->history.comments.v[i].id, &r->head.target))
            return h->history.comments.v[i].head.field;
    return r->head.field;
}

static bool add_said(struct history_screen *h, const struct revision *r)
{
    const char *path = path_of(h, r);
    if (h->field && (r->head.kind != EVENT_COMMENT || !is_about(h, path)))
        return false;
    char *words = store_words(session_store(app_session(h->screen.app)), &r->head);
    sheet_add(&h->sheet, 2, STYLE_HEADING, head_text(h, r));
    if (path && *path && !is_said(h, path))
        sheet_add(&h->sheet, INDENT_WHERE, STYLE_LABEL, where_text(h, path));
    if (r->head.received)
        sheet_add(&h->sheet, INDENT_WHERE, STYLE_NORMAL, xasprintf(_("came in on %s"), r->head.received));
    if (words)
        sheet_add(&h->sheet, INDENT_VALUE, STYLE_NORMAL, xasprintf("» %s", words));
    free(words);
    return true;
}

static void make_sheet(struct history_screen *h)
{
    sheet_clear(&h->sheet);
    vec_clear(&h->shown);
    vec_clear(&h->heads);
    for (size_t i = 0; i < h->history.v.n; i++) {
        const struct revision *r = h->history.v.v[i];
        size_t first = h->sheet.v.n;
        if (!(r->head.kind == EVENT_REVISION ? add_revision(h, r) : add_said(h, r)))
            continue;
        *vec_add(&h->shown) = i;
        *vec_add(&h->heads) = first;
        h->sheet.v.v[first].tag = (int)h->shown.n;
        sheet_gap(&h->sheet);
    }
    if (h->selected >= h->shown.n)
        h->selected = 0;
}

/* ---- the screen ------------------------------------------------------------------------------- */

static const enum action *history_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_PAGE_DOWN, ACTION_PAGE_UP, ACTION_BACK,
                                       ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

static char *title(const struct history_screen *h)
{
    const struct field *f = h->field && h->entry ? form_field(entry_form(h->entry), h->field) : NULL;
    char *label = f ? field_label(h->entry, f) : NULL;
    char *text = xasprintf("%s › %s%s%s", _("History"),
                           h->entry ? session_office_name(app_session(h->screen.app), entry_unit(h->entry)) : h->id,
                           label ? " › " : "", label ? label : "");
    free(label);
    return text;
}

static void mark_selected(struct history_screen *h)
{
    for (size_t i = 0; i < h->heads.n; i++)
        h->sheet.v.v[h->heads.v[i]].style = i == h->selected ? STYLE_FOCUS : STYLE_HEADING;
}

static void history_draw(struct screen *s, struct surface *f)
{
    struct history_screen *h = of(s);
    struct rect r = app_content(f);
    char *left = title(h), *count = xasprintf(_("%zu events"), h->shown.n);
    app_draw_title(s->app, f, left, count);
    if (!h->shown.n)
        surface_put(f, r.y + 1, 3, -1, STYLE_NORMAL, _("Nothing was ever written here."));
    mark_selected(h);
    if (h->follow && h->shown.n)
        sheet_show(&h->sheet, (int)h->selected + 1, r);
    h->follow = false;
    sheet_draw(&h->sheet, f, r);
    app_draw_bottom(s->app, f, history_keyline(s), _("Newest first. Enter opens that version for reading."), NULL,
                    STYLE_DIM);
    free(left);
    free(count);
}

/* The revision itself, or the one that was spoken about. */
static void open_selected(struct history_screen *h)
{
    struct app *app = h->screen.app;
    const struct revision *r = h->history.v.v[h->shown.v[h->selected]];
    struct err e = {0};
    char hex[HASH_HEX];
    if (r->head.kind == EVENT_JOIN || r->head.kind == EVENT_UNJOIN)
        return;
    hash_hex(r->head.kind == EVENT_REVISION ? &r->id : &r->head.target, hex);
    struct entry *en = entry_view(app_session(app), h->id, hex, &e);
    if (en)
        screen_entry(app, en);
    else
        app_error(app, &e);
}

static bool step(struct history_screen *h, int by)
{
    if (by < 0 ? h->selected > 0 : h->selected + 1 < h->shown.n) {
        h->selected = by < 0 ? h->selected - 1 : h->selected + 1;
        h->follow = true;
    } else {
        sheet_act(&h->sheet, by < 0 ? ACTION_UP : ACTION_DOWN);
    }
    return true;
}

static bool history_act(struct screen *s, enum action a)
{
    struct history_screen *h = of(s);
    if (a == ACTION_UP || a == ACTION_DOWN)
        return step(h, a == ACTION_UP ? -1 : 1);
    if (a == ACTION_OPEN && h->shown.n)
        open_selected(h);
    return a == ACTION_OPEN || sheet_act(&h->sheet, a);
}

static void history_destroy(struct screen *s)
{
    struct history_screen *h = of(s);
    sheet_finish(&h->sheet);
    history_finish(&h->history);
    vec_finish(&h->shown);
    vec_finish(&h->heads);
    entry_destroy(h->entry);
    free(h->id);
    free(h->field);
    free(h);
}

static const struct screen_ops history_ops = {
    .id = "history",
    .draw = history_draw,
    .act = history_act,
    .destroy = history_destroy,
    .keyline = history_keyline,
};

void screen_history(struct app *app, const char *entry, const char *field)
{
    struct err e = {0};
    struct history_screen *h = xcalloc(1, sizeof *h);
    h->screen = (struct screen){&history_ops, app};
    h->id = xstrdup(entry);
    h->field = xstrdup0(field);
    if (!history_load(app_session(app), entry, &h->history, &e)) {
        app_error(app, &e);
        history_destroy(&h->screen);
        return;
    }
    h->entry = entry_view(app_session(app), entry, NULL, NULL);
    make_sheet(h);
    h->follow = true;
    app_push(app, &h->screen);
}
