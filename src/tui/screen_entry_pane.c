/* The fields of one section: labels, values, the states of targets; and a narrative on the whole
 * screen. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry_beside.h"
#include "text/wrap.h"
#include "tui/screen_entry_inside.h"
#include "tui/target_text.h"

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
    const struct target_result *target; /* whose state it tells; else NULL */
};

struct lines {
    VEC(struct pane_line) v;
    int columns;
    struct wrap_lines wrapped;
    struct str title; /* of the section, with its number */
    VEC(char *) owned; /* texts that stand nowhere else */
};

static void lines_finish(struct lines *l)
{
    vec_finish(&l->v);
    vec_finish(&l->wrapped);
    str_finish(&l->title);
    for (size_t i = 0; i < l->owned.n; i++)
        free(l->owned.v[i]);
    vec_finish(&l->owned);
}

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
        *vec_add(&l->v) = (struct pane_line){LINE_TEXT, field, text, w.from,
                                             to, style, i == 0, NULL};
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

/* The states of the targets that show at a field; of those of many rows how many are reached. */
static void add_targets(struct entry_screen *es, struct lines *l, int field)
{
    size_t at = 0, behind;
    const struct target_result *x, *next;
    while ((x = target_at(entry_rules(es->entry), PLACE_FIELD(field), &at))) {
        size_t n = 1;
        for (behind = at; x->row >= 0; n++) {
            next = target_at(entry_rules(es->entry), PLACE_FIELD(field), &behind);
            if (!next || next->target != x->target)
                break;
            at = behind;
        }
        size_t before = l->v.n;
        *vec_add(&l->owned) = x->row >= 0 ? target_line_rows(x, n) : target_line(x);
        l->columns -= 2;
        add_text(l, field, STYLE_NORMAL, l->owned.v[l->owned.n - 1], 2);
        l->columns += 2;
        for (size_t i = before; i < l->v.n; i++)
            l->v.v[i].target = x;
    }
}

/* What was said about the field of the cursor. */
static void add_talk(struct entry_screen *es, struct lines *l, int field, int pane_rows)
{
    size_t at = 0;
    const struct talk_thread *x;
    while ((x = talk_at(&es->talk, PLACE_FIELD(field), &at))) {
        enum style style = talk_is_waiting(&es->talk, x) ? STYLE_WARNING : STYLE_DIM;
        char *line = entry_screen_thread_line(es, x);
        *vec_add(&l->owned) = xasprintf("» %s", line);
        free(line);
        add_text(l, field, style, l->owned.v[l->owned.n - 1], pane_rows / 3);
    }
}

/* With its number in the outline, as on paper. */
static const char *numbered_label(struct lines *l, const struct field *f)
{
    if (!f->number || !*f->number)
        return text_of(&f->label);
    char *text = xasprintf("%s %s", f->number, text_of(&f->label));
    *vec_add(&l->owned) = text;
    return text;
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
    add_text(l, field, focused ? STYLE_FOCUS : STYLE_LABEL, numbered_label(l, f),
             focused ? pane_rows - BOX_ROWS : 2);
    int used = (int)(l->v.n - before);
    add_value(l, field, value_rows(es, l, field, pane_rows - used));
    add_targets(es, l, field);
    if (focused)
        add_talk(es, l, field, pane_rows);
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
    size_t head = l->v.n;
    for (int i = s->first; i < s->first + s->count; i++)
        if (entry_screen_shown(es, i))
            add_field(es, l, i, pane_rows);
    if (l->v.n == head)
        add_text(l, -1, STYLE_DIM, _("Nothing is asked here, by the other answers."), pane_rows);
}

/* Whether no field of the section stands above that of the cursor. */
static bool first_shown(const struct entry_screen *es)
{
    const struct form *form = entry_form(es->entry);
    for (int i = form->sections.v[entry_screen_field(es)->section].first; i < es->field; i++)
        if (entry_screen_shown(es, i))
            return false;
    return true;
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
        if (x->kind != LINE_GAP)
            last = i;
    }
    if (last - first >= rows && label >= 0)
        first = label;
    if (first_shown(es) && last < rows)
        first = 0;
    if (es->scroll > first)
        es->scroll = first;
    if (last >= es->scroll + rows)
        es->scroll = last - rows + 1;
    if (es->scroll < 0)
        es->scroll = 0;
}

/* What is still to be filled in; so are the cells of a fixed row, which is there from the beginning. */
static bool is_missing(struct entry_screen *es, struct place p, const struct verdict *v)
{
    const struct field *f = entry_form(es->entry)->fields.v[p.field];
    bool cell = p.row >= 0 && table_fixed(f);
    return (v->place.row < 0 || cell) && !strcmp(v->rule, "required");
}

/* ---- drawing the pane ------------------------------------------------------------------------ */

const struct verdict *entry_screen_verdict(struct entry_screen *es, struct place p)
{
    const struct verdict *all[8], *kept = NULL;
    size_t n = rules_at(entry_rules(es->entry), p, all, 8);
    for (size_t i = 0; i < n && i < 8; i++) {
        if (is_missing(es, p, all[i]))
            continue;
        if (!all[i]->reason)
            return all[i];
        kept = kept ? kept : all[i];
    }
    return kept;
}

/* The worst problem of a field. An empty required one is no alarm: it has a mark of its own. */
static void draw_mark(struct entry_screen *es, struct surface *f, int y, int x,
                      const struct pane_line *line)
{
    const struct verdict *v = entry_screen_verdict(es, PLACE_FIELD(line->field));
    bool here = line->field == es->field;
    bool open = rules_open(entry_rules(es->entry), PLACE_FIELD(line->field));
    if (v && v->reason)
        surface_put(f, y, x + 1, 1, STYLE_DIM, surface_mark(f, MARK_OK));
    else if (v && v->level != LEVEL_NOTE)
        surface_put(f, y, x + 1, 1, v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING,
                    surface_mark(f, MARK_BAD));
    else if (open && entry_form(es->entry)->fields.v[line->field]->required &&
             entry_field_blank(es->entry, line->field))
        surface_put(f, y, x + 1, 1, STYLE_DIM, "*");
    else if (entry_taken(es->entry, PLACE_FIELD(line->field)))
        surface_put(f, y, x + 1, 1, STYLE_WARNING, "~");
    else if (entry_note(es->entry, PLACE_FIELD(line->field)))
        surface_put(f, y, x + 1, 1, STYLE_DIM, surface_mark(f, MARK_NOTE));
    const struct talk_thread *said = entry_screen_thread(es, PLACE_FIELD(line->field));
    enum style style = STYLE_DIM;
    const char *mark = said ? talk_thread_mark(&es->talk, said, f, &style) : NULL;
    if (mark && x > 0)
        surface_put(f, y, x - 1, 1, style, mark);
    if (here)
        surface_put(f, y, x, 1, STYLE_FOCUS, surface_mark(f, MARK_HERE));
}

static void draw_text(struct entry_screen *es, struct surface *f, struct rect pane, int y,
                      const struct pane_line *line)
{
    bool label = line->style == STYLE_LABEL || line->style == STYLE_FOCUS;
    int in = line->target ? 4 : 2;
    enum style style = line->target ? target_state_style(line->target->state) : line->style;
    surface_putn(f, y, pane.x + in, pane.columns - in - 1, style, line->text + line->from,
                 line->to - line->from);
    if (line->target && line->first)
        surface_put(f, y, pane.x + 2, 1, style, target_state_mark(f, line->target->state));
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

void entry_screen_draw_pane(struct entry_screen *es, struct surface *f, struct rect pane)
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
    lines_finish(&l);
}

/* F4: the whole question (on at most half of the screen), then the narrative. */
void entry_screen_draw_full(struct entry_screen *es, struct surface *f, struct rect all)
{
    struct lines l = {.columns = all.columns};
    add_text(&l, es->field, STYLE_LABEL, numbered_label(&l, entry_screen_field(es)),
             all.rows / 2);
    int used = (int)l.v.n;
    for (int i = 0; i < used; i++)
        surface_putn(f, all.y + i, 1, all.columns - 2, STYLE_LABEL, l.v.v[i].text + l.v.v[i].from,
                     l.v.v[i].to - l.v.v[i].from);
    surface_hline(f, all.y + used, 0, all.columns);
    es->widget_rect = (struct rect){all.y + used + 1, 1, all.rows - used - 1, all.columns - 2};
    entry_screen_widget(es, es->field)
        ->ops->draw(entry_screen_widget(es, es->field), f, es->widget_rect, true);
    lines_finish(&l);
}

