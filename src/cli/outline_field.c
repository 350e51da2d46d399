/* What a field asks for, and the rows of a table that the form fixes. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/outline.h"
#include "text/unicode.h"
#include "text/wrap.h"

/* More columns than these have no signs: their labels leave no room. */
#define SIGNS_MAX 16

static void add_limits(struct str *line, const struct field *f)
{
    char limit[40];
    if (f->required)
        outline_add(line, "%s", _("required"));
    if (f->has_min)
        outline_add(line, "≥ %s", decimal_print(f->min, limit));
    if (f->has_max)
        outline_add(line, "≤ %s", decimal_print(f->max, limit));
    if (f->places)
        outline_add(line, _("%d digits after the comma"), f->places);
    if (f->min_length)
        outline_add(line, _("%d letters at least"), f->min_length);
    if (f->max_length)
        outline_add(line, _("%d letters at most"), f->max_length);
    if (f->pattern)
        outline_add(line, _("pattern %s"), f->pattern);
    if (f->unique)
        outline_add(line, "%s", _("no two rows alike"));
    if (f->codes & CODE_NO_FIGURES)
        outline_add(line, _("or %s (no figures)"), MISSING_NO_FIGURES);
    if (f->codes & CODE_NOT_APPLICABLE)
        outline_add(line, _("or %s (not applicable)"), MISSING_NOT_APPLICABLE);
    if (f->at_least)
        outline_add(line, "%s", _("may be a lower bound (100+)"));
    if (f->estimate)
        outline_add(line, "%s", _("may be estimated (~100)"));
}

static void add_options(struct str *line, const struct field *f)
{
    if (f->several)
        outline_add(line, "%s", _("several"));
    for (size_t i = 0; i < f->options.n; i++)
        str_addf(line, "%s%s", i ? " | " : ": ", text_of(&f->options.v[i].label));
    if (f->other)
        str_addf(line, " | %s", _("other (with text)"));
}

/* "given" and "proposed" have the value behind them. */
static void add_value(struct str *line, const struct field *f, const struct value *v,
                      const char *what)
{
    if (value_is_blank(v))
        return;
    char *text = field_print(f, v);
    outline_add(line, "%s: %s", what, text);
    free(text);
}

static void add_made(struct str *line, const struct field *f)
{
    if (f->value.text)
        outline_add(line, "%s: %s", _("computed"), f->value.text);
    add_value(line, f, &f->given, _("given"));
    add_value(line, f, &f->proposed, _("proposed"));
    for (size_t i = 0; i < f->was.n; i++)
        outline_add(line, _("earlier %s"), f->was.v[i]);
}

static const char *precision_word(const struct field *f)
{
    static const char *const words[] = {[DATE_DAY] = NULL,
                                        [DATE_MONTH] = N_("a month"),
                                        [DATE_QUARTER] = N_("a quarter"),
                                        [DATE_YEAR] = N_("a year")};
    return words[f->precision];
}

void outline_field_facts(struct str *line, const struct field *f)
{
    outline_add(line, "%s", f->type->name);
    if (precision_word(f))
        outline_add(line, "%s", _(precision_word(f)));
    if (!text_is_empty(&f->measure))
        outline_add(line, "%s", text_of(&f->measure));
    add_limits(line, f);
    add_options(line, f);
    add_made(line, f);
}

/* ---- fixed rows ----------------------------------------------------------------------------- */

static const char *sign(const struct field *cell)
{
    if (!cell)
        return "×";
    if (cell->value.text)
        return "=";
    return value_is_blank(&cell->given) ? "·" : "!";
}

/* "1.1 Trong đó nam (người) [nam]". */
static void row_text(struct str *line, const struct fixed_row *r)
{
    str_addf(line, "%s%s%s", r->number ? r->number : "", r->number ? " " : "",
             text_of(&r->label));
    if (!text_is_empty(&r->measure))
        str_addf(line, " (%s)", text_of(&r->measure));
    str_addf(line, " [%s]", r->id);
}

static void print_signs(const struct table *t, const struct fixed_row *r, int blanks, FILE *out)
{
    if (t->columns.n > SIGNS_MAX || r->heading)
        return;
    fprintf(out, "%*s", blanks, "");
    for (size_t i = 0; i < t->columns.n; i++)
        fprintf(out, " %s", sign(r->cells[i]));
}

/* The label in its columns, the signs behind its last line. */
static void print_row(const struct table *t, const struct fixed_row *r, FILE *out)
{
    int indent = 6 + r->level * 2, signs = t->columns.n <= SIGNS_MAX ? 2 * (int)t->columns.n : 0;
    int room = OUTLINE_COLUMNS - indent - signs - 2; /* later lines hang by two */
    struct str line = {0}, shown = {0};
    struct wrap_lines lines = {0};
    row_text(&line, r);
    wrap(str_text(&line), line.len, room, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        int hang = i ? 2 : 0;
        size_t to = lines.v[i].to;
        while (to > lines.v[i].from && line.s[to - 1] == ' ')
            to--;
        str_clear(&shown);
        str_addn(&shown, line.s + lines.v[i].from, to - lines.v[i].from);
        fprintf(out, "%*s%s", indent + hang, "", str_text(&shown));
        if (i + 1 == lines.n)
            print_signs(t, r, room + 2 - hang - text_width(str_text(&shown), shown.len), out);
        fputc('\n', out);
    }
    vec_finish(&lines);
    str_finish(&line);
    str_finish(&shown);
}

/* What the row's figures are, where they are not what its columns are. */
static void add_own(struct str *line, const struct fixed_row *r, const struct table *t)
{
    for (size_t i = 0; i < t->columns.n && !r->heading; i++) {
        const struct field *cell = r->cells[i], *column = t->columns.v[i];
        bool same = !cell || cell == column || cell->value.text ||
                    (cell->type == column->type && cell->has_min == column->has_min &&
                     cell->has_max == column->has_max && cell->places == column->places &&
                     cell->required == column->required && cell->codes == column->codes);
        if (same)
            continue;
        struct field plain = *cell;
        plain.given = plain.proposed = VALUE_NONE;
        plain.measure = (struct text){NULL, NULL};
        plain.was.n = 0;
        outline_field_facts(line, &plain);
        return;
    }
}

static void print_row_facts(const struct fixed_row *r, const struct table *t, FILE *out)
{
    struct str line = {0};
    add_own(&line, r, t);
    if (r->when.text)
        outline_add(&line, "%s: %s", _("only where"), r->when.text);
    for (size_t i = 0; i < r->sum_of.n; i++)
        str_addf(&line, "%s%s", i ? " + " : line.len ? ", = " : "= ",
                 t->rows.v[r->sum_of.v[i]].id);
    for (size_t i = 0; i < t->columns.n && t->columns.n > SIGNS_MAX && !r->heading; i++)
        if (!r->cells[i])
            outline_add(&line, "× %s", t->columns.v[i]->id);
    if (line.len)
        outline_print(out, 10, 12, str_text(&line));
    str_finish(&line);
}

void outline_rows(const struct field *table, FILE *out)
{
    const struct table *t = table->table;
    fprintf(out, "      %s (· %s, × %s, = %s, ! %s)\n", _("Rows"), _("to fill in"), _("closed"),
            _("computed"), _("given"));
    for (size_t i = 0; i < t->rows.n; i++) {
        print_row(t, &t->rows.v[i], out);
        print_row_facts(&t->rows.v[i], t, out);
    }
}
