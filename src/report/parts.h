#ifndef PHIEU_REPORT_PARTS_H
#define PHIEU_REPORT_PARTS_H
/* What the files of this layer share; nobody else includes it. */
#include "report/page.h"
#include "report/report.h"

/* What a place shows on paper: its value, also a computed one; "" when blank or not asked. Freshly
 * allocated. */
char *answer_text(const struct report *r, struct place p);
/* Whether it is asked at all (`when`). */
bool answer_asked(const struct report *r, struct place p);

/* A line of the print description with its placeholders filled in; what is blank leaves dots.
 * Freshly allocated. The three ids may be NULL: {number}, {place}, {day} {month} {year} stay dots. */
struct line_fields {
    const char *number, *place, *date;
};
char *line_fill(const struct report *r, const struct line_fields *f, const struct text *line);
/* The same for every line; freed by lines_finish. */
struct text_list lines_fill(const struct report *r, const struct line_fields *f,
                            const struct text_list *lines);
void lines_finish(struct text_list *lines);

/* A table, ruled, with its header, column numbers, rows and totals. */
void table_write(const struct report *r, struct page *page, const struct field *f);
/* Columns that it needs so that no word is broken. */
int table_width(const struct report *r, const struct field *f);

/* ---- widths of its columns (widths.c) -------------------------------------------------------- */

struct wish {
    int least, best; /* no word broken; no line broken */
    int figure;      /* no figure broken: what is never taken from it; else 0 */
};
void wish_for(struct wish *w, const char *title);
void wish_for_cell(struct wish *w, const char *s, bool figure);
/* Columns of the sheet: each has a blank at both sides and a rule before it, and one ends all. */
int sheet_width(const int *widths, size_t n);
/* How long the texts of a table are: by row, then column. */
struct lengths {
    int *v;
    int rows, columns;
};
/* Every column gets what it needs; what is left goes where it saves most lines, and what is missing is
 * taken from the widest, but for figures. Freshly allocated. */
int *share_out(const struct wish *wishes, const struct lengths *lengths, int width);

#endif
