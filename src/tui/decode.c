#include "tui/decode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/unicode.h"
#include "text/utf8.h"
#include "tui/decode_sequence.h"

#define ESC '\033'
#define STRING_MAX 4096 /* an answer of the terminal longer than this is broken off */
#define KEEP_MAX 65536
#define PASTE_MS 2000   /* silence after which a paste that was never closed ends */
static const char paste_end[] = "\033[201~";

struct own_sequence {
    char *bytes;
    size_t n;
    struct key key;
};

struct decode {
    struct str in;       /* not understood yet, from `at` on */
    size_t at;
    size_t fed, dropped; /* dropped: bytes removed from the front of `in` */
    int64_t last;        /* when the newest byte came */
    size_t keys_until;   /* letters before this are a run of plain ASCII keys */
    size_t paste_looked; /* in a paste: no end mark begins before this */
    bool pasting;
    bool after_return;   /* the last byte was CR: an LF belongs to it */
    void (*advance)(int64_t ms);
    VEC(struct own_sequence) own;
};

struct decode *decode_create(void)
{
    return xcalloc(1, sizeof(struct decode));
}

void decode_destroy(struct decode *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < d->own.n; i++)
        free(d->own.v[i].bytes);
    vec_finish(&d->own);
    str_finish(&d->in);
    free(d);
}

void decode_add(struct decode *d, const char *sequence, struct key k)
{
    size_t n = strlen(sequence);
    if (n < 3 || sequence[0] != ESC)
        return;
    *vec_add(&d->own) = (struct own_sequence){xstrdup(sequence), n, k};
}

void decode_on_advance(struct decode *d, void (*advance)(int64_t ms))
{
    d->advance = advance;
}

/* Removes what is understood from the front of the buffer. */
static void forget_taken(struct decode *d)
{
    size_t at = d->at;
    memmove(d->in.s, d->in.s + at, d->in.len - at);
    d->in.len -= at;
    d->dropped += at;
    d->keys_until -= d->keys_until < at ? d->keys_until : at;
    d->paste_looked -= d->paste_looked < at ? d->paste_looked : at;
    d->at = 0;
}

void decode_feed(struct decode *d, const char *bytes, size_t n, int64_t now)
{
    if (d->at && (d->at == d->in.len || d->at > KEEP_MAX))
        forget_taken(d);
    str_addn(&d->in, bytes, n);
    d->fed += n;
    d->last = now;
}

size_t decode_fed(const struct decode *d)
{
    return d->fed;
}

size_t decode_taken(const struct decode *d)
{
    return d->dropped + d->at;
}

static const char *rest(const struct decode *d, size_t *ret_n)
{
    *ret_n = d->in.len - d->at;
    return str_text(&d->in) + d->at;
}

int64_t decode_deadline(const struct decode *d)
{
    size_t n;
    const char *s = rest(d, &n);
    if (d->pasting)
        return d->last + PASTE_MS;
    if (n == 0 || s[0] != ESC)
        return INT64_MAX;
    bool lone = n == 1 || (n == 2 && s[1] == ESC);
    return d->last + (lone ? DECODE_ESC_MS : DECODE_SEQUENCE_MS);
}

static bool give_key(struct decode *d, size_t used, struct key k, struct input *ret)
{
    d->at += used;
    *ret = (struct input){.kind = INPUT_KEY, .key = k};
    return true;
}

/* Valid UTF-8 without the bytes that are not; freshly allocated. */
static char *valid_only(const char *s, size_t n, size_t *ret_n)
{
    struct str out = {0};
    while (n) {
        size_t bad = n;
        utf8_valid(s, n, &bad);
        if (bad > n)
            bad = n;
        str_addn(&out, s, bad);
        s += bad;
        n -= bad;
        if (n) {
            s++;
            n--;
        }
    }
    *ret_n = out.len;
    return str_take(&out);
}

/* Cleaned text as an input; false when nothing is left of it. */
static bool give_text(enum input_kind kind, const char *s, size_t n, struct input *ret)
{
    size_t valid, clean = 0;
    char *text = valid_only(s, n, &valid), *out = NULL;
    bool good = text_clean(text, valid, kind == INPUT_PASTE, &out, &clean);
    free(text);
    if (!good || clean == 0) {
        free(out);
        return false;
    }
    *ret = (struct input){.kind = kind, .text = out};
    return true;
}

/* ---- letters --------------------------------------------------------------------------------- */

static bool is_control(unsigned char c)
{
    return c < ' ' || c == 0x7F;
}

/* How many bytes of s begin a letter that is not complete yet. */
static size_t unfinished(const char *s, size_t n)
{
    static const unsigned char masks[] = {0, 0xFF, 0xE0, 0xF0, 0xF8};
    static const unsigned char leads[] = {0, 0xFF, 0xC0, 0xE0, 0xF0};
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = (unsigned char)s[n - back];
        if ((c & 0xC0) == 0x80)
            continue;
        for (size_t length = back + 1; length <= 4; length++)
            if ((c & masks[length]) == leads[length])
                return back;
        return 0;
    }
    return 0;
}

/* A run of letters up to the next control, or to the end of what came together. */
static bool read_run(struct decode *d, const char *s, size_t n, struct input *ret)
{
    size_t run = 0;
    bool plain = true;
    for (; run < n && !is_control((unsigned char)s[run]); run++)
        plain = plain && (unsigned char)s[run] < 0x80;
    if (plain) {
        d->keys_until = d->at + run;
        return give_key(d, 1, (struct key){(unsigned char)s[0], 0}, ret);
    }
    size_t whole = run == n ? run - unfinished(s, run) : run;
    d->at += whole;
    return whole && give_text(INPUT_TEXT, s, whole, ret);
}

static struct key control_key(unsigned char c)
{
    switch (c) {
    case 0:
        return (struct key){' ', MOD_CTRL};
    case '\b':
    case 0x7F:
        return (struct key){K_BACKSPACE, 0};
    case '\t':
        return (struct key){K_TAB, 0};
    case '\n':
    case '\r':
        return (struct key){K_ENTER, 0};
    default:
        return (struct key){c <= 26 ? (uint32_t)(c + 'a' - 1) : (uint32_t)(c + '@'), MOD_CTRL};
    }
}

/* ---- escape sequences ------------------------------------------------------------------------ */

/* The longest of the terminal's own sequences that s begins with; 0: none. *ret_part: s may be the
 * beginning of one. */
static size_t own_match(const struct decode *d, const char *s, size_t n, struct key *ret,
                        bool *ret_part)
{
    size_t best = 0;
    *ret_part = false;
    for (size_t i = 0; i < d->own.n; i++) {
        const struct own_sequence *o = &d->own.v[i];
        if (o->n > n && !memcmp(o->bytes, s, n))
            *ret_part = true;
        if (o->n > best && o->n <= n && !memcmp(o->bytes, s, o->n)) {
            best = o->n;
            *ret = o->key;
        }
    }
    return best;
}

/* OSC and the like go on to BEL or ST. 0: not complete. */
static size_t string_length(const char *s, size_t n)
{
    for (size_t i = 2; i < n; i++) {
        if (s[i] == '\a')
            return i + 1;
        if (s[i] == ESC && i + 1 < n)
            return s[i + 1] == '\\' ? i + 2 : i;
        if (i >= STRING_MAX)
            return i;
    }
    return 0;
}

static void read_string(struct decode *d, const char *s, size_t n, bool late)
{
    static const char clock_opening[] = "\033]7771;";
    size_t length = string_length(s, n);
    if (length && d->advance && str_starts(s, clock_opening))
        d->advance(strtoll(s + sizeof clock_opening - 1, NULL, 10));
    if (length || late)
        d->at += length ? length : n;
}

static bool is_opening(char c)
{
    return c == '[' || c == 'O' || c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X';
}

/* ESC and one more letter or control: Alt with it. */
static bool read_alt(struct decode *d, const char *s, size_t n, bool late, struct input *ret)
{
    unsigned char c = (unsigned char)s[1];
    if (c >= 0x80) {
        size_t half = unfinished(s + 1, n - 1 < 4 ? n - 1 : 4), used;
        if (half == n - 1 && !late)
            return false;
        uint32_t letter = utf8_decode(s + 1, n - 1, &used);
        return give_key(d, 1 + used, (struct key){letter, MOD_ALT}, ret);
    }
    struct key k = is_control(c) ? control_key(c) : (struct key){c, 0};
    k.mods |= MOD_ALT;
    return give_key(d, 2, k, ret);
}

/* What a sequence that opens properly is; late: no more of it will come. false: nothing to hand
 * out now (it waits for more, or something was dropped: then d->at has moved). */
static bool read_opened(struct decode *d, const char *s, size_t n, bool late, unsigned mods,
                        struct input *ret)
{
    struct key k = {0};
    size_t length = n;
    enum sequence found = sequence_read(s, n, &length, &k);
    switch (found) {
    case SEQUENCE_KEY:
        k.mods |= mods;
        return give_key(d, length, k, ret);
    case SEQUENCE_PASTE:
        d->at += length;
        d->pasting = true;
        d->paste_looked = d->at;
        return false;
    case SEQUENCE_STRING:
        if (late && n == 2) /* Alt-] and Alt-P are keys, too */
            return read_alt(d, s, n, late, ret);
        read_string(d, s, n, late);
        return false;
    case SEQUENCE_PART:
        if (late && n == 2)
            return read_alt(d, s, n, late, ret);
        d->at += late ? n : 0;
        return false;
    case SEQUENCE_UNKNOWN:
        d->at += length;
        return false;
    }
    return false;
}

static bool read_escape(struct decode *d, const char *s, size_t n, bool late, struct input *ret)
{
    static const struct key escape = {K_ESC, 0};
    struct key k = {0};
    bool part;
    size_t length = own_match(d, s, n, &k, &part);
    if (length)
        return give_key(d, length, k, ret);
    if (part && !late)
        return false;
    if (n == 1)
        return late && give_key(d, 1, escape, ret);
    if (s[1] == ESC) { /* Alt with a sequence (rxvt), else two Escs */
        if (n == 2 && !late)
            return false;
        if (n > 2 && (s[2] == '[' || s[2] == 'O')) {
            size_t before = d->at++;
            if (read_opened(d, s + 1, n - 1, late, MOD_ALT, ret))
                return true;
            if (d->at == before + 1)
                d->at = before;
            return false;
        }
        return give_key(d, 1, escape, ret);
    }
    if (is_opening(s[1]))
        return read_opened(d, s, n, late, 0, ret);
    return read_alt(d, s, n, late, ret);
}

static bool read_paste(struct decode *d, bool late, struct input *ret)
{
    const size_t mark = sizeof paste_end - 1;
    const char *all = str_text(&d->in);
    const char *end = memmem(all + d->paste_looked, d->in.len - d->paste_looked, paste_end, mark);
    if (!end && !late) {
        size_t looked = d->in.len > mark ? d->in.len - mark : 0;
        d->paste_looked = looked > d->paste_looked ? looked : d->paste_looked;
        return false;
    }
    size_t from = d->at, to = end ? (size_t)(end - all) : d->in.len;
    d->at = end ? to + mark : to;
    d->pasting = false;
    if (!give_text(INPUT_PASTE, all + from, to - from, ret))
        return false;
    input_look(ret, all + from, to - from);
    return true;
}

/* One step; false also when only something was dropped. */
static bool step(struct decode *d, const char *s, size_t n, bool late, struct input *ret)
{
    if (d->pasting)
        return read_paste(d, late, ret);
    unsigned char c = (unsigned char)s[0];
    if (c == ESC)
        return read_escape(d, s, n, late, ret);
    bool after_return = d->after_return;
    d->after_return = c == '\r';
    if (c == '\n' && after_return) {
        d->at++;
        return false;
    }
    if (is_control(c))
        return give_key(d, 1, control_key(c), ret);
    if (d->at < d->keys_until)
        return give_key(d, 1, (struct key){c, 0}, ret);
    return read_run(d, s, n, ret);
}

bool decode_next(struct decode *d, int64_t now, struct input *ret)
{
    for (;;) {
        size_t n, before = d->at;
        const char *s = rest(d, &n);
        bool was_pasting = d->pasting;
        if (n == 0 && !was_pasting)
            return false;
        if (step(d, s, n, now >= decode_deadline(d), ret))
            return true;
        if (d->at == before && d->pasting == was_pasting)
            return false;
    }
}
