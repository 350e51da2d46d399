/* Forms that came with files: what each is, whose, and from whom, before anything of it runs. A person
 * approves it or leaves it. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/waiting.h"
#include "store/waiting.h"
#include "text/date.h"
#include "tui/folder.h"
#include "tui/screens.h"
#include "tui/sheet.h"

struct new_forms {
    struct screen screen;
    struct waiting_forms all;
    size_t at;
    bool readable; /* else it can only be left */
    struct sheet sheet;
};

static struct new_forms *of(struct screen *s)
{
    return (struct new_forms *)s;
}

static struct session *session_of(const struct new_forms *x)
{
    return app_session(x->screen.app);
}

/* ---- what is said -------------------------------------------------------------------------------- */

/* "Issuer: Tỉnh Đoàn", the name of the fact dimmed. What a stranger wrote stands without anything that
 * could act on the terminal, or hide. */
static void add_fact(struct new_forms *x, const char *name, const char *value)
{
    struct marks marks = {0};
    char *shown = folder_shown(value && *value ? value : _("(not said)"));
    *vec_add(&marks.v) = 0;
    *vec_add(&marks.v) = strlen(name) + 1;
    sheet_add_marked(&x->sheet, 1, STYLE_NORMAL, xasprintf("%s: %s", name, shown), STYLE_DIM,
                     &marks);
    vec_finish(&marks.v);
    free(shown);
}

static void add_sender(struct new_forms *x, const struct waiting_form *w)
{
    struct store_form_use use = {0};
    struct str who = {0};
    char when[32] = "";
    store_form_use(session_store(session_of(x)), &w->hash, &use, NULL);
    for (size_t i = 0; i < use.offices.n; i++)
        str_addf(&who, "%s%s", i ? ", " : "", session_office_name(session_of(x), use.offices.v[i]));
    if (who.len)
        add_fact(x, _("Used by"), str_text(&who));
    if (w->from)
        date_print_time(w->at, when);
    char *came = w->from ? xasprintf("%s, %s", w->from, when) : xstrdup(_("it was in this file already"));
    add_fact(x, _("Came with the file"), came);
    free(came);
    if (use.entries) {
        char *n = xasprintf("%lld", (long long)use.entries);
        add_fact(x, _("Entries that cannot be opened before"), n);
        free(n);
    }
    str_finish(&who);
    store_form_use_finish(&use);
}

static void add_number(struct new_forms *x, const struct form *f)
{
    struct str b = {0};
    char day[16];
    str_add(&b, f->source_number ? f->source_number : "");
    if (f->source_date.year) {
        date_print(f->source_date, day);
        str_addf(&b, "%s%s", b.len ? ", " : "", day);
    }
    add_fact(x, _("Document"), str_text(&b));
    str_finish(&b);
}

/* A form of the same name that is used here already: it would step behind this one, or stay before it. */
static void add_known(struct new_forms *x, const struct form *f)
{
    const struct form_brief *known = session_form_brief(session_of(x), f->id);
    const char *says = !known                       ? NULL
                       : known->version == f->version
                           ? _("A form of this name and version, with other contents, is used here already: ask "
                               "its issuer which of the two is right.")
                       : known->version < f->version
                           ? _("It would take the place of an older version that is used here.")
                           : _("A newer version of it is used here already.");
    if (!says)
        return;
    sheet_gap(&x->sheet);
    sheet_add(&x->sheet, 1, STYLE_WARNING, xstrdup(says));
}

static void add_contents(struct new_forms *x, const struct form *f)
{
    sheet_gap(&x->sheet);
    sheet_add(&x->sheet, 1, STYLE_HEADING, xstrdup(_("What it asks")));
    for (size_t i = 0; i < f->sections.n; i++) {
        const struct section *s = &f->sections.v[i];
        char *title = xasprintf("%s%s%s", s->number ? s->number : "", s->number ? " " : "",
                                text_of(&s->title));
        sheet_add(&x->sheet, 1, STYLE_NORMAL, folder_shown(title));
        free(title);
        for (int k = s->first; k < s->first + s->count; k++)
            sheet_add(&x->sheet, 4, STYLE_DIM, folder_shown(text_of(&f->fields.v[k]->label)));
    }
}

static void add_form(struct new_forms *x, const struct waiting_form *w, const struct form *f)
{
    char hex[HASH_HEX];
    hash_hex(&w->hash, hex);
    char *name = xasprintf(_("%s, version %d (%.12s)"), f->id, f->version, hex);
    sheet_add(&x->sheet, 1, STYLE_HEADING, folder_shown(text_of(&f->title)));
    sheet_gap(&x->sheet);
    add_fact(x, _("Issuer"), f->source_issuer);
    add_number(x, f);
    add_sender(x, w);
    if (!text_is_empty(&f->source_about))
        add_fact(x, _("About"), text_of(&f->source_about));
    add_fact(x, _("Name of the form"), name);
    add_known(x, f);
    add_contents(x, f);
    free(name);
}

static void add_unreadable(struct new_forms *x, const struct waiting_form *w, struct err *e)
{
    char *why = err_text(e);
    sheet_add(&x->sheet, 1, STYLE_HEADING, folder_shown(w->id));
    sheet_gap(&x->sheet);
    add_sender(x, w);
    sheet_gap(&x->sheet);
    sheet_add(&x->sheet, 1, STYLE_ERROR, xstrdup(_("It is no good form, and cannot be used:")));
    sheet_add(&x->sheet, 1, STYLE_ERROR, folder_shown(why));
    free(why);
}

static void fill(struct new_forms *x)
{
    struct err e = {0};
    const struct waiting_form *w = &x->all.v[x->at];
    struct form *f = session_read_waiting(session_of(x), &w->hash, &e);
    sheet_clear(&x->sheet);
    sheet_home(&x->sheet);
    x->readable = f != NULL;
    if (f)
        add_form(x, w, f);
    else
        add_unreadable(x, w, &e);
    form_free(f);
    err_finish(&e);
    app_dirty(x->screen.app);
}

/* ---- the screen ---------------------------------------------------------------------------------- */

static const enum action *new_forms_keyline(struct screen *s)
{
    static const enum action good[] = {ACTION_APPROVE_FORM, ACTION_LATER, ACTION_PAGE_DOWN,
                                       ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action bad[] = {ACTION_LATER, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    return of(s)->readable ? good : bad;
}

static void new_forms_draw(struct screen *s, struct surface *f)
{
    struct new_forms *x = of(s);
    char *left = xasprintf("%s %zu/%zu", _("A form from elsewhere"), x->at + 1, x->all.n);
    app_draw_title(s->app, f, left, _("nothing of it runs yet"));
    free(left);
    struct rect r = app_content(f);
    sheet_draw(&x->sheet, f, (struct rect){r.y, 1, r.rows, r.columns - 2});
    app_draw_bottom(s->app, f, new_forms_keyline(s),
                    x->readable ? _("Is it what your superiors have sent? If in doubt, ask them before you approve it.")
                                : _("Ask the sender for the right form."),
                    NULL, x->readable ? STYLE_DIM : STYLE_WARNING);
}

static void next(struct new_forms *x)
{
    if (++x->at < x->all.n) {
        fill(x);
        return;
    }
    app_pop(x->screen.app);
}

static void approve(struct new_forms *x)
{
    struct app *app = x->screen.app;
    struct err e = {0};
    if (!session_approve_form(session_of(x), &x->all.v[x->at].hash, &e)) {
        app_error(app, &e);
        return;
    }
    char *id = folder_shown(x->all.v[x->at].id);
    next(x);
    app_say(app, STYLE_OK, _("The form %s is used on this PC from now on."), id);
    free(id);
}

static bool new_forms_act(struct screen *s, enum action a)
{
    struct new_forms *x = of(s);
    app_dirty(s->app);
    if (a == ACTION_APPROVE_FORM && x->readable)
        approve(x);
    else if (a == ACTION_LATER)
        next(x);
    else
        return sheet_act(&x->sheet, a);
    return true;
}

static unsigned new_forms_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_NEW_FORM;
}

static void new_forms_destroy(struct screen *s)
{
    waiting_finish(&of(s)->all);
    sheet_finish(&of(s)->sheet);
    free(s);
}

static const struct screen_ops new_forms_ops = {
    .id = "new-forms",
    .places = new_forms_places,
    .draw = new_forms_draw,
    .act = new_forms_act,
    .destroy = new_forms_destroy,
    .keyline = new_forms_keyline,
};

/* Takes the list over. */
static void show(struct app *app, struct waiting_forms all)
{
    struct new_forms *x = xcalloc(1, sizeof *x);
    x->screen = (struct screen){&new_forms_ops, app};
    x->all = all;
    fill(x);
    app_push(app, &x->screen);
}

void screen_new_forms(struct app *app)
{
    struct err e = {0};
    struct waiting_forms all;
    if (!session_waiting_forms(app_session(app), &all, &e))
        app_error(app, &e);
    else if (all.n)
        show(app, all);
    else
        app_say(app, STYLE_NORMAL, "%s", _("No form waits to be approved."));
}

static bool put_first(struct waiting_forms *all, const struct hash *form)
{
    for (size_t i = 0; i < all->n; i++)
        if (!hash_cmp(&all->v[i].hash, form)) {
            struct waiting_form x = all->v[i];
            all->v[i] = all->v[0];
            all->v[0] = x;
            return true;
        }
    return false;
}

bool screen_new_form(struct app *app, const struct hash *form)
{
    struct waiting_forms all;
    if (!session_waiting_forms(app_session(app), &all, NULL))
        return false;
    bool waits = put_first(&all, form);
    if (waits)
        show(app, all);
    else
        waiting_finish(&all);
    return waits;
}
