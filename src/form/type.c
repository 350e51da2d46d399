#include "form/type.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/choice.h"
#include "form/form.h"
#include "form/typed.h"
#include "text/date.h"
#include "text/number.h"

/* Takes text over. */
static struct value take(enum value_kind kind, char *text)
{
    if (*text)
        return (struct value){kind, 0, text};
    free(text);
    return VALUE_NONE;
}

static bool take_missing(const char *text, struct value *ret)
{
    static const char *const codes[] = {MISSING_NO_FIGURES, MISSING_NOT_APPLICABLE};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strcasecmp(text, codes[i]))
            continue;
        *ret = value_missing(codes[i]);
        return true;
    }
    return false;
}

/* ---- text, narrative, unit ------------------------------------------------------------------ */

static struct value text_parse(const struct field *f, const char *typed)
{
    (void)f;
    return take(VALUE_TEXT, typed_line(typed));
}

/* Kept as it stands: blank lines between paragraphs are the author's. Blanks alone are nothing. */
static struct value narrative_parse(const struct field *f, const char *typed)
{
    (void)f;
    char *text = typed_clean(typed, true), *seen = xstrdup(text);
    typed_trim(seen);
    if (!*seen)
        *text = '\0';
    free(seen);
    return take(VALUE_TEXT, text);
}

static char *text_print(const struct field *f, const struct value *v)
{
    (void)f;
    return xstrdup(v->text);
}

static bool text_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    (void)f;
    *ret_why = _("a text in quotation marks");
    return v->kind == VALUE_TEXT;
}

static bool unit_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    (void)f;
    *ret_why = _("the id of a unit, in quotation marks");
    return v->kind == VALUE_TEXT;
}

/* ---- integer -------------------------------------------------------------------------------- */

static struct value integer_parse(const struct field *f, const char *typed)
{
    (void)f;
    char *text = typed_line(typed);
    struct value v;
    int64_t n;
    if (number_parse(text, &n))
        v = value_integer(n);
    else if (!take_missing(text, &v))
        return take(VALUE_RAW, text);
    free(text);
    return v;
}

static char *integer_print(const struct field *f, const struct value *v)
{
    (void)f;
    char out[32];
    return xstrdup(number_print(v->integer, out));
}

/* Without groups: so it reads the same in both languages. */
static char *integer_edit(const struct field *f, const struct value *v)
{
    (void)f;
    return xasprintf("%lld", (long long)v->integer);
}

static bool integer_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    const int64_t limit = (int64_t)1 << 53;
    (void)f;
    *ret_why = _("a whole number (at most 9007199254740992, no fraction)");
    if (v->kind == VALUE_INTEGER)
        return v->integer >= -limit && v->integer <= limit;
    return v->kind == VALUE_RAW || v->kind == VALUE_MISSING;
}

/* ---- date ----------------------------------------------------------------------------------- */

static struct value date_field_parse(const struct field *f, const char *typed)
{
    (void)f;
    char *text = typed_line(typed), iso[16];
    struct value v;
    struct date d;
    if (date_parse(text, &d)) {
        date_iso(d, iso);
        v = value_text(iso);
    } else if (!take_missing(text, &v)) {
        return take(VALUE_RAW, text);
    }
    free(text);
    return v;
}

static char *date_field_print(const struct field *f, const struct value *v)
{
    (void)f;
    struct date d;
    char out[16];
    if (!date_parse_iso(v->text, &d))
        return xstrdup(v->text);
    date_print(d, out);
    return xstrdup(out);
}

static bool date_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    struct date d;
    (void)f;
    *ret_why = _("a date such as \"2015-06-25\"");
    if (v->kind == VALUE_TEXT)
        return date_parse_iso(v->text, &d);
    return v->kind == VALUE_RAW || v->kind == VALUE_MISSING;
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
    [TYPE_INTEGER] = {.name = "integer", .widget = WIDGET_LINE, .right = true,
                      .parse = integer_parse, .print = integer_print, .edit = integer_edit,
                      .accepts = integer_accepts, .sql = "INTEGER"},
    [TYPE_DATE] = {.name = "date", .widget = WIDGET_LINE, .parse = date_field_parse,
                   .print = date_field_print, .accepts = date_accepts, .sql = "TEXT"},
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

static char *other_print(const struct value *v)
{
    return *v->text ? xasprintf("%s: %s", _("Other"), v->text) : xstrdup(_("Other"));
}

static char *missing_print(const struct value *v)
{
    return xstrdup(!strcmp(v->text, MISSING_NO_FIGURES) ? _("no figures") : _("not applicable"));
}

/* Whether a plain value is what the type's own print and edit expect. */
static bool is_plain(const struct field *f, const struct value *v)
{
    return v->kind == (f->type == &field_types[TYPE_INTEGER] ? VALUE_INTEGER : VALUE_TEXT);
}

char *field_print(const struct field *f, const struct value *v)
{
    if (is_plain(f, v))
        return f->type->print(f, v);
    if (v->kind == VALUE_MISSING)
        return missing_print(v);
    if (v->kind == VALUE_OTHER)
        return other_print(v);
    if (v->kind == VALUE_INTEGER)
        return integer_print(f, v);
    return xstrdup(v->text ? v->text : "");
}

char *field_edit_text(const struct field *f, const struct value *v)
{
    if (is_plain(f, v))
        return f->type->edit ? f->type->edit(f, v) : f->type->print(f, v);
    if (v->kind == VALUE_OTHER)
        return other_print(v);
    if (v->kind == VALUE_INTEGER)
        return integer_edit(f, v);
    return xstrdup(v->text ? v->text : "");
}
