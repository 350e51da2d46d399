#include "tui/conflict_text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/installation.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/place_text.h"

/* ---- where it is --------------------------------------------------------------------------------- */

struct parts {
    const struct field *table, *column; /* column NULL: the row, or a column that the form has not */
    char *row;
    int at;                             /* in the record as it stands; -1: no such row */
    bool is_row;
};

/* "table/ROW/rest" by the form; false for other paths. The row id is freshly allocated. */
static bool split(const struct entry *en, const char *path, struct parts *ret)
{
    size_t table_len, row_len;
    const char *row, *rest;
    if (*path == '_' || !fields_split(path, &table_len, &row, &row_len, &rest))
        return false;
    char *table = xstrndup(path, table_len);
    *ret = (struct parts){.table = form_field(entry_form(en), table)};
    free(table);
    if (!ret->table || !ret->table->table)
        return false;
    ret->row = xstrndup(row, row_len);
    ret->at = record_row_find(entry_record(en), ret->table->index, ret->row);
    ret->is_row = !strcmp(rest, FIELD_ALIVE);
    ret->column = ret->is_row ? NULL : table_column(ret->table, rest);
    if (ret->column && ret->at >= 0) {
        const struct field *cell = record_field(
            entry_record(en), (struct place){ret->table->index, ret->at, ret->column->index});
        ret->column = cell ? cell : ret->column;
    }
    return true;
}

const struct field *conflict_field(const struct entry *en, const struct conflict *c)
{
    struct parts p;
    if (split(en, c->path, &p)) {
        free(p.row);
        return p.column;
    }
    const struct field *f = form_field(entry_form(en), c->path);
    return f && !f->table ? f : NULL;
}

enum conflict_kind conflict_kind(const struct entry *en, const struct conflict *c)
{
    struct parts p;
    if (*c->path == '$')
        return CONFLICT_FACT;
    if (split(en, c->path, &p)) {
        free(p.row);
        if (p.is_row)
            return CONFLICT_ROW;
    }
    const struct field *f = conflict_field(en, c);
    if (!f)
        return CONFLICT_OTHER;
    return f->type->narrative ? CONFLICT_NARRATIVE : CONFLICT_VALUE;
}

static const struct {
    const char *path, *text;
} facts[] = {
    {"$form", N_("Form of the entry")},
    {"$period", N_("Period of the entry")},
    {"$status", N_("Withdrawn or not")},
    {"$unit", N_("Unit of the entry")},
};

static char *where_row(const struct entry *en, const struct parts *p)
{
    const struct section *s = &entry_form(en)->sections.v[p->table->section];
    const char *title = text_of(text_is_empty(&s->short_title) ? &s->title : &s->short_title);
    if (table_fixed(p->table) && p->at >= 0)
        return xasprintf("%s, %s", title, text_of(&p->table->table->rows.v[p->at].label));
    if (p->at < 0)
        return xasprintf(_("%s, a row that is gone"), title);
    return xasprintf(_("%s, row %d"), title, p->at + 1);
}

char *conflict_where(const struct entry *en, const struct conflict *c)
{
    struct parts p;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!strcmp(facts[i].path, c->path))
            return xstrdup(_(facts[i].text));
    if (str_starts(c->path, "_reasons/"))
        return xasprintf(_("Why a warning is kept: %s"), c->path + strlen("_reasons/"));
    if (split(en, c->path, &p)) {
        char *row = where_row(en, &p);
        char *all = p.column ? xasprintf("%s, %s", row, text_of(&p.column->label)) : xstrdup(row);
        free(row);
        free(p.row);
        return all;
    }
    const struct field *f = conflict_field(en, c);
    return f ? field_label(en, f) : xstrdup(c->path);
}

/* ---- who ------------------------------------------------------------------------------------------- */

/* The number of an installation among those that stand against each other in this entry, by their ids; 0: there
 * is only one. */
static int pc_number(const struct entry *en, const char *inst)
{
    const struct conflict *v;
    size_t n = entry_conflicts(en, &v);
    VEC(const char *) smaller = {0};
    bool others = false;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].candidates.n; k++) {
            const char *other = v[i].candidates.v[k].inst;
            bool known = !other || !strcmp(other, inst);
            others |= !known;
            known |= other && strcmp(other, inst) > 0;
            for (size_t j = 0; j < smaller.n && !known; j++)
                known = !strcmp(smaller.v[j], other);
            if (!known)
                *vec_add(&smaller) = other;
        }
    int number = others ? (int)smaller.n + 1 : 0;
    vec_finish(&smaller);
    return number;
}

static void add_pc(struct str *out, const struct entry *en, const char *inst)
{
    char own[INSTALLATION_HEX];
    int number = inst ? pc_number(en, inst) : 0;
    installation_id(own);
    if (number && !strcmp(own, inst))
        str_addf(out, " · %s", _("this PC"));
    else if (number)
        str_addf(out, _(" · PC %d"), number);
}

char *conflict_who(struct session *s, const struct entry *en, const struct candidate *x)
{
    struct str out = {0};
    char when[32];
    date_print_time(x->time, when);
    str_add(&out, when);
    if (x->office)
        str_addf(&out, " · %s", session_office_name(s, x->office));
    if (x->author)
        str_addf(&out, " · %s", x->author);
    add_pc(&out, en, x->inst);
    return str_take(&out);
}

/* ---- values as the form shows them ------------------------------------------------------------------- */

static char *print_fact(struct session *s, const struct conflict *c, const struct candidate *x)
{
    const char *bytes = x ? x->bytes : c->base;
    if (!strcmp(c->path, "$form") && bytes)
        return entry_form_side(s, c, x);
    char *text = place_plain(bytes), *shown;
    if (!strcmp(c->path, "$status"))
        shown = xstrdup(bytes ? _("(the entry is withdrawn)") : _("(the entry stays, and is edited on)"));
    else if (!*text)
        shown = xstrdup(_("(blank)"));
    else
        shown = xstrdup(!strcmp(c->path, "$unit") ? session_office_name(s, text) : text);
    free(text);
    return shown;
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

static const char *cell_of(const struct field_values *fields, const struct parts *p,
                           const struct field *column)
{
    char *path = xasprintf("%s/%s/%s", p->table->id, p->row, column->id);
    const char *bytes = fields_get(fields, path);
    free(path);
    return bytes;
}

/* "Tên loại hình: Tổ 1 · Số lượng: [5]": marked where it is not what it was. before NULL: nothing is
 * marked. */
static void add_row(struct sheet *sheet, int indent, enum style style, const struct entry *en,
                    const struct parts *p, const struct field_values *row,
                    const struct field_values *before)
{
    struct str out = {0};
    struct marks marks = {0};
    for (size_t c = 0; c < p->table->table->columns.n; c++) {
        const struct field *column = p->table->table->columns.v[c];
        const char *bytes = cell_of(row, p, column);
        bool differs = before && !str_eq0(bytes, cell_of(before, p, column));
        if (!bytes && !differs)
            continue;
        char *shown = place_value(en, column, bytes);
        str_addf(&out, "%s%s: ", out.len ? " · " : "", text_of(&column->label));
        if (differs)
            marked_add(&out, &marks, shown, strlen(shown));
        else
            str_add(&out, shown);
        free(shown);
    }
    if (!out.len)
        str_add(&out, _("(blank)"));
    sheet_add_marked(sheet, indent, style, str_take(&out), STYLE_WARNING, &marks);
    vec_finish(&marks.v);
}

/* The row as it is in the answers that stand now. */
static void merged_fields(const struct entry *en, struct field_values *ret)
{
    json *answers = record_to_json(entry_record(en));
    fields_flatten(answers, ret);
    js_free(answers);
}

/* The revision before the row was removed: the row as it was. */
static bool row_before(struct entry *en, const struct conflict *c, struct field_values *ret)
{
    for (size_t i = 0; i < c->candidates.n; i++) {
        struct field_values gone;
        struct hash parent;
        bool removed = !c->candidates.v[i].bytes;
        if (!removed ||
            !entry_revision_fields(en, &c->candidates.v[i].revision, &gone, &parent, NULL))
            continue;
        fields_finish(&gone);
        if (!hash_is_none(&parent))
            return entry_revision_fields(en, &parent, ret, NULL, NULL);
    }
    return false;
}

/* ---- the sheet ------------------------------------------------------------------------------------------- */

#define VALUE_INDENT 5

static void add_head(struct sheet *sheet, struct session *s, const struct entry *en,
                     const struct conflict *c, size_t i, bool selected)
{
    char *who = conflict_who(s, en, &c->candidates.v[i]);
    struct sheet_para *p = sheet_add(sheet, 1, selected ? STYLE_FOCUS : STYLE_HEADING,
                                     xasprintf("%s %zu  %s", selected ? "▸" : " ", i + 1, who));
    p->tag = (int)i + 1;
    free(who);
}

/* With what a text is compared: of two sides the other one, of more what was before. */
static const char *compared_with(const struct conflict *c, size_t i)
{
    if (c->candidates.n == 2)
        return c->candidates.v[1 - i].bytes;
    return c->base ? c->base : c->candidates.v[i ? 0 : 1].bytes;
}

static void add_side(struct sheet *sheet, struct session *s, struct entry *en,
                     const struct conflict *c, size_t i, bool whole)
{
    const char *bytes = c->candidates.v[i].bytes;
    enum conflict_kind kind = conflict_kind(en, c);
    if (kind == CONFLICT_NARRATIVE) {
        char *text = place_plain(bytes), *other = place_plain(compared_with(c, i));
        marked_text(sheet, VALUE_INDENT, STYLE_NORMAL, "", text, other, whole);
        free(text);
        free(other);
    } else if (kind == CONFLICT_FACT) {
        sheet_add(sheet, VALUE_INDENT, STYLE_NORMAL, print_fact(s, c, &c->candidates.v[i]));
    } else {
        sheet_add(sheet, VALUE_INDENT, STYLE_NORMAL, place_value(en, conflict_field(en, c), bytes));
    }
}

static void add_row_side(struct sheet *sheet, struct entry *en, const struct conflict *c, size_t i,
                         const struct field_values *before)
{
    struct parts p;
    struct field_values row;
    if (!c->candidates.v[i].bytes) {
        sheet_add(sheet, VALUE_INDENT, STYLE_NORMAL, xstrdup(_("(the row is removed)")));
        return;
    }
    if (!split(en, c->path, &p))
        return;
    if (entry_revision_fields(en, &c->candidates.v[i].revision, &row, NULL, NULL)) {
        add_row(sheet, VALUE_INDENT, STYLE_NORMAL, en, &p, &row, before);
        fields_finish(&row);
    }
    free(p.row);
}

static void add_rows(struct sheet *sheet, struct session *s, struct entry *en,
                     const struct conflict *c, size_t selected)
{
    struct field_values before = {0};
    struct parts p;
    bool known = row_before(en, c, &before);
    if (known && split(en, c->path, &p)) {
        sheet_add(sheet, 1, STYLE_DIM, xstrdup(_("Before")));
        add_row(sheet, VALUE_INDENT, STYLE_DIM, en, &p, &before, NULL);
        free(p.row);
    }
    for (size_t i = 0; i < c->candidates.n; i++) {
        add_head(sheet, s, en, c, i, i == selected);
        add_row_side(sheet, en, c, i, known ? &before : NULL);
    }
    fields_finish(&before);
}

/* The row that a cell stands in. */
static void add_context(struct sheet *sheet, const struct entry *en, const struct conflict *c)
{
    struct parts p;
    struct field_values row = {0};
    if (!split(en, c->path, &p))
        return;
    if (!p.is_row && p.at >= 0 && !table_fixed(p.table)) {
        merged_fields(en, &row);
        sheet_add(sheet, 1, STYLE_DIM, xstrdup(_("The whole row")));
        add_row(sheet, VALUE_INDENT, STYLE_DIM, en, &p, &row, NULL);
        fields_finish(&row);
    }
    free(p.row);
}

#define SMALL_ROWS 14     /* less than that: both sides come first */
#define QUESTION_LINES 2

/* Questions of a form are long: cut to so many columns, unless 0. */
static void add_question(struct sheet *sheet, const struct entry *en, const struct conflict *c,
                         int columns)
{
    char *where = conflict_where(en, c);
    struct str out = {0};
    text_fit(&out, where, columns ? columns : INT_MAX);
    sheet_add(sheet, 1, STYLE_LABEL, str_take(&out));
    free(where);
}

#define BASE_LINES 3 /* a longer one stands behind the sides */

static char *base_text(struct session *s, const struct entry *en, const struct conflict *c)
{
    return *c->path == '$' ? print_fact(s, c, NULL)
                           : place_value(en, conflict_field(en, c), c->base);
}

void conflict_sheet(struct sheet *sheet, struct session *s, struct entry *en,
                    const struct conflict *c, size_t selected, bool whole, int rows, int columns)
{
    bool small = rows < SMALL_ROWS;
    char *base = base_text(s, en, c);
    enum conflict_kind kind = conflict_kind(en, c);
    bool below = sheet_count(base, columns - VALUE_INDENT) > (small ? 1 : BASE_LINES);
    bool form = !strcmp(c->path, "$form");
    bool before = kind != CONFLICT_ROW && strcmp(c->path, "$status") != 0 && (!form || c->base);
    sheet_clear(sheet);
    add_question(sheet, en, c, whole ? 0 : (small ? 1 : QUESTION_LINES) * (columns - 2));
    add_context(sheet, en, c);
    if (form)
        sheet_add(sheet, 1, STYLE_DIM,
                  xstrdup(_("The sides were written with different forms. Choose the one that the entry goes on "
                            "with; answers that it has no place for are kept.")));
    for (int round = 0; round < 2; round++) {
        if (before && below == (round == 1)) {
            sheet_add(sheet, 1, STYLE_DIM, xstrdup(_("Before")));
            sheet_add(sheet, VALUE_INDENT, STYLE_DIM, xstrdup(base));
        }
        for (size_t i = 0; i < c->candidates.n && !round && kind != CONFLICT_ROW; i++) {
            add_head(sheet, s, en, c, i, i == selected);
            add_side(sheet, s, en, c, i, whole);
        }
    }
    if (kind == CONFLICT_ROW)
        add_rows(sheet, s, en, c, selected);
    free(base);
}
