#ifndef PHIEU_TESTS_TAP_H
#define PHIEU_TESTS_TAP_H
/* TAP in a few lines: every check is one numbered line, tap_done() prints the plan.
 *     int main(void) { ok(1 + 1 == 2, "adds"); is("a", f(), "f gives a"); return tap_done(); } */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

static inline bool __attribute__((format(printf, 2, 3))) ok(bool good, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("%sok %d - ", good ? "" : "not ", ++tap_count);
    char line[512];
    vsnprintf(line, sizeof line, fmt, ap);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < ' ' || *p == '#')
            *p = ' ';
    puts(line);
    va_end(ap);
    tap_failed += !good;
    return good;
}

/* Compares texts; NULL equals only NULL. */
static inline bool is(const char *want, const char *got, const char *name)
{
    bool good = want && got ? !strcmp(want, got) : want == got;
    ok(good, "%s", name);
    if (!good)
        printf("#   wanted: %s\n#   got:    %s\n", want ? want : "(null)", got ? got : "(null)");
    return good;
}

static inline bool is_int(long long want, long long got, const char *name)
{
    bool good = want == got;
    ok(good, "%s", name);
    if (!good)
        printf("#   wanted: %lld\n#   got:    %lld\n", want, got);
    return good;
}

static inline int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed != 0;
}

#endif
