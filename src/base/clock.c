#include "base/clock.h"

#include <time.h>

static bool fixed;
static int64_t fixed_at;
static int64_t fixed_ms;

int64_t clock_now(void)
{
    return fixed ? fixed_at + fixed_ms / 1000 : (int64_t)time(NULL);
}

int64_t clock_real_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_ms(void)
{
    return fixed ? fixed_ms : clock_real_ms();
}

void clock_fix(int64_t t)
{
    fixed = true;
    fixed_at = t;
    fixed_ms = 0;
}

bool clock_is_fixed(void)
{
    return fixed;
}

void clock_advance(int64_t ms)
{
    fixed_ms += ms;
}
