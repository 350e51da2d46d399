/* What a file would bring for one form and unit: each entry, each new revision of it, what it changes. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/changes.h"
#include "store/conflict.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/folder.h"
#include "tui/take.h"

struct detail {
    enum style style;
    int indent;
    const char *mark; /* "−", "+", … or NULL; plain letters */
    char *text;
};

struct details {
    struct screen screen;
    struct store *trial;
    char *title;
    VEC(struct detail) lines;
    struct list list;
};

static void add(struct details *d, enum style style, int indent, const char *mark, char *text)
{
    *vec_add(&d->lines) = (struct detail){style, indent, mark, text};
}

/* ---- names ----------------------------------------------------------------------------------- */

static const struct {
    const char *path, *text;
} facts[] = {
    {"$form", N_("version of the form")},
    {"$period", N_("period")},
    {"$status", N_("status")},
    {"$unit", N_("unit")},
};

static char *row_name(const struct field *table, const char *row, size_t len)
{
    for (size_t i = 0; i < table->table->rows.n; i++) {
        const struct fixed_row *r = &table->table->rows.v[i];
        if (strlen(r->id) == len && !memcmp(r->id, row, len))
            return xasprintf("%s%s%s", r->number ? r->number : "", r->number ? " " : "",
                             text_of(&r->label));
    }
    return NULL;
}

static const char *column_name(const struct field *table, const char *id)
{
    for (size_t i = 0; i < table->table->columns.n; i++)
        if (!strcmp(table->table->columns.v[i]->id, id))
            return text_of(&table->table->columns.v[i]->label);
    return id;
}

static char *cell_name(const struct form *form, const char *path)
{
    size_t table_len, row_len;
    const char *row, *rest;
    if (!fields_split(path, &table_len, &row, &row_len, &rest))
        return NULL;
    char *id = xstrndup(path, table_len);
    const struct field *f = form_field(form, id);
    free(id);
    if (!f || !f->table)
        return NULL;
    char *name = row_name(f, row, row_len);
    const char *what = !strcmp(rest, FIELD_ALIVE) ? _("a row") : column_name(f, rest);
    char *all = name ? xasprintf("%s › %s › %s", text_of(&f->label), name, what)
                     : xasprintf("%s › %s", text_of(&f->label), what);
    free(name);
    return all;
}

/* As a person knows it; the path where the form does not. */
static char *field_name(const struct form *form, const char *path)
{
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!strcmp(path, facts[i].path))
            return xstrdup(_(facts[i].text));
    char *id = xstrndup(path, strcspn(path, "/"));
    const struct field *f = form ? form_field(form, id) : NULL;
    free(id);
    char *cell = form ? cell_name(form, path) : NULL;
    if (cell)
        return cell;
    if (f && f->table)
        return xasprintf(_("%s › order of rows"), text_of(&f->label));
    return f ? xstrdup(text_of(&f->label)) : folder_shown(path);
}

static char *value_shown(const char *bytes)
{
    json *j = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
    char *shown = !j || js_is(j, JS_NULL)  ? xstrdup(_("(blank)"))
                  : js_is(j, JS_STRING)    ? xstrdup(js_text(j))
                                           : xstrdup(bytes);
    js_free(j);
    return shown;
}

static char *who(struct session *s, const char *author, const char *office, int64_t time)
{
    char when[32];
    date_print_time(time, when);
    const char *name = office ? session_office_name(s, office) : "";
    char *text = author && *author ? xasprintf("%s (%s) · %s", author, name, when)
                                   : xasprintf("%s · %s", name, when);
    char *shown = folder_shown(text);
    free(text);
    return shown;
}

/* ---- one entry ------------------------------------------------------------------------------- */

static void add_change(struct details *d, const struct form *form, const struct field_change *c)
{
    if (!c->before && *c->path == '$')
        return; /* what an entry is from its first revision on is nobody's news */
    add(d, STYLE_LABEL, 3, "~", field_name(form, c->path));
    if (!strcmp(c->path, "$form"))
        return;
    if (c->before)
        add(d, STYLE_DIM, 5, "−", value_shown(c->before));
    add(d, STYLE_NORMAL, 5, "+", value_shown(c->after));
}

static bool holds(const struct revisions *here, const struct revision *r)
{
    for (size_t i = 0; i < here->n; i++)
        if (!hash_cmp(&here->v[i].id, &r->id))
            return true;
    return false;
}

static void add_revision(struct details *d, const struct form *form, const struct revisions *all,
                         const struct revision *r)
{
    struct field_changes changes = {0};
    struct err e = {0};
    add(d, STYLE_HEADING, 1, NULL,
        who(app_session(d->screen.app), r->head.author, r->head.office, r->head.time));
    if (!store_changes_made(d->trial, all, r, &changes, &e))
        add(d, STYLE_WARNING, 3, "!", xstrdup(e.message));
    for (size_t i = 0; i < changes.n; i++)
        add_change(d, form, &changes.v[i]);
    changes_finish(&changes);
    err_finish(&e);
}

static void add_conflicts(struct details *d, const struct form *form, const char *entry)
{
    struct merged m = {0};
    if (!store_merged(d->trial, entry, NULL, 0, &m, NULL))
        return;
    for (size_t i = 0; i < m.conflicts.n; i++) {
        const struct conflict *c = &m.conflicts.v[i];
        char *name = field_name(form, c->path);
        add(d, STYLE_WARNING, 1, "!", xasprintf(_("Changed by two: %s"), name));
        free(name);
        for (size_t k = 0; k < c->candidates.n; k++) {
            const struct candidate *x = &c->candidates.v[k];
            add(d, STYLE_NORMAL, 5, "+", value_shown(x->bytes));
            add(d, STYLE_DIM, 7, NULL,
                who(app_session(d->screen.app), x->author, x->office, x->time));
        }
    }
    merged_finish(&m);
}

/* Revisions that are only in the trial are what would come. */
static void add_entry(struct details *d, const struct entry_row *row)
{
    struct session *s = app_session(d->screen.app);
    struct revisions here = {0}, all = {0};
    const struct form *form = session_form_by_hash(s, &row->form, NULL);
    size_t fresh = 0;
    store_revisions(session_store(s), row->entry, &here, NULL);
    store_revisions(d->trial, row->entry, &all, NULL);
    if (d->lines.n)
        add(d, STYLE_NORMAL, 0, NULL, xstrdup(""));
    for (size_t i = 0; i < all.n; i++)
        if (!holds(&here, &all.v[i])) {
            add_revision(d, form, &all, &all.v[i]);
            fresh++;
        }
    if (!fresh)
        add(d, STYLE_DIM, 1, NULL, xstrdup(_("The answers stay as they are here.")));
    if (row->state == STATE_CONFLICT)
        add_conflicts(d, form, row->entry);
    revisions_finish(&here);
    revisions_finish(&all);
}

struct reading {
    struct details *d;
    const char *period;
};

static bool take_row(void *user, const struct entry_row *row)
{
    struct reading *r = user;
    if (!strcmp(row->period ? row->period : "", r->period))
        add_entry(r->d, row);
    return true;
}

/* ---- the screen ------------------------------------------------------------------------------ */

static void draw_line(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct detail *x = &((struct details *)user)->lines.v[i];
    enum style style = selected ? STYLE_FOCUS : x->style;
    surface_fill(f, r, selected ? STYLE_FOCUS : STYLE_NORMAL);
    if (x->mark)
        surface_put(f, r.y, r.x + x->indent, 1, style, x->mark);
    surface_put(f, r.y, r.x + x->indent + (x->mark ? 2 : 0), r.columns - x->indent - 3, style,
                x->text);
}

static bool line_selectable(void *user, int i)
{
    return *((struct details *)user)->lines.v[i].text;
}

static char *line_text(void *user, int i)
{
    return xstrdup(((struct details *)user)->lines.v[i].text);
}

static const struct list_ops list_ops = {
    .draw = draw_line, .selectable = line_selectable, .text = line_text};

static const enum action *keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

static void draw(struct screen *s, struct surface *f)
{
    struct details *d = (struct details *)s;
    const struct detail *at = d->list.selected < 0 ? NULL : &d->lines.v[d->list.selected];
    app_draw_title(s->app, f, d->title, _("a trial, nothing written"));
    list_draw(&d->list, f, app_content(f));
    app_draw_bottom(s->app, f, keyline(s), at ? at->text : NULL, NULL, STYLE_DIM);
}

static bool act(struct screen *s, enum action a)
{
    app_dirty(s->app);
    return a == ACTION_OPEN || list_act(&((struct details *)s)->list, a);
}

static bool search(struct screen *s, const char *needle, int direction)
{
    app_dirty(s->app);
    return list_search(&((struct details *)s)->list, needle, direction);
}

static void destroy(struct screen *s)
{
    struct details *d = (struct details *)s;
    for (size_t i = 0; i < d->lines.n; i++)
        free(d->lines.v[i].text);
    vec_finish(&d->lines);
    free(d->title);
    free(d);
}

static const struct screen_ops ops = {
    .id = "take-entries",
    .draw = draw,
    .act = act,
    .search = search,
    .destroy = destroy,
    .keyline = keyline,
};

void screen_take_entries(struct app *app, struct store *trial, const struct merge_entry *line)
{
    struct details *d = xcalloc(1, sizeof *d);
    struct session *s = app_session(app);
    struct err e = {0};
    d->screen = (struct screen){&ops, app};
    d->trial = trial;
    d->list = (struct list){.ops = &list_ops, .user = d};
    char *form = take_form_name(s, line->form_id, line->period);
    char *unit = take_unit_name(s, line->form_id, line->unit);
    d->title = xasprintf("%s · %s", unit, form);
    free(form);
    free(unit);
    struct store_filter filter = {.form_id = line->form_id, .unit = line->unit, .state = -1};
    struct reading reading = {d, line->period};
    if (!store_entries(trial, &filter, take_row, &reading, &e))
        app_error(app, &e);
    list_set_count(&d->list, (int)d->lines.n);
    app_push(app, &d->screen);
}
