/* How the entry screen looks: the section column at the left, labels and values at the right; a
 * table or a full-screen narrative takes everything between the title and the bottom. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/date.h"
#include "text/unicode.h"
#include "text/wrap.h"
#include "tui/screen_entry_inside.h"

#define BOX_ROWS 4 /* the least that stays for a narrative under its label: two lines in a box */

/* ---- the lines of a section ------------------------------------------------------------------ */

enum line_kind { LINE_TEXT, LINE_VALUE, LINE_GAP };

/* One screen row of a section: a piece of text, or a row of a field's value. */
struct pane_line {
    enum line_kind kind;
    int field;         /* -1: belongs to the section's head */
    const char *text;
    size_t from, to;
    enum style style;
    bool first;        /* first row of a label or value */
};

struct lines {
    VEC(struct pane_line) v;
    int columns;
    struct wrap_lines wrapped;
    struct str title; /* of the section, with its number */
};

static void add_text(struct lines *l, int field, enum style style, const char *text, int at_most)
{
    if (!*text)
        return;
    wrap(text, strlen(text), l->columns - 3, &l->wrapped);
    int n = (int)l->wrapped.n;
    for (int i = 0; i < n && i < at_most; i++) {
        struct wrap_line w = l->wrapped.v[i];
        bool cut = i == at_most - 1 && i < n - 1;
        size_t to = cut ? strlen(text) : w.to;
        while (to > w.from && text[to - 1] == ' ')
            to--;
        *vec_add(&l->v) = (struct pane_line){LINE_TEXT, field, text, w.from, to, style, i == 0};
    }
}

static void add_value(struct lines *l, int field, int rows)
{
    for (int i = 0; i < rows; i++)
        *vec_add(&l->v) = (struct pane_line){.kind = LINE_VALUE, .field = field, .first = i == 0};
}

static bool boxed(const struct field *f)
{
    return f->type->widget == WIDGET_NARRATIVE;
}

/* Rows of a value: what the widget wants, in the pane that is left; a focused narrative has a box. */
static int value_rows(struct entry_screen *es, struct lines *l, int field, int room)
{
    const struct field *f = entry_form(es->entry)->fields.v[field];
    struct widget *w = entry_screen_widget(es, field);
    bool focused = field == es->field;
    if (f->table)
        return 1;
    int inner = l->columns - 3 - (focused && boxed(f) ? 2 : 0);
    int rows = w->ops->rows(w, inner);
    if (!focused)
        return rows < 1 ? 1 : rows > 3 ? 3 : rows;
    if (boxed(f))
        rows = (rows < 2 ? 2 : rows) + 2;
    return rows > room ? room : rows < 1 ? 1 : rows;
}

static void add_field(struct entry_screen *es, struct lines *l, int field, int pane_rows)
{
    const struct field *f = entry_form(es->entry)->fields.v[field];
    bool focused = field == es->field;
    if (!text_is_empty(&f->heading)) {
        add_text(l, field, STYLE_HEADING, text_of(&f->heading), pane_rows);
        add_text(l, field, STYLE_DIM, text_of(&f->heading_help), pane_rows);
    }
    size_t before = l->v.n;
    add_text(l, field, focused ? STYLE_FOCUS : STYLE_LABEL, text_of(&f->label),
             focused ? pane_rows - BOX_ROWS : 2);
    int used = (int)(l->v.n - before);
    add_value(l, field, value_rows(es, l, field, pane_rows - used));
    *vec_add(&l->v) = (struct pane_line){.kind = LINE_GAP, .field = field};
}

static void make_lines(struct entry_screen *es, struct lines *l, int pane_rows)
{
    const struct form *form = entry_form(es->entry);
    const struct section *s = &form->sections.v[entry_screen_field(es)->section];
    str_clear(&l->title);
    str_addf(&l->title, "%s%s%s", s->number ? s->number : "", s->number ? " " : "",
             text_of(&s->title));
    add_text(l, -1, STYLE_HEADING, str_text(&l->title), pane_rows);
    add_text(l, -1, STYLE_DIM, text_of(&s->help), pane_rows);
    if (l->v.n)
        *vec_add(&l->v) = (struct pane_line){.kind = LINE_GAP, .field = -1};
    for (int i = s->first; i < s->first + s->count; i++)
        add_field(es, l, i, pane_rows);
}

/* Keeps the focused field in sight, with its heading where there is room. */
static void scroll_to_focus(struct entry_screen *es, const struct lines *l, int rows)
{
    int first = -1, label = -1, last = 0;
    for (int i = 0; i < (int)l->v.n; i++) {
        const struct pane_line *x = &l->v.v[i];
        if (x->field != es->field)
            continue;
        if (first < 0)
            first = i;
        if (label < 0 && x->kind == LINE_TEXT && x->style == STYLE_FOCUS)
            label = i;
        if (x->kind == LINE_VALUE)
            last = i;
    }
    if (last - first >= rows && label >= 0)
        first = label;
    if (es->field == entry_form(es->entry)->sections.v[entry_screen_field(es)->section].first &&
        last < rows)
        first = 0;
    if (es->scroll > first)
        es->scroll = first;
    if (last >= es->scroll + rows)
        es->scroll = last - rows + 1;
    if (es->scroll < 0)
        es->scroll = 0;
}

static bool is_missing(const struct verdict *v)
{
    return v->place.row < 0 && !strcmp(v->rule, "required");
}

/* ---- drawing the pane ------------------------------------------------------------------------ */

/* The worst problem of a field. An empty required one is no alarm: it has a mark of its own. */
static void draw_mark(struct entry_screen *es, struct surface *f, int y, int x,
                      const struct pane_line *line)
{
    const struct verdict *v = NULL;
    bool here = line->field == es->field;
    rules_at(entry_rules(es->entry), PLACE_FIELD(line->field), &v, 1);
    if (v && is_missing(v))
        v = NULL;
    if (v && v->level != LEVEL_NOTE)
        surface_put(f, y, x + 1, 1, v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING,
                    surface_mark(f, MARK_BAD));
    else if (entry_form(es->entry)->fields.v[line->field]->required &&
             entry_field_blank(es->entry, line->field))
        surface_put(f, y, x + 1, 1, STYLE_DIM, "*");
    if (here)
        surface_put(f, y, x, 1, STYLE_FOCUS, surface_mark(f, MARK_HERE));
}

static void draw_text(struct entry_screen *es, struct surface *f, struct rect pane, int y,
                      const struct pane_line *line)
{
    bool label = line->style == STYLE_LABEL || line->style == STYLE_FOCUS;
    surface_putn(f, y, pane.x + 2, pane.columns - 3, line->style, line->text + line->from,
                 line->to - line->from);
    if (label && line->first && line->field >= 0)
        draw_mark(es, f, y, pane.x, line);
}

/* A table among the other fields: one line that says what it holds. */
static void draw_table_line(struct entry_screen *es, struct surface *f, struct rect r, int field)
{
    int filled = 0, rows = record_rows(entry_record(es->entry), field);
    for (int i = 0; i < rows; i++)
        filled += !record_row_blank(entry_record(es->entry), field, i);
    if (filled)
        surface_putf(f, r.y, r.x, r.columns, STYLE_NORMAL, _("(table: %d rows)"), filled);
    else
        surface_put(f, r.y, r.x, r.columns, STYLE_DIM, _("(empty table)"));
}

static void draw_value(struct entry_screen *es, struct surface *f, struct rect r, int field,
                       struct rect pane)
{
    const struct field *x = entry_form(es->entry)->fields.v[field];
    struct widget *w = entry_screen_widget(es, field);
    bool focused = field == es->field;
    if (x->table) {
        draw_table_line(es, f, r, field);
        return;
    }
    struct rect old = surface_clip(f, pane);
    if (focused && boxed(x)) {
        surface_box(f, r);
        r = (struct rect){r.y + 1, r.x + 1, r.rows - 2, r.columns - 2};
    }
    w->ops->draw(w, f, r, focused);
    if (focused)
        es->widget_rect = r;
    surface_unclip(f, old);
}

static void draw_pane(struct entry_screen *es, struct surface *f, struct rect pane)
{
    struct lines l = {.columns = pane.columns};
    make_lines(es, &l, pane.rows);
    scroll_to_focus(es, &l, pane.rows);
    for (int i = 0; i < (int)l.v.n; i++) {
        const struct pane_line *line = &l.v.v[i];
        int y = pane.y + i - es->scroll;
        bool inside = y >= pane.y && y < pane.y + pane.rows;
        if (line->kind == LINE_TEXT && inside)
            draw_text(es, f, pane, y, line);
        if (line->kind != LINE_VALUE || !line->first)
            continue;
        int rows = 1;
        while (i + rows < (int)l.v.n && l.v.v[i + rows].kind == LINE_VALUE)
            rows++;
        if (y + rows > pane.y && y < pane.y + pane.rows)
            draw_value(es, f, (struct rect){y, pane.x + 2, rows, pane.columns - 3}, line->field,
                       pane);
    }
    if (es->scroll > 0)
        surface_put(f, pane.y, pane.x + pane.columns - 1, 1, STYLE_LINE, f->ascii ? "^" : "↑");
    if ((int)l.v.n - 1 > es->scroll + pane.rows)
        surface_put(f, pane.y + pane.rows - 1, pane.x + pane.columns - 1, 1, STYLE_LINE,
                    f->ascii ? "v" : "↓");
    vec_finish(&l.v);
    vec_finish(&l.wrapped);
    str_finish(&l.title);
}

/* ---- the section column ---------------------------------------------------------------------- */

/* "III/" → "III": the sign after a number only stands on paper. */
static void plain_number(const char *number, char out[8])
{
    size_t n = number ? strcspn(number, "/.)") : 0;
    memcpy(out, number ? number : "", n < 7 ? n : 7);
    out[n < 7 ? n : 7] = '\0';
}

static void draw_section(struct entry_screen *es, struct surface *f, int y, int i)
{
    const struct section *s = &entry_form(es->entry)->sections.v[i];
    struct section_progress p = entry_section_progress(es->entry, i);
    bool here = entry_screen_field(es)->section == i;
    bool done = p.required && p.filled == p.required && !p.errors;
    enum style style = here ? STYLE_FOCUS : STYLE_NORMAL;
    char number[8], count[24] = "";
    plain_number(s->number, number);
    surface_fill(f, (struct rect){y, 0, 1, SECTION_COLUMN}, style);
    if (here)
        surface_put(f, y, 0, 1, style, surface_mark(f, MARK_HERE));
    if (p.errors || done)
        surface_put(f, y, 1, 1, p.errors ? STYLE_ERROR : STYLE_OK,
                    surface_mark(f, p.errors ? MARK_BAD : MARK_OK));
    surface_put(f, y, 2, 4, style, number);
    if (p.errors)
        snprintf(count, sizeof count, "%d", p.errors);
    else if (p.required && !done)
        snprintf(count, sizeof count, "%d/%d", p.filled, p.required);
    int used = (int)strlen(count), room = SECTION_COLUMN - 6 - used - (used > 0);
    surface_put(f, y, 6, room, style,
                text_of(text_is_empty(&s->short_title) ? &s->title : &s->short_title));
    surface_put_right(f, y, SECTION_COLUMN - used, used, p.errors ? STYLE_ERROR : style, count);
}

static void draw_sections(struct entry_screen *es, struct surface *f)
{
    int n = (int)entry_form(es->entry)->sections.n, here = entry_screen_field(es)->section;
    int rows = f->rows - 5, top = here >= rows ? here - rows + 1 : 0;
    for (int i = top; i < n && i - top < rows; i++)
        draw_section(es, f, 2 + i - top, i);
    surface_vline(f, 1, SECTION_COLUMN, f->rows - 3);
}

/* ---- title and bottom ------------------------------------------------------------------------ */

static char *title_left(struct entry_screen *es)
{
    const struct form *form = entry_form(es->entry);
    const struct field *f = entry_screen_field(es);
    const struct section *s = &form->sections.v[f->section];
    const struct catalogue *c = entry_catalogue(es->entry);
    const struct unit *u = c ? catalogue_find(c, entry_unit(es->entry)) : NULL;
    const struct text *title = f->table ? &s->title : &form->short_title;
    if (text_is_empty(title))
        title = &form->title;
    if (f->table && !text_is_empty(&s->short_title))
        title = &s->short_title;
    return xasprintf("%s › %s", text_of(title), u ? u->name : entry_unit(es->entry));
}

/* "Đang nhập", "Đã nộp lần 2", "Đã nộp · đã sửa, chưa nộp lại". */
static char *state_text(struct entry_screen *es)
{
    const struct entry_row *row = entry_row(es->entry);
    struct str b = {0};
    str_add(&b, row->state == STATE_DRAFT ? _("In progress") : entry_state_name(row->state));
    if (row->state == STATE_SUBMITTED && row->submission > 1)
        str_addf(&b, _(" for the %d. time"), row->submission);
    if (row->state != STATE_DRAFT &&
        (row->flags & (FLAG_EDITED_SINCE | FLAG_UNFINISHED) || entry_saved(es->entry)))
        str_add(&b, _(" · changed, not submitted again"));
    return str_take(&b);
}

static char *title_right(struct entry_screen *es)
{
    char clock[8];
    if (entry_readonly(es->entry))
        return xstrdup(_("read only"));
    if (entry_waiting(es->entry))
        return xstrdup(_("NOT SAVED YET"));
    char *state = state_text(es);
    if (!entry_saved(es->entry))
        return state;
    date_print_clock(entry_saved(es->entry), clock);
    char *text = xasprintf(_("%s · saved %s"), state, clock);
    free(state);
    return text;
}

/* What stands in the status line: the problem under the cursor, else the help of the field. */
static void draw_bottom(struct entry_screen *es, struct surface *f)
{
    struct widget *w = entry_screen_widget(es, es->field);
    struct place p = w->ops->place_now ? w->ops->place_now(w) : PLACE_FIELD(es->field);
    const struct field *x = record_field(entry_record(es->entry), p);
    const struct verdict *v = NULL;
    rules_at(entry_rules(es->entry), p, &v, 1);
    const char *text = text_of(&x->help);
    enum style style = STYLE_DIM;
    if (entry_readonly(es->entry)) {
        text = entry_readonly(es->entry);
        style = STYLE_WARNING;
    } else if (v && !is_missing(v)) {
        text = v->message;
        style = v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING;
    } else if (!*text && x->required && value_is_blank(record_get(entry_record(es->entry), p))) {
        text = _("* must be filled in");
    }
    /* A message comes before a count. */
    const char *right = es->status;
    if (v && right && text_width(text, strlen(text)) + text_width(right, strlen(right)) + 7 > f->columns)
        right = NULL;
    app_draw_bottom(es->screen.app, f, entry_screen_keyline(&es->screen), text, right, style);
}

static void keep_status(struct entry_screen *es)
{
    struct widget *w = entry_screen_widget(es, es->field);
    free(es->status);
    es->status = w->ops->status ? w->ops->status(w) : NULL;
}

/* F4: the whole question (on at most half of the screen), then the narrative. */
static void draw_full(struct entry_screen *es, struct surface *f, struct rect all)
{
    struct lines l = {.columns = all.columns};
    add_text(&l, es->field, STYLE_LABEL, text_of(&entry_screen_field(es)->label), all.rows / 2);
    int used = (int)l.v.n;
    for (int i = 0; i < used; i++)
        surface_putn(f, all.y + i, 1, all.columns - 2, STYLE_LABEL, l.v.v[i].text + l.v.v[i].from,
                     l.v.v[i].to - l.v.v[i].from);
    surface_hline(f, all.y + used, 0, all.columns);
    es->widget_rect = (struct rect){all.y + used + 1, 1, all.rows - used - 1, all.columns - 2};
    entry_screen_widget(es, es->field)
        ->ops->draw(entry_screen_widget(es, es->field), f, es->widget_rect, true);
    vec_finish(&l.v);
    vec_finish(&l.wrapped);
}

void entry_screen_draw(struct screen *s, struct surface *f)
{
    struct entry_screen *es = (struct entry_screen *)s;
    char *left = title_left(es), *right = title_right(es);
    app_draw_title(s->app, f, left, right);
    free(left);
    free(right);
    keep_status(es);
    struct rect all = {2, 0, f->rows - 5, f->columns};
    struct widget *w = entry_screen_widget(es, es->field);
    if (es->full) {
        draw_full(es, f, all);
    } else if (entry_screen_field(es)->table) {
        es->widget_rect = all;
        w->ops->draw(w, f, all, true);
    } else {
        bool column = f->columns >= SECTION_COLUMN_FROM;
        int x = column ? SECTION_COLUMN + 2 : 1;
        draw_pane(es, f, (struct rect){2, x, all.rows, f->columns - x});
        if (column)
            draw_sections(es, f);
    }
    es->widget_rows = w->ops->rows(w, es->widget_rect.columns);
    draw_bottom(es, f);
}

bool entry_screen_draw_part(struct screen *s, struct surface *f)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = entry_screen_widget(es, es->field);
    if (!es->widget_rect.rows || (entry_screen_field(es)->table && !w->ops->draw_part))
        return false;
    if (w->ops->rows(w, es->widget_rect.columns) != es->widget_rows)
        return false;
    char *status = w->ops->status ? w->ops->status(w) : NULL;
    bool same = str_eq0(status, es->status);
    free(es->status);
    es->status = status;
    if (!same) {
        surface_fill(f, (struct rect){f->rows - 2, 0, 2, f->columns}, STYLE_NORMAL);
        draw_bottom(es, f);
    }
    if (w->ops->draw_part)
        return w->ops->draw_part(w, f);
    surface_fill(f, es->widget_rect, STYLE_NORMAL);
    w->ops->draw(w, f, es->widget_rect, true);
    return true;
}
