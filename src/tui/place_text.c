#include "tui/place_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/diff.h"

/* ---- where it is --------------------------------------------------------------------------------- */

static char *label_in(const struct form *form, const struct field *f)
{
    const struct section *s = &form->sections.v[f->section];
    const char *label = text_of(&f->label);
    if (!*label)
        label = text_of(&s->title);
    return xasprintf("%s%s%s%s%s", s->number ? s->number : "", s->number ? " " : "",
                     f->number ? f->number : "", f->number ? " " : "", label);
}

char *field_label(const struct entry *en, const struct field *f)
{
    return label_in(entry_form(en), f);
}

char *column_label(const struct field *column)
{
    return column->number ? xasprintf(_("column %s %s"), column->number, text_of(&column->label))
                          : xstrdup(text_of(&column->label));
}

static const char *section_title(const struct form *form, const struct field *f)
{
    const struct section *s = &form->sections.v[f->section];
    return text_of(text_is_empty(&s->short_title) ? &s->title : &s->short_title);
}

/* What a person knows a row by: the first of its texts. */
static char *row_name(const struct entry *en, const struct field *f, int row)
{
    for (size_t c = 0; c < f->table->columns.n; c++) {
        struct place p = {f->index, row, (int)c};
        const struct value *v = rules_value(entry_rules((struct entry *)en), p);
        const struct field *cell = record_field(entry_record(en), p);
        if (cell && v->kind == VALUE_TEXT && *v->text)
            return field_print(cell, v);
    }
    return xstrdup("");
}

static char *row_label(const struct entry *en, const struct field *f, int row)
{
    const char *title = section_title(entry_form(en), f);
    if (table_fixed(f))
        return xasprintf("%s, %s", title, text_of(&f->table->rows.v[row].label));
    char *name = row_name(en, f, row);
    char *label = *name ? xasprintf(_("%s, row %d %s"), title, row + 1, name)
                        : xasprintf(_("%s, row %d"), title, row + 1);
    free(name);
    return label;
}

char *place_label(const struct entry *en, struct place p)
{
    const struct field *f = entry_form(en)->fields.v[p.field];
    if (p.row < 0 && f->table)
        return xstrdup(section_title(entry_form(en), f));
    if (p.row < 0)
        return field_label(en, f);
    char *row = row_label(en, f, p.row);
    if (p.column < 0)
        return row;
    const struct field *cell = record_field(entry_record(en), p);
    char *column = column_label(cell ? cell : f->table->columns.v[p.column]);
    char *both = xasprintf("%s › %s", row, column);
    free(row);
    free(column);
    return both;
}

/* ---- where it was --------------------------------------------------------------------------------- */

struct lost {
    char *field, *row, *column; /* of the path; row and column NULL: it is no cell */
    size_t paragraph;           /* 0: none */
};

static struct lost take_apart(const char *path)
{
    size_t table_len, row_len;
    const char *row, *rest;
    struct lost x = {0};
    if (fields_split(path, &table_len, &row, &row_len, &rest)) {
        x.field = xstrndup(path, table_len);
        x.row = xstrndup(row, row_len);
        x.column = strcmp(rest, FIELD_ALIVE) ? xstrdup(rest) : NULL;
        return x;
    }
    const char *mark = strrchr(path, '#');
    x.field = mark ? xstrndup(path, (size_t)(mark - path)) : xstrdup(path);
    x.paragraph = mark ? strtoul(mark + 1, NULL, 10) : 0;
    return x;
}

static char *lost_row(const struct entry *en, const struct form *form, const struct field *f,
                      const char *row)
{
    const struct field *here = form_field(entry_form(en), f->id);
    int at = here && here->table ? record_row_find(entry_record(en), here->index, row) : -1;
    if (at >= 0)
        return row_label(en, here, at);
    return xasprintf(_("%s, a row that is gone"), section_title(form, f));
}

static char *lost_cell(const struct entry *en, const struct form *form, const struct field *f,
                       const struct lost *x)
{
    char *row = lost_row(en, form, f, x->row);
    if (!x->column)
        return row;
    char *column = column_label(table_column(f, x->column));
    char *both = xasprintf("%s › %s", row, column);
    free(row);
    free(column);
    return both;
}

static char *add_and_free(char *text, char *with)
{
    free(text);
    return with;
}

char *place_lost_label(const struct entry *en, const char *path)
{
    struct lost x = take_apart(path);
    const struct form *form = entry_form_with(en, x.field, x.column);
    const struct field *f = form ? form_field(form, x.field) : NULL;
    char *label = !f || (x.row && !f->table) ? entry_path_name(en, path)
                  : x.row                    ? lost_cell(en, form, f, &x)
                                             : label_in(form, f);
    if (f && x.paragraph)
        label = add_and_free(label, xasprintf(_("%s (paragraph %zu)"), label, x.paragraph));
    if (form != entry_form(en))
        label = add_and_free(label, xasprintf(_("%s (not in the form any more)"), label));
    free(x.field);
    free(x.row);
    free(x.column);
    return label;
}

/* ---- what stands there ----------------------------------------------------------------------------- */

char *place_plain(const char *bytes)
{
    struct value v = VALUE_NONE;
    if (bytes)
        value_from_bytes(bytes, &v);
    char *text = xstrdup(v.text && v.kind != VALUE_MISSING && v.kind != VALUE_JSON ? v.text : "");
    value_finish(&v);
    return text;
}

char *place_value(const struct entry *en, const struct field *f, const char *bytes)
{
    struct value v = VALUE_NONE;
    if (!bytes || !value_from_bytes(bytes, &v) || value_is_blank(&v))
        return xstrdup(_("(blank)"));
    const struct catalogue *c = entry_catalogue(en);
    char *text = f && field_type_id(f->type) == TYPE_UNIT && v.kind == VALUE_TEXT && c
                     ? xstrdup(catalogue_office_name(c, v.text))
                 : f                    ? field_print(f, &v)
                 : v.kind == VALUE_TEXT ? xstrdup(v.text)
                                        : xstrdup(bytes);
    value_finish(&v);
    return text;
}

/* ---- what differs ------------------------------------------------------------------------------------ */

/* Bytes of what both have that are kept on each side of what differs, when it is longer than some times that. */
#define COMMON_KEPT 160
#define COMMON_KEPT_SIGNED 100 /* the old text stands right above the new one */
#define COMMON_LONG 4

void marked_add(struct str *out, struct marks *marks, const char *text, size_t n)
{
    *vec_add(&marks->v) = out->len;
    str_addc(out, '[');
    str_addn(out, text, n);
    str_addc(out, ']');
    *vec_add(&marks->v) = out->len;
}

static size_t boundary(const char *text, size_t at)
{
    while (at > 0 && text[at] && text[at] != ' ' && text[at] != '\n')
        at--;
    return at;
}

/* What both have; of a long piece only its ends. */
static void add_common(struct str *out, const char *text, size_t n, bool first, bool last, size_t kept)
{
    size_t head = first ? 0 : kept, tail = last ? 0 : kept;
    if (n < COMMON_LONG * kept) {
        str_addn(out, text, n);
        return;
    }
    size_t to = boundary(text, head), from = boundary(text, n - tail);
    str_addn(out, text, to);
    str_addf(out, "%s[…]%s", to ? " " : "", from < n ? "" : " ");
    str_addn(out, text + from, n - from);
}

void marked_text(struct sheet *sheet, int indent, enum style style, const char *sign,
                 const char *text, const char *other, bool whole)
{
    struct diff_parts parts = {0};
    struct str out = {0};
    struct marks marks = {0};
    size_t kept = whole ? SIZE_MAX / COMMON_LONG : *sign ? COMMON_KEPT_SIGNED : COMMON_KEPT;
    str_add(&out, sign);
    diff_words(text, other, &parts);
    for (size_t i = 0; i < parts.n; i++) {
        const struct diff_part *p = &parts.v[i];
        if (p->same)
            add_common(&out, text + p->a, p->a_len, i == 0, i + 1 == parts.n, kept);
        else if (p->a_len && (parts.n > 1 || !*sign))
            marked_add(&out, &marks, text + p->a, p->a_len);
        else
            str_addn(&out, text + p->a, p->a_len);
    }
    if (out.len == strlen(sign))
        str_add(&out, _("(blank)"));
    sheet_add_marked(sheet, indent, style, str_take(&out), STYLE_WARNING, &marks);
    vec_finish(&marks.v);
    vec_finish(&parts);
}
