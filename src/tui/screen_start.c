/* First start, and "Đổi người nhập": office from the catalogue, the person, the typing method. Kept
 * per user, never in the data file. Three steps on one screen; Enter goes on, Esc goes back one. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/fold.h"
#include "tui/line.h"
#include "tui/list.h"
#include "tui/screens.h"

enum step { STEP_OFFICE, STEP_PERSON, STEP_TYPING, STEPS };

struct office {
    char *id, *name, *catalogue;
    const char *province; /* of the catalogue */
};

struct start {
    struct screen screen;
    enum step step;
    bool first; /* nobody was chosen before: leaving ends the program */
    VEC(struct office) offices;
    VEC(size_t) shown; /* those that match the filter */
    struct line filter, person;
    struct list list, methods;
};

/* ---- offices --------------------------------------------------------------------------------- */

static void add_office(struct start *st, const struct catalogue *c, const char *id)
{
    *vec_add(&st->offices) = (struct office){
        .id = xstrdup(id),
        .name = xstrdup(catalogue_office_name(c, id)),
        .catalogue = xstrdup(c->id),
        .province = c->province_name,
    };
}

static void add_catalogue(struct start *st, const struct catalogue *c)
{
    for (size_t i = 0; i < c->units.n; i++) {
        const struct unit *u = &c->units.v[i];
        char *id = u->organisation || !c->system ? xstrdup(u->id)
                                                 : xasprintf("%s/%s", u->id, c->system);
        add_office(st, c, id);
        free(id);
    }
}

static void load_offices(struct start *st)
{
    struct session *s = app_session(st->screen.app);
    for (const char *const *id = session_catalogue_ids(s); *id; id++) {
        const struct catalogue *c = session_catalogue(s, *id, NULL);
        if (c)
            add_catalogue(st, c);
    }
}

/* How well an office fits what was typed, the best first. */
enum likeness { FIT_PHRASE, FIT_WORDS, FIT_NAME, FIT_PROVINCE, FIT_NOT };

static enum likeness office_fit(const struct office *o, const char *needle)
{
    if (fold_begins_words(o->name, needle))
        return fold_find(o->name, needle, NULL) >= 0 ? FIT_PHRASE : FIT_WORDS;
    if (fold_matches(o->name, needle))
        return FIT_NAME;
    char *hay = xasprintf("%s %s", o->name, o->province);
    bool fits = fold_matches(hay, needle);
    free(hay);
    return fits ? FIT_PROVINCE : FIT_NOT;
}

/* The province only counts when no name fits. */
static void refilter(struct start *st)
{
    char *needle = line_text(&st->filter);
    vec_clear(&st->shown);
    for (enum likeness fit = FIT_PHRASE; fit < FIT_NOT; fit++) {
        if (fit == FIT_PROVINCE && st->shown.n)
            break;
        for (size_t i = 0; i < st->offices.n; i++)
            if (office_fit(&st->offices.v[i], needle) == fit)
                *vec_add(&st->shown) = i;
    }
    free(needle);
    list_set_count(&st->list, (int)st->shown.n);
    list_select(&st->list, 0);
}

static const struct office *chosen(const struct start *st)
{
    return st->list.selected < 0 ? NULL : &st->offices.v[st->shown.v[st->list.selected]];
}

static void draw_office(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct start *st = user;
    const struct office *o = &st->offices.v[st->shown.v[i]];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 25, style, o->name);
    surface_put(f, r.y, r.x + r.columns - 20, 19, selected ? style : STYLE_DIM, o->province);
}

static const struct list_ops office_ops = {.draw = draw_office};

/* ---- typing methods -------------------------------------------------------------------------- */

static const struct {
    enum typing_method method;
    const char *help;
} methods[] = {
    {TYPING_TELEX, N_("Telex: tieengs Vieetj → tiếng Việt")},
    {TYPING_VNI, N_("VNI: tie6ng1 Vie6t5 → tiếng Việt")},
    {TYPING_OFF, N_("Off: the computer's own input tool (UniKey, ibus …) types for me")},
};

static void draw_method(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    (void)user;
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 4, style, _(methods[i].help));
}

static const struct list_ops method_ops = {.draw = draw_method};

/* ---- drawing --------------------------------------------------------------------------------- */

static const enum action *start_keyline(struct screen *s);

static int put_done(struct surface *f, int y, const char *label, const char *value)
{
    surface_put(f, y, 1, 1, STYLE_OK, surface_mark(f, MARK_OK));
    int used = surface_put(f, y, 3, -1, STYLE_LABEL, label);
    surface_put(f, y, 4 + used, -1, STYLE_NORMAL, value);
    return y + 1;
}

static void start_draw(struct screen *s, struct surface *f)
{
    struct start *st = (struct start *)s;
    static const char *const questions[STEPS] = {
        [STEP_OFFICE] = N_("Which office do you work for? Type some letters of its name."),
        [STEP_PERSON] = N_("Your name (it stands on what you submit; may stay empty):"),
        [STEP_TYPING] = N_("How do you type Vietnamese?"),
    };
    app_draw_title(s->app, f, st->first ? _("Phieu · first start") : _("Phieu · change person"),
                   NULL);
    int y = 3;
    if (st->step > STEP_OFFICE)
        y = put_done(f, y, _("Office:"), chosen(st)->name);
    if (st->step > STEP_PERSON) {
        char *name = line_text(&st->person);
        y = put_done(f, y, _("Person:"), name);
        free(name);
    }
    y += st->step > STEP_OFFICE;
    surface_put(f, y, 1, -1, STYLE_HEADING, _(questions[st->step]));
    y += 1;
    if (st->step == STEP_TYPING) {
        list_draw(&st->methods, f, (struct rect){y + 1, 0, f->rows - y - 5, f->columns});
    } else {
        struct line *line = st->step == STEP_OFFICE ? &st->filter : &st->person;
        surface_put(f, y, 1, 1, STYLE_LABEL, ">");
        line_draw(line, f, (struct rect){y, 3, 1, f->columns - 4}, STYLE_INPUT, true);
    }
    if (st->step == STEP_OFFICE) {
        list_draw(&st->list, f, (struct rect){y + 2, 0, f->rows - y - 6, f->columns});
        if (!st->shown.n)
            surface_put(f, y + 2, 3, -1, STYLE_DIM,
                        st->offices.n ? _("No office is called so; type fewer letters.")
                                      : _("No unit list was found in the data folder (PHIEU_DATA)."));
    }
    app_draw_bottom(s->app, f, start_keyline(s),
                    _("Kept for you on this PC, never in the data file."), NULL, STYLE_DIM);
}

/* ---- acting ---------------------------------------------------------------------------------- */

static void finish(struct start *st)
{
    struct app *app = st->screen.app;
    struct session *session = app_session(app);
    struct settings *settings = session_settings(session);
    char *person = line_text(&st->person);
    struct err e = {0};
    session_set_office(session, chosen(st)->catalogue, chosen(st)->id, *person ? person : NULL);
    settings->typing.method = methods[st->methods.selected].method;
    app_set_typing(app, &settings->typing);
    bool saved = session_save_settings(session, &e);
    bool first = st->first;
    free(person);
    app_pop(app);
    if (first)
        screen_home(app);
    if (!saved)
        app_error(app, &e);
}

static struct line *line_now(struct start *st)
{
    return st->step == STEP_OFFICE ? &st->filter : st->step == STEP_PERSON ? &st->person : NULL;
}

static void go_on(struct start *st)
{
    if (st->step == STEP_OFFICE && !chosen(st))
        return;
    if (line_now(st))
        keyed_word_over(&line_now(st)->keyed);
    if (st->step == STEP_TYPING)
        finish(st);
    else
        st->step++;
}

static bool start_act(struct screen *s, enum action a)
{
    struct start *st = (struct start *)s;
    struct list *list = st->step == STEP_TYPING ? &st->methods : &st->list;
    if (a == ACTION_ENTER || a == ACTION_OPEN || a == ACTION_NEXT_FIELD) {
        go_on(st);
        return true;
    }
    if (a == ACTION_BACK || a == ACTION_PREV_FIELD) {
        if (st->step == STEP_OFFICE)
            return a == ACTION_BACK ? app_pop(s->app) : true;
        st->step--;
        return true;
    }
    bool movement = a == ACTION_UP || a == ACTION_DOWN || a == ACTION_PAGE_UP ||
                    a == ACTION_PAGE_DOWN;
    if (st->step != STEP_PERSON && movement)
        return list_act(list, a);
    struct line *line = line_now(st);
    unsigned long before = line ? edit_stamp(line->keyed.edit) : 0;
    if (!line || !keyed_act(&line->keyed, a))
        return false;
    if (st->step == STEP_OFFICE && edit_stamp(line->keyed.edit) != before)
        refilter(st);
    return true;
}

static bool start_text(struct screen *s, const char *utf8)
{
    struct start *st = (struct start *)s;
    struct line *line = line_now(st);
    if (line)
        keyed_text(&line->keyed, utf8);
    if (st->step == STEP_OFFICE)
        refilter(st);
    return true;
}

static bool start_paste(struct screen *s, const char *utf8)
{
    struct start *st = (struct start *)s;
    struct line *line = line_now(st);
    if (line)
        keyed_paste(&line->keyed, utf8);
    if (st->step == STEP_OFFICE)
        refilter(st);
    return true;
}

static unsigned start_places(struct screen *s)
{
    (void)s;
    return PLACE_DIALOG | PLACE_START;
}

static const enum action *start_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_ENTER, ACTION_TYPING, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static void start_destroy(struct screen *s)
{
    struct start *st = (struct start *)s;
    for (size_t i = 0; i < st->offices.n; i++) {
        free(st->offices.v[i].id);
        free(st->offices.v[i].name);
        free(st->offices.v[i].catalogue);
    }
    vec_finish(&st->offices);
    vec_finish(&st->shown);
    line_finish(&st->filter);
    line_finish(&st->person);
    free(st);
}

static const struct screen_ops start_ops = {
    .id = "start",
    .places = start_places,
    .draw = start_draw,
    .act = start_act,
    .text = start_text,
    .paste = start_paste,
    .destroy = start_destroy,
    .keyline = start_keyline,
};

static void select_present(struct start *st)
{
    const struct session *s = app_session(st->screen.app);
    const char *office = session_office(s);
    for (size_t i = 0; office && i < st->shown.n; i++)
        if (!strcmp(st->offices.v[st->shown.v[i]].id, office))
            list_select(&st->list, (int)i);
    enum typing_method method = typing_get(app_typing(st->screen.app))->method;
    for (int i = 0; i < (int)(sizeof methods / sizeof *methods); i++)
        if (methods[i].method == method)
            list_select(&st->methods, i);
}

void screen_start(struct app *app)
{
    struct session *session = app_session(app);
    struct start *st = xcalloc(1, sizeof *st);
    st->screen = (struct screen){&start_ops, app};
    st->first = !session_office(session);
    const char *author = session_author(session);
    line_init(&st->filter, app, true);
    line_init(&st->person, app, true);
    line_begin(&st->person, author ? author : "", false);
    st->list = (struct list){.ops = &office_ops, .user = st};
    st->methods = (struct list){.ops = &method_ops, .user = st};
    list_set_count(&st->methods, (int)(sizeof methods / sizeof *methods));
    load_offices(st);
    refilter(st);
    select_present(st);
    app_push(app, &st->screen);
}
