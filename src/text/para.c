#include "text/para.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

void para_init(struct para *p, const char *s, size_t n)
{
    *p = (struct para){0};
    para_splice(p, 0, 0, s, n);
}

void para_finish(struct para *p)
{
    free(p->s);
    *p = (struct para){0};
}

static void reserve(struct para *p, size_t len)
{
    if (len < p->cap)
        return;
    size_t cap = p->cap ? p->cap * 2 : 16;
    p->cap = cap > len ? cap : len + 1;
    p->s = xrealloc(p->s, p->cap);
}

/* The words around a change, with the spaces at both sides: neither letters nor words outside
 * depend on what changes inside. */
static void find_surroundings(const struct para *p, size_t from, size_t to, size_t *ret_from,
                              size_t *ret_to)
{
    while (from > 0 && p->s[from] != ' ')
        from--;
    while (to < p->len && p->s[to] != ' ')
        to++;
    *ret_from = from;
    *ret_to = to < p->len ? to + 1 : to;
}

void para_splice(struct para *p, size_t at, size_t del, const char *s, size_t n)
{
    assert(at + del <= p->len);
    if (!del && !n)
        return;
    reserve(p, p->len - del + n);
    size_t from, to;
    p->s[p->len] = '\0';
    find_surroundings(p, at ? at - 1 : 0, at + del, &from, &to);
    p->letters -= text_letters(p->s + from, to - from);
    p->words -= text_words(p->s + from, to - from);
    memmove(p->s + at + n, p->s + at + del, p->len - at - del);
    if (n)
        memcpy(p->s + at, s, n);
    p->len = p->len - del + n;
    p->s[p->len] = '\0';
    to = to - del + n;
    p->letters += text_letters(p->s + from, to - from);
    p->words += text_words(p->s + from, to - from);
}

/* Whether `at` is a boundary for sure, told by its two neighbours alone. */
static bool surely_boundary(const struct para *p, size_t at)
{
    if (at == 0 || at >= p->len)
        return true;
    size_t before = at - 1, len;
    while (before > 0 && ((unsigned char)p->s[before] & 0xC0) == 0x80)
        before--;
    return ((unsigned char)p->s[at] & 0xC0) != 0x80 &&
           text_is_simple(utf8_decode(p->s + at, p->len - at, &len)) &&
           text_is_simple(utf8_decode(p->s + before, p->len - before, &len));
}

size_t para_boundary_before(const struct para *p, size_t at)
{
    if (at >= p->len || surely_boundary(p, at))
        return at < p->len ? at : p->len;
    while (((unsigned char)p->s[at] & 0xC0) == 0x80)
        at--;
    /* The letter that ends at or after the code point at `at`. */
    size_t len;
    utf8_decode(p->s + at, p->len - at, &len);
    size_t start = text_grapheme_before(p->s, at + len);
    return start;
}

size_t para_boundary_after(const struct para *p, size_t at)
{
    size_t start = para_boundary_before(p, at);
    return start == at || start >= p->len ? start
                                          : start + text_grapheme(p->s + start, p->len - start);
}
