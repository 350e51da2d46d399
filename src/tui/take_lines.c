#include "tui/take.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/catalogue.h"
#include "text/unicode.h"
#include "text/wrap.h"
#include "tui/folder.h"
#include "tui/period_text.h"

/* ---- names ----------------------------------------------------------------------------------- */

char *take_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return folder_shown(slash && slash[1] ? slash + 1 : path);
}

char *take_form_name(struct session *s, const char *form_id, const char *period)
{
    const struct form_brief *form = session_form_brief(s, form_id);
    const char *name = form ? form_brief_name(form) : *form_id ? form_id : _("(form unknown)");
    char *all = titled_period(name, period);
    char *shown = folder_shown(all);
    free(all);
    return shown;
}

char *take_unit_name(struct session *s, const char *form_id, const char *unit)
{
    const struct form_brief *form = session_form_brief(s, form_id);
    const struct catalogue *c = form && form->units ? session_catalogue(s, form->units, NULL) : NULL;
    const struct unit *u = c ? catalogue_find(c, unit) : NULL;
    return folder_shown(u ? u->name : session_office_name(s, unit));
}

/* ---- sentences ------------------------------------------------------------------------------- */

static void add_sentence(struct take_lines *l, enum style style, const char *text)
{
    struct wrap_lines lines = {0};
    wrap(text, strlen(text), l->columns - 4, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        const char *from = text + lines.v[i].from;
        size_t n = lines.v[i].to - lines.v[i].from;
        while (n && from[n - 1] == ' ')
            n--; /* blanks hang over the end of the line */
        *vec_add(&l->v) = (struct take_line){
            .entry = -1, .style = style, .first = i == 0, .text = xstrndup(from, n)};
    }
    vec_finish(&lines);
}

static void add_owned(struct take_lines *l, enum style style, char *text)
{
    add_sentence(l, style, text);
    free(text);
}

static void add_blank(struct take_lines *l)
{
    if (l->v.n)
        *vec_add(&l->v) = (struct take_line){.entry = -1, .style = STYLE_NORMAL, .text = xstrdup("")};
}

/* ---- what should be seen first --------------------------------------------------------------- */

static int64_t kind_count(const struct merge_report *r, enum event_kind kind)
{
    int64_t n = 0;
    for (size_t i = 0; i < r->files.n; i++)
        n += r->files.v[i].kinds[kind];
    return n;
}

static void add_own(struct take_lines *l, const struct take_view *v)
{
    const char *office = session_office(v->session);
    if (!l->own || !office)
        return;
    const char *name = session_office_name(v->session, office);
    add_owned(l, STYLE_WARNING,
              xasprintf(v->taken ? _("Entries of your own office (%s) that were changed elsewhere: %lld. "
                                     "Look at them.")
                                 : _("This changes entries of your own office (%s): %lld."),
                        name, (long long)l->own));
}

static void add_forms(struct take_lines *l, const struct take_view *v)
{
    for (size_t i = 0; i < v->forms->n; i++)
        add_owned(l, STYLE_WARNING,
                  xasprintf(_("New form: %s. It is kept, and nothing of it runs until you approve it."),
                            v->forms->v[i].name));
}

static void add_warnings(struct take_lines *l, const struct take_view *v)
{
    add_own(l, v);
    add_forms(l, v);
    int64_t erased = kind_count(v->report, EVENT_ERASE);
    if (erased)
        add_owned(l, STYLE_WARNING,
                  xasprintf(_("Requests to erase answers: %lld. Nothing is erased by taking in; "
                              "somebody here has to confirm each."),
                            (long long)erased));
}

/* ---- the files ------------------------------------------------------------------------------- */

static int64_t put_apart(const struct merge_file *f)
{
    return f->events.quarantined + f->bodies.quarantined + f->signatures.quarantined;
}

static void add_state(struct str *b, const struct merge_file *f)
{
    if (f->torn)
        str_add(b, _("cut or damaged: what could be read comes, ask for another copy"));
    else if (!put_apart(f))
        str_add(b, _("whole"));
    if (put_apart(f))
        str_addf(b, _("%s%lld records are not what their name says, and are put apart"),
                 f->torn ? " · " : "", (long long)put_apart(f));
    if (f->events.refused + f->bodies.refused)
        str_addf(b, _(" · %lld were erased here and do not come back"),
                 (long long)(f->events.refused + f->bodies.refused));
}

static void add_amounts(struct str *b, const struct merge_file *f)
{
    str_addf(b, _(" · %lld events, %lld new"), (long long)f->events.seen,
             (long long)f->events.added);
    if (f->signatures.added)
        str_addf(b, _(" · signatures: %lld"), (long long)f->signatures.added);
    if (f->drafts)
        str_addf(b, _(" · unfinished work of others: %lld"), (long long)f->drafts);
}

static void add_receipt(struct str *b, const struct take_receipt *r)
{
    if (r && r->made)
        str_addf(b, _(" · it holds %lld of %lld things done here"), (long long)r->received,
                 (long long)r->made);
}

static void add_file(struct take_lines *l, const struct merge_file *f, const struct take_receipt *r)
{
    char *name = take_file_name(f->name);
    struct str b = {0};
    bool bad = f->err.message || f->torn || put_apart(f) || f->interrupted;
    str_addf(&b, "%s: ", name);
    if (f->err.message) {
        str_add(&b, f->err.message);
        if (f->err.remedy)
            str_addf(&b, " — %s", f->err.remedy);
    } else {
        add_state(&b, f);
        add_amounts(&b, f);
        add_receipt(&b, r);
    }
    if (f->interrupted)
        str_add(&b, _(" · stopped halfway: what came is sound, taking it in again goes on"));
    add_sentence(l, f->err.message ? STYLE_ERROR : bad ? STYLE_WARNING : STYLE_OK, str_text(&b));
    str_finish(&b);
    free(name);
}

/* Refused ones first: they are what somebody has to do something about. */
static void add_files(struct take_lines *l, const struct take_view *v)
{
    for (int refused = 1; refused >= 0; refused--)
        for (size_t i = 0; i < v->report->files.n; i++)
            if ((v->report->files.v[i].err.message != NULL) == refused)
                add_file(l, &v->report->files.v[i], v->receipts ? &v->receipts[i] : NULL);
}

/* ---- all ------------------------------------------------------------------------------------- */

static bool is_own(const struct take_view *v, const struct merge_entry *x)
{
    const char *office = session_office(v->session);
    char *unit = office ? office_unit(office) : NULL;
    bool own = unit && !strcmp(unit, x->unit);
    free(unit);
    return own;
}

static void count(struct take_lines *l, const struct take_view *v)
{
    const struct merge_report *r = v->report;
    for (size_t i = 0; i < r->entries.n; i++) {
        const struct merge_entry *x = &r->entries.v[i];
        const int64_t all[] = {x->fresh, x->changed, x->same, x->conflicting, x->comments};
        for (size_t k = 0; k < 5; k++)
            l->totals[k] += all[k];
        if (is_own(v, x))
            l->own += x->changed;
    }
    for (size_t i = 0; i < r->files.n; i++)
        l->refused += r->files.v[i].err.message != NULL;
}

static bool count_conflict(void *user, const struct entry_row *row)
{
    (void)row;
    ++*(int64_t *)user;
    return true;
}

void take_count_again(struct store *s, struct merge_report *report)
{
    for (size_t i = 0; i < report->entries.n; i++) {
        struct merge_entry *x = &report->entries.v[i];
        struct store_filter filter = {
            .form_id = x->form_id, .unit = x->unit, .period = x->period, .state = STATE_CONFLICT};
        int64_t n = 0;
        if (x->conflicting && store_entries(s, &filter, count_conflict, &n, NULL) && n < x->conflicting)
            x->conflicting = n;
    }
}

void take_lines_make(struct take_lines *l, const struct take_view *v, int columns)
{
    take_lines_finish(l);
    l->columns = columns;
    count(l, v);
    add_warnings(l, v);
    add_blank(l);
    for (size_t i = 0; i < v->report->entries.n; i++)
        *vec_add(&l->v) = (struct take_line){.entry = (int)i};
    add_blank(l);
    add_files(l, v);
}

void take_lines_finish(struct take_lines *l)
{
    for (size_t i = 0; i < l->v.n; i++)
        free(l->v.v[i].text);
    vec_finish(&l->v);
    *l = (struct take_lines){0};
}

/* ---- drawing --------------------------------------------------------------------------------- */

enum { NUMBERS = 5, WIDE = 76 };

static const struct column {
    const char *head, *narrow_head; /* on wide screens, on narrow ones */
} columns_of[NUMBERS] = {
    {N_("New"), N_("New")},         {N_("Changed"), N_("Chgd")},
    {N_("Same"), N_("Same")},       {N_("Conflicts"), N_("Confl")},
    {N_("Comments"), N_("Notes")},
};

static const char *number_head(const struct surface *f, int i)
{
    return _(f->columns >= WIDE ? columns_of[i].head : columns_of[i].narrow_head);
}

/* As its head needs, so that the names get all that is left. */
static int number_width(const struct surface *f, int i)
{
    const char *head = number_head(f, i);
    int width = text_width(head, strlen(head));
    return (width > 3 ? width : 3) + (f->columns >= WIDE ? 2 : 1);
}

/* Unit and form share what the numbers leave. Returns where the numbers begin. */
static int text_widths(const struct surface *f, int *ret_unit, int *ret_form)
{
    int left = f->columns - 5;
    for (int i = 0; i < NUMBERS; i++)
        left -= number_width(f, i);
    *ret_unit = left / 2;
    *ret_form = left - *ret_unit;
    return 4 + left;
}

void take_draw_heads(struct surface *f, int y)
{
    int unit, form, x = text_widths(f, &unit, &form);
    surface_put(f, y, 3, unit, STYLE_DIM, _("Unit"));
    surface_put(f, y, 4 + unit, form, STYLE_DIM, _("Form"));
    for (int i = 0; i < NUMBERS; x += number_width(f, i++))
        surface_put_right(f, y, x, number_width(f, i), STYLE_DIM,
                          number_head(f, i));
}

static void draw_numbers(struct surface *f, int y, int x, const struct merge_entry *e,
                         enum style style)
{
    const int64_t numbers[NUMBERS] = {e->fresh, e->changed, e->same, e->conflicting, e->comments};
    for (int i = 0; i < NUMBERS; x += number_width(f, i++)) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)numbers[i]);
        enum style quiet = style == STYLE_NORMAL && !numbers[i] ? STYLE_DIM : style;
        surface_put_right(f, y, x, number_width(f, i), quiet, text);
    }
}

static void draw_entry(const struct take_view *v, struct surface *f, struct rect r,
                       const struct merge_entry *e, bool selected)
{
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    int unit, form, x = text_widths(f, &unit, &form);
    char *name = take_form_name(v->session, e->form_id, e->period);
    char *place = take_unit_name(v->session, e->form_id, e->unit);
    surface_fill(f, r, style);
    if (e->conflicting || selected)
        surface_put(f, r.y, 1, 1, selected ? style : STYLE_WARNING,
                    surface_mark(f, e->conflicting ? MARK_BAD : MARK_HERE));
    surface_put(f, r.y, 3, unit - 1, style, place);
    surface_put(f, r.y, 4 + unit, form - 1, style, name);
    draw_numbers(f, r.y, x, e, style);
    free(name);
    free(place);
}

void take_draw_line(const struct take_lines *l, const struct take_view *v, struct surface *f,
                    struct rect r, int i, bool selected)
{
    const struct take_line *x = &l->v.v[i];
    if (x->entry >= 0) {
        draw_entry(v, f, r, &v->report->entries.v[x->entry], selected);
        return;
    }
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    surface_fill(f, r, style);
    if (x->first)
        surface_put(f, r.y, 1, 1, selected ? style : x->style,
                    surface_mark(f, x->style == STYLE_OK ? MARK_OK : MARK_BAD));
    surface_put(f, r.y, 3, r.columns - 4, style, x->text);
}
