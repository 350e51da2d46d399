#include "tui/calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "text/unicode.h"

#define YEAR_MIN 1900
#define YEAR_MAX 9999

/* ---- what is typed so far -------------------------------------------------------------------- */

/* The whole numbers in a text, at most three. */
static int numbers_of(const char *s, int out[3])
{
    int n = 0;
    while (*s && n < 3) {
        int digits = 0, value = 0;
        for (; *s >= '0' && *s <= '9'; s++, digits++)
            value = digits < 4 ? value * 10 + (*s - '0') : value;
        if (digits)
            out[n++] = value;
        else
            s++;
    }
    return n;
}

static struct date near_day(const int *v, int n, struct date around)
{
    struct date d = around;
    if (n > 0)
        d.day = v[0];
    if (n > 1)
        d.month = v[1];
    return date_valid(d) ? d : around;
}

static struct date near_part(const int *v, int n, enum date_precision p, struct date around)
{
    int most = p == DATE_MONTH ? 12 : 4, months = p == DATE_MONTH ? 1 : 3;
    if (n > 0 && p != DATE_YEAR && v[0] >= 1 && v[0] <= most)
        return (struct date){around.year, (v[0] - 1) * months + 1, 1};
    return around;
}

struct calendar calendar_of(const char *typed, enum date_precision p, struct date around)
{
    struct calendar c = {.day = around};
    int v[3], n;
    if (date_parse_as(typed, p, &c.day)) {
        c.chosen = true;
        return c;
    }
    n = numbers_of(typed, v);
    c.day = p == DATE_DAY ? near_day(v, n, around) : near_part(v, n, p, around);
    return c;
}

struct date calendar_today(void)
{
    return date_of_time(clock_now());
}

/* ---- going on -------------------------------------------------------------------------------- */

static struct date by_months(struct date d, int by)
{
    int months = d.year * 12 + d.month - 1 + by;
    return (struct date){months / 12, months % 12 + 1, 1};
}

struct date calendar_step(struct date d, enum date_precision p, bool far, int direction)
{
    static const int steps[][2] = {
        [DATE_DAY] = {1, 7}, [DATE_MONTH] = {1, 12}, [DATE_QUARTER] = {3, 12}, [DATE_YEAR] = {12, 120}};
    int by = steps[p][far] * direction;
    struct date to = p == DATE_DAY ? date_from_days(date_days(d) + by) : by_months(d, by);
    return to.year < YEAR_MIN || to.year > YEAR_MAX ? d : to;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* One piece after the other with a column between them, the chosen one in brackets there: colours
 * never say it alone. */
struct row {
    struct surface *f;
    struct rect r;
    int x;
    bool open; /* a bracket waits for its end */
};

static void put_sign(struct row *w, const char *sign)
{
    if (w->x < w->r.x + w->r.columns)
        surface_put(w->f, w->r.y, w->x, 1, STYLE_KEY, sign);
    w->x++;
}

static void put(struct row *w, const char *text, bool chosen)
{
    int room = w->r.x + w->r.columns;
    put_sign(w, chosen ? "[" : w->open ? "]" : " ");
    w->open = chosen;
    if (w->x < room)
        surface_put(w->f, w->r.y, w->x, room - w->x, chosen ? STYLE_KEY : STYLE_DIM, text);
    w->x += text_width(text, strlen(text));
}

/* " T2 22/6 T3 23 T4 24[T5 25]T6 26 T7 27 CN 28"; the first of a month names it, too: "T4 1/7". */
static void draw_week(struct row *w, const struct calendar *c)
{
    static const char *const names[] = {N_("Mo"), N_("Tu"), N_("We"), N_("Th"),
                                        N_("Fr"), N_("Sa"), N_("Su")};
    bool english = lang_get() == LANG_EN;
    int64_t day = date_days(c->day), weekday = ((day + 3) % 7 + 7) % 7; /* 1970-01-01: a Thursday */
    for (int i = 0; i < 7; i++) {
        struct date d = date_from_days(day - weekday + i);
        char text[48];
        if (d.day == 1 || i == 0)
            snprintf(text, sizeof text, english ? "%s %02d-%02d" : "%s %d/%d", _(names[i]),
                     english ? d.month : d.day, english ? d.day : d.month);
        else
            snprintf(text, sizeof text, "%s %d", _(names[i]), d.day);
        put(w, text, c->chosen && i == weekday);
    }
}

static void draw_parts(struct row *w, const struct calendar *c, enum date_precision p)
{
    static const char *const quarters[] = {"I", "II", "III", "IV"};
    int count = p == DATE_MONTH ? 12 : 4;
    int now = p == DATE_MONTH ? c->day.month - 1 : (c->day.month - 1) / 3;
    char text[32];
    snprintf(text, sizeof text, "%d:", c->day.year);
    put(w, text, false);
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, "%d", i + 1);
        put(w, p == DATE_MONTH ? text : quarters[i], c->chosen && i == now);
    }
}

static void draw_years(struct row *w, const struct calendar *c)
{
    for (int year = c->day.year - 3; year <= c->day.year + 3; year++) {
        char text[16];
        snprintf(text, sizeof text, "%d", year);
        put(w, text, c->chosen && year == c->day.year);
    }
}

void calendar_draw(struct surface *f, struct rect r, const struct calendar *c,
                   enum date_precision p)
{
    struct row w = {.f = f, .r = r, .x = r.x};
    if (p == DATE_DAY)
        draw_week(&w, c);
    else if (p == DATE_YEAR)
        draw_years(&w, c);
    else
        draw_parts(&w, c, p);
    put_sign(&w, w.open ? "]" : " ");
}

const char *calendar_hint(enum date_precision p)
{
    static const char *const hints[] = {
        [DATE_DAY] = N_("Type 25/6/2015; + and - by days, Shift-arrows by weeks"),
        [DATE_MONTH] = N_("Type a month: 6/2015; + and - by months"),
        [DATE_QUARTER] = N_("Type a quarter: II/2015 or 2/2015; + and - by quarters"),
        [DATE_YEAR] = N_("Type a year: 2015; + and - by years"),
    };
    return _(hints[p]);
}
