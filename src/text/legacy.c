#include "text/legacy.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/legacy_tables.h"
#include "text/unicode.h"
#include "text/utf8.h"

static const struct {
    const char *id, *name;
} encodings[LEGACY_COUNT] = {
    [LEGACY_NONE] = {"none", "Unicode"},
    [LEGACY_TCVN3] = {"tcvn3", "TCVN3 (ABC)"},
    [LEGACY_VNI] = {"vni", "VNI-Windows"},
    [LEGACY_VISCII] = {"viscii", "VISCII"},
    [LEGACY_CP1258] = {"cp1258", "Windows-1258"},
    [LEGACY_UTF8] = {"utf8", N_("UTF-8 read wrongly")},
};

const char *legacy_id(enum legacy e)
{
    return encodings[e].id;
}

const char *legacy_name(enum legacy e)
{
    return e == LEGACY_UTF8 ? _(encodings[e].name) : encodings[e].name;
}

bool legacy_from_id(const char *id, enum legacy *ret)
{
    for (int e = 0; e < LEGACY_COUNT; e++) {
        if (strcmp(encodings[e].id, id))
            continue;
        *ret = (enum legacy)e;
        return true;
    }
    return false;
}

/* ---- units: what stands for a byte, or for itself --------------------------------------------- */

#define BEYOND 0x100u /* a unit from here on is a code point that Windows-1252 does not have */

VEC_TYPEDEF(units, uint32_t);

static struct units units_of(const char *s, size_t n)
{
    struct units u = {0};
    bool bytes = !utf8_valid(s, n, NULL);
    for (size_t at = 0, len = 1; at < n; at += len) {
        uint32_t c = bytes ? (unsigned char)s[at] : utf8_decode(s + at, n - at, &len);
        int byte = bytes ? (int)c : legacy_byte(c);
        *vec_add(&u) = byte >= 0 ? (uint32_t)byte : c;
    }
    return u;
}

static void add_code(struct str *out, uint32_t c)
{
    char buf[4];
    str_addn(out, buf, utf8_encode(c, buf));
}

static void decode_singles(enum legacy e, const struct units *u, struct str *out)
{
    for (size_t i = 0; i < u->n; i++)
        add_code(out, u->v[i] < BEYOND ? legacy_single(e, (unsigned char)u->v[i]) : u->v[i]);
}

static void decode_vni(enum legacy e, const struct units *u, struct str *out)
{
    for (size_t i = 0; i < u->n; i++) {
        uint32_t c = u->v[i] < BEYOND ? legacy_single(e, (unsigned char)u->v[i]) : u->v[i];
        uint32_t next = i + 1 < u->n ? u->v[i + 1] : 0;
        uint32_t pair = next < BEYOND ? legacy_pair(c, (unsigned char)next) : 0;
        add_code(out, pair ? pair : c);
        i += pair != 0;
    }
}

/* The bytes of one letter that the units from i on are, as far as they are bytes. */
static size_t bytes_at(const struct units *u, size_t i, char out[4])
{
    size_t n = 0;
    for (; n < 4 && i + n < u->n && u->v[i + n] < BEYOND; n++)
        out[n] = (char)u->v[i + n];
    return n;
}

static void decode_utf8(enum legacy e, const struct units *u, struct str *out)
{
    (void)e;
    for (size_t i = 0, used = 1; i < u->n; i += used, used = 1) {
        char bytes[4];
        size_t n = bytes_at(u, i, bytes);
        uint32_t c = n ? utf8_decode(bytes, n, &used) : u->v[i];
        if (c == 0xFFFD && used == 1)
            c = legacy_windows((unsigned char)u->v[i]);
        add_code(out, c);
    }
}

static void decode_none(enum legacy e, const struct units *u, struct str *out)
{
    (void)e;
    for (size_t i = 0; i < u->n; i++)
        add_code(out, u->v[i] < BEYOND ? legacy_windows((unsigned char)u->v[i]) : u->v[i]);
}

/* ---- capitals that TCVN3 leaves to the font ---------------------------------------------------- */

enum look { LOOK_OPEN, LOOK_SMALL, LOOK_CAPITAL };

struct word {
    size_t at, end; /* in the text */
    enum look look;
    bool line_start;
};
VEC_TYPEDEF(words, struct word);

/* By the letters of ASCII alone, because only they and seven others have capitals. One that does not
 * stand first tells as much as two. */
static enum look look_of(const char *s, size_t n)
{
    enum look look = LOOK_OPEN;
    for (size_t i = 0; i < n; i++) {
        if (s[i] >= 'a' && s[i] <= 'z')
            return LOOK_SMALL;
        if (i && s[i] >= 'A' && s[i] <= 'Z')
            look = LOOK_CAPITAL;
    }
    return look;
}

static struct words words_of(const char *s, size_t n)
{
    struct words words = {0};
    bool line_start = true;
    for (size_t at = 0, len; at < n; at += len) {
        size_t end = at;
        for (; end < n && text_is_word(utf8_decode(s + end, n - end, &len)); end += len)
            ;
        if (end > at) {
            *vec_add(&words) = (struct word){at, end, look_of(s + at, end - at), line_start};
            line_start = false;
            len = end - at;
        } else {
            line_start |= s[at] == '\n';
        }
    }
    return words;
}

/* The look of the nearest word on that side, in the same line, that tells; LOOK_OPEN if none does. */
static enum look look_beside(const struct words *w, size_t i, int step)
{
    for (;;) {
        if (step < 0 ? w->v[i].line_start : i + 1 == w->n || w->v[i + 1].line_start)
            return LOOK_OPEN;
        i += (size_t)step;
        if (w->v[i].look != LOOK_OPEN)
            return w->v[i].look;
    }
}

static bool line_has_small(const struct words *w, size_t i)
{
    while (!w->v[i].line_start)
        i--;
    do
        if (w->v[i].look == LOOK_SMALL)
            return true;
    while (++i < w->n && !w->v[i].line_start);
    return false;
}

/* Between capitals, or beside some in a line of nothing else. */
static bool is_capital(const struct words *w, size_t i)
{
    if (w->v[i].look != LOOK_OPEN)
        return w->v[i].look == LOOK_CAPITAL;
    enum look before = look_beside(w, i, -1), after = look_beside(w, i, 1);
    if (before == LOOK_CAPITAL && after == LOOK_CAPITAL)
        return true;
    return (before == LOOK_CAPITAL || after == LOOK_CAPITAL) && !line_has_small(w, i);
}

static void raise_word(struct str *out, const char *s, size_t n)
{
    for (size_t at = 0, len; at < n; at += len)
        add_code(out, text_upper(utf8_decode(s + at, n - at, &len)));
}

static void raise_capitals(struct str *text)
{
    struct words words = words_of(str_text(text), text->len);
    struct str out = {0};
    size_t at = 0;
    for (size_t i = 0; i < words.n; i++) {
        if (!is_capital(&words, i))
            continue;
        str_addn(&out, text->s + at, words.v[i].at - at);
        raise_word(&out, text->s + words.v[i].at, words.v[i].end - words.v[i].at);
        at = words.v[i].end;
    }
    str_addn(&out, str_text(text) + at, text->len - at);
    vec_finish(&words);
    str_finish(text);
    *text = out;
}

/* ---------------------------------------------------------------------------------------------- */

char *legacy_decode(enum legacy e, const char *s, size_t n, size_t *ret_len)
{
    static void (*const decode[LEGACY_COUNT])(enum legacy, const struct units *, struct str *) = {
        [LEGACY_NONE] = decode_none,      [LEGACY_TCVN3] = decode_singles,
        [LEGACY_VNI] = decode_vni,        [LEGACY_VISCII] = decode_singles,
        [LEGACY_CP1258] = decode_singles, [LEGACY_UTF8] = decode_utf8,
    };
    struct units units = units_of(s, n);
    struct str out = {0};
    decode[e](e, &units, &out);
    if (e == LEGACY_TCVN3)
        raise_capitals(&out);
    size_t len;
    char *text = text_nfc(str_text(&out), out.len, &len);
    if (ret_len)
        *ret_len = len;
    vec_finish(&units);
    str_finish(&out);
    return text;
}
