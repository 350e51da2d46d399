#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/typed.h"
#include "text/fold.h"
#include "text/number.h"
#include "text/unicode.h"
#include "tui/grid.h"

const struct table *grid_table(const struct grid *g)
{
    return widget_field(&g->w)->table;
}

const struct field *grid_field(const struct grid *g, int column)
{
    return grid_table(g)->columns.v[column];
}

int grid_columns(const struct grid *g)
{
    return (int)grid_table(g)->columns.n;
}

int grid_rows(const struct grid *g)
{
    return record_rows(entry_record(g->w.entry), g->w.field);
}

int grid_last_row(const struct grid *g)
{
    int rows = grid_rows(g), max = grid_table(g)->max_rows;
    bool closed = entry_readonly(g->w.entry) || (max > 0 && rows >= max);
    return closed && rows > 0 ? rows - 1 : rows;
}

struct place grid_place(const struct grid *g, int row, int column)
{
    return (struct place){g->w.field, row, column};
}

const struct field *grid_cell(const struct grid *g, int row, int column)
{
    return table_cell(widget_field(&g->w), row, column);
}

const struct value *grid_value(const struct grid *g, int row, int column)
{
    static const struct value blank;
    struct place p = grid_place(g, row, column);
    const struct rules *rules = entry_rules(g->w.entry);
    bool asked = row < grid_rows(g) && rules_relevant(rules, p);
    return asked ? rules_value(rules, p) : &blank;
}

/* ---- options --------------------------------------------------------------------------------- */

static bool is_unit(const struct field *f)
{
    return f->type == &field_types[TYPE_UNIT];
}

static bool is_boolean(const struct field *f)
{
    return f->type == &field_types[TYPE_BOOLEAN];
}

int grid_option_count(const struct grid *g, const struct field *f)
{
    const struct catalogue *c = entry_catalogue(g->w.entry);
    if (!f)
        return 0;
    if (is_unit(f))
        return c ? (int)c->units.n : 0;
    if (is_boolean(f))
        return 2;
    return f->type == &field_types[TYPE_CHOICE] ? (int)f->options.n + f->other : 0;
}

const char *grid_option_id(const struct grid *g, const struct field *f, int option)
{
    if (is_unit(f))
        return entry_catalogue(g->w.entry)->units.v[option].id;
    if (is_boolean(f))
        return option ? "false" : "true";
    return option < (int)f->options.n ? f->options.v[option].id : NULL;
}

struct value grid_option_value(const struct field *f, const char *id)
{
    return is_boolean(f) ? value_of_boolean(*id == 't') : value_text(id);
}

const char *grid_option_label(const struct grid *g, const struct field *f, int option)
{
    const char *id = grid_option_id(g, f, option);
    if (is_unit(f))
        return catalogue_office_name(entry_catalogue(g->w.entry), id);
    if (is_boolean(f))
        return option ? _("No") : _("Yes");
    return id ? text_of(&f->options.v[option].label) : _("Other");
}

/* folded fits at the beginning of a word of the label. */
static bool begins_word(const char *label, const char *folded)
{
    char *hay = fold_plain(label);
    bool fits = str_starts(hay, folded);
    for (const char *p = strchr(hay, ' '); p && !fits; p = strchr(p + 1, ' '))
        fits = str_starts(p + 1, folded);
    free(hay);
    return fits;
}

/* The option that is the text's whole meaning: its number, its id, its label; -1: none. */
static int option_exact(const struct grid *g, const struct field *f, const char *text)
{
    bool numbered = f->type == &field_types[TYPE_CHOICE] && text[0] >= '1' && text[0] <= '9' && !text[1];
    int n = grid_option_count(g, f);
    if (numbered && text[0] - '1' < n)
        return text[0] - '1';
    char *folded = fold_plain(text);
    int found = -1;
    for (int i = 0; i < n && found < 0; i++) {
        char *label = fold_plain(grid_option_label(g, f, i));
        const char *id = grid_option_id(g, f, i);
        if ((id && !strcmp(id, text)) || !strcmp(label, folded))
            found = i;
        free(label);
    }
    free(folded);
    return found;
}

void grid_option_find(const struct grid *g, const struct field *f, const char *text,
                      struct int_list *ret)
{
    int n = grid_option_count(g, f);
    int exact = n && *text ? option_exact(g, f, text) : -1;
    vec_clear(ret);
    if (exact >= 0) {
        *vec_add(ret) = exact;
        return;
    }
    char *folded = fold_plain(text);
    for (int i = 0; i < n; i++)
        if (begins_word(grid_option_label(g, f, i), folded))
            *vec_add(ret) = i;
    bool none = ret->n == 0;
    for (int i = 0; i < n && none; i++)
        if (fold_matches(grid_option_label(g, f, i), text))
            *vec_add(ret) = i;
    free(folded);
}

/* ---- values ---------------------------------------------------------------------------------- */

char *grid_print(const struct grid *g, const struct field *f, const struct value *v)
{
    const struct catalogue *c = entry_catalogue(g->w.entry);
    if (!f)
        return xstrdup("");
    if (is_unit(f) && v->kind == VALUE_TEXT && c && catalogue_find(c, v->text))
        return xstrdup(catalogue_office_name(c, v->text));
    return field_print(f, v);
}

/* A text that fits only one option means that one. */
static const char *only_option(const struct grid *g, const struct field *f, const char *text)
{
    struct int_list found = {0};
    grid_option_find(g, f, text, &found);
    const char *id = found.n == 1 ? grid_option_id(g, f, found.v[0]) : NULL;
    vec_finish(&found);
    return id;
}

struct value grid_parse(const struct grid *g, const struct field *f, const char *text)
{
    struct value v = typed_read(f, text, widget_year(&g->w));
    bool open = v.kind == VALUE_RAW || (is_unit(f) && v.kind == VALUE_TEXT);
    const char *id = open && grid_option_count(g, f) ? only_option(g, f, v.text) : NULL;
    if (!id)
        return v;
    value_finish(&v);
    return grid_option_value(f, id);
}

/* ---- totals ---------------------------------------------------------------------------------- */

void grid_total_changed(struct grid *g, int column)
{
    bool all = column < 0 || g->lively;
    g->laid.good = false;
    for (int i = 0; i < grid_columns(g); i++)
        if (all || i == column)
            g->totals[i].fresh = false;
    for (int i = 0; i < grid_columns(g) && column < 0; i++)
        g->widest[i] = -1;
}

static int figure_width(const struct field *f, const struct value *v)
{
    char out[32];
    if (f->type == &field_types[TYPE_INTEGER] && v->kind == VALUE_INTEGER)
        return (int)strlen(number_print(v->integer, out));
    char *text = field_print(f, v);
    int width = text_width(text, strlen(text));
    free(text);
    return width;
}

void grid_widen(struct grid *g, int column, const struct field *f, const struct value *v)
{
    struct figure figure;
    if (!f || !f->type->figure || g->widest[column] < 0 || !value_figure(v, &figure))
        return;
    int width = figure_width(f, v) + (f->value.text ? 2 : 0); /* "= " */
    if (width > g->widest[column])
        g->widest[column] = width;
}

const struct grid_total *grid_total(struct grid *g, int column)
{
    const struct table *t = grid_table(g);
    struct grid_total *total = &g->totals[column];
    bool summed = false;
    for (size_t i = 0; i < t->totals.n; i++)
        summed = summed || t->totals.v[i] == column;
    if (!summed)
        return NULL;
    if (!total->fresh) {
        total->any = rules_sum(entry_rules(g->w.entry), g->w.field, column, &total->sum);
        total->fresh = true;
    }
    return total->any ? total : NULL;
}
