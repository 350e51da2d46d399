#ifndef PHIEU_STORE_WEAVE_H
#define PHIEU_STORE_WEAVE_H
/* The orders of rows that stand beside each other, as one. */
#include "base/json.h"

/* Puts the ids of another list in: each that is not there yet behind the one that it follows in the other. Takes
 * *order over and gives the new list. Quick also for as many rows as a file can hold. */
void order_weave(json **order, const json *other);

#endif
