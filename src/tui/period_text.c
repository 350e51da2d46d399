#include "tui/period_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/date.h"

char *period_text(const char *period)
{
    return period && strcmp(period, "once") != 0 ? date_print_period(period) : xstrdup("");
}

char *titled_period(const char *title, const char *period)
{
    char *text = period_text(period);
    char *all = *text ? xasprintf("%s · %s", title, text) : xstrdup(title);
    free(text);
    return all;
}
