/* How the entry screen looks: the section column at the left, labels and values at the right
 * (screen_entry_pane.c); a table or a full-screen narrative takes everything between the title and
 * the bottom. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/screen_entry_inside.h"
#include "tui/target_text.h"

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
    int waits = entry_screen_section_waits(es, i);
    if (waits)
        surface_put(f, y, 1, 1, STYLE_WARNING, f->ascii ? "\"" : "»");
    if (p.errors)
        snprintf(count, sizeof count, "%d", p.errors);
    else if (p.required && !done)
        snprintf(count, sizeof count, "%d/%d", p.filled, p.required);
    int used = (int)strlen(count), room = SECTION_COLUMN - 6 - used - (used > 0);
    surface_put(f, y, 6, room, style,
                text_of(text_is_empty(&s->short_title) ? &s->title : &s->short_title));
    surface_put_right(f, y, SECTION_COLUMN - used, used, p.errors ? STYLE_ERROR : style, count);
}

static void draw_sections(struct entry_screen *es, struct surface *f, int y)
{
    int n = (int)entry_form(es->entry)->sections.n, here = entry_screen_field(es)->section;
    int first = y, rows = f->rows - 3 - y, above = 0;
    for (int i = 0; i < here; i++)
        above += entry_screen_section_shown(es, i);
    int skip = above >= rows ? above - rows + 1 : 0;
    for (int i = 0; i < n && y < first + rows; i++)
        if (entry_screen_section_shown(es, i) && skip-- <= 0)
            draw_section(es, f, y++, i);
    surface_vline(f, first - 1, SECTION_COLUMN, f->rows - 1 - first);
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

/* The state of the target that shows under the cursor in a table; NULL: none. */
static char *target_here(struct entry_screen *es, struct place p)
{
    size_t at = 0;
    const struct target_result *x = NULL;
    if (entry_screen_field(es)->table)
        x = target_at(entry_rules(es->entry), p, &at);
    return x ? target_line(x) : NULL;
}

/* What is said of the field where there is no problem: how its target stands, its help, how it is
 * filled in. */
static char *advice(struct entry_screen *es, struct place p, const struct field *x)
{
    struct widget *w = entry_screen_widget(es, es->field);
    const char *help = text_of(&x->help), *closed = widget_closed(w);
    const char *hint = w->ops->hint ? w->ops->hint(w) : NULL;
    char *target = target_here(es, p);
    const char *text = *help    ? help
                       : closed ? closed
                       : hint   ? hint
                       : x->required && value_is_blank(record_get(entry_record(es->entry), p))
                           ? _("* must be filled in")
                           : "";
    char *out = !target ? xstrdup(text) : *text ? xasprintf("%s · %s", target, text) : xstrdup(target);
    free(target);
    return out;
}

static char *verdict_text(const struct verdict *v)
{
    return v->reason ? xasprintf(_("%s Kept: %s"), v->message, v->reason) : xstrdup(v->message);
}

/* What stands in the status line: the problem under the cursor, else advice. */
static void draw_bottom(struct entry_screen *es, struct surface *f)
{
    struct place p = entry_screen_here(es);
    const struct verdict *v = entry_screen_verdict(es, p);
    enum style style = STYLE_DIM;
    const struct talk_thread *said = es->full || entry_screen_field(es)->table ? entry_screen_thread(es, p) : NULL;
    char *text, *beside = said ? entry_screen_thread_line(es, said) : entry_screen_beside(es, p);
    if (entry_readonly(es->entry)) {
        text = xstrdup(entry_readonly(es->entry));
        style = STYLE_WARNING;
    } else if (said && talk_is_waiting(&es->talk, said)) {
        text = beside;
        beside = NULL;
        style = STYLE_WARNING;
    } else if (v) {
        text = verdict_text(v);
        style = v->level == LEVEL_ERROR ? STYLE_ERROR : v->reason ? STYLE_OK : STYLE_WARNING;
    } else if (beside) {
        text = beside;
        beside = NULL;
        style = STYLE_NORMAL;
    } else {
        text = advice(es, p, entry_screen_here_field(es));
    }
    free(beside);
    /* A message comes before a count. */
    const char *right = es->status;
    if (v && right && text_width(text, strlen(text)) + text_width(right, strlen(right)) + 7 > f->columns)
        right = NULL;
    app_draw_bottom(es->screen.app, f, entry_screen_keyline(&es->screen), text, right, style);
    free(text);
}

static void keep_status(struct entry_screen *es)
{
    struct widget *w = entry_screen_widget(es, es->field);
    free(es->status);
    es->status = w->ops->status ? w->ops->status(w) : NULL;
}

void entry_screen_draw(struct screen *s, struct surface *f)
{
    struct entry_screen *es = (struct entry_screen *)s;
    char *left = title_left(es), *right = title_right(es);
    app_draw_title(s->app, f, left, right);
    free(left);
    free(right);
    keep_status(es);
    int head = entry_screen_draw_talk(es, f);
    struct rect all = {2 + head, 0, f->rows - 5 - head, f->columns};
    struct widget *w = entry_screen_widget(es, es->field);
    if (es->full) {
        entry_screen_draw_full(es, f, all);
    } else if (entry_screen_field(es)->table) {
        es->widget_rect = all;
        w->ops->draw(w, f, all, true);
    } else {
        bool column = f->columns >= SECTION_COLUMN_FROM;
        int x = column ? SECTION_COLUMN + 2 : 1;
        entry_screen_draw_pane(es, f, (struct rect){all.y, x, all.rows, f->columns - x});
        if (column)
            draw_sections(es, f, all.y);
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
