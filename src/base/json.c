#include "base/json.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

/* What jansson does not look for itself: a NUL byte (it skips one that follows a number), and depth
 * above ours. false: *ret_at is where. */
static bool check_bytes(const char *text, size_t len, size_t *ret_at, bool *ret_deep)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < len; i++) {
        *ret_at = i;
        if (!text[i])
            return false;
        if (text[i] == '"')
            quoted = !quoted;
        else if (quoted)
            i += text[i] == '\\' && i + 1 < len && text[i + 1];
        else
            depth += (text[i] == '[' || text[i] == '{') - (text[i] == ']' || text[i] == '}');
        *ret_deep = depth > JS_DEPTH_MAX;
        if (*ret_deep)
            return false;
    }
    return true;
}

static void refuse_byte(const char *text, size_t at, bool deep, const char *place, struct err *e)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            column++;
        if (text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    char *where = xasprintf("%s:%d:%d", place, line, column);
    if (deep)
        err_set(e, ERR_USAGE, where, _("correct the JSON text at this place"),
                _("nested too deep"));
    else
        err_set(e, ERR_USAGE, where, _("save the text as UTF-8"), _("not valid JSON (%s)"),
                _("a NUL byte stands in it"));
    free(where);
}

/* The library explains in English; what it points at needs no translation. It may cut letters, and
 * control characters have no place in a message. Freshly allocated. */
static char *near(const json_error_t *why)
{
    struct str out = {0};
    const char *at = strstr(why->text, " near ");
    if (!at || !strcmp(at, " near end of file"))
        return xstrdup(_("the end is missing"));
    bool left_out = false;
    for (at += strlen(" near "); *at; at++) {
        bool plain = *at >= ' ' && *at < 0x7F;
        if (plain)
            str_addc(&out, *at);
        else if (!left_out)
            str_add(&out, "…");
        left_out = !plain;
    }
    return str_take(&out);
}

static void refuse_text(const json_error_t *why, const char *place, struct err *e)
{
    char *where = xasprintf("%s:%d:%d", place, why->line > 0 ? why->line : 1,
                            why->column > 0 ? why->column : 1);
    const char *fix = _("correct the JSON text at this place");
    char *piece = near(why);
    switch (json_error_code(why)) {
    case json_error_duplicate_key:
        err_set(e, ERR_USAGE, where, fix, _("a key stands twice in one object (%s)"), piece);
        break;
    case json_error_invalid_utf8:
        err_set(e, ERR_USAGE, where, _("save the text as UTF-8"),
                _("the text is not valid UTF-8"));
        break;
    case json_error_numeric_overflow:
        err_set(e, ERR_USAGE, where, fix, _("a number is too large"));
        break;
    case json_error_null_character:
    case json_error_null_byte_in_key:
        err_set(e, ERR_USAGE, where, fix, _("a NUL character cannot stand in an answer"));
        break;
    default:
        err_set(e, ERR_USAGE, where, fix, _("not valid JSON (%s)"), piece);
    }
    free(piece);
    free(where);
}

json *js_parse(const char *text, size_t len, const char *place, struct err *e)
{
    json_error_t why;
    size_t at;
    bool deep = false;
    if (!check_bytes(text, len, &at, &deep)) {
        refuse_byte(text, at, deep, place, e);
        return NULL;
    }
    json_t *j = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!j && (!*why.text || json_error_code(&why) == json_error_out_of_memory))
        mem_exhausted(); /* the library has no word for it everywhere */
    if (!j)
        refuse_text(&why, place, e);
    return j;
}

void js_free(json *j)
{
    json_decref(j);
}

json *js_copy(const json *j)
{
    return json_deep_copy(j);
}

enum js_kind js_kind(const json *j)
{
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        return JS_OBJECT;
    case JSON_ARRAY:
        return JS_ARRAY;
    case JSON_STRING:
        return JS_STRING;
    case JSON_INTEGER:
        return JS_INTEGER;
    case JSON_REAL:
        return JS_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return JS_BOOL;
    case JSON_NULL:
        break;
    }
    return JS_NULL;
}

bool js_is(const json *j, enum js_kind kind)
{
    return j && js_kind(j) == kind;
}

const char *js_text(const json *j)
{
    const char *s = json_string_value(j);
    return s ? s : "";
}

int64_t js_integer(const json *j)
{
    return json_integer_value(j);
}

bool js_bool(const json *j)
{
    return json_is_true(j);
}

double js_real(const json *j)
{
    return json_number_value(j);
}

size_t js_count(const json *j)
{
    return json_is_array(j) ? json_array_size(j) : json_object_size(j);
}

const json *js_at(const json *array, size_t i)
{
    return json_array_get(array, i);
}

const json *js_get(const json *object, const char *key)
{
    return json_object_get(object, key);
}

void *js_first(const json *object)
{
    return json_object_iter((json_t *)object);
}

void *js_next(const json *object, void *i)
{
    return json_object_iter_next((json_t *)object, i);
}

const char *js_key(void *i)
{
    return json_object_iter_key(i);
}

const json *js_value(void *i)
{
    return json_object_iter_value(i);
}

/* jansson answers NULL for want of memory, or for bad UTF-8, which callers never pass. */
static json_t *must(json_t *j)
{
    if (!j)
        mem_exhausted();
    return j;
}

json *js_new_object(void)
{
    return must(json_object());
}

json *js_new_array(void)
{
    return must(json_array());
}

json *js_new_text(const char *utf8)
{
    return must(json_string(utf8));
}

json *js_new_textn(const char *utf8, size_t n)
{
    return must(json_stringn(utf8, n));
}

json *js_new_integer(int64_t i)
{
    return must(json_integer(i));
}

json *js_new_bool(bool b)
{
    return must(json_boolean(b));
}

json *js_new_null(void)
{
    return must(json_null());
}

void js_set(json *object, const char *key, json *value)
{
    if (json_object_set_new(object, key, value) < 0)
        mem_exhausted();
}

void js_set_text(json *object, const char *key, const char *utf8)
{
    if (utf8)
        js_set(object, key, js_new_text(utf8));
}

void js_set_text_or_null(json *object, const char *key, const char *utf8)
{
    js_set(object, key, utf8 ? js_new_text(utf8) : js_new_null());
}

void js_push(json *array, json *value)
{
    if (json_array_append_new(array, value) < 0)
        mem_exhausted();
}

void js_delete(json *object, const char *key)
{
    json_object_del(object, key);
}

bool js_has_real(const json *j)
{
    if (json_is_real(j))
        return true;
    if (json_is_array(j)) {
        for (size_t i = 0; i < json_array_size(j); i++)
            if (js_has_real(json_array_get(j, i)))
                return true;
    } else if (json_is_object(j)) {
        for (void *i = json_object_iter((json_t *)j); i;
             i = json_object_iter_next((json_t *)j, i))
            if (js_has_real(json_object_iter_value(i)))
                return true;
    }
    return false;
}

size_t js_size(const json *j)
{
    return json_dumpb(j, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
}

char *js_compact(const json *j)
{
    char *out = json_dumps(j, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (!out)
        mem_exhausted();
    return out;
}

char *js_canonical(const json *j, size_t *ret_len)
{
    assert(!js_has_real(j));
    char *out = js_compact(j);
    if (ret_len)
        *ret_len = strlen(out);
    return out;
}

char *js_pretty(const json *j)
{
    /* 15 digits: 80.1 stays 80.1. */
    char *out = json_dumps(j, JSON_INDENT(2) | JSON_SORT_KEYS | JSON_ENCODE_ANY |
                                  JSON_REAL_PRECISION(15));
    if (!out)
        mem_exhausted();
    return out;
}

void js_quote(struct str *out, const char *utf8, size_t n)
{
    json_t *j = must(json_stringn(utf8, n));
    char *text = js_canonical(j, NULL);
    str_add(out, text);
    free(text);
    json_decref(j);
}
