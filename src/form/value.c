#include "form/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

struct value value_text(const char *text)
{
    return *text ? (struct value){VALUE_TEXT, 0, xstrdup(text)} : VALUE_NONE;
}

struct value value_integer(int64_t i)
{
    return (struct value){VALUE_INTEGER, i, NULL};
}

struct value value_raw(const char *text)
{
    return *text ? (struct value){VALUE_RAW, 0, xstrdup(text)} : VALUE_NONE;
}

static bool is_missing_code(const char *code)
{
    return !strcmp(code, MISSING_NO_FIGURES) || !strcmp(code, MISSING_NOT_APPLICABLE);
}

struct value value_missing(const char *code)
{
    assert(is_missing_code(code));
    return (struct value){VALUE_MISSING, 0, xstrdup(code)};
}

struct value value_other(const char *text)
{
    return (struct value){VALUE_OTHER, 0, xstrdup(text)};
}

struct value value_copy(const struct value *v)
{
    return (struct value){v->kind, v->integer, xstrdup0(v->text)};
}

void value_finish(struct value *v)
{
    free(v->text);
    *v = VALUE_NONE;
}

bool value_is_blank(const struct value *v)
{
    return v->kind == VALUE_BLANK;
}

bool value_equal(const struct value *a, const struct value *b)
{
    return a->kind == b->kind && a->integer == b->integer && str_eq0(a->text, b->text);
}

/* The only member of an object, if it has that name and is a text with letters in it. */
static const char *only_text(const json *j, const char *name)
{
    const json *member = js_count(j) == 1 ? js_get(j, name) : NULL;
    return js_is(member, JS_STRING) && *js_text(member) ? js_text(member) : NULL;
}

static struct value value_verbatim(const json *j)
{
    char *bytes = js_has_real(j) ? js_pretty(j) : js_canonical(j, NULL);
    return (struct value){VALUE_JSON, 0, bytes};
}

static struct value value_from_object(const json *j)
{
    const char *raw = only_text(j, "raw"), *missing = only_text(j, "missing");
    if (raw)
        return value_raw(raw);
    if (missing && is_missing_code(missing))
        return value_missing(missing);
    if (js_count(j) == 2 && !strcmp(js_text(js_get(j, "value")), OTHER_ID) &&
        js_is(js_get(j, "text"), JS_STRING))
        return value_other(js_text(js_get(j, "text")));
    return value_verbatim(j);
}

struct value value_from_json(const json *j)
{
    switch (js_kind(j)) {
    case JS_NULL:
        return VALUE_NONE;
    case JS_INTEGER:
        return value_integer(js_integer(j));
    case JS_STRING:
        return value_text(js_text(j));
    case JS_OBJECT:
        return value_from_object(j);
    case JS_BOOL:
    case JS_REAL:
    case JS_ARRAY:
        break;
    }
    return value_verbatim(j);
}

static json *object_of(const char *key, const char *text)
{
    json *j = js_new_object();
    js_set_text(j, key, text);
    return j;
}

json *value_to_json(const struct value *v)
{
    json *j = NULL;
    switch (v->kind) {
    case VALUE_BLANK:
        break;
    case VALUE_TEXT:
        return js_new_text(v->text);
    case VALUE_INTEGER:
        return js_new_integer(v->integer);
    case VALUE_RAW:
        return object_of("raw", v->text);
    case VALUE_MISSING:
        return object_of("missing", v->text);
    case VALUE_OTHER:
        j = object_of("value", OTHER_ID);
        js_set_text(j, "text", v->text);
        break;
    case VALUE_JSON:
        j = js_parse(v->text, strlen(v->text), "", NULL);
        assert(j);
    }
    return j;
}

char *value_to_bytes(const struct value *v)
{
    if (v->kind == VALUE_BLANK)
        return xstrdup("");
    if (v->kind == VALUE_JSON)
        return xstrdup(v->text);
    json *j = value_to_json(v);
    char *bytes = js_canonical(j, NULL);
    js_free(j);
    return bytes;
}

bool value_from_bytes(const char *bytes, struct value *ret)
{
    if (!*bytes) {
        *ret = VALUE_NONE;
        return true;
    }
    json *j = js_parse(bytes, strlen(bytes), "", NULL);
    bool good = j && !js_has_real(j); /* what cannot be written again was never written by us */
    if (good)
        *ret = value_from_json(j);
    js_free(j);
    return good;
}
