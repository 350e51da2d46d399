#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/parts.h"

#define SIGN_ROOM 4 /* empty lines for the signature */
#define DOTTED_LINES 3

/* ---- signatures ------------------------------------------------------------------------------ */

static void add_line(struct text_list *lines, const char *s)
{
    vec_add(lines)->vi = xstrdup(s);
}

static struct text_list signature_lines(const struct report *r, const struct signature *s)
{
    static const struct line_fields none = {0};
    struct text_list lines = {0};
    vec_add(&lines)->vi = line_fill(r, &none, &s->title);
    if (!text_is_empty(&s->office))
        vec_add(&lines)->vi = line_fill(r, &none, &s->office);
    const struct field *f = s->name_field ? form_field(r->form, s->name_field) : NULL;
    for (int i = 0; i < SIGN_ROOM; i++)
        add_line(&lines, "");
    char *name = f ? answer_text(r, PLACE_FIELD(f->index)) : xstrdup("");
    add_line(&lines, name); /* a blank name stays blank */
    free(name);
    return lines;
}

/* Side by side; one alone, or one beside the recipients, stands in the right half. */
static void write_signatures(const struct report *r, struct page *page,
                             const struct signature_list *list)
{
    size_t count = list->n == 1 ? 2 : list->n;
    if (!list->n)
        return;
    struct text_list *columns = xcalloc(count, sizeof *columns);
    for (size_t i = 0; i < list->n; i++)
        columns[i + count - list->n] = signature_lines(r, &list->v[i]);
    page_gap(page);
    page_columns(page, columns, count);
    for (size_t i = 0; i < count; i++)
        lines_finish(&columns[i]);
    free(columns);
}

/* ---- letterhead ------------------------------------------------------------------------------ */

static void write_head(const struct report *r, struct page *page)
{
    const struct print *print = &r->form->print;
    struct line_fields f = {print->number_field, print->place_field, print->date_field};
    struct text_list left = lines_fill(r, &f, &print->head_left);
    struct text_list right = lines_fill(r, &f, &print->head_right);
    if (!text_is_empty(&print->number))
        vec_add(&left)->vi = line_fill(r, &f, &print->number);
    while (!text_is_empty(&print->place_date) && right.n + 1 < left.n)
        add_line(&right, "");
    if (!text_is_empty(&print->place_date))
        vec_add(&right)->vi = line_fill(r, &f, &print->place_date);
    if (left.n || right.n)
        page_halves(page, &left, &right);
    page_gap(page);
    lines_finish(&left);
    lines_finish(&right);
}

static void write_centred(const struct report *r, struct page *page, const struct text_list *lines)
{
    static const struct line_fields none = {0};
    struct text_list filled = lines_fill(r, &none, lines);
    for (size_t i = 0; i < filled.n; i++)
        page_centre(page, filled.v[i].vi);
    if (filled.n)
        page_gap(page);
    lines_finish(&filled);
}

static void write_title(const struct report *r, struct page *page)
{
    const struct text_list alone = {(struct text *)&r->form->title, 1, 1};
    const struct text_list *title = &r->form->print.title;
    write_centred(r, page, title->n ? title : &alone);
    if (!text_is_empty(&r->form->print.addressee)) {
        page_paragraph(page, 6, 6, "", text_of(&r->form->print.addressee));
        page_gap(page);
    }
}

static void write_notes(struct page *page, const struct text_list *notes)
{
    for (size_t i = 0; i < notes->n; i++) {
        page_gap(page);
        page_paragraph(page, 0, 0, "", text_of(&notes->v[i]));
    }
}

/* ---- outline --------------------------------------------------------------------------------- */

static void write_dots(struct page *page)
{
    for (int i = 0; i < DOTTED_LINES; i++) {
        for (int k = 0; k < page->columns; k++)
            str_add(page->out, k < 4 ? " " : page->ascii ? "." : "…");
        str_addc(page->out, '\n');
    }
}

static void write_answer(const struct report *r, struct page *page, const char *answer)
{
    if (!*answer && !r->rules)
        write_dots(page);
    else if (!*answer)
        page_paragraph(page, 6, 4, "", page->ascii ? "..." : "…");
    else
        page_paragraph(page, 6, 4, "", answer);
}

/* A short answer stands behind its question; a long one, and one with paragraphs, below. */
static void write_field(const struct report *r, struct page *page, const struct field *f)
{
    char *answer = answer_text(r, PLACE_FIELD(f->index));
    char *mark = f->number ? xasprintf("%s ", f->number) : xstrdup("- ");
    const char *measure = text_of(&f->measure);
    if (f->type->narrative) {
        page_paragraph(page, 2 + (int)(f->number ? strlen(mark) : 0), 2, mark, text_of(&f->label));
        write_answer(r, page, answer);
        page_gap(page);
    } else {
        const char *value = *answer ? answer : page->ascii ? "..." : "………";
        char *line = xasprintf("%s: %s%s%s", text_of(&f->label), value,
                               *answer && *measure ? " " : "", *answer ? measure : "");
        page_paragraph(page, 2 + (int)(f->number ? strlen(mark) : 0), 4, mark, line);
        free(line);
    }
    free(mark);
    free(answer);
}

static void write_heading(struct page *page, const struct field *f)
{
    if (text_is_empty(&f->heading))
        return;
    page_gap(page);
    page_paragraph(page, 0, 0, "", text_of(&f->heading));
    if (!text_is_empty(&f->heading_help))
        page_paragraph(page, 0, 0, "", text_of(&f->heading_help));
    page_gap(page);
}

static bool line_names(const struct text *line, const char *id)
{
    char *hole = xasprintf("{%s}", id);
    bool names = strstr(text_of(line), hole) != NULL;
    free(hole);
    return names;
}

static bool lines_name(const struct text_list *lines, const char *id)
{
    for (size_t i = 0; i < lines->n; i++)
        if (line_names(&lines->v[i], id))
            return true;
    return false;
}

static bool signatures_name(const struct signature_list *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq0(list->v[i].name_field, id) || line_names(&list->v[i].title, id) ||
            line_names(&list->v[i].office, id))
            return true;
    return false;
}

/* Fields that stand elsewhere on paper (number, dates, names) are not asked in the outline. */
static bool printed_elsewhere(const struct form *form, const struct field *f)
{
    const struct print *p = &form->print;
    const char *const ids[] = {p->number_field,      p->place_field,      p->date_field,
                               p->annex.place_field, p->annex.date_field};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (str_eq0(ids[i], f->id))
            return true;
    const struct text_list *const lines[] = {&p->head_left, &p->head_right, &p->annex.head};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines_name(lines[i], f->id))
            return true;
    return signatures_name(&p->signatures, f->id) || signatures_name(&p->annex.signatures, f->id);
}

static bool has_annex(const struct form *f)
{
    return f->print.annex.title.n > 0;
}

/* Whether the outline has something of this section: tables of a form with an annex stand there. */
static bool in_outline(const struct report *r, const struct field *f)
{
    struct place p = PLACE_FIELD(f->index);
    return answer_asked(r, p) && !printed_elsewhere(r->form, f) &&
           !(f->table && has_annex(r->form) && !table_fixed(f));
}

static void write_table(const struct report *r, struct page *page, const struct field *f)
{
    struct page wide = *page;
    if (table_width(r, f) > page->columns)
        wide.columns = r->wide_columns;
    page_gap(page);
    table_write(r, &wide, f);
    page_gap(page);
}

static bool says_nothing(const struct report *r, const struct field *f)
{
    if (!in_outline(r, f))
        return true;
    if (f->required || f->type->narrative || f->table || !r->rules)
        return false;
    char *answer = answer_text(r, PLACE_FIELD(f->index));
    bool blank = !*answer;
    free(answer);
    return blank;
}

/* A section of nothing but extra questions, all left blank, is no part of the document. */
static bool section_printed(const struct report *r, const struct section *s)
{
    for (int i = s->first; i < s->first + s->count; i++)
        if (!says_nothing(r, r->form->fields.v[i]))
            return true;
    return false;
}

static void write_section(const struct report *r, struct page *page, const struct section *s)
{
    bool begun = false;
    if (!section_printed(r, s))
        return;
    for (int i = s->first; i < s->first + s->count; i++) {
        const struct field *f = r->form->fields.v[i];
        if (!in_outline(r, f))
            continue;
        if (!begun) {
            char *title = xasprintf("%s%s%s", s->number ? s->number : "", s->number ? " " : "",
                                    text_of(&s->title));
            page_gap(page);
            page_paragraph(page, 0, 0, "", title);
            if (!text_is_empty(&s->help))
                page_paragraph(page, 2, 2, "", text_of(&s->help));
            page_gap(page);
            free(title);
            begun = true;
        }
        write_heading(page, f);
        if (!f->table) {
            write_field(r, page, f);
            continue;
        }
        if (strcmp(text_of(&f->label), text_of(&s->title)) != 0)
            page_paragraph(page, 2, 2, f->number ? f->number : "", text_of(&f->label));
        write_table(r, page, f);
    }
}

static void write_recipients(const struct report *r, struct page *page)
{
    static const struct line_fields none = {0};
    struct text_list lines = lines_fill(r, &none, &r->form->print.recipients);
    if (lines.n)
        page_paragraph(page, 0, 0, "", _("Recipients:"));
    for (size_t i = 0; i < lines.n; i++)
        page_paragraph(page, 0, 2, "", lines.v[i].vi);
    lines_finish(&lines);
}

/* ---- annex ----------------------------------------------------------------------------------- */

static int annex_columns(const struct report *r)
{
    for (size_t i = 0; i < r->form->fields.n; i++) {
        const struct field *f = r->form->fields.v[i];
        if (f->table && !in_outline(r, f) && table_width(r, f) > r->columns)
            return r->wide_columns;
    }
    return r->columns;
}

static void write_annex(const struct report *r, struct page *text)
{
    const struct print *print = &r->form->print;
    struct page page = {text->out, annex_columns(r), text->ascii};
    struct line_fields f = {NULL, print->annex.place_field, print->annex.date_field};
    page_break(&page);
    struct text_list head = lines_fill(r, &f, &print->annex.head);
    for (size_t i = 0; i < head.n; i++)
        page_paragraph(&page, 0, 0, "", head.v[i].vi);
    lines_finish(&head);
    page_gap(&page);
    write_centred(r, &page, &print->annex.title);
    for (size_t i = 0; i < r->form->fields.n; i++) {
        const struct field *field = r->form->fields.v[i];
        if (field->table && !in_outline(r, field) && answer_asked(r, PLACE_FIELD(field->index)))
            table_write(r, &page, field);
    }
    write_notes(&page, &print->annex.notes);
    if (!text_is_empty(&print->annex.place_date)) {
        struct text_list columns[2] = {{0}, {0}};
        vec_add(&columns[1])->vi = line_fill(r, &f, &print->annex.place_date);
        page_gap(&page);
        page_columns(&page, columns, 2);
        lines_finish(&columns[1]);
    }
    write_signatures(r, &page, &print->annex.signatures);
}

void report_write(const struct report *r, struct str *out)
{
    struct page page = {out, r->columns, r->ascii};
    write_head(r, &page);
    write_title(r, &page);
    for (size_t i = 0; i < r->form->sections.n; i++)
        write_section(r, &page, &r->form->sections.v[i]);
    write_notes(&page, &r->form->print.notes);
    write_signatures(r, &page, &r->form->print.signatures);
    write_recipients(r, &page);
    if (has_annex(r->form))
        write_annex(r, &page);
}
