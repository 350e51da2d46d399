#include "form/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/form.h"
#include "form/typed.h"
#include "text/fold.h"
#include "text/number.h"

#define SIZE_MAX_WHOLE (INT64_C(1) << 53)

static bool is_type(const struct field *f, enum type_id type)
{
    return f->type == &field_types[type];
}

bool figure_is_whole(const struct field *f)
{
    return is_type(f, TYPE_INTEGER);
}

/* ---- typed ---------------------------------------------------------------------------------- */

/* Without marks, as fold_plain leaves them; a word that begins another stands behind it. */
static const char *const bound_words[] = {"tren", "hon", "it nhat", "over", "more than",
                                          "at least", ">=", "≥", ">", NULL};
static const char *const estimate_words[] = {"khoang", "uoc", "about", "~", "≈", NULL};

static bool skip_word(const char **s, const char *const *words)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        if (!str_starts(*s, *words))
            continue;
        *s += n + strspn(*s + n, " \t");
        return true;
    }
    return false;
}

/* Takes the ending away, and blanks before it. */
static bool cut_ending(char *s, const char *ending)
{
    size_t n = strlen(s), k = strlen(ending);
    if (n < k || strcmp(s + n - k, ending) != 0)
        return false;
    s[n - k] = '\0';
    typed_trim(s);
    return true;
}

static bool read_size(const struct field *f, const char *s, struct decimal *ret)
{
    int64_t whole;
    if (!figure_is_whole(f))
        return decimal_parse(s, ret);
    if (!number_parse(s, &whole))
        return false;
    *ret = decimal_of(whole);
    return true;
}

/* s is folded, and changed. */
static bool read_figure(const struct field *f, char *s, struct figure *ret)
{
    struct figure found = {0};
    bool bound, estimate;
    typed_trim(s);
    const char *p = s;
    if (cut_ending(s, "+") || cut_ending(s, "tro len"))
        found.at_least = true;
    if (is_type(f, TYPE_PERCENT))
        cut_ending(s, "%");
    do {
        bound = skip_word(&p, bound_words);
        estimate = skip_word(&p, estimate_words);
        found.at_least |= bound;
        found.estimate |= estimate;
    } while (bound || estimate);
    if ((found.at_least && !f->at_least) || (found.estimate && !f->estimate) ||
        !read_size(f, p, &found.size))
        return false;
    *ret = found;
    return true;
}

struct value figure_parse(const struct field *f, const char *typed)
{
    char *text = typed_line(typed);
    struct value v;
    struct figure figure;
    if (typed_code(f, text, &v)) {
        free(text);
        return v;
    }
    char *folded = fold_plain(text);
    bool found = read_figure(f, folded, &figure);
    v = found ? value_of_figure(figure, figure_is_whole(f)) : value_raw(text);
    free(folded);
    free(text);
    return v;
}

/* ---- shown ---------------------------------------------------------------------------------- */

static char *with_flags(struct figure figure, const char *size, const char *unit)
{
    char *about = xasprintf("%s%s%s", figure.estimate ? "~" : "", size, unit);
    if (!figure.at_least)
        return about;
    char *out = xasprintf(_("over %s"), about);
    free(about);
    return out;
}

char *figure_print(const struct field *f, const struct value *v)
{
    struct figure figure;
    char size[40];
    if (!value_figure(v, &figure))
        return xstrdup(v->text ? v->text : "");
    return with_flags(figure, decimal_print(figure.size, size),
                      is_type(f, TYPE_PERCENT) ? "%" : "");
}

/* A point only where it cannot be taken for a group of thousands. */
static void edit_size(struct decimal size, char out[32])
{
    struct decimal again;
    decimal_canonical(size, out);
    char *point = strchr(out, '.');
    bool english = lang_get() == LANG_EN && decimal_parse(out, &again) &&
                   again.digits == size.digits && again.places == size.places;
    if (point && !english)
        *point = ',';
}

char *figure_edit(const struct field *f, const struct value *v)
{
    struct figure figure;
    char size[32];
    (void)f;
    if (!value_figure(v, &figure))
        return xstrdup(v->text ? v->text : "");
    edit_size(figure.size, size);
    return with_flags(figure, size, "");
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static bool is_flagged(const struct value *v, struct figure *ret)
{
    return v->kind == VALUE_JSON && value_figure(v, ret);
}

static bool is_kept(const struct value *v)
{
    return v->kind == VALUE_RAW || v->kind == VALUE_MISSING;
}

static bool fits_integer(const struct value *v)
{
    return v->integer >= -SIZE_MAX_WHOLE && v->integer <= SIZE_MAX_WHOLE;
}

bool integer_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    struct figure figure;
    (void)f;
    *ret_why = _("a whole number (at most 9007199254740992, no fraction)");
    if (v->kind == VALUE_INTEGER)
        return fits_integer(v);
    return is_kept(v) || (is_flagged(v, &figure) && !strstr(v->text, ":\""));
}

bool decimal_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    struct figure figure;
    (void)f;
    *ret_why = _("a number such as 80.5");
    if (v->kind == VALUE_INTEGER)
        return fits_integer(v);
    return is_kept(v) || value_figure(v, &figure);
}

/* The shortest writing of a number that 15 digits allow. */
static bool size_of_real(double d, struct decimal *ret)
{
    char text[64];
    snprintf(text, sizeof text, "%.15g", d);
    if (strchr(text, 'e')) { /* a very small or a very large one */
        snprintf(text, sizeof text, "%.*f", d > -1 && d < 1 ? DECIMAL_PLACES_MAX : 0, d);
        for (size_t n = strlen(text); strchr(text, '.') && text[n - 1] == '0'; n--)
            text[n - 1] = '\0';
        if (strtod(text, NULL) != d)
            return false;
    }
    return decimal_parse_canonical(text, ret);
}

/* In JSON a point is the decimal point, whatever people mean by it elsewhere. */
static bool size_of_json(const struct field *f, const json *j, struct decimal *ret)
{
    struct decimal size;
    if (js_is(j, JS_INTEGER))
        size = decimal_of(js_integer(j));
    else if (js_is(j, JS_REAL) ? !size_of_real(js_real(j), &size)
                               : !js_is(j, JS_STRING) || figure_is_whole(f) ||
                                     !decimal_parse_canonical(js_text(j), &size))
        return false;
    if (figure_is_whole(f) && size.places) /* 12.0 and 1e3 are whole numbers to a person */
        return false;
    *ret = size;
    return true;
}

static bool figure_of_object(const struct field *f, const json *j, struct figure *ret)
{
    struct figure figure = {.at_least = js_bool(js_get(j, "at_least")),
                            .estimate = js_bool(js_get(j, "estimate"))};
    size_t known = js_is(js_get(j, "at_least"), JS_BOOL) + js_is(js_get(j, "estimate"), JS_BOOL);
    if (!known || js_count(j) != known + 1 || !js_get(j, "value") ||
        !size_of_json(f, js_get(j, "value"), &figure.size))
        return false;
    *ret = figure;
    return true;
}

struct value figure_from_json(const struct field *f, const json *j)
{
    struct figure figure = {0};
    bool found = js_is(j, JS_OBJECT) ? figure_of_object(f, j, &figure)
                                     : size_of_json(f, j, &figure.size);
    if (found)
        return value_of_figure(figure, figure_is_whole(f));
    if (!js_is(j, JS_STRING))
        return value_from_json(j);
    struct value v = figure_parse(f, js_text(j));
    if (v.kind == VALUE_RAW)
        v.kind = VALUE_TEXT;
    if (v.kind != VALUE_MISSING)
        return v;
    value_finish(&v); /* codes have a JSON of their own */
    return value_text(js_text(j));
}
