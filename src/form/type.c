#include "form/type.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/form.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/number.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* ---- what was typed, made clean ------------------------------------------------------------- */

/* Bytes that are no UTF-8 become U+FFFD one by one, so that the letters around them stay. */
static char *repair(const char *s, size_t n)
{
    struct str b = {0};
    while (n) {
        char letter[4];
        size_t len;
        uint32_t c = utf8_decode(s, n, &len);
        str_addn(&b, letter, utf8_encode(c, letter));
        s += len;
        n -= len;
    }
    return str_take(&b);
}

static char *clean(const char *typed, bool keep_newlines)
{
    char *out;
    if (text_clean(typed, strlen(typed), keep_newlines, &out, NULL))
        return out;
    char *valid = repair(typed, strlen(typed));
    text_clean(valid, strlen(valid), keep_newlines, &out, NULL);
    free(valid);
    return out;
}

/* Takes the blanks at both ends away, in place. */
static void trim(char *s)
{
    size_t n = strlen(s), from = 0, to = 0, len;
    bool inside = false;
    for (size_t i = 0; i < n; i += len) {
        if (text_is_space(utf8_decode(s + i, n - i, &len)))
            continue;
        if (!inside)
            from = i;
        inside = true;
        to = i + len;
    }
    memmove(s, s + from, to - from);
    s[to - from] = '\0';
}

static char *one_line(const char *typed)
{
    char *s = clean(typed, false);
    trim(s);
    return s;
}

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
    return take(VALUE_TEXT, one_line(typed));
}

/* Kept as it stands: blank lines between paragraphs are the author's. Blanks alone are nothing. */
static struct value narrative_parse(const struct field *f, const char *typed)
{
    (void)f;
    char *text = clean(typed, true), *seen = xstrdup(text);
    trim(seen);
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
    char *text = one_line(typed);
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
    char *text = one_line(typed), iso[16];
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

/* ---- choice --------------------------------------------------------------------------------- */

static const char *label_of(const struct option *o, int language)
{
    const char *label = language ? o->label.en : o->label.vi;
    return label ? label : "";
}

const char *choice_exact(const struct field *f, const char *text)
{
    for (size_t i = 0; i < f->options.n; i++)
        if (!strcmp(f->options.v[i].id, text))
            return f->options.v[i].id;
    for (size_t i = 0; i < f->options.n; i++)
        for (int language = 0; language < 2; language++)
            if (!strcmp(label_of(&f->options.v[i], language), text))
                return f->options.v[i].id;
    return NULL;
}

static bool label_begins(const struct option *o, const char *folded, bool whole)
{
    bool found = false;
    for (int language = 0; language < 2 && !found; language++) {
        char *label = fold_plain(label_of(o, language));
        found = whole ? !strcmp(label, folded) : str_starts(label, folded);
        free(label);
    }
    return found;
}

/* The one option whose label is the text without marks, or begins with it; NULL for none or several. */
static const char *choice_begins(const struct field *f, const char *folded, bool whole)
{
    const char *id = NULL;
    for (size_t i = 0; i < f->options.n; i++) {
        if (!label_begins(&f->options.v[i], folded, whole))
            continue;
        if (id)
            return NULL;
        id = f->options.v[i].id;
    }
    return id;
}

static const char *choice_number(const struct field *f, const char *text)
{
    bool digit = text[0] >= '1' && text[0] <= '9' && !text[1];
    size_t i = digit ? (size_t)(text[0] - '1') : f->options.n;
    return i < f->options.n ? f->options.v[i].id : NULL;
}

static const char *choice_find(const struct field *f, const char *text)
{
    char *folded = fold_plain(text);
    const char *id = choice_exact(f, text);
    if (!id)
        id = choice_begins(f, folded, true);
    if (!id)
        id = choice_begins(f, folded, false);
    if (!id)
        id = choice_number(f, text);
    free(folded);
    return id;
}

/* "khác: …" or "khác" alone (in either language): the text after the colon, NULL otherwise. */
static char *other_text(const char *text)
{
    size_t n = strcspn(text, ":");
    char *head = xstrndup(text, n), *rest = NULL;
    trim(head);
    char *folded = fold_plain(head);
    if (!strcmp(folded, "khac") || !strcmp(folded, "other")) {
        rest = xstrdup(text + n + (text[n] == ':'));
        trim(rest);
    }
    free(folded);
    free(head);
    return rest;
}

static struct value choice_parse(const struct field *f, const char *typed)
{
    char *text = one_line(typed);
    const char *id = *text ? choice_find(f, text) : NULL;
    char *other = !id && f->other ? other_text(text) : NULL;
    struct value v;
    if (id)
        v = value_text(id);
    else if (other)
        v = value_other(other);
    else
        return take(VALUE_RAW, text);
    free(other);
    free(text);
    return v;
}

static char *choice_print(const struct field *f, const struct value *v)
{
    const struct option *o = field_option(f, v->text);
    const char *label = o ? text_of(&o->label) : "";
    return xstrdup(*label ? label : v->text);
}

/* The label, unless several options share it. */
static char *choice_edit(const struct field *f, const struct value *v)
{
    char *label = choice_print(f, v);
    const char *id = choice_find(f, label);
    if (id && !strcmp(id, v->text))
        return label;
    free(label);
    return xstrdup(v->text);
}

static bool choice_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    *ret_why = f->other ? _("the id of an option, or {\"value\":\"khac\",\"text\":\"…\"}")
                        : _("the id of an option");
    if (v->kind == VALUE_TEXT)
        return field_option(f, v->text) != NULL;
    return v->kind == VALUE_RAW || (v->kind == VALUE_OTHER && f->other);
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
