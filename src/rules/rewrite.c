/* Two things of an expression are no SQL yet: "row.column" for a cell of a fixed row, which becomes
 * (SELECT column FROM row), and figures whose blanks count as zero, which are read from their
 * column x__zero. Everything else is left as it stands. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

/* Where a piece of the new text came from. */
struct piece {
    size_t from, to;       /* in the new text */
    size_t origin, length; /* in the old one */
};

struct rewritten {
    VEC(struct piece) pieces;
};

size_t rewritten_origin(const struct rewritten *map, size_t offset)
{
    size_t moved = 0; /* how much longer the new text is up to here, of size_t's arithmetic */
    for (size_t i = 0; i < map->pieces.n && map->pieces.v[i].from <= offset; i++) {
        const struct piece *p = &map->pieces.v[i];
        if (offset < p->to)
            return p->origin;
        moved = p->to - (p->origin + p->length);
    }
    return offset - moved;
}

void rewritten_free(struct rewritten *map)
{
    if (!map)
        return;
    vec_finish(&map->pieces);
    free(map);
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool is_named(const char *id, const char *word, size_t len)
{
    return !strncasecmp(id, word, len) && !id[len];
}

static const struct field *find(struct field *const *fields, size_t n, const char *word, size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (is_named(fields[i]->id, word, len))
            return fields[i];
    return NULL;
}

static const struct field *column_of(const struct field *table, const char *word, size_t len)
{
    return find(table->table->columns.v, table->table->columns.n, word, len);
}

const struct field *formula_field(const struct rules *r, const struct formula *f, const char *word,
                                  size_t len)
{
    const struct form *form = r->form;
    const struct field *x = NULL;
    if (f->table >= 0 && (x = column_of(form->fields.v[f->table], word, len)))
        return x;
    if ((x = find(form->fields.v, form->fields.n, word, len)))
        return x;
    for (size_t i = 0; i < form->fields.n && !x; i++)
        if (form->fields.v[i]->table)
            x = column_of(form->fields.v[i], word, len);
    return x;
}

static const struct field *row_named(const struct form *form, const char *word, size_t len,
                                     int *ret_row)
{
    for (size_t i = 0; i < form->fields.n; i++) {
        const struct field *f = form->fields.v[i];
        for (size_t k = 0; f->table && k < f->table->rows.n; k++)
            if (is_named(f->table->rows.v[k].id, word, len)) {
                *ret_row = (int)k;
                return f;
            }
    }
    return NULL;
}

enum blank_mode blank_mode_of(const struct check *check, const struct field *f)
{
    if (!check || !f->type->figure)
        return BLANK_UNDECIDED;
    if (check->blank != BLANK_UNSAID)
        return check->blank;
    if (f->blank != BLANK_UNSAID)
        return f->blank;
    return f->table_field ? f->table_field->table->blank : BLANK_UNDECIDED;
}

/* ---- writing -------------------------------------------------------------------------------- */

struct writer {
    struct rules *r;
    struct formula *f;
    struct rewritten *map;
    struct str out, decided;
    size_t read; /* how far the old text was copied */
};

static void copy_to(struct writer *w, size_t to)
{
    str_addn(&w->out, w->f->text + w->read, to - w->read);
    w->read = to;
}

/* Replaces the text from..to. */
static void put(struct writer *w, size_t from, size_t to, const char *text)
{
    copy_to(w, from);
    size_t at = w->out.len;
    str_add(&w->out, text);
    *vec_add(&w->map->pieces) = (struct piece){at, w->out.len, from, to - from};
    w->read = to;
}

/* One more figure that must not be blank for a check that skips blanks. */
static void __attribute__((format(printf, 2, 3))) or_filled(struct writer *w, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    if (w->decided.len)
        str_add(&w->decided, " OR ");
    str_addvf(&w->decided, fmt, ap);
    str_add(&w->decided, " IS NOT NULL");
    va_end(ap);
}

/* Notes how to see whether a skipped figure is blank: of the row itself, of the entry, or of any
 * row of a table. */
static void skip(struct writer *w, const struct field *f)
{
    if (!f->table_field)
        or_filled(w, "_entry.\"%s\"", f->id);
    else if (f->table_field->index == w->f->table)
        or_filled(w, "\"%s\".\"%s\"", f->table_field->id, f->id);
    else
        or_filled(w, "(SELECT max(\"%s\") FROM \"%s\")", f->id, f->table_field->id);
}

static void put_name(struct writer *w, size_t from, size_t len, const struct field *f)
{
    enum blank_mode mode = f ? blank_mode_of(w->f->check, f) : BLANK_UNDECIDED;
    if (mode != BLANK_ZERO && mode != BLANK_SKIP)
        return;
    char *zero = xasprintf("%s__zero", f->id);
    put(w, from, from + len, zero);
    free(zero);
    if (mode == BLANK_SKIP)
        skip(w, f);
}

static void refuse_closed(struct writer *w, size_t from, const char *row, const char *column)
{
    char *message = xasprintf(_("the cell %s.%s is closed: nothing ever stands there"), row, column);
    formula_complain(w->r, w->f, from, _("name another cell, or open it"), message);
    free(message);
}

static void put_cell(struct writer *w, size_t from, size_t to, const struct field *table, int row,
                     const char *column, size_t len)
{
    const char *id = table->table->rows.v[row].id;
    const struct field *f = column_of(table, column, len);
    struct field *cell = f && table->table->rows.v[row].cells ? table_cell(table, row, f->index) : NULL;
    enum blank_mode mode = cell ? blank_mode_of(w->f->check, cell) : BLANK_UNDECIDED;
    bool zero = mode == BLANK_ZERO || mode == BLANK_SKIP;
    if (f && !cell && table->table->rows.v[row].cells)
        refuse_closed(w, from, id, f->id);
    char *text = xasprintf("(SELECT %s.%.*s%s FROM %s)", id, (int)len, column, zero ? "__zero" : "",
                           id);
    put(w, from, to, text);
    free(text);
    if (mode == BLANK_SKIP)
        or_filled(w, "(SELECT \"%s\" FROM \"%s\")", f->id, id);
}

/* Where the name behind "word." begins; 0: there is none. */
static size_t behind_point(const char *s, size_t at)
{
    at += strspn(s + at, " \t\n");
    if (s[at] != '.')
        return 0;
    at++;
    return at + strspn(s + at, " \t\n");
}

static void put_word(struct writer *w, size_t *at, size_t from, size_t len)
{
    const char *s = w->f->text;
    size_t second = behind_point(s, from + len), second_from, second_len;
    bool literal;
    if (!second) {
        put_name(w, from, len, formula_field(w->r, w->f, s + from, len));
        return;
    }
    if (!sandbox_next_word(s, at, &second_from, &second_len, &literal) || second_from != second ||
        literal)
        return;
    int row;
    const struct field *table = row_named(w->r->form, s + from, len, &row);
    if (table) {
        put_cell(w, from, second + second_len, table, row, s + second, second_len);
        return;
    }
    table = find(w->r->form->fields.v, w->r->form->fields.n, s + from, len);
    if (table && table->table)
        put_name(w, second, second_len, column_of(table, s + second, second_len));
    else if (is_named("_entry", s + from, len))
        put_name(w, second, second_len,
                 find(w->r->form->fields.v, w->r->form->fields.n, s + second, second_len));
}

char *rewrite(struct rules *r, struct formula *f, struct rewritten **ret_map)
{
    struct writer w = {.r = r, .f = f, .map = xcalloc(1, sizeof *w.map)};
    size_t at = 0, from, len;
    bool literal;
    while (sandbox_next_word(f->text, &at, &from, &len, &literal))
        if (!literal)
            put_word(&w, &at, from, len);
    copy_to(&w, strlen(f->text));
    free(f->decided);
    f->decided = w.decided.len ? str_take(&w.decided) : NULL;
    str_finish(&w.decided);
    *ret_map = w.map;
    return str_take(&w.out);
}
