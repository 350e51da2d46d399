#include "form/choice_several.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/choice.h"
#include "form/form.h"
#include "form/typed.h"

struct value choice_ticked(const struct field *f, const struct ticks *t)
{
    struct ticks sorted = {.other = t->other};
    if (!f->several) {
        bool one = t->ids.n + (t->other != NULL) == 1;
        return !one ? VALUE_NONE : t->other ? value_other(t->other) : value_text(t->ids.v[0]);
    }
    for (size_t i = 0; i < f->options.n; i++)
        if (ticks_has(t, f->options.v[i].id))
            ticks_add(&sorted, f->options.v[i].id);
    for (size_t i = 0; i < t->ids.n; i++)
        ticks_add(&sorted, t->ids.v[i]);
    struct value v = value_of_ticks(&sorted);
    sorted.other = NULL; /* t's */
    ticks_finish(&sorted);
    return v;
}

/* ---- typed ---------------------------------------------------------------------------------- */

/* The text up to a comma or a semicolon (or the end), or beyond some commas: a label may hold one.
 * The longest that names an option wins. *ret_len: how much of the text it is. */
static const char *longest_option(const struct field *f, const char *text, option_find *find,
                                  size_t *ret_len)
{
    const char *id = NULL;
    for (size_t n = strcspn(text, ";"); n && !id; n--) {
        if (text[n] && text[n] != ',' && text[n] != ';')
            continue;
        char *piece = xstrndup(text, n);
        typed_trim(piece);
        id = *piece ? find(f, piece) : NULL;
        *ret_len = n;
        free(piece);
    }
    return id;
}

static bool add_pieces(const struct field *f, const char *text, option_find *find, struct ticks *t)
{
    while (*(text += strspn(text, " ,;"))) {
        size_t n;
        const char *id = longest_option(f, text, find, &n);
        if (!id) {
            t->other = f->other ? choice_other(text) : NULL;
            return t->other;
        }
        ticks_add(t, id);
        text += n;
    }
    return true;
}

struct value several_parse(const struct field *f, const char *text, option_find *find)
{
    struct ticks t = {0};
    const char *whole = find(f, text);
    if (whole)
        ticks_add(&t, whole);
    bool good = whole || add_pieces(f, text, find, &t);
    struct value v = good ? choice_ticked(f, &t) : VALUE_NONE;
    ticks_finish(&t);
    return v;
}

/* ---- shown ---------------------------------------------------------------------------------- */

char *several_text(const struct field *f, const struct value *v,
                   char *(*label)(const struct field *f, const char *id))
{
    struct ticks t;
    struct str out = {0};
    value_ticks(v, &t);
    for (size_t i = 0; i < t.ids.n; i++) {
        char *text = label(f, t.ids.v[i]);
        str_addf(&out, "%s%s", i ? "; " : "", text);
        free(text);
    }
    if (t.other) {
        char *text = choice_other_text(t.other);
        str_addf(&out, "%s%s", out.len ? "; " : "", text);
        free(text);
    }
    ticks_finish(&t);
    return str_take(&out);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static bool are_options(const struct field *f, const struct ticks *t)
{
    for (size_t i = 0; i < t->ids.n; i++)
        if (!field_option(f, t->ids.v[i]))
            return false;
    return !t->other || f->other;
}

bool several_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    struct ticks t;
    *ret_why = _("a list with the ids of options");
    if (v->kind == VALUE_RAW || v->kind == VALUE_MISSING)
        return v->kind == VALUE_RAW || code_allowed(f, v->text);
    bool good = value_ticks(v, &t) && are_options(f, &t);
    ticks_finish(&t);
    return good;
}

/* Labels become ids; false when something is neither text nor "khác". */
static bool read_list(const struct field *f, const json *list, struct ticks *t)
{
    for (size_t i = 0; i < js_count(list); i++) {
        struct value v = value_from_json(js_at(list, i));
        bool good = v.kind == VALUE_TEXT || (v.kind == VALUE_OTHER && !t->other);
        if (v.kind == VALUE_TEXT) {
            char *text = typed_line(v.text);
            const char *id = choice_exact(f, text);
            ticks_add(t, id ? id : text);
            free(text);
        } else if (good) {
            t->other = typed_line(v.text);
        }
        value_finish(&v);
        if (!good)
            return false;
    }
    return true;
}

struct value choice_from_json(const struct field *f, const json *j)
{
    struct ticks t = {0};
    struct value v = VALUE_NONE;
    if (js_is(j, JS_STRING)) {
        char *text = typed_line(js_text(j));
        v = several_parse(f, text, choice_exact);
        free(text);
    } else if (js_is(j, JS_ARRAY) && read_list(f, j, &t)) {
        v = choice_ticked(f, &t);
    }
    bool read = !value_is_blank(&v) || (js_is(j, JS_ARRAY) && !js_count(j));
    ticks_finish(&t);
    return read ? v : value_from_json(j);
}
