/* What the paper says: the letter that asks for the form, the instructions of the section, the whole
 * question of the field, the notes. For reading only; it scrolls. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/date.h"
#include "text/wrap.h"
#include "tui/screens.h"

struct block {
    enum style style;
    char *text; /* "" = an empty line */
};

struct about {
    struct screen screen;
    VEC(struct block) blocks;
    int top, lines, height; /* lines, height: at the last drawing */
};

/* ---- what is said ---------------------------------------------------------------------------- */

static void say(struct about *a, enum style style, const char *text)
{
    if (text && *text)
        *vec_add(&a->blocks) = (struct block){style, xstrdup(text)};
}

static void gap(struct about *a)
{
    *vec_add(&a->blocks) = (struct block){STYLE_NORMAL, xstrdup("")};
}

static void say_source(struct about *a, const struct form *form)
{
    char day[16] = "";
    if (form->source_date.year)
        date_print(form->source_date, day);
    struct str b = {0};
    if (form->source_number)
        str_addf(&b, _("No. %s"), form->source_number);
    if (*day)
        str_addf(&b, "%s%s", b.len ? ", " : "", day);
    if (form->source_issuer)
        str_addf(&b, "%s%s", b.len ? " · " : "", form->source_issuer);
    say(a, STYLE_HEADING, text_of(&form->title));
    say(a, STYLE_DIM, str_text(&b));
    say(a, STYLE_NORMAL, text_of(&form->source_about));
    str_finish(&b);
}

static void say_due(struct about *a, const struct form *form, const char *period)
{
    for (size_t i = 0; i < form->reporters.n; i++) {
        struct date due;
        char day[16];
        if (!reporter_due(&form->reporters.v[i], period, &due))
            continue;
        date_print(due, day);
        char *text = xasprintf(form->reporters.v[i].inclusive ? _("Due: by %s") : _("Due: before %s"),
                               day);
        say(a, STYLE_NORMAL, text);
        free(text);
    }
}

static void say_field(struct about *a, const struct form *form, const struct field *f)
{
    const struct section *s = &form->sections.v[f->section];
    char *title = xasprintf("%s%s%s", s->number ? s->number : "", s->number ? " " : "",
                            text_of(&s->title));
    gap(a);
    say(a, STYLE_HEADING, title);
    free(title);
    say(a, STYLE_NORMAL, text_of(&s->help));
    /* The heading that a field stands under may belong to one before it. */
    for (int i = f->index; i >= s->first; i--)
        if (!text_is_empty(&form->fields.v[i]->heading)) {
            say(a, STYLE_HEADING, text_of(&form->fields.v[i]->heading));
            say(a, STYLE_NORMAL, text_of(&form->fields.v[i]->heading_help));
            break;
        }
    gap(a);
    say(a, STYLE_FOCUS, text_of(&f->label));
    say(a, STYLE_NORMAL, text_of(&f->help));
}

static void say_notes(struct about *a, const struct form *form)
{
    if (form->print.notes.n)
        gap(a);
    for (size_t i = 0; i < form->print.notes.n; i++)
        say(a, STYLE_NORMAL, text_of(&form->print.notes.v[i]));
}

/* ---- the screen ------------------------------------------------------------------------------ */

static const enum action *about_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_PAGE_DOWN, ACTION_PAGE_UP, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    (void)s;
    return keys;
}

static void about_draw(struct screen *s, struct surface *f)
{
    struct about *a = (struct about *)s;
    struct wrap_lines lines = {0};
    int y = 0;
    app_draw_title(s->app, f, _("Instructions"), NULL);
    a->height = f->rows - 5;
    for (size_t i = 0; i < a->blocks.n; i++) {
        const struct block *b = &a->blocks.v[i];
        wrap(b->text, strlen(b->text), f->columns - 4, &lines);
        for (size_t k = 0; k < lines.n; k++, y++)
            if (y >= a->top && y < a->top + a->height)
                surface_putn(f, 2 + y - a->top, 2, f->columns - 3, b->style,
                             b->text + lines.v[k].from, lines.v[k].to - lines.v[k].from);
    }
    a->lines = y;
    vec_finish(&lines);
    app_draw_bottom(s->app, f, about_keyline(s),
                    a->top + a->height < a->lines ? _("There is more below: PgDn") : NULL, NULL,
                    STYLE_DIM);
}

static bool about_act(struct screen *s, enum action action)
{
    struct about *a = (struct about *)s;
    int last = a->lines > a->height ? a->lines - a->height : 0;
    int to = action == ACTION_UP          ? a->top - 1
             : action == ACTION_DOWN      ? a->top + 1
             : action == ACTION_PAGE_UP   ? a->top - a->height + 1
             : action == ACTION_PAGE_DOWN ? a->top + a->height - 1
             : action == ACTION_HOME      ? 0
             : action == ACTION_END       ? last
                                          : -2;
    if (action == ACTION_BACK || action == ACTION_ABOUT)
        return app_pop(s->app);
    if (to == -2)
        return false;
    a->top = to < 0 ? 0 : to > last ? last : to;
    app_dirty(s->app);
    return true;
}

static unsigned about_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST;
}

static void about_destroy(struct screen *s)
{
    struct about *a = (struct about *)s;
    for (size_t i = 0; i < a->blocks.n; i++)
        free(a->blocks.v[i].text);
    vec_finish(&a->blocks);
    free(a);
}

static const struct screen_ops about_ops = {
    .id = "about",
    .places = about_places,
    .draw = about_draw,
    .act = about_act,
    .destroy = about_destroy,
    .keyline = about_keyline,
};

void screen_about(struct app *app, const struct entry *entry, int field)
{
    const struct form *form = entry_form(entry);
    struct about *a = xcalloc(1, sizeof *a);
    a->screen = (struct screen){&about_ops, app};
    say_source(a, form);
    say_due(a, form, entry_period(entry));
    say_field(a, form, form->fields.v[field]);
    say_notes(a, form);
    app_push(app, &a->screen);
}
