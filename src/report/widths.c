/* How wide the columns of a table are on paper. */
#include <string.h>

#include "base/mem.h"
#include "report/parts.h"
#include "text/unicode.h"

static int longest_word(const char *s)
{
    int longest = 0;
    while (*s) {
        size_t n = strcspn(s, " \n\t");
        int width = text_width(s, n);
        longest = width > longest ? width : longest;
        s += n + (s[n] != '\0');
    }
    return longest;
}

static int longest_line(const char *s)
{
    int longest = 0;
    while (*s) {
        size_t n = strcspn(s, "\n");
        int width = text_width(s, n);
        longest = width > longest ? width : longest;
        s += n + (s[n] != '\0');
    }
    return longest;
}

static void enlarge(struct wish *w, int least, int best)
{
    w->least = least > w->least ? least : w->least;
    w->best = best > w->best ? best : w->best;
}

void wish_for(struct wish *w, const char *title)
{
    int least = longest_word(title);
    enlarge(w, least, least);
}

void wish_for_cell(struct wish *w, const char *s, bool figure)
{
    int least = longest_word(s);
    enlarge(w, least, longest_line(s));
    if (figure)
        w->figure = least > w->figure ? least : w->figure;
}

int sheet_width(const int *widths, size_t n)
{
    int width = 1;
    for (size_t i = 0; i < n; i++)
        width += widths[i] + 3;
    return width;
}

static bool may_give(const struct wish *w, int width)
{
    return width > 1 && width > w->figure;
}

/* Which column to widen, or to narrow, by one; -1: none. */
static int pick_column(const struct wish *wishes, const int *widths, size_t n, bool widen)
{
    int pick = -1;
    for (size_t i = 0; i < n; i++) {
        bool may = widen ? wishes[i].best > widths[i] : may_give(&wishes[i], widths[i]);
        if (may && (pick < 0 || (widen ? wishes[i].best - widths[i] >
                                             wishes[pick].best - widths[pick]
                                       : widths[i] > widths[pick])))
            pick = (int)i;
    }
    return pick;
}

int *share_out(const struct wish *wishes, size_t n, int width)
{
    int *widths = xcalloc(n + 1, sizeof *widths);
    for (size_t i = 0; i < n; i++)
        widths[i] = wishes[i].least;
    for (;;) {
        int left = width - sheet_width(widths, n);
        int pick = left ? pick_column(wishes, widths, n, left > 0) : -1;
        if (pick < 0)
            return widths;
        widths[pick] += left > 0 ? 1 : -1;
    }
}

