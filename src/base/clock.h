#ifndef PHIEU_BASE_CLOCK_H
#define PHIEU_BASE_CLOCK_H
/* The one door to the clock. Tests (and --at) put a fixed time in its place; then the monotonic
 * clock stands still too and moves only by clock_advance(). */
#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970, UTC. */
int64_t clock_now(void);
/* Milliseconds that never go back; for timers and deadlines. */
int64_t clock_ms(void);
/* From now on clock_now() answers t, and time passes only by clock_advance. */
void clock_fix(int64_t t);
bool clock_is_fixed(void);
/* Lets ms milliseconds pass on a fixed clock. */
void clock_advance(int64_t ms);
/* Real milliseconds, also while fixed: for step budgets that guard against endless work. */
int64_t clock_real_ms(void);

#endif
