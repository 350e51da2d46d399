#ifndef PHIEU_BASE_JSON_SCAN_H
#define PHIEU_BASE_JSON_SCAN_H
/* Canonical JSON in one pass, without a tree: for many small texts. What is taken is exactly what
 * js_parse() takes, js_canonical() gives back byte for byte, and holds no null, no number with a
 * fraction and no integer beyond ±2^53. Nothing is allocated, and the spans point into the text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"

struct js_span {
    enum js_kind kind;
    const char *at;   /* a string: behind its opening quote; else the first byte of the value */
    size_t len;       /* a string: up to its closing quote */
    bool escaped;     /* a string: a backslash stands in it */
    int64_t integer;  /* an integer: its value; a bool: 0 or 1 */
};

/* One member of the outermost object, keys ascending. */
typedef void js_member_fn(void *user, const struct js_span *key, const struct js_span *value);

/* false: not a canonical object (fn was called for members before the place, all the same). */
bool js_scan_object(const char *text, size_t len, js_member_fn *fn, void *user);
/* The text of a string, freshly allocated. */
char *js_span_text(const struct js_span *s);

#endif
