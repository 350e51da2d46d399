/* Choosing the form and the period of which one wants to know who has reported; and writing what is shown for a
 * spreadsheet. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tui/ask.h"
#include "tui/folder.h"
#include "tui/period_text.h"
#include "tui/screen_reported_inside.h"

/* ---- the list --------------------------------------------------------------------------------- */

struct choosing {
    struct screen screen;
    struct reported_screen *below;
    struct reporting_list choices;
    struct list list;
};

static struct choosing *of(struct screen *s)
{
    return (struct choosing *)s;
}

static char *title_of(const struct reporting *r)
{
    return titled_period(form_brief_name(r->form), r->period);
}

static void draw_choice(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    const struct choosing *c = user;
    const struct reporting *x = &c->choices.v[i];
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    char day[16], *title = title_of(x);
    surface_fill(f, r, style);
    if (selected)
        surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_HERE));
    surface_put(f, r.y, r.x + 3, r.columns - 26, style, title);
    date_print(x->due, day);
    if (x->has_due)
        surface_putf(f, r.y, r.x + r.columns - 22, 21, style, x->inclusive ? _("by %s") : _("before %s"),
                     day);
    free(title);
}

static char *choice_text(void *user, int i)
{
    return title_of(&((struct choosing *)user)->choices.v[i]);
}

static const struct list_ops list_ops = {.draw = draw_choice, .text = choice_text};

static void choose_draw(struct screen *s, struct surface *f)
{
    static const enum action keys[] = {ACTION_CHOOSE, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    struct choosing *c = of(s);
    struct rect r = app_content(f);
    app_draw_title(s->app, f, action_name(ACTION_FORM_PERIOD), NULL);
    surface_put(f, r.y, 3, r.columns - 26, STYLE_DIM, _("Form, period"));
    surface_put(f, r.y, r.columns - 22, 21, STYLE_DIM, _("Due"));
    list_draw(&c->list, f, (struct rect){r.y + 1, 0, r.rows - 1, r.columns});
    const struct reporting *x = &c->choices.v[c->list.selected];
    app_draw_bottom(s->app, f, keys, text_of(&x->form->title), NULL, STYLE_DIM);
}

static bool choose_act(struct screen *s, enum action a)
{
    struct choosing *c = of(s);
    if (list_act(&c->list, a))
        return true;
    if (a != ACTION_CHOOSE && a != ACTION_OPEN)
        return false;
    const struct reporting *x = &c->choices.v[c->list.selected];
    struct reported_screen *below = c->below;
    const struct form_brief *form = x->form;
    char *period = xstrdup0(x->period);
    app_pop(s->app);
    reported_screen_show(below, form, period);
    free(period);
    return true;
}

static bool choose_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&of(s)->list, needle, direction);
}

static unsigned choose_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_QUESTION;
}

static void choose_destroy(struct screen *s)
{
    reporting_finish(&of(s)->choices);
    free(s);
}

static const struct screen_ops choose_ops = {
    .id = "form-period",
    .places = choose_places,
    .draw = choose_draw,
    .act = choose_act,
    .search = choose_search,
    .destroy = choose_destroy,
};

void reported_screen_choose(struct reported_screen *below)
{
    struct app *app = below->screen.app;
    struct session *session = app_session(app);
    struct reporting_list l;
    struct err e = {0};
    if (!session_reporting(session, NULL, session_office(session), &l, &e)) {
        app_error(app, &e);
        return;
    }
    if (!l.n)
        return;
    struct choosing *c = xcalloc(1, sizeof *c);
    c->screen = (struct screen){&choose_ops, app};
    c->below = below;
    c->choices = l;
    c->list = (struct list){.ops = &list_ops, .user = c};
    list_set_count(&c->list, (int)l.n);
    for (size_t i = 0; i < l.n; i++)
        if (l.v[i].form == below->form && str_eq0(l.v[i].period, below->period))
            list_select(&c->list, (int)i);
    app_push(app, &c->screen);
}

/* ---- for a spreadsheet ------------------------------------------------------------------------ */

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* else spreadsheets take the letters for those of another code */

static void write_to(struct app *app, void *context, const char *text)
{
    struct reported_screen *s = context;
    struct err e = {0};
    if (!text || !*text)
        return;
    char *path = folder_expand(text), *shown = folder_shown(path);
    if (file_exists(path)) {
        app_say(app, STYLE_WARNING, _("%s is there already; choose another name."), shown);
    } else if (reported_screen_look_all(s)) {
        char *csv = reported_csv(app_session(app), &s->all, s->rows.v.v, s->rows.v.n, true);
        char *whole = xasprintf(BYTE_ORDER_MARK "%s", csv);
        if (file_write(path, whole, strlen(whole), &e))
            app_say(app, STYLE_OK, _("%s: %zu units written"), shown, s->rows.v.n);
        else
            app_error(app, &e);
        free(csv);
        free(whole);
    }
    free(path);
    free(shown);
}

void reported_screen_export(struct reported_screen *s)
{
    struct date d = date_of_time(clock_now());
    char *path = xasprintf("~/tinh-hinh-nop-%s%s%s-%04d-%02d-%02d.csv", s->form->id, s->period ? "-" : "",
                           s->period ? s->period : "", d.year, d.month, d.day);
    for (char *p = path + 2; *p; p++)
        if (*p == '/' || *p == ' ')
            *p = '-'; /* a period may be any text */
    ask_line(s->screen.app,
             &(struct ask){.label = _("Write to:"), .plain = true, .text = path, .context = s, .done = write_to});
    free(path);
}
