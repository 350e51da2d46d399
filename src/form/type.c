#include "form/type.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/choice.h"
#include "form/figure.h"
#include "form/form.h"
#include "form/typed.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/number.h"

/* Takes text over. */
static struct value take(enum value_kind kind, char *text)
{
    if (*text)
        return (struct value){kind, 0, text};
    free(text);
    return VALUE_NONE;
}

static bool is_allowed_code(const struct field *f, const struct value *v)
{
    return v->kind == VALUE_MISSING && code_allowed(f, v->text);
}

/* ---- text, narrative, unit ------------------------------------------------------------------ */

/* Takes text over. */
static struct value coded_or_text(const struct field *f, char *text)
{
    struct value v;
    if (!typed_code(f, text, &v))
        return take(VALUE_TEXT, text);
    free(text);
    return v;
}

static struct value text_parse(const struct field *f, const char *typed)
{
    return coded_or_text(f, typed_line(typed));
}

/* Kept as it stands: blank lines between paragraphs are the author's. Blanks alone are nothing. */
static struct value narrative_parse(const struct field *f, const char *typed)
{
    struct value v;
    char *text = typed_clean(typed, true), *seen = xstrdup(text);
    typed_trim(seen);
    bool coded = typed_code(f, seen, &v);
    if (!*seen || coded)
        *text = '\0';
    free(seen);
    struct value all = take(VALUE_TEXT, text);
    return coded ? v : all;
}

static char *text_print(const struct field *f, const struct value *v)
{
    (void)f;
    return xstrdup(v->text);
}

static bool text_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    *ret_why = _("a text in quotation marks");
    return v->kind == VALUE_TEXT || is_allowed_code(f, v);
}

static bool unit_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    *ret_why = _("the id of a unit, in quotation marks");
    return v->kind == VALUE_TEXT || is_allowed_code(f, v);
}

/* ---- date ----------------------------------------------------------------------------------- */

static struct value date_field_parse(const struct field *f, const char *typed)
{
    char *text = typed_line(typed), stored[16];
    struct value v;
    struct date d;
    if (date_parse_as(text, f->precision, &d)) {
        date_stored(d, f->precision, stored);
        v = value_text(stored);
    } else if (!typed_code(f, text, &v)) {
        return take(VALUE_RAW, text);
    }
    free(text);
    return v;
}

static char *date_field_print(const struct field *f, const struct value *v)
{
    struct date d;
    char out[32];
    if (!date_parse_stored(v->text, f->precision, &d))
        return xstrdup(v->text);
    date_print_as(d, f->precision, out);
    return xstrdup(out);
}

static char *date_field_edit(const struct field *f, const struct value *v)
{
    struct date d;
    char out[32];
    if (!date_parse_stored(v->text, f->precision, &d))
        return xstrdup(v->text);
    date_edit_as(d, f->precision, out);
    return xstrdup(out);
}

static bool date_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    static const char *const expected[] = {
        [DATE_DAY] = N_("a date such as \"2015-06-25\""),
        [DATE_MONTH] = N_("a month such as \"2015-06\""),
        [DATE_QUARTER] = N_("a quarter such as \"2015-Q2\""),
        [DATE_YEAR] = N_("a year such as \"2015\""),
    };
    struct date d;
    *ret_why = _(expected[f->precision]);
    if (v->kind == VALUE_TEXT)
        return date_parse_stored(v->text, f->precision, &d);
    return v->kind == VALUE_RAW || v->kind == VALUE_MISSING;
}

/* ---- boolean -------------------------------------------------------------------------------- */

static bool is_among(const char *text, const char *const *words)
{
    while (*words && strcmp(text, *words) != 0)
        words++;
    return *words;
}

static struct value boolean_parse(const struct field *f, const char *typed)
{
    static const char *const yes[] = {"c", "co", "x", "1", "dung", "y", "yes", "true", NULL};
    static const char *const no[] = {"k", "kh", "khong", "0", "sai", "n", "no", "false", NULL};
    char *text = typed_line(typed), *folded = fold_plain(text);
    struct value v;
    bool said_yes = is_among(folded, yes), said = said_yes || is_among(folded, no);
    free(folded);
    if (said)
        v = value_of_boolean(said_yes);
    else if (!typed_code(f, text, &v))
        return take(VALUE_RAW, text);
    free(text);
    return v;
}

static char *boolean_print(const struct field *f, const struct value *v)
{
    bool yes = false;
    (void)f;
    value_boolean(v, &yes);
    return xstrdup(yes ? _("Yes") : _("No"));
}

static bool boolean_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    bool yes;
    (void)f;
    *ret_why = _("true or false");
    return value_boolean(v, &yes) || v->kind == VALUE_RAW || v->kind == VALUE_MISSING;
}

/* ---- table ---------------------------------------------------------------------------------- */

/* A table has no value of its own: its cells have. */
static struct value table_parse(const struct field *f, const char *typed)
{
    return text_parse(f, typed);
}

static bool table_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    (void)f;
    (void)v;
    *ret_why = _("a list of rows");
    return false;
}

const struct field_type field_types[TYPE_COUNT] = {
    [TYPE_TEXT] = {.name = "text", .widget = WIDGET_LINE, .typing = true,
                   .parse = text_parse, .print = text_print, .accepts = text_accepts,
                   .sql = "TEXT"},
    [TYPE_NARRATIVE] = {.name = "narrative", .widget = WIDGET_NARRATIVE, .typing = true,
                        .narrative = true, .parse = narrative_parse, .print = text_print,
                        .accepts = text_accepts, .sql = "TEXT"},
    [TYPE_INTEGER] = {.name = "integer", .widget = WIDGET_LINE, .right = true, .figure = true,
                      .parse = figure_parse, .print = figure_print, .edit = figure_edit,
                      .accepts = integer_accepts, .sql = "INTEGER"},
    [TYPE_DECIMAL] = {.name = "decimal", .widget = WIDGET_LINE, .right = true, .figure = true,
                      .parse = figure_parse, .print = figure_print, .edit = figure_edit,
                      .accepts = decimal_accepts, .sql = "REAL"},
    [TYPE_PERCENT] = {.name = "percent", .widget = WIDGET_LINE, .right = true, .figure = true,
                      .parse = figure_parse, .print = figure_print, .edit = figure_edit,
                      .accepts = decimal_accepts, .sql = "REAL"},
    [TYPE_MONEY] = {.name = "money", .widget = WIDGET_LINE, .right = true, .figure = true,
                    .parse = figure_parse, .print = figure_print, .edit = figure_edit,
                    .accepts = decimal_accepts, .sql = "REAL"},
    [TYPE_DATE] = {.name = "date", .widget = WIDGET_LINE, .parse = date_field_parse,
                   .print = date_field_print, .edit = date_field_edit, .accepts = date_accepts,
                   .sql = "TEXT"},
    [TYPE_BOOLEAN] = {.name = "boolean", .widget = WIDGET_LINE, .typing = true,
                      .parse = boolean_parse, .print = boolean_print, .accepts = boolean_accepts,
                      .sql = "INTEGER"},
    [TYPE_CHOICE] = {.name = "choice", .widget = WIDGET_CHOICE, .typing = true,
                     .parse = choice_parse, .print = choice_print, .edit = choice_edit,
                     .accepts = choice_accepts, .sql = "TEXT"},
    [TYPE_UNIT] = {.name = "unit", .widget = WIDGET_LINE, .parse = text_parse,
                   .print = text_print, .accepts = unit_accepts, .sql = "TEXT"},
    [TYPE_TABLE] = {.name = "table", .widget = WIDGET_GRID, .parse = table_parse,
                    .print = text_print, .accepts = table_accepts},
};

const struct field_type *field_type_find(const char *name)
{
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (!strcmp(field_types[i].name, name))
            return &field_types[i];
    return NULL;
}

enum type_id field_type_id(const struct field_type *t)
{
    return (enum type_id)(t - field_types);
}

/* ---- any value ------------------------------------------------------------------------------ */

/* Whether the type's own print and edit know what to do with it. */
static bool is_own(const struct field *f, const struct value *v)
{
    struct figure figure;
    bool yes;
    if (f->type->figure)
        return value_figure(v, &figure);
    if (f->type == &field_types[TYPE_BOOLEAN])
        return value_boolean(v, &yes);
    if (f->type == &field_types[TYPE_CHOICE])
        return choice_prints(f, v);
    return v->kind == VALUE_TEXT;
}

static char *foreign_text(const struct value *v, bool edit)
{
    char out[32];
    if (v->kind == VALUE_INTEGER)
        return edit ? xasprintf("%lld", (long long)v->integer)
                    : xstrdup(number_print(v->integer, out));
    if (v->kind == VALUE_OTHER)
        return choice_other_text(v->text);
    return xstrdup(v->text ? v->text : "");
}

char *field_print(const struct field *f, const struct value *v)
{
    if (is_own(f, v))
        return f->type->print(f, v);
    return v->kind == VALUE_MISSING ? xstrdup(code_label(v->text)) : foreign_text(v, false);
}

char *field_edit_text(const struct field *f, const struct value *v)
{
    if (is_own(f, v))
        return f->type->edit ? f->type->edit(f, v) : f->type->print(f, v);
    return foreign_text(v, true);
}

/* ---- fitness -------------------------------------------------------------------------------- */

static enum field_fit figure_fit(const struct field *f, const struct value *v)
{
    struct figure figure;
    const char *why;
    if (!f->type->accepts(f, v, &why) || !value_figure(v, &figure))
        return FIT_TYPE;
    if ((figure.at_least && !f->at_least) || (figure.estimate && !f->estimate))
        return FIT_FLAG;
    return !figure_is_whole(f) && figure.size.places > f->places ? FIT_PLACES : FIT_GOOD;
}

static bool is_of_type(const struct field *f, const struct value *v)
{
    const char *why;
    switch (field_type_id(f->type)) {
    case TYPE_DATE:
    case TYPE_BOOLEAN:
        return f->type->accepts(f, v, &why);
    case TYPE_CHOICE:
        return choice_prints(f, v) || (v->kind == VALUE_OTHER && !f->several);
    default:
        return v->kind == VALUE_TEXT;
    }
}

enum field_fit field_fit(const struct field *f, const struct value *v)
{
    if (value_is_blank(v))
        return FIT_GOOD;
    if (v->kind == VALUE_RAW)
        return FIT_TYPE;
    if (v->kind == VALUE_MISSING)
        return code_allowed(f, v->text) ? FIT_GOOD : FIT_CODE;
    if (f->type->figure)
        return figure_fit(f, v);
    return is_of_type(f, v) ? FIT_GOOD : FIT_TYPE;
}
