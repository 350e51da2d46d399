#include "tui/reading_sheet.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/place_text.h"

#define VALUE_INDENT 5

static struct entry *entry_of(const struct reading_view *v)
{
    return review_entry(v->review);
}

static const struct field *field_of(const struct reading_view *v, const struct reading_item *item)
{
    return item->place.field < 0 ? NULL : entry_form(entry_of(v))->fields.v[item->place.field];
}

/* ---- labels -------------------------------------------------------------------------------------- */

static const struct {
    const char *path, *text;
} facts[] = {
    {"$period", N_("Period of the entry")},
    {"$unit", N_("Unit of the entry")},
    {"$form", N_("Another version of the form")},
};

/* The number of the paragraph that a path names; 0: none. */
static size_t paragraph_of(const char *path)
{
    const char *mark = strrchr(path, '#');
    return mark ? strtoul(mark + 1, NULL, 10) : 0;
}

static char *other_label(const struct entry *en, const char *path)
{
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!strcmp(facts[i].path, path))
            return xstrdup(_(facts[i].text));
    if (str_starts(path, "_reasons/"))
        return xasprintf(_("Why a warning is kept: %s"), path + strlen("_reasons/"));
    return strchr("_$", *path) ? xstrdup(path) : place_lost_label(en, path);
}

static bool is_whole(const struct reading_view *v)
{
    return v->whole || !v->reading->base;
}

/* Questions of a form are long: cut to so many columns, unless 0. */
static char *item_label(const struct reading_view *v, const struct reading_item *item, int columns)
{
    struct str out = {0};
    if (item->place.field < 0)
        return *item->path ? other_label(entry_of(v), item->path) : xstrdup(_("The whole entry"));
    char *place = place_label(entry_of(v), item->place);
    size_t number = paragraph_of(item->path);
    text_fit(&out, place, columns > 0 ? columns : INT_MAX);
    if (number > 1 || (number && !is_whole(v)))
        str_addf(&out, _(" (paragraph %zu)"), number);
    free(place);
    return str_take(&out);
}

/* An office speaks; a person where none is named. */
char *reading_who(struct session *s, const char *author, const char *office, int64_t time)
{
    char when[32];
    date_print(date_of_time(time), when);
    return xasprintf("%s %s", office ? session_office_name(s, office) : author ? author : "-", when);
}

/* ---- values -------------------------------------------------------------------------------------- */

static void add_signed(struct sheet *sheet, const char *sign, enum style style, char *text)
{
    sheet_add(sheet, VALUE_INDENT, style, xasprintf("%s%s", sign, text));
    free(text);
}

/* "− 5", "+ 4" */
static void add_change(struct sheet *sheet, const struct reading_view *v,
                       const struct reading_item *item)
{
    const struct field *f = field_of(v, item);
    const struct field *shown =
        f && f->table ? record_field(entry_record(entry_of(v)), item->place) : f;
    if (!strcmp(item->path, "$form"))
        return;
    if (!strcmp(item->path, "$unit")) {
        char *was = place_plain(item->before), *is = place_plain(item->after);
        add_signed(sheet, "− ", STYLE_DIM, xstrdup(*was ? session_office_name(v->session, was) : item->before));
        add_signed(sheet, "+ ", STYLE_NORMAL, xstrdup(*is ? session_office_name(v->session, is) : item->after));
        free(was);
        free(is);
        return;
    }
    if (item->before)
        add_signed(sheet, "− ", STYLE_DIM, place_value(entry_of(v), shown, item->before));
    add_signed(sheet, "+ ", STYLE_NORMAL, place_value(entry_of(v), shown, item->after));
}

static void add_paragraph(struct sheet *sheet, const struct reading_view *v,
                          const struct reading_item *item)
{
    if (!item->changed) {
        sheet_add(sheet, VALUE_INDENT, STYLE_NORMAL, xstrdup(item->after));
        return;
    }
    if (*item->before)
        marked_text(sheet, VALUE_INDENT, STYLE_DIM, "− ", item->before, item->after, v->whole);
    if (*item->after || !*item->before)
        marked_text(sheet, VALUE_INDENT, STYLE_NORMAL, "+ ", item->after, item->before, v->whole);
}

/* What stands in a place now, also a given or computed value. */
static char *value_now(const struct reading_view *v, struct place p)
{
    const struct field *f = record_field(entry_record(entry_of(v)), p);
    const struct value *value = rules_value(entry_rules(entry_of(v)), p);
    if (!f || value_is_blank(value))
        return xstrdup("");
    char *bytes = value_to_bytes(value), *text = place_value(entry_of(v), f, bytes);
    free(bytes);
    return text;
}


/* "cột 4: 15 · cột 5: 11": what is filled in, and the cell under the cursor. */
static char *cell_label(const struct field *column)
{
    return column->number ? xasprintf(_("column %s"), column->number) : xstrdup(text_of(&column->label));
}

/* What is filled in of a row; where the cell of a column stands in it (of a blank one: nowhere). */
static char *row_text(const struct reading_view *v, const struct reading_item *item, int column,
                      struct sheet_span *ret)
{
    const struct field *f = field_of(v, item);
    struct str out = {0};
    *ret = (struct sheet_span){.style = STYLE_SELECTED};
    str_add(&out, item->kind == READING_ROW_ADDED ? "+ " : "");
    size_t empty = out.len;
    for (int c = 0; c < (int)f->table->columns.n; c++) {
        char *text = value_now(v, (struct place){f->index, item->place.row, c});
        char *label = cell_label(f->table->columns.v[c]);
        str_add(&out, *text && out.len > empty ? " · " : "");
        if (c == column)
            ret->from = ret->to = out.len;
        if (*text)
            str_addf(&out, "%s: %s", label, text);
        if (c == column)
            ret->to = out.len;
        free(text);
        free(label);
    }
    return str_take(&out);
}

/* The row as it was. */
static void add_removed(struct sheet *sheet, const struct reading_view *v, const struct reading_item *item)
{
    const struct field *f = field_of(v, item);
    struct str out = {0};
    for (size_t c = 0; c < f->table->columns.n; c++) {
        const struct field *column = f->table->columns.v[c];
        char *path = xasprintf("%s/%s", item->before, column->id);
        const char *bytes = fields_get(&v->reading->then, path);
        char *text = bytes ? place_value(entry_of(v), column, bytes) : NULL;
        char *label = cell_label(column);
        if (text)
            str_addf(&out, "%s%s: %s", out.len ? " · " : "", label, text);
        free(text);
        free(label);
        free(path);
    }
    add_signed(sheet, "− ", STYLE_DIM, str_take(&out));
}

/* ---- what was said --------------------------------------------------------------------------------- */

static void add_said(struct sheet *sheet, const struct reading_view *v, const struct comment *c,
                     int indent, enum style style, int tag, const char *where, const char *state)
{
    char *who = reading_who(v->session, c->author, c->office, c->time);
    char *text = xasprintf("» %s%s%s: “%s”%s", where, *where ? " · " : "", who,
                           c->text ? c->text : _("(no longer stored)"), state);
    size_t at = sheet->v.n; /* a text of several lines has its cursor in the first */
    sheet_add(sheet, indent, style, text);
    sheet->v.v[at].tag = tag;
    free(who);
}

/* "✓ đã trả lời", "~ chỗ này đã đổi": a sign and a word. */
static const char *thread_state(const struct remark *x)
{
    if (!x->said->open)
        return _(" ✓ closed");
    if (x->answered)
        return x->changed ? _(" ✓ answered, changed") : _(" ✓ answered");
    return x->changed ? _(" ~ changed since") : _(" ! open");
}

/* Where its place does not stand right above it: the whole entry, a cell of a row, a place that is gone. "" else. */
static char *thread_label(const struct reading_view *v, size_t i)
{
    const struct reading_item *items = v->reading->v;
    const struct place p = items[i].place;
    size_t above = i;
    while (above > 0 && items[above].kind == READING_THREAD)
        above--;
    if (p.field < 0)
        return item_label(v, &items[i], v->columns / 2);
    if (p.column >= 0 && (items[above].kind == READING_ROW || items[above].kind == READING_ROW_ADDED))
        return cell_label(entry_form(entry_of(v))->fields.v[p.field]->table->columns.v[p.column]);
    return xstrdup("");
}

static void add_thread(struct sheet *sheet, const struct reading_view *v, size_t i)
{
    const struct remarks *all = &v->reading->remarks;
    size_t remark = v->reading->v[i].remark;
    char *where = thread_label(v, i);
    add_said(sheet, v, all->v[remark].said, VALUE_INDENT, STYLE_LABEL, (int)i + 1, where, thread_state(&all->v[remark]));
    for (size_t k = remark + 1; k < all->n && all->v[k].said->thread == remark; k++)
        add_said(sheet, v, all->v[k].said, VALUE_INDENT + 2, STYLE_NORMAL, 0, "", "");
    free(where);
}

/* ---- items ----------------------------------------------------------------------------------------- */

static void add_verdicts(struct sheet *sheet, const struct reading_view *v, const struct reading_item *item)
{
    const struct verdict *found[8];
    if (item->place.field < 0 || (item->kind == READING_PARAGRAPH && paragraph_of(item->path) > 1))
        return;
    size_t n = rules_at(entry_rules(entry_of(v)), item->place, found, 8);
    for (size_t i = 0; i < n && i < 8; i++)
        sheet_add(sheet, VALUE_INDENT, found[i]->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING,
                  found[i]->reason
                      ? xasprintf(_("✓ %s – kept: %s"), found[i]->message, found[i]->reason)
                      : xasprintf("%s %s", found[i]->level == LEVEL_ERROR ? "!" : "•", found[i]->message));
}

static const char *what_happened(const struct reading_item *item)
{
    switch (item->kind) {
    case READING_ROW_ADDED:
        return _(": row added");
    case READING_ROW_REMOVED:
        return _(": row removed");
    case READING_MOVED:
        return _(": rows in another order");
    default:
        return item->changed ? "" : _(" (as before)");
    }
}

static const char *sign_of(const struct reading_view *v, const struct reading_item *item)
{
    return v->reading->base && item->changed ? "~" : " ";
}

/* "~ III.1 Tuyên truyền": by itself, or with a short value behind it. */
static void add_head(struct sheet *sheet, const struct reading_view *v, const struct reading_item *item,
                     int tag, const char *value)
{
    bool news = v->reading->base != NULL;
    int lines = is_whole(v) ? 1 : 2;
    char *label = item_label(v, item, lines * (v->columns - 4) - (value ? v->columns / 2 : 24));
    char *text = xasprintf("%s %s%s%s%s", sign_of(v, item), label,
                           news && !(v->whole && !item->changed) ? what_happened(item) : "",
                           value ? ": " : "", value ? value : "");
    for (char *c = text; *c; c++) /* one paragraph, whatever a form or an answer holds */
        *c = *c == '\n' ? ' ' : *c;
    sheet_add(sheet, 1, STYLE_LABEL, text)->tag = tag;
    free(label);
}

/* Where all is shown, a question stands once above its paragraphs; those behind the first have their number. */
static bool goes_on(const struct reading_view *v, size_t i)
{
    const struct reading_item *items = v->reading->v;
    size_t above = i;
    if (i == 0 || !is_whole(v))
        return false;
    do
        above--;
    while (above > 0 && items[above].kind == READING_THREAD);
    return items[above].kind == READING_PARAGRAPH && items[above].place.field == items[i].place.field;
}

static void add_number(struct sheet *sheet, const struct reading_view *v, const struct reading_item *item,
                       int tag)
{
    sheet_add(sheet, 1, STYLE_DIM,
              xasprintf(_("%s (paragraph %zu)"), sign_of(v, item), paragraph_of(item->path)))->tag = tag;
}

static void add_plain(struct sheet *sheet, const struct reading_view *v, const struct reading_item *item,
                      int tag)
{
    char *text = item->place.field < 0 ? xstrdup("") : value_now(v, item->place);
    bool table = field_of(v, item) && field_of(v, item)->table && item->place.row < 0;
    add_head(sheet, v, item, tag, table ? NULL : *text ? text : _("(blank)"));
    free(text);
}

static void add_item(struct sheet *sheet, const struct reading_view *v, size_t i)
{
    const struct reading_item *item = &v->reading->v[i];
    bool compared = v->reading->base && item->changed;
    struct sheet_span cell;
    int tag = (int)i + 1;
    switch (item->kind) {
    case READING_THREAD:
        add_thread(sheet, v, i);
        return;
    case READING_PARAGRAPH:
        if (goes_on(v, i))
            add_number(sheet, v, item, tag);
        else
            add_head(sheet, v, item, tag, NULL);
        add_paragraph(sheet, v, item);
        break;
    case READING_ROW:
    case READING_ROW_ADDED:
        add_head(sheet, v, item, tag, NULL);
        sheet_add(sheet, VALUE_INDENT, STYLE_NORMAL, row_text(v, item, -1, &cell));
        break;
    case READING_ROW_REMOVED:
        add_head(sheet, v, item, tag, NULL);
        add_removed(sheet, v, item);
        break;
    case READING_MOVED:
        add_head(sheet, v, item, tag, NULL);
        break;
    default:
        if (!compared) {
            add_plain(sheet, v, item, tag);
            break;
        }
        add_head(sheet, v, item, tag, NULL);
        add_change(sheet, v, item);
    }
    add_verdicts(sheet, v, item);
}

void reading_sheet(struct sheet *sheet, const struct reading_view *v)
{
    int section = -1;
    for (size_t i = 0; i < v->reading->n; i++) {
        const struct field *f = field_of(v, &v->reading->v[i]);
        if (is_whole(v) && f && f->section != section) {
            const struct section *s = &entry_form(entry_of(v))->sections.v[section = f->section];
            sheet_gap(sheet);
            sheet_add(sheet, 1, STYLE_HEADING, xasprintf("%s%s%s", s->number ? s->number : "",
                                                         s->number ? " " : "", text_of(&s->title)));
        }
        add_item(sheet, v, i);
    }
}

/* ---- under the cursor -------------------------------------------------------------------------------- */

static const struct reading_item *selected_item(const struct reading_view *v)
{
    return v->selected < v->reading->n ? &v->reading->v[v->selected] : NULL;
}

static bool is_row(const struct reading_item *item)
{
    return item->kind == READING_ROW || item->kind == READING_ROW_ADDED;
}

static void mark_cell(struct sheet_para *p, const struct reading_view *v, bool on)
{
    struct sheet_span cell;
    vec_clear(&p->spans);
    free(row_text(v, selected_item(v), v->column, &cell));
    if (on && cell.from < cell.to)
        *vec_add(&p->spans) = cell;
}

void reading_mark(struct sheet *sheet, const struct reading_view *v, bool on)
{
    const struct reading_item *item = selected_item(v);
    size_t at = 0;
    while (at < sheet->v.n && sheet->v.v[at].tag != (int)v->selected + 1)
        at++;
    if (!item || at == sheet->v.n)
        return;
    struct sheet_para *p = &sheet->v.v[at];
    bool dim = item->kind == READING_PARAGRAPH && goes_on(v, v->selected);
    const char *rest = strchr(p->text, ' ') + (*p->text == ' ');
    p->style = on ? STYLE_FOCUS : dim ? STYLE_DIM : STYLE_LABEL;
    if (item->kind != READING_THREAD)
        sheet_retext(sheet, at, xasprintf("%s%s", on ? "▸" : sign_of(v, item), rest));
    if (is_row(item))
        mark_cell(&sheet->v.v[at + 1], v, on);
}

char *reading_path(const struct reading_view *v)
{
    const struct reading_item *item = selected_item(v);
    if (!item || (item->place.field < 0 && *item->path))
        return NULL;
    if (is_row(item))
        return record_path(entry_record(entry_of(v)),
                           (struct place){item->place.field, item->place.row, v->column});
    return xstrdup(*item->path ? item->path : "-");
}

char *reading_label(const struct reading_view *v)
{
    const struct reading_item *item = selected_item(v);
    if (!item)
        return xstrdup("");
    if (!is_row(item))
        return item_label(v, item, 0);
    return place_label(entry_of(v), (struct place){item->place.field, item->place.row, v->column});
}
