#include "base/json_scan.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

#define INTEGER_MAX (INT64_C(1) << 53)

struct scan {
    const char *p, *end;
    int depth;
};

static bool value(struct scan *s, struct js_span *ret);

static bool take(struct scan *s, char c)
{
    if (s->p == s->end || *s->p != c)
        return false;
    s->p++;
    return true;
}

/* ---- strings --------------------------------------------------------------------------------- */

static unsigned hex_upper(char c)
{
    return c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10) : 16;
}

/* What stands behind a backslash at p: its byte, and how many bytes were read. -1: not one of ours.
 * A control character has one way to be written, everything else stands for itself. */
static int escape(const char *p, const char *end, size_t *ret_len)
{
    static const char letters[] = "\"\\bfnrt", bytes[] = "\"\\\b\f\n\r\t";
    if (p == end)
        return -1;
    const char *found = memchr(letters, *p, sizeof letters - 1);
    *ret_len = 1;
    if (found)
        return bytes[found - letters];
    if (end - p < 5 || memcmp(p, "u00", 3) || hex_upper(p[3]) > 1 || hex_upper(p[4]) > 15)
        return -1;
    int c = (int)(hex_upper(p[3]) << 4 | hex_upper(p[4]));
    *ret_len = 5;
    return c && !memchr(bytes, c, sizeof bytes - 1) ? c : -1;
}

/* The length of the letter of several bytes at p; 0: not UTF-8. */
static size_t letter(const unsigned char *p, size_t left)
{
    unsigned char a = p[0], b = left > 1 ? p[1] : 0;
    if (a >= 0xC2 && a <= 0xDF)
        return (b & 0xC0) == 0x80 ? 2 : 0;
    if ((b & 0xC0) != 0x80 || left < 3 || (p[2] & 0xC0) != 0x80)
        return 0;
    if ((a & 0xF0) == 0xE0) /* neither too long a form nor a surrogate */
        return (a != 0xE0 || b >= 0xA0) && (a != 0xED || b < 0xA0) ? 3 : 0;
    if (left < 4 || (p[3] & 0xC0) != 0x80 || a < 0xF0 || a > 0xF4)
        return 0;
    return (a != 0xF0 || b >= 0x90) && (a != 0xF4 || b < 0x90) ? 4 : 0;
}

/* Whether a byte stands for itself: neither a control character, nor a quote or a backslash, nor a part
 * of a letter of several bytes. */
static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether a byte is nought; one behind it may be taken for nought, too. */
static uint64_t noughts(uint64_t eight)
{
    return (eight - EACH(0x01)) & ~eight & EACH(0x80);
}

/* The same of eight at once; false may also mean that it is for bytes to say. */
static bool are_plain(const char *p)
{
    uint64_t eight;
    memcpy(&eight, p, sizeof eight);
    uint64_t below = (eight - EACH(0x20)) & ~eight & EACH(0x80);
    return !((eight & EACH(0x80)) | below | noughts(eight ^ EACH('"')) | noughts(eight ^ EACH('\\')));
}

static void skip_plain(struct scan *s)
{
    while (s->end - s->p >= 8 && are_plain(s->p))
        s->p += 8;
    while (s->p < s->end && is_plain((unsigned char)*s->p))
        s->p++;
}

/* Behind the opening quote. */
static bool string(struct scan *s, struct js_span *ret)
{
    *ret = (struct js_span){.kind = JS_STRING, .at = s->p};
    while (s->p < s->end) {
        skip_plain(s);
        if (s->p == s->end)
            return false;
        unsigned char c = (unsigned char)*s->p;
        size_t n = 1;
        if (c == '"') {
            ret->len = (size_t)(s->p++ - ret->at);
            return true;
        }
        if (c < 0x20)
            return false;
        if (c >= 0x80 && !(n = letter((const unsigned char *)s->p, (size_t)(s->end - s->p))))
            return false;
        if (c == '\\') {
            ret->escaped = true;
            if (escape(s->p + 1, s->end, &n) < 0)
                return false;
            n++;
        }
        s->p += n;
    }
    return false;
}

/* The next byte of a string's text; -1 at its end. */
static int next_byte(const char **p, const char *end)
{
    if (*p == end)
        return -1;
    if (**p != '\\')
        return (unsigned char)*(*p)++;
    size_t n;
    int c = escape(*p + 1, end, &n);
    *p += n + 1;
    return c;
}

/* Whether b may stand behind a in an object. */
static bool is_after(const struct js_span *a, const struct js_span *b)
{
    if (!a->escaped && !b->escaped) {
        size_t least = a->len < b->len ? a->len : b->len;
        int c = memcmp(a->at, b->at, least);
        return c < 0 || (c == 0 && a->len < b->len);
    }
    const char *p = a->at, *q = b->at;
    int x, y;
    do {
        x = next_byte(&p, a->at + a->len);
        y = next_byte(&q, b->at + b->len);
    } while (x == y && x >= 0);
    return x < y;
}

char *js_span_text(const struct js_span *s)
{
    assert(s->kind == JS_STRING);
    if (!s->escaped)
        return xstrndup(s->at, s->len);
    char *text = xmalloc(s->len + 1), *out = text;
    const char *p = s->at;
    for (int c; (c = next_byte(&p, s->at + s->len)) >= 0;)
        *out++ = (char)c;
    *out = '\0';
    return text;
}

/* ---- other values ---------------------------------------------------------------------------- */

static bool word(struct scan *s, const char *text, int is, struct js_span *ret)
{
    size_t n = strlen(text);
    if ((size_t)(s->end - s->p) < n || memcmp(s->p, text, n))
        return false;
    *ret = (struct js_span){.kind = JS_BOOL, .at = s->p, .len = n, .integer = is};
    s->p += n;
    return true;
}

static bool is_digit(const struct scan *s)
{
    return s->p < s->end && *s->p >= '0' && *s->p <= '9';
}

/* No sign before a nought, no nought before a digit, nothing behind. */
static bool integer(struct scan *s, struct js_span *ret)
{
    const char *at = s->p;
    bool negative = take(s, '-');
    const char *digits = s->p;
    int64_t n = 0;
    while (is_digit(s) && n <= INTEGER_MAX)
        n = n * 10 + (*s->p++ - '0');
    if (s->p == digits || n > INTEGER_MAX || is_digit(s) ||
        (*digits == '0' && (negative || s->p - digits > 1)))
        return false;
    *ret = (struct js_span){.kind = JS_INTEGER, .at = at, .len = (size_t)(s->p - at),
                            .integer = negative ? -n : n};
    return true;
}

static bool array(struct scan *s)
{
    struct js_span item;
    if (take(s, ']'))
        return true;
    do {
        if (!value(s, &item))
            return false;
    } while (take(s, ','));
    return take(s, ']');
}

static bool object(struct scan *s, js_member_fn *fn, void *user)
{
    struct js_span before = {0}, key, item;
    if (take(s, '}'))
        return true;
    do {
        if (!take(s, '"') || !string(s, &key) || (before.at && !is_after(&before, &key)) ||
            !take(s, ':') || !value(s, &item))
            return false;
        if (fn)
            fn(user, &key, &item);
        before = key;
    } while (take(s, ','));
    return take(s, '}');
}

static bool inner(struct scan *s, enum js_kind kind, struct js_span *ret)
{
    const char *at = s->p++;
    if (++s->depth > JS_DEPTH_MAX || !(kind == JS_ARRAY ? array(s) : object(s, NULL, NULL)))
        return false;
    s->depth--;
    *ret = (struct js_span){.kind = kind, .at = at, .len = (size_t)(s->p - at)};
    return true;
}

static bool value(struct scan *s, struct js_span *ret)
{
    switch (s->p < s->end ? *s->p : '\0') {
    case '"':
        s->p++;
        return string(s, ret);
    case '{':
        return inner(s, JS_OBJECT, ret);
    case '[':
        return inner(s, JS_ARRAY, ret);
    case 't':
        return word(s, "true", 1, ret);
    case 'f':
        return word(s, "false", 0, ret);
    default:
        return integer(s, ret);
    }
}

bool js_scan_object(const char *text, size_t len, js_member_fn *fn, void *user)
{
    struct scan s = {text, text + len, 1};
    return take(&s, '{') && object(&s, fn, user) && s.p == s.end;
}
