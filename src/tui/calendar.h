#ifndef PHIEU_TUI_CALENDAR_H
#define PHIEU_TUI_CALENDAR_H
/* The line under a date that is being filled in: the week (months, quarters, years) around it, and
 * going on from it by keys. */
#include <stdbool.h>

#include "text/date.h"
#include "tui/surface.h"

struct calendar {
    struct date day;
    bool chosen; /* the text names it wholly; else it is only near to what is typed */
};

/* What a text that is still being typed means: what is missing comes from `around`. */
struct calendar calendar_of(const char *typed, enum date_precision p, struct date around);
/* Now, to begin with where nothing stands. */
struct date calendar_today(void);
/* One day, month, quarter, year on (direction 1) or back (-1); far: a week, a year, ten years. */
struct date calendar_step(struct date d, enum date_precision p, bool far, int direction);
/* In the first row of r; what is chosen stands in brackets. */
void calendar_draw(struct surface *f, struct rect r, const struct calendar *c,
                   enum date_precision p);
/* How it is typed, as a sentence. */
const char *calendar_hint(enum date_precision p);

#endif
