#include "base/clock.h"

#include <time.h>

#include "tap.h"

int main(void)
{
    int64_t before = (int64_t)time(NULL), now = clock_now();
    ok(!clock_is_fixed() && now >= before && now <= (int64_t)time(NULL) + 1, "the real time");
    int64_t ms = clock_ms();
    ok(clock_ms() >= ms, "milliseconds do not go back");

    clock_fix(1435190400);
    ok(clock_is_fixed(), "fixed");
    is_int(1435190400, clock_now(), "the time that was given");
    is_int(0, clock_ms(), "milliseconds begin at 0");
    clock_advance(999);
    is_int(1435190400, clock_now(), "not yet a second");
    clock_advance(1);
    is_int(1435190401, clock_now(), "a second later");
    is_int(1000, clock_ms(), "milliseconds go along");
    int64_t real = clock_real_ms();
    ok(real != 1000 && clock_real_ms() >= real, "the guard against endless work stays real");
    clock_fix(-1);
    is_int(-1, clock_now(), "times before 1970");
    is_int(0, clock_ms(), "fixing again begins again");
    return tap_done();
}
