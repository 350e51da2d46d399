#ifndef PHIEU_STORE_PERIODS_H
#define PHIEU_STORE_PERIODS_H
/* For which periods the file holds entries of a form, drafts too; by the index alone. */
#include "store/store.h"

VEC_TYPEDEF(periods, char *);

/* Ascending, each once; "" for entries without a period. */
bool store_periods(struct store *s, const char *form_id, struct periods *ret, struct err *e);
void periods_finish(struct periods *p);
/* Whether there is any for this period or one before it. */
bool store_period_until(struct store *s, const char *form_id, const char *period, bool *ret,
                        struct err *e);

#endif
