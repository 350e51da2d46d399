#ifndef PHIEU_FORM_YAML_BYTES_H
#define PHIEU_FORM_YAML_BYTES_H
/* The bytes of a file before they are YAML: where lines end, what no form may hold. */
#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/* Bytes of the line break at offset i, as the YAML parser counts lines; 0 when there is none. */
size_t bytes_line_break(const char *s, size_t len, size_t i);
/* Line and column, both from 0, of an offset; columns count code points. */
void bytes_place(const char *s, size_t len, size_t offset, size_t *ret_line, size_t *ret_column);
/* Whether the text is UTF-8 without NUL, of at most max bytes. What is wrong is added to problems;
 * it is found before the parser sees it, because the parser does not know the place. */
bool bytes_acceptable(const char *text, size_t len, size_t max, struct problem_list *problems);

#endif
