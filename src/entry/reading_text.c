#include "entry/reading_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/diff.h"

struct cutting {
    const char *a, *b;
    size_t a_from, b_from; /* where the present piece begins */
    bool changed;
    size_t number;         /* of the next paragraph */
    struct text_pieces *ret;
};

static size_t paragraphs(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += text[i] != '\n' && (i == 0 || text[i - 1] == '\n');
    return count;
}

/* What stands before these places on both sides is a piece. */
static void cut(struct cutting *c, size_t a_to, size_t b_to)
{
    size_t a = a_to - c->a_from, b = b_to - c->b_from;
    if (a || b) {
        struct text_piece *p = vec_add(c->ret);
        p->before = xstrndup(c->a + c->a_from, a);
        p->after = xstrndup(c->b + c->b_from, b);
        p->changed = c->changed;
        p->number = c->number;
        p->count = paragraphs(c->b + c->b_from, b);
        c->number += p->count;
    }
    c->changed = false;
}

static bool begins_line(const char *text, size_t at)
{
    return at == 0 || text[at - 1] == '\n';
}

/* Where both go on alike at the beginning of a line, what stands before it is a piece. */
static void cut_before(struct cutting *c, size_t a, size_t b)
{
    if (!begins_line(c->a, a) || !begins_line(c->b, b) || (a == c->a_from && b == c->b_from))
        return;
    cut(c, a - (a > c->a_from), b - (b > c->b_from));
    c->a_from = a;
    c->b_from = b;
}

void text_pieces_make(const char *before, const char *after, struct text_pieces *ret)
{
    struct cutting c = {.a = before, .b = after, .number = 1, .ret = ret};
    struct diff_parts parts = {0};
    vec_clear(ret);
    diff_words(before, after, &parts);
    for (size_t i = 0; i < parts.n; i++) {
        const struct diff_part *p = &parts.v[i];
        if (p->same)
            cut_before(&c, p->a, p->b);
        c.changed |= !p->same;
        for (size_t k = 0; p->same && k < p->a_len; k++)
            if (before[p->a + k] == '\n') {
                cut(&c, p->a + k, p->b + k);
                c.a_from = p->a + k + 1;
                c.b_from = p->b + k + 1;
            }
    }
    cut(&c, strlen(before), strlen(after));
    vec_finish(&parts);
}

void text_pieces_finish(struct text_pieces *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].before);
        free(v->v[i].after);
    }
    vec_finish(v);
}
