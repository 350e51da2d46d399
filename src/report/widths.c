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

/* About how many lines all rows take; a row is as high as its highest cell. */
static double height_of(const struct lengths *l, const int *widths)
{
    double height = 0;
    for (int row = 0; row < l->rows; row++) {
        double highest = 1;
        for (int c = 0; c < l->columns; c++) {
            double lines = (double)l->v[row * l->columns + c] / widths[c];
            highest = lines > highest ? lines : highest;
        }
        height += highest;
    }
    return height;
}

/* The column whose widening saves most lines; where none saves any, the one that wants most. -1: all
 * have what they want. */
static int pick_wider(const struct wish *wishes, const struct lengths *l, int *widths)
{
    double least = height_of(l, widths) - 1e-6;
    int saver = -1, wanter = -1, want = 0;
    for (int c = 0; c < l->columns; c++) {
        if (wishes[c].best <= widths[c])
            continue;
        widths[c]++;
        double height = height_of(l, widths);
        widths[c]--;
        if (height < least) {
            least = height;
            saver = c;
        }
        if (wishes[c].best - widths[c] > want) {
            want = wishes[c].best - widths[c];
            wanter = c;
        }
    }
    return saver >= 0 ? saver : wanter;
}

/* The widest that may give; -1: none. */
static int pick_narrower(const struct wish *wishes, const int *widths, int columns)
{
    int pick = -1;
    for (int c = 0; c < columns; c++)
        if (widths[c] > 1 && widths[c] > wishes[c].figure && (pick < 0 || widths[c] > widths[pick]))
            pick = c;
    return pick;
}

int *share_out(const struct wish *wishes, const struct lengths *l, int width)
{
    size_t n = (size_t)l->columns;
    int *widths = xcalloc(n + 1, sizeof *widths);
    for (size_t i = 0; i < n; i++)
        widths[i] = wishes[i].least;
    for (;;) {
        int left = width - sheet_width(widths, n);
        int pick = left > 0   ? pick_wider(wishes, l, widths)
                   : left < 0 ? pick_narrower(wishes, widths, l->columns) : -1;
        if (pick < 0)
            return widths;
        widths[pick] += left > 0 ? 1 : -1;
    }
}
