/* What SQL reckons otherwise than a person expects: read off the tokens, before SQLite sees them. */
#include "db/sandbox_part.h"

#include <string.h>

/* One depth of brackets. */
struct level {
    bool product;          /* the product being read holds a number with a fraction */
    bool real, reckons;    /* the side being read holds one; reckons */
    bool compared;         /* what the bracket gives is a truth */
    bool selects;          /* past FROM: what it gives was read already */
    bool gives, gave_reckoned;
    bool left_inexact;     /* the side before the sign */
    bool equality;         /* the sign is = or <> */
    size_t sign;
    enum { CALL_NONE, CALL_COUNT, CALL_EXACT, CALL_SUM } call; /* the function it is of */
};

struct reckoner {
    const char *s;
    sandbox_is_real_fn *is_real;
    void *user;
    struct level stack[SANDBOX_BRACKETS];
    int depth;
    struct token before; /* the token before this one */
};

static bool is_word_of(const struct reckoner *k, struct token t, const char *const *words, size_t n)
{
    for (size_t i = 0; t.kind == TOKEN_WORD && i < n; i++)
        if (sandbox_token_is(k->s, t, words[i]))
            return true;
    return false;
}

static bool is_sign(const struct reckoner *k, struct token t, const char *signs)
{
    return t.to == t.from + 1 && strchr(signs, k->s[t.from]);
}

static bool is_real(const struct reckoner *k, struct token t)
{
    if (t.kind == TOKEN_REAL)
        return true;
    return t.kind == TOKEN_WORD && k->is_real && k->is_real(k->user, k->s + t.from, t.to - t.from);
}

static void open_bracket(struct reckoner *k)
{
    static const char *const sums[] = {"sum", "total", "avg"}, *const exact[] = {"round", "share"},
                             *const count[] = {"count", "length", "days"};
    struct level *x = &k->stack[k->depth + 1 < SANDBOX_BRACKETS ? ++k->depth : k->depth];
    *x = (struct level){0};
    if (is_word_of(k, k->before, sums, 3))
        x->call = CALL_SUM;
    else if (is_word_of(k, k->before, exact, 2))
        x->call = CALL_EXACT;
    else if (is_word_of(k, k->before, count, 3))
        x->call = CALL_COUNT;
}

/* A side ends: of a comparison, or of what the bracket gives. */
static void end_side(struct level *x)
{
    if (!x->compared && !x->selects) {
        x->gives |= x->real;
        x->gave_reckoned |= x->real && x->reckons;
    }
    x->product = x->real = x->reckons = false;
}

static void close_bracket(struct reckoner *k)
{
    struct level *x = &k->stack[k->depth];
    end_side(x);
    if (k->depth == 0)
        return;
    struct level *out = &k->stack[--k->depth];
    bool real = x->gives && x->call != CALL_COUNT;
    out->product |= real;
    if (x->call == CALL_EXACT)
        return;
    out->real |= real;
    out->reckons |= real && (x->gave_reckoned || x->call == CALL_SUM);
}

/* Whether an operand ends here, so that a sign behind it reckons. */
static bool is_operand(struct token t, const char *s)
{
    return t.kind == TOKEN_INTEGER || t.kind == TOKEN_REAL || t.kind == TOKEN_CLOSE ||
           (t.kind == TOKEN_WORD && !sandbox_boundary(s, t));
}

static void read_operator(struct reckoner *k, struct token t)
{
    struct level *x = &k->stack[k->depth];
    if (is_sign(k, t, "."))
        return;
    if (t.kind == TOKEN_OTHER)
        x->product = false;
    x->reckons |= is_operand(k->before, k->s) &&
                  (t.kind == TOKEN_TIMES || t.kind == TOKEN_DIVIDE || is_sign(k, t, "+-"));
}

/* Keeps the state of brackets and sides; what ends a side is looked at before. */
static void reckon(struct reckoner *k, struct token t)
{
    static const char *const from[] = {"from"};
    struct level *x = &k->stack[k->depth];
    if (t.kind == TOKEN_OPEN) {
        open_bracket(k);
    } else if (t.kind == TOKEN_CLOSE) {
        close_bracket(k);
    } else if (t.kind == TOKEN_COMPARE) {
        x->product = x->real = x->reckons = false;
        x->compared = true;
    } else if (sandbox_boundary(k->s, t)) {
        end_side(x);
        x->compared = false;
        x->selects |= is_word_of(k, t, from, 1);
    } else if (is_real(k, t)) {
        x->product = x->real = true;
    } else {
        read_operator(k, t);
    }
    k->before = t;
}

/* The name or number at t; of "table.column" the column. */
static struct token operand(const struct reckoner *k, struct token t)
{
    struct token point = sandbox_token(k->s, t.to);
    if (t.kind == TOKEN_WORD && point.kind != TOKEN_END && is_sign(k, point, "."))
        return sandbox_token(k->s, point.to);
    return t;
}

bool sandbox_whole_division(const char *s, sandbox_is_real_fn *is, void *user, size_t *ret_offset)
{
    struct reckoner k = {.s = s, .is_real = is, .user = user};
    for (struct token t = sandbox_token(s, 0); t.kind != TOKEN_END; t = sandbox_token(s, t.to)) {
        if (t.kind == TOKEN_DIVIDE && !k.stack[k.depth].product &&
            !is_real(&k, operand(&k, sandbox_token(s, t.to)))) {
            *ret_offset = t.from;
            return true;
        }
        reckon(&k, t);
    }
    return false;
}

static bool is_equality(const char *s, struct token t)
{
    return s[t.from] == '=' || s[t.from] == '!' || (s[t.from] == '<' && s[t.to - 1] == '>');
}

bool sandbox_inexact_equality(const char *s, sandbox_is_real_fn *is, void *user, size_t *ret_offset)
{
    struct reckoner k = {.s = s, .is_real = is, .user = user};
    struct token t;
    do {
        t = sandbox_token(s, k.before.to);
        struct level *x = &k.stack[k.depth];
        bool ends = t.kind == TOKEN_COMPARE || sandbox_boundary(s, t);
        bool inexact = x->real && x->reckons;
        if (ends && x->equality && (inexact || x->left_inexact)) {
            *ret_offset = x->sign;
            return true;
        }
        if (ends)
            x->equality = false;
        if (t.kind == TOKEN_COMPARE) {
            x->left_inexact = inexact;
            x->equality = is_equality(s, t);
            x->sign = t.from;
        }
        reckon(&k, t);
    } while (t.kind != TOKEN_END);
    return false;
}
