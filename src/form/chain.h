#ifndef PHIEU_FORM_CHAIN_H
#define PHIEU_FORM_CHAIN_H
/* Who reviews the entries of a unit, one office after the other: `to:` of its line in `reporters`, then those of
 * `then:`. What every one of them has accepted is accepted. */
#include "form/catalogue.h"
#include "form/form.h"

/* Ids, owned by the form or the catalogue. */
VEC_TYPEDEF(chain, const char *);

/* The line of a unit: the first that is about it, else the first of all. NULL: there is none. */
const struct reporter *reporter_line(const struct reporter_list *reporters, const struct catalogue *c,
                                     const char *unit);
/* Fills ret, which is released by vec_finish. It ends early where "parent" leads to nobody. */
void reporter_chain(const struct reporter *r, const struct catalogue *c, const char *unit,
                    struct chain *ret);
/* Whether two are offices of one unit: other systems of it ("kg_an_bien/youth") are the same office. Either may
 * be NULL: no. */
bool office_same(const char *a, const char *b);
/* The step of the chain at which an office decides: the last that is its own, or that it stands above
 * (`via` does for the first). -1: it has no say. */
int chain_step(const struct chain *chain, const struct reporter *r, const struct catalogue *c,
               const char *office);

#endif
