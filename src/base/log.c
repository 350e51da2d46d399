#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

static FILE *log_file;

void log_open_from_env(void)
{
    const char *name = getenv("PHIEU_LOG");
    if (name && *name)
        log_file = fopen(name, "ae");
}

void log_line(const char *fmt, ...)
{
    if (!log_file)
        return;
    va_list ap;
    va_start(ap, fmt);
    fprintf(log_file, "%lld ", (long long)clock_real_ms());
    vfprintf(log_file, fmt, ap);
    fputc('\n', log_file);
    fflush(log_file);
    va_end(ap);
}
