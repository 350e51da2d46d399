/* Unfinished work of others, to read: what was typed, by whom and when. Taking it over and dismissing it are asked in
 * the list below. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/unfinished.h"
#include "text/date.h"
#include "tui/screens.h"
#include "tui/sheet.h"

struct unfinished_screen {
    struct screen screen;
    struct draft_copy copy;
    struct sheet sheet;
};

static struct unfinished_screen *of(struct screen *s)
{
    return (struct unfinished_screen *)s;
}

/* The field or column that a path names; NULL: what belongs to no answer. */
static const struct field *field_at(const struct form *form, const char *path)
{
    size_t table_len, row_len;
    const char *row, *rest;
    if (!fields_split(path, &table_len, &row, &row_len, &rest))
        return form_field(form, path);
    char *table = xstrndup(path, table_len);
    const struct field *f = form_field(form, table);
    free(table);
    return f && f->table ? table_column(f, rest) : NULL;
}

static void add_value(struct sheet *sheet, const struct form *form, const char *path, const char *bytes)
{
    const struct field *f = form ? field_at(form, path) : NULL;
    struct value v = VALUE_NONE;
    const char *slash = strrchr(path, '/');
    if ((slash && slash[1] == '$') || (*bytes && !value_from_bytes(bytes, &v)))
        return;
    sheet_add(sheet, 1, STYLE_LABEL, xstrdup(f ? text_of(&f->label) : path));
    sheet_add(sheet, 3, STYLE_NORMAL,
              value_is_blank(&v) ? xstrdup(_("(blank)"))
              : f                ? field_print(f, &v)
                                 : xstrdup(v.text ? v.text : bytes));
    value_finish(&v);
}

static void fill(struct unfinished_screen *x)
{
    struct session *s = app_session(x->screen.app);
    const struct draft_copy *c = &x->copy;
    const struct form *form = session_form_by_hash(s, &c->form, NULL);
    char when[32];
    date_print_time(c->touched, when);
    sheet_add(&x->sheet, 1, STYLE_HEADING,
              xasprintf("%s · %s · %s", when, c->office ? session_office_name(s, c->office) : "-",
                        c->author ? c->author : "-"));
    sheet_gap(&x->sheet);
    for (void *i = js_first(c->values); i; i = js_next(c->values, i))
        add_value(&x->sheet, form, js_key(i), js_text(js_value(i)));
}

static const enum action *unfinished_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_TAKE_OVER, ACTION_DISMISS, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static void unfinished_draw(struct screen *s, struct surface *f)
{
    struct unfinished_screen *x = of(s);
    const char *unit = x->copy.unit ? session_office_name(app_session(s->app), x->copy.unit) : "-";
    char *left = xasprintf("%s › %s", _("Unfinished elsewhere"), unit);
    app_draw_title(s->app, f, left, NULL);
    free(left);
    sheet_draw(&x->sheet, f, app_content(f));
    app_draw_bottom(s->app, f, unfinished_keyline(s), NULL, NULL, STYLE_DIM);
}

static bool unfinished_act(struct screen *s, enum action a)
{
    struct app *app = s->app;
    if (a == ACTION_TAKE_OVER || a == ACTION_DISMISS) {
        app_pop(app);
        app_do(app, a);
        return true;
    }
    app_dirty(app);
    return sheet_act(&of(s)->sheet, a);
}

static unsigned unfinished_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_UNFINISHED;
}

static void unfinished_destroy(struct screen *s)
{
    draft_copy_finish(&of(s)->copy);
    sheet_finish(&of(s)->sheet);
    free(s);
}

static const struct screen_ops unfinished_ops = {
    .id = "unfinished",
    .places = unfinished_places,
    .draw = unfinished_draw,
    .act = unfinished_act,
    .destroy = unfinished_destroy,
    .keyline = unfinished_keyline,
};

void screen_unfinished(struct app *app, const char *id)
{
    struct err e = {0};
    struct draft_copy copy;
    if (!draft_copy_find(session_store(app_session(app)), id, &copy, &e)) {
        app_error(app, &e);
        return;
    }
    struct unfinished_screen *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&unfinished_ops, app};
    x->copy = copy;
    fill(x);
    app_push(app, &x->screen);
}
