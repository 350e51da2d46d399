/* What several kinds of values share: figures, truth, ticks (value.h). */
#include "form/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

/* ---- figures -------------------------------------------------------------------------------- */

#define AT_LEAST "\"at_least\":true,"
#define ESTIMATE "\"estimate\":true,"
#define SIZE     "\"value\":"

static bool skip(const char **s, const char *text)
{
    bool found = str_starts(*s, text);
    *s += found ? strlen(text) : 0;
    return found;
}

/* Canonical bytes are spelled in one way only, so reading them needs no JSON tree. */
static bool flagged_figure(const char *s, struct figure *ret)
{
    struct figure f = {0};
    char size[32];
    if (!skip(&s, "{"))
        return false;
    f.at_least = skip(&s, AT_LEAST);
    f.estimate = skip(&s, ESTIMATE);
    if ((!f.at_least && !f.estimate) || !skip(&s, SIZE))
        return false;
    bool quoted = skip(&s, "\"");
    size_t n = strcspn(s, "\"}");
    if (n >= sizeof size || strcmp(s + n, quoted ? "\"}" : "}") != 0)
        return false;
    memcpy(size, s, n);
    size[n] = '\0';
    if (!decimal_parse_canonical(size, &f.size))
        return false;
    *ret = f;
    return true;
}

bool value_figure(const struct value *v, struct figure *ret)
{
    struct decimal size;
    switch (v->kind) {
    case VALUE_INTEGER:
        *ret = (struct figure){.size = decimal_of(v->integer)};
        return true;
    case VALUE_TEXT:
        if (!decimal_parse_canonical(v->text, &size))
            return false;
        *ret = (struct figure){.size = size};
        return true;
    case VALUE_JSON:
        return flagged_figure(v->text, ret);
    case VALUE_BLANK:
    case VALUE_RAW:
    case VALUE_MISSING:
    case VALUE_OTHER:
        break;
    }
    return false;
}

struct value value_decimal(struct decimal d)
{
    char text[32];
    decimal_canonical(d, text);
    return value_text(text);
}

struct value value_of_figure(struct figure f, bool whole)
{
    char size[32];
    if (!f.at_least && !f.estimate)
        return whole ? value_integer(f.size.digits) : value_decimal(f.size);
    decimal_canonical(f.size, size);
    const char *quote = whole ? "" : "\"";
    return (struct value){VALUE_JSON, 0,
                          xasprintf("{%s%s" SIZE "%s%s%s}", f.at_least ? AT_LEAST : "",
                                    f.estimate ? ESTIMATE : "", quote, size, quote)};
}

/* ---- truth ---------------------------------------------------------------------------------- */

bool value_boolean(const struct value *v, bool *ret)
{
    if (v->kind != VALUE_JSON || (strcmp(v->text, "true") && strcmp(v->text, "false")))
        return false;
    *ret = *v->text == 't';
    return true;
}

struct value value_of_boolean(bool yes)
{
    return (struct value){VALUE_JSON, 0, xstrdup(yes ? "true" : "false")};
}

/* ---- ticks ---------------------------------------------------------------------------------- */

void ticks_finish(struct ticks *t)
{
    for (size_t i = 0; i < t->ids.n; i++)
        free(t->ids.v[i]);
    vec_finish(&t->ids);
    free(t->other);
    t->other = NULL;
}

bool ticks_has(const struct ticks *t, const char *id)
{
    for (size_t i = 0; i < t->ids.n; i++)
        if (!strcmp(t->ids.v[i], id))
            return true;
    return false;
}

void ticks_add(struct ticks *t, const char *id)
{
    if (!ticks_has(t, id))
        *vec_add(&t->ids) = xstrdup(id);
}

static bool add_tick(struct ticks *t, const json *j)
{
    struct value v = value_from_json(j);
    bool good = v.kind == VALUE_TEXT || (v.kind == VALUE_OTHER && !t->other);
    if (v.kind == VALUE_TEXT)
        ticks_add(t, v.text);
    else if (good)
        t->other = xstrdup(v.text);
    value_finish(&v);
    return good;
}

static bool ticks_of_list(const char *bytes, struct ticks *ret)
{
    json *list = *bytes == '[' ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
    bool good = js_is(list, JS_ARRAY);
    for (size_t i = 0; good && i < js_count(list); i++)
        good = add_tick(ret, js_at(list, i));
    js_free(list);
    if (!good)
        ticks_finish(ret);
    return good;
}

bool value_ticks(const struct value *v, struct ticks *ret)
{
    *ret = (struct ticks){0};
    if (v->kind == VALUE_TEXT)
        ticks_add(ret, v->text);
    else if (v->kind == VALUE_OTHER)
        ret->other = xstrdup(v->text);
    else if (v->kind == VALUE_JSON)
        return ticks_of_list(v->text, ret);
    return v->kind == VALUE_TEXT || v->kind == VALUE_OTHER || v->kind == VALUE_BLANK;
}

struct value value_of_ticks(const struct ticks *t)
{
    if (!t->ids.n && !t->other)
        return VALUE_NONE;
    json *list = js_new_array();
    for (size_t i = 0; i < t->ids.n; i++)
        js_push(list, js_new_text(t->ids.v[i]));
    if (t->other) {
        struct value other = value_other(t->other);
        js_push(list, value_to_json(&other));
        value_finish(&other);
    }
    struct value v = value_from_json(list);
    js_free(list);
    return v;
}
