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

#endif
