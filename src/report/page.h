#ifndef PHIEU_REPORT_PAGE_H
#define PHIEU_REPORT_PAGE_H
/* Text for paper, line by line: paragraphs, centred lines, letterheads of two halves. */
#include <stdbool.h>

#include "base/str.h"
#include "form/form.h"

struct page {
    struct str *out;
    int columns;
    bool ascii;
};

/* A paragraph (several where the text has newlines): first is the indent of its first line, rest
 * that of the others. mark (may be "") stands before the first line, within the indent. */
void page_paragraph(struct page *p, int first, int rest, const char *mark, const char *text);
void page_centre(struct page *p, const char *text);
/* An empty line, unless the last one is empty or nothing stands yet. */
void page_gap(struct page *p);
void page_break(struct page *p);
/* Two lists of lines side by side, each centred in its half. */
void page_halves(struct page *p, const struct text_list *left, const struct text_list *right);
/* Columns of lines side by side, each centred in its share of the width. */
void page_columns(struct page *p, const struct text_list *columns, size_t count);

#endif
