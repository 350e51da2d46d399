#ifndef PHIEU_REPORT_CANVAS_H
#define PHIEU_REPORT_CANVAS_H
/* A sheet of columns and rows for tables on paper: letters, and ruled lines that find their own
 * corners. Grows downwards. */
#include <stdbool.h>

#include "base/str.h"

struct canvas;
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct canvas *canvas_create(int columns);
void canvas_destroy(struct canvas *c);
/* Ruled lines through the middle of cells, both ends included. */
void canvas_rule_across(struct canvas *c, int row, int from, int to);
void canvas_rule_down(struct canvas *c, int column, int from, int to);
/* One line of text into cells at … at + width - 1; what does not fit is left out. */
void canvas_line(struct canvas *c, int row, int at, int width, enum align align, const char *s,
                 size_t n);
/* Wraps a text into the width; returns how many rows it takes. Nothing is written when c is NULL. */
int canvas_text(struct canvas *c, int row, int at, int width, enum align align, const char *s);
/* Appends all rows, without blanks at their ends. ascii: lines of + - |. */
void canvas_write(const struct canvas *c, bool ascii, struct str *out);

#endif
