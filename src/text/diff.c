#include "text/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/match.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* ---- pieces with numbers: equal bytes have equal numbers --------------------------------------- */

struct piece {
    size_t from, to;
};
VEC_TYPEDEF(pieces, struct piece);

struct numbered {
    const char *text;
    struct pieces pieces;
    uint32_t *numbers;
};

/* The signs that end a word are pieces of their own. */
static bool ends_word(const char *s)
{
    size_t signs = strspn(s, ".,;:!?)");
    return signs && (!s[signs] || s[signs] == ' ' || s[signs] == '\n');
}

/* Words, and each newline by itself; other white space is nobody's. */
static void cut_words(struct numbered *x)
{
    size_t n = strlen(x->text), used;
    bool inside = false;
    for (size_t at = 0; at < n; at += used) {
        uint32_t c = utf8_decode(x->text + at, n - at, &used);
        bool space = text_is_space(c);
        if (!space && inside && !ends_word(x->text + at))
            x->pieces.v[x->pieces.n - 1].to = at + used;
        else if (!space || c == '\n')
            *vec_add(&x->pieces) = (struct piece){at, at + used};
        inside = !space;
    }
}

static void cut_paragraphs(struct numbered *x)
{
    const char *at = x->text;
    for (;;) {
        size_t n = strcspn(at, "\n");
        *vec_add(&x->pieces) = (struct piece){(size_t)(at - x->text), (size_t)(at - x->text) + n};
        if (!at[n])
            return;
        at += n + 1;
    }
}

struct slot {
    const char *s;
    size_t n;
    uint32_t number;
};

struct table {
    struct slot *v;
    size_t size; /* a power of two */
    uint32_t next;
};

static size_t scatter(const char *s, size_t n)
{
    size_t h = 2166136261U;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619U;
    return h ^ h >> 15;
}

static uint32_t number_of(struct table *t, const char *s, size_t n)
{
    size_t i = scatter(s, n) & (t->size - 1);
    while (t->v[i].s && (t->v[i].n != n || memcmp(t->v[i].s, s, n) != 0))
        i = (i + 1) & (t->size - 1);
    if (!t->v[i].s)
        t->v[i] = (struct slot){s, n, ++t->next};
    return t->v[i].number;
}

/* Returns the largest number. */
static uint32_t number_pieces(struct numbered *const *x, size_t n)
{
    struct table t = {.size = 16};
    size_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += x[i]->pieces.n;
    while (t.size < 2 * all + 1)
        t.size *= 2;
    t.v = xcalloc(t.size, sizeof *t.v);
    for (size_t i = 0; i < n; i++) {
        x[i]->numbers = xcalloc(x[i]->pieces.n + 1, sizeof *x[i]->numbers);
        for (size_t k = 0; k < x[i]->pieces.n; k++) {
            struct piece p = x[i]->pieces.v[k];
            x[i]->numbers[k] = number_of(&t, x[i]->text + p.from, p.to - p.from);
        }
    }
    free(t.v);
    return t.next;
}

static void numbered_finish(struct numbered *x)
{
    vec_finish(&x->pieces);
    free(x->numbers);
}

/* ---- words ------------------------------------------------------------------------------------- */

static void add_part(struct diff_parts *to, bool same, size_t a, size_t a_end, size_t b, size_t b_end)
{
    struct diff_part *last = to->n ? &to->v[to->n - 1] : NULL;
    if (a == a_end && b == b_end)
        return;
    if (last && last->same == same) {
        last->a_len = a_end - last->a;
        last->b_len = b_end - last->b;
        return;
    }
    *vec_add(to) = (struct diff_part){same, a, a_end - a, b, b_end - b};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* From here to there on both sides; same bytes at the ends (white space) are the same. */
static void add_between(struct diff_parts *to, const char *a, size_t a0, size_t a1, const char *b,
                        size_t b0, size_t b1)
{
    size_t head = 0, tail = 0, n = a1 - a0 < b1 - b0 ? a1 - a0 : b1 - b0;
    while (head < n && a[a0 + head] == b[b0 + head] && is_blank(a[a0 + head]))
        head++;
    while (tail < n - head && a[a1 - tail - 1] == b[b1 - tail - 1] && is_blank(a[a1 - tail - 1]))
        tail++;
    add_part(to, true, a0, a0 + head, b0, b0 + head);
    add_part(to, false, a0 + head, a1 - tail, b0 + head, b1 - tail);
    add_part(to, true, a1 - tail, a1, b1 - tail, b1);
}

static void make_parts(const struct numbered *x, const struct numbered *y, const struct matches *m,
                       struct diff_parts *ret)
{
    size_t a = 0, b = 0;
    vec_clear(ret);
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < m->v[i].n; k++) {
            struct piece p = x->pieces.v[m->v[i].a + k], q = y->pieces.v[m->v[i].b + k];
            add_between(ret, x->text, a, p.from, y->text, b, q.from);
            add_part(ret, true, p.from, p.to, q.from, q.to);
            a = p.to;
            b = q.to;
        }
    add_between(ret, x->text, a, strlen(x->text), y->text, b, strlen(y->text));
}

static size_t larger(const struct diff_part *p)
{
    return p->a_len > p->b_len ? p->a_len : p->b_len;
}

/* A piece between two changes that are both longer than itself says nothing, unless it holds the end of a
 * paragraph. */
static bool is_chance(const char *a, const struct diff_part *p)
{
    return p->same && !memchr(a + p->a, '\n', p->a_len) && p->a_len < larger(p - 1) &&
           p->a_len < larger(p + 1);
}

static void drop_chance(const char *a, struct diff_parts *parts)
{
    size_t kept = 0;
    for (size_t i = 0; i < parts->n; i++) {
        bool inner = kept > 0 && i + 1 < parts->n && parts->v[i].same;
        struct diff_part three[3];
        if (inner) {
            three[0] = parts->v[kept - 1];
            three[1] = parts->v[i];
            three[2] = parts->v[i + 1];
        }
        if (inner && is_chance(a, &three[1])) {
            struct diff_part *last = &parts->v[kept - 1], *next = &parts->v[++i];
            last->a_len = next->a + next->a_len - last->a;
            last->b_len = next->b + next->b_len - last->b;
        } else {
            parts->v[kept++] = parts->v[i];
        }
    }
    parts->n = kept;
}

void diff_words(const char *a, const char *b, struct diff_parts *ret)
{
    struct numbered x = {.text = a}, y = {.text = b};
    struct matches m = {0};
    cut_words(&x);
    cut_words(&y);
    number_pieces((struct numbered *[]){&x, &y}, 2);
    match_sequences(x.numbers, x.pieces.n, y.numbers, y.pieces.n, &m);
    make_parts(&x, &y, &m, ret);
    drop_chance(a, ret);
    vec_finish(&m);
    numbered_finish(&x);
    numbered_finish(&y);
}

/* ---- paragraphs -------------------------------------------------------------------------------- */

enum { IN_BASE = 1, IN_A = 2, IN_B = 4, LONE_IN_A = 8 }; /* lone: not at the same place in b */

struct combining {
    struct numbered base, a, b;
    unsigned char *known; /* by number */
    struct str out;
    bool any;
};

static void know(struct combining *c, const struct numbered *x, size_t from, size_t to, int what)
{
    for (size_t i = from; i < to; i++)
        c->known[x->numbers[i]] |= (unsigned char)what;
}

static void add_paragraph(struct combining *c, const struct numbered *x, size_t i)
{
    struct piece p = x->pieces.v[i];
    if (c->any)
        str_addc(&c->out, '\n');
    str_addn(&c->out, x->text + p.from, p.to - p.from);
    c->any = true;
}

/* What one has there and the other has not: but for what it left as it was and the other did not, and what
 * stands elsewhere in the other (then a's place counts). */
static void add_own(struct combining *c, const struct numbered *x, size_t from, size_t to)
{
    int other = x == &c->a ? IN_B : IN_A;
    for (size_t i = from; i < to; i++) {
        int known = c->known[x->numbers[i]];
        bool left = !(known & other) && (known & IN_BASE);
        bool moved = x == &c->b && (known & LONE_IN_A) && x->pieces.v[i].from < x->pieces.v[i].to;
        if (!left && !moved)
            add_paragraph(c, x, i);
    }
}

/* Where the paragraphs that both have end, and there are no more. */
static struct match match_at(const struct matches *m, size_t i, const struct combining *c)
{
    return i < m->n ? m->v[i] : (struct match){c->a.pieces.n, c->b.pieces.n, 0};
}

static void combine(struct combining *c, const struct matches *m)
{
    size_t at = 0, bt = 0;
    for (size_t i = 0; i <= m->n; i++) {
        know(c, &c->a, at, match_at(m, i, c).a, LONE_IN_A);
        at = match_at(m, i, c).a + match_at(m, i, c).n;
    }
    at = 0;
    for (size_t i = 0; i <= m->n; i++) {
        struct match next = match_at(m, i, c);
        add_own(c, &c->a, at, next.a);
        add_own(c, &c->b, bt, next.b);
        for (size_t k = 0; k < next.n; k++)
            add_paragraph(c, &c->a, next.a + k);
        at = next.a + next.n;
        bt = next.b + next.n;
    }
}

char *diff_combine(const char *base, const char *a, const char *b)
{
    struct combining c = {.base.text = base ? base : "", .a.text = a, .b.text = b};
    struct numbered *const all[] = {&c.base, &c.a, &c.b};
    struct matches m = {0};
    if (!*a || !*b)
        return xstrdup(*a ? a : b);
    for (int i = 0; i < 3; i++)
        cut_paragraphs(all[i]);
    c.known = xcalloc(number_pieces(all, 3) + 1, 1);
    know(&c, &c.base, 0, base ? c.base.pieces.n : 0, IN_BASE);
    know(&c, &c.a, 0, c.a.pieces.n, IN_A);
    know(&c, &c.b, 0, c.b.pieces.n, IN_B);
    match_sequences(c.a.numbers, c.a.pieces.n, c.b.numbers, c.b.pieces.n, &m);
    combine(&c, &m);
    vec_finish(&m);
    for (int i = 0; i < 3; i++)
        numbered_finish(all[i]);
    free(c.known);
    return str_take(&c.out);
}
