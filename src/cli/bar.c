#include "cli/bar.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/say.h"

#define SHOW_MS  200
#define FIRST_MS 500 /* what is done by then needs no word */

static volatile sig_atomic_t stop;
static int64_t shown; /* when it was drawn last */
static bool drawn, watched;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

void bar_begin(bool quiet)
{
    struct sigaction sa = {.sa_handler = on_signal, .sa_flags = SA_RESTART | SA_RESETHAND};
    sigaction(SIGINT, &sa, NULL); /* the second time it ends the program at once */
    sigaction(SIGTERM, &sa, NULL);
    stop = 0;
    shown = getenv("PHIEU_TEST_BAR") ? 0 : clock_real_ms() + FIRST_MS - SHOW_MS;
    drawn = false;
    watched = isatty(STDERR_FILENO) && !quiet;
}

bool bar_show(const char *what, int64_t done, int64_t all)
{
    int64_t now = clock_real_ms();
    if (!watched || now - shown < SHOW_MS)
        return !stop;
    shown = now;
    drawn = true;
    fputs("\r\033[K", stderr);
    say(stderr, "%s", what);
    if (all > 0)
        fprintf(stderr, ": %3d %%", (int)(done * 100 / all));
    fflush(stderr);
    return !stop;
}

bool bar_goes_on(void *what, int64_t done, int64_t all)
{
    return bar_show(what, done, all);
}

bool bar_end(void)
{
    if (drawn)
        fputs("\r\033[K", stderr);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    return stop;
}
