#include "form/chain.h"

#include <string.h>

const struct reporter *reporter_line(const struct reporter_list *reporters, const struct catalogue *c,
                                     const char *unit)
{
    const struct unit *u = catalogue_find(c, unit);
    for (size_t i = 0; u && i < reporters->n; i++)
        if (reporter_is(&reporters->v[i], u))
            return &reporters->v[i];
    return reporters->n ? &reporters->v[0] : NULL;
}

static const char *next(const struct catalogue *c, const char *named, const char *before)
{
    if (!named || strcmp(named, REPORTER_PARENT) != 0)
        return named;
    const struct unit *u = catalogue_find(c, before);
    return u ? u->parent : NULL;
}

void reporter_chain(const struct reporter *r, const struct catalogue *c, const char *unit,
                    struct chain *ret)
{
    const char *at = next(c, r->to, unit);
    vec_clear(ret);
    for (size_t i = 0; at; i++) {
        *vec_add(ret) = at;
        at = i < r->then.n ? next(c, r->then.v[i], at) : NULL;
    }
}

bool office_same(const char *a, const char *b)
{
    size_t n = a ? strcspn(a, "/") : 0;
    return a && b && strcspn(b, "/") == n && !memcmp(a, b, n);
}

int chain_step(const struct chain *chain, const struct reporter *r, const struct catalogue *c,
               const char *office)
{
    if (!catalogue_find(c, office))
        return -1;
    for (size_t i = chain->n; i-- > 0;)
        if (office_same(office, chain->v[i]))
            return (int)i;
    if (chain->n && office_same(office, r->via))
        return 0;
    for (size_t i = chain->n; i-- > 0;)
        if (catalogue_is_above(c, office, chain->v[i]))
            return (int)i;
    return -1;
}
