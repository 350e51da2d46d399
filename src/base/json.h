#ifndef PHIEU_BASE_JSON_H
#define PHIEU_BASE_JSON_H
/* JSON values; the one door to jansson. Reading is strict (UTF-8, no duplicate keys, no NUL in
 * strings, bounded depth); writing gives canonical bytes: keys sorted by byte order, no spaces,
 * integers only.
 *
 * Ownership: js_new_* and js_parse give a reference that the caller ends with js_free. js_set,
 * js_push take over the reference of the value they are given. Everything that returns
 * `const json *` lends. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct json_t;
typedef struct json_t json;

enum js_kind { JS_NULL, JS_BOOL, JS_INTEGER, JS_REAL, JS_STRING, JS_ARRAY, JS_OBJECT };

#define JS_DEPTH_MAX 32

/* Parses one JSON value that fills the whole text. Errors: place = "place:line:column". Deeper
 * than JS_DEPTH_MAX, NUL bytes, duplicate keys, bad UTF-8, integers beyond 64 bits are errors. */
json *js_parse(const char *text, size_t len, const char *place, struct err *e);
void js_free(json *j); /* accepts NULL */
json *js_copy(const json *j); /* deep */

enum js_kind js_kind(const json *j);
bool js_is(const json *j, enum js_kind kind); /* false for NULL */
/* "" / 0 / false when j is NULL or of another kind. */
const char *js_text(const json *j);
int64_t js_integer(const json *j);
bool js_bool(const json *j);
double js_real(const json *j); /* integers too */

size_t js_count(const json *j); /* elements of an array, members of an object; else 0 */
const json *js_at(const json *array, size_t i);
const json *js_get(const json *object, const char *key); /* NULL when absent */
/* Walks an object: for (void *i = js_first(o); i; i = js_next(o, i)) js_key(i), js_value(i) */
void *js_first(const json *object);
void *js_next(const json *object, void *i);
const char *js_key(void *i);
const json *js_value(void *i);

json *js_new_object(void);
json *js_new_array(void);
json *js_new_text(const char *utf8);
json *js_new_textn(const char *utf8, size_t n);
json *js_new_integer(int64_t i);
json *js_new_bool(bool b);
json *js_new_null(void);
void js_set(json *object, const char *key, json *value);
void js_set_text(json *object, const char *key, const char *utf8); /* NULL text: key left out */
void js_set_text_or_null(json *object, const char *key, const char *utf8); /* NULL text: null */
void js_push(json *array, json *value);
void js_delete(json *object, const char *key);

/* Bytes of it, written without spaces. */
size_t js_size(const json *j);
/* Whether a number with a fraction or an exponent stands anywhere in it. */
bool js_has_real(const json *j);
/* Canonical bytes; freed by the caller. Reals are a programmer's mistake here. */
char *js_canonical(const json *j, size_t *ret_len);
/* The same of what a stranger wrote, where fractions may stand: to be compared, never to be named by a
 * hash. */
char *js_compact(const json *j);
/* For people and other programs: indented by 2, keys in sorted order; reals allowed. */
char *js_pretty(const json *j);
/* Appends text as a JSON string with its quotes, escaped exactly as js_canonical does. */
void js_quote(struct str *out, const char *utf8, size_t n);

#endif
